"""Ministerial errors: the timetable, the amended final, and significant errors of the preliminary (MIN)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from services.proceedings.domain.final.acts import (
    CalculationsDisclosed,
    ErrorCommentsFiled,
    ErrorRepliesFiled,
    MinisterialErrorCorrected,
)
from services.proceedings.domain.final.ministerial import is_significant
from services.proceedings.domain.instructions import DepositRates, Liquidate, SuspensionOrdered, SuspensionTerminated
from services.proceedings.domain.rates import RateRow, RateStage
from tests.unit.proceedings.factories import everybody
from tests.unit.proceedings.petition.telling import initiate
from tests.unit.proceedings.preliminary.telling import itc_prelim, prelim, rate, to_preliminary
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final, order

A = rate("Alpha", "18.00", weight=500)
B = rate("Beta", "9.00", weight=300)


def finished(*rates: RateRow, published: str | None = "2024-06-24") -> tuple[Story, int]:
    """A case with its final of 18 June 2024, and the final's number."""
    story = to_preliminary(Story())
    number = len(story.record) + 1
    story.tell(final("2024-06-18", *(rates or (A, B))), published=published)
    return story, number


def correction(
    number: int, *rates: RateRow, on: str = "2024-07-10", since: str | None = None
) -> MinisterialErrorCorrected:
    return MinisterialErrorCorrected(
        occurred_on=day(on),
        act_number=number,
        rates=rates,
        errors="A sum was copied wrongly.",
        effective_from=None if since is None else day(since),
    )


def percents(instruction: object) -> list[str]:
    assert isinstance(instruction, DepositRates)
    return [str(row.rate_percent) for row in instruction.rows]


def test_min_02_the_timetable() -> None:
    story, number = finished(published=None)
    story.tell(CalculationsDisclosed(occurred_on=day("2024-06-20"), act_number=number))
    story.publish(number, "2024-06-24")
    comments = ErrorCommentsFiled(occurred_on=day("2024-06-25"), act_number=number, party="Alpha")
    assert story.due("MIN_COMMENTS", "2024-06-25") == "2024-06-25"
    assert story.refused(replace(comments, occurred_on=day("2024-06-26"))) == ["MIN_COMMENTS_LATE"]
    assert story.refused(replace(comments, occurred_on=day("2024-06-26"), good_cause="The office was flooded.")) == []
    reply = ErrorRepliesFiled(occurred_on=day("2024-07-01"), act_number=number, party="Beta")
    assert story.refused(reply) == ["NO_COMMENTS"]
    story.tell(comments)
    assert story.due("MIN_REPLIES", "2024-06-26") == "2024-07-01"
    assert story.refused(replace(reply, occurred_on=day("2024-07-02"))) == ["MIN_REPLIES_LATE"]
    story.tell(reply)
    statuses = {key: str(one.status) for key, one in story.deadlines("2024-07-20").items() if key.startswith("MIN_")}
    assert statuses == {"MIN_COMMENTS": "MET", "MIN_REPLIES": "MET", "MIN_CORRECTION": "OPEN"}
    assert story.due("MIN_CORRECTION", "2024-07-20") == "2024-07-24"


def test_min_02_comments_need_disclosure_of_a_determination() -> None:
    story, number = finished()
    comments = ErrorCommentsFiled(occurred_on=day("2024-06-25"), act_number=number, party="Alpha")
    assert story.refused(comments) == ["NOT_DISCLOSED"]
    wrong = CalculationsDisclosed(occurred_on=day("2024-06-25"), act_number=1)
    assert story.refused(wrong) == ["NO_SUCH_DETERMINATION"]
    story.tell(replace(wrong, act_number=number))
    assert story.refused(replace(wrong, act_number=number)) == ["DISCLOSED_ALREADY"]


def test_min_03_without_comments_nothing_need_be_corrected() -> None:
    story, _ = finished()
    found = story.deadlines("2024-08-20")["MIN_CORRECTION"]
    assert (found.due, str(found.status)) == (date(2024, 7, 24), "CANCELLED")


def test_min_03_the_all_others_rate_is_computed_again() -> None:
    story, number = finished()
    told = story.tell(correction(number, rate("Alpha", "17.20", weight=None)), published="2024-07-12")
    assert percents(told[0]) == ["17.20", "9.00", "14.13"]
    assert isinstance(told[0], DepositRates)
    assert (told[0].stage, told[0].effective_from) == (RateStage.AMENDED, date(2024, 7, 12))
    story.tell(itc_final("2024-07-18"), notified="2024-07-25", published="2024-07-31")
    assert percents(story.tell(order("2024-08-01"))[1]) == ["17.20", "9.00", "14.13"]


def test_min_03_the_notice_may_state_another_day() -> None:
    story, number = finished()
    told = story.tell(correction(number, rate("Alpha", "17.20"), since="2024-06-24"), published="2024-07-12")
    assert isinstance(told[0], DepositRates)
    assert told[0].effective_from == date(2024, 6, 24)


