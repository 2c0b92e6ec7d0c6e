"""A payment file: its life, its lines, and its CSV."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from services.accounts.domain.payment_files.payees import Payee
from services.accounts.domain.transitions import IllegalTransition
from shared.money import format_money

CURRENCY: Final = "USD"
MOST_LINES: Final = 10_000


class FileState(StrEnum):
    """Where a payment file stands."""

    CREATED = "CREATED"
    RELEASED = "RELEASED"
    ACCEPTED = "ACCEPTED"
    CANCELLED = "CANCELLED"


class FileEvent(StrEnum):
    """What happens to a payment file."""

    RELEASE = "RELEASE"
    CANCEL = "CANCEL"
    ACCEPT = "ACCEPT"
    CONFIRM = "CONFIRM"


class LineState(StrEnum):
    """What the disbursing office said of a line."""

    SENT = "SENT"
    PAID = "PAID"
    RETURNED = "RETURNED"


class Method(StrEnum):
    """How a line is paid: a credit transfer, or a check where no account is known."""

    TRF = "TRF"
    CHK = "CHK"


# Confirmations of a file that was never acknowledged as a whole say that it was accepted.
FILE: Final[Mapping[tuple[FileState, FileEvent], FileState]] = {
    (FileState.CREATED, FileEvent.RELEASE): FileState.RELEASED,
    (FileState.CREATED, FileEvent.CANCEL): FileState.CANCELLED,
    (FileState.RELEASED, FileEvent.ACCEPT): FileState.ACCEPTED,
    (FileState.RELEASED, FileEvent.CONFIRM): FileState.ACCEPTED,
    (FileState.ACCEPTED, FileEvent.CONFIRM): FileState.ACCEPTED,
}
# A payment may come back after it was made; nothing follows a return but a line of a later file.
LINE: Final = frozenset(
    {(LineState.SENT, LineState.PAID), (LineState.SENT, LineState.RETURNED), (LineState.PAID, LineState.RETURNED)}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Debtor:
    """Whose account pays."""

    agency: str
    account: str
    agent_routing_number: str
    agent_name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One payment. ``payee`` is None on a check line; what returns an excess is of no year and certification."""

    line: int
    end_to_end_id: str
    amount_cents: int
    payee_name: str
    payee: Payee | None
    case_number: str
    fiscal_year: int | None
    certification_number: str | None

    @property
    def method(self) -> Method:
        """Transfer or check."""
        return Method.CHK if self.payee is None else Method.TRF

    @property
    def remittance(self) -> str:
        """What the payee reads on its statement."""
        if self.certification_number is None:
            return f"CDSOA {self.case_number} excess payment returned"
        return f"CDSOA FY{self.fiscal_year} {self.case_number} certification {self.certification_number}"


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentFile:
    """A file as it is handed over."""

    message_id: str
    created_at: datetime
    execute_on: date
    debtor: Debtor
    lines: Sequence[Line]

    @property
    def control_sum_cents(self) -> int:
        """Sum of the lines, US cents."""
        return sum(line.amount_cents for line in self.lines)


def message_id(number: int) -> str:
    """The file's name with the disbursing office."""
    return f"CDSOA-{number:010d}"


def end_to_end_id(number: int, line: int) -> str:
    """What a line is known by until its confirmation; unique over all files, at most 35 characters."""
    return f"{message_id(number)}-{line:06d}"


def advance_file(state: FileState, event: FileEvent) -> FileState:
    """The state after ``event``.

    Raises:
        IllegalTransition: the event is not listed for the state.
    """
    try:
        return FILE[state, event]
    except KeyError:
        raise IllegalTransition("payment file", state, event) from None


_COLUMNS: Final = (
    "record",
    "end_to_end_id",
    "method",
    "amount",
    "currency",
    "payee_name",
    "routing_number",
    "account_number",
    "account_type",
    "case_number",
    "fiscal_year",
    "certification_number",
)


def as_csv(file: PaymentFile) -> str:
    """The file as CSV: a header, a line per payment, a trailer with count and sum; docs/payment-files.md says more."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_rows(file.lines))
    total = format_money(file.control_sum_cents)
    writer.writerow(("TRAILER", file.message_id, len(file.lines), total, CURRENCY, *[""] * (len(_COLUMNS) - 5)))
    return text.getvalue()


def _rows(lines: Iterable[Line]) -> Iterable[tuple[object, ...]]:
    for line in lines:
        account = ("", "", "")
        if line.payee is not None:
            account = (line.payee.routing_number, line.payee.account_number, line.payee.account_type.value)
        yield (
            "PAYMENT",
            line.end_to_end_id,
            line.method.value,
            format_money(line.amount_cents),
            CURRENCY,
            _inert(line.payee_name),
            *account,
            line.case_number,
            line.fiscal_year or "",
            line.certification_number or "",
        )


def _inert(text: str) -> str:
    """A name that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text
