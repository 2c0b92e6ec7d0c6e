"""The order: when it may come, what it tells customs, and what it means for a region (ORD, 15.2 18 and 26)."""

from dataclasses import replace
from datetime import date

import pytest

from services.proceedings.domain.commission.acts import ItcFinal
from services.proceedings.domain.instructions import (
    ConditionalDelivery,
    DepositRates,
    Firm,
    OrderTerms,
    SuspensionKind,
    SuspensionOrdered,
    SuspensionReinstated,
)
from services.proceedings.domain.order.acts import OrderPublished, RegionalExporterFound
from services.proceedings.domain.order.facts import rests_on_derogation, scope_of
from services.proceedings.domain.order.rules import FAMILY
from services.proceedings.domain.petition.acts import ConsultationsOffered, InvestigationInitiated
from services.proceedings.domain.record.regions import Agreement, Case
from tests.unit.proceedings.petition.telling import petition, support
from tests.unit.proceedings.preliminary.telling import itc_prelim, prelim, rate, to_preliminary
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final, order


def to_notice(story: Story, finding: ItcFinal | None = None) -> Story:
    """A case as in S01 up to the publication of the Commission's notice."""
    to_preliminary(story)
    story.tell(final("2024-06-18", rate("Alpha", "11.00"), rate("Beta", "6.00")), published="2024-06-24")
    story.tell(finding or itc_final("2024-07-18"), notified="2024-07-25", published="2024-07-31")
    return story


def test_ord_01_transition_18_the_order_follows_a_notified_affirmative_final() -> None:
    story = to_preliminary(Story())
    assert story.refused(order("2024-06-01")) == ["ILLEGAL_TRANSITION", "ILLEGAL_TRANSITION"]
    story.tell(final("2024-06-18"), published="2024-06-24")
    assert story.refused(order("2024-07-01")) == ["ILLEGAL_TRANSITION"]
    story.tell(itc_final("2024-07-18"))
    assert story.refused(order("2024-07-24")) == ["ILLEGAL_TRANSITION"]


def test_ord_01_cal_11_an_order_after_the_seven_days_stands() -> None:
    story = to_notice(Story())
    assert str(story.deadlines("2024-08-10")["ORDER"].status) == "MISSED"
    story.tell(order("2024-08-10"))
    assert story.on("2024-08-10").case is Case.ORDER_IN_FORCE
    assert story.refused(order("2024-08-11"))[0] == "ILLEGAL_TRANSITION"


def test_ord_03_an_order_describes_the_merchandise() -> None:
    story = to_notice(Story())
    assert story.refused(replace(order("2024-08-01"), scope_text=" ")) == ["SCOPE_MISSING"]


def test_ord_04_the_scope_is_the_orders_own_text() -> None:
    story = to_notice(Story())
    assert scope_of(story.on("2024-07-31")) == "Alpha of every size."
    story.tell(replace(order("2024-08-01"), scope_text="Alpha of small size."))
    assert scope_of(story.on("2024-08-01")) == "Alpha of small size."


def test_ord_09_delivery_is_conditional_from_the_order() -> None:
    told = to_notice(Story()).tell(order("2024-08-01"))
    terms = told[0]
    assert isinstance(terms, OrderTerms)
    assert (terms.deposit_required_from, terms.conditional_delivery_from) == (date(2024, 7, 31), date(2024, 8, 1))
    assert ConditionalDelivery(legal_basis="19 USC 1671h", effective_from=date(2024, 8, 1)) in told


def test_d_22_an_order_before_the_commissions_notice_is_both_boundaries() -> None:
    story = to_preliminary(Story())
    story.tell(final("2024-08-12"), published="2024-08-16")
    story.tell(itc_final("2024-09-18"), notified="2024-09-23")
    told = story.tell(order("2024-09-25"))
    terms = told[0]
    assert isinstance(terms, OrderTerms)
    assert terms.boundary_on == date(2024, 9, 25)
    assert terms.gap is not None
    assert (terms.gap.first, terms.gap.last) == (date(2024, 8, 8), date(2024, 9, 24))
    assert [one.effective_from for one in told if isinstance(one, SuspensionReinstated)] == [date(2024, 9, 25)]
    assert story.publish(11, "2024-09-27") == ()


REGIONAL = replace(itc_final("2024-07-18"), regional=True)
BETA = Firm("Beta", "Beta")


