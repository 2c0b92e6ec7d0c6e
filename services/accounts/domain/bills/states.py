"""18.4: the states of a bill, a table; what is not in it is refused."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from services.accounts.domain.bills.law import CITATION
from shared.refusals import Refusal


class BillState(StrEnum):
    """18.4."""

    DRAFT = "DRAFT"
    ISSUED = "ISSUED"
    PAST_DUE = "PAST_DUE"
    OFFSET_READY = "OFFSET_READY"
    IN_REVIEW = "IN_REVIEW"
    AGREEMENT = "AGREEMENT"
    PAID = "PAID"
    CANCELLED = "CANCELLED"
    WRITTEN_OFF = "WRITTEN_OFF"


class BillEvent(StrEnum):
    """What happens to a bill. A payment, an offset or a reduction that leaves nothing unpaid is an event of its own."""

    ISSUE = "ISSUE"
    PAY_PART = "PAY_PART"
    PAY_WHOLE = "PAY_WHOLE"
    FALL_PAST_DUE = "FALL_PAST_DUE"
    END_PERIOD = "END_PERIOD"
    MATURE_NOTICE = "MATURE_NOTICE"
    ASK_REVIEW = "ASK_REVIEW"
    ADMIT_LATE_REVIEW = "ADMIT_LATE_REVIEW"
    DECIDE_REVIEW = "DECIDE_REVIEW"
    SIGN_AGREEMENT = "SIGN_AGREEMENT"
    MISS_INSTALMENT = "MISS_INSTALMENT"
    OFFSET_PART = "OFFSET_PART"
    OFFSET_WHOLE = "OFFSET_WHOLE"
    REDUCE = "REDUCE"
    REDUCE_TO_PAID = "REDUCE_TO_PAID"
    CANCEL = "CANCEL"
    WRITE_OFF = "WRITE_OFF"


_S, _E = BillState, BillEvent
ACCRUING: Final = (_S.PAST_DUE, _S.OFFSET_READY, _S.IN_REVIEW, _S.AGREEMENT)
COLLECTABLE: Final = (_S.ISSUED, *ACCRUING)
OPEN: Final = (_S.DRAFT, *COLLECTABLE)

BILL: Final[Mapping[tuple[BillState, BillEvent], BillState]] = {
    (_S.DRAFT, _E.ISSUE): _S.ISSUED,
    (_S.ISSUED, _E.FALL_PAST_DUE): _S.PAST_DUE,
    (_S.PAST_DUE, _E.MATURE_NOTICE): _S.OFFSET_READY,
    (_S.PAST_DUE, _E.ASK_REVIEW): _S.IN_REVIEW,
    (_S.PAST_DUE, _E.ADMIT_LATE_REVIEW): _S.IN_REVIEW,
    (_S.OFFSET_READY, _E.ADMIT_LATE_REVIEW): _S.IN_REVIEW,
    (_S.IN_REVIEW, _E.DECIDE_REVIEW): _S.PAST_DUE,
    (_S.PAST_DUE, _E.SIGN_AGREEMENT): _S.AGREEMENT,
    (_S.OFFSET_READY, _E.SIGN_AGREEMENT): _S.AGREEMENT,
    (_S.AGREEMENT, _E.MISS_INSTALMENT): _S.PAST_DUE,
    (_S.OFFSET_READY, _E.OFFSET_PART): _S.PAST_DUE,
    (_S.OFFSET_READY, _E.OFFSET_WHOLE): _S.PAID,
    (_S.PAID, _E.REDUCE): _S.PAID,
    **{(state, _E.END_PERIOD): state for state in ACCRUING},
    **{(state, _E.PAY_PART): state for state in COLLECTABLE},
    **{(state, _E.PAY_WHOLE): _S.PAID for state in COLLECTABLE},
    **{(state, _E.REDUCE): state for state in OPEN},
    **{(state, _E.REDUCE_TO_PAID): _S.PAID for state in COLLECTABLE},
    **{(state, _E.CANCEL): _S.CANCELLED for state in OPEN},
    **{(state, _E.WRITE_OFF): _S.WRITTEN_OFF for state in OPEN},
}


class IllegalBillTransition(Exception):
    """The event cannot happen to a bill in this state."""

    def __init__(self, state: BillState, event: BillEvent) -> None:
        super().__init__(f"a bill in state {state} cannot {event}")
        self.state, self.event = state, event

    @property
    def refusal(self) -> Refusal:
        """The refusal that a caller gets."""
        return Refusal(
            code="ILLEGAL_TRANSITION",
            rule="BILL-01",
            citation=CITATION,
            message=f"The bill is {self.state}; in that state it is not possible to"
            f" {self.event.lower().replace('_', ' ')}.",
            field="billId",
        )


def advance(state: BillState, event: BillEvent) -> BillState:
    """The state after ``event``.

    Raises:
        IllegalBillTransition: the event is not listed for the state (18.4).
    """
    try:
        return BILL[state, event]
    except KeyError:
        raise IllegalBillTransition(state, event) from None
