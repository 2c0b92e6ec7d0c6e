"""Commerce's final: its day, its content, what it means for entries, and when it may come (FIN, 15.2 13 to 17)."""

from dataclasses import replace
from datetime import date

import pytest

from services.proceedings.domain.critical.acts import CriticalAlleged, CriticalFinding
from services.proceedings.domain.deadlines.engine import Days, raw
from services.proceedings.domain.final.acts import FinalAligned
from services.proceedings.domain.instructions import (
    DepositRates,
    Liquidate,
    SuspensionAmended,
    SuspensionOrdered,
    SuspensionReinstated,
    SuspensionTerminated,
)
from services.proceedings.domain.petition.acts import ConsultationsOffered, InvestigationInitiated
from services.proceedings.domain.preliminary.facts import first_day
from services.proceedings.domain.record.regions import Case, Critical, Itc, Liquidation
from tests.unit.proceedings.petition.telling import initiate, petition, support
from tests.unit.proceedings.preliminary.telling import itc_prelim, prelim, rate, to_preliminary
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final, order


@pytest.mark.parametrize(
    ("vector", "trigger", "days", "expected"),
    [
        ("FIN-01-a", "2024-04-04", 75, "2024-06-18"),
        ("FIN-02-a", "2020-02-14", 135, "2020-06-29"),
        ("FIN-02-b", "2023-08-18", 5, "2023-08-23"),
        ("FIN-02-c", "2023-10-20", 135, "2024-03-04"),
        ("FIN-07-a", "2024-05-22", 75, "2024-08-05"),
        ("MIN-02-a", "2024-06-20", 5, "2024-06-25"),
        ("MIN-02-b", "2024-06-25", 5, "2024-07-01"),
        ("MIN-03-c", "2024-06-24", 30, "2024-07-24"),
        ("ORD-01-a", "2013-02-08", 7, "2013-02-15"),
        ("ORD-01-b", "2012-11-30", 7, "2012-12-07"),
        ("ORD-01-c", "2023-12-22", 7, "2023-12-29"),
    ],
)
def test_fin_min_ord_vectors_of_days(vector: str, trigger: str, days: int, expected: str) -> None:
    assert Days().roll(raw(day(trigger), days)).isoformat() == expected, vector


@pytest.mark.parametrize(
    ("preliminary_on", "final_on", "expected"),
    [
        ("2024-04-04", "2024-06-18", "2024-08-02"),  # EX FIN-06-a
        ("2024-04-04", "2024-05-31", "2024-08-02"),  # EX FIN-06-b
        ("2023-08-14", "2024-03-04", "2024-04-18"),  # EX FIN-06-c
        ("2019-12-06", "2020-06-29", "2020-08-13"),  # EX FIN-06-d
    ],
)
def test_fin_06_d_18_the_later_of_two_days(preliminary_on: str, final_on: str, expected: str) -> None:
    start = day(preliminary_on)
    story = to_preliminary(
        Story(),
        filed=raw(start, -90).isoformat(),
        initiated=raw(start, -65).isoformat(),
        initiation_published=raw(start, -60).isoformat(),
        itc=raw(start, -20).isoformat(),
        on=preliminary_on,
        published=raw(start, 5).isoformat(),
    )
    story.tell(final(final_on), published=raw(day(final_on), 5).isoformat())
    assert story.due("ITC_FINAL", final_on) == expected


def test_fin_08_a_the_suspension_of_a_final() -> None:
    assert first_day(day("2024-05-29"), day("2023-12-15")) == date(2024, 5, 29)


def with_companion() -> Story:
    story = Story()
    story.tell(replace(petition("2024-01-10"), companion_ad_case="A-900-001"))
    story.tell(ConsultationsOffered(occurred_on=day("2024-01-10")))
    story.tell(support("2024-01-10"))
    story.tell(InvestigationInitiated(occurred_on=day("2024-01-30"), sufficient=True), published="2024-02-05")
    story.tell(itc_prelim("2024-02-23"))
    story.tell(prelim("2024-04-04"), published="2024-04-10")
    return story


ALIGNED = FinalAligned(
    occurred_on=day("2024-04-20"),
    ad_case="A-900-001",
    requested_on=day("2024-04-15"),
    ad_final_due_on=day("2024-08-12"),
)


def test_fin_02_alignment_is_refused_late_for_another_case_or_too_far() -> None:
    story = with_companion()
    late = replace(ALIGNED, requested_on=day("2024-04-16"))
    assert story.refused(late) == ["ALIGNMENT_REQUEST_LATE"]
    assert story.refused(replace(late, good_cause="Counsel was in hospital.")) == []
    assert story.refused(replace(ALIGNED, ad_case="A-900-002")) == ["NOT_SIMULTANEOUS"]
    assert story.refused(replace(ALIGNED, requested_on=day("2024-04-21"), good_cause="Flood.")) == [
        "ALIGNMENT_NOT_REQUESTED"
    ]
    far = replace(ALIGNED, ad_postponed=True, ad_preliminary_published_on=day("2024-06-10"))
    assert story.refused(replace(far, ad_final_due_on=day("2024-10-23"))) == []
    assert story.refused(replace(far, ad_final_due_on=day("2024-10-24"))) == ["ALIGNED_TOO_FAR"]
    assert story.refused(replace(ALIGNED, ad_postponed=True)) == ["AD_PRELIMINARY_MISSING"]


