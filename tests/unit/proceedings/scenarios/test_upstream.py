"""S12 and S22: an upstream subsidy after an affirmative preliminary, and before the preliminary."""

from dataclasses import replace
from datetime import date

from services.proceedings.domain.final.acts import FinalAligned
from services.proceedings.domain.instructions import (
    OrderTerms,
    ProvisionalMeasuresLapsed,
    SuspensionOrdered,
    SuspensionReinstated,
)
from services.proceedings.domain.petition.acts import ConsultationsOffered, InvestigationInitiated
from services.proceedings.domain.record.regions import Liquidation
from services.proceedings.domain.upstream.acts import UpstreamResolutionChosen, UpstreamSuspected
from tests.unit.proceedings.petition.telling import initiate, petition, support
from tests.unit.proceedings.preliminary.telling import itc_prelim, prelim
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final, order


def affirmed() -> Story:
    """S12 until the preliminary is published; an antidumping case was initiated with it."""
    story = Story()
    story.tell(replace(petition("2024-01-17"), companion_ad_case="A-900-001"))
    story.tell(ConsultationsOffered(occurred_on=day("2024-01-17")))
    story.tell(support("2024-01-17"))
    story.tell(InvestigationInitiated(occurred_on=day("2024-02-06"), sufficient=True), published="2024-02-12")
    story.tell(itc_prelim("2024-03-04"))
    (ordered, _) = story.tell(prelim("2024-04-15"), published="2024-04-22")
    assert isinstance(ordered, SuspensionOrdered)
    assert ordered.effective_from == date(2024, 4, 22)
    return story


def decided_now(story: Story) -> Story:
    story.tell(UpstreamSuspected(occurred_on=day("2024-05-20"), time_needed=True))
    assert story.due("FINAL", "2024-05-20") == "2024-07-01"
    story.tell(UpstreamResolutionChosen(occurred_on=day("2024-05-28")))
    return story


def test_s12_decided_in_the_investigation() -> None:
    story = affirmed()
    assert story.due("FINAL", "2024-05-01") == "2024-07-01"
    decided_now(story)
    assert story.due("FINAL", "2024-06-01") == "2024-09-27"
    deadlines = story.deadlines("2024-06-01")
    assert deadlines["FINAL/NORMAL"].status == "SUPERSEDED"
    assert deadlines["UPSTREAM_LIQ_END"].due == date(2024, 8, 20)
    assert deadlines["PROVISIONAL_LAPSE"].status == "SUPERSEDED"
    (struck,) = story.struck("2024-09-01")
    assert struck.instructions == (
        ProvisionalMeasuresLapsed(legal_basis="19 USC 1671b(g)(2)(B)(ii)", effective_to=date(2024, 8, 20)),
    )
    story.tell(final("2024-09-27"), published="2024-10-03")
    assert story.due("ITC_FINAL", "2024-10-03") == "2024-11-12"
    told = story.tell(itc_final("2024-11-06"), notified="2024-11-08", published="2024-11-13")
    assert told == ()
    assert story.due("ORDER", "2024-11-13") == "2024-11-15"
    # UPS-05: the Commission's notice resumes nothing, only the order does.
    assert story.on("2024-11-13").liquidation is Liquidation.LAPSED
    told = story.tell(order("2024-11-15"))
    terms = next(one for one in told if isinstance(one, OrderTerms))
    assert (terms.boundary_on, terms.deposit_required_from) == (date(2024, 11, 15), date(2024, 11, 15))
    assert terms.gap is not None
    assert (terms.gap.first, terms.gap.last) == (date(2024, 8, 20), date(2024, 11, 14))
    (resumed,) = [one for one in told if isinstance(one, SuspensionReinstated)]
    assert resumed.effective_from == date(2024, 11, 15)
    assert story.on("2024-11-15").liquidation is Liquidation.SUSPENDED_DEFINITIVE


def test_s12_v1_aligned_with_a_postponed_antidumping_final() -> None:
    story = affirmed()
    aligned = FinalAligned(
        occurred_on=day("2024-06-05"),
        ad_case="A-900-001",
        requested_on=day("2024-04-24"),
        ad_final_due_on=day("2024-11-12"),
        ad_preliminary_published_on=day("2024-07-01"),
        ad_postponed=True,
    )
    story.tell(aligned)
    assert story.due("FINAL", "2024-06-05") == "2024-11-12"
    story.tell(UpstreamSuspected(occurred_on=day("2024-06-10"), time_needed=True))
    story.tell(UpstreamResolutionChosen(occurred_on=day("2024-06-12")))
    assert story.due("FINAL", "2024-06-20") == "2024-11-26"


def test_ups_04_fin_02_an_extension_never_makes_the_aligned_final_earlier() -> None:
    story = affirmed()
    story.tell(
        FinalAligned(
            occurred_on=day("2024-08-06"),
            ad_case="A-900-001",
            requested_on=day("2024-04-24"),
            ad_final_due_on=day("2024-12-16"),
            ad_preliminary_published_on=day("2024-08-05"),
            ad_postponed=True,
        )
    )
    story.tell(UpstreamSuspected(occurred_on=day("2024-08-07"), time_needed=True))
    story.tell(UpstreamResolutionChosen(occurred_on=day("2024-08-08")))
    assert story.due("FINAL", "2024-08-08") == "2024-12-16"


def test_s22_before_the_preliminary_the_clock_counts_from_filing() -> None:
    story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")
    assert story.due("PRELIM", "2024-03-01") == "2024-04-04"
    story.tell(UpstreamSuspected(occurred_on=day("2024-03-11"), time_needed=True))
    assert story.due("PRELIM", "2024-03-11") == "2024-09-16"
    assert story.deadlines("2024-03-11")["PRELIM/NORMAL"].due == date(2024, 4, 4)


def test_s22_v1_extraordinarily_complicated() -> None:
    story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")
    story.tell(UpstreamSuspected(occurred_on=day("2024-03-11"), time_needed=True, extraordinarily_complicated=True))
    assert story.due("PRELIM", "2024-03-11") == "2024-11-15"
