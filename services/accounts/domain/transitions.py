"""The state machines of section 18: a table each; what is not in the table is refused."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.refusals import Refusal


class SpecialAccountState(StrEnum):
    """18.2."""

    OPEN = "OPEN"
    DEFICIT = "DEFICIT"
    FROZEN = "FROZEN"
    FINAL_NOTICE = "FINAL_NOTICE"
    FINAL_PAID = "FINAL_PAID"
    TERMINATED = "TERMINATED"


class SpecialAccountEvent(StrEnum):
    """What happens to a Special Account.

    POSTED is any posting that is not one of the others; REFUND a refund to an importer, or a receipt taken back;
    PAID its distribution paid, RELEASE its distribution cancelled; REOPEN a new protest or suit.
    """

    POSTED = "POSTED"
    REFUND = "REFUND"
    DETERMINE = "DETERMINE"
    FREEZE = "FREEZE"
    PAID = "PAID"
    RELEASE = "RELEASE"
    FINAL_NOTICE = "FINAL_NOTICE"
    REOPEN = "REOPEN"
    SWEEP = "SWEEP"


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


_BY_BALANCE: Final = None  # OPEN at a balance of zero or more, else DEFICIT
SPECIAL_ACCOUNT: Final[Mapping[tuple[SpecialAccountState, SpecialAccountEvent], SpecialAccountState | None]] = {
    (SpecialAccountState.OPEN, SpecialAccountEvent.POSTED): _BY_BALANCE,
    (SpecialAccountState.OPEN, SpecialAccountEvent.REFUND): _BY_BALANCE,
    (SpecialAccountState.OPEN, SpecialAccountEvent.FREEZE): SpecialAccountState.FROZEN,
    # A final notice keeps its state over the freeze. Where it was reopened meanwhile, the distribution goes on.
    (SpecialAccountState.OPEN, SpecialAccountEvent.PAID): _BY_BALANCE,
    (SpecialAccountState.OPEN, SpecialAccountEvent.RELEASE): _BY_BALANCE,
    (SpecialAccountState.OPEN, SpecialAccountEvent.FINAL_NOTICE): SpecialAccountState.FINAL_NOTICE,
    (SpecialAccountState.DEFICIT, SpecialAccountEvent.POSTED): _BY_BALANCE,
    (SpecialAccountState.DEFICIT, SpecialAccountEvent.REFUND): _BY_BALANCE,
    (SpecialAccountState.DEFICIT, SpecialAccountEvent.DETERMINE): SpecialAccountState.DEFICIT,
    (SpecialAccountState.DEFICIT, SpecialAccountEvent.FREEZE): SpecialAccountState.FROZEN,
    (SpecialAccountState.DEFICIT, SpecialAccountEvent.PAID): _BY_BALANCE,
    (SpecialAccountState.DEFICIT, SpecialAccountEvent.RELEASE): _BY_BALANCE,
    (SpecialAccountState.FROZEN, SpecialAccountEvent.POSTED): SpecialAccountState.FROZEN,
    (SpecialAccountState.FROZEN, SpecialAccountEvent.REFUND): SpecialAccountState.FROZEN,
    (SpecialAccountState.FROZEN, SpecialAccountEvent.PAID): _BY_BALANCE,
    (SpecialAccountState.FROZEN, SpecialAccountEvent.RELEASE): _BY_BALANCE,
    (SpecialAccountState.FINAL_NOTICE, SpecialAccountEvent.POSTED): _BY_BALANCE,
    (SpecialAccountState.FINAL_NOTICE, SpecialAccountEvent.REFUND): _BY_BALANCE,
    (SpecialAccountState.FINAL_NOTICE, SpecialAccountEvent.REOPEN): _BY_BALANCE,
    (SpecialAccountState.FINAL_NOTICE, SpecialAccountEvent.FREEZE): SpecialAccountState.FINAL_NOTICE,
    (SpecialAccountState.FINAL_NOTICE, SpecialAccountEvent.RELEASE): SpecialAccountState.FINAL_NOTICE,
    (SpecialAccountState.FINAL_NOTICE, SpecialAccountEvent.PAID): SpecialAccountState.FINAL_PAID,
    (SpecialAccountState.FINAL_PAID, SpecialAccountEvent.POSTED): SpecialAccountState.FINAL_PAID,
    (SpecialAccountState.FINAL_PAID, SpecialAccountEvent.REFUND): _BY_BALANCE,
    (SpecialAccountState.FINAL_PAID, SpecialAccountEvent.REOPEN): _BY_BALANCE,
    (SpecialAccountState.FINAL_PAID, SpecialAccountEvent.SWEEP): SpecialAccountState.TERMINATED,
    (SpecialAccountState.TERMINATED, SpecialAccountEvent.POSTED): SpecialAccountState.TERMINATED,
    (SpecialAccountState.TERMINATED, SpecialAccountEvent.REFUND): SpecialAccountState.TERMINATED,
}
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
FINAL_STATES: Final = frozenset({SpecialAccountState.FINAL_NOTICE, SpecialAccountState.FINAL_PAID})
FROZEN_STATES: Final = frozenset({DistributionState.FROZEN, DistributionState.COMPUTED, DistributionState.APPROVED})
PAID_STATES: Final = frozenset({DistributionState.PAID, DistributionState.NOTIFIED, DistributionState.CLOSED})


_OF_THE_END: Final = frozenset(
    {SpecialAccountEvent.FINAL_NOTICE, SpecialAccountEvent.REOPEN, SpecialAccountEvent.SWEEP}
)


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
            rule="TERM-03" if self.event in _OF_THE_END else "DIST-09",
            citation="19 CFR 159.64(d)" if self.event in _OF_THE_END else "19 CFR 159.64(b)(1)(i)",
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
        IllegalTransition: the event is not listed for the state (18.2).

    Source: section 18.2; 19 CFR 159.64(b)(2) (REFD-03), 159.64(d) (TERM-01 to TERM-04).
    """
    try:
        after = SPECIAL_ACCOUNT[state, event]
    except KeyError:
        raise IllegalTransition("Special Account", state, event) from None
    if after is not None:
        return after
    return SpecialAccountState.DEFICIT if balance_after_cents < 0 else SpecialAccountState.OPEN
