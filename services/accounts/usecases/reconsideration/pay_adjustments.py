"""Pay approved adjustments out of what remains in the order's account, first approved first (RECO-06)."""

from collections.abc import Mapping, Set
from uuid import UUID, uuid4

from services.accounts.domain.distribution import PaymentKind
from services.accounts.domain.ledger import Account, Draft, Movement, move
from services.accounts.domain.reconsideration.adjustments import Payout, pay_first_in_first_out, remaining
from services.accounts.domain.reconsideration.requests import RequestEvent, RequestState, advance
from services.accounts.events.published import PaymentIssued
from services.accounts.events.reconsideration import AdjustmentPaid
from services.accounts.storage import books
from services.accounts.storage.payment_files.queries import set_offsets
from services.accounts.storage.reconsideration import queries
from services.accounts.storage.reconsideration.queries import Waiting
from services.accounts.usecases import ledger
from services.accounts.usecases.bills.offsets import Payee, cases_concerned, take_offsets
from shared.database import Cause, Transaction, UnitOfWork

NAME = "pay-adjustments"


async def pay_adjustments(tx: Transaction, case_number: str) -> int:
    """Pay what the account has for adjustments; what is not covered waits for funds.

    Called when an adjustment is approved and when funds arrive, before any distribution. Nothing comes from another
    order's account.

    Returns:
        US cents paid.

    What a payee owes on bills ready for offset is kept of it (DIST-11).

    Source: RECO-06; 19 CFR 159.64(c)(3): from funds remaining in the account for that case; state table 18.5.
    """
    payees = [_payee(one, one.owed.outstanding_cents) for one in await queries.queue(tx.connection, case_number)]
    if not payees:
        return 0
    locked = await books.lock_books(tx.connection, {case_number} | await cases_concerned(tx, payees))
    waiting = {one.request.id: one for one in await queries.queue(tx.connection, case_number)}
    if not waiting or case_number not in locked.by_case:
        return 0
    funds = remaining(
        locked.by_case[case_number].balances[Account.SPECIAL], await queries.hold_back(tx.connection, case_number)
    )
    payouts = pay_first_in_first_out(funds, [one.owed for one in waiting.values()])
    paid = [(waiting[payout.request_id], payout) for payout in payouts if payout.amount_cents]
    if paid:
        await _post(tx, locked, case_number, paid)
    await _move_on(tx, waiting, {payout.request_id for payout in payouts if payout.settled})
    return sum(payout.amount_cents for _, payout in paid)


async def pay_waiting_adjustments(uow: UnitOfWork) -> None:
    """The job: funds that arrived are paid out to whoever waits, one transaction per order."""
    cause = Cause(actor=f"job:{NAME}", correlation_id=str(uuid4()))
    async with uow.begin(cause) as tx:
        cases = await queries.cases_with_funds(tx.connection)
    for case_number in cases:
        async with uow.begin(cause) as tx:
            await pay_adjustments(tx, case_number)


async def _post(tx: Transaction, locked: books.Books, case_number: str, paid: list[tuple[Waiting, Payout]]) -> None:
    lines = [
        move(
            Movement.ADJUSTMENT,
            payout.amount_cents,
            tx.today,
            certification_number=one.request.certification_number,
            rule="RECO-06",
        )
        for one, payout in paid
    ]
    used = [(one.request.distribution_id, payout.amount_cents) for one, payout in paid]
    await queries.use_up_receipts(tx.connection, case_number, used)
    await ledger.post(tx, locked, [Draft(case_number=case_number, postings=lines)])
    rows = [(one, payout.amount_cents) for one, payout in paid]
    ids = await queries.add_payments(tx.connection, rows, PaymentKind.ADJUSTMENT.value, tx.today)
    kept = await take_offsets(tx, [_payee(one, cents) for one, cents in rows], tx.today)
    await set_offsets(tx.connection, {ids[place]: cents for place, cents in kept.items()})
    for one, payout in paid:
        _tell(tx, one, payout.amount_cents)
    tx.audit(
        "pay_adjustments",
        f"orders/{case_number}",
        after={"paid": {str(one.request.number): payout.amount_cents for one, payout in paid}},
    )


async def _move_on(tx: Transaction, waiting: Mapping[UUID, Waiting], settled: Set[UUID]) -> None:
    requests = [one.request for one in waiting.values()]
    done = [request.id for request in requests if request.id in settled]
    for request in requests:
        advance(request.state, RequestEvent.PAY_IN_FULL if request.id in settled else RequestEvent.PAY_PART)
    await queries.set_states(tx.connection, RequestState.PAID, done)
    await queries.set_states(
        tx.connection, RequestState.AWAITING_FUNDS, [request.id for request in requests if request.id not in settled]
    )


def _payee(one: Waiting, cents: int) -> Payee:
    return one.request.case_number, one.request.producer_id, one.request.lineage_id, cents


def _tell(tx: Transaction, one: Waiting, amount_cents: int) -> None:
    request = one.request
    tx.record(
        PaymentIssued(
            case_number=request.case_number,
            fiscal_year=request.fiscal_year,
            distribution_id=str(request.distribution_id),
            certification_number=request.certification_number,
            lineage_id=request.lineage_id,
            producer_id=request.producer_id,
            amount_cents=amount_cents,
            paid_on=tx.today,
            kind="ADJUSTMENT",
        )
    )
    tx.record(
        AdjustmentPaid(
            case_number=request.case_number,
            fiscal_year=request.fiscal_year,
            request_id=str(request.id),
            request_number=request.number,
            certification_number=request.certification_number,
            amount_cents=amount_cents,
            outstanding_cents=one.owed.outstanding_cents - amount_cents,
        )
    )
