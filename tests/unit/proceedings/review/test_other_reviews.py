"""New shippers, changed circumstances, enforcement, expedited reviews, revocation (REV-08 to REV-12)."""

from dataclasses import replace
from datetime import date

import pytest

from services.proceedings.domain.deadlines.engine import Status
from services.proceedings.domain.instructions import (
    DepositRates,
    Firm,
    Liquidate,
    OrderEnded,
    SuspensionTerminated,
)
from services.proceedings.domain.record.regions import Case, Liquidation, Segment
from services.proceedings.domain.review.acts import (
    ChangedCircumstancesRequested,
    EnforcementCause,
    ExpeditedReviewRequested,
    NewShipperReviewRequested,
    OrderRevokedAfterReview,
    RescissionReason,
    ReviewInitiated,
    ReviewRescinded,
    ReviewStage,
    RevocationGround,
    SubsidiesEnforcementOpened,
)
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.review.telling import (
    X,
    Z,
    extended,
    firm_rate,
    initiated,
    ordered,
    preliminary,
    requested,
    results,
)


def new_shipper(on: str, *, exported: bool = False, affiliated: bool = False) -> NewShipperReviewRequested:
    return NewShipperReviewRequested(
        occurred_on=day(on), firm=Z, exported_in_investigation=exported, affiliated=affiliated
    )


def changed(on: str, good_cause: str = "") -> ChangedCircumstancesRequested:
    return ChangedCircumstancesRequested(
        occurred_on=day(on), requester="Alpha", circumstances="The program has ended.", good_cause=good_cause
    )


def with_segment(story: Story, prefix: str) -> str:
    return next(segment for segment in story.on("2030-01-01").reviews if segment.startswith(prefix))


def changed_review(
    *, asked: str = "2024-03-04", started: str = "2024-04-18", agreed: bool = False
) -> tuple[Story, str]:
    story = ordered()
    story.tell(changed(asked))
    segment = with_segment(story, "CCR")
    story.tell(ReviewInitiated(occurred_on=day(started), segment=segment, all_agree=agreed), published=started)
    return story, segment


def revocation(on: str, segment: str | None, *firms: Firm, effective: str = "2024-06-01") -> OrderRevokedAfterReview:
    return OrderRevokedAfterReview(
        occurred_on=day(on),
        ground=RevocationGround.CHANGED_CIRCUMSTANCES,
        effective_on=day(effective),
        segment=segment,
        firms=firms,
        burden_met=True,
    )


def test_rev_08_a_new_shipper_did_not_export_and_is_not_affiliated_with_one_that_did() -> None:
    story = ordered()
    assert story.refused(new_shipper("2022-10-03", exported=True, affiliated=True)) == [
        "NOT_A_NEW_SHIPPER",
        "AFFILIATED_SHIPPER",
    ]
    assert story.refused(new_shipper("2022-10-03")) == []


def test_rev_08_from_the_request_to_the_rate() -> None:
    story = ordered()
    story.tell(new_shipper("2022-10-03"))
    segment = with_segment(story, "NSR")
    assert story.refused(initiated("2022-11-16", segment)) == ["SIX_MONTHS_NOT_OVER"]
    story.tell(initiated("2022-12-30", segment), published="2023-01-06")
    assert story.due(f"NSR_PRELIM/{segment}", "2023-01-06") == "2023-06-28"
    assert story.refused(extended("2023-05-01", ReviewStage.PRELIMINARY, 301, segment)) == ["EXTENSION_BEYOND_CAP"]
    story.tell(extended("2023-05-01", ReviewStage.PRELIMINARY, 300, segment))
    assert story.due(f"NSR_PRELIM/{segment}", "2023-05-01") == "2023-10-26"
    story.tell(preliminary("2023-10-26", firm_rate(Z, "2.00"), segment=segment), published="2023-11-01")
    assert story.due(f"NSR_FINAL/{segment}", "2023-11-01") == "2024-01-24"
    act = results("2024-01-24", firm_rate(Z, "2.00"), segment=segment)
    assert story.refused(replace(act, bona_fide=False)) == ["NOT_BONA_FIDE"]
    (rates,) = story.tell(act, published="2024-01-30")
    assert isinstance(rates, DepositRates)
    assert (rates.stage, [row.exporter for row in rates.rows]) == ("NEW_SHIPPER", ["Z"])
    told = [struck for struck in story.all_struck("2024-03-05") if struck.day == date(2024, 3, 5)]
    assert [one.firms for struck in told for one in struck.instructions if isinstance(one, Liquidate)] == [(Z,)]


