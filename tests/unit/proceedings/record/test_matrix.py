"""Every state of a case against every kind of act: possible where 15.2 has a row for it, and nowhere else."""

import typing
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.proceedings.domain.case_law import BOOK
from services.proceedings.domain.record.acts import Act
from services.proceedings.domain.record.regions import TERMINAL, Case
from tests.unit.proceedings.record.reaching import REACHED

DRAFT, DEFECT, FILED, POLLING = Case.DRAFT_CONFIDENTIAL, Case.FILING_DEFECT, Case.FILED, Case.POLLING
INVESTIGATING, SUSPENDED, CONTINUED = Case.INVESTIGATING, Case.SUSPENDED, Case.CONTINUED_UNDER_AGREEMENT
WITHHELD, ORDERED = Case.COMPLETED_ORDER_WITHHELD, Case.ORDER_IN_FORCE
SUNSET = {SUSPENDED, WITHHELD, ORDERED}

# 15.2, by its numbers; a row that names another region's state (COMMERCE, ITC, CRITICAL) stands for the states of the
# case in which that region may be there.
TABLE: Mapping[str, set[Case]] = {
    "PetitionFiled": {DRAFT},  # 1, 35
    "PollOpened": {FILED},  # 2
    "InvestigationInitiated": {FILED, POLLING},  # 3
    "PetitionDismissed": {FILED, POLLING},  # 4
    "SelfInitiated": {DRAFT},  # 5
    "ItcPreliminary": {INVESTIGATING},  # 6, 7
    "PreliminaryPostponed": {INVESTIGATING},  # 8
    "CommercePreliminary": {INVESTIGATING, CONTINUED},  # 9, 10
    "CriticalPreliminary": {INVESTIGATING, CONTINUED},  # 11, 38
    "FinalAligned": {INVESTIGATING, CONTINUED},  # 13
    "CommerceFinal": {INVESTIGATING, CONTINUED},  # 14, 15, 26, 27, 39
    "ItcFinal": {INVESTIGATING, CONTINUED},  # 16, 17, 26, 27, 40, 41
    "OrderPublished": {INVESTIGATING},  # 18
    "AgreementNotified": {INVESTIGATING},  # 19
    "AgreementAccepted": {INVESTIGATING},  # 20
    "ContinuationRequested": {SUSPENDED},  # 21
    "SuspensionReviewPetitioned": {SUSPENDED, CONTINUED},  # 22
    "SuspensionReviewDecided": {SUSPENDED, CONTINUED, WITHHELD},  # 23, 24: AGREEMENT=UNDER_ITC_REVIEW
    "AgreementViolationFound": {SUSPENDED, CONTINUED, WITHHELD},  # 28, 29
    "PetitionWithdrawn": {INVESTIGATING},  # 30
    "InvestigationTerminated": {INVESTIGATING},  # 30
    "RegionalAgreementAccepted": {ORDERED},  # 31
    "SunsetInitiated": SUNSET,  # 32, 33, 42, 43
    "SunsetCommerceDetermined": SUNSET,
    "SunsetItcDetermined": SUNSET,
    "OrderContinued": SUNSET,  # 33, 43
    "OrderRevokedAfterSunset": SUNSET,  # 32, 42
    "OrderRevokedAfterReview": {ORDERED},  # 34
    "OrderRevokedWithoutInjury": {ORDERED},  # 34
    "FilingCured": {DEFECT},  # 36
    "CriticalAlleged": {DEFECT, FILED, POLLING, INVESTIGATING, SUSPENDED, CONTINUED},  # 37
}
# 15.1: a case that has ended still takes what customs reports, what courts order, what was begun before, and what a
# later case makes of its record.
AFTER_THE_END = {
    "AccountingYearStated",
    "AssessmentInformationReceived",
    "AssessmentDirected",
    "LiquidationReported",
    "EntryHoldOrdered",
    "CourtDecided",
    "CourtSummonsFiled",
    "PenaltyReferral",
    "RecordReused",
    "VolumeConsultationsOpened",
    "EntryConditionSet",
    "ExportsReported",
    "ReviewRequestWithdrawn",
    "ReviewInitiated",
    "ReviewRescinded",
    "ReviewExtended",
    "ReviewPreliminary",
    "ReviewFinal",
}
KINDS = {kind.name: kind for kind in BOOK.acts}


@pytest.mark.parametrize("case", list(Case))
@pytest.mark.parametrize("name", TABLE)
def test_15_2_an_act_is_possible_in_the_states_of_its_rows_and_in_no_other(name: str, case: Case) -> None:
    assert (case in BOOK.rule(KINDS[name]).source) is (case in TABLE[name])


@pytest.mark.parametrize("case", sorted(TERMINAL))
@pytest.mark.parametrize("name", sorted(set(KINDS) - set(TABLE)))
def test_15_1_nothing_moves_a_case_that_has_ended(name: str, case: Case) -> None:
    assert case not in BOOK.rule(KINDS[name]).source or name in AFTER_THE_END


def test_every_state_of_the_case_is_reached() -> None:
    assert {case: story.on(on.isoformat()).case for case, (story, on) in REACHED.items()} == {
        case: case for case in Case
    }


@st.composite
def acts(draw: st.DrawFn, on: date) -> Act:
    """Any act, of whatever its fields may hold."""
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    hints = typing.get_type_hints(kind)
    others = {field.name: st.from_type(hints[field.name]) for field in fields(kind) if field.name != "occurred_on"}
    act: Act = draw(st.builds(kind, occurred_on=st.just(on), **others))
    return act


st.register_type_strategy(Decimal, st.decimals(min_value=0, max_value=10**6, places=2))
st.register_type_strategy(date, st.dates(min_value=date(1999, 1, 1), max_value=date(2035, 12, 31)))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.sampled_from(list(Case)), st.data())
def test_15_2_whatever_an_act_holds_it_is_judged_and_an_impossible_one_is_named_so(
    case: Case, data: st.DataObject
) -> None:
    story, on = REACHED[case]
    act = data.draw(acts(on))
    codes = story.refused(act)
    assert ("ILLEGAL_TRANSITION" in codes) or case in BOOK.rule(type(act)).source
