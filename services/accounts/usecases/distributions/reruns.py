"""Recall a paid distribution, compute it again on changed claims, issue only the differences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from services.accounts.domain import reruns as rules
from services.accounts.domain import shared_guard
from services.accounts.domain.distribution import Allocation, Claim, PaymentKind
from services.accounts.domain.frozen_hash import input_hash, result_hash
from services.accounts.domain.ledger import Account, Draft, Movement, Posting, move
from services.accounts.domain.reruns import RerunState
from services.accounts.domain.shared_guard import OrderClaims, reduce_parts
from services.accounts.domain.transitions import PAID_STATES
from services.accounts.events.published import DebtProposed, DistributionRecalled
from services.accounts.storage import books, distribution_inputs, distribution_runs, distributions, holds
from services.accounts.storage import reruns as storage
from services.accounts.storage.distributions import Distribution
from services.accounts.storage.reruns import Rerun
from services.accounts.storage.rows import AnyRow
from services.accounts.usecases import ledger
from services.accounts.usecases.bills.debts import ProposeDebt, propose_debt
from services.accounts.usecases.decide_distribution import lock_with_book
from services.accounts.usecases.distributions.decide import refusal
from services.accounts.usecases.distributions.offsets import LaterPayment, pay_later
from services.accounts.usecases.holds.release import issued
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class RecallDistribution:
    """The paid distribution whose claims were certified anew, and why."""

    distribution_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueRerun:
    """The run again whose differences are issued."""

    rerun_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class RejectRerun:
    """The run again that is dropped, and why."""

    rerun_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Computed:
    claims: Sequence[Claim]
    allocation: Allocation
    input_hash: str
    differences: Mapping[str, rules.Difference]


async def recall_distribution(tx: Transaction, command: RecallDistribution) -> dict[str, JSON]:
    """Compute a paid distribution again from its frozen money and the claims as certified now; nothing moves yet.

    Raises:
        NotFound: no such distribution.
        BadInput: no reason.
        Refused: it is not paid, a run is undecided, or the claims are those of the last run and nothing is owed on it.

    Source: DIST-12: a distribution is never edited, later money is a supplement or a bill; each run is reproducible.
    """
    if not command.reason.strip():
        raise BadInput("give a reason", field="reason")
    _, found = await lock_with_book(tx, command.distribution_id)
    if found.state not in PAID_STATES:
        raise Refused([refusal("NOT_PAID", "Only a paid distribution is recalled; cancel one before.", rule="DIST-12")])
    version = (await distribution_inputs.claim_versions(tx.connection, [found.case_number], found.fiscal_year)).get(
        found.case_number
    )
    assert version is not None, "a paid distribution has certified claims"
    earlier = await storage.of_distribution(tx.connection, found.id)
    if any(run.state is RerunState.COMPUTED for run in earlier):
        raise Refused([refusal("RERUN_UNDECIDED", "Issue or reject the run that is computed first.", rule="DIST-12")])
    computed = await _compute(tx, found)
    if not any(one.supplement_cents or one.debt_cents for one in computed.differences.values()):
        raise Refused(
            [refusal("NOTHING_DIFFERS", "On the claims as certified, nobody's share differs.", rule="DIST-12")]
        )
    claims = {claim.certification_number: claim for claim in computed.claims}
    frozen = {one.certification_number: one for one, _ in (await _frozen(tx, found.id))}
    rerun_id = await storage.add(
        tx.connection,
        {
            "distribution_id": found.id,
            "version": len(earlier) + 2,
            "claims_version": version,
            "reason": command.reason,
            "claims_total_cents": computed.allocation.claims_total_cents,
            "input_hash": computed.input_hash,
            "result_hash": result_hash(computed.allocation),
            "supplements_cents": sum(one.supplement_cents for one in computed.differences.values()),
            "debts_cents": sum(one.debt_cents for one in computed.differences.values()),
            "prepared_by": tx.cause.actor,
            "prepared_on": tx.today,
        },
        [_line(claims.get(number) or _left_out(frozen[number]), one) for number, one in computed.differences.items()],
    )
    tx.audit("recall_distribution", f"distributions/{found.id}", after={"rerun": str(rerun_id)}, reason=command.reason)
    return {"rerun_id": str(rerun_id)}


async def issue_rerun(tx: Transaction, command: IssueRerun) -> dict[str, JSON]:
    """Issue the differences of a run: supplements out of what remains in the account, debts as drafts of bills.

    A debt is first taken off what is withheld for the claimant. Where the account does not reach, supplements are paid
    pro rata; the rest is still owed and found by the next run.

    Raises:
        NotFound: no such run.
        Refused: it is decided, the caller prepared it, or computed again it differs.

    Source: DIST-12; BILL-11 for debts; ACCT-18 for shares withheld.
    """
    run, locked, found = await _locked(tx, command.rerun_id)
    if run.prepared_by == tx.cause.actor:
        raise Refused([refusal("SAME_PERSON", "Whoever prepared a run cannot issue it.", rule="DIST-12")])
    computed = await _compute(tx, found)
    lines = await storage.lines(tx.connection, run.id)
    stored = {line.certification_number: (line.share_cents, line.received_cents) for line in lines}
    again = {number: (one.share_cents, one.received_cents) for number, one in computed.differences.items()}
    if result_hash(computed.allocation) != run.result_hash or stored != again:
        message = "Computed again, the run differs: claims or payments changed since. Reject it and recall anew."
        raise Refused([refusal("RESULT_DIFFERS", message, rule="DIST-12")])
    withheld = {
        line.certification_number: line for line in (await holds.open_lines(tx.connection, [found.id]))[found.id]
    }
    released = {
        line.certification_number: min(line.debt_cents, withheld[line.certification_number].held_cents)
        for line in lines
        if line.certification_number in withheld
    }
    balance = locked.by_case[found.case_number].balances[Account.SPECIAL] + sum(released.values())
    paid = rules.fundable(balance, {line.certification_number: line.supplement_cents for line in lines})
    await _post(tx, locked, run, found, paid, released, frozenset(withheld))
    await holds.add_held(
        tx.connection,
        {
            line.id: paid.get(number, 0) - released.get(number, 0)
            for number, line in withheld.items()
            if paid.get(number, 0) != released.get(number, 0)
        },
    )
    await _pay(tx, found, lines, {number: cents for number, cents in paid.items() if number not in withheld})
    debts = {line.certification_number: line.debt_cents - released.get(line.certification_number, 0) for line in lines}
    await _propose(tx, run, found, lines, {number: cents for number, cents in debts.items() if cents})
    await storage.issue(
        tx.connection,
        run.id,
        {number: (paid.get(number, 0), released.get(number, 0)) for number in stored},
        state=RerunState.ISSUED,
        decided_by=tx.cause.actor,
        decided_on=tx.today,
    )
    tx.record(
        DistributionRecalled(
            case_number=found.case_number,
            fiscal_year=found.fiscal_year,
            distribution_id=str(found.id),
            rerun_id=str(run.id),
            claims_version=run.claims_version,
            supplements_cents=sum(paid.values()),
            debts_cents=sum(debts.values()),
        )
    )
    tx.audit("issue_rerun", f"distributions/{found.id}", after={"rerun": str(run.id)}, reason=run.reason)
    return {"rerun_id": str(run.id)}


async def reject_rerun(tx: Transaction, command: RejectRerun) -> dict[str, JSON]:
    """Drop a run that was computed; nothing has moved.

    Raises:
        NotFound: no such run.
        BadInput: no reason.
        Refused: it is decided, or the caller prepared it.
    """
    if not command.reason.strip():
        raise BadInput("give a reason", field="reason")
    run, _, found = await _locked(tx, command.rerun_id)
    if run.prepared_by == tx.cause.actor:
        raise Refused([refusal("SAME_PERSON", "Whoever prepared a run cannot decide on it.", rule="DIST-12")])
    await storage.decide(
        tx.connection, run.id, state=RerunState.REJECTED, decided_by=tx.cause.actor, decided_on=tx.today
    )
    tx.audit("reject_rerun", f"distributions/{found.id}", after={"rerun": str(run.id)}, reason=command.reason)
    return {"rerun_id": str(run.id)}


async def _locked(tx: Transaction, rerun_id: UUID) -> tuple[Rerun, books.Books, Distribution]:
    run = await storage.find(tx.connection, rerun_id)
    if run is None:
        raise NotFound(f"no run {rerun_id}", field="rerunId")
    locked, found = await lock_with_book(tx, run.distribution_id)
    run = await storage.find(tx.connection, rerun_id)
    assert run is not None, "a run is never removed"
    if run.state is not RerunState.COMPUTED:
        raise Refused([refusal("ILLEGAL_TRANSITION", f"The run is {run.state} already.", rule="DIST-12")])
    return run, locked, found


async def _frozen(tx: Transaction, distribution_id: UUID) -> list[tuple[Claim, int]]:
    return (await distribution_runs.all_claims(tx.connection, [distribution_id]))[distribution_id]


async def _compute(tx: Transaction, found: Distribution) -> _Computed:
    """The distribution on the claims as certified now; the money is what was frozen and what its sequester released."""
    assert found.funds is not None, "a paid distribution keeps its funds"
    claims = [
        replace(claim, parts=reduce_parts(claim.parts, claim.reduced_cents)) if claim.parts else claim
        for claim in await storage.claims_now(tx.connection, found.id)
    ]
    released = await storage.supplements_paid(tx.connection, found.id) - await storage.paid_by_runs(
        tx.connection, found.id
    )
    order = OrderClaims(
        case_number=found.case_number, available_cents=found.funds.available_cents + released, claims=claims
    )
    allocation = shared_guard.guard([order, *await _partners(tx, found)]).allocations[found.case_number]
    return _Computed(
        claims=claims,
        allocation=allocation,
        input_hash=input_hash(found.case_number, found.fiscal_year, found.funds, claims),
        differences=rules.differences(allocation.shares_cents, await _received(tx, found.id)),
    )


async def _partners(tx: Transaction, found: Distribution) -> list[OrderClaims]:
    """Paid orders of the product group whose claims share expenditures: what they allotted stands (DIST-08)."""
    groups = await distribution_inputs.guard_orders(tx.connection, [found.id])
    others = [order for orders in groups.values() for order in orders if order.distribution_id != found.id]
    frozen = await distribution_runs.all_claims(tx.connection, [order.distribution_id for order in others])
    partners = []
    for order in others:
        claims = frozen[order.distribution_id]
        shares = {claim.certification_number: cents for claim, cents in claims}
        listed = [claim for claim, _ in claims]
        partners.append(
            OrderClaims(
                case_number=order.case_number,
                available_cents=order.available_cents,
                claims=listed,
                paid_cents=shared_guard.allotted(listed, shares),
            )
        )
    return partners


async def _received(tx: Transaction, distribution_id: UUID) -> dict[str, int]:
    """Paid on, or withheld for, each certification of the distribution."""
    received = dict((await distributions.paid_by_distribution(tx.connection, [distribution_id]))[distribution_id])
    for line in (await holds.open_lines(tx.connection, [distribution_id]))[distribution_id]:
        if line.held_cents:
            received[line.certification_number] = received.get(line.certification_number, 0) + line.held_cents
    return received


async def _post(
    tx: Transaction,
    locked: books.Books,
    run: Rerun,
    found: Distribution,
    paid: Mapping[str, int],
    released: Mapping[str, int],
    withheld: frozenset[str],
) -> None:
    moves = [(Movement.HOLD_RETURNED, number, cents) for number, cents in released.items()]
    moves += [
        (Movement.HOLD if number in withheld else Movement.SUPPLEMENT, number, cents) for number, cents in paid.items()
    ]
    lines: list[Posting] = [
        move(movement, cents, tx.today, certification_number=number, rule="DIST-12")
        for movement, number, cents in moves
        if cents
    ]
    await ledger.post(tx, locked, [Draft(case_number=found.case_number, postings=lines, source=f"rerun:{run.id}")])


async def _pay(tx: Transaction, found: Distribution, lines: Sequence[AnyRow], paid: Mapping[str, int]) -> None:
    payments = [
        LaterPayment(
            run=found, claim=_of_line(line), cents=paid[line.certification_number], kind=PaymentKind.SUPPLEMENT
        )
        for line in lines
        if paid.get(line.certification_number)
    ]
    await pay_later(tx, payments)
    for payment in payments:
        tx.record(issued(tx, payment))


async def _propose(
    tx: Transaction, run: Rerun, found: Distribution, lines: Sequence[AnyRow], debts: Mapping[str, int]
) -> None:
    """Draft a bill for each claimant that received too much, payment by payment, the newest first (BILL-11)."""
    payments = await storage.payments_of(tx.connection, found.id, debts)
    for line in lines:
        left = debts.get(line.certification_number, 0)
        for payment_id, unbilled in payments.get(line.certification_number, ()):
            cents = min(left, unbilled)
            if cents > 0:
                await propose_debt(tx, ProposeDebt(payment_id=payment_id, amount_cents=cents, reason=run.reason))
                left -= cents
        billed = debts.get(line.certification_number, 0) - left
        if billed > 0:
            tx.record(
                DebtProposed(
                    case_number=found.case_number,
                    fiscal_year=found.fiscal_year,
                    rerun_id=str(run.id),
                    certification_number=line.certification_number,
                    lineage_id=line.lineage_id,
                    producer_id=line.producer_id,
                    amount_cents=billed,
                )
            )


def _line(claim: Claim, one: rules.Difference) -> tuple[object, ...]:
    return (
        claim.certification_number,
        claim.claimant_name,
        claim.lineage_id,
        claim.producer_id,
        claim.accepted,
        claim.reason_code,
        claim.claimed_cents,
        claim.net_cents,
        one.share_cents,
        one.received_cents,
        one.supplement_cents,
        one.debt_cents,
    )


def _left_out(claim: Claim) -> Claim:
    """A claim that is on the list no more: it shared, and now does not."""
    return replace(claim, accepted=False, reason_code="NOT_LISTED", net_cents=0, reduced_cents=0, parts=())


def _of_line(line: AnyRow) -> Claim:
    return Claim(
        certification_number=line.certification_number,
        claimant_name=line.claimant_name,
        lineage_id=line.lineage_id,
        producer_id=line.producer_id,
        accepted=line.accepted,
        reason_code=line.reason_code,
        claimed_cents=line.claimed_cents,
        net_cents=line.net_cents,
    )
