"""Sweep what nobody claimed to the General Fund and end the account, by two people (TERM-03, TERM-04, 18.2)."""

from dataclasses import dataclass
from uuid import UUID

from services.accounts.domain.ledger import Account, Draft, Movement, move
from services.accounts.domain.termination import too_early_to_sweep
from services.accounts.domain.transitions import (
    IllegalTransition,
    SpecialAccountEvent,
    SpecialAccountState,
    advance_special_account,
)
from services.accounts.events.termination import SpecialAccountSwept, SpecialAccountTerminated
from services.accounts.storage import books, distributions
from services.accounts.storage.books import Book, Books
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.termination import queries as termination
from services.accounts.usecases import batch, ledger
from services.accounts.usecases.reconsideration.reserve import approved_unpaid
from shared.calendar import FiscalYear
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import NotFound
from shared.refusals import Refusal, Refused, refuse_if_any

_CITATION = "19 CFR 159.64(d)(3)"


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeSweep:
    """The order whose Special Account is to be swept."""

    case_number: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ApproveSweep:
    """The sweep to approve and carry out."""

    sweep_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawSweep:
    """The sweep not to be carried out."""

    sweep_id: UUID


async def propose_sweep(tx: Transaction, command: ProposeSweep) -> dict[str, JSON]:
    """Propose to sweep an account whose final distribution is closed. No money moves yet.

    Raises:
        NotFound: no such order.
        Refused: the account is not ``FINAL_PAID``, a guard of 18.2 is not met, or a sweep is proposed already.
    """
    _, book = await _lock(tx, command.case_number)
    notice = await _ready(tx, book)
    sweep_id = await termination.propose_sweep(
        tx.connection,
        {
            "case_number": command.case_number,
            "notice_id": notice.notice_id,
            "proposed_by": tx.cause.actor,
            "proposed_on": tx.today,
        },
    )
    if sweep_id is None:
        raise Refused([_refusal("ALREADY_PROPOSED", "A sweep of this account is proposed already.", "caseNumber")])
    tx.audit("propose_sweep", f"sweeps/{sweep_id}", after={"balance_cents": book.balances[Account.SPECIAL]})
    return {"sweep_id": str(sweep_id)}


async def approve_sweep(tx: Transaction, command: ApproveSweep) -> dict[str, JSON]:
    """Move the whole balance to the General Fund, permanently, and terminate the account.

    Posting, state and events commit together, once: the journal's source is the sweep.

    Raises:
        NotFound: no such sweep.
        Refused: the caller proposed it, it was carried out or withdrawn, or a guard of 18.2 is not met any more.
    """
    locked, book, found = await _open_sweep(tx, command.sweep_id)
    if found.proposed_by == tx.cause.actor:
        raise Refused([_refusal("SAME_PERSON", "Whoever proposed a sweep cannot approve it.", "sweepId")])
    await _ready(tx, book)
    amount = book.balances[Account.SPECIAL]
    await _terminate(tx, locked, book, amount, f"sweep:{found.id}")
    await termination.approve_sweep(tx.connection, found.id, tx.cause.actor, tx.today, amount)
    year = FiscalYear.of(tx.today).year
    case_number = book.order.case_number
    tx.record(
        SpecialAccountSwept(case_number=case_number, fiscal_year=year, notice_id=found.notice_id, amount_cents=amount)
    )
    tx.record(SpecialAccountTerminated(case_number=case_number, fiscal_year=year, terminated_on=tx.today))
    tx.audit("approve_sweep", f"sweeps/{found.id}", after={"amount_cents": amount})
    return {"sweep_id": str(found.id)}


async def withdraw_sweep(tx: Transaction, command: WithdrawSweep) -> dict[str, JSON]:
    """Withdraw a sweep that was not carried out.

    Raises:
        NotFound: no such sweep.
        Refused: it was carried out or withdrawn.
    """
    _, book, found = await _open_sweep(tx, command.sweep_id)
    await termination.withdraw_sweeps(tx.connection, book.order.case_number, tx.today)
    tx.audit("withdraw_sweep", f"sweeps/{found.id}")
    return {"sweep_id": str(found.id)}


async def _terminate(tx: Transaction, locked: Books, book: Book, amount_cents: int, source: str) -> None:
    case_number = book.order.case_number
    if amount_cents:
        line = move(Movement.SWEEP, amount_cents, tx.today, rule="TERM-03", code="UNCLAIMED")
        draft = Draft(case_number=case_number, postings=[line], source=source)
        await ledger.post(tx, locked, [draft], states={case_number: SpecialAccountEvent.SWEEP})
    else:
        await ledger.change_state(tx, book, SpecialAccountEvent.SWEEP)
    await books.set_terminated(tx.connection, case_number, tx.today)


async def _lock(tx: Transaction, case_number: str) -> tuple[Books, Book]:
    locked = await books.lock_books(tx.connection, [case_number])
    if case_number not in locked.by_case:
        raise NotFound(f"no order {case_number} is registered here", field="caseNumber")
    return locked, locked.by_case[case_number]


async def _open_sweep(tx: Transaction, sweep_id: UUID) -> tuple[Books, Book, AnyRow]:
    found = await termination.find_sweep(tx.connection, sweep_id)
    if found is None:
        raise NotFound(f"no sweep {sweep_id}", field="sweepId")
    locked, book = await _lock(tx, found.case_number)
    found = await termination.find_sweep(tx.connection, sweep_id)
    assert found is not None, "sweeps are never deleted"
    if found.approved_on is not None or found.withdrawn_on is not None:
        raise Refused([_refusal("NOT_PROPOSED", "The sweep was carried out or withdrawn.", "sweepId")])
    return locked, book, found


async def _ready(tx: Transaction, book: Book) -> AnyRow:
    """The standing final notice of an account that can be swept today; raises Refused when it cannot."""
    case_number = book.order.case_number
    try:
        advance_special_account(book.state, SpecialAccountEvent.SWEEP, 0)
    except IllegalTransition as illegal:
        raise Refused([illegal.refusal]) from None
    assert book.state is SpecialAccountState.FINAL_PAID
    notice = await termination.standing_notice(tx.connection, case_number)
    assert notice is not None, "an account is FINAL_PAID by its final notice"
    distribution = await distributions.lock_current(tx.connection, case_number, notice.fiscal_year)
    refuse_if_any(
        too_early_to_sweep(
            today=tx.today,
            sweep_after=notice.sweep_after,
            distribution=None if distribution is None else distribution.state,
            adjustments_owed_cents=await approved_unpaid(tx.connection, case_number),
            balances_cents=book.balances,
        )
    )
    return notice


def _refusal(code: str, message: str, field: str) -> Refusal:
    return batch.refusal(code, message, field, "TERM-03", _CITATION)
