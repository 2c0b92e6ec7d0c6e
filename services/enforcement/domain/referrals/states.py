"""States of an agency referral and the events that move it (section 10.11), decisions and seizures (AGY-02, AGY-03)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.refusals import Refusal, Refused


class ReferralState(StrEnum):
    """Where a referral stands."""

    DRAFT = "DRAFT"
    SENT = "SENT"
    WITH_AGENCY = "WITH_AGENCY"
    DECIDED = "DECIDED"
    CLOSED = "CLOSED"


class ReferralEvent(StrEnum):
    """What can happen to a referral."""

    CREATE_REFERRAL = "CREATE_REFERRAL"
    SEND = "SEND"
    ACKNOWLEDGE = "ACKNOWLEDGE"
    AGENCY_DECIDES = "AGENCY_DECIDES"
    EXECUTE = "EXECUTE"


class AgencyDecision(StrEnum):
    """What the agency decides (AGY-03)."""

    RELEASE = "RELEASE"
    DETAIN = "DETAIN"
    SEIZE = "SEIZE"
    DEFER_TO_AGENCY = "DEFER_TO_AGENCY"
    NO_INTEREST = "NO_INTEREST"


class SeizedKind(StrEnum):
    """What is seized."""

    ARTICLE = "ARTICLE"
    CONVEYANCE = "CONVEYANCE"


@dataclass(frozen=True, kw_only=True, slots=True)
class SeizedThing:
    """An article, or a vessel, vehicle or aircraft with the finding whether it was knowingly used."""

    kind: SeizedKind
    description: str
    knowingly_used: bool = False


TRANSITIONS: Final[Mapping[tuple[ReferralState | None, ReferralEvent], ReferralState]] = {
    (None, ReferralEvent.CREATE_REFERRAL): ReferralState.DRAFT,  # AGY-01
    (ReferralState.DRAFT, ReferralEvent.SEND): ReferralState.SENT,  # INF-28
    (ReferralState.SENT, ReferralEvent.ACKNOWLEDGE): ReferralState.WITH_AGENCY,
    (ReferralState.WITH_AGENCY, ReferralEvent.AGENCY_DECIDES): ReferralState.DECIDED,  # AGY-03
    (ReferralState.DECIDED, ReferralEvent.EXECUTE): ReferralState.CLOSED,  # AGY-02
}


def move(state: ReferralState | None, event: ReferralEvent) -> ReferralState:
    """The state after an event.

    Raises:
        Refused: the event is not allowed in this state (SEC_ILLEGAL_TRANSITION).
    """
    following = TRANSITIONS.get((state, event))
    if following is None:
        message = f"{event} is not possible while the referral is {state or 'not created'}."
        raise _refused("SEC_ILLEGAL_TRANSITION", "10.11", message, None)
    return following


def check_seizure(decision: AgencyDecision, things: Sequence[SeizedThing]) -> None:
    """Whether what is to be seized may be.

    Args:
        decision: the agency's; only SEIZE seizes.
        things: articles and conveyances; each conveyance needs the finding that it was knowingly used.

    Raises:
        Refused: AGY_CONVEYANCE_NOT_KNOWING; nothing to seize, or something without that decision.

    Source: AGY-02, 19 CFR 161.2(b).
    """
    if (decision is AgencyDecision.SEIZE) is not bool(things):
        message = "A seizure names what is seized; without that decision nothing is."
        raise _refused("SEC_ILLEGAL_TRANSITION", "AGY-02", message, "seized")
    for position, thing in enumerate(things):
        if thing.kind is SeizedKind.CONVEYANCE and not thing.knowingly_used:
            message = "A vessel, vehicle or aircraft is seized only when it was knowingly used in the transport."
            raise _refused("AGY_CONVEYANCE_NOT_KNOWING", "AGY-02", message, f"seized[{position}].knowinglyUsed")


def _refused(code: str, rule: str, message: str, field: str | None) -> Refused:
    return Refused([Refusal(code=code, rule=rule, citation="19 CFR 161.2(b)", message=message, field=field)])