def test_rev_08_its_entries_are_left_out_of_automatic_liquidation_asm_07() -> None:
    story = ordered()
    story.tell(new_shipper("2022-10-03"))
    told = [one for struck in story.all_struck("2023-06-01") for one in struck.instructions]
    assert [one.excluded_firms for one in told if isinstance(one, Liquidate)] == [(Z,)]


def test_rev_08_without_bona_fide_sales_it_is_rescinded() -> None:
    story = ordered()
    story.tell(new_shipper("2022-10-03"))
    segment = with_segment(story, "NSR")
    act = ReviewRescinded(occurred_on=day("2023-02-01"), segment=segment, reason=RescissionReason.NOT_BONA_FIDE)
    (told,) = story.tell(act, published="2023-02-07")
    assert isinstance(told, Liquidate)
    assert story.on("2023-02-07").reviews == {segment: Segment.RESCINDED}


def test_rev_09_a_and_b_through_the_calendar() -> None:
    story = ordered()
    story.tell(changed("2024-03-04"))
    segment = with_segment(story, "CCR")
    assert story.due(f"CCR_DECIDE/{segment}", "2024-03-04") == "2024-04-18"
    story.tell(initiated("2024-04-18", segment), published="2024-04-24")
    found = story.deadlines("2024-04-24")
    assert found[f"CCR_DECIDE/{segment}"].status is Status.MET
    assert found[f"CCR_FINAL/{segment}"].due == date(2025, 1, 13)


def test_rev_09_45_days_where_all_agree() -> None:
    story, segment = changed_review(agreed=True)
    assert story.due(f"CCR_FINAL/{segment}", "2024-04-18") == "2024-06-03"
    story.tell(requested("2024-05-10"))
    shortened = replace(initiated("2024-06-10", "AR-2024"), all_agree=True)
    assert story.refused(shortened) == ["NOT_IN_THIS_REVIEW"]


def test_rev_09_within_24_months_good_cause_is_needed() -> None:
    story = ordered()
    assert story.refused(changed("2024-03-02")) == ["CIRCUMSTANCES_TOO_EARLY"]
    assert story.refused(changed("2024-03-02", "Fraud.")) == []
    assert story.refused(changed("2024-03-03")) == []


def test_rev_09_commerce_may_decline() -> None:
    story = ordered()
    story.tell(changed("2024-03-04"))
    segment = with_segment(story, "CCR")
    story.tell(ReviewRescinded(occurred_on=day("2024-04-10"), segment=segment, reason=RescissionReason.DECLINED))
    assert story.on("2024-04-10").reviews == {segment: Segment.RESCINDED}
    assert story.deadlines("2024-05-01")[f"CCR_DECIDE/{segment}"].status is Status.MET


def test_rev_10_a_revocation_as_a_whole_34() -> None:
    story, segment = changed_review()
    assert story.refused(revocation("2024-12-10", segment)) == ["ILLEGAL_TRANSITION"]
    story.tell(results("2024-12-02", segment=segment), published="2024-12-06")
    act = revocation("2024-12-10", segment)
    assert story.refused(replace(act, rests_on_export_charges=True)) == ["EXPORT_CHARGES_NO_GROUND"]
    assert story.refused(replace(act, burden_met=False)) == ["BURDEN_NOT_MET"]
    assert story.refused(replace(act, effective_on=day("2024-12-11"))) == ["REVOKED_AHEAD"]
    assert story.refused(replace(act, effective_on=day("2022-05-15"))) == ["REVOKED_BEFORE_ISSUED"]
    assert story.refused(replace(act, segment=None)) == ["REVIEW_MISSING"]
    assert story.refused(replace(act, ground=RevocationGround.SUBSIDIES_ENFORCEMENT)) == ["NOT_IN_THIS_REVIEW"]
    ended, lifted, free = story.tell(act)
    assert isinstance(ended, OrderEnded)
    assert ended.effective_on == date(2024, 6, 1)
    assert isinstance(lifted, SuspensionTerminated)
    assert (lifted.entries.first, lifted.entries.last, lifted.refund) == (date(2024, 6, 1), date(2024, 12, 9), "ALL")
    assert isinstance(free, Liquidate)
    assert (free.reason, free.entries) == ("REVOKED", lifted.entries)
    state = story.on("2024-12-10")
    assert (state.case, state.liquidation) == (Case.REVOKED, Liquidation.LIFTED)
    assert story.refused(requested("2025-05-10")) == ["ILLEGAL_TRANSITION"]
    assert story.refused(act) == ["ILLEGAL_TRANSITION"]


