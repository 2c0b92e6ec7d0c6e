"""Transitions 32, 33, 42 and 43: allowed from their states, refused from every other one (15.2)."""

from datetime import date

import pytest

from services.proceedings.domain.case_law import BOOK
from services.proceedings.domain.record.acts import Act
from services.proceedings.domain.record.regions import Agreement, Case
from services.proceedings.domain.review.acts import OrderRevokedAfterReview
from services.proceedings.domain.sunset.acts import (
    Branch,
    OrderContinued,
    OrderRevokedAfterSunset,
    SunsetBranchDetermined,
    SunsetInitiated,
)
from services.proceedings.domain.sunset.anniversary import anniversary
from tests.unit.proceedings.agreement.telling import investigation, suspend
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.sunset.telling import commerce, commission, continued, intent, response, revoked

FROM = frozenset({Case.ORDER_IN_FORCE, Case.SUSPENDED, Case.COMPLETED_ORDER_WITHHELD})


@pytest.mark.parametrize("case", list(Case))
@pytest.mark.parametrize("kind", [SunsetInitiated, OrderContinued, OrderRevokedAfterSunset])
def test_15_2_five_year_reviews_belong_to_orders_and_suspended_investigations(kind: type[Act], case: Case) -> None:
    assert (case in BOOK.rule(kind).source) is (case in FROM)


@pytest.mark.parametrize("case", list(Case))
def test_15_2_revocation_34_belongs_to_an_order_in_force(case: Case) -> None:
    assert (case in BOOK.rule(OrderRevokedAfterReview).source) is (case is Case.ORDER_IN_FORCE)


def suspended() -> Story:
    """Suspended by an agreement on the subsidy, published 15 May 2024; five-year review initiated in April 2029."""
    story = investigation()
    suspend(story, "ELIM")
    assert anniversary(story.on("2024-05-15")) == date(2029, 5, 15)
    story.tell(SunsetInitiated(occurred_on=day("2029-04-02")), published="2029-04-02")
    return story


def test_sun_08_a_suspended_investigation_without_a_domestic_response_ends_42() -> None:
    story = suspended()
    assert story.tell(revoked("2029-06-29")) == ()
    state = story.on("2029-06-29")
    assert (state.case, state.agreement) == (Case.TERMINATED, Agreement.ENDED)
    assert set(story.refused(revoked("2029-07-02"))) == {"ILLEGAL_TRANSITION"}


@pytest.mark.parametrize("injury", [True, False])
def test_sun_08_a_suspended_investigation_goes_on_only_if_both_find_it_likely_42_43(injury: bool) -> None:
    story = suspended()
    story.tell(intent("2029-04-10"))
    story.tell(response("2029-04-30"))
    story.tell(SunsetBranchDetermined(occurred_on=day("2029-05-20"), branch=Branch.EXPEDITED))
    story.tell(commerce("2029-07-30"))
    story.tell(commission("2029-08-28", likely=injury))
    if not injury:
        assert story.refused(continued("2029-09-10")) == ["NOT_BOTH_AFFIRMATIVE"]
        story.tell(revoked("2029-09-10"))
        assert story.on("2029-09-10").case is Case.TERMINATED
        return
    assert story.refused(revoked("2029-09-10")) == ["BOTH_AFFIRMATIVE"]
    story.tell(continued("2029-09-10"))
    state = story.on("2029-09-10")
    assert (state.case, state.agreement) == (Case.SUSPENDED, Agreement.IN_FORCE)
    assert anniversary(state) == date(2034, 9, 10)
