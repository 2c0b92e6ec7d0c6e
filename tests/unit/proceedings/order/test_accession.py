"""A country joins the Subsidies Agreement with an order, or an investigation, without injury test (ORD-12)."""

from datetime import date

import pytest

from services.proceedings.domain.instructions import (
    Liquidate,
    OrderEnded,
    Refund,
    SuspensionOrdered,
    SuspensionTerminated,
)
from services.proceedings.domain.order.accession import joined_on, revocation_cause, sunset_from
from services.proceedings.domain.order.acts import (
    InjuryReviewDetermined,
    InjuryReviewInitiated,
    InjuryReviewRequested,
    OrderRevokedWithoutInjury,
)
from services.proceedings.domain.petition.acts import InvestigationInitiated, PartyClass
from services.proceedings.domain.record.proceeding import CountryStatus
from services.proceedings.domain.record.regions import Case, Itc, Liquidation
from tests.unit.proceedings.petition.telling import petition, support
from tests.unit.proceedings.preliminary.telling import prelim
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final, order


def outside(joins: str) -> Story:
    """A case of a country that joins on a day, up to the preliminary's publication."""
    status = CountryStatus(starts_on=day(joins), ends_on=None, subsidies_agreement=True, reason="WTO_MEMBER")
    story = Story(statuses=(status,))
    story.tell(petition("2023-05-01"))
    story.tell(support("2023-05-10"))
    story.tell(InvestigationInitiated(occurred_on=day("2023-05-22"), sufficient=True), published="2023-05-30")
    story.tell(prelim("2023-07-26"), published="2023-08-01")
    return story


def ordered(joins: str = "2024-01-15") -> Story:
    """With its order of 16 October 2023."""
    story = outside(joins)
    story.tell(final("2023-10-09"), published="2023-10-16")
    story.tell(order("2023-10-16"))
    return story


REQUEST = InjuryReviewRequested(occurred_on=day("2024-07-15"), party="Alpha", party_class=PartyClass.C)


def test_ord_12_entries_are_suspended_from_the_day_the_country_joins() -> None:
    story = ordered()
    assert joined_on(story.on("2024-01-14")) is None
    struck = story.struck("2024-01-15")
    assert [(one.key, one.day) for one in struck] == [("SAC_JOINED", date(2024, 1, 15))]
    assert isinstance(struck[0].instructions[0], SuspensionOrdered)
    assert struck[0].instructions[0].effective_from == date(2024, 1, 15)
    assert story.due("SAC_REQUEST", "2024-02-01") == "2024-07-15"  # EX ORD-12-a


def test_ord_12_who_may_ask_and_until_when() -> None:
    story = ordered()
    early = InjuryReviewRequested(occurred_on=day("2024-01-10"), party="Alpha", party_class=PartyClass.C)
    assert story.refused(early) == ["NOT_JOINED"]
    foreign = InjuryReviewRequested(occurred_on=day("2024-07-16"), party="Beta", party_class=PartyClass.A)
    assert story.refused(foreign) == ["PARTY_NOT_ENTITLED", "INJURY_REQUEST_LATE"]
    story.tell(REQUEST)
    assert str(story.deadlines("2024-08-01")["SAC_REQUEST"].status) == "MET"
    assert story.refused(REQUEST) == ["REQUESTED_ALREADY"]


def test_ord_12_steps_come_in_order() -> None:
    story = ordered()
    initiated = InjuryReviewInitiated(occurred_on=day("2024-08-15"))
    determined = InjuryReviewDetermined(occurred_on=day("2025-05-01"), likely=True)
    assert story.refused(initiated) == ["NOT_REQUESTED"]
    assert story.refused(determined) == ["NOT_INITIATED"]
    story.tell(REQUEST)
    story.tell(initiated)
    assert story.due("SAC_DETERMINATION", "2024-09-01") == "2025-08-15"
    story.tell(determined)
    assert story.refused(determined) == ["DETERMINED_ALREADY"]


def test_ord_12_an_affirmative_determination_keeps_the_order_and_sets_its_five_years() -> None:
    story = ordered()
    story.tell(REQUEST)
    story.tell(InjuryReviewInitiated(occurred_on=day("2024-08-15")))
    told = story.tell(InjuryReviewDetermined(occurred_on=day("2025-05-01"), likely=True), published="2025-05-07")
    assert isinstance(told[0], SuspensionTerminated)
    assert (told[0].refund, told[0].entries.first, told[0].entries.last) == (
        Refund.NONE,
        date(2024, 1, 15),
        date(2025, 5, 6),
    )
    state = story.on("2025-05-07")
    assert (state.case, sunset_from(state)) == (Case.ORDER_IN_FORCE, date(2025, 5, 7))
    assert story.refused(OrderRevokedWithoutInjury(occurred_on=day("2025-05-10"))) == ["NO_GROUND_TO_REVOKE"]


@pytest.mark.parametrize("asked", [True, False])
def test_ord_12_a_negative_determination_or_no_request_revokes_with_interest(asked: bool) -> None:
    story = ordered()
    cause = date(2024, 7, 16)
    if asked:
        story.tell(REQUEST)
        story.tell(InjuryReviewInitiated(occurred_on=day("2024-08-15")))
        story.tell(InjuryReviewDetermined(occurred_on=day("2025-05-01"), likely=False), published="2025-05-07")
        cause = date(2025, 5, 7)
    assert revocation_cause(story.on("2025-05-20")) == cause
    assert story.deadlines("2025-05-20")["SAC_REVOCATION"].due == cause
    ended, lifted, liquidate = story.tell(OrderRevokedWithoutInjury(occurred_on=day("2025-05-20")))
    assert isinstance(ended, OrderEnded)
    assert (ended.effective_on, ended.interest, ended.how) == (date(2024, 1, 15), True, "REVOKED")
    assert isinstance(lifted, SuspensionTerminated)
    assert lifted.refund is Refund.ALL
    assert isinstance(liquidate, Liquidate)
    assert (liquidate.reason, liquidate.interest_from) == ("REVOKED", date(2024, 1, 15))
    state = story.on("2025-05-20")
    assert (state.case, state.liquidation) == (Case.REVOKED, Liquidation.LIFTED)


def test_ord_12_before_the_window_closes_there_is_no_ground() -> None:
    story = ordered()
    assert story.refused(OrderRevokedWithoutInjury(occurred_on=day("2024-07-15"))) == ["NO_GROUND_TO_REVOKE"]
    assert story.refused(OrderRevokedWithoutInjury(occurred_on=day("2024-07-16"))) == []


@pytest.mark.parametrize("joins", ["2023-09-01", "2023-10-12"])
def test_ord_12_a_country_that_joins_during_the_investigation_gets_an_injury_test(joins: str) -> None:
    story = outside(joins)
    story.tell(final("2023-10-09"), published="2023-10-16")
    assert story.on("2023-10-16").itc is Itc.FINAL_PENDING
    assert story.due("ITC_FINAL", "2023-10-16") == "2023-12-26"
    assert "ILLEGAL_TRANSITION" in story.refused(order("2023-10-16"))
    story.tell(itc_final("2023-12-20"), notified="2023-12-22", published="2023-12-28")
    story.tell(order("2023-12-29"))
    assert story.on("2024-02-01").case is Case.ORDER_IN_FORCE
    assert joined_on(story.on("2024-02-01")) is None
