"""A payment file as an ISO 20022 customer credit transfer initiation, pain.001.001.09."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final
from xml.etree import ElementTree

from services.accounts.domain.payment_files.files import CURRENCY, Debtor, Line, Method, PaymentFile
from services.accounts.domain.payment_files.payees import AccountType
from shared.money import format_money

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_UNITED_STATES: Final = "USABA"  # clearing system code of routing transit numbers
_ACCOUNT_TYPES: Final = {AccountType.CHECKING: "CACC", AccountType.SAVINGS: "SVGS"}


def as_pain001(file: PaymentFile) -> str:
    """The message: one payment instruction for the transfers, one for the checks, control sums to the cent.

    The same file gives the same bytes, so that its hash shows whether it was changed.
    """
    document = ElementTree.Element("Document", {"xmlns": NAMESPACE})
    initiation = _under(document, "CstmrCdtTrfInitn")
    _header(initiation, file)
    ordered = sorted(file.lines, key=lambda line: (line.method is Method.CHK, line.line))
    for method, lines in groupby(ordered, key=lambda line: line.method):
        _instruction(initiation, file, method, list(lines))
    body: str = ElementTree.tostring(document, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _header(initiation: ElementTree.Element, file: PaymentFile) -> None:
    header = _under(initiation, "GrpHdr")
    _under(header, "MsgId", file.message_id)
    _under(header, "CreDtTm", file.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"))
    _totals(header, file.lines)
    _under(_under(header, "InitgPty"), "Nm", file.debtor.agency)


def _instruction(initiation: ElementTree.Element, file: PaymentFile, method: Method, lines: Sequence[Line]) -> None:
    instruction = _under(initiation, "PmtInf")
    _under(instruction, "PmtInfId", f"{file.message_id}-{method.value}")
    _under(instruction, "PmtMtd", method.value)
    _totals(instruction, lines)
    if method is Method.TRF:
        _under(_under(_under(instruction, "PmtTpInf"), "LclInstrm"), "Prtry", "ACH")
    _under(_under(instruction, "ReqdExctnDt"), "Dt", file.execute_on.isoformat())
    _debtor(instruction, file.debtor)
    for line in lines:
        _transfer(instruction, line)


def _debtor(instruction: ElementTree.Element, debtor: Debtor) -> None:
    _under(_under(instruction, "Dbtr"), "Nm", debtor.agency)
    account = _under(instruction, "DbtrAcct")
    _under(_under(_under(account, "Id"), "Othr"), "Id", debtor.account)
    _under(account, "Ccy", CURRENCY)
    institution = _agent(instruction, "DbtrAgt", debtor.agent_routing_number)
    _under(institution, "Nm", debtor.agent_name)


def _transfer(instruction: ElementTree.Element, line: Line) -> None:
    transfer = _under(instruction, "CdtTrfTxInf")
    _under(_under(transfer, "PmtId"), "EndToEndId", line.end_to_end_id)
    amount = _under(_under(transfer, "Amt"), "InstdAmt", format_money(line.amount_cents))
    amount.set("Ccy", CURRENCY)
    if line.payee is None:
        _under(_under(transfer, "ChqInstr"), "ChqTp", "BCHQ")
        _under(_under(transfer, "Cdtr"), "Nm", line.payee_name)
    else:
        _agent(transfer, "CdtrAgt", line.payee.routing_number)
        _under(_under(transfer, "Cdtr"), "Nm", line.payee_name)
        account = _under(transfer, "CdtrAcct")
        _under(_under(_under(account, "Id"), "Othr"), "Id", line.payee.account_number)
        _under(_under(account, "Tp"), "Cd", _ACCOUNT_TYPES[line.payee.account_type])
    _under(_under(transfer, "RmtInf"), "Ustrd", line.remittance)


def _agent(parent: ElementTree.Element, name: str, routing_number: str) -> ElementTree.Element:
    institution = _under(_under(parent, name), "FinInstnId")
    member = _under(institution, "ClrSysMmbId")
    _under(_under(member, "ClrSysId"), "Cd", _UNITED_STATES)
    _under(member, "MmbId", routing_number)
    return institution


def _totals(parent: ElementTree.Element, lines: Sequence[Line]) -> None:
    _under(parent, "NbOfTxs", str(len(lines)))
    _under(parent, "CtrlSum", format_money(sum(line.amount_cents for line in lines)))


def _under(parent: ElementTree.Element, name: str, text: str | None = None) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name)
    child.text = text
    return child
