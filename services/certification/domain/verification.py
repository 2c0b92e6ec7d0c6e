"""The verification of a certification against the producer's records (VERI-01 to VERI-04)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from services.certification.domain import law
from services.certification.domain.states import State
from shared.calendar import Period, Roll
from shared.money import largest_remainder
from shared.refusals import Refusal, Refused

CITATION = "19 CFR 159.63(d)"
Place = TypeVar("Place", str, int)


class VerificationState(StrEnum):
    """States of a verification."""

    OPEN = "OPEN"
    RECORDS_REQUESTED = "RECORDS_REQUESTED"
    RECORDS_RECEIVED = "RECORDS_RECEIVED"
    CONCLUDED = "CONCLUDED"
    CLOSED = "CLOSED"


RUNNING = frozenset({VerificationState.OPEN, VerificationState.RECORDS_REQUESTED, VerificationState.RECORDS_RECEIVED})


class VerificationEvent(StrEnum):
    """What can happen to a verification."""

    REQUEST_RECORDS = "request records"
    RECEIVE_RECORDS = "receive records"
    RECORD_RESULT = "record result"
    CONCLUDE = "conclude"
    CLOSE = "close"


class HoldState(StrEnum):
    """Whether a verification holds the claim back from certification; opening one alone does not."""

    NONE = "NONE"
    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    ENDED = "ENDED"


class HoldEvent(StrEnum):
    """What can happen to a hold."""

    PROPOSE = "propose"
    APPROVE = "approve"
    REFUSE = "refuse"
    RELEASE = "release"


class PaymentStand(StrEnum):
    """Where a certification stands between filing and payment, as far as an unsupported amount matters."""

    UNDECIDED = "UNDECIDED"
    PAYABLE = "PAYABLE"
    FROZEN = "FROZEN"
    PAID = "PAID"
    NEVER = "NEVER"


@dataclass(frozen=True, kw_only=True, slots=True)
class Circumstances:
    """What the guards look at.

    Attributes:
        today: the day of the event.
        respond_by: last day to produce the records requested, if they were.
        complete: every line claimed has a result.
    """

    today: date
    respond_by: date | None = None
    complete: bool = False


Guard = Callable[[Circumstances], bool]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Transition:
    to: VerificationState
    guard: Guard
    needs: str = "nothing"


def _always(_: Circumstances) -> bool:
    return True


def _overdue(now: Circumstances) -> bool:
    return now.respond_by is not None and now.today > now.respond_by


def _complete(now: Circumstances) -> bool:
    return now.complete


_REQUEST = _Transition(to=VerificationState.RECORDS_REQUESTED, guard=_always)
_CLOSE = _Transition(to=VerificationState.CLOSED, guard=_always)

VERIFICATION_TRANSITIONS: Mapping[tuple[VerificationState, VerificationEvent], _Transition] = {
    (VerificationState.OPEN, VerificationEvent.REQUEST_RECORDS): _REQUEST,
    (VerificationState.RECORDS_RECEIVED, VerificationEvent.REQUEST_RECORDS): _REQUEST,
    (VerificationState.RECORDS_REQUESTED, VerificationEvent.RECEIVE_RECORDS): _Transition(
        to=VerificationState.RECORDS_RECEIVED, guard=_always
    ),
    (VerificationState.RECORDS_RECEIVED, VerificationEvent.RECORD_RESULT): _Transition(
        to=VerificationState.RECORDS_RECEIVED, guard=_always
    ),
    (VerificationState.RECORDS_REQUESTED, VerificationEvent.RECORD_RESULT): _Transition(
        to=VerificationState.RECORDS_REQUESTED, guard=_overdue, needs="the day to produce the records to have passed"
    ),
    (VerificationState.RECORDS_RECEIVED, VerificationEvent.CONCLUDE): _Transition(
        to=VerificationState.CONCLUDED, guard=_complete, needs="a result for every category claimed"
    ),
    (VerificationState.RECORDS_REQUESTED, VerificationEvent.CONCLUDE): _Transition(
        to=VerificationState.CONCLUDED,
        guard=lambda now: _overdue(now) and _complete(now),
        needs="the day to produce the records to have passed and a result for every category claimed",
    ),
    **{(state, VerificationEvent.CLOSE): _CLOSE for state in RUNNING},
}

HOLD_TRANSITIONS: Mapping[tuple[HoldState, HoldEvent], HoldState] = {
    (HoldState.NONE, HoldEvent.PROPOSE): HoldState.PROPOSED,
    (HoldState.ENDED, HoldEvent.PROPOSE): HoldState.PROPOSED,
    (HoldState.PROPOSED, HoldEvent.APPROVE): HoldState.APPROVED,
    (HoldState.PROPOSED, HoldEvent.REFUSE): HoldState.ENDED,
    (HoldState.APPROVED, HoldEvent.RELEASE): HoldState.ENDED,
}


def next_verification_state(
    state: VerificationState, event: VerificationEvent, now: Circumstances
) -> VerificationState:
    """Where an event leads.

    Raises:
        Refused: ``ILLEGAL_TRANSITION``, when the event is impossible in the state or its guard does not hold.

    Source:
        VERI-01 to VERI-04; 19 CFR 159.63(d).
    """
    transition = VERIFICATION_TRANSITIONS.get((state, event))
    if transition is None:
        raise _illegal(f"'{event}' is not possible while the verification is {state}.")
    if not transition.guard(now):
        raise _illegal(f"'{event}' needs {transition.needs}.")
    return transition.to


def next_hold_state(state: HoldState, event: HoldEvent, *, running: bool, same_person: bool) -> HoldState:
    """Where an event leads a hold.

    Args:
        state: where it stands.
        event: what happens.
        running: the verification is not over.
        same_person: who acts is who proposed the hold.

    Raises:
        Refused: ``ILLEGAL_TRANSITION``; ``SECOND_PERSON_NEEDED`` when the proposer approves its own hold.

    Source:
        VERI-01: a hold needs a reason and an approver.
    """
    following = HOLD_TRANSITIONS.get((state, event))
    if following is None or not running:
        over = "" if running else " of a verification that is over"
        raise _illegal(f"'{event}' is not possible while the hold{over} is {state}.")
    if event is HoldEvent.APPROVE and same_person:
        raise Refused([_refusal("SECOND_PERSON_NEEDED", "A hold is approved by somebody else than its proposer.")])
    return following


def opening_findings(today: date, retain_until: date) -> list[Refusal]:
    """Why a verification cannot be opened: the records need not be kept any longer.

    Source:
        VERI-01, VERI-02; 19 CFR 159.63(d).
    """
    if today <= retain_until:
        return []
    return [_refusal("RETENTION_OVER", f"The records had to be kept through {retain_until.isoformat()}.", "VERI-02")]


def respond_by(requested_on: date) -> date:
    """Last day to produce the records requested; it binds the producer and rolls forward (VERI-03, DEF-14)."""
    period = Period(
        days=law.RECORDS_REQUEST_DAYS.on(requested_on),
        roll=Roll.FORWARD,
        rule="VERI-03",
        citation=law.RECORDS_REQUEST_DAYS.citation_on(requested_on),
    )
    return period.deadline(requested_on)


def result_findings(category: str, unsupported_cents: int, stated: Mapping[str, int]) -> list[Refusal]:
    """What is wrong with a result: a line that is not claimed, or more unsupported than is claimed (VERI-04)."""
    claimed = stated.get(category, 0)
    if claimed > 0 and 0 <= unsupported_cents <= claimed:
        return []
    return [_refusal("RESULT_EXCEEDS_LINE", f"{category} has no such amount to be unsupported.", field="unsupported")]


def complete(stated: Mapping[Place, int], verified: Iterable[Place]) -> bool:
    """Whether every category claimed, or every line, has a result: each must be supported specifically (VERI-03)."""
    return {place for place, cents in stated.items() if cents} <= set(verified)


def line_result_findings(
    number: int, unsupported_cents: int, stated: Mapping[int, int], *, related: bool
) -> list[Refusal]:
    """What is wrong with a result for one line.

    Args:
        number: the line, from 1.
        unsupported_cents: of the line, not supported by records, US cents.
        stated: US cents per line of the version verified; empty where it has none.
        related: whether the claimant showed how it relates to producing the product.

    Source:
        VERI-03, VERI-04, EXP-03; 19 CFR 159.63(d).
    """
    claimed = stated.get(number, 0)
    if claimed <= 0 or not 0 <= unsupported_cents <= claimed:
        return [_refusal("RESULT_EXCEEDS_LINE", f"Line {number} has no such amount to be unsupported.", field="line")]
    if not related and unsupported_cents != claimed:
        message = "An expense that was not shown to relate to the product is unsupported as a whole."
        return [_refusal("RELATION_NOT_SHOWN", message, "EXP-03", field="unsupported")]
    return []


def by_line_only(stated_lines: Mapping[int, int]) -> list[Refusal]:
    """Why a result by category is not taken: the certification enumerates its expenditures (VERI-03)."""
    if not stated_lines:
        return []
    return [_refusal("RESULT_PER_LINE", "The certification has lines: record what was found line by line.", "VERI-03")]


def payment_stand(state: State, *, frozen: bool, paid: bool) -> PaymentStand:
    """Where a certification stands when its verification is concluded.

    Args:
        state: the certification's state.
        frozen: a distribution of its order and year is frozen or done.
        paid: something was paid on it, or its distribution is settled.

    Source:
        VERI-04.
    """
    if paid or state is State.SETTLED:
        return PaymentStand.PAID
    if state in {State.RECEIVED, State.UNDER_REVIEW, State.RETURNED}:
        return PaymentStand.UNDECIDED
    if state is State.ALLOCATED or (state is State.ACCEPTED and frozen):
        return PaymentStand.FROZEN
    return PaymentStand.PAYABLE if state is State.ACCEPTED else PaymentStand.NEVER


def conclusion_findings(stand: PaymentStand, unsupported_cents: int) -> list[Refusal]:
    """Why an unsupported amount cannot take effect yet.

    Source:
        VERI-04: it reduces T before the freeze; after payment it is a debt. Between the two it waits.
    """
    if unsupported_cents == 0 or stand not in {PaymentStand.UNDECIDED, PaymentStand.FROZEN}:
        return []
    if stand is PaymentStand.UNDECIDED:
        message = "The certification is not decided yet: return or reject it for what is unsupported, or accept it."
        return [_refusal("CERTIFICATION_OPEN", message, "VERI-04")]
    message = "A distribution is frozen: cancel it to reduce the claim, or conclude after its payment."
    return [_refusal("DISTRIBUTION_FROZEN", message, "VERI-04")]


def overclaim_cents(own: str, unsupported_cents: int, net_cents: Mapping[str, int], paid_cents: int) -> int:
    """What a claimant was paid beyond what it would have received without the unsupported amount.

    The others are not run again: they benefit through later distributions only.

    Args:
        own: the claimant's certification number.
        unsupported_cents: disallowed of its claim, US cents.
        net_cents: net claim per certification number as distributed upon, US cents; ``own`` among them.
        paid_cents: shared out among all of them together, withheld shares included, US cents.

    Returns:
        US cents, never negative. Paid in full means the unsupported amount itself.

    Source:
        VERI-04, DIST-05: the share is recomputed with the lower claim.
    """
    weights = {number: max(0, cents) for number, cents in net_cents.items()}
    total = sum(weights.values())
    if total == 0 or paid_cents <= 0:
        return 0
    available = min(paid_cents, total)
    received = largest_remainder(available, weights)[own]
    lower = weights | {own: max(0, weights[own] - unsupported_cents)}
    remaining = sum(lower.values())
    deserved = 0 if remaining == 0 else min(lower[own], largest_remainder(available, lower)[own])
    return max(0, received - deserved)


def hold_stands(certification_number: str) -> Refusal:
    """Why a claim under an approved hold is not certified (VERI-01; 19 CFR 159.63(d))."""
    return _refusal(
        "VERIFICATION_HOLD", f"Certification {certification_number} is held back while it is verified.", field=None
    )


def needs_text(text: str, code: str, message: str, field: str) -> list[Refusal]:
    """A refusal when a text that must say something says nothing."""
    return [] if text.strip() else [_refusal(code, message, field=field)]


def already_running() -> Refusal:
    """A certification has one verification at a time."""
    return _refusal("VERIFICATION_RUNNING", "Another verification of this certification is not over yet.")


def _illegal(message: str) -> Refused:
    return Refused([_refusal("ILLEGAL_TRANSITION", message)])


def _refusal(code: str, message: str, rule: str = "VERI-01", field: str | None = "verificationId") -> Refusal:
    return Refusal(code=code, rule=rule, citation=CITATION, message=message, field=field)
