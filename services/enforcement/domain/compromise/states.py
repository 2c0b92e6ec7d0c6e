"""States of a compromise offer and the events that move it (section 10.10)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.refusals import Refusal, Refused


class OfferState(StrEnum):
    """Where an offer stands."""

    AWAITING_DEPOSIT = "AWAITING_DEPOSIT"
    UNDER_CONSIDERATION = "UNDER_CONSIDERATION"
    REPORTED = "REPORTED"
    RECOMMENDED = "RECOMMENDED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"
    RETURNED = "RETURNED"


class OfferEvent(StrEnum):
    """What can happen to an offer."""

    SUBMIT_OFFER = "SUBMIT_OFFER"
    DEPOSIT_CONFIRMED = "DEPOSIT_CONFIRMED"
    FILE_OFFICER_REPORT = "FILE_OFFICER_REPORT"
    COUNSEL_RECOMMENDS_YES = "COUNSEL_RECOMMENDS_YES"
    COUNSEL_RECOMMENDS_NO = "COUNSEL_RECOMMENDS_NO"
    ACCEPT = "ACCEPT"
    REJECT = "REJECT"
    WITHDRAW_OFFER = "WITHDRAW_OFFER"
    RETURN_DEPOSIT = "RETURN_DEPOSIT"


_S: Final = OfferState
_E: Final = OfferEvent

PENDING: Final = (_S.AWAITING_DEPOSIT, _S.UNDER_CONSIDERATION, _S.REPORTED, _S.RECOMMENDED)

TRANSITIONS: Final[Mapping[tuple[OfferState | None, OfferEvent], OfferState]] = {
    (None, _E.SUBMIT_OFFER): _S.AWAITING_DEPOSIT,  # CMP-01
    (_S.AWAITING_DEPOSIT, _E.DEPOSIT_CONFIRMED): _S.UNDER_CONSIDERATION,  # CMP-02
    (_S.UNDER_CONSIDERATION, _E.FILE_OFFICER_REPORT): _S.REPORTED,  # CMP-03
    (_S.REPORTED, _E.COUNSEL_RECOMMENDS_YES): _S.RECOMMENDED,  # CMP-03
    (_S.REPORTED, _E.COUNSEL_RECOMMENDS_NO): _S.REJECTED,
    (_S.RECOMMENDED, _E.ACCEPT): _S.ACCEPTED,  # CMP-05
    (_S.RECOMMENDED, _E.REJECT): _S.REJECTED,
    **{(state, _E.WITHDRAW_OFFER): _S.WITHDRAWN for state in PENDING},
    (_S.REJECTED, _E.RETURN_DEPOSIT): _S.RETURNED,  # CMP-06
    (_S.WITHDRAWN, _E.RETURN_DEPOSIT): _S.RETURNED,
}


def move(state: OfferState | None, event: OfferEvent) -> OfferState:
    """The state after an event.

    Raises:
        Refused: the event is not allowed in this state (SEC_ILLEGAL_TRANSITION); acceptance without a favourable
            recommendation is refused as CMP_NO_RECOMMENDATION (CMP-03).
    """
    following = TRANSITIONS.get((state, event))
    if following is not None:
        return following
    if event is OfferEvent.ACCEPT and state in (_S.UNDER_CONSIDERATION, _S.REPORTED):
        code, message = "CMP_NO_RECOMMENDATION", "There is no favourable recommendation of counsel."
        rule, citation = "CMP-03", "19 USC 1617"
    elif state is _S.AWAITING_DEPOSIT and event in (OfferEvent.FILE_OFFICER_REPORT, OfferEvent.ACCEPT):
        code, message = "CMP_NOT_DEPOSITED", "The sum offered is not fully deposited; the offer is not considered."
        rule, citation = "CMP-02", "19 CFR 161.5(b)"
    else:
        code, message = "SEC_ILLEGAL_TRANSITION", f"{event} is not possible in state {state or 'none'}."
        rule, citation = "10.10", "19 USC 1617"
    raise Refused([Refusal(code=code, rule=rule, citation=citation, message=message)])
