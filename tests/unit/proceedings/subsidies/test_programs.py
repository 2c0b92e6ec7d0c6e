"""Programs and amounts (IMP-04 to IMP-08), imports concerned (IMP-10, IMP-11)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proceedings.domain.subsidies.amounts import (
    Offsets,
    UpstreamInput,
    consortium_percent,
    net_percent,
    upstream_amount,
)
from services.proceedings.domain.subsidies.imports import DefenseExemption, is_dutiable, is_of_country
from services.proceedings.domain.subsidies.programs import (
    GREEN_LIGHT,
    ProgramExamined,
    ProgramKind,
    discovered,
    net_subsidy,
)
from tests.unit.proceedings.petition.telling import initiate
from tests.unit.proceedings.record.story import Story, day

GRANT = ProgramExamined(
    occurred_on=day("2024-03-01"),
    program="Grant",
    kind=ProgramKind.DOMESTIC,
    gross_percent=Decimal("7.40"),
    countervailable=True,
    contribution=True,
    benefit=True,
    specific=True,
)


def started() -> Story:
    return initiate(Story(), filed="2024-01-10", initiated="2024-01-30")


def test_imp_04_a_consortium_gets_what_its_members_and_it_get() -> None:
    assert consortium_percent([Decimal("2.10"), Decimal("1.45")], Decimal("0.60")) == Decimal("4.15")


@pytest.mark.parametrize(
    ("price", "paid", "subsidy", "added"), [(100, 92, 6, 6), (100, 92, 9, 8), (92, 100, 6, 0), (100, 92, 0, 0)]
)
def test_imp_05_an_input_adds_its_benefit_up_to_its_subsidy(price: int, paid: int, subsidy: int, added: int) -> None:
    assert upstream_amount(Decimal(price), Decimal(paid), Decimal(subsidy)) == added


def test_imp_07_only_three_things_lessen_a_gross_subsidy() -> None:
    offsets = Offsets(fees=Decimal("0.15"), export_taxes=Decimal("2.25"))
    assert net_percent(Decimal("7.40"), offsets) == Decimal("5.00")
    assert net_percent(Decimal("7.40"), replace(offsets, deferral=Decimal("1.00"))) == Decimal("4.00")
    assert net_percent(Decimal("1.00"), offsets) == 0


def test_imp_07_imp_08_the_net_subsidy_of_a_case_adds_what_is_countervailable() -> None:
    story = started()
    story.tell(replace(GRANT, offsets=Offsets(fees=Decimal("0.15"), export_taxes=Decimal("2.25"))))
    story.tell(replace(GRANT, program="Loan", gross_percent=Decimal("1.25")))
    story.tell(replace(GRANT, program="Road", gross_percent=Decimal(3), specific=False, countervailable=False))
    assert net_subsidy(story.on("2024-03-01")) == Decimal("6.25")
    story.tell(replace(GRANT, program="LOAN", gross_percent=Decimal("0.25")))
    assert net_subsidy(story.on("2024-03-01")) == Decimal("5.25")
    assert [discovered(story.on("2024-03-01"), name) for name in ("grant", "Loan")] == [False, True]


@pytest.mark.parametrize("kind", [ProgramKind.DOMESTIC, ProgramKind.EXPORT, ProgramKind.IMPORT_SUBSTITUTION])
@pytest.mark.parametrize("contribution", [True, False])
@pytest.mark.parametrize("benefit", [True, False])
@pytest.mark.parametrize("specific", [True, False])
def test_imp_08_contribution_benefit_and_specificity_make_a_subsidy(
    kind: ProgramKind, contribution: bool, benefit: bool, specific: bool
) -> None:
    subsidy = contribution and benefit and (specific or kind is not ProgramKind.DOMESTIC)
    act = replace(GRANT, kind=kind, contribution=contribution, benefit=benefit, specific=specific)
    for claimed in (True, False):
        expected = [] if claimed is subsidy else ["NOT_WHAT_IS_COUNTERVAILABLE"]
        assert started().refused(replace(act, countervailable=claimed)) == expected


def test_imp_06_what_cannot_be_measured_is_not_countervailed() -> None:
    story = started()
    act = replace(GRANT, measurable=False)
    (refused,) = story.judge(act).refusals
    assert refused.rule == "IMP-06"
    assert story.refused(replace(act, countervailable=False)) == []


def test_imp_08_the_green_light_went_out_in_july_2000() -> None:
    assert GREEN_LIGHT.on(day("2000-06-30"))
    assert not GREEN_LIGHT.on(day("2000-07-01"))
    assert started().refused(replace(GRANT, green_light=True)) == []
    old = initiate(Story(), filed="1999-01-11", initiated="1999-01-29")
    act = replace(GRANT, occurred_on=day("1999-03-01"), green_light=True)
    assert old.refused(act) == ["NOT_WHAT_IS_COUNTERVAILABLE"]
    assert old.refused(replace(act, countervailable=False)) == []


def test_imp_04_imp_05_figures_make_the_gross_subsidy() -> None:
    story = started()
    given = UpstreamInput(
        arms_length_price=Decimal(100), price_paid=Decimal(92), input_subsidy=Decimal(6), unit_value=Decimal(200)
    )
    act = replace(GRANT, kind=ProgramKind.UPSTREAM, gross_percent=Decimal(3), upstream=given)
    assert story.refused(act) == []
    assert story.refused(replace(act, gross_percent=Decimal(4))) == ["GROSS_CONTRADICTS_FIGURES"]
    assert story.refused(replace(act, upstream=None)) == ["UPSTREAM_FIGURES"]
    members = replace(GRANT, members=(Decimal("2.10"), Decimal("1.45")), direct_percent=Decimal("0.60"))
    assert story.refused(replace(members, gross_percent=Decimal("4.15"))) == []
    assert story.refused(members) == ["GROSS_CONTRADICTS_FIGURES"]
    assert story.refused(replace(GRANT, gross_percent=Decimal(-1))) == ["AMOUNT_IMPOSSIBLE"]
    assert story.refused(replace(act, upstream=replace(given, unit_value=Decimal(0)))) == ["AMOUNT_IMPOSSIBLE"]


def test_imp_10_the_governments_imports_are_dutiable_but_for_defense() -> None:
    assert is_dutiable(imported_by_defense=False, exemption=None)
    assert is_dutiable(imported_by_defense=True, exemption=None)
    for exemption in DefenseExemption:
        assert not is_dutiable(imported_by_defense=True, exemption=exemption)
        assert is_dutiable(imported_by_defense=False, exemption=exemption)


def test_imp_11_goods_are_of_the_country_that_made_them() -> None:
    assert is_of_country("CN", "CN")
    assert not is_of_country("CN", "VN")


_PERCENTS = st.decimals(min_value=0, max_value=1000, places=4)


@given(gross=_PERCENTS, fees=_PERCENTS, deferral=_PERCENTS, taxes=_PERCENTS)
def test_imp_07_a_net_subsidy_is_between_nothing_and_the_gross_one(
    gross: Decimal, fees: Decimal, deferral: Decimal, taxes: Decimal
) -> None:
    found = net_percent(gross, Offsets(fees=fees, deferral=deferral, export_taxes=taxes))
    assert 0 <= found <= gross
