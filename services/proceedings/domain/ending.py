"""How an investigation ends without an order, and how retroactive suspension ends alone (FIN-11, CRC-08, ITP-03)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from services.proceedings.domain.deadlines.engine import months
from services.proceedings.domain.instructions import (
    AssessmentMode,
    EntryRange,
    Firm,
    Instruction,
    Liquidate,
    LiquidationGround,
    Refund,
    SuspensionTerminated,
)
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Agreement, Case, Liquidation

_TARGET_DAYS = 90
_DEEMED_MONTHS = 6
_WAS_SUSPENDED = frozenset(Liquidation) - {Liquidation.NORMAL, Liquidation.LIFTED}
_LIVE_AGREEMENT = frozenset({Agreement.PROPOSED, Agreement.NOTIFIED, Agreement.IN_FORCE, Agreement.UNDER_ITC_REVIEW})


def terminate(state: Proceeding) -> Proceeding:
    """The state once a notice that ends the case is published; an agreement over it has no force (FIN-11, SUS-14)."""
    lifted = Liquidation.LIFTED if state.liquidation in _WAS_SUSPENDED else state.liquidation
    agreement = Agreement.VOID if state.agreement in _LIVE_AGREEMENT else state.agreement
    return replace(state, case=Case.TERMINATED, liquidation=lifted, agreement=agreement)


def lift(before: Proceeding, day: date, *, reason: str, basis: str) -> Sequence[Instruction]:
    """What customs is told: every suspension ends, all security goes back without interest, no duty is assessed.

    Source: FIN-11, 19 USC 1671d(c)(2); 15.3(4): one lift, one companion; ASM-11.
    """
    if before.liquidation not in _WAS_SUSPENDED:
        return ()
    first = before.reach_back_to or before.suspended_from
    assert first is not None, "what is suspended has a first day"
    last = day - timedelta(days=1)
    # A suspension that was ordered for a later day than this is freed before it began (PRE-11).
    entries = EntryRange(min(first, last), last)
    return (
        SuspensionTerminated(legal_basis=basis, reason=reason, entries=entries, first_free_on=day, refund=Refund.ALL),
        without_duty(entries, day, reason=reason, basis=basis),
    )


def without_duty(
    entries: EntryRange, day: date, *, reason: str, basis: str, firms: tuple[Firm, ...] = (Firm(),)
) -> Liquidate:
    """Liquidation without countervailing duty (ASM-11)."""
    return Liquidate(
        legal_basis=basis,
        ground=LiquidationGround.WITHOUT_CVD,
        reason=reason,
        firms=firms,
        entries=entries,
        mode=AssessmentMode.ZERO,
        rate_percent=None,
        excluded_firms=(),
        exclude_ranges=(),
        interest_from=None,
        suspension_lifted_on=day,
        target_on=day + timedelta(days=_TARGET_DAYS),
        deemed_after=months(day, _DEEMED_MONTHS),
    )


def end_reach(
    before: Proceeding, day: date, *, basis: str, firms: tuple[Firm, ...] = (Firm(),)
) -> Sequence[Instruction]:
    """The retroactive suspension alone ends; the ordinary one is untouched (CRC-08, 19 USC 1671d(c)(3))."""
    if before.reach_back_to is None or before.suspended_from is None:
        return ()
    return (
        SuspensionTerminated(
            legal_basis=basis,
            reason="RETROACTIVE_ENDED",
            entries=EntryRange(before.reach_back_to, before.suspended_from - timedelta(days=1)),
            first_free_on=day,
            refund=Refund.RETROACTIVE_ONLY,
            firms=firms,
        ),
    )
