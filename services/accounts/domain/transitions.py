"""The state machines of section 18: a table each; what is not in the table is refused."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.refusals import Refusal


class SpecialAccountState(StrEnum):
    """18.2, as far as accounts can get before their termination."""

    OPEN = "OPEN"
    DEFICIT = "DEFICIT"
    FROZEN = "FROZEN"


class SpecialAccountEvent(StrEnum):
    """What happens to a Special Account."""

    POSTED = "POSTED"
    FREEZE = "FREEZE"
    RELEASE = "RELEASE"


class DistributionState(StrEnum):
    """18.3."""

    PLANNED = "PLANNED"
    FROZEN = "FROZEN"
    COMPUTED = "COMPUTED"
    APPROVED = "APPROVED"
    PAID = "PAID"
    NOTIFIED = "NOTIFIED"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


class DistributionEvent(StrEnum):
    """What happens to a distribution."""

    FREEZE = "FREEZE"
    COMPUTE = "COMPUTE"
    REJECT = "REJECT"
    APPROVE = "APPROVE"
    CANCEL = "CANCEL"
    PAY = "PAY"
    NOTIFY = "NOTIFY"
    CLOSE = "CLOSE"


DISTRIBUTION: Final[Mapping[tuple[DistributionState, DistributionEvent], DistributionState]] = {
    (DistributionState.PLANNED, DistributionEvent.FREEZE): DistributionState.FROZEN,
    (DistributionState.FROZEN, DistributionEvent.COMPUTE): DistributionState.COMPUTED,
    (DistributionState.COMPUTED, DistributionEvent.REJECT): DistributionState.FROZEN,
    (DistributionState.COMPUTED, DistributionEvent.APPROVE): DistributionState.APPROVED,
    (DistributionState.FROZEN, DistributionEvent.CANCEL): DistributionState.CANCELLED,
    (DistributionState.COMPUTED, DistributionEvent.CANCEL): DistributionState.CANCELLED,
    (DistributionState.APPROVED, DistributionEvent.CANCEL): DistributionState.CANCELLED,
    (DistributionState.APPROVED, DistributionEvent.PAY): DistributionState.PAID,
    (DistributionState.PAID, DistributionEvent.NOTIFY): DistributionState.NOTIFIED,
    (DistributionState.NOTIFIED, DistributionEvent.CLOSE): DistributionState.CLOSED,
}
FROZEN_STATES: Final = frozenset({DistributionState.FROZEN, DistributionState.COMPUTED, DistributionState.APPROVED})
PAID_STATES: Final = frozenset({DistributionState.PAID, DistributionState.NOTIFIED, DistributionState.CLOSED})


class IllegalTransition(Exception):
    """The event cannot happen in this state."""

    def __init__(self, what: str, state: StrEnum, event: StrEnum) -> None:
        super().__init__(f"{what} in state {state} cannot {event}")
        self.what, self.state, self.event = what, state, event

    @property
    def refusal(self) -> Refusal:
        """The refusal that a caller gets."""
        return Refusal(
            code="ILLEGAL_TRANSITION",
            rule="DIST-09",
            citation="19 CFR 159.64(b)(1)(i)",
            message=f"The {self.what} is {self.state}; in that state it is not possible to {self.event.lower()} it.",
        )


def advance_distribution(state: DistributionState, event: DistributionEvent) -> DistributionState:
    """The state after ``event``.

    Raises:
        IllegalTransition: the event is not listed for the state (18.3).
    """
    try:
        return DISTRIBUTION[state, event]
    except KeyError:
        raise IllegalTransition("distribution", state, event) from None


def advance_special_account(
    state: SpecialAccountState, event: SpecialAccountEvent, balance_after_cents: int
) -> SpecialAccountState:
    """The state after ``event`` leaves ``balance_after_cents`` in the account, US cents.

    A posting is never refused because of the state; a frozen account stays frozen until its distribution is paid or
    cancelled, and then is open or in deficit by its balance.

    Raises:
        IllegalTransition: a freeze of a frozen account, or the release of one that is not frozen (18.2).
    """
    frozen = state is SpecialAccountState.FROZEN
    if event is SpecialAccountEvent.POSTED and frozen:
        return state
    if event is SpecialAccountEvent.FREEZE and not frozen:
        return SpecialAccountState.FROZEN
    if event is SpecialAccountEvent.POSTED or (event is SpecialAccountEvent.RELEASE and frozen):
        return SpecialAccountState.DEFICIT if balance_after_cents < 0 else SpecialAccountState.OPEN
    raise IllegalTransition("Special Account", state, event)
