"""Take a notice of final distribution in: the account is to end, if nothing stands against it (TERM-01, TERM-02)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from services.accounts.domain.law import FINAL_CLAIM_PERIOD
from services.accounts.domain.termination import unmet
from services.accounts.domain.transitions import SpecialAccountEvent, SpecialAccountState
from services.accounts.storage import books
from services.accounts.storage.books import Book
from services.accounts.storage.termination import conditions
from services.accounts.storage.termination import queries as termination
from services.accounts.usecases import ledger
from shared.database import Transaction

_NOT_OPEN: Final = "the Special Account is {state}"


@dataclass(frozen=True, kw_only=True, slots=True)
class FinalNotice:
    """A notice of final distribution that was published for an order.

    Attributes:
        sweep_after: last day before a sweep that the notice itself names, if it does.
    """

    case_number: str
    notice_id: str
    fiscal_year: int
    published_on: date
    sweep_after: date | None


async def take_final_notice(tx: Transaction, notice: FinalNotice) -> bool:
    """Let the account wait for its final distribution. Where TERM-01 is not met, the notice is an ordinary one.

    The distribution itself is planned like any other. A repeat changes nothing.

    Returns:
        False when the order is not known yet.
    """
    locked = await books.lock_books(tx.connection, [notice.case_number])
    if notice.case_number not in locked.by_case:
        return False
    book = locked.by_case[notice.case_number]
    because = await _against(tx, book)
    kept = await termination.add_notice(
        tx.connection,
        {
            "case_number": notice.case_number,
            "notice_id": notice.notice_id,
            "fiscal_year": notice.fiscal_year,
            "published_on": notice.published_on,
            "sweep_after": max(FINAL_CLAIM_PERIOD.deadline(notice.published_on), notice.sweep_after or date.min),
            "ordinary_on": None if because is None else tx.today,
            "ordinary_because": because,
        },
    )
    if kept and because is None:
        await ledger.change_state(tx, book, SpecialAccountEvent.FINAL_NOTICE)
    if kept:
        subject = f"orders/{notice.case_number}/final-notices/{notice.notice_id}"
        tx.audit("take_final_notice", subject, after={"final": because is None}, reason=because)
    return True


async def _against(tx: Transaction, book: Book) -> str | None:
    """What keeps the notice from being final."""
    if book.state is not SpecialAccountState.OPEN:
        return _NOT_OPEN.format(state=book.state)
    blocking = await conditions.blocking(tx.connection, book.order.case_number, tx.today)
    return ", ".join(unmet(blocking)) or None
