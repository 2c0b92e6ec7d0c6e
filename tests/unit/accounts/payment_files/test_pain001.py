"""The payment file as CSV and as pain.001.001.09, which fits the published schema."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from xml.etree import ElementTree

import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

from services.accounts.domain.payment_files.files import (
    MOST_LINES,
    Debtor,
    Line,
    PaymentFile,
    as_csv,
    end_to_end_id,
    message_id,
)
from services.accounts.domain.payment_files.pain001 import NAMESPACE, as_pain001
from services.accounts.domain.payment_files.payees import AccountType, Payee

DEBTOR = Debtor(
    agency="U.S. Customs and Border Protection",
    account="CDSOA",
    agent_routing_number="000000000",
    agent_name="U.S. Treasury",
)
ACCOUNT = Payee(
    holder_name="Alpha & Sons <Goods>",
    routing_number="111000025",
    account_number="0001234567",
    account_type=AccountType.CHECKING,
)


@cache
def schema() -> xmlschema.XMLSchema:
    """The schema of the message, as published."""
    return xmlschema.XMLSchema(str(files("sepaxml") / "schemas" / "pain.001.001.09.xsd"))


def a_line(line: int, cents: int, payee: Payee | None = ACCOUNT, name: str = "Beta") -> Line:
    return Line(
        line=line,
        end_to_end_id=end_to_end_id(7, line),
        amount_cents=cents,
        payee_name=name if payee is None else payee.holder_name,
        payee=payee,
        case_number="A-990-801",
        fiscal_year=2005,
        certification_number=f"{line:04d}",
    )


def a_file(*lines: Line) -> PaymentFile:
    return PaymentFile(
        message_id=message_id(7),
        created_at=datetime(2005, 11, 29, 17, tzinfo=UTC),
        execute_on=date(2005, 11, 30),
        debtor=DEBTOR,
        lines=lines,
    )


def find(message: str, path: str) -> list[str]:
    root = ElementTree.fromstring(message)  # noqa: S314  # our own
    return [element.text or "" for element in root.iterfind(path, {"": NAMESPACE})]


def test_transfers_and_checks_fit_the_schema() -> None:
    message = as_pain001(a_file(a_line(1, 5_000_000), a_line(2, 3_333_333, None), a_line(3, 1)))
    schema().validate(message)
    assert find(message, "CstmrCdtTrfInitn/PmtInf/PmtMtd") == ["TRF", "CHK"]
    assert find(message, "CstmrCdtTrfInitn/GrpHdr/NbOfTxs") == ["3"]
    assert find(message, "CstmrCdtTrfInitn/GrpHdr/CtrlSum") == ["83333.34"]
    assert find(message, "CstmrCdtTrfInitn/PmtInf/CtrlSum") == ["50000.01", "33333.33"]
    assert find(message, "CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/PmtId/EndToEndId") == [
        "CDSOA-0000000007-000001",
        "CDSOA-0000000007-000003",
        "CDSOA-0000000007-000002",
    ]
    assert find(message, "CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/Cdtr/Nm") == [
        "Alpha & Sons <Goods>",
        "Alpha & Sons <Goods>",
        "Beta",
    ]
    assert find(message, "CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/CdtrAcct/Id/Othr/Id") == ["0001234567"] * 2
    assert message == as_pain001(a_file(a_line(1, 5_000_000), a_line(2, 3_333_333, None), a_line(3, 1)))


def test_checks_alone_make_one_instruction_without_any_account_of_the_payee() -> None:
    message = as_pain001(a_file(a_line(1, 100, None)))
    schema().validate(message)
    assert find(message, "CstmrCdtTrfInitn/PmtInf/PmtMtd") == ["CHK"]
    assert find(message, "CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/CdtrAcct") == []


def test_the_schema_is_no_rubber_stamp() -> None:
    message = as_pain001(a_file(a_line(1, 100)))
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        schema().validate(message.replace("<EndToEndId>", "<EndToEndId>" + "x" * 36))


def test_the_longest_identifiers_fit() -> None:
    assert len(end_to_end_id(10**10 - 1, MOST_LINES)) <= 35
    assert len(f"{message_id(10**10 - 1)}-TRF") <= 35


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(1, 10**13), st.booleans()), min_size=1, max_size=12))
def test_control_sums_equal_the_lines_to_the_cent(rows: list[tuple[int, bool]]) -> None:
    lines = [a_line(i, cents, ACCOUNT if known else None) for i, (cents, known) in enumerate(rows, start=1)]
    file = a_file(*lines)
    message = as_pain001(file)
    schema().validate(message)
    total = Decimal(sum(cents for cents, _ in rows)) / 100
    amounts = find(message, "CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/Amt/InstdAmt")
    assert sum(map(Decimal, amounts)) == total == Decimal(find(message, "CstmrCdtTrfInitn/GrpHdr/CtrlSum")[0])
    assert sum(map(Decimal, find(message, "CstmrCdtTrfInitn/PmtInf/CtrlSum"))) == total
    *payments, trailer = list(csv.reader(as_csv(file).splitlines()))[1:]
    assert sum(Decimal(row[3]) for row in payments) == Decimal(trailer[3]) == total
    assert (trailer[0], trailer[2]) == ("TRAILER", str(len(rows)))


def test_the_csv() -> None:
    text = as_csv(a_file(a_line(1, 5_000_000), a_line(2, 3_333_333, None, name="=Beta, Inc.")))
    assert text == (
        "record,end_to_end_id,method,amount,currency,payee_name,routing_number,account_number,account_type,"
        "case_number,fiscal_year,certification_number\n"
        "PAYMENT,CDSOA-0000000007-000001,TRF,50000.00,USD,Alpha & Sons <Goods>,111000025,0001234567,CHECKING,"
        "A-990-801,2005,0001\n"
        'PAYMENT,CDSOA-0000000007-000002,CHK,33333.33,USD,"\'=Beta, Inc.",,,,A-990-801,2005,0002\n'
        "TRAILER,CDSOA-0000000007,2,83333.33,USD,,,,,,,\n"
    )


def test_bill_06_what_returns_an_excess_is_of_no_year_and_certification() -> None:
    line = Line(
        line=1,
        end_to_end_id=end_to_end_id(7, 1),
        amount_cents=100,
        payee_name="Beta",
        payee=None,
        case_number="A-990-801",
        fiscal_year=None,
        certification_number=None,
    )
    message = as_pain001(a_file(line))
    schema().validate(message)
    assert find(message, "CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/RmtInf/Ustrd") == [
        "CDSOA A-990-801 excess payment returned"
    ]
    assert "A-990-801,,\n" in as_csv(a_file(line))
