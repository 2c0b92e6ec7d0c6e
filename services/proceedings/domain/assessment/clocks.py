"""ASSESS_STATUTORY, LIQUIDATION_BY_CBP and the notice of a court's decision (16.1, ASM-01, ASM-08 to ASM-10)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from services.proceedings.domain.assessment.acts import (
    AccountingYearStated,
    AssessmentDirected,
    AssessmentInformationReceived,
    CourtDecided,
    LiquidationReported,
)
from services.proceedings.domain.assessment.liquidation import customs_clocks, gap
from services.proceedings.domain.commission.facts import is_affirmative, itc_final
from services.proceedings.domain.deadlines.clocks import Actor, Clock, DeadlineClass, Kind, Leg, Offset, Unit
from services.proceedings.domain.deadlines.engine import months
from services.proceedings.domain.final.facts import final
from services.proceedings.domain.instructions import Firm
from services.proceedings.domain.order.facts import order
from services.proceedings.domain.record.proceeding import Proceeding

_INFORMATION: Final = Offset(6, Unit.MONTHS)
_YEAR: Final = Offset(12, Unit.MONTHS)
_COURT_NOTICE: Final = Offset(10)


def stated(state: Proceeding) -> frozenset[tuple[Firm, date]]:
    """The accounting years that are stated, by firm and last day."""
    return frozenset((step.act.firm, step.act.ends_on) for step in state.every(AccountingYearStated))


def lifts(state: Proceeding) -> Mapping[str, date]:
    """Days on which the end of the investigation lifted a suspension: of the gap, or of all by a negative final."""
    found: dict[str, date] = {}
    ordered, made, decided = order(state), final(state), itc_final(state)
    if ordered is not None and gap(state) is not None:
        found["GAP"] = ordered.act.occurred_on
    if state.suspended_from is None:
        return found
    if made is not None and not made.act.affirmative and made.published_on is not None:
        found["TERMINATED"] = made.published_on
    if decided is not None and not is_affirmative(decided) and decided.published_on is not None:
        found["TERMINATED"] = decided.published_on
    return found


def clocks(state: Proceeding, due: Callable[[Clock], date]) -> Iterable[Clock]:
    """The monitors of assessment and liquidation, and the notice of a court's decision."""
    for firm, ends_on in sorted(stated(state), key=lambda year: (year[1], year[0].exporter, year[0].producer)):
        yield _statutory(state, firm, ends_on)
    reported = {step.act.lifted_on: step.act.occurred_on for step in state.every(LiquidationReported)}
    for segment, day in lifts(state).items():
        yield from customs_clocks(segment, instructed_on=day, lifted_on=day, met_on=reported.get(day))
    yield from _court(state)


def _statutory(state: Proceeding, firm: Firm, ends_on: date) -> Clock:
    """The earlier of six months after information and twelve after the accounting year; an alert, never rolled.

    Source: ASM-01, 19 USC 1671e(a)(1); D-20.
    """
    received = [
        step.act.occurred_on
        for step in state.every(AssessmentInformationReceived)
        if (step.act.firm, step.act.year_ends_on) == (firm, ends_on)
    ]
    directed = [
        step.act.occurred_on
        for step in state.every(AssessmentDirected)
        if (step.act.firm, step.act.year_ends_on) == (firm, ends_on)
    ]
    leg = Leg("ACCOUNTING_YEAR_ENDED", ends_on, _YEAR)
    if received and months(received[0], _INFORMATION.count) < months(ends_on, _YEAR.count):
        leg = Leg("INFORMATION_RECEIVED", received[0], _INFORMATION)
    return Clock(
        key="ASSESS_STATUTORY",
        segment=f"{firm.exporter}/{firm.producer}/{ends_on.isoformat()}",
        rule="ASM-01",
        source="19 USC 1671e(a)(1)",
        actor=Actor.COMMERCE,
        kind=Kind.MONITOR,
        cls=DeadlineClass.STATUTORY_FIXED,
        legs=(leg,),
        met_on=directed[0] if directed else None,
    )


def _court(state: Proceeding) -> Iterator[Clock]:
    for step in state.every(CourtDecided):
        yield Clock(
            key="COURT_NOTICE",
            segment=step.act.court_reference,
            rule="ASM-10",
            source="19 USC 1516a(c)(2)",
            actor=Actor.COMMERCE,
            kind=Kind.ACT,
            cls=DeadlineClass.STATUTORY_FIXED,
            legs=(Leg("COURT_DECIDED", step.act.occurred_on, _COURT_NOTICE),),
            met_on=step.published_on,
        )
        if step.published_on is not None:
            yield from customs_clocks(
                step.act.court_reference, instructed_on=step.published_on, lifted_on=step.published_on, met_on=None
            )
