"""What agreements do to entries: security at preliminary rates, and lifts."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from services.proceedings.domain.agreement.facts import accepted
from services.proceedings.domain.ending import without_duty
from services.proceedings.domain.final.facts import preliminary_rates
from services.proceedings.domain.final.measures import deposit_rates
from services.proceedings.domain.instructions import (
    DepositRates,
    EntryRange,
    Instruction,
    InvestigationResumed,
    Refund,
    SuspensionTerminated,
)
from services.proceedings.domain.preliminary.facts import above_de_minimis, preliminary, rate_table, tier
from services.proceedings.domain.rates import RateRow, RateStage
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Agreement, Case, Commerce, Itc, Liquidation

# The reason of every end of suspension that an agreement brings about (ASM-11).
ELIMINATED: Final = "AGREEMENT_ELIM"
SUSPENDED: Final = frozenset(Liquidation) - {Liquidation.NORMAL, Liquidation.LIFTED}


def lifted(state: Proceeding) -> Proceeding:
    """The state once the suspension of liquidation has ended with everything refunded (SUS-10, SUS-12)."""
    was = state.liquidation in SUSPENDED
    return replace(
        state,
        liquidation=Liquidation.LIFTED if was else state.liquidation,
        suspended_from=None,
        lapse_from=None,
        reach_back_to=None,
    )


def lift_entries(before: Proceeding, day: date, *, free_from: date, basis: str) -> tuple[Instruction, ...]:
    """What customs is told as an agreement ends the suspension: everything back, no duty on these entries.

    Args:
        day: day on which it is told; entries made until the day before are freed with their security.
        free_from: first day of entry that is not suspended.

    Source: SUS-10, SUS-12, 19 USC 1671c(f)(2)(A), (h)(3); 15.3(4): one lift, one companion; ASM-11.
    """
    first = before.reach_back_to or before.suspended_from
    if before.liquidation not in SUSPENDED or first is None:
        return ()
    last = day - timedelta(days=1)
    entries = EntryRange(min(first, last), last)
    return (
        SuspensionTerminated(
            legal_basis=basis, reason=ELIMINATED, entries=entries, first_free_on=free_from, refund=Refund.ALL
        ),
        without_duty(entries, day, reason=ELIMINATED, basis=basis),
    )


def preliminary_rows(state: Proceeding) -> tuple[RateRow, ...]:
    """The rates of the affirmative preliminary determination, as it was made or issued with the agreement (SUS-09)."""
    made, step = preliminary(state), accepted(state)
    if step is not None and step.act.rates:
        test = tier(state, step.act.occurred_on)
        rows = rate_table(step.act.rates, test, step.act.occurred_on)
        counting = above_de_minimis(rows, test, step.act.occurred_on)
        return tuple(row if row in counting or row.is_for_everybody else at(row, Decimal(0)) for row in rows)
    return () if made is None else preliminary_rates(state, made)


def at(row: RateRow, percent: Decimal) -> RateRow:
    """A combination at another rate."""
    return replace(row, exact_percent=percent)


def security(state: Proceeding, day: date, basis: str, *, percent: Decimal | None = None) -> DepositRates:
    """Security for entries from a day at the preliminary rates, or for all at one adjusted rate (SUS-11, SUS-17)."""
    rows = preliminary_rows(state)
    if percent is not None:
        rows = tuple(at(row, percent) for row in rows)
    return deposit_rates(rows, RateStage.PRELIM, day, basis)


def resumed(state: Proceeding, *, preliminary_on: date, agreement: Agreement) -> Proceeding:
    """The investigation goes on as if the affirmative preliminary determination had been made on a day.

    Source: SUS-15, 19 USC 1671c(h)(2); SUS-17, 19 USC 1671c(i)(1)(B).
    """
    return replace(
        state,
        case=Case.INVESTIGATING,
        commerce=Commerce.PRELIM_AFF,
        itc=state.itc if state.itc is Itc.NOT_REQUIRED else Itc.FINAL_PENDING,
        agreement=agreement,
        preliminary_on=preliminary_on,
        liquidation=Liquidation.SUSPENDED_PROVISIONAL,
    )


def resumption(after: Proceeding, cause: str, basis: str) -> InvestigationResumed:
    """The message that the investigation goes on (17.1)."""
    assert after.preliminary_on is not None
    assert after.suspended_from is not None
    assert after.lapse_from is not None
    return InvestigationResumed(
        legal_basis=basis,
        cause=cause,
        deemed_preliminary_on=after.preliminary_on,
        suspension_from=after.suspended_from,
        provisional_lapse_on=after.lapse_from,
    )
