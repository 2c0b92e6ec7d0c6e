"""S10 and S19: an agreement on injury that fails the Commission's review, and a regional one after the order."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from services.proceedings.domain.agreement.acts import AgreementProposed, RegionalAgreementAccepted
from services.proceedings.domain.agreement.facts import earliest_suspension, offset_share, offsets_enough
from services.proceedings.domain.agreement.terms import AgreementType, Signatory
from services.proceedings.domain.instructions import (
    InvestigationResumed,
    Liquidate,
    OrderEnded,
    Refund,
    SuspensionTerminated,
)
from services.proceedings.domain.preliminary.acts import PostponementGround, PreliminaryPostponed
from services.proceedings.domain.record.regions import Agreement, Case, Commerce, Itc, Liquidation
from tests.unit.proceedings.agreement.telling import TERMS, acceptance, notified, review, review_petition
from tests.unit.proceedings.petition.telling import initiate
from tests.unit.proceedings.preliminary.telling import itc_prelim, prelim, rate
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final, order


def s10() -> Story:
    """Up to the notice of suspension."""
    story = initiate(Story(), filed="2024-01-31", initiated="2024-02-20", published="2024-02-26")
    story.tell(itc_prelim("2024-03-18"))
    story.tell(
        PreliminaryPostponed(
            occurred_on=day("2024-04-01"),
            ground=PostponementGround.PETITIONER_REQUEST,
            new_due_on=day("2024-07-01"),
            requested_on=day("2024-03-25"),
        )
    )
    assert story.due("PRELIM", "2024-04-02") == "2024-07-01"
    story.tell(prelim("2024-07-01", rate("Alpha", "12.00")), published="2024-07-05")
    assert story.due("AGREEMENT_PROPOSAL", "2024-07-05") == "2024-07-08"
    story.tell(
        AgreementProposed(occurred_on=day("2024-07-05"), type=AgreementType.INJURY, signatory=Signatory.EXPORTERS)
    )
    assert story.on("2024-07-05").agreement is Agreement.PROPOSED
    story.tell(notified("2024-07-10", planned="2024-08-14"))
    story.tell(acceptance("2024-08-12"))
    return story


def test_s10_injury_agreement_fails_the_review_and_the_investigation_resumes() -> None:
    story = s10()
    terms = TERMS["INJURY"]
    assert terms.net_subsidy_percent is not None
    assert terms.offset_percent is not None
    assert offsets_enough(terms.net_subsidy_percent, terms.offset_percent)
    assert offset_share(terms.net_subsidy_percent, terms.offset_percent) == Decimal("85.00")
    number = len(story.record)
    assert earliest_suspension(day("2024-07-10")) == day("2024-08-09")
    assert story.publish(number, "2024-08-14") == ()
    suspended = story.on("2024-08-14")
    assert (suspended.case, suspended.agreement, suspended.itc) == (Case.SUSPENDED, Agreement.IN_FORCE, Itc.SUSPENDED)
    assert suspended.liquidation is Liquidation.SUSPENDED_AGREEMENT
    assert story.due("CONTINUATION_REQUEST", "2024-08-14") == "2024-09-03"
    assert story.due("ITC_REVIEW_PETITION", "2024-08-14") == "2024-09-03"
    assert story.due("AGREEMENT_LIQ_END", "2024-08-14") == "2024-09-03"

    story.tell(review_petition("2024-08-28"))
    assert story.due("ITC_REVIEW", "2024-08-28") == "2024-11-12"
    assert story.struck("2024-11-17") == ()
    assert story.on("2024-11-17").liquidation is Liquidation.SUSPENDED_AGREEMENT
    resumed = story.tell(review("2024-11-12", eliminated=False), published="2024-11-18")
    assert resumed == (
        InvestigationResumed(
            legal_basis="19 USC 1671c(h)(2)",
            cause="REVIEW_NEGATIVE",
            deemed_preliminary_on=date(2024, 11, 18),
            suspension_from=date(2024, 7, 5),
            provisional_lapse_on=date(2025, 3, 18),
        ),
    )
    state = story.on("2024-11-18")
    assert (state.case, state.commerce, state.itc) == (Case.INVESTIGATING, Commerce.PRELIM_AFF, Itc.FINAL_PENDING)
    assert (state.agreement, state.liquidation) == (Agreement.ENDED, Liquidation.SUSPENDED_PROVISIONAL)
    assert (state.preliminary_on, state.suspended_from) == (date(2024, 11, 18), date(2024, 7, 5))
    assert story.due("FINAL", "2024-11-18") == "2025-02-03"
    story.tell(final("2025-02-03"), published="2025-02-07")
    assert story.due("ITC_FINAL", "2025-02-07") == "2025-03-20"
    assert [(one.key, one.day) for one in story.struck("2025-04-01")] == [("PROVISIONAL_LAPSE", date(2025, 3, 18))]


def test_s10_without_a_petition_the_suspension_ends_on_day_21() -> None:
    story = s10()
    story.publish(len(story.record), "2024-08-14")
    assert story.struck("2024-09-03") == ()
    (strike,) = story.struck("2024-12-31")
    assert (strike.key, strike.day) == ("AGREEMENT_LIQ_END", date(2024, 9, 4))
    lifted, liquidate = strike.instructions
    assert isinstance(lifted, SuspensionTerminated)
    assert isinstance(liquidate, Liquidate)
    assert (lifted.entries.first, lifted.entries.last) == (date(2024, 7, 5), date(2024, 9, 3))
    assert (lifted.first_free_on, lifted.refund) == (date(2024, 9, 4), Refund.ALL)
    assert story.refused(review_petition("2024-09-04")) == ["WINDOW_CLOSED"]


def s19(*, early: bool = False) -> Story:
    """Up to an order on a regional industry, published on 5 February 2024."""
    story = initiate(Story(), filed="2023-08-01", initiated="2023-08-21", published="2023-08-25")
    story.tell(replace(itc_prelim("2023-09-15"), regional=early))
    story.tell(prelim("2023-10-24"), published="2023-10-30")
    story.tell(final("2023-12-20"), published="2023-12-26")
    story.tell(replace(itc_final("2024-01-29"), regional=True), notified="2024-01-31", published="2024-02-02")
    story.tell(order("2024-02-05"))
    return story


def regional(on: str) -> RegionalAgreementAccepted:
    return RegionalAgreementAccepted(occurred_on=day(on), terms=TERMS["REGIONAL"])


def test_s19_regional_agreement_after_the_order() -> None:
    story = s19()
    assert story.due("REGIONAL_AGREEMENT", "2024-02-05") == "2024-04-05"
    ended, before, free_before, lifted, liquidate = story.tell(regional("2024-03-29"))
    assert isinstance(ended, OrderEnded)
    assert (ended.how, ended.effective_on, ended.interest) == ("RESCINDED", date(2024, 3, 29), False)
    assert isinstance(lifted, SuspensionTerminated)
    assert (lifted.entries.first, lifted.entries.last) == (date(2024, 2, 5), date(2024, 3, 28))
    assert (lifted.refund, lifted.first_free_on) == (Refund.ALL, date(2024, 3, 29))
    assert isinstance(liquidate, Liquidate)
    assert (liquidate.ground, liquidate.reason) == ("WITHOUT_CVD", "RESCINDED_REGIONAL")
    assert liquidate.entries == lifted.entries
    # What was suspended before the order goes back too.
    assert isinstance(before, SuspensionTerminated)
    assert isinstance(free_before, Liquidate)
    assert (before.entries.first, before.entries.last) == (date(2023, 10, 30), date(2024, 2, 4))
    state = story.on("2024-03-29")
    assert (state.case, state.agreement, state.liquidation) == (
        Case.RESCINDED,
        Agreement.IN_FORCE,
        Liquidation.LIFTED,
    )


def test_s19_v1_after_sixty_days_it_is_too_late() -> None:
    assert s19().refused(regional("2024-04-05")) == []
    assert s19().refused(regional("2024-04-08")) == ["REGIONAL_AGREEMENT_LATE"]


def test_s19_v2_a_finding_in_the_preliminary_bars_it() -> None:
    story = s19(early=True)
    assert story.refused(regional("2024-03-29")) == ["REGIONAL_FINDING_EARLIER"]
    assert "REGIONAL_AGREEMENT" not in story.deadlines("2024-03-29")
