"""States of a record demand and the events that move it (section 10.7)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.refusals import Refusal, Refused


class DemandState(StrEnum):
    """Where a demand stands."""

    ORAL_ONLY = "ORAL_ONLY"
    ISSUED = "ISSUED"
    RUNNING = "RUNNING"
    EXTENSION_PENDING = "EXTENSION_PENDING"
    SATISFIED = "SATISFIED"
    FAILED = "FAILED"
    WITHDRAWN = "WITHDRAWN"


class DemandEvent(StrEnum):
    """What can happen to a demand."""

    ISSUE_ORAL_DEMAND = "ISSUE_ORAL_DEMAND"
    ISSUE_DEMAND = "ISSUE_DEMAND"
    DEMAND_RECEIVED = "DEMAND_RECEIVED"
    REQUEST_EXTENSION = "REQUEST_EXTENSION"
    GRANT_EXTENSION = "GRANT_EXTENSION"
    DENY_EXTENSION = "DENY_EXTENSION"
    PRODUCE = "PRODUCE"
    DUE_DATE_PASSED = "DUE_DATE_PASSED"
    PRODUCE_LATE = "PRODUCE_LATE"
    WITHDRAW = "WITHDRAW"


_S: Final = DemandState
_E: Final = DemandEvent

# None is the demand that is not there yet. Where two states follow, the guard of the rule named decides.
TRANSITIONS: Final[Mapping[tuple[DemandState | None, DemandEvent], frozenset[DemandState]]] = {
    (None, _E.ISSUE_ORAL_DEMAND): frozenset({_S.ORAL_ONLY}),  # REC-09
    (None, _E.ISSUE_DEMAND): frozenset({_S.ISSUED}),  # REC-08
    (_S.ORAL_ONLY, _E.ISSUE_DEMAND): frozenset({_S.ISSUED}),  # REC-09
    (_S.ISSUED, _E.DEMAND_RECEIVED): frozenset({_S.RUNNING}),  # REC-11, REC-16
    (_S.RUNNING, _E.REQUEST_EXTENSION): frozenset({_S.EXTENSION_PENDING}),  # REC-13
    (_S.EXTENSION_PENDING, _E.GRANT_EXTENSION): frozenset({_S.RUNNING, _S.SATISFIED, _S.FAILED}),  # REC-14, REC-15
    (_S.EXTENSION_PENDING, _E.DENY_EXTENSION): frozenset({_S.RUNNING, _S.FAILED}),  # REC-14
    (_S.RUNNING, _E.PRODUCE): frozenset({_S.RUNNING, _S.SATISFIED}),  # REC-10
    (_S.EXTENSION_PENDING, _E.PRODUCE): frozenset({_S.EXTENSION_PENDING, _S.SATISFIED}),  # REC-10
    (_S.RUNNING, _E.DUE_DATE_PASSED): frozenset({_S.FAILED}),  # REC-11
    (_S.EXTENSION_PENDING, _E.DUE_DATE_PASSED): frozenset({_S.EXTENSION_PENDING}),  # REC-15: overdue
    (_S.FAILED, _E.PRODUCE_LATE): frozenset({_S.FAILED}),  # REC-12
    (_S.ORAL_ONLY, _E.WITHDRAW): frozenset({_S.WITHDRAWN}),
    (_S.ISSUED, _E.WITHDRAW): frozenset({_S.WITHDRAWN}),
    (_S.RUNNING, _E.WITHDRAW): frozenset({_S.WITHDRAWN}),
    (_S.EXTENSION_PENDING, _E.WITHDRAW): frozenset({_S.WITHDRAWN}),
}


def allow(state: DemandState | None, event: DemandEvent) -> frozenset[DemandState]:
    """The states an event may lead to.

    Raises:
        Refused: the event is not allowed in this state (SEC_ILLEGAL_TRANSITION).
    """
    following = TRANSITIONS.get((state, event))
    if following is None:
        raise Refused(
            [
                Refusal(
                    code="SEC_ILLEGAL_TRANSITION",
                    rule="10.7",
                    citation="19 CFR 163.6(a)",
                    message=f"{event} is not possible while the demand is {state or 'not issued'}.",
                )
            ]
        )
    return following
