"""The Commission's determinations: votes, volumes, clocks, transitions (ITP, IMP-09, NEG-04, NEG-05)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from services.proceedings.domain.commission.acts import Finding, ItcFinal, ItcPreliminary, PreliminaryResult
from services.proceedings.domain.commission.consistency import final_finding, preliminary_result
from services.proceedings.domain.commission.negligibility import ImportVolumes
from services.proceedings.domain.commission.votes import Votes, affirmative
from services.proceedings.domain.petition.acts import ConsultationsOffered, PetitionDismissed, PollOpened, SelfInitiated
from services.proceedings.domain.record.acts import AgencyNotified
from services.proceedings.domain.record.proceeding import Development
from services.proceedings.domain.record.regions import Case, Critical, Itc, Liquidation
from shared.refusals import Refused
from tests.unit.proceedings.petition.telling import initiate, petition
from tests.unit.proceedings.preliminary.telling import itc_prelim, to_preliminary
from tests.unit.proceedings.record.story import INSIDE, Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final

IMPORTS = ImportVolumes(total=Decimal(1000), own=Decimal(20), first=date(2022, 12, 1), last=date(2023, 11, 30))


def started() -> Story:
    return initiate(Story(), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")


def both_final() -> Story:
    story = to_preliminary(Story())
    story.tell(final("2024-06-18"), published="2024-06-24")
    return story


@pytest.mark.parametrize(("yes", "no", "expected"), [(3, 3, True), (2, 4, False), (1, 0, True), (0, 6, False)])
def test_imp_09_an_even_division_is_affirmative(yes: int, no: int, expected: bool) -> None:
    assert affirmative(yes, no) is expected


def test_imp_09_somebody_votes() -> None:
    with pytest.raises(ValueError, match="somebody votes"):
        affirmative(0, 0)


@pytest.mark.parametrize(
    ("filed", "due", "facts"), [("2024-01-10", "2024-02-26", "2024-03-04"), ("2024-06-03", "2024-07-18", "2024-07-23")]
)
def test_itp_02_itp_04_45_days_from_the_petition_and_five_more_for_the_facts(filed: str, due: str, facts: str) -> None:
    story = Story()
    story.tell(petition(filed))
    assert story.due("ITC_PRELIM", filed) == due
    assert story.due("ITC_PRELIM_FACTS", filed) == facts


def test_itp_02_an_own_initiation_gives_45_days_from_its_notice() -> None:
    story = Story()
    story.tell(SelfInitiated(occurred_on=day("2024-05-20"), scope_text="Alpha of every size."))
    assert "ITC_PRELIM" not in story.deadlines("2024-05-20")
    story.tell(AgencyNotified(occurred_on=day("2024-05-21"), act_number=1))
    assert story.due("ITC_PRELIM", "2024-05-21") == "2024-07-05"


def test_itp_02_a_longer_initiation_gives_25_days_from_its_notice() -> None:
    story = Story()
    story.tell(petition("2024-06-03"))
    story.tell(PollOpened(occurred_on=day("2024-06-10"), exceptional=True))
    found = story.deadlines("2024-06-10")
    assert "ITC_PRELIM" not in found
    assert (found["ITC_PRELIM/NORMAL"].due, found["ITC_PRELIM/NORMAL"].status) == (day("2024-07-18"), "SUPERSEDED")


def test_itp_01_a_dismissal_ends_the_commissions_duty() -> None:
    story = Story()
    story.tell(petition("2024-01-10"))
    story.tell(PetitionDismissed(occurred_on=day("2024-01-30"), reasons="insufficient"))
    found = story.deadlines("2024-02-01")
    assert (found["ITC_PRELIM"].status, found["ITC_PRELIM_FACTS"].status) == ("CANCELLED", "CANCELLED")


def test_imp_03_itp_01_outside_the_agreement_the_commission_is_not_asked() -> None:
    story = initiate(Story(statuses=()), filed="2024-01-10", initiated="2024-01-30")
    assert not [key for key in story.deadlines("2024-02-01") if key.startswith("ITC")]
    assert story.refused(itc_prelim("2024-02-20")) == ["NOT_AVAILABLE_NON_SAC"]
    assert story.refused(itc_final("2024-02-20")) == ["NOT_AVAILABLE_NON_SAC"]


def test_itp_04_notice_to_commerce_meets_the_deadline_of_the_facts() -> None:
    story = started()
    story.tell(itc_prelim("2024-02-23"), notified="2024-02-28")
    found = story.deadlines("2024-03-10")
    assert (found["ITC_PRELIM"].met_on, found["ITC_PRELIM_FACTS"].met_on) == (day("2024-02-23"), day("2024-02-28"))


@pytest.mark.parametrize("result", [PreliminaryResult.NEGATIVE, PreliminaryResult.NEGLIGIBLE])
def test_itp_03_transition_7_a_negative_or_negligible_finding_ends_the_case(result: PreliminaryResult) -> None:
    story = started()
    assert story.tell(itc_prelim("2024-02-23", result)) == ()
    state = story.on("2024-02-23")
    assert (state.case, state.itc, state.liquidation) == (Case.TERMINATED, Itc.PRELIM_NEG, Liquidation.NORMAL)
    assert story.deadlines("2024-03-10")["ITC_PRELIM_FACTS"].status == "MISSED"


def test_itp_03_transition_6_an_affirmative_one_lets_it_go_on_and_is_made_once() -> None:
    story = started()
    story.tell(itc_prelim("2024-02-23"))
    assert (story.on("2024-02-23").case, story.on("2024-02-23").itc) == (Case.INVESTIGATING, Itc.PRELIM_AFF)
    assert story.refused(itc_prelim("2024-02-26")) == ["ILLEGAL_TRANSITION"]


def test_15_2_before_the_initiation_the_commission_decides_nothing() -> None:
    story = Story()
    assert story.refused(itc_prelim("2024-01-10")) == ["ILLEGAL_TRANSITION"]
    story.tell(petition("2024-01-10"))
    story.tell(ConsultationsOffered(occurred_on=day("2024-01-10")))
    assert story.refused(itc_prelim("2024-01-20")) == ["ILLEGAL_TRANSITION"]


def test_15_2_the_final_follows_commerces_affirmative_one() -> None:
    assert started().refused(itc_final("2024-02-20")) == ["ILLEGAL_TRANSITION"]
    assert to_preliminary(Story()).refused(itc_final("2024-04-20")) == ["ILLEGAL_TRANSITION"]


def test_fin_10_transitions_16_41_an_affirmative_final() -> None:
    story = both_final()
    story.tell(itc_final("2024-07-25"), notified="2024-07-25", published="2024-07-31")
    assert story.on("2024-07-30").liquidation is Liquidation.SUSPENDED_PROVISIONAL
    assert (story.on("2024-07-30").itc, story.on("2024-07-31").liquidation) == (
        Itc.FINAL_AFF,
        Liquidation.SUSPENDED_DEFINITIVE,
    )
    assert story.due("ORDER", "2024-07-31") == "2024-08-01"
    assert story.refused(itc_final("2024-08-01")) == ["ILLEGAL_TRANSITION"]


@pytest.mark.parametrize("finding", ["NEGATIVE", "NEGLIGIBLE"])
def test_fin_11_neg_05_transition_17_a_negative_final_ends_the_case_on_publication(finding: str) -> None:
    story = both_final()
    told = story.tell(itc_final("2024-07-25", finding), published="2024-07-31")
    assert [type(one).__name__ for one in told] == ["SuspensionTerminated", "Liquidate"]
    assert story.on("2024-07-30").case is Case.INVESTIGATING
    state = story.on("2024-07-31")
    assert (state.case, state.itc, state.liquidation) == (Case.TERMINATED, Itc.FINAL_NEG, Liquidation.LIFTED)


def test_crc_07_transition_40_is_refused_where_it_was_not_asked() -> None:
    assert both_final().refused(itc_final("2024-07-25", undermines=True)) == ["CRITICAL_NOT_ASKED"]
    assert both_final().on("2024-07-25").critical is Critical.NOT_ALLEGED


# Votes and volumes.


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        (Votes(injury=3, negative=3), PreliminaryResult.AFFIRMATIVE),
        (Votes(injury=2, threat=1, negative=3), PreliminaryResult.AFFIRMATIVE),
        (Votes(injury=2, negative=4), PreliminaryResult.NEGATIVE),
    ],
)
def test_imp_09_a_preliminary_determination_is_computed_from_its_votes(
    votes: Votes, expected: PreliminaryResult
) -> None:
    story = started()
    assert preliminary_result(story.on("2024-02-20"), votes, None) is expected
    story.tell(ItcPreliminary(occurred_on=day("2024-02-23"), result=expected, votes=votes))


@pytest.mark.parametrize(
    ("votes", "finding", "plural"),
    [
        (Votes(injury=2, threat=1, negative=3), Finding.INJURY, True),
        (Votes(threat=4, negative=2), Finding.THREAT, False),
        (Votes(threat_but_for=2, threat=1, retardation=1), Finding.THREAT_BUT_FOR, True),
        (Votes(injury=2, negative=4), Finding.NEGATIVE, False),
    ],
)
def test_imp_09_d_05_the_finding_is_that_of_the_plurality(votes: Votes, finding: Finding, plural: bool) -> None:
    story = both_final()
    found = final_finding(story.on("2024-07-20"), votes, None)
    assert (found.finding, found.plurality) == (finding, plural)
    story.tell(ItcFinal(occurred_on=day("2024-07-25"), finding=finding, plurality=plural, votes=votes))


def test_d_05_level_kinds_need_a_stated_finding() -> None:
    story, votes = both_final(), Votes(injury=2, threat=2, negative=2)
    with pytest.raises(Refused, match="PLURALITY_TIED"):
        final_finding(story.on("2024-07-20"), votes, None)
    act = ItcFinal(occurred_on=day("2024-07-25"), finding=Finding.THREAT, plurality=True, votes=votes)
    assert story.refused(act) == []
    assert story.refused(replace(act, plurality=False)) == ["PLURALITY_MARK"]
    assert story.refused(replace(act, finding=Finding.RETARDATION)) == ["CONTRADICTS_VOTES"]


def test_imp_09_votes_against_the_determination_refuse_it() -> None:
    act = ItcPreliminary(
        occurred_on=day("2024-02-23"), result=PreliminaryResult.NEGATIVE, votes=Votes(injury=3, negative=3)
    )
    assert started().refused(act) == ["CONTRADICTS_VOTES"]
    assert started().refused(replace(act, votes=Votes())) == ["VOTES_IMPOSSIBLE"]
    assert started().refused(replace(act, votes=Votes(injury=-1, negative=3))) == ["VOTES_IMPOSSIBLE"]


def test_itp_03_neg_02_negligible_volumes_decide_whatever_the_votes() -> None:
    state = started().on("2024-02-20")
    assert preliminary_result(state, Votes(injury=6), IMPORTS) is PreliminaryResult.NEGLIGIBLE
    assert preliminary_result(state, None, IMPORTS) is PreliminaryResult.NEGLIGIBLE
    with pytest.raises(Refused, match="DETERMINATION_MISSING"):
        preliminary_result(state, None, replace(IMPORTS, own=Decimal(30)))


def test_neg_02_volumes_against_the_determination_refuse_it() -> None:
    act = ItcPreliminary(occurred_on=day("2024-02-23"), result=PreliminaryResult.AFFIRMATIVE, imports=IMPORTS)
    assert started().refused(act) == ["CONTRADICTS_VOLUMES"]
    above = replace(IMPORTS, own=Decimal(30))
    assert started().refused(replace(act, result=PreliminaryResult.NEGLIGIBLE, imports=above)) == [
        "CONTRADICTS_VOLUMES"
    ]
    assert started().refused(replace(act, imports=above)) == []


def test_neg_01_impossible_volumes_and_periods_are_refused_together() -> None:
    wrong = replace(IMPORTS, own=Decimal(2000), last=date(2024, 1, 10))
    act = ItcPreliminary(occurred_on=day("2024-02-23"), result=PreliminaryResult.AFFIRMATIVE, imports=wrong)
    assert started().refused(act) == ["VOLUMES_IMPOSSIBLE", "NOT_THE_BASE_PERIOD"]
    region = replace(IMPORTS, own=Decimal(30), for_region=True)
    assert started().refused(replace(act, imports=region)) == ["NOT_THE_REGION"]
    assert started().refused(replace(act, imports=region, regional=True)) == []


def test_neg_06_d_10_the_listing_on_the_day_of_initiation_decides() -> None:
    listed = replace(INSIDE, development=Development.DEVELOPING, ends_on=date(2024, 1, 29))
    later = replace(INSIDE, starts_on=date(2024, 1, 30))
    act = ItcPreliminary(
        occurred_on=day("2024-02-23"),
        result=PreliminaryResult.AFFIRMATIVE,
        imports=replace(IMPORTS, own=Decimal(35)),
    )
    story = initiate(Story(statuses=(listed, later)), filed="2024-01-10", initiated="2024-01-30")
    assert story.refused(act) == []
    story = initiate(Story(statuses=(listed, later)), filed="2024-01-10", initiated="2024-01-29")
    assert story.refused(act) == ["CONTRADICTS_VOLUMES"]


def test_neg_04_neg_05_imports_about_to_exceed_allow_a_finding_of_threat_alone() -> None:
    imports = replace(IMPORTS, imminent_share=Decimal("3.5"))
    act = ItcFinal(occurred_on=day("2024-07-25"), finding=Finding.THREAT, imports=imports)
    story = both_final()
    assert story.refused(act) == []
    assert story.refused(replace(act, finding=Finding.INJURY)) == ["ONLY_FOR_THREAT"]
    assert story.refused(replace(act, finding=Finding.NEGLIGIBLE)) == ["CONTRADICTS_VOLUMES"]


def test_neg_05_the_final_phase_tests_again() -> None:
    story = both_final()
    assert final_finding(story.on("2024-07-20"), Votes(injury=6), IMPORTS).finding is Finding.NEGLIGIBLE
    assert story.refused(ItcFinal(occurred_on=day("2024-07-25"), finding=Finding.INJURY, imports=IMPORTS)) == [
        "CONTRADICTS_VOLUMES"
    ]
