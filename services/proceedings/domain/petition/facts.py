"""What later rules ask of the petition and the initiation."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from services.proceedings.domain.deadlines.engine import months
from services.proceedings.domain.petition.acts import (
    DerogationDetermined,
    FilingCured,
    IndustrySupportAssessed,
    InvestigationInitiated,
    PetitionAmended,
    PetitionElement,
    PetitionFiled,
    SelfInitiated,
)
from services.proceedings.domain.petition.support import Support, support
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import CountryStatus, Proceeding
from services.proceedings.domain.record.regions import Case

_RECENT_MONTHS: Final = -24


def filed_on(state: Proceeding) -> date | None:
    """Day the petition is deemed filed with both agencies; None before, or while the two days differ (PET-02)."""
    petition = state.last(PetitionFiled)
    if petition is None or state.case is Case.FILING_DEFECT:
        return None
    cured = state.last(FilingCured)
    return petition.act.occurred_on if cured is None else cured.act.occurred_on


def initiation(state: Proceeding) -> Step[InvestigationInitiated] | Step[SelfInitiated] | None:
    """The initiation, upon a petition or not."""
    return state.last(InvestigationInitiated) or state.last(SelfInitiated)


def status(state: Proceeding) -> CountryStatus:
    """The country's status, tested on the day of initiation (D-28, D-10); before it, on the day of filing."""
    started = initiation(state)
    if started is not None:
        return state.background.status_on(started.act.occurred_on)
    filed = filed_on(state)
    first = state.steps[0].act.occurred_on if state.steps else None
    day = filed or first
    assert day is not None, "a case without an act has no status"
    return state.background.status_on(day)


def is_sac(state: Proceeding) -> bool:
    """Whether the injury test applies (IMP-01, IMP-02)."""
    return status(state).subsidies_agreement


def expedite(state: Proceeding) -> bool:
    """Whether both agencies hurry: an order on the goods ended within the 24 months before filing (PET-16, D-08).

    Source: 19 USC 1671a(c)(1)(C). No deadline changes.
    """
    petition, filed = state.last(PetitionFiled), filed_on(state)
    ended = None if petition is None else petition.act.earlier_order_ended_on
    return filed is not None and ended is not None and months(filed, _RECENT_MONTHS) <= ended < filed


def derogation(state: Proceeding) -> bool:
    """Whether the case rests on the derogation of an undertaking on export credits (PET-04, ORD-10).

    It no longer does once the Treasury has determined that there is none.
    """
    petition, determined = state.last(PetitionFiled), state.last(DerogationDetermined)
    alleged = petition is not None and petition.act.export_credit_derogation
    return alleged and (determined is None or determined.act.exists)


def missing_elements(state: Proceeding) -> Sequence[PetitionElement]:
    """What the petition and its amendments do not allege or show; nothing where that was not taken down (PET-03)."""
    petition = state.last(PetitionFiled)
    if petition is None or petition.act.contents is None:
        return ()
    shown = {*petition.act.contents, *(one for step in state.every(PetitionAmended) for one in step.act.contents)}
    asked = set(PetitionElement) if is_sac(state) else set(PetitionElement) - {PetitionElement.INJURY}
    return sorted(asked - shown)


def support_of(state: Proceeding, assessed: IndustrySupportAssessed) -> Support:
    """The tests on an assessment; what is disregarded leaves the total too where the practice says so (D-07)."""
    total = assessed.total
    if state.practice.exclude_disregarded_from_total:
        total -= sum((one.production for one in assessed.disregarded), start=total * 0)
    return support(total, assessed.supporting, assessed.opposing)