def test_fin_02_the_day_moves_when_the_antidumping_final_moves() -> None:
    story = with_companion()
    story.tell(ALIGNED)
    assert story.due("FINAL", "2024-05-01") == "2024-08-12"
    moved = replace(
        ALIGNED,
        occurred_on=day("2024-07-01"),
        ad_final_due_on=day("2024-10-23"),
        ad_postponed=True,
        ad_preliminary_published_on=day("2024-06-10"),
    )
    story.tell(moved)
    assert story.due("FINAL", "2024-07-02") == "2024-10-23"


def test_fin_02_transition_13_only_between_preliminary_and_final() -> None:
    early = initiate(Story(), filed="2024-01-10", initiated="2024-01-30")
    assert early.refused(replace(ALIGNED, occurred_on=day("2024-02-20"))) == ["ILLEGAL_TRANSITION"]
    story = with_companion()
    story.tell(final("2024-05-01"), published="2024-05-07")
    assert story.refused(replace(ALIGNED, occurred_on=day("2024-05-10"))) == ["ILLEGAL_TRANSITION"]


def test_fin_03_transition_14_the_result_follows_the_rates() -> None:
    story = to_preliminary(Story())
    assert story.refused(final("2024-06-18", rate("Alpha", "0.99"))) == ["DETERMINATION_CONTRADICTS_RATES"]
    assert story.refused(final("2024-06-18", rate("Alpha", "1.00"), affirmative=False)) == [
        "DETERMINATION_CONTRADICTS_RATES"
    ]
    assert story.refused(final("2024-06-18", rate("Alpha", "1.00"))) == []


def test_fin_03_rates_without_a_weight_are_refused_at_once() -> None:
    story = to_preliminary(Story())
    assert story.refused(final("2024-06-18", rate("Alpha", "5.00", weight=None))) == ["RATE_WEIGHT_MISSING"]
    twice = final("2024-06-18", rate("Alpha", "5.00"), rate("Alpha", "6.00"))
    assert set(story.refused(twice)) == {"RATE_COMBINATION_TWICE"}


def test_fin_01_transition_14_comes_after_the_preliminary_and_once() -> None:
    early = initiate(Story(), filed="2024-01-10", initiated="2024-01-30")
    assert early.refused(final("2024-06-18")) == ["ILLEGAL_TRANSITION"]
    story = to_preliminary(Story())
    story.tell(final("2024-06-18"), published="2024-06-24")
    assert story.refused(final("2024-06-25")) == ["ILLEGAL_TRANSITION"]


def test_fin_11_transition_15_a_negative_final_lifts_and_refunds_on_publication() -> None:
    story = to_preliminary(Story())
    negative = final("2024-06-18", rate("Alpha", "0.50"), affirmative=False)
    story.tell(negative)
    assert story.on("2024-06-20").case is Case.INVESTIGATING
    told = story.publish(len(story.record), "2024-06-24")
    assert [type(one) for one in told] == [SuspensionTerminated, Liquidate]
    state = story.on("2024-06-24")
    assert (state.case, state.liquidation) == (Case.TERMINATED, Liquidation.LIFTED)
    assert set(story.refused(itc_final("2024-07-01"))) == {"ILLEGAL_TRANSITION"}
    assert set(story.refused(order("2024-07-01"))) == {"ILLEGAL_TRANSITION"}


def test_fin_11_transition_17_a_negative_finding_of_the_commission_ends_it_on_publication() -> None:
    story = to_preliminary(Story())
    story.tell(final("2024-06-18"), published="2024-06-24")
    story.tell(itc_final("2024-07-18", "NEGATIVE"), notified="2024-07-25")
    assert story.on("2024-07-25").case is Case.INVESTIGATING
    told = story.publish(11, "2024-07-31")
    assert [type(one) for one in told] == [SuspensionTerminated, Liquidate]
    assert story.on("2024-07-31").case is Case.TERMINATED
    assert set(story.refused(order("2024-08-01"))) == {"ILLEGAL_TRANSITION"}


def test_fin_04_transition_16_the_commission_follows_an_affirmative_final() -> None:
    story = to_preliminary(Story())
    assert story.refused(itc_final("2024-05-01")) == ["ILLEGAL_TRANSITION"]
    story.tell(final("2024-06-18"), published="2024-06-24")
    story.tell(itc_final("2024-07-18"), notified="2024-07-25")
    assert story.on("2024-07-25").itc is Itc.FINAL_AFF
    assert story.due("ORDER", "2024-07-25") == "2024-08-01"


