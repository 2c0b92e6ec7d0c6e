"""Violation, changed circumstances, penalty (SUS-16 to SUS-19; transitions 28 and 29)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proceedings.domain.agreement.acts import AgreementFoundWanting, PenaltyReferral
from services.proceedings.domain.agreement.facts import regards_without_agreement
from services.proceedings.domain.instructions import (
    ConditionalDelivery,
    DepositRates,
    InvestigationResumed,
    OrderTerms,
    SuspensionAmended,
    SuspensionKind,
    SuspensionOrdered,
)
from services.proceedings.domain.order.facts import order as order_of
from services.proceedings.domain.record.acts import Visibility
from services.proceedings.domain.record.regions import Agreement, Case, Commerce, Itc, Liquidation
from tests.unit.proceedings.agreement.telling import (
    continuation,
    investigation,
    outside,
    review_petition,
    suspend,
    violation,
)
from tests.unit.proceedings.preliminary.telling import prelim, rate
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final


def suspended(kind: str = "INJURY") -> Story:
    story = investigation()
    suspend(story, kind)
    return story


def completed(kind: str = "ELIM", finding: str = "INJURY") -> Story:
    story = suspended(kind)
    story.tell(continuation("2024-05-20"))
    story.tell(final("2024-06-18", rate("Alpha", "11.00"), rate("Beta", "0.40")), published="2024-06-24")
    story.tell(itc_final("2024-08-02", finding), notified="2024-08-05", published="2024-08-07")
    assert story.on("2024-08-07").case is Case.COMPLETED_ORDER_WITHHELD
    return story


@pytest.mark.parametrize("kind", ["ELIM", "CEASE", "INJURY", "QR"])
def test_sus_17_a_b_the_investigation_resumes_from_the_determination(kind: str) -> None:
    story = suspended(kind)
    story.tell(violation("2025-03-27", "2025-01-06"))
    assert story.on("2025-03-30").case is Case.SUSPENDED
    ordered, rates, resumed = story.publish(len(story.record), "2025-03-31")
    assert isinstance(ordered, SuspensionOrdered)
    assert (ordered.kind, ordered.effective_from, ordered.retroactive_from) == (
        SuspensionKind.VIOLATION,
        day("2025-03-31"),
        day("2025-01-06"),
    )
    assert isinstance(rates, DepositRates)
    assert (rates.effective_from, str(rates.rows[0].rate_percent)) == (day("2025-03-31"), "10.00")
    assert resumed == InvestigationResumed(
        legal_basis="19 USC 1671c(i)(1)(B)",
        cause="VIOLATION",
        deemed_preliminary_on=day("2025-03-27"),
        suspension_from=day("2025-01-06"),
        provisional_lapse_on=day("2025-07-29"),
    )
    state = story.on("2025-03-31")
    assert (state.case, state.commerce, state.itc) == (Case.INVESTIGATING, Commerce.PRELIM_AFF, Itc.FINAL_PENDING)
    assert (state.agreement, state.liquidation) == (Agreement.VIOLATED, Liquidation.SUSPENDED_PROVISIONAL)
    # From the determination, not from its publication (SUS-17-c); the four months from the publication (D-25).
    assert story.due("FINAL", "2025-03-31") == "2025-06-10"
    assert story.due("ITC_FINAL", "2025-03-31") == "2025-07-25"
    assert [strike.day for strike in story.struck("2025-12-31") if strike.key == "PROVISIONAL_LAPSE"] == [
        day("2025-07-29")
    ]


def test_sus_17_a_ninety_days_at_most() -> None:
    story = suspended("ELIM")
    story.tell(violation("2025-03-27", "2024-10-01"))
    (ordered, *_) = story.publish(len(story.record), "2025-03-31")
    assert isinstance(ordered, SuspensionOrdered)
    assert ordered.retroactive_from == day("2024-12-31")


def test_sus_17_without_an_injury_test_the_commission_has_no_part() -> None:
    story = outside()
    story.tell(prelim("2024-04-04"), published="2024-04-10")
    suspend(story, "CEASE")
    story.tell(violation("2025-03-27", "2025-01-06"), published="2025-03-31")
    assert story.on("2025-03-31").itc is Itc.NOT_REQUIRED


def test_sus_17_a_suspension_that_stands_stays_or_reaches_further() -> None:
    story = suspended()
    story.tell(review_petition("2024-05-28"))
    told = story.tell(violation("2024-06-03", "2024-05-01"), published="2024-06-06")
    assert [type(one) for one in told] == [DepositRates, InvestigationResumed]
    assert story.on("2024-06-06").suspended_from == day("2024-04-10")
    further = suspended()
    (amended, *_) = further.tell(violation("2024-05-28", "2024-03-20"), published="2024-05-30")
    assert amended == SuspensionAmended(legal_basis="19 USC 1671c(i)(1)(A)", retroactive_from=day("2024-03-20"))
    assert further.on("2024-05-30").suspended_from == day("2024-03-20")


def test_sus_17_a_finding_before_the_offending_entry_is_impossible() -> None:
    assert suspended().refused(violation("2025-03-27", "2025-03-28")) == ["ENTRY_AFTER_FINDING"]


def test_sus_17_c_a_completed_investigation_ends_in_the_order() -> None:
    story = completed()
    ordered, terms, rates, delivery = story.tell(violation("2025-03-27", "2025-01-06"), published="2025-03-31")
    assert isinstance(ordered, SuspensionOrdered)
    assert (ordered.kind, ordered.retroactive_from) == (SuspensionKind.VIOLATION, day("2025-01-06"))
    assert [firm.exporter for firm in ordered.excluded] == ["Beta"]
    assert isinstance(terms, OrderTerms)
    assert (terms.order_published_on, terms.duties_from, terms.suspended_from, terms.boundary_on) == (
        day("2025-03-31"),
        day("2025-01-06"),
        day("2025-01-06"),
        day("2025-01-06"),
    )
    assert (terms.gap, terms.lapsed_from, terms.deposit_required_from) == (None, None, day("2025-03-31"))
    assert isinstance(rates, DepositRates)
    assert (rates.stage, str(rates.rows[0].rate_percent), rates.rows[1].excluded) == ("ORDER", "11.00", True)
    assert isinstance(delivery, ConditionalDelivery)
    state = story.on("2025-03-31")
    assert (state.case, state.agreement, state.liquidation) == (
        Case.ORDER_IN_FORCE,
        Agreement.VIOLATED,
        Liquidation.SUSPENDED_DEFINITIVE,
    )
    issued = order_of(state)
    assert issued is not None
    assert (issued.act.occurred_on, issued.act.scope_text) == (day("2025-03-31"), "Alpha of every size.")
    assert story.struck("2027-12-31") == ()


def test_sus_16_changed_circumstances_are_treated_as_a_violation_of_that_day() -> None:
    story = suspended()
    act = AgreementFoundWanting(occurred_on=day("2025-03-27"))
    ordered, _, resumed = story.tell(act, published="2025-03-31")
    assert isinstance(ordered, SuspensionOrdered)
    assert (ordered.effective_from, ordered.retroactive_from) == (day("2025-03-31"), None)
    assert isinstance(resumed, InvestigationResumed)
    assert (resumed.cause, resumed.deemed_preliminary_on) == ("CHANGED_CIRCUMSTANCES", day("2025-03-31"))
    assert story.on("2025-03-31").suspended_from == day("2025-03-31")


def test_sus_16_a_completed_investigation_has_no_duty_before_that_day() -> None:
    story = completed("INJURY")
    _, terms, *_ = story.tell(AgreementFoundWanting(occurred_on=day("2025-03-27")), published="2025-03-31")
    assert isinstance(terms, OrderTerms)
    assert terms.duties_from == terms.boundary_on == day("2025-03-31")


def test_sus_16_only_agreements_on_injury() -> None:
    assert suspended("ELIM").refused(AgreementFoundWanting(occurred_on=day("2025-03-27"))) == ["NOT_REVIEWABLE"]


def test_sus_17_a_second_finding_has_nothing_to_end() -> None:
    story = suspended()
    story.tell(violation("2025-03-27", "2025-01-06"))
    story.tell(AgreementFoundWanting(occurred_on=day("2025-03-28")))
    story.publish(len(story.record) - 1, "2025-03-31")
    assert story.publication_refused(len(story.record) - 1, "2025-04-02") == ["ILLEGAL_TRANSITION"]
    assert story.refused(violation("2025-04-02", "2025-01-06")) == ["ILLEGAL_TRANSITION", "ILLEGAL_TRANSITION"]


def test_sus_18_an_intentional_violation_is_referred() -> None:
    story = suspended()
    number = len(story.record) + 1
    story.tell(violation("2025-03-27", "2025-01-06", intentional=True))
    act = PenaltyReferral(
        occurred_on=day("2025-04-02"), determination=number, persons=("Alpha",), entry_numbers=("AAA-0000001-1",)
    )
    assert act.visibility is Visibility.RESTRICTED
    assert story.refused(act) == ["ILLEGAL_TRANSITION", "NOT_INTENTIONAL"]
    story.publish(number, "2025-03-31")
    assert story.refused(act) == []
    empty = PenaltyReferral(occurred_on=day("2025-04-02"), determination=1, persons=(), entry_numbers=())
    assert story.refused(empty) == ["NOT_INTENTIONAL", "NOBODY_REFERRED", "ENTRIES_MISSING"]


def test_sus_19_the_agreements_effect_is_ignored_after_a_violation() -> None:
    story = suspended()
    story.tell(violation("2025-03-27", "2025-01-06"))
    assert not regards_without_agreement(story.on("2025-03-30"))
    story.publish(len(story.record), "2025-03-31")
    assert regards_without_agreement(story.on("2025-03-31"))


@given(lag=st.integers(0, 60), entry=st.integers(0, 400))
def test_sus_17_d_25_clocks_count_from_the_determination_and_the_limit_from_the_publication(
    lag: int, entry: int
) -> None:
    determined = day("2025-06-30")
    published = determined + timedelta(days=lag)
    first = determined - timedelta(days=entry)
    story = suspended("ELIM")
    story.tell(violation(determined.isoformat(), first.isoformat()), published=published.isoformat())
    state = story.on(published.isoformat())
    assert state.preliminary_on == determined
    assert state.lapse_from == published + timedelta(days=120)
    assert state.suspended_from == max(first, published - timedelta(days=90))
