"""What a posting means for its Special Account beside the balance: alerts, a final notice reopened, a swept account."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from services.accounts.domain import ledger
from services.accounts.domain.ledger import Account, Draft, Movement, move
from services.accounts.domain.transitions import FINAL_STATES, SpecialAccountEvent, SpecialAccountState
from services.accounts.events.termination import FinalDistributionReopened, SpecialAccountWentNegative
from services.accounts.storage.books import Book
from services.accounts.storage.termination import queries as termination
from shared.calendar import FiscalYear
from shared.database import Transaction

_STANDING: Final = frozenset({SpecialAccountState.OPEN, SpecialAccountState.DEFICIT})
_CAUSES: Final[Mapping[SpecialAccountEvent, str]] = {
    SpecialAccountEvent.REFUND: "a refund to an importer, or a receipt taken back",
    SpecialAccountEvent.REOPEN: "a new protest, petition or court action",
}


def routed(book: Book, draft: Draft) -> Draft:
    """The draft; for a terminated account, with what it leaves there moved on to the General Fund (TERM-04).

    The balance of a terminated account stays $0.00: what comes in goes on, what is taken back comes out of where the
    sweep went.
    """
    if book.state is not SpecialAccountState.TERMINATED:
        return draft
    change = ledger.changes(draft.postings)[Account.SPECIAL]
    if not change:
        return draft
    line = move(
        Movement.SWEEP if change > 0 else Movement.SWEEP_GIVEN_BACK,
        abs(change),
        draft.postings[-1].effective_on,
        rule="TERM-04",
        code="ACCOUNT_TERMINATED",
    )
    return replace(draft, postings=(*draft.postings, line))


async def tell(
    tx: Transaction,
    book: Book,
    state: SpecialAccountState,
    event: SpecialAccountEvent | None,
    balance_after_cents: int,
) -> None:
    """Tell of a balance that fell below zero and of a final notice that was reopened (18.2, TERM-02).

    Args:
        book: as it was before.
        state: as it is now.
    """
    case_number, year = book.order.case_number, FiscalYear.of(tx.today).year
    if balance_after_cents < 0 <= book.balances[Account.SPECIAL]:
        tx.record(
            SpecialAccountWentNegative(case_number=case_number, fiscal_year=year, balance_cents=balance_after_cents)
        )
    if book.state in FINAL_STATES and state in _STANDING:
        because = _CAUSES.get(event or SpecialAccountEvent.POSTED, "a new posting")
        notice_id = await termination.make_ordinary(tx.connection, case_number, tx.today, because)
        await termination.withdraw_sweeps(tx.connection, case_number, tx.today)
        if notice_id is not None:
            tx.record(
                FinalDistributionReopened(
                    case_number=case_number, fiscal_year=year, notice_id=notice_id, reopened_on=tx.today, cause=because
                )
            )
            tx.audit("reopen_account", f"orders/{case_number}", reason=because)