def test_fin_08_transition_41_suspension_and_security_resume_with_the_notice() -> None:
    story = to_preliminary(Story())
    story.tell(final("2024-08-12"), published="2024-08-16")
    assert story.on("2024-08-16").liquidation is Liquidation.LAPSED
    told = story.tell(itc_final("2024-09-18"), notified="2024-09-23", published="2024-09-27")
    assert [type(one) for one in told] == [SuspensionReinstated, DepositRates]
    assert isinstance(told[1], DepositRates)
    assert told[1].effective_from == date(2024, 9, 27)
    assert story.on("2024-09-27").liquidation is Liquidation.SUSPENDED_DEFINITIVE


def test_fin_08_after_a_negative_preliminary_the_floor_of_sixty_days_holds() -> None:
    story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")
    story.tell(itc_prelim("2024-02-23"))
    story.tell(prelim("2024-03-01", rate("Alpha", "0.40"), affirmative=False), published="2024-03-05")
    ordered, rates = story.tell(final("2024-03-20", rate("Alpha", "5.00")), published="2024-03-25")
    assert isinstance(ordered, SuspensionOrdered)
    assert isinstance(rates, DepositRates)
    assert (ordered.effective_from, rates.effective_from) == (date(2024, 4, 5), date(2024, 4, 5))
    assert story.on("2024-04-05").lapse_from == date(2024, 8, 3)


def test_fin_09_firms_without_subsidy_are_excluded_and_get_their_deposits_back() -> None:
    story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")
    story.tell(itc_prelim("2024-02-23"))
    story.tell(prelim("2024-04-04", rate("Alpha", "10.00"), rate("Beta", "3.00")), published="2024-04-10")
    told = story.tell(final("2024-06-18", rate("Alpha", "11.00"), rate("Beta", "0.20")), published="2024-06-24")
    assert [type(one) for one in told] == [DepositRates, SuspensionTerminated, Liquidate]
    rates, lifted, liquidate = told
    assert isinstance(rates, DepositRates)
    assert isinstance(lifted, SuspensionTerminated)
    assert isinstance(liquidate, Liquidate)
    assert [(row.exporter, row.excluded) for row in rates.rows] == [("Alpha", False), ("Beta", True), ("*", False)]
    assert [firm.exporter for firm in lifted.firms] == ["Beta"]
    assert (liquidate.reason, liquidate.entries.first, liquidate.entries.last) == (
        "EXCLUDED_FIRM",
        date(2024, 4, 10),
        date(2024, 6, 23),
    )


def test_fin_09_pre_10_a_firm_that_was_free_is_covered_and_one_that_stays_free_gets_no_refund() -> None:
    story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")
    story.tell(itc_prelim("2024-02-23"))
    rates = (rate("Alpha", "10.00"), rate("Beta", "0.50"), rate("Gamma", "0.50"))
    story.tell(prelim("2024-04-04", *rates), published="2024-04-10")
    rates = (rate("Alpha", "10.00"), rate("Beta", "2.00"), rate("Gamma", "0.50"))
    told = story.tell(final("2024-06-18", *rates), published="2024-06-24")
    assert [type(one) for one in told] == [DepositRates, SuspensionOrdered]
    assert isinstance(told[1], SuspensionOrdered)
    assert [firm.exporter for firm in told[1].firms] == ["Beta"]
    assert told[1].effective_from == date(2024, 6, 24)


@pytest.mark.parametrize(("affirmative", "expected"), [(True, Critical.FINAL_AFF), (False, Critical.FINAL_NEG)])
def test_crc_06_transition_39_the_final_holds_both_findings(affirmative: bool, expected: Critical) -> None:
    story = to_preliminary(Story())
    finding = CriticalFinding(inconsistent=True, massive=affirmative)
    assert story.refused(final("2024-06-18", critical=finding)) == ["CRITICAL_NOT_ALLEGED"]
    story.tell(CriticalAlleged(occurred_on=day("2024-05-01")))
    assert story.refused(final("2024-06-18")) == ["CRITICAL_FINDING_MISSING"]
    told = story.tell(final("2024-06-18", critical=finding), published="2024-06-24")
    assert story.on("2024-06-24").critical is expected
    assert (SuspensionAmended in [type(one) for one in told]) is affirmative


@pytest.mark.parametrize(("undermines", "expected"), [(True, Critical.ITC_AFF), (False, Critical.ITC_NEG)])
def test_crc_07_transition_40_the_commission_finds_whether_the_order_is_undermined(
    undermines: bool, expected: Critical
) -> None:
    story = to_preliminary(Story())
    story.tell(CriticalAlleged(occurred_on=day("2024-05-01")))
    finding = CriticalFinding(inconsistent=True, massive=True)
    story.tell(final("2024-06-18", critical=finding), published="2024-06-24")
    assert story.refused(itc_final("2024-07-18")) == ["CRITICAL_FINDING_MISSING"]
    story.tell(itc_final("2024-07-18", undermines=undermines), notified="2024-07-25", published="2024-07-31")
    state = story.on("2024-07-31")
    assert state.critical is expected
    assert state.reach_back_to == (date(2024, 1, 11) if undermines else None)
