"""What later rules ask of the preliminary phase."""

from collections.abc import Sequence
from datetime import date

from services.proceedings.domain.all_others import all_others, as_row, is_de_minimis
from services.proceedings.domain.deadlines.engine import months, raw
from services.proceedings.domain.instructions import ANY, Firm, InstructedRate
from services.proceedings.domain.law import DeMinimisTier
from services.proceedings.domain.petition.facts import initiation, status
from services.proceedings.domain.preliminary.acts import CommercePreliminary
from services.proceedings.domain.rates import RateRow, RateStatus
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

    The 3 % test of countries that ended export subsidies early stops the day after the notice that they give one.
    """
    found = status(state)
    if not found.subsidies_agreement or found.development is Development.NONE:
        return DeMinimisTier.STANDARD
    notice = found.export_subsidy_notice_on
    if found.development is Development.DEVELOPING or (notice is not None and determined_on > notice):
        return DeMinimisTier.DEVELOPING
    return DeMinimisTier.LEAST_DEVELOPED


def above_de_minimis(rows: Sequence[RateRow], test: DeMinimisTier, determined_on: date) -> list[RateRow]:
    """The rates that count (PRE-07, PRE-08)."""
    return [
        row
        for row in rows
        if row.status is RateStatus.ACTIVE
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
    """Rates as customs is told them, with two places (D-01)."""
    return tuple(
        InstructedRate(
            exporter=row.exporter or ANY,
            producer=row.producer or ANY,
            rate_percent=row.rate_percent,
            basis=row.basis,
            excluded=row.status is RateStatus.EXCLUDED,
        )
        for row in rows
    )


def firms(rows: Sequence[RateRow]) -> tuple[Firm, ...]:
    """The combinations that rates are of."""
    return tuple(Firm(row.exporter, row.producer) for row in rows)
