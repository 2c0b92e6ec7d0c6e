"""Release holds by the outcome: what was withheld is paid, shared, or given back to the account (ACCT-17, ACCT-18)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.accounts.domain import holds as rules
from services.accounts.domain.distribution import PaymentKind
from services.accounts.domain.holds import Outcome, Receiver, Scope
from services.accounts.domain.ledger import Draft, Movement, Posting, move
from services.accounts.domain.sequester import supplement
from services.accounts.domain.transitions import PAID_STATES
from services.accounts.events.published import HoldLost, PaymentIssued, SequesterReleased
from services.accounts.storage import books, distribution_inputs, distribution_runs, distributions, holds
from services.accounts.storage.distributions import Distribution, Share
from services.accounts.storage.holds import Hold, Line
from services.accounts.usecases import ledger
from services.accounts.usecases.distributions.offsets import LaterPayment, pay_later
from services.accounts.usecases.holds.refusals import refusal
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, Refused, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleaseHold:
    """A hold and how its matter ended for those whose money it withholds."""

    hold_id: UUID
    outcome: Outcome
    release_basis: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleaseSequester:
    """The fiscal year whose sequestered money became available, and what its release rests on."""

    fiscal_year: int
    release_basis: str


@dataclass(slots=True)
class Payouts:
    """What a release does to one distribution, US cents."""

    run: Distribution
    shares: Mapping[str, Share]
    received: dict[str, int]
    lines: list[Posting] = field(default_factory=list)
    payees: list[tuple[Share, int]] = field(default_factory=list)
    held_more: dict[UUID, int] = field(default_factory=dict)


async def release_hold(tx: Transaction, command: ReleaseHold) -> dict[str, JSON]:
    """Release a hold of any scope.

    Won, what it withheld is paid to those it was withheld from, a percentage as a supplement by the original weights.
    Lost, each withheld share goes to the other claimants of that year by the original weights, no one beyond its net
    claim, to the hold of one that is held itself; what is left returns to the Special Account. Before payment nothing
    is withheld yet, so the hold simply ends when won.

    Raises:
        NotFound: no such hold.
        BadInput: no basis.
        Refused: it was released already, the caller placed it, or it was lost before payment.

    Source: ACCT-17, ACCT-18 (agency practice; who gets a lost hold is a design choice).
    """
    if not command.release_basis.strip():
        raise BadInput("name what the release rests on", field="releaseBasis")
    hold = await _found(tx, command.hold_id)
    lines = await holds.lines_of(tx.connection, hold.id)
    cases = {line.case_number for line in lines} | ({hold.case_number} if hold.case_number else set())
    locked = await books.lock_books(tx.connection, cases)
    hold, lines = await _found(tx, hold.id), await holds.lines_of(tx.connection, hold.id)
    runs = await _runs(tx, hold, lines)
    refuse_if_any(_not_releasable(hold, lines, runs, command.outcome, tx.cause.actor))
    if hold.scope is Scope.PERCENTAGE:
        await _release_sequestered(tx, locked, [hold], command.outcome)
    else:
        await _release_lines(tx, locked, hold, lines, runs, command.outcome)
    await _end(tx, [hold], command.outcome, command.release_basis)
    return {"hold_id": str(hold.id)}


async def release_sequester(tx: Transaction, command: ReleaseSequester) -> dict[str, JSON]:
    """Release everything sequestered in a fiscal year: supplements to the same payees, the rest back to the accounts.

    Raises:
        NotFound: nothing of the year is sequestered.
        BadInput: no basis.
        Refused: the caller placed one of the holds.

    Source: ACCT-17 (practice: what was sequestered in one fiscal year becomes available in the next).
    """
    if not command.release_basis.strip():
        raise BadInput("name what the release rests on", field="releaseBasis")
    found = await holds.sequestered_of_year(tx.connection, command.fiscal_year)
    locked = await books.lock_books(tx.connection, {hold.case_number for hold in found if hold.case_number})
    found = await holds.sequestered_of_year(tx.connection, command.fiscal_year)
    if not found:
        raise NotFound(f"nothing of FY{command.fiscal_year} is sequestered", field="fiscalYear")
    if any(hold.placed_by == tx.cause.actor for hold in found):
        raise Refused([_same_person()])
    await _release_sequestered(tx, locked, found, Outcome.WON)
    await _end(tx, found, Outcome.WON, command.release_basis)
    return {"fiscal_year": command.fiscal_year, "holds": len(found)}


async def _release_sequestered(tx: Transaction, locked: books.Books, found: Sequence[Hold], outcome: Outcome) -> None:
    kept = [hold for hold in found if hold.held_cents]
    if not kept:
        return
    year = kept[0].fiscal_year
    assert year is not None, "a percentage hold is of a fiscal year"
    runs = await distribution_inputs.lock_current(
        tx.connection, year, [hold.case_number for hold in kept if hold.case_number]
    )
    payouts = await _payouts(tx, runs)
    by_case = {one.run.case_number: one for one in payouts}
    for hold in kept:
        one = by_case[hold.case_number or ""]
        extras: Mapping[str, int] = {}
        if outcome is Outcome.WON:
            extras = supplement(hold.held_cents, _receivers(one, one.shares)).extras_cents
        _pay(tx, one, extras, Movement.SEQUESTER_PAID)
        returned = hold.held_cents - sum(extras.values())
        if returned:
            one.lines.append(move(Movement.SEQUESTER_RETURNED, returned, tx.today))
        tx.record(
            SequesterReleased(
                case_number=one.run.case_number,
                fiscal_year=year,
                distribution_id=str(one.run.id),
                paid_cents=sum(extras.values()),
                returned_cents=returned,
            )
        )
    await _post(tx, locked, payouts, PaymentKind.SUPPLEMENT, source=f"release:{kept[0].id}")


async def _release_lines(
    tx: Transaction,
    locked: books.Books,
    hold: Hold,
    lines: Sequence[Line],
    runs: Mapping[tuple[str, int], Distribution],
    outcome: Outcome,
) -> None:
    held = [line for line in lines if line.held_cents]
    payouts = await _payouts(tx, [runs[key] for key in {(line.case_number, line.fiscal_year) for line in held}])
    ending = {line.id for line in lines}
    open_lines = await holds.open_lines(tx.connection, [one.run.id for one in payouts])
    for one in payouts:
        own = [line for line in held if (line.case_number, line.fiscal_year) == _key(one.run)]
        others = [line for line in open_lines[one.run.id] if line.id not in ending]
        for line in own:
            _release_line(tx, one, line, own, others, outcome)
    await _post(tx, locked, payouts, PaymentKind.HOLD_RELEASE, source=f"hold:{hold.id}")
    await holds.end_lines(tx.connection, ending, outcome=outcome, released_by=tx.cause.actor, released_on=tx.today)
    if outcome is Outcome.LOST:
        for line in lines:
            tx.record(_lost(tx, hold, line, runs[line.case_number, line.fiscal_year]))


def _release_line(
    tx: Transaction, one: Payouts, line: Line, own: Sequence[Line], others: Sequence[Line], outcome: Outcome
) -> None:
    """What becomes of one withheld share; ``others`` are shares of the distribution that stay withheld."""
    if outcome is Outcome.WON:
        _pay(tx, one, {line.certification_number: line.held_cents}, Movement.HOLD_PAID)
        return
    lost = {each.certification_number for each in own}
    release = rules.share_lost_hold(
        line.held_cents,
        _receivers(one, {number: share for number, share in one.shares.items() if number not in lost}),
    )
    still = {each.certification_number: each.id for each in others}
    # What one that is held itself gets stays in the hold account, now withheld for it.
    for number, cents in release.extras_cents.items():
        if number in still and cents:
            one.held_more[still[number]] = one.held_more.get(still[number], 0) + cents
            one.received[number] = one.received.get(number, 0) + cents
    free = {number: cents for number, cents in release.extras_cents.items() if number not in still}
    _pay(tx, one, free, Movement.HOLD_PAID)
    if release.returned_cents:
        one.lines.append(
            move(
                Movement.HOLD_RETURNED,
                release.returned_cents,
                tx.today,
                certification_number=line.certification_number,
            )
        )


def _lost(tx: Transaction, hold: Hold, line: Line, run: Distribution) -> HoldLost:
    return HoldLost(
        case_number=line.case_number,
        fiscal_year=line.fiscal_year,
        distribution_id=str(run.id),
        certification_number=line.certification_number,
        hold_id=str(hold.id),
        amount_cents=line.held_cents,
        lost_on=tx.today,
    )


async def _payouts(tx: Transaction, runs: Sequence[Distribution]) -> list[Payouts]:
    """Accepted shares of each distribution with what was paid or is withheld of them, in one order for everybody."""
    ordered = sorted(runs, key=_key)
    ids = [run.id for run in ordered]
    shares = await distribution_runs.all_claims(tx.connection, ids)
    received = await distributions.paid_by_distribution(tx.connection, ids)
    withheld = await holds.open_lines(tx.connection, ids)
    found = []
    for run in ordered:
        total: defaultdict[str, int] = defaultdict(int, received[run.id])
        for line in withheld[run.id]:
            total[line.certification_number] += line.held_cents
        accepted = {
            claim.certification_number: Share(claim=claim, share_cents=cents)
            for claim, cents in shares[run.id]
            if claim.accepted
        }
        found.append(Payouts(run=run, shares=accepted, received=total))
    return found


def _receivers(one: Payouts, shares: Mapping[str, Share]) -> dict[str, Receiver]:
    return {
        number: Receiver(net_cents=share.claim.net_cents, received_cents=one.received.get(number, 0))
        for number, share in shares.items()
    }


def _pay(tx: Transaction, one: Payouts, extras: Mapping[str, int], movement: Movement) -> None:
    for number, cents in extras.items():
        if cents:
            one.payees.append((one.shares[number], cents))
            one.received[number] = one.received.get(number, 0) + cents
            one.lines.append(move(movement, cents, tx.today, certification_number=number))


async def _post(
    tx: Transaction, locked: books.Books, payouts: Sequence[Payouts], kind: PaymentKind, *, source: str
) -> None:
    lines: defaultdict[str, list[Posting]] = defaultdict(list)
    for one in payouts:
        lines[one.run.case_number] += one.lines
    drafts = [Draft(case_number=case, postings=postings, source=source) for case, postings in lines.items()]
    await ledger.post(tx, locked, drafts)
    await holds.add_held(tx.connection, {line: cents for one in payouts for line, cents in one.held_more.items()})
    paid = [
        LaterPayment(run=one.run, claim=share.claim, cents=cents, kind=kind)
        for one in payouts
        for share, cents in one.payees
    ]
    await pay_later(tx, paid)
    for payment in paid:
        tx.record(issued(tx, payment))


def issued(tx: Transaction, payment: LaterPayment) -> PaymentIssued:
    """``payment.issued`` of one payment outside the yearly one."""
    claim = payment.claim
    return PaymentIssued.model_validate(
        {
            "case_number": payment.run.case_number,
            "fiscal_year": payment.run.fiscal_year,
            "distribution_id": str(payment.run.id),
            "certification_number": claim.certification_number,
            "lineage_id": claim.lineage_id,
            "producer_id": claim.producer_id,
            "amount_cents": payment.cents,
            "paid_on": tx.today,
            "kind": payment.kind.value,
        }
    )


async def _end(tx: Transaction, found: Sequence[Hold], outcome: Outcome, basis: str) -> None:
    await holds.end(
        tx.connection,
        [hold.id for hold in found],
        outcome=outcome,
        release_basis=basis,
        released_by=tx.cause.actor,
        released_on=tx.today,
    )
    for hold in found:
        tx.audit("release_hold", f"holds/{hold.id}", after={"outcome": outcome}, reason=basis)


async def _runs(tx: Transaction, hold: Hold, lines: Sequence[Line]) -> dict[tuple[str, int], Distribution]:
    keys = {(line.case_number, line.fiscal_year) for line in lines}
    if hold.case_number is not None and hold.fiscal_year is not None:
        keys.add((hold.case_number, hold.fiscal_year))
    found: dict[tuple[str, int], Distribution] = {}
    for year in sorted({year for _, year in keys}):
        cases = [case for case, of_year in keys if of_year == year]
        found |= {_key(run): run for run in await distribution_inputs.lock_current(tx.connection, year, cases)}
    return found


def _key(run: Distribution) -> tuple[str, int]:
    return run.case_number, run.fiscal_year


async def _found(tx: Transaction, hold_id: UUID) -> Hold:
    hold = await holds.find(tx.connection, hold_id)
    if hold is None:
        raise NotFound(f"no hold {hold_id}", field="holdId")
    return hold


def _not_releasable(
    hold: Hold,
    lines: Sequence[Line],
    runs: Mapping[tuple[str, int], Distribution],
    outcome: Outcome,
    actor: str,
) -> Iterator[Refusal]:
    if not hold.open:
        yield refusal("ILLEGAL_TRANSITION", "The hold was released already.")
        return
    if hold.placed_by == actor:
        yield _same_person()
    waiting = [
        line
        for line in lines
        if (run := runs.get((line.case_number, line.fiscal_year))) is None or run.state not in PAID_STATES
    ]
    if waiting and outcome is Outcome.LOST:
        message = "A distribution is not paid yet: cancel it, have the claims certified anew without this one."
        yield refusal("NOT_PAID_YET", message)


def _same_person() -> Refusal:
    return refusal("SAME_PERSON", "Whoever placed a hold cannot release it: money moves by two people.")
