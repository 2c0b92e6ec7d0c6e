"""Critical circumstances: allegation, findings and how far they reach (CRC, transitions 11, 37 to 40)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proceedings.domain.critical.acts import CriticalAlleged, CriticalFinding, CriticalPreliminary
from services.proceedings.domain.critical.facts import is_massive, reach_final, reach_preliminary
from services.proceedings.domain.deadlines.calendar import Almanac
from services.proceedings.domain.deadlines.clocks import Actor
from services.proceedings.domain.deadlines.engine import Tolling
from services.proceedings.domain.final.acts import FinalAligned
from services.proceedings.domain.instructions import (
    EntryRange,
    Firm,
    SuspensionAmended,
    SuspensionOrdered,
    SuspensionTerminated,
)
from services.proceedings.domain.petition.acts import PetitionDismissed, SelfInitiated
from services.proceedings.domain.record.acts import Act
from services.proceedings.domain.record.regions import Commerce, Critical
from tests.unit.proceedings.petition.telling import initiate, petition, support
from tests.unit.proceedings.preliminary.telling import itc_prelim, prelim, rate, to_preliminary
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final, order

BOTH = CriticalFinding(inconsistent=True, massive=True)
NEITHER = CriticalFinding(inconsistent=False, massive=False)


def alleged(on: str) -> CriticalAlleged:
    return CriticalAlleged(occurred_on=day(on))


def found(on: str, finding: CriticalFinding = BOTH) -> CriticalPreliminary:
    return CriticalPreliminary(occurred_on=day(on), finding=finding)


def begun() -> Story:
    story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")
    story.tell(itc_prelim("2024-02-23"))
    return story


def test_crc_01_allegation_closes_more_than_20_days_before_the_scheduled_final() -> None:
    story = to_preliminary(Story())
    assert story.due("FINAL", "2024-05-01") == "2024-06-18"
    assert story.due("CC_ALLEGATION", "2024-05-01") == "2024-05-28"
    assert story.refused(alleged("2024-05-28")) == []
    assert story.refused(alleged("2024-05-29")) == ["CRC_LATE"]
    assert story.deadlines("2024-05-29")["CC_ALLEGATION"].status == "CANCELLED"


def test_crc_01_the_guard_never_rolls_even_on_a_holiday() -> None:
    # Final due 18 June 2024 tolled by 41 days to 29 July: 21 days before is Monday 8 July; by 40 days Sunday 7 July.
    story = to_preliminary(Story(almanac=Almanac(tollings=(tolling(40),))))
    assert story.due("FINAL", "2024-05-01") == "2024-07-29"
    assert story.due("CC_ALLEGATION", "2024-05-01") == "2024-07-08"


def tolling(days: int) -> Tolling:
    closed = day("2024-05-02")
    return Tolling(id="closure", authority=Actor.COMMERCE, closure_from=closed, closure_to=closed, days=days)


def test_crc_01_cal_08_the_window_moves_with_a_tolled_final() -> None:
    story = to_preliminary(Story(almanac=Almanac(tollings=(tolling(10),))))
    assert story.due("FINAL", "2024-05-01") == "2024-06-28"
    assert story.refused(alleged("2024-06-07")) == []
    assert story.refused(alleged("2024-06-08")) == ["CRC_LATE"]


def test_crc_01_the_window_moves_with_an_aligned_final() -> None:
    story = Story(statuses=begun().statuses)
    story.tell(replace(petition("2024-01-10"), companion_ad_case="A-900-001"))
    story.record += begun().record[1:]
    story.tell(prelim("2024-04-04"), published="2024-04-10")
    story.tell(
        FinalAligned(
            occurred_on=day("2024-05-20"),
            ad_case="A-900-001",
            requested_on=day("2024-04-12"),
            ad_final_due_on=day("2024-08-26"),
        )
    )
    assert story.refused(alleged("2024-08-05")) == []
    assert story.refused(alleged("2024-08-06")) == ["CRC_LATE"]


def test_imp_03_outside_the_agreement_there_are_no_critical_circumstances() -> None:
    story = Story(statuses=())
    story.tell(petition("2024-01-10"))
    assert story.refused(alleged("2024-01-10")) == ["NOT_AVAILABLE_NON_SAC"]
    assert "NOT_AVAILABLE_NON_SAC" in story.refused(found("2024-01-10"))


@pytest.mark.parametrize(
    ("alleged_on", "due"),
    [
        # With the preliminary of 4 April until 15 March, a Friday; later within 30 days.
        ("2024-03-15", "2024-04-04"),
        ("2024-03-18", "2024-04-17"),
        ("2024-03-25", "2024-04-24"),
    ],
)
def test_crc_02_when_a_preliminary_finding_is_due(alleged_on: str, due: str) -> None:
    story = begun()
    story.tell(alleged(alleged_on))
    assert story.due("CC_PRELIM_FINDING", alleged_on) == due


def test_crc_02_a_party_may_still_allege_on_the_next_business_day() -> None:
    story = initiate(Story(), filed="2024-01-12", initiated="2024-02-01", published="2024-02-05")
    assert story.due("PRELIM", "2024-02-05") == "2024-04-08"
    # 20 days before lie on Tuesday 19 March; 30 days before the final of 18 June on Sunday 19 May (CRC-02-c).
    story = to_preliminary(Story())
    story.tell(alleged("2024-05-20"))
    assert story.due("CC_PRELIM_FINDING", "2024-05-20") == "2024-06-20"
    late = to_preliminary(Story())
    late.tell(alleged("2024-05-21"))
    assert "CC_PRELIM_FINDING" not in late.deadlines("2024-05-21")


def test_crc_02_an_early_determination_takes_the_finding_with_it() -> None:
    story = begun()
    story.tell(alleged("2024-03-01"))
    story.tell(prelim("2024-04-01"))
    assert story.due("CC_PRELIM_FINDING", "2024-04-01") == "2024-04-01"


@pytest.mark.parametrize(("base", "comparison", "massive"), [(40_000, 46_000, True), (40_000, 45_900, False)])
def test_crc_03_massive_imports(base: int, comparison: int, massive: bool) -> None:
    assert is_massive(Decimal(base), Decimal(comparison), day("2024-04-04")) is massive
    story = begun()
    story.tell(alleged("2024-03-01"))
    volumes = replace(BOTH, base_volume=Decimal(base), comparison_volume=Decimal(comparison))
    assert story.refused(found("2024-04-01", volumes)) == ([] if massive else ["MASSIVE_CONTRADICTS_VOLUMES"])
    assert story.refused(found("2024-04-01", replace(volumes, base_volume=None))) == ["VOLUME_MISSING"]
    assert story.refused(found("2024-04-01", replace(volumes, base_volume=Decimal(-1)))) == ["VOLUME_NEGATIVE"]


@pytest.mark.parametrize(
    ("inconsistent", "massive", "expected"),
    [
        (True, True, Critical.PRELIM_AFF),
        (True, False, Critical.PRELIM_NEG),
        (False, True, Critical.PRELIM_NEG),
        (False, False, Critical.PRELIM_NEG),
    ],
)
def test_crc_03_both_findings_are_needed(inconsistent: bool, massive: bool, expected: Critical) -> None:
    story = begun()
    story.tell(alleged("2024-03-01"))
    story.tell(found("2024-04-01", CriticalFinding(inconsistent=inconsistent, massive=massive)))
    assert story.on("2024-04-01").critical is expected


def test_crc_04_a_suspension_already_published_is_amended() -> None:
    story = to_preliminary(Story(), initiation_published="2024-02-05")
    story.tell(alleged("2024-04-15"))
    (amended,) = story.tell(found("2024-05-10"), published="2024-05-15")
    assert isinstance(amended, SuspensionAmended)
    assert amended.retroactive_from == date(2024, 2, 5)
    assert story.on("2024-05-15").reach_back_to == date(2024, 2, 5)


def test_crc_04_one_ordered_later_reaches_back_at_once() -> None:
    story = begun()
    story.tell(alleged("2024-02-26"))
    assert story.tell(found("2024-03-20"), published="2024-03-26") == ()
    (ordered, _) = story.tell(prelim("2024-04-04"), published="2024-04-10")
    assert isinstance(ordered, SuspensionOrdered)
    assert ordered.retroactive_from == date(2024, 2, 5)


def test_crc_03_crc_04_a_finding_per_exporter_reaches_that_exporter_alone() -> None:
    firm = Firm("Alpha", "Alpha")
    story = begun()
    story.tell(alleged("2024-02-26"))
    story.tell(found("2024-03-20", replace(BOTH, firms=(firm,))))
    ordered, _, amended = story.tell(prelim("2024-04-04"), published="2024-04-10")
    assert isinstance(ordered, SuspensionOrdered)
    assert isinstance(amended, SuspensionAmended)
    assert (ordered.retroactive_from, amended.firms) == (None, (firm,))


def test_crc_08_firms_that_the_final_finding_leaves_out_are_reached_no_more() -> None:
    alpha, beta = Firm("Alpha", "Alpha"), Firm("Beta", "Beta")
    story = begun()
    story.tell(alleged("2024-02-26"))
    story.tell(found("2024-03-20", replace(BOTH, firms=(alpha, beta))))
    story.tell(prelim("2024-04-04"), published="2024-04-10")
    told = story.tell(final("2024-06-18", critical=replace(BOTH, firms=(beta,))), published="2024-06-24")
    (end,) = [one for one in told if isinstance(one, SuspensionTerminated)]
    assert (end.firms, end.entries) == ((alpha,), EntryRange(date(2024, 2, 5), date(2024, 4, 9)))


@pytest.mark.parametrize(
    ("suspended", "initiation", "expected"),
    [("2024-05-10", "2024-03-01", "2024-03-01"), ("2023-08-18", "2023-04-10", "2023-05-20")],
)
def test_crc_05_vectors(suspended: str, initiation: str, expected: str) -> None:
    assert reach_preliminary(day(suspended), day(initiation)) == day(expected)


@pytest.mark.parametrize(("suspended", "expected"), [("2024-05-10", "2024-02-10"), ("2024-05-29", "2024-02-29")])
def test_crc_09_vectors(suspended: str, expected: str) -> None:
    assert reach_final(day(suspended)) == day(expected)


@given(st.dates(date(1996, 1, 1), date(2045, 1, 1)), st.integers(0, 400))
def test_crc_05_crc_09_the_final_route_reaches_at_least_as_far(initiated: date, later: int) -> None:
    suspended = initiated + timedelta(days=later)
    reach = reach_preliminary(suspended, initiated)
    assert reach >= reach_final(suspended)
    assert initiated <= reach <= suspended or reach == reach_final(suspended)


def test_crc_06_an_affirmative_final_answers_every_allegation() -> None:
    story = begun()
    story.tell(alleged("2024-02-26"))
    story.tell(found("2024-03-20", NEITHER))
    story.tell(prelim("2024-04-04"), published="2024-04-10")
    assert story.refused(final("2024-06-18")) == ["CRITICAL_FINDING_MISSING"]
    assert story.refused(final("2024-06-18", critical=BOTH)) == []
    plain = to_preliminary(Story())
    assert plain.refused(final("2024-06-18", critical=BOTH)) == ["CRITICAL_NOT_ALLEGED"]


def test_crc_07_the_commission_is_asked_only_after_an_affirmative_final_finding() -> None:
    for finding, answers in ((BOTH, {None: ["CRITICAL_FINDING_MISSING"], True: [], False: []}), (NEITHER, {None: []})):
        story = to_preliminary(Story())
        story.tell(alleged("2024-04-15"))
        story.tell(final("2024-06-18", critical=finding), published="2024-06-24")
        for undermines, expected in answers.items():
            assert story.refused(itc_final("2024-07-18", undermines=undermines)) == expected
    assert story.refused(itc_final("2024-07-18", undermines=True)) == ["CRITICAL_NOT_ASKED"]


def test_crc_09_d_24_no_preliminary_finding_counts_as_a_negative_one() -> None:
    story = to_preliminary(Story())
    story.tell(alleged("2024-04-15"))
    told = story.tell(final("2024-06-18", critical=BOTH), published="2024-06-24")
    (amended,) = [one for one in told if isinstance(one, SuspensionAmended)]
    assert amended.retroactive_from == date(2024, 1, 11)
    assert amended.manual_review_before == date(2024, 2, 5)


def test_crc_09_after_a_negative_preliminary_it_counts_from_the_final() -> None:
    story = begun()
    story.tell(alleged("2024-02-26"))
    story.tell(prelim("2024-04-04", rate("Alpha", "0.50"), affirmative=False), published="2024-04-10")
    (ordered, *_) = story.tell(final("2024-06-18", critical=BOTH), published="2024-06-24")
    assert isinstance(ordered, SuspensionOrdered)
    assert (ordered.effective_from, ordered.retroactive_from) == (date(2024, 6, 24), date(2024, 3, 26))


def self_initiated() -> Story:
    story = Story()
    story.tell(SelfInitiated(occurred_on=day("2024-01-30"), scope_text="Alpha."), published="2024-02-05")
    return story


def filed() -> Story:
    story = Story()
    story.tell(petition("2024-01-10"))
    return story


def dismissed() -> Story:
    story = filed()
    story.tell(PetitionDismissed(occurred_on=day("2024-01-30"), reasons="Insufficient."))
    return story


def finalled() -> Story:
    story = to_preliminary(Story())
    story.tell(final("2024-06-18"), published="2024-06-24")
    return story


def negative() -> Story:
    story = begun()
    story.tell(prelim("2024-04-04", rate("Alpha", "0.50"), affirmative=False), published="2024-04-10")
    return story


def with_(story: Story, *acts: Act) -> Story:
    for act in acts:
        story.tell(act)
    return story


TABLE: list[tuple[str, Story, Act, bool]] = [
    ("37 with the petition", filed(), alleged("2024-01-10"), True),
    ("37 while filings differ", with_(Story(), petition("2024-01-10", itc="2024-01-11")), alleged("2024-01-10"), True),
    ("37 before the preliminary", begun(), alleged("2024-03-25"), True),
    ("37 after an affirmative one", to_preliminary(Story()), alleged("2024-04-25"), True),
    ("37 after a negative one", negative(), alleged("2024-04-25"), True),
    ("37 without a petition", Story(), alleged("2024-01-10"), False),
    ("37 after a dismissal", dismissed(), alleged("2024-02-10"), False),
    ("37 after the final", finalled(), alleged("2024-06-18"), False),
    ("37 a second time", with_(begun(), alleged("2024-03-01")), alleged("2024-03-25"), False),
    ("11 while the preliminary is pending", with_(begun(), alleged("2024-03-01")), found("2024-03-25"), True),
    (
        "11 after an affirmative one",
        with_(to_preliminary(Story()), alleged("2024-04-25")),
        found("2024-05-20"),
        True,
    ),
    ("38 after a negative one", with_(negative(), alleged("2024-04-25")), found("2024-05-20", NEITHER), True),
    ("11 before initiation", with_(filed(), alleged("2024-01-10")), found("2024-01-12"), False),
    ("11 without an allegation", begun(), found("2024-03-25"), False),
    ("11 on Commerce's own initiative", self_initiated(), found("2024-03-25"), True),
    ("11 a second time", with_(begun(), alleged("2024-03-01"), found("2024-03-20")), found("2024-03-25"), False),
    ("11 after the final", finalled(), found("2024-06-20"), False),
]


@pytest.mark.parametrize(("pair", "story", "act", "allowed"), TABLE, ids=[row[0] for row in TABLE])
def test_15_2_transitions_11_37_38(pair: str, story: Story, act: Act, allowed: bool) -> None:
    assert (story.refused(act) == []) is allowed, pair
    assert allowed or "ILLEGAL_TRANSITION" in story.refused(act)


@pytest.mark.parametrize(
    ("before", "finding", "undermines", "after"),
    [
        (None, BOTH, None, Critical.FINAL_AFF),
        (None, NEITHER, None, Critical.FINAL_NEG),
        (BOTH, BOTH, None, Critical.FINAL_AFF),
        (BOTH, NEITHER, None, Critical.FINAL_NEG),
        (NEITHER, BOTH, None, Critical.FINAL_AFF),
        (BOTH, BOTH, True, Critical.ITC_AFF),
        (BOTH, BOTH, False, Critical.ITC_NEG),
    ],
)
def test_15_2_transitions_39_40(
    before: CriticalFinding | None, finding: CriticalFinding, undermines: bool | None, after: Critical
) -> None:
    story = to_preliminary(Story())
    story.tell(alleged("2024-04-15"))
    if before is not None:
        story.tell(found("2024-05-10", before))
    story.tell(final("2024-06-18", critical=finding), published="2024-06-24")
    if undermines is not None:
        story.tell(itc_final("2024-07-18", undermines=undermines))
    assert story.on("2024-07-18").critical is after


def test_15_3_6_a_case_without_injury_test_never_leaves_not_alleged() -> None:
    story = Story(statuses=())
    story.tell(petition("2024-01-10"))
    story.tell(support("2024-01-11"))
    assert story.on("2024-01-31").critical is Critical.NOT_ALLEGED
    assert story.on("2024-01-31").commerce is Commerce.NONE


def test_crc_08_the_order_is_possible_without_confirmation() -> None:
    story = to_preliminary(Story())
    story.tell(alleged("2024-04-15"))
    story.tell(final("2024-06-18", critical=BOTH), published="2024-06-24")
    story.tell(itc_final("2024-07-18", undermines=False), notified="2024-07-25", published="2024-07-31")
    assert story.refused(order("2024-08-01")) == []
