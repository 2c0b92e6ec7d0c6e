"""Five-year reviews: who may come forward, until when, and how they end (SUN-01 to SUN-10)."""

from dataclasses import replace
from datetime import date

import pytest

from services.proceedings.domain.deadlines.engine import Status
from services.proceedings.domain.instructions import Liquidate, OrderEnded
from services.proceedings.domain.petition.party_class import PartyClass
from services.proceedings.domain.record.acts import Authority
from services.proceedings.domain.record.proceeding import CountryStatus
from services.proceedings.domain.record.regions import Case
from services.proceedings.domain.sunset.acts import (
    Branch,
    Cumulated,
    ParticipationWaived,
    SanctionsImposed,
    SanctionsLifted,
    SunsetBranchDetermined,
    SunsetInitiated,
    SunsetRebuttalFiled,
)
from services.proceedings.domain.sunset.anniversary import anniversary
from tests.unit.proceedings.petition.telling import initiate
from tests.unit.proceedings.preliminary.telling import prelim
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, order
from tests.unit.proceedings.sunset.telling import (
    commerce,
    commission,
    continued,
    extended,
    initiated,
    intent,
    ordered,
    preliminary,
    responded,
    response,
    revoked,
)

EQUIVALENT = CountryStatus(
    starts_on=date(1995, 1, 1), ends_on=None, subsidies_agreement=True, reason="EQUIVALENT_OBLIGATIONS"
)


def test_sun_02_a_review_is_initiated_once_and_counts_from_publication() -> None:
    story = ordered()
    story.tell(SunsetInitiated(occurred_on=day("2023-03-28")))
    assert story.refused(SunsetInitiated(occurred_on=day("2023-03-29"))) == ["INITIATED_ALREADY"]
    assert story.refused(intent("2023-03-30")) == ["INITIATION_NOT_PUBLISHED"]
    story.publish(len(story.record), "2023-04-03")
    assert story.due("SUNSET_INTENT/SUNSET-2023", "2023-04-03") == "2023-04-18"


def test_sun_02_b_a_late_initiation_is_missed_not_refused() -> None:
    story = ordered()
    assert story.deadlines("2023-04-17")["SUNSET_INIT/SUNSET-2023"].status is Status.MISSED
    initiated(story, "2023-04-20")
    assert story.deadlines("2023-04-20")["SUNSET_INIT/SUNSET-2023"].status is Status.MET


def test_sun_01_days_under_sanctions_do_not_count() -> None:
    story = ordered(Story(statuses=(EQUIVALENT,)))
    story.tell(SanctionsImposed(occurred_on=day("2020-01-01")))
    assert story.refused(SanctionsImposed(occurred_on=day("2020-02-01"))) == ["BANNED_ALREADY"]
    assert anniversary(story.on("2020-06-01")) is None
    assert story.refused(SunsetInitiated(occurred_on=day("2023-04-03"))) == ["NO_ANNIVERSARY"]
    assert "SUNSET_INIT/SUNSET-2023" not in story.deadlines("2020-06-01")
    story.tell(SanctionsLifted(occurred_on=day("2020-01-31")))
    assert anniversary(story.on("2020-06-01")) == date(2023, 6, 14)
    assert story.refused(SanctionsLifted(occurred_on=day("2020-03-01"))) == ["NOT_BANNED"]


def test_sun_01_sanctions_count_for_a_member_of_the_wto() -> None:
    assert ordered().refused(SanctionsImposed(occurred_on=day("2020-01-01"))) == ["WTO_MEMBER"]


def test_sun_03_a_notice_of_intent_is_domestic_and_in_time() -> None:
    story = initiated()
    assert story.refused(intent("2023-04-18")) == []
    assert story.refused(intent(party=PartyClass.A)) == ["PARTY_NOT_ENTITLED"]
    assert story.refused(intent("2023-04-19", PartyClass.B)) == ["PARTY_NOT_ENTITLED", "SUNSET_FILING_LATE"]
    assert story.refused(intent("2023-04-19", good_cause="A flood.")) == []


