"""What later rules ask of the final determination, and the rates of a determination with its corrections."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from services.proceedings.domain.final.acts import CommerceFinal, MinisterialErrorCorrected
from services.proceedings.domain.instructions import Firm
from services.proceedings.domain.law import DeMinimisTier
from services.proceedings.domain.petition.facts import initiation
from services.proceedings.domain.preliminary.acts import CommercePreliminary
from services.proceedings.domain.preliminary.facts import above_de_minimis, firms, rate_table, tier
from services.proceedings.domain.rate_rules import refuse_rates
from services.proceedings.domain.rates import RateBasis, RateRow, RateStage, RateStatus
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Case, Itc
from shared.refusals import Refusal, Refused

WITHHOLDING: Final = frozenset({Case.CONTINUED_UNDER_AGREEMENT, Case.COMPLETED_ORDER_WITHHELD})


def final(state: Proceeding) -> Step[CommerceFinal] | None:
    """The newest final determination; one from before the investigation was resumed does not count (SUS-15, SUS-17)."""
    made = state.last(CommerceFinal)
    if made is None or (state.preliminary_on is not None and made.act.occurred_on < state.preliminary_on):
        return None
    return made


def withheld(state: Proceeding) -> bool:
    """Whether an agreement stands in the way of measures: the investigation is only carried to its end (SUS-14)."""
    return state.case in WITHHOLDING


def complete(state: Proceeding) -> Proceeding:
    """The state once the last final of a continued investigation is affirmative: no order (SUS-14, ORD-11)."""
    if state.case is Case.CONTINUED_UNDER_AGREEMENT:
        return replace(state, case=Case.COMPLETED_ORDER_WITHHELD)
    return state


def joined_meanwhile(state: Proceeding) -> bool:
    """Whether the country became a Subsidies Agreement country after the initiation, before the order (ORD-12)."""
    started = initiation(state)
    if started is None or state.itc is Itc.NOT_REQUIRED:
        return False
    return not state.background.status_on(started.act.occurred_on).subsidies_agreement


def corrected_rows(state: Proceeding, step: Step[CommerceFinal] | Step[CommercePreliminary]) -> tuple[RateRow, ...]:
    """The rates of a determination as its published corrections left them (MIN-03)."""
    rows = step.act.rates
    for correction in state.every(MinisterialErrorCorrected):
        if correction.act.act_number == step.number and correction.published_on is not None:
            rows = amended(rows, correction.act.rates)
    return rows


def amended(rows: Sequence[RateRow], corrections: Sequence[RateRow]) -> tuple[RateRow, ...]:
    """Rates with corrections in their place; an all-others rate that is not restated is left out, to be computed.

    Source: MIN-03, 19 CFR 351.224(e).
    """
    new = {row.combination: row for row in corrections}
    merged = [_weighted(new.pop(row.combination, row), row) for row in rows]
    merged.extend(new.values())
    restated = any(row.is_for_everybody for row in corrections)
    individual = [row for row in merged if not row.is_for_everybody]
    if restated or not individual or any(row.basis is RateBasis.COUNTRY_WIDE for row in merged):
        return tuple(merged)
    return tuple(individual)


def _weighted(row: RateRow, old: RateRow) -> RateRow:
    if row.export_value_cents is not None or row.is_for_everybody:
        return row
    return replace(row, export_value_cents=old.export_value_cents)


def final_rates(
    state: Proceeding, step: Step[CommerceFinal], *, published_with: Sequence[RateRow] = ()
) -> tuple[RateRow, ...]:
    """The final's rates, corrected, with that of everybody else; firms at or below de minimis are excluded.

    Args:
        published_with: corrections that are published with the order.

    Source: FIN-03, FIN-09, MIN-03.
    """
    test = tier(state, step.act.occurred_on)
    rows = corrected_rows(state, step)
    rows = rate_table(amended(rows, published_with) if published_with else rows, test, step.act.occurred_on)
    counting = above_de_minimis(rows, test, step.act.occurred_on)
    return tuple(
        row if row in counting or row.is_for_everybody else replace(row, status=RateStatus.EXCLUDED) for row in rows
    )


def excluded_firms(rows: Sequence[RateRow]) -> tuple[Firm, ...]:
    """The combinations outside the measures (FIN-09)."""
    return firms([row for row in rows if row.status is RateStatus.EXCLUDED])


def preliminary_rates(state: Proceeding, step: Step[CommercePreliminary]) -> tuple[RateRow, ...]:
    """The preliminary's rates, corrected, as deposit rates: zero for firms at or below de minimis (PRE-10, MIN-04)."""
    test = tier(state, step.act.occurred_on)
    rows = rate_table(corrected_rows(state, step), test, step.act.occurred_on)
    counting = above_de_minimis(rows, test, step.act.occurred_on)
    return tuple(
        row if row in counting or row.is_for_everybody else replace(row, exact_percent=row.exact_percent * 0)
        for row in rows
    )


def free_firms(rows: Sequence[RateRow]) -> tuple[Firm, ...]:
    """The combinations whose entries are not suspended at the preliminary stage (PRE-10)."""
    return firms([row for row in rows if row.exact_percent == 0 and not row.is_for_everybody])


def refuse_table(rows: Sequence[RateRow], test: DeMinimisTier, determined_on: date) -> list[Refusal]:
    """What stands against a determination's rates: RATE-01 to RATE-06, and a weight that is missing (RATE-04)."""
    computed = not any(row.is_for_everybody for row in rows)
    found = list(
        refuse_rates(None, stage=RateStage.FINAL, effective_from=determined_on, rows=rows, compute_all_others=computed)
    )
    if found:
        return found
    try:
        rate_table(rows, test, determined_on)
    except Refused as refused:
        return list(refused.refusals)
    return []
