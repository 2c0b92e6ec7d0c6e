"""Replaying a record: order, judgement, corrections, the state on any day (15.2, 15.3(5))."""

from dataclasses import replace
from decimal import Decimal

from services.proceedings.domain.case_law import BOOK
from services.proceedings.domain.instructions import ANY, DepositRates
from services.proceedings.domain.petition.acts import InvestigationInitiated, PetitionDismissed
from services.proceedings.domain.preliminary.acts import CommercePreliminary
from services.proceedings.domain.record.acts import AgencyNotified, NoticePublished
from services.proceedings.domain.record.regions import Case, Commerce, Itc
from services.proceedings.domain.record.replay import known_at, replay
from tests.unit.proceedings.petition.telling import initiate, petition
from tests.unit.proceedings.preliminary.telling import prelim, rate, to_preliminary
from tests.unit.proceedings.record.story import Story, day


def under_investigation() -> Story:
    return initiate(Story(), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")


def test_15_2_the_state_follows_from_the_acts_up_to_a_day() -> None:
    story = under_investigation()
    assert story.on("2024-01-09").case is Case.DRAFT_CONFIDENTIAL
    assert story.on("2024-01-10").case is Case.FILED
    state = story.on("2024-01-30")
    assert (state.case, state.commerce, state.itc) == (Case.INVESTIGATING, Commerce.PRELIM_PENDING, Itc.PRELIM_PENDING)


def test_15_2_an_act_in_the_wrong_state_is_refused() -> None:
    story = under_investigation()
    assert story.refused(petition("2024-02-10")) == ["ILLEGAL_TRANSITION"]


def test_15_3_5_a_correction_takes_the_place_of_an_act_and_both_stay() -> None:
    story = under_investigation()
    story.tell(petition("2024-01-09"), corrects=1)
    assert story.due("INITIATION", "2024-02-10") == "2024-01-29"
    assert len(story.record) == 6
    before = known_at(story.record, story.record[4].recorded_at)
    assert replay(story.background, before, BOOK).state.steps[0].act.occurred_on == day("2024-01-10")


def test_15_3_5_a_correction_that_a_later_act_could_not_survive_is_refused() -> None:
    story = under_investigation()
    assert "CONFLICTS_WITH_LATER_ACT" in story.refused(petition("2024-02-01"), corrects=1)


def test_15_3_5_an_act_recorded_late_takes_its_legal_place() -> None:
    story = Story()
    story.tell(petition("2024-01-10"))
    story.tell(PetitionDismissed(occurred_on=day("2024-01-25"), reasons="no support"))
    assert "CONFLICTS_WITH_LATER_ACT" in story.refused(
        PetitionDismissed(occurred_on=day("2024-01-20"), reasons="insufficient")
    )


def test_0_2_fin_12_publication_and_notice_come_after_their_act_and_once() -> None:
    story = under_investigation()
    assert story.refused(NoticePublished(occurred_on=day("2024-02-06"), act_number=4)) == ["ANNOUNCED_ALREADY"]
    assert story.refused(NoticePublished(occurred_on=day("2024-02-06"), act_number=99)) == ["NO_SUCH_ACT"]
    assert story.refused(AgencyNotified(occurred_on=day("2024-01-29"), act_number=4)) == ["NO_SUCH_ACT"]
    story.tell(AgencyNotified(occurred_on=day("2024-01-31"), act_number=4))
    step = story.on("2024-02-05").last(InvestigationInitiated)
    assert step is not None
    assert (step.notified_on, step.published_on) == (day("2024-01-31"), day("2024-02-05"))


def test_15_2_what_was_not_judged_stands_even_where_rules_have_changed_since() -> None:
    story = under_investigation()
    doubtful = replace(story.record[3], act=InvestigationInitiated(occurred_on=day("2024-01-30"), sufficient=False))
    record = [*story.record[:3], doubtful, *story.record[4:]]
    assert replay(story.background, record, BOOK).state.case is Case.INVESTIGATING


def test_15_3_5_a_corrected_determination_tells_customs_the_rates_its_notice_told_wrongly() -> None:
    story = to_preliminary(Story())
    number = next(entry.number for entry in story.record if isinstance(entry.act, CommercePreliminary))
    told = story.tell(prelim("2024-04-04", rate("Alpha", "12.00")), corrects=number)
    (rates,) = told
    assert isinstance(rates, DepositRates)
    assert {row.exporter: row.rate_percent for row in rates.rows if row.exporter != ANY} == {"Alpha": Decimal("12.00")}
    assert rates.effective_from == day("2024-04-10"), "from the day of the notice that had the wrong ones"


def test_15_3_5_a_correction_that_changes_nothing_customs_was_told_tells_nothing() -> None:
    story = to_preliminary(Story())
    number = next(entry.number for entry in story.record if isinstance(entry.act, CommercePreliminary))
    assert story.tell(prelim("2024-04-03"), corrects=number) == ()
