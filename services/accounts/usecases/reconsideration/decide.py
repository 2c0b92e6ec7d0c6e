"""Screen and decide a request; a grant takes effect when somebody else approves it (RECO-02 to RECO-06)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from services.accounts.domain.distribution import Claim
from services.accounts.domain.reconsideration import adjustments as rules
from services.accounts.domain.reconsideration.adjustments import Correction
from services.accounts.domain.reconsideration.requests import Outcome, RequestEvent, Screening
from services.accounts.events.reconsideration import ReconsiderationDecided
from services.accounts.storage import distributions
from services.accounts.storage.reconsideration import queries
from services.accounts.storage.reconsideration.queries import Request
from services.accounts.usecases.decide_distribution import CancelDistribution, cancel_distribution
from services.accounts.usecases.reconsideration.file_request import refused
from services.accounts.usecases.reconsideration.locking import lock, refusal, step
from services.accounts.usecases.reconsideration.pay_adjustments import pay_adjustments
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput
from shared.refusals import Refusal, Refused, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class ScreenReconsideration:
    """What an officer finds alleged in a request."""

    request_id: UUID
    finding: Screening
    reasons: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DecideReconsideration:
    """A decision with its reasons.

    Attributes:
        corrections: of a grant, the claims as they should have gone into the distribution.
        available_cents: of a grant, what should have been available if that was the error, US cents.
    """

    request_id: UUID
    outcome: Outcome
    reasons: str
    corrections: tuple[Correction, ...] = ()
    available_cents: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ApproveReconsideration:
    """The request whose grant is approved."""

    request_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class SendBackReconsideration:
    """The request whose grant is sent back, and why."""

    request_id: UUID
    reason: str


async def screen_reconsideration(tx: Transaction, command: ScreenReconsideration) -> dict[str, JSON]:
    """Take a request up, or refuse it because it alleges no error of Customs.

    Raises:
        BadInput: no reasons.
        NotFound: no such request.
        Refused: it is not filed, or was screened already.

    Source: RECO-02; 19 CFR 159.64(c)(3): clerical error or mistake by Customs.
    """
    _need(command.reasons, "reasons")
    request = await lock(tx, command.request_id)
    if command.finding is Screening.CUSTOMS_ERROR_ALLEGED:
        state = step(request, RequestEvent.TAKE_UP)
        await queries.update(tx.connection, request.id, state=state.value)
    else:
        # A held request is not filed yet; only the day of the letters can refuse it.
        step(request, RequestEvent.TAKE_UP)
        state = step(request, RequestEvent.REFUSE)
        code = command.finding.value
        await queries.update(tx.connection, request.id, state=state.value, reason_code=code, reasons=command.reasons)
        refused(tx, request, code)
    tx.audit(
        "screen_reconsideration",
        f"reconsiderations/{request.number}",
        after={"finding": command.finding.value},
        reason=command.reasons,
    )
    return {"request_id": str(request.id)}


async def decide_reconsideration(tx: Transaction, command: DecideReconsideration) -> dict[str, JSON]:
    """Deny a request, or propose a grant with its amount: the frozen distribution run again, the error corrected.

    A denial takes effect at once. A grant moves money, so it waits for somebody else's approval.

    Raises:
        BadInput: no reasons; a denial with corrections, a grant without.
        NotFound: no such request.
        Refused: it is not under consideration, or a correction cannot be.

    Source: RECO-03, RECO-04; 19 CFR 159.64(c)(3).
    """
    _need(command.reasons, "reasons")
    error_named = bool(command.corrections) or command.available_cents is not None
    if error_named is (command.outcome is Outcome.DENIED):
        raise BadInput("a grant names the error corrected, a denial corrects nothing", field="corrections")
    request = await lock(tx, command.request_id)
    if command.outcome is Outcome.DENIED:
        state = step(request, RequestEvent.DENY)
        await queries.update(tx.connection, request.id, state=state.value, **_decision(tx, command), adjustment_cents=0)
        _tell(tx, request, command.outcome, 0)
    else:
        step(request, RequestEvent.GRANT)
        await _propose(tx, request, command)
    tx.audit(
        "decide_reconsideration",
        f"reconsiderations/{request.number}",
        after={"outcome": command.outcome.value},
        reason=command.reasons,
    )
    return {"request_id": str(request.id)}


async def approve_reconsideration(tx: Transaction, command: ApproveReconsideration) -> dict[str, JSON]:
    """Approve a grant: it takes its place in the queue, frozen distributions give way, and what is there is paid.

    Raises:
        NotFound: no such request.
        Refused: nothing is proposed, the caller proposed it, or the amount is another by now.

    Source: RECO-06; 19 CFR 159.64(c)(3): before any future distribution; state table 18.3.
    """
    request = await lock(tx, command.request_id)
    state = step(request, RequestEvent.GRANT)
    if request.outcome is None or request.adjustment_cents is None:
        raise Refused([refusal("NOTHING_PROPOSED", "No decision is proposed for this request.", rule="RECO-03")])
    if request.decided_by == tx.cause.actor:
        message = "Whoever proposed a grant cannot approve it: money moves by two people."
        raise Refused([refusal("SAME_PERSON", message, rule="RECO-06")])
    if await _amount_again(tx, request) != request.adjustment_cents:
        message = "Run again, the distribution gives another amount than was proposed; decide again."
        raise Refused([refusal("RESULT_DIFFERS", message, rule="RECO-04")])
    if request.adjustment_cents:
        await _make_way(tx, request)
    await queries.update(tx.connection, request.id, state=state.value, approved_by=tx.cause.actor, approved_at=tx.now)
    _tell(tx, request, request.outcome, request.adjustment_cents)
    tx.audit(
        "approve_reconsideration",
        f"reconsiderations/{request.number}",
        after={"adjustment_cents": request.adjustment_cents},
    )
    await pay_adjustments(tx, request.case_number)
    return {"request_id": str(request.id)}


async def send_back_reconsideration(tx: Transaction, command: SendBackReconsideration) -> dict[str, JSON]:
    """Send a proposed grant back; the request stays under consideration.

    Raises:
        BadInput: no reason.
        NotFound: no such request.
        Refused: nothing is proposed.
    """
    _need(command.reason, "reason")
    request = await lock(tx, command.request_id)
    step(request, RequestEvent.GRANT)
    if request.outcome is None:
        raise Refused([refusal("NOTHING_PROPOSED", "No decision is proposed for this request.", rule="RECO-03")])
    nothing = dict.fromkeys(("outcome", "reasons", "decided_by", "decided_at", "available_cents", "adjustment_cents"))
    await queries.update(tx.connection, request.id, **nothing)
    await queries.replace_results(tx.connection, request.id, [])
    tx.audit("send_back_reconsideration", f"reconsiderations/{request.number}", reason=command.reason)
    return {"request_id": str(request.id)}


async def _propose(tx: Transaction, request: Request, command: DecideReconsideration) -> None:
    assert request.distribution_id is not None, "a filed request has its distribution"
    frozen = await queries.frozen_claims(tx.connection, request.distribution_id)
    refuse_if_any(_impossible(request, command, frozen))
    available = command.available_cents
    if available is None:
        available = await _available(tx, request.distribution_id)
    again = rules.run_again(available, frozen.values(), command.corrections)
    right = {correction.certification_number: correction.net_cents for correction in command.corrections}
    await queries.replace_results(
        tx.connection,
        request.id,
        [
            (number, right.get(number, frozen[number].net_cents), number in right, cents)
            for number, cents in again.shares_cents.items()
        ],
    )
    got = await queries.received(tx.connection, request)
    await queries.update(
        tx.connection,
        request.id,
        **_decision(tx, command),
        available_cents=available,
        adjustment_cents=rules.adjustment(again.shares_cents[request.certification_number], got),
    )


async def _amount_again(tx: Transaction, request: Request) -> int:
    assert request.available_cents is not None, "a proposed grant keeps the amount available"
    assert request.distribution_id is not None, "a filed request has its distribution"
    frozen = await queries.frozen_claims(tx.connection, request.distribution_id)
    right = await queries.corrected(tx.connection, request.id)
    corrections = [Correction(certification_number=number, net_cents=net) for number, net in right.items()]
    again = rules.run_again(request.available_cents, frozen.values(), corrections)
    got = await queries.received(tx.connection, request)
    return rules.adjustment(again.shares_cents[request.certification_number], got)


async def _make_way(tx: Transaction, request: Request) -> None:
    for distribution_id in await queries.frozen_distributions(tx.connection, request.case_number):
        reason = f"adjustment of request {request.number} approved after the freeze (RECO-06)"
        await cancel_distribution(tx, CancelDistribution(distribution_id=distribution_id, reason=reason))


async def _available(tx: Transaction, distribution_id: UUID) -> int:
    found = await distributions.lock(tx.connection, distribution_id)
    assert found is not None, "distributions are never deleted"
    assert found.available_cents is not None, "a paid distribution keeps what was available"
    return found.available_cents


def _impossible(request: Request, command: DecideReconsideration, frozen: Mapping[str, Claim]) -> Iterator[Refusal]:
    corrected = {correction.certification_number for correction in command.corrections}
    for position, correction in enumerate(command.corrections):
        claim = frozen.get(correction.certification_number)
        field = f"corrections[{position}]"
        if claim is None:
            message = f"Certification {correction.certification_number} is not in the frozen distribution."
            yield refusal("NOT_IN_DISTRIBUTION", message, rule="RECO-04", field=f"{field}.certificationNumber")
        elif correction.net_cents > claim.claimed_cents - claim.reduced_cents:
            message = "No claim can be more than the producer last filed in time."
            yield refusal("ABOVE_CERTIFIED", message, rule="RECO-01", field=f"{field}.netClaim")
    own = frozen.get(request.certification_number)
    if request.certification_number not in corrected and (own is None or not own.accepted):
        message = "The requester's certification was refused: to share, it must be put in with its right net claim."
        yield refusal("NOT_PUT_IN", message, rule="RECO-04", field="corrections")


def _decision(tx: Transaction, command: DecideReconsideration) -> dict[str, object]:
    return {
        "outcome": command.outcome.value,
        "reasons": command.reasons,
        "decided_by": tx.cause.actor,
        "decided_at": tx.now,
    }


def _tell(tx: Transaction, request: Request, outcome: Outcome, adjustment_cents: int) -> None:
    tx.record(
        ReconsiderationDecided.model_validate(
            {
                "case_number": request.case_number,
                "fiscal_year": request.fiscal_year,
                "request_id": str(request.id),
                "request_number": request.number,
                "certification_number": request.certification_number,
                "outcome": outcome.value,
                "adjustment_cents": adjustment_cents,
            }
        )
    )


def _need(text: str, field: str) -> None:
    if not text.strip():
        raise BadInput("give reasons", field=field)
