"""Files as streams of rows, whatever they are: CSV with every oddity, Parquet with typed columns."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from deploy.importing.files import identify, read_rows
from deploy.importing.run import batches
from services.accounts.usecases.imports.rows import COLUMNS, Kind, Parser
from shared.errors import BadInput


def test_a_csv_file_comes_row_by_row_without_its_blank_lines(tmp_path: Path) -> None:
    path = tmp_path / "entries.csv"
    path.write_bytes(b'\xef\xbb\xbfentry_number,amount\r\nE1,"1,000.00"\r\n\r\nE\xff2,1.00\r\nE3\r\n')
    header, rows = read_rows(path)
    assert list(header) == ["entry_number", "amount"]
    assert [list(row) for row in rows] == [["E1", "1,000.00"], ["E\\xff2", "1.00"], ["E3"]]


def test_a_field_without_end_is_one_bad_row(tmp_path: Path) -> None:
    path = tmp_path / "entries.csv"
    path.write_text("a,b\n" + "x" * 200_000 + ",1\n2,3\n")
    _, rows = read_rows(path)
    first, *rest = rows
    assert len(first) == 1
    assert list(rest[-1]) == ["2", "3"]


def test_parquet_columns_of_their_own_types_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "liquidations.parquet"
    table = pyarrow.table(
        {
            "entry_number": ["E1", "E2"],
            "case_number": ["A-100-001", "A-100-001"],
            "liquidated_on": pyarrow.array([date(2005, 3, 1), date(2005, 3, 2)], pyarrow.date32()),
            "assessed": pyarrow.array([Decimal("60.00"), None], pyarrow.decimal128(18, 2)),
            "deemed": [False, True],
        }
    )
    parquet.write_table(table, path)
    assert identify(path).rows == 2
    header, rows = read_rows(path)
    parser = Parser(Kind.LIQUIDATIONS, header)
    read = [parser.read(number, row) for number, row in enumerate(rows, start=1)]
    assert [row.codes for row in read] == [(), ()]
    assert read[0].values == (1, "E1", "A-100-001", date(2005, 3, 1), 60_00, 0, False, False, None)
    assert read[1].values == (2, "E2", "A-100-001", date(2005, 3, 2), None, 0, True, False, None)


def test_what_is_no_parquet_file_after_all_is_said(tmp_path: Path) -> None:
    path = tmp_path / "entries.parquet"
    path.write_bytes(b"PAR1 and then something else")
    with pytest.raises(BadInput, match="no readable Parquet"):
        identify(path)


def test_an_empty_file_has_no_header(tmp_path: Path) -> None:
    path = tmp_path / "entries.csv"
    path.write_text("")
    with pytest.raises(BadInput, match="no header"):
        read_rows(path)


@pytest.mark.parametrize(
    "header",
    [COLUMNS[Kind.ENTRIES][:5], (*COLUMNS[Kind.ENTRIES], "colour"), (*COLUMNS[Kind.ENTRIES], "amount")],
    ids=["one is missing", "one is unknown", "one is there twice"],
)
def test_columns_are_checked_before_any_row(header: tuple[str, ...]) -> None:
    with pytest.raises(BadInput, match="the columns must be"):
        Parser(Kind.ENTRIES, header)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"entry_number": ""}, "NUMBER_MALFORMED"),
        ({"importer_number": "a\tb"}, "NUMBER_MALFORMED"),
        ({"filed_on": "20040510"}, "DATE_MALFORMED"),
        ({"filed_on": "2004-02-30"}, "DATE_MALFORMED"),
        ({"filed_on": "2004-W19-1"}, "DATE_MALFORMED"),
        ({"amount": "1e3"}, "AMOUNT_MALFORMED"),
        ({"amount": "100"}, "AMOUNT_MALFORMED"),
        ({"instrument": "IOU"}, "INSTRUMENT_UNKNOWN"),
        ({"unliquidated_2010": "perhaps"}, "FLAG_MALFORMED"),
        ({"in_litigation_2010": "true"}, "SNAPSHOT_INCOMPLETE"),
    ],
)
def test_acct_02_a_malformed_field_refuses_its_row(change: dict[str, str], code: str) -> None:
    fields = {
        "entry_number": "E1",
        "importer_number": "Importer-1",
        "filed_on": "2004-05-10",
        "case_number": "A-100-001",
        "amount": "100.00",
        "deposited_on": "2004-05-10",
    } | change
    parser = Parser(Kind.ENTRIES, COLUMNS[Kind.ENTRIES])
    read = parser.read(1, [fields.get(name, "") for name in COLUMNS[Kind.ENTRIES]])
    assert code in read.codes
    assert read.values == ()


def test_acct_02_firms_and_value_are_kept_without_the_facts_of_2010() -> None:
    parser = Parser(Kind.ENTRIES, COLUMNS[Kind.ENTRIES])
    fields = ["E1", "Importer-1", "2004-05-10", "A-100-001", "100.00", "2004-05-10", "", "", "", "", "Alpha", "Beta"]
    read = parser.read(1, [*fields, "1000.00"])
    assert read.codes == ()
    assert read.values[8:] == (None, None, None, "Alpha", "Beta", 1000_00)


def test_the_rows_of_one_entry_stay_in_one_batch_also_after_a_restart() -> None:
    parser = Parser(Kind.LIQUIDATIONS, COLUMNS[Kind.LIQUIDATIONS])
    numbers = ["E1", "E2", "E2", "E2", "E3", "E4"]
    rows = [[number, "A-100-001", "2005-03-01", "1.00", "", "", "", ""] for number in numbers]
    found = [[row.number for row in batch] for batch in batches(parser, iter(rows), after=0, size=2)]
    assert found == [[1, 2, 3, 4], [5, 6]]
    assert [[row.number for row in batch] for batch in batches(parser, iter(rows), after=4, size=2)] == [[5, 6]]
