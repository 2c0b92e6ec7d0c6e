"""What an affirmative final, and the correction of a determination, mean for entries (FIN-08, FIN-09, MIN-03)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from services.proceedings.domain.ending import without_duty
from services.proceedings.domain.final.facts import final, final_rates
from services.proceedings.domain.instructions import (
    DepositRates,
    EntryRange,
    Firm,
    Instruction,
    Instrument,
    Refund,
    SuspensionKind,
    SuspensionOrdered,
    SuspensionTerminated,
)
from services.proceedings.domain.preliminary.facts import instructed
from services.proceedings.domain.rates import RateRow, RateStage
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Liquidation

EFFECTS: Final = "19 USC 1671d(c)(1)"


def deposit_rates(rows: Sequence[RateRow], stage: RateStage, day: date, basis: str = f"{EFFECTS}(B)") -> DepositRates:
    """Security at these rates for entries from a day, in cash (FIN-08, MIN-03)."""
    return DepositRates(
        legal_basis=basis, stage=stage, instrument=Instrument.CASH, rows=instructed(rows), effective_from=day
    )


def resumed_rates(state: Proceeding, day: date) -> Sequence[Instruction]:
    """Security at the final's rates again once suspension resumes after a lapse; nothing where there is no final.

    Source: FIN-08: after the four months, security resumes only with the Commission's affirmative final.
    """
    made = final(state)
    return () if made is None else (deposit_rates(final_rates(state, made), RateStage.FINAL, day),)


def covered(state: Proceeding, firms: tuple[Firm, ...], day: date, basis: str = f"{EFFECTS}(C)") -> list[Instruction]:
    """Firms that had stayed free join the suspension from a day (PRE-10, FIN-08); after a lapse it awaits all."""
    if not firms or state.liquidation is Liquidation.LAPSED:
        return []
    definitive = state.liquidation is Liquidation.SUSPENDED_DEFINITIVE
    kind = SuspensionKind.DEFINITIVE if definitive else SuspensionKind.PROVISIONAL
    return [SuspensionOrdered(legal_basis=basis, kind=kind, effective_from=day, firms=firms)]


def freed(state: Proceeding, firms: tuple[Firm, ...], day: date) -> list[Instruction]:
    """Firms that are excluded: their suspension ends, all security goes back, no duty is assessed.

    Args:
        state: before.

    Source: FIN-09, 19 CFR 351.204(e); 15.3(4): one lift, one companion; ASM-11.
    """
    first = state.reach_back_to or state.suspended_from
    if not firms or first is None:
        return []
    basis, reason = "19 CFR 351.204(e)", "EXCLUDED_FIRM"
    return [
        SuspensionTerminated(
            legal_basis=basis,
            reason=reason,
            entries=EntryRange(first, None),
            first_free_on=day,
            refund=Refund.ALL,
            firms=firms,
        ),
        without_duty(EntryRange(first, day - timedelta(days=1)), day, reason=reason, basis=basis, firms=firms),
    ]
