"""Continuation, the Commission's review, the end of the suspension (SUS-12 to SUS-15, SUS-19; transitions 21 to 27)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proceedings.domain.agreement.facts import lift_on, regards_without_agreement, window_closes
from services.proceedings.domain.deadlines.engine import Status
from services.proceedings.domain.final.acts import FinalAligned
from services.proceedings.domain.instructions import (
    DepositRates,
    Instruction,
    InvestigationResumed,
    Liquidate,
    OrderTerms,
    SuspensionTerminated,
)
from services.proceedings.domain.petition.acts import ConsultationsOffered, InvestigationInitiated, PartyClass
from services.proceedings.domain.record.regions import Agreement, Case, Commerce, Itc, Liquidation
from tests.unit.proceedings.agreement.telling import (
    acceptance,
    continuation,
    investigation,
    notified,
    outside,
    review,
    review_petition,
    suspend,
)
from tests.unit.proceedings.petition.telling import petition, support
from tests.unit.proceedings.preliminary.telling import itc_prelim, prelim, rate
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final, order

DOMESTIC = [PartyClass.C, PartyClass.D, PartyClass.E, PartyClass.F, PartyClass.G]


def suspended(kind: str = "INJURY") -> Story:
    """Suspended on Wednesday, 15 May 2024; day 20 is Tuesday, 4 June."""
    story = investigation()
    suspend(story, kind)
    return story


@pytest.mark.parametrize("party", [PartyClass.B, *DOMESTIC])
def test_sus_13_the_government_and_domestic_parties_may_ask_for_continuation(party: PartyClass) -> None:
    story = suspended()
    assert story.refused(continuation("2024-06-04", party, is_party=party is not PartyClass.B)) == []


def test_sus_13_others_may_not_and_not_later() -> None:
    story = suspended()
    assert story.refused(continuation("2024-05-20", PartyClass.A)) == ["PARTY_NOT_ENTITLED"]
    assert story.refused(continuation("2024-05-20", is_party=False)) == ["PARTY_NOT_ENTITLED"]
    assert story.refused(continuation("2024-06-05", PartyClass.A)) == ["PARTY_NOT_ENTITLED", "WINDOW_CLOSED"]


def test_sus_13_the_window_rolls_over_a_weekend() -> None:
    story = investigation()
    suspend(story, notice="2024-04-15", published="2024-05-20")
    # Day 20 is Sunday, 9 June.
    assert story.refused(continuation("2024-06-10")) == []
    assert story.refused(continuation("2024-06-11")) == ["WINDOW_CLOSED"]


@pytest.mark.parametrize("kind", ["ELIM", "CEASE", "INJURY", "QR"])
def test_sus_13_both_agencies_continue(kind: str) -> None:
    story = suspended(kind)
    story.tell(continuation("2024-05-20"))
    state = story.on("2024-05-20")
    assert (state.case, state.itc) == (Case.CONTINUED_UNDER_AGREEMENT, Itc.FINAL_PENDING)
    assert state.agreement is Agreement.IN_FORCE
    assert story.deadlines("2024-05-20")["CONTINUATION_REQUEST"].status is Status.MET


def test_sus_13_sus_15_a_window_that_passes_is_over_and_not_missed() -> None:
    story = suspended()
    for key in ("CONTINUATION_REQUEST", "ITC_REVIEW_PETITION"):
        assert story.deadlines("2024-06-04")[key].status is Status.OPEN
        assert story.deadlines("2024-06-05")[key].status is Status.CANCELLED


def test_sus_14_both_finals_affirmative_and_no_order_is_issued_ord_11() -> None:
    story = suspended()
    story.tell(continuation("2024-05-20"))
    assert story.tell(final("2024-06-18"), published="2024-06-24") == ()
    story.tell(itc_final("2024-08-02"), notified="2024-08-05", published="2024-08-07")
    state = story.on("2024-08-07")
    assert (state.case, state.agreement) == (Case.COMPLETED_ORDER_WITHHELD, Agreement.IN_FORCE)
    assert state.liquidation is Liquidation.LIFTED
    assert story.refused(order("2024-08-09")) == ["ILLEGAL_TRANSITION", "ORDER_WITHHELD"]
    assert story.deadlines("2024-09-30")["ORDER"].status is Status.CANCELLED


def test_sus_14_without_an_injury_test_commerces_final_completes() -> None:
    story = outside()
    story.tell(prelim("2024-04-04"), published="2024-04-10")
    suspend(story, "CEASE")
    story.tell(continuation("2024-05-20"))
    assert story.on("2024-05-20").itc is Itc.NOT_REQUIRED
    story.tell(final("2024-06-18"), published="2024-06-24")
    state = story.on("2024-06-24")
    assert (state.case, state.liquidation) == (Case.COMPLETED_ORDER_WITHHELD, Liquidation.LIFTED)


def test_sus_14_a_negative_final_of_commerce_ends_agreement_and_case() -> None:
    story = suspended()
    story.tell(continuation("2024-05-20"))
    story.tell(review_petition("2024-05-28"))
    told = story.tell(final("2024-06-18", rate("Alpha", "0.50"), affirmative=False), published="2024-06-24")
    assert [type(one) for one in told] == [SuspensionTerminated, Liquidate]
    state = story.on("2024-06-24")
    assert (state.case, state.agreement, state.liquidation) == (Case.TERMINATED, Agreement.VOID, Liquidation.LIFTED)


def test_sus_14_a_negative_final_of_the_commission_ends_agreement_and_case() -> None:
    story = suspended("ELIM")
    story.tell(continuation("2024-05-20"))
    story.tell(final("2024-06-18"), published="2024-06-24")
    assert story.tell(itc_final("2024-08-02", "NEGATIVE"), published="2024-08-07") == ()
    state = story.on("2024-08-07")
    assert (state.case, state.agreement) == (Case.TERMINATED, Agreement.VOID)


@pytest.mark.parametrize("kind", ["INJURY", "QR"])
@pytest.mark.parametrize("party", DOMESTIC)
def test_sus_15_domestic_parties_petition_the_commission(kind: str, party: PartyClass) -> None:
    story = suspended(kind)
    story.tell(review_petition("2024-06-04", party))
    assert story.on("2024-06-04").agreement is Agreement.UNDER_ITC_REVIEW
    assert story.due("ITC_REVIEW", "2024-06-04") == "2024-08-19"


def test_sus_15_what_stands_against_a_petition() -> None:
    assert suspended().refused(review_petition("2024-06-05", PartyClass.B)) == ["PARTY_NOT_ENTITLED", "WINDOW_CLOSED"]
    assert suspended().refused(review_petition("2024-05-20", is_party=False)) == ["PARTY_NOT_ENTITLED"]
    for kind in ("ELIM", "CEASE"):
        assert suspended(kind).refused(review_petition("2024-05-20")) == ["NOT_REVIEWABLE"]
    story = suspended()
    story.tell(review_petition("2024-05-20"))
    assert story.refused(review_petition("2024-05-21")) == ["REVIEW_PETITIONED_ALREADY"]


def test_sus_15_a_continued_investigation_may_be_under_review_too() -> None:
    story = suspended()
    story.tell(continuation("2024-05-20"))
    story.tell(review_petition("2024-05-21"))
    state = story.on("2024-05-21")
    assert (state.case, state.agreement) == (Case.CONTINUED_UNDER_AGREEMENT, Agreement.UNDER_ITC_REVIEW)


def test_sus_12_an_affirmative_review_ends_the_suspension_on_publication_d_27() -> None:
    story = suspended()
    story.tell(review_petition("2024-05-28"))
    story.tell(review("2024-08-09", eliminated=True))
    assert story.on("2024-08-09").liquidation is Liquidation.SUSPENDED_AGREEMENT
    assert story.refused(review("2024-08-10", eliminated=False)) == ["REVIEW_DECIDED_ALREADY"]
    ended, free = story.publish(len(story.record), "2024-08-14")
    assert isinstance(ended, SuspensionTerminated)
    assert (ended.entries.last, ended.first_free_on) == (day("2024-08-13"), day("2024-08-14"))
    assert isinstance(free, Liquidate)
    state = story.on("2024-08-14")
    assert (state.case, state.agreement, state.liquidation) == (
        Case.SUSPENDED,
        Agreement.IN_FORCE,
        Liquidation.LIFTED,
    )
    assert story.struck("2025-12-31") == ()
    assert story.deadlines("2024-08-14")["ITC_REVIEW"].status is Status.MET


def test_sus_15_a_negative_review_resumes_with_a_new_lapse_d_25() -> None:
    story = suspended()
    story.tell(review_petition("2024-05-28"))
    (resumed,) = story.tell(review("2024-08-09", eliminated=False), published="2024-08-14")
    assert isinstance(resumed, InvestigationResumed)
    assert resumed.provisional_lapse_on == day("2024-12-12")
    assert story.due("FINAL", "2024-08-14") == "2024-10-28"
    (strike,) = story.struck("2025-12-31")
    assert (strike.key, strike.day) == ("PROVISIONAL_LAPSE", day("2024-12-12"))


def test_sus_15_adjusted_security_returns_to_the_preliminary_rates() -> None:
    story = investigation()
    story.tell(notified("2024-04-15"))
    story.tell(replace(acceptance("2024-05-15"), security_percent=Decimal(0)), published="2024-05-15")
    story.tell(review_petition("2024-05-28"))
    _, rates = story.tell(review("2024-08-09", eliminated=False), published="2024-08-14")
    assert isinstance(rates, DepositRates)
    assert (rates.effective_from, str(rates.rows[0].rate_percent)) == (day("2024-08-14"), "10.00")


def test_sus_15_in_a_continued_investigation_finals_are_made_again() -> None:
    story = suspended()
    story.tell(continuation("2024-05-20"))
    story.tell(review_petition("2024-05-28"))
    story.tell(final("2024-06-18"), published="2024-06-24")
    story.tell(itc_final("2024-08-02"), notified="2024-08-05", published="2024-08-07")
    story.tell(review("2024-08-09", eliminated=False), published="2024-08-14")
    state = story.on("2024-08-14")
    assert (state.case, state.commerce, state.itc) == (Case.INVESTIGATING, Commerce.PRELIM_AFF, Itc.FINAL_PENDING)
    assert "ILLEGAL_TRANSITION" in story.refused(order("2024-08-16"))
    assert story.deadlines("2024-08-14")["FINAL"].status is Status.OPEN
    story.tell(final("2024-10-28"), published="2024-11-01")
    assert "ILLEGAL_TRANSITION" in story.refused(order("2024-11-04"))
    story.tell(itc_final("2024-12-09"), notified="2024-12-10", published="2024-12-12")
    told = story.tell(order("2024-12-16"))
    terms = told[0]
    assert isinstance(terms, OrderTerms)
    # The time under the agreement is no gap (D-25).
    assert (terms.suspended_from, terms.lapsed_from, terms.gap) == (day("2024-04-10"), day("2024-12-12"), None)
    assert story.on("2024-12-16").case is Case.ORDER_IN_FORCE


def test_sus_15_an_alignment_from_before_the_suspension_is_gone() -> None:
    story = Story()
    story.tell(replace(petition("2024-01-10"), companion_ad_case="A-900-001"))
    story.tell(ConsultationsOffered(occurred_on=day("2024-01-12")))
    story.tell(support("2024-01-20"))
    story.tell(InvestigationInitiated(occurred_on=day("2024-01-30"), sufficient=True), published="2024-02-05")
    story.tell(itc_prelim("2024-02-23"))
    story.tell(prelim("2024-04-04"), published="2024-04-10")
    story.tell(
        FinalAligned(
            occurred_on=day("2024-04-12"),
            ad_case="A-900-001",
            requested_on=day("2024-04-11"),
            ad_final_due_on=day("2024-08-19"),
        )
    )
    assert story.due("FINAL", "2024-04-12") == "2024-08-19"
    suspend(story)
    story.tell(review_petition("2024-05-28"))
    story.tell(review("2024-08-09", eliminated=False), published="2024-08-14")
    assert story.due("FINAL", "2024-08-14") == "2024-10-28"


def test_sus_15_no_review_without_a_petition() -> None:
    assert suspended().refused(review("2024-06-04", eliminated=True)) == ["ILLEGAL_TRANSITION"]


def test_sus_12_no_lift_while_under_review_and_the_calendar_says_so() -> None:
    story = suspended()
    story.tell(review_petition("2024-06-04"))
    assert story.struck("2025-12-31") == ()
    assert story.deadlines("2024-06-10")["AGREEMENT_LIQ_END"].status is Status.SUPERSEDED


def test_sus_12_a_lift_held_for_a_rolled_window_frees_from_day_21_d_26() -> None:
    story = investigation()
    suspend(story, notice="2024-04-15", published="2024-05-20")
    # Day 20 is Sunday, 9 June; the window closes on Monday, 10 June.
    assert story.struck("2024-06-10") == ()
    (strike,) = story.struck("2024-06-11")
    ended, free = strike.instructions
    assert isinstance(ended, SuspensionTerminated)
    assert isinstance(free, Liquidate)
    assert (ended.first_free_on, ended.entries.last) == (day("2024-06-10"), day("2024-06-10"))
    assert free.suspension_lifted_on == day("2024-06-11")
    held = investigation()
    suspend(held, notice="2024-04-15", published="2024-05-20")
    held.tell(review_petition("2024-06-10"))
    assert held.struck("2024-12-31") == ()
    assert held.on("2024-12-31").liquidation is Liquidation.SUSPENDED_AGREEMENT


def test_sus_19_the_agreements_effect_is_ignored_in_a_continued_investigation() -> None:
    story = suspended()
    assert not regards_without_agreement(story.on("2024-05-20"))
    story.tell(continuation("2024-05-20"))
    assert regards_without_agreement(story.on("2024-05-20"))


@given(published=st.dates(date(2024, 5, 15), date(2024, 7, 31)))
def test_sus_12_exactly_one_lift_whatever_the_day(published: date) -> None:
    story = investigation()
    suspend(story, published=published.isoformat())
    (strike,) = story.struck("2025-12-31")
    assert (strike.key, strike.day) == ("AGREEMENT_LIQ_END", lift_on(published))
    ended, free = strike.instructions
    assert isinstance(ended, SuspensionTerminated)
    assert isinstance(free, Liquidate)
    assert ended.first_free_on == published + timedelta(days=21)
    assert ended.entries == free.entries
    last_day = window_closes(published)
    assert story.refused(review_petition(last_day.isoformat())) == []
    assert story.refused(review_petition((last_day + timedelta(days=1)).isoformat())) == ["WINDOW_CLOSED"]


def _types(told: tuple[Instruction, ...]) -> list[str]:
    return [type(one).__name__ for one in told]


def test_15_3_4_every_lift_has_one_companion() -> None:
    story = suspended()
    assert [_types(strike.instructions) for strike in story.struck("2025-12-31")] == [
        ["SuspensionTerminated", "Liquidate"]
    ]