def test_sun_04_responses_waivers_and_rebuttals_have_their_days() -> None:
    story = initiated()
    waiver = ParticipationWaived(occurred_on=day("2023-05-03"), party="Beta")
    rebuttal = SunsetRebuttalFiled(occurred_on=day("2023-05-08"), party="Alpha")
    assert story.refused(response()) == ["NO_INTENT"]
    assert story.refused(rebuttal) == ["NOTHING_TO_REBUT"]
    story.tell(intent())
    assert story.refused(response("2023-05-03")) == []
    assert story.refused(response("2023-05-04")) == ["SUNSET_FILING_LATE"]
    assert story.refused(response(party=PartyClass.B)) == []
    assert story.refused(waiver) == []
    assert story.refused(replace(waiver, occurred_on=day("2023-05-04"))) == ["SUNSET_FILING_LATE"]
    story.tell(response())
    assert story.refused(rebuttal) == []
    assert story.refused(replace(rebuttal, occurred_on=day("2023-05-09"))) == ["SUNSET_FILING_LATE"]


def test_sun_05_a_late_notice_for_good_cause_keeps_the_order_from_the_default() -> None:
    story = initiated()
    story.tell(intent("2023-04-20", good_cause="A flood."))
    assert "SUNSET_REVOKE/SUNSET-2023" not in story.deadlines("2023-04-20")
    assert story.refused(revoked("2023-05-15")) == ["SUNSET_UNDECIDED"]


def test_sun_05_a_notice_without_a_response_is_no_domestic_response() -> None:
    story = initiated()
    story.tell(intent())
    early = SunsetBranchDetermined(occurred_on=day("2023-05-03"), branch=Branch.NO_DOMESTIC_RESPONSE)
    assert story.refused(early) == ["WINDOW_OPEN"]
    assert story.refused(replace(early, branch=Branch.FULL)) == ["NO_DOMESTIC_RESPONSE"]
    story.tell(replace(early, occurred_on=day("2023-05-04")))
    assert story.due("SUNSET_REVOKE/SUNSET-2023", "2023-05-05") == "2023-07-03"
    assert story.refused(commerce("2023-06-01")) == ["BRANCH_NOT_DETERMINED"]
    story.tell(revoked("2023-07-03"))
    assert story.deadlines("2023-07-03")["SUNSET_REVOKE/SUNSET-2023"].status is Status.MET


def test_sun_05_a_missed_revocation_is_an_alert_cal_11() -> None:
    story = initiated()
    assert story.deadlines("2023-07-05")["SUNSET_REVOKE/SUNSET-2023"].status is Status.MISSED
    assert story.on("2023-07-05").case is Case.ORDER_IN_FORCE


def test_sun_05_no_revocation_before_the_anniversary() -> None:
    assert initiated().refused(revoked("2023-05-12")) == ["BEFORE_ANNIVERSARY"]


def test_sun_06_with_a_domestic_response_the_default_is_not_open() -> None:
    story = responded()
    branch = SunsetBranchDetermined(occurred_on=day("2023-05-24"), branch=Branch.NO_DOMESTIC_RESPONSE)
    assert story.refused(branch) == ["DOMESTIC_RESPONSE_FILED"]
    story.tell(replace(branch, branch=Branch.EXPEDITED))
    assert story.refused(replace(branch, branch=Branch.FULL)) == ["DETERMINED_ALREADY"]
    assert story.refused(preliminary()) == ["NOT_A_FULL_REVIEW"]
    assert story.refused(extended(Authority.COMMERCE)) == ["NOT_A_FULL_REVIEW"]


