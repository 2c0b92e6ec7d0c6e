"""What later rules ask of the preliminary phase."""

from collections.abc import Sequence
from datetime import date

from services.proceedings.domain.all_others import all_others, as_row, is_de_minimis
from services.proceedings.domain.deadlines.engine import months, raw
from services.proceedings.domain.instructions import ANY, Firm, InstructedRate
from services.proceedings.domain.law import DeMinimisTier
from services.proceedings.domain.petition.facts import initiation, status
from services.proceedings.domain.preliminary.acts import CommercePreliminary
from services.proceedings.domain.rates import RateBasis, RateRow, RateStatus
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Development, Practice, Proceeding, ProvisionalLimit

_FLOOR_DAYS = 60
_LIMIT_DAYS = 120
_LIMIT_MONTHS = 4


def preliminary(state: Proceeding) -> Step[CommercePreliminary] | None:
    """The preliminary determination as it was made."""
    return state.last(CommercePreliminary)


def first_day(published_on: date, initiation_published_on: date | None) -> date:
    """First day of suspension: publication, but not before day 60 after the initiation's publication; never rolled.

    Source: PRE-11, 19 USC 1671b(d)(2); CAL-03.
    """
    if initiation_published_on is None:
        return published_on
    return max(published_on, raw(initiation_published_on, _FLOOR_DAYS))


def suspension_start(state: Proceeding, published_on: date) -> date:
    """First day of the suspension that a notice published on this day orders (PRE-11, FIN-08)."""
    started = initiation(state)
    return first_day(published_on, None if started is None else started.published_on)


def lapse(start: date, practice: Practice) -> date:
    """First day of entry no longer covered by provisional measures; never rolled (PRE-13, D-12)."""
    if practice.provisional_limit is ProvisionalLimit.MONTHS_4:
        return months(start, _LIMIT_MONTHS)
    return raw(start, _LIMIT_DAYS)


def tier(state: Proceeding, determined_on: date) -> DeMinimisTier:
    """The de minimis test of an investigation: by the country's status at initiation (PRE-08, D-10).

    A country that ended export subsidies early keeps the 3 % test through the day of a notice that it gives one; a
    least developed country keeps it whatever it gives.
    """
    found = status(state)
    if not found.subsidies_agreement:
        return DeMinimisTier.STANDARD
    match found.development:
        case Development.NONE:
            return DeMinimisTier.STANDARD
        case Development.DEVELOPING:
            return DeMinimisTier.DEVELOPING
        case Development.LEAST_DEVELOPED:
            return DeMinimisTier.LEAST_DEVELOPED
        case Development.DC2711:
            notice = found.export_subsidy_notice_on
            ended = notice is not None and determined_on > notice
            return DeMinimisTier.DEVELOPING if ended else DeMinimisTier.LEAST_DEVELOPED


def above_de_minimis(rows: Sequence[RateRow], test: DeMinimisTier, determined_on: date) -> list[RateRow]:
    """The rates that make a determination affirmative: individual or country-wide ones, not the all-others rate.

    Source: PRE-07, D-11; PRE-08; RATE-05: where every individual rate is zero or de minimis no all-others rate is
        needed.
    """
    return [
        row
        for row in rows
        if row.status is RateStatus.ACTIVE
        and row.basis is not RateBasis.ALL_OTHERS
        and row.exact_percent > 0
        and not is_de_minimis(row.exact_percent, test, determined_on)
    ]


def rate_table(rows: Sequence[RateRow], test: DeMinimisTier, determined_on: date) -> tuple[RateRow, ...]:
    """The rates with that of everybody else, computed where it is not stated (RATE-03 to RATE-05).

    Raises:
        Refused: a weight is missing (RATE-04).
    """
    if any(row.is_for_everybody for row in rows) or not rows:
        return tuple(rows)
    return (*rows, as_row(all_others(rows, tier=test, determined_on=determined_on)))


def instructed(rows: Sequence[RateRow]) -> tuple[InstructedRate, ...]:
    """Rates as customs is told them, with two places; a rate of nothing is nothing by the unit too (D-01, RATE-07)."""
    return tuple(
        InstructedRate(
            exporter=row.exporter or ANY,
            producer=row.producer or ANY,
            rate_percent=row.rate_percent,
            basis=row.basis,
            excluded=row.status is RateStatus.EXCLUDED,
            unit_amount=row.unit_rate.amount if row.unit_rate is not None and row.exact_percent else None,
            unit=row.unit_rate.unit if row.unit_rate is not None and row.exact_percent else None,
            rate_group=row.rate_group,
            method=row.method,
        )
        for row in rows
    )


def firms(rows: Sequence[RateRow]) -> tuple[Firm, ...]:
    """The combinations that rates are of."""
    return tuple(Firm(row.exporter, row.producer) for row in rows)
