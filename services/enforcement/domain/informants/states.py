"""States of a contact and of a claim, and the events that move them (sections 10.1, 10.2)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.refusals import Refusal, Refused


class ContactState(StrEnum):
    """Where a contact stands."""

    DRAFT = "DRAFT"
    ADVISED = "ADVISED"
    ACTIVE = "ACTIVE"
    LINKED = "LINKED"
    CLOSED = "CLOSED"


class ContactEvent(StrEnum):
    """What can happen to a contact."""

    OPEN_CONTACT = "OPEN_CONTACT"
    RECORD_ADVICE = "RECORD_ADVICE"
    RECORD_INFORMATION = "RECORD_INFORMATION"
    SIGN_STIPULATION = "SIGN_STIPULATION"
    RECORD_PURCHASE_PAYMENT = "RECORD_PURCHASE_PAYMENT"
    LINK_RECOVERY_GROUP = "LINK_RECOVERY_GROUP"
    CLOSE_CONTACT = "CLOSE_CONTACT"


class ClaimState(StrEnum):
    """Where a claim stands."""

    FILED_SAC = "FILED_SAC"
    REFUSED = "REFUSED"
    AT_DIRECTOR = "AT_DIRECTOR"
    AT_HQ = "AT_HQ"
    ELIGIBLE = "ELIGIBLE"
    DENIED = "DENIED"
    AWAITING_RECOVERY = "AWAITING_RECOVERY"
    READY_TO_AWARD = "READY_TO_AWARD"
    AWARDED = "AWARDED"
    PARTLY_PAID = "PARTLY_PAID"
    CLOSED_CAP = "CLOSED_CAP"
    CLOSED = "CLOSED"


class ClaimEvent(StrEnum):
    """What can happen to a claim."""

    FILE_CLAIM = "FILE_CLAIM"
    SAC_RECOMMEND = "SAC_RECOMMEND"
    DIRECTOR_RECOMMEND = "DIRECTOR_RECOMMEND"
    APPLY_DIRECT_TO_HQ = "APPLY_DIRECT_TO_HQ"
    ASSESS_ELIGIBILITY = "ASSESS_ELIGIBILITY"
    ASSESS = "ASSESS"
    RECOVERY_CHANGED = "RECOVERY_CHANGED"
    DECIDE_AWARD = "DECIDE_AWARD"
    PAY_AWARD = "PAY_AWARD"
    CAP_REACHED = "CAP_REACHED"
    CLOSE_RECOVERY_GROUP = "CLOSE_RECOVERY_GROUP"


_C: Final = ContactState
_CE: Final = ContactEvent
_S: Final = ClaimState
_E: Final = ClaimEvent

CONTACT_TRANSITIONS: Final[Mapping[tuple[ContactState | None, ContactEvent], ContactState]] = {
    (None, _CE.OPEN_CONTACT): _C.DRAFT,  # INF-26
    (_C.DRAFT, _CE.RECORD_ADVICE): _C.ADVISED,  # INF-08
    (_C.ADVISED, _CE.RECORD_INFORMATION): _C.ACTIVE,  # INF-02
    (_C.ACTIVE, _CE.SIGN_STIPULATION): _C.ACTIVE,  # INF-09
    (_C.ACTIVE, _CE.RECORD_PURCHASE_PAYMENT): _C.ACTIVE,  # INF-19
    (_C.ACTIVE, _CE.LINK_RECOVERY_GROUP): _C.LINKED,  # INF-14
    (_C.ACTIVE, _CE.CLOSE_CONTACT): _C.CLOSED,  # INF-29
    (_C.LINKED, _CE.CLOSE_CONTACT): _C.CLOSED,
}

# Where an event leads to more than one state, its guard chooses among them.
CLAIM_TRANSITIONS: Final[Mapping[tuple[ClaimState | None, ClaimEvent], frozenset[ClaimState]]] = {
    (None, _E.FILE_CLAIM): frozenset({_S.FILED_SAC, _S.REFUSED}),  # INF-01, 02, 06, 07, 10
    (_S.FILED_SAC, _E.SAC_RECOMMEND): frozenset({_S.AT_DIRECTOR}),
    (_S.AT_DIRECTOR, _E.DIRECTOR_RECOMMEND): frozenset({_S.AT_HQ}),
    (_S.FILED_SAC, _E.APPLY_DIRECT_TO_HQ): frozenset({_S.AT_HQ}),  # INF-11
    (_S.AT_DIRECTOR, _E.APPLY_DIRECT_TO_HQ): frozenset({_S.AT_HQ}),
    (_S.AT_HQ, _E.ASSESS_ELIGIBILITY): frozenset({_S.ELIGIBLE, _S.DENIED}),  # INF-03, 04
    (_S.ELIGIBLE, _E.ASSESS): frozenset({_S.AWAITING_RECOVERY, _S.READY_TO_AWARD}),  # INF-05, 20
    (_S.AWAITING_RECOVERY, _E.RECOVERY_CHANGED): frozenset({_S.READY_TO_AWARD}),
    (_S.PARTLY_PAID, _E.RECOVERY_CHANGED): frozenset({_S.READY_TO_AWARD}),
    (_S.READY_TO_AWARD, _E.DECIDE_AWARD): frozenset({_S.AWARDED, _S.PARTLY_PAID, _S.AWAITING_RECOVERY}),  # INF-21
    (_S.AWARDED, _E.PAY_AWARD): frozenset({_S.PARTLY_PAID}),
    (_S.PARTLY_PAID, _E.CAP_REACHED): frozenset({_S.CLOSED_CAP}),  # INF-14
    (_S.AWAITING_RECOVERY, _E.CAP_REACHED): frozenset({_S.CLOSED_CAP}),
    (_S.PARTLY_PAID, _E.CLOSE_RECOVERY_GROUP): frozenset({_S.CLOSED}),
    (_S.AWAITING_RECOVERY, _E.CLOSE_RECOVERY_GROUP): frozenset({_S.CLOSED}),
}

OVER: Final = frozenset({_S.REFUSED, _S.DENIED, _S.CLOSED_CAP, _S.CLOSED})
BEFORE_HEADQUARTERS: Final = frozenset({_S.FILED_SAC, _S.AT_DIRECTOR})
WAITING: Final = frozenset({_S.AWAITING_RECOVERY, _S.PARTLY_PAID})


def _illegal(event: str, state: str | None, rule: str) -> Refused:
    return Refused(
        [
            Refusal(
                code="SEC_ILLEGAL_TRANSITION",
                rule=rule,
                citation="19 CFR 161.16(b)",
                message=f"{event} is not possible in state {state or 'none'}.",
            )
        ]
    )


def move_contact(state: ContactState | None, event: ContactEvent) -> ContactState:
    """The state after an event.

    Raises:
        Refused: the event is not allowed in this state (SEC_ILLEGAL_TRANSITION).
    """
    following = CONTACT_TRANSITIONS.get((state, event))
    if following is None:
        raise _illegal(event, state, "10.1")
    return following


def check_claim(state: ClaimState | None, event: ClaimEvent) -> frozenset[ClaimState]:
    """The states an event may lead to.

    Raises:
        Refused: the event is not allowed in this state (SEC_ILLEGAL_TRANSITION).
    """
    following = CLAIM_TRANSITIONS.get((state, event))
    if following is None:
        raise _illegal(event, state, "10.2")
    return following


def move_claim(state: ClaimState | None, event: ClaimEvent, to: ClaimState) -> ClaimState:
    """``to``, if the event may lead there.

    Raises:
        Refused: the event is not allowed in this state (SEC_ILLEGAL_TRANSITION).
    """
    assert to in check_claim(state, event), f"{event} never leads to {to}"
    return to