def test_sun_06_a_waiver_means_likely() -> None:
    story = initiated()
    story.tell(intent())
    story.tell(response())
    story.tell(ParticipationWaived(occurred_on=day("2023-05-03"), party="Beta"))
    story.tell(SunsetBranchDetermined(occurred_on=day("2023-05-24"), branch=Branch.EXPEDITED))
    assert story.refused(commerce("2023-08-01", likely=False)) == ["WAIVER_MEANS_LIKELY"]
    assert story.refused(commerce("2023-08-01")) == []


def test_sun_07_an_extension_has_its_ground_and_its_cap() -> None:
    story = responded(Branch.FULL)
    granted = extended(Authority.COMMERCE, days=60)
    assert story.refused(replace(granted, days=91)) == ["EXTENSION_BEYOND_CAP"]
    assert story.refused(replace(granted, days=0)) == ["EXTENSION_BEYOND_CAP"]
    assert story.refused(replace(granted, extraordinarily_complicated=False)) == ["EXTENSION_GROUND_MISSING"]
    assert story.refused(replace(granted, by=Authority.CBP)) == ["NOT_AN_AGENCY"]
    assert story.refused(replace(granted, preliminary_days=61)) == ["EXTENSION_BEYOND_CAP"]
    assert story.refused(replace(extended(Authority.ITC), preliminary_days=1)) == ["EXTENSION_BEYOND_CAP"]
    story.tell(replace(granted, preliminary_days=30))
    assert story.due("SUNSET_PRELIM/SUNSET-2023", "2023-07-02") == "2023-08-21"
    assert story.refused(extended(Authority.COMMERCE, "2023-07-02", 31)) == ["EXTENSION_BEYOND_CAP"]
    assert story.refused(extended(Authority.COMMERCE, "2023-07-02", 30)) == []


def test_sun_07_when_commerce_alone_extends_the_commission_has_120_days_after_its_final() -> None:
    story = responded(Branch.FULL)
    story.tell(extended(Authority.COMMERCE))
    story.tell(preliminary())
    assert story.due("SUNSET_FINAL/SUNSET-2023/ITC", "2023-07-24") == "2024-03-28"
    story.tell(commerce("2024-02-27"), published="2024-03-04")
    assert story.due("SUNSET_FINAL/SUNSET-2023/ITC", "2024-03-04") == "2024-07-02"


def test_sun_07_a_full_review_has_preliminary_results() -> None:
    story = responded(Branch.FULL)
    assert story.refused(commerce("2023-11-20")) == ["PRELIMINARY_MISSING"]
    story.tell(preliminary())
    assert story.refused(preliminary("2023-07-25")) == ["DETERMINED_ALREADY"]
    story.tell(commerce("2023-11-20"))
    assert story.refused(commerce("2023-11-21")) == ["DETERMINED_ALREADY"]
    assert story.refused(extended(Authority.COMMERCE, "2023-11-22")) == ["DETERMINED_ALREADY"]


@pytest.mark.parametrize(("subsidy", "injury"), [(False, True), (True, False), (False, False)])
def test_sun_08_one_negative_finding_revokes(subsidy: bool, injury: bool) -> None:
    story = responded(Branch.EXPEDITED)
    story.tell(commerce("2023-08-01", likely=subsidy), published="2023-08-07")
    story.tell(commission("2023-08-31", likely=injury), published="2023-09-06")
    assert story.refused(continued("2023-09-12")) == ["NOT_BOTH_AFFIRMATIVE"]
    ended = story.tell(revoked("2023-09-12"))[0]
    assert isinstance(ended, OrderEnded)
    assert ended.effective_on == date(2023, 5, 15)
    assert story.on("2023-09-12").case is Case.REVOKED


def test_sun_08_a_missing_affirmative_is_a_revocation_once_it_is_overdue() -> None:
    story = responded(Branch.EXPEDITED)
    story.tell(commerce("2023-08-01"), published="2023-08-07")
    assert story.refused(revoked("2023-08-31")) == ["SUNSET_UNDECIDED"]
    assert story.refused(revoked("2023-09-01")) == []


