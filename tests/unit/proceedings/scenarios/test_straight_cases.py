"""S01 and S02: from the petition to the order, without and with a gap."""

from dataclasses import replace
from datetime import date

from services.proceedings.domain.final.acts import FinalAligned
from services.proceedings.domain.instructions import (
    ConditionalDelivery,
    DepositRates,
    Liquidate,
    OrderTerms,
    SuspensionReinstated,
)
from services.proceedings.domain.petition.acts import ConsultationsOffered, InvestigationInitiated
from services.proceedings.domain.preliminary.acts import PostponementGround, PreliminaryPostponed
from services.proceedings.domain.record.regions import Case, Liquidation
from tests.unit.proceedings.petition.telling import petition, support
from tests.unit.proceedings.preliminary.telling import itc_prelim, prelim, rate, to_preliminary
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final, order


def test_s01_straight_case() -> None:
    story = to_preliminary(Story())
    assert story.due("INITIATION", "2024-07-01") == "2024-01-30"
    assert story.due("PRELIM", "2024-07-01") == "2024-04-04"
    assert story.due("PROVISIONAL_LAPSE", "2024-07-01") == "2024-08-08"
    assert story.due("FINAL", "2024-07-01") == "2024-06-18"
    story.tell(final("2024-06-18"), published="2024-06-24")
    assert story.due("ITC_FINAL", "2024-07-01") == "2024-08-02"
    story.tell(itc_final("2024-07-18"), notified="2024-07-25", published="2024-07-31")
    assert story.due("ORDER", "2024-07-31") == "2024-08-01"
    told = story.tell(order("2024-08-01"))
    terms = told[0]
    assert isinstance(terms, OrderTerms)
    assert (terms.suspended_from, terms.lapsed_from, terms.boundary_on) == (
        date(2024, 4, 10),
        date(2024, 8, 8),
        date(2024, 7, 31),
    )
    assert (terms.duties_from, terms.gap, terms.injury_rule) == (date(2024, 4, 10), None, "GENERAL")
    state = story.on("2024-12-31")
    assert (state.case, state.liquidation) == (Case.ORDER_IN_FORCE, Liquidation.SUSPENDED_DEFINITIVE)
    assert story.struck("2024-12-31") == ()


def test_s02_postponed_aligned_with_a_gap() -> None:
    story = Story()
    story.tell(replace(petition("2023-03-15"), companion_ad_case="A-900-001"))
    story.tell(ConsultationsOffered(occurred_on=day("2023-03-20")))
    story.tell(support("2023-03-31"))
    story.tell(InvestigationInitiated(occurred_on=day("2023-04-04"), sufficient=True), published="2023-04-10")
    story.tell(itc_prelim("2023-05-01"))
    story.tell(
        PreliminaryPostponed(
            occurred_on=day("2023-05-17"),
            ground=PostponementGround.PETITIONER_REQUEST,
            new_due_on=day("2023-08-14"),
            requested_on=day("2023-05-10"),
        )
    )
    assert story.due("PRELIM", "2023-06-01") == "2023-08-14"
    story.tell(prelim("2023-08-14", rate("Alpha", "6.00")), published="2023-08-18")
    assert story.due("ALIGN_REQUEST", "2023-08-20") == "2023-08-23"
    assert story.due("FINAL", "2023-08-20") == "2023-10-30"
    aligned = FinalAligned(
        occurred_on=day("2023-10-25"),
        ad_case="A-900-001",
        requested_on=day("2023-08-21"),
        ad_final_due_on=day("2024-03-04"),
        ad_preliminary_published_on=day("2023-10-20"),
        ad_postponed=True,
    )
    assert story.refused(replace(aligned, requested_on=day("2023-08-24"))) == ["ALIGNMENT_REQUEST_LATE"]
    assert story.refused(replace(aligned, ad_case="A-900-002")) == ["NOT_SIMULTANEOUS"]
    story.tell(aligned)
    assert story.due("FINAL", "2024-01-02") == "2024-03-04"
    assert story.on("2023-12-16").liquidation is Liquidation.LAPSED
    story.tell(final("2024-03-04", rate("Alpha", "7.00")), published="2024-03-08")
    assert story.due("ITC_FINAL", "2024-03-10") == "2024-04-18"
    told = story.tell(itc_final("2024-04-11"), notified="2024-04-18", published="2024-04-24")
    assert [type(one) for one in told] == [SuspensionReinstated, DepositRates]
    assert story.due("ORDER", "2024-04-24") == "2024-04-25"
    terms, rates, gap, delivery = story.tell(order("2024-04-25"))
    assert isinstance(delivery, ConditionalDelivery)
    assert isinstance(terms, OrderTerms)
    assert isinstance(rates, DepositRates)
    assert isinstance(gap, Liquidate)
    assert terms.gap is not None
    assert (terms.gap.first, terms.gap.last) == (date(2023, 12, 16), date(2024, 4, 23))
    assert gap.reason == "GAP"
    assert str(rates.rows[-1].rate_percent) == "7.00"


def test_fin_11_a_negative_final_lifts_and_refunds() -> None:
    story = to_preliminary(Story())
    told = story.tell(final("2024-06-18", rate("Alpha", "0.50"), affirmative=False), published="2024-06-24")
    assert [type(one).__name__ for one in told] == ["SuspensionTerminated", "Liquidate"]
    state = story.on("2024-06-24")
    assert (state.case, state.liquidation) == (Case.TERMINATED, Liquidation.LIFTED)
