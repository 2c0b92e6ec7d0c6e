"""What later rules ask of the petition and the initiation."""

from datetime import date

from services.proceedings.domain.petition.acts import (
    FilingCured,
    InvestigationInitiated,
    PetitionFiled,
    SelfInitiated,
)
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import CountryStatus, Proceeding
from services.proceedings.domain.record.regions import Case


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