def test_rev_10_a_revocation_for_a_firm_leaves_the_order_in_force() -> None:
    story, segment = changed_review()
    story.tell(results("2024-12-02", segment=segment), published="2024-12-06")
    rates, lifted, free = story.tell(revocation("2024-12-10", segment, X))
    assert isinstance(rates, DepositRates)
    assert [(row.exporter, row.excluded) for row in rates.rows] == [("X", True)]
    assert isinstance(lifted, SuspensionTerminated)
    assert isinstance(free, Liquidate)
    assert lifted.firms == free.firms == (X,)
    assert story.on("2024-12-10").case is Case.ORDER_IN_FORCE


def test_rev_10_a_court_revokes_without_a_review() -> None:
    story = ordered()
    court = replace(revocation("2024-12-10", None), ground=RevocationGround.COURT)
    assert story.refused(court) == []
    assert story.refused(replace(court, segment="AR-2023")) == ["NOT_IN_THIS_REVIEW"]


def test_rev_10_a_review_that_goes_on_ends_after_the_revocation_for_entries_before() -> None:
    story, segment = changed_review()
    story.tell(requested("2024-05-10"))
    story.tell(initiated("2024-07-01", "AR-2024"), published="2024-07-08")
    story.tell(results("2024-12-02", segment=segment), published="2024-12-06")
    story.tell(revocation("2024-12-10", segment))
    story.tell(preliminary("2025-01-31", firm_rate(X, "3.00"), segment="AR-2024"), published="2025-02-06")
    assert story.tell(results("2025-06-06", firm_rate(X, "3.00"), segment="AR-2024"), published="2025-06-12") == ()
    told = [one for struck in story.all_struck("2025-07-17") for one in struck.instructions if struck.day.month == 7]
    assert [str(one.rate_percent) for one in told if isinstance(one, Liquidate)] == ["3.00"]


def test_rev_11_an_enforcement_review_adjusts_the_deposit_or_revokes() -> None:
    story = ordered()
    opened = SubsidiesEnforcementOpened(
        occurred_on=day("2023-02-01"), cause=EnforcementCause.COUNTERMEASURES, notice_received_on=day("2023-01-20")
    )
    assert story.refused(replace(opened, notice_received_on=day("2023-02-02"))) == ["NOTICE_AFTER_REVIEW"]
    story.tell(opened)
    segment = with_segment(story, "SER")
    assert story.on("2023-02-01").reviews == {segment: Segment.INITIATED}
    (rates,) = story.tell(results("2023-04-03", firm_rate(X, "4.00"), segment=segment), published="2023-04-07")
    assert isinstance(rates, DepositRates)
    revoked = replace(
        revocation("2023-05-01", segment, effective="2023-04-07"), ground=RevocationGround.SUBSIDIES_ENFORCEMENT
    )
    assert story.refused(revoked) == []


def test_rev_12_an_expedited_review_gives_a_deposit_rate_alone() -> None:
    story = ordered()
    asked = ExpeditedReviewRequested(occurred_on=day("2022-06-15"), firm=Z)
    assert story.due("EXPEDITED_REVIEW_REQUEST", "2022-05-16") == "2022-06-15"
    assert story.refused(replace(asked, occurred_on=day("2022-06-16"))) == ["EXPEDITED_REQUEST_LATE"]
    assert story.refused(replace(asked, occurred_on=day("2022-06-16"), good_cause="A flood.")) == []
    assert story.refused(replace(asked, firm=X)) == ["EXAMINED_ALREADY"]
    story.tell(asked)
    segment = with_segment(story, "EXP")
    story.tell(initiated("2022-07-15", segment))
    (rates,) = story.tell(results("2022-12-01", firm_rate(Z, "1.50"), segment=segment), published="2022-12-07")
    assert isinstance(rates, DepositRates)
    assert [
        one for struck in story.all_struck("2023-03-31") for one in struck.instructions if struck.day.year == 2023
    ] == []


@pytest.mark.parametrize("prefix", ["NSR", "CCR", "EXP"])
def test_15_1_reviews_of_any_time_have_the_same_small_machine(prefix: str) -> None:
    story = ordered()
    story.tell(new_shipper("2022-06-10"))
    story.tell(changed("2022-06-10", "Fraud."))
    story.tell(ExpeditedReviewRequested(occurred_on=day("2022-06-10"), firm=Firm("W", "W")))
    segment = with_segment(story, prefix)
    assert story.on("2022-06-10").reviews[segment] is Segment.REQUESTED
    assert "ILLEGAL_TRANSITION" in story.refused(preliminary("2023-01-10", segment=segment))
    story.tell(initiated("2022-12-12", segment))
    assert story.refused(initiated("2022-12-13", segment)) == ["ILLEGAL_TRANSITION"]
    story.tell(preliminary("2023-01-10", segment=segment), published="2023-01-17")
    assert story.on("2023-01-17").reviews[segment] is Segment.PRELIM