def test_min_03_an_unpublished_correction_changes_nothing() -> None:
    story, number = finished()
    story.tell(correction(number, rate("Alpha", "17.20", weight=None)))
    story.tell(itc_final("2024-07-18"), notified="2024-07-25", published="2024-07-31")
    assert percents(story.tell(order("2024-08-01"))[1]) == ["18.00", "9.00", "14.63"]


def test_min_03_corrected_rates_published_with_the_order() -> None:
    story, _ = finished()
    story.tell(itc_final("2024-07-18"), notified="2024-07-25", published="2024-07-31")
    told = story.tell(replace(order("2024-08-01"), rates=(rate("Alpha", "17.20", weight=None),)))
    assert percents(told[1]) == ["17.20", "9.00", "14.13"]


def test_min_03_a_stated_rate_for_everybody_is_restated_or_computed() -> None:
    stated = (rate("Alpha", "18.00", weight=None), rate("Beta", "9.00", weight=None), everybody("13.00"))
    story, number = finished(*stated)
    assert story.refused(correction(number, rate("Alpha", "17.20", weight=None))) == ["RATE_WEIGHT_MISSING"]
    told = story.tell(
        correction(number, rate("Alpha", "17.20", weight=None), everybody("12.50")), published="2024-07-12"
    )
    assert percents(told[0]) == ["17.20", "9.00", "12.50"]


def test_min_03_what_may_not_be_corrected() -> None:
    story, number = finished()
    assert story.refused(correction(number, rate("Gamma", "3.00"))) == ["RATE_NOT_DETERMINED"]
    assert story.refused(correction(2, rate("Alpha", "3.00"))) == ["NO_SUCH_DETERMINATION"]
    turned = correction(number, rate("Alpha", "0.10"), rate("Beta", "0.10"))
    assert story.refused(turned) == ["AMENDMENT_TURNS_RESULT"]
    unpublished, its_number = finished(published=None)
    assert unpublished.refused(correction(its_number, rate("Alpha", "17.20"))) == ["NOT_PUBLISHED"]


def test_min_03_fin_09_a_corrected_firm_is_excluded_or_covered() -> None:
    story, number = finished(A, rate("Beta", "0.50"))
    told = story.tell(correction(number, rate("Beta", "2.00", weight=300)), published="2024-07-12")
    assert [type(one) for one in told] == [DepositRates, SuspensionOrdered]
    back = story.tell(correction(number, rate("Beta", "0.50"), on="2024-07-15"), published="2024-07-16")
    assert [type(one) for one in back] == [DepositRates, SuspensionTerminated, Liquidate]
    assert isinstance(back[2], Liquidate)
    assert back[2].reason == "EXCLUDED_FIRM"


def test_min_03_after_the_four_months_amended_rates_wait() -> None:
    story, number = finished()
    assert story.tell(correction(number, rate("Alpha", "17.20"), on="2024-08-12"), published="2024-08-15") == ()


@pytest.mark.parametrize(
    ("old", "new", "significant"),
    [
        ("20.00", "14.90", True),  # EX MIN-04-a
        ("24.00", "18.50", False),  # EX MIN-04-b: 5.50 points, under a quarter
        ("20.00", "15.00", True),
        ("20.00", "15.01", False),
        ("4.00", "2.00", False),
        ("0.00", "5.00", True),
    ],
)
def test_min_04_a_significant_error(old: str, new: str, significant: bool) -> None:
    assert is_significant(Decimal(old), Decimal(new)) is significant


def preliminary_of(*rates: RateRow) -> tuple[Story, int]:
    story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")
    story.tell(itc_prelim("2024-02-23"))
    number = len(story.record) + 1
    story.tell(prelim("2024-04-04", *rates), published="2024-04-10")
    return story, number


def test_min_04_before_the_final_only_significant_errors_are_corrected() -> None:
    story, number = preliminary_of(rate("Alpha", "20.00"), rate("Beta", "24.00"))
    assert story.refused(correction(number, rate("Beta", "18.50"), on="2024-04-20")) == ["ERROR_NOT_SIGNIFICANT"]
    told = story.tell(correction(number, rate("Alpha", "14.90"), on="2024-04-20"), published="2024-04-24")
    assert percents(told[0]) == ["14.90", "24.00", "19.45"]
    story.tell(final("2024-06-18"), published="2024-06-24")
    late = correction(number, rate("Alpha", "5.00"), on="2024-06-25")
    assert story.refused(late) == ["PRELIMINARY_OVERTAKEN"]


def test_min_04_pre_10_a_change_across_de_minimis_is_significant() -> None:
    story, number = preliminary_of(rate("Alpha", "20.00"), rate("Beta", "0.90"))
    told = story.tell(correction(number, rate("Beta", "1.10", weight=100), on="2024-04-20"), published="2024-04-24")
    assert [type(one) for one in told] == [DepositRates, SuspensionOrdered]
    assert isinstance(told[1], SuspensionOrdered)
    assert [firm.exporter for firm in told[1].firms] == ["Beta"]