def test_ord_07_only_exporters_for_the_region_are_assessed() -> None:
    limited = replace(order("2024-08-01"), region_exporters=(Firm("Alpha", "Alpha"),))
    assert to_notice(Story()).refused(limited) == ["NO_REGIONAL_FINDING"]
    terms, rates, *_ = to_notice(Story(), REGIONAL).tell(limited)
    assert isinstance(terms, OrderTerms)
    assert isinstance(rates, DepositRates)
    assert terms.region_only
    assert [(row.exporter, row.region_exporter) for row in rates.rows] == [
        ("Alpha", True),
        ("Beta", False),
        ("*", False),
    ]


def test_ord_08_a_new_exporter_to_the_region_is_assessed_from_its_first_shipment() -> None:
    story = to_notice(Story(), REGIONAL)
    story.tell(replace(order("2024-08-01"), region_exporters=(Firm("Alpha", "Alpha"),)))
    found = RegionalExporterFound(occurred_on=day("2024-11-04"), firm=BETA, shipped_from=day("2024-10-01"))
    assert story.refused(replace(found, firm=Firm("Alpha", "Alpha"))) == ["REGIONAL_EXPORTER_ALREADY"]
    assert story.refused(replace(found, shipped_from=day("2024-07-31"))) == ["SHIPPED_BEFORE_ORDER"]
    told = story.tell(found)[0]
    assert isinstance(told, DepositRates)
    assert [(row.exporter, str(row.rate_percent), row.region_exporter) for row in told.rows] == [("Beta", "6.00", True)]
    assert told.effective_from == date(2024, 10, 1)
    gamma = replace(found, firm=Firm("Gamma", "Gamma"))
    told = story.tell(gamma)[0]
    assert isinstance(told, DepositRates)
    assert [str(row.rate_percent) for row in told.rows] == ["8.50"]


def test_ord_08_not_for_an_order_of_the_whole_country() -> None:
    story = to_notice(Story())
    story.tell(order("2024-08-01"))
    found = RegionalExporterFound(occurred_on=day("2024-11-04"), firm=BETA, shipped_from=day("2024-10-01"))
    assert story.refused(found) == ["NO_REGIONAL_ORDER"]


def derogation() -> Story:
    story = Story()
    story.tell(replace(petition("2024-01-10"), export_credit_derogation=True))
    story.tell(ConsultationsOffered(occurred_on=day("2024-01-10")))
    story.tell(support("2024-01-10"))
    story.tell(InvestigationInitiated(occurred_on=day("2024-01-30"), sufficient=True), published="2024-02-05")
    story.tell(itc_prelim("2024-02-23"))
    return story


def test_ord_10_security_and_order_on_a_derogation_are_told_to_the_treasury() -> None:
    story = derogation()
    told = story.tell(prelim("2024-04-04"), published="2024-04-10")
    assert rests_on_derogation(story.on("2024-04-10"), told) == ("SECURITY",)
    told = story.tell(final("2024-06-18"), published="2024-06-24")
    assert rests_on_derogation(story.on("2024-06-24"), told) == ()
    story.tell(itc_final("2024-07-18"), notified="2024-07-25", published="2024-07-31")
    told = story.tell(order("2024-08-01"))
    assert rests_on_derogation(story.on("2024-08-01"), told) == ("ORDER",)
    plain = to_preliminary(Story())
    suspension = SuspensionOrdered(legal_basis="", kind=SuspensionKind.PROVISIONAL, effective_from=date(2024, 4, 10))
    assert rests_on_derogation(plain.on("2024-04-10"), [suspension]) == ()


@pytest.mark.parametrize("case", sorted(set(Case) - {Case.INVESTIGATING}))
def test_ord_11_transition_18_from_no_other_state(case: Case) -> None:
    rule = next(rule for rule in FAMILY.acts if rule.act is OrderPublished)
    assert case not in rule.source


@pytest.mark.parametrize("case", [Case.CONTINUED_UNDER_AGREEMENT, Case.COMPLETED_ORDER_WITHHELD])
def test_ord_11_no_order_while_an_agreement_is_performed(case: Case) -> None:
    rule = next(rule for rule in FAMILY.acts if rule.act is OrderPublished)
    state = replace(to_notice(Story()).on("2024-07-31"), case=case, agreement=Agreement.IN_FORCE)
    assert [refusal.code for refusal in rule.refuse(state, order("2024-08-01"))] == ["ORDER_WITHHELD"]