def test_sun_08_both_affirmative_is_no_revocation() -> None:
    story = responded(Branch.EXPEDITED)
    story.tell(commerce("2023-08-01"))
    story.tell(commission("2023-08-31"))
    assert story.refused(revoked("2023-09-12")) == ["BOTH_AFFIRMATIVE"]


def test_sun_08_a_continued_order_is_reviewed_again_five_years_later() -> None:
    story = responded(Branch.EXPEDITED)
    story.tell(commerce("2023-08-01"))
    story.tell(commission("2023-08-31"))
    story.tell(continued("2023-09-12"))
    assert story.refused(intent("2023-09-13")) == ["ILLEGAL_TRANSITION"]
    initiated(story, "2028-08-02")
    assert sorted(story.on("2028-08-02").reviews) == ["SUNSET-2023", "SUNSET-2028"]
    assert story.due("SUNSET_INTENT/SUNSET-2028", "2028-08-02") == "2028-08-17"
    assert story.due("SUNSET_EXPEDITED/SUNSET-2023/COMMERCE", "2028-08-02") == "2023-08-01"
    assert story.due("SUNSET_REVOKE/SUNSET-2028", "2028-08-18") == "2028-10-31"


def test_sun_09_commerce_gives_the_rate_likely_to_prevail() -> None:
    story = responded(Branch.EXPEDITED)
    assert story.refused(replace(commerce("2023-08-01"), prevailing_rates=())) == ["PREVAILING_RATE_MISSING"]
    low = replace(commerce("2023-08-01", likely=False), only_low_rates=True)
    assert story.refused(low) == ["LOW_RATES_ALONE"]
    assert story.refused(replace(low, only_low_rates=False)) == []


def test_sun_09_the_commission_cumulates_reviews_of_one_day() -> None:
    story = responded(Branch.EXPEDITED)
    other = Cumulated("C-900-002", day("2023-04-03"))
    decided = commission("2023-08-31")
    assert story.refused(replace(decided, cumulated=(other,))) == []
    later = replace(other, initiated_on=day("2023-04-04"))
    assert story.refused(replace(decided, cumulated=(other, later))) == ["NOT_CUMULATED"]


def test_sun_10_nothing_is_told_between_the_anniversary_and_the_revocation() -> None:
    story = initiated()
    told = [one for struck in story.all_struck("2023-05-31") for one in struck.instructions if struck.day.year == 2023]
    assert told == []
    state = story.on("2023-06-30")
    assert (state.case, state.liquidation.value) == (Case.ORDER_IN_FORCE, "SUSPENDED_DEFINITIVE")


def test_sun_05_entries_of_before_the_anniversary_are_still_assessed() -> None:
    story = initiated()
    story.tell(revoked("2023-07-03"))
    windows = [struck for struck in story.all_struck("2026-12-31") if struck.key == "AR_WINDOW"]
    (last,) = windows[-1].instructions
    assert isinstance(last, Liquidate)
    assert (windows[-1].day, last.entries.last) == (date(2024, 6, 1), date(2023, 5, 14))


def test_sun_01_no_five_year_review_outside_the_subsidies_agreement_imp_03() -> None:
    outside = CountryStatus(starts_on=date(1995, 1, 1), ends_on=None, subsidies_agreement=False, reason=None)
    story = _without_injury_test(Story(statuses=(outside,)))
    assert "SUNSET_INIT/SUNSET-2029" not in story.deadlines("2029-01-01")
    assert story.refused(SunsetInitiated(occurred_on=day("2029-01-02"))) == ["NOT_AVAILABLE_NON_SAC"]
    assert story.refused(intent("2029-01-02")) == ["NOT_AVAILABLE_NON_SAC"]


def _without_injury_test(story: Story) -> Story:
    initiate(story, filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")
    story.tell(prelim("2024-04-04"), published="2024-04-10")
    story.tell(final("2024-06-18"), published="2024-06-24")
    story.tell(order("2024-06-24"))
    return story
