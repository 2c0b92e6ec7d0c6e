"""Every pair of a case's state and an early act or one of the Commission (15.2, transitions 1 to 7, 16, 17, 35, 36)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from services.proceedings.domain.case_law import BOOK
from services.proceedings.domain.commission.acts import Finding, ItcFinal, ItcPreliminary, PreliminaryResult
from services.proceedings.domain.petition.acts import (
    ConsultationsOffered,
    DerogationDetermined,
    DraftPetitionReceived,
    FilingCured,
    GovernmentsNotified,
    InvestigationInitiated,
    PartyClass,
    PetitionDismissed,
    PollOpened,
    SelfInitiated,
)
from services.proceedings.domain.record.acts import Act, Step
from services.proceedings.domain.record.proceeding import Background, Proceeding
from services.proceedings.domain.record.regions import Case, Commerce, Itc
from tests.unit.proceedings.petition.telling import petition, support
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import itc_final

DAY = day("2024-01-30")
EARLY = {Case.FILED, Case.POLLING}
# From the table of 15.2: the states an act may come in. What is not named there follows its rule's own words.
TABLE: list[tuple[Act, set[Case]]] = [
    (DraftPetitionReceived(occurred_on=DAY, petitioner="Alpha"), {Case.DRAFT_CONFIDENTIAL}),
    (petition("2024-01-30"), {Case.DRAFT_CONFIDENTIAL}),
    (SelfInitiated(occurred_on=DAY, scope_text="Alpha"), {Case.DRAFT_CONFIDENTIAL}),
    (FilingCured(occurred_on=DAY), {Case.FILING_DEFECT}),
    (PollOpened(occurred_on=DAY, exceptional=False), {Case.FILED}),
    (ConsultationsOffered(occurred_on=DAY), EARLY),
    (support("2024-01-30"), EARLY),
    (InvestigationInitiated(occurred_on=DAY, sufficient=True), EARLY),
    (PetitionDismissed(occurred_on=DAY, reasons="insufficient"), EARLY),
    (GovernmentsNotified(occurred_on=DAY, country="ZZ"), EARLY | {Case.FILING_DEFECT}),
    (DerogationDetermined(occurred_on=DAY, exists=False), {Case.INVESTIGATING}),
    (ItcPreliminary(occurred_on=DAY, result=PreliminaryResult.AFFIRMATIVE), {Case.INVESTIGATING}),
    (itc_final("2024-01-30"), {Case.INVESTIGATING, Case.CONTINUED_UNDER_AGREEMENT}),
]


@pytest.mark.parametrize("state", list(Case))
@pytest.mark.parametrize(("act", "allowed"), TABLE, ids=[act.name for act, _ in TABLE])
def test_15_2_each_early_act_in_each_state(act: Act, allowed: set[Case], state: Case) -> None:
    assert (state in BOOK.rule(type(act)).source) is (state in allowed)


def background(*, inside: bool) -> Background:
    return (Story() if inside else Story(statuses=())).background


@pytest.mark.parametrize("commerce", list(Commerce))
@pytest.mark.parametrize("itc", list(Itc))
def test_15_2_transitions_6_7_the_preliminary_is_decided_while_it_is_pending(commerce: Commerce, itc: Itc) -> None:
    state = Proceeding(background=background(inside=True), case=Case.INVESTIGATING, commerce=commerce, itc=itc)
    act = ItcPreliminary(occurred_on=DAY, result=PreliminaryResult.AFFIRMATIVE)
    codes = [refusal.code for refusal in BOOK.rule(ItcPreliminary).refuse(state, act)]
    outside = ["NOT_AVAILABLE_NON_SAC"] if itc is Itc.NOT_REQUIRED else ["ILLEGAL_TRANSITION"]
    assert codes == ([] if itc is Itc.PRELIM_PENDING else outside)


@pytest.mark.parametrize("commerce", list(Commerce))
@pytest.mark.parametrize("itc", list(Itc))
def test_15_2_transitions_16_17_the_final_follows_commerces_affirmative_one(commerce: Commerce, itc: Itc) -> None:
    state = Proceeding(background=background(inside=True), case=Case.INVESTIGATING, commerce=commerce, itc=itc)
    act = ItcFinal(occurred_on=DAY, finding=Finding.INJURY)
    codes = [refusal.code for refusal in BOOK.rule(ItcFinal).refuse(state, act)]
    outside = ["NOT_AVAILABLE_NON_SAC"] if itc is Itc.NOT_REQUIRED else ["ILLEGAL_TRANSITION"]
    assert codes == ([] if (commerce, itc) == (Commerce.FINAL_AFF, Itc.FINAL_PENDING) else outside)


@pytest.mark.parametrize(
    ("inside", "expected"), [(True, Itc.PRELIM_PENDING), (False, Itc.NOT_REQUIRED)], ids=["inside", "outside"]
)
def test_15_2_transitions_3_5_imp_03_an_initiation_asks_the_commission_where_the_injury_test_applies(
    inside: bool, expected: Itc
) -> None:
    own = SelfInitiated(occurred_on=DAY, scope_text="Alpha")
    state = Proceeding(background=background(inside=inside)).with_step(Step(number=1, act=own))
    after = BOOK.rule(SelfInitiated).happened(state, Step(number=1, act=own))
    assert (after.case, after.commerce, after.itc) == (Case.INVESTIGATING, Commerce.PRELIM_PENDING, expected)


@pytest.mark.parametrize("party", list(PartyClass))
@pytest.mark.parametrize("itc_filed_on", ["2024-01-30", "2024-01-31"])
def test_15_2_transitions_1_35_a_petition_is_filed_or_held(party: PartyClass, itc_filed_on: str) -> None:
    story, act = Story(), petition("2024-01-30", itc=itc_filed_on, party=party)
    if party in {PartyClass.A, PartyClass.B}:
        assert story.refused(act) == ["STANDING"]
        return
    story.tell(act)
    state = story.on("2024-01-30")
    assert state.case is (Case.FILED if itc_filed_on == "2024-01-30" else Case.FILING_DEFECT)
    clocks = {"INITIATION", "ITC_PRELIM"} & set(story.deadlines("2024-01-30"))
    assert clocks == ({"INITIATION", "ITC_PRELIM"} if state.case is Case.FILED else set())


def test_15_2_transitions_3_4_what_stands_against_an_initiation_is_told_at_once() -> None:
    story = Story()
    story.tell(petition("2024-01-10"))
    story.tell(replace(support("2024-01-11", supporting=200, opposing=300), total=Decimal(1000)))
    act = InvestigationInitiated(occurred_on=DAY, sufficient=False)
    assert story.refused(act) == [
        "INSUFFICIENT",
        "SUPPORT_NOT_ESTABLISHED",
        "POLL_REQUIRED",
        "CONSULTATIONS_NOT_OFFERED",
    ]
    story.tell(PetitionDismissed(occurred_on=DAY, reasons="support", sufficient=True))
    assert story.on("2024-01-30").case is Case.DISMISSED
