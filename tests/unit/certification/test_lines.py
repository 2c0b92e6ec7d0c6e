"""Expenditures line by line: their window, their sums, what each must say (EXP-01 to EXP-06, CERT-06)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certification.domain.corrections import correction_findings
from services.certification.domain.expenditures import by_category
from services.certification.domain.forms import Expenditure, ExpenditureLine, Form, SharedGroup, Signer
from services.certification.domain.line_matches import LineMatch, line_duplicates
from services.certification.domain.lines import line_findings, line_period_findings
from services.certification.domain.reductions import without_unsupported
from services.certification.domain.review import review
from services.certification.domain.risk import RiskKind, Severity
from services.certification.domain.verification import by_line_only, complete, line_result_findings
from tests.unit.certification.forms import codes, facts
from tests.unit.certification.forms import complete as complete_form

ISSUED, REVOKED = date(2001, 5, 10), date(2006, 8, 1)
SIGNED = date(2007, 6, 15)


def line(cents: int = 100, category: str = "Q01", **changes: Any) -> ExpenditureLine:
    stated = ExpenditureLine(
        category=category,
        amount_cents=cents,
        incurred_on=date(2005, 3, 1),
        description=f"Press of {cents} cents",
        relation="Makes nothing else",
    )
    return replace(stated, **changes)


def enumerated(*lines: ExpenditureLine, groups: Sequence[SharedGroup] = ()) -> Form:
    """A form whose totals are those of its lines."""
    totals = {code: cents for code, cents in by_category(lines).items() if cents}
    stated = tuple(Expenditure(category=code, amount_cents=cents) for code, cents in totals.items())
    form = complete_form(total=sum(totals.values()), shared_groups=tuple(groups))
    return replace(form, expenditures=stated, lines=lines)


def outside(form: Form, revoked_on: date | None = REVOKED) -> list[str | None]:
    found = line_period_findings(form, ISSUED, revoked_on)
    assert {each.code for each in found} <= {"OUTSIDE_PERIOD"}
    return [each.field for each in found]


@pytest.mark.parametrize(
    ("incurred", "counts"),
    [
        (date(2001, 5, 10), False),
        (date(2001, 5, 11), True),
        (date(2006, 7, 31), True),
        (date(2006, 8, 1), False),
    ],
)
def test_exp_02_example_each_line_against_the_life_of_the_order(incurred: date, counts: bool) -> None:
    form = enumerated(line(1), line(2, incurred_on=incurred))
    assert outside(form) == ([] if counts else ["expenditureLines.1.incurredOn"])


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2001, 5, 11), date(2006, 7, 31), None),
        (date(2001, 5, 10), date(2001, 5, 11), "expenditureLines.0.incurredFrom"),
        (date(2006, 7, 31), date(2006, 8, 1), "expenditureLines.0.incurredTo"),
        (date(2000, 1, 1), date(2007, 1, 1), "expenditureLines.0.incurredFrom"),
        (date(2006, 8, 1), date(2006, 8, 1), "expenditureLines.0.incurredTo"),
    ],
)
def test_exp_02_a_period_lies_inside_whole(first: date, last: date, field: str | None) -> None:
    form = enumerated(line(incurred_on=None, incurred_from=first, incurred_to=last))
    assert outside(form) == ([] if field is None else [field])


@pytest.mark.parametrize(("incurred", "counts"), [(SIGNED, True), (date(2007, 6, 16), False)])
def test_exp_02_no_line_is_a_forecast(incurred: date, counts: bool) -> None:
    field = [] if counts else ["expenditureLines.0.incurredOn"]
    assert outside(enumerated(line(incurred_on=incurred)), None) == field


def test_exp_02_the_window_is_of_each_order_and_every_bad_line_is_named() -> None:
    form = enumerated(line(1), line(2, incurred_on=date(2005, 3, 2)), line(3, incurred_on=date(2005, 3, 3)))
    assert outside(form) == []
    found = line_period_findings(form, date(2005, 3, 1), date(2005, 3, 3))
    assert [each.field for each in found] == ["expenditureLines.0.incurredOn", "expenditureLines.2.incurredOn"]
    assert len(line_period_findings(form, date(2005, 3, 1), date(2005, 3, 2))) == 3, "no day qualifies at all"
    unsigned = replace(form, signer=Signer())
    assert outside(unsigned) == []


def test_exp_02_example_s17_spending_on_the_day_of_revocation_is_refused_by_review() -> None:
    form = enumerated(line(1, incurred_on=date(2004, 4, 30)), line(2, incurred_on=date(2004, 5, 1)))
    found = review(form, facts(revoked_on=date(2004, 5, 1)))
    assert [(each.code, each.field) for each in found.material] == [("OUTSIDE_PERIOD", "expenditureLines.1.incurredOn")]


@pytest.mark.parametrize(
    ("changes", "code", "rule", "field"),
    [
        ({"category": None}, "ELEMENT_MISSING", "EXP-01", "category"),
        ({"category": "Q11"}, "UNKNOWN_CATEGORY", "EXP-01", "category"),
        ({"amount_cents": None}, "ELEMENT_MISSING", "CERT-06", "amount"),
        ({"amount_cents": -1}, "ARITHMETIC", "CERT-06", "amount"),
        ({"description": " "}, "ELEMENT_MISSING", "EXP-03", "description"),
        ({"relation": None}, "ELEMENT_MISSING", "EXP-03", "relation"),
        ({"incurred_on": None}, "ELEMENT_MISSING", "EXP-02", "incurredOn"),
        ({"incurred_from": date(2005, 1, 1)}, "PERIOD_UNCLEAR", "EXP-02", "incurredOn"),
        ({"incurred_on": None, "incurred_from": date(2005, 1, 1)}, "ELEMENT_MISSING", "EXP-02", "incurredTo"),
        ({"incurred_on": None, "incurred_to": date(2005, 1, 1)}, "ELEMENT_MISSING", "EXP-02", "incurredFrom"),
        (
            {"incurred_on": None, "incurred_from": date(2005, 1, 2), "incurred_to": date(2005, 1, 1)},
            "PERIOD_UNCLEAR",
            "EXP-02",
            "incurredTo",
        ),
        ({"group_id": "g"}, "CROSS_LISTING_INCOMPLETE", "EXP-05", "sharedGroupId"),
    ],
)
def test_exp_01_to_exp_05_what_a_line_lacks(changes: dict[str, Any], code: str, rule: str, field: str) -> None:
    form = enumerated(line(1), line(2, **changes))
    own = [each for each in line_findings(form) if (each.field or "").startswith("expenditureLines")]
    assert [(each.code, each.rule, each.field) for each in own] == [(code, rule, f"expenditureLines.1.{field}")]


def test_cert_06_lines_add_up_to_their_category_to_the_cent() -> None:
    form = replace(
        enumerated(line(60), line(40, category="Q02")),
        expenditures=(
            Expenditure(category="Q01", amount_cents=61),
            Expenditure(category="Q02", amount_cents=39),
        ),
    )
    found = line_findings(form)
    assert [(each.code, each.field) for each in found] == [
        ("ARITHMETIC", "expenditures.Q01"),
        ("ARITHMETIC", "expenditures.Q02"),
    ]


def test_exp_03_without_lines_nothing_is_asked_of_them() -> None:
    assert line_findings(complete_form()) == []


def test_exp_05_shared_lines_add_up_to_their_group() -> None:
    group = SharedGroup(group_id="g", case_numbers=("C-990-811",), amount_cents=40)
    lines = (line(60), line(40, group_id="g"))
    assert line_findings(enumerated(*lines, groups=[group])) == []
    found = line_findings(enumerated(*lines, groups=[replace(group, amount_cents=41)]))
    assert [(each.code, each.rule, each.field) for each in found] == [("ARITHMETIC", "EXP-05", "sharedOrders.0.amount")]


def test_exp_04_the_same_expense_twice_in_one_filing_is_named() -> None:
    form = enumerated(line(), line(2), line(description="PRESS  of 100 cents", relation="Another reason"))
    assert [(each.code, each.field) for each in line_findings(form)] == [("DUPLICATE_LINE", "expenditureLines.2")]
    apart = enumerated(line(), line(description="A second press"), line(incurred_on=date(2005, 3, 2)))
    assert line_findings(apart) == []


def test_cert_13_a_defect_of_a_line_opens_the_amounts_and_nothing_else_opens_the_lines() -> None:
    before = enumerated(line(1), line(2))
    after = enumerated(line(1), line(1, description="Half"))
    after = replace(after, net_cents=after.total_cents)
    assert correction_findings(before, after, ["expenditureLines.1.incurredOn"]) == []
    fields = {each.field for each in correction_findings(before, after, ["caseName"])}
    assert fields == {"expenditures", "expenditureLines", "totalExpenditures", "netClaim"}


@given(st.lists(st.tuples(st.integers(1, 10**9), st.integers(0, 10**9), st.booleans()), min_size=1, max_size=8))
def test_veri_04_what_is_unsupported_leaves_its_line_category_and_group(drawn: list[tuple[int, int, bool]]) -> None:
    lines = tuple(
        line(cents, f"Q{1 + index % 3:02d}", description=str(index), group_id="g" if grouped else None)
        for index, (cents, _, grouped) in enumerate(drawn)
    )
    shared = sum(cents for cents, _, grouped in drawn if grouped)
    group = SharedGroup(group_id="g", case_numbers=("C-990-811",), amount_cents=shared)
    form = enumerated(*lines, groups=[group])
    unsupported = {number: min(cents, some) for number, (cents, some, _) in enumerate(drawn, start=1)}
    of_categories: dict[str, int] = {}
    for number, cents in unsupported.items():
        category = lines[number - 1].category or ""
        of_categories[category] = of_categories.get(category, 0) + cents
    left = without_unsupported(form, of_categories, 0, unsupported)
    assert left.total_cents == (form.total_cents or 0) - sum(unsupported.values())
    assert line_findings(left) == []
    assert len(left.lines) == len(lines)


def test_veri_03_each_line_needs_a_result_and_an_unrelated_one_is_unsupported_whole() -> None:
    stated = {1: 100, 2: 0}
    assert complete(stated, [1])
    assert not complete(stated, [2])
    assert line_result_findings(1, 100, stated, related=False) == []
    assert codes(line_result_findings(1, 99, stated, related=False)) == ["RELATION_NOT_SHOWN"]
    for number, cents in ((1, 101), (1, -1), (2, 0), (3, 0)):
        assert codes(line_result_findings(number, cents, stated, related=True)) == ["RESULT_EXCEEDS_LINE"]
    assert by_line_only({}) == []
    assert codes(by_line_only(stated)) == ["RESULT_PER_LINE"]


def test_exp_06_lines_that_agree_flag_both_certifications_and_never_refuse() -> None:
    match = LineMatch(
        member_id=UUID(int=1),
        member_number="2007-000001",
        association_id=UUID(int=2),
        association_number="2007-000002",
        member_line=3,
        association_line=1,
        category="Q03",
        amount_cents=5_000,
    )
    many = [replace(match, member_line=number) for number in range(1, 13)]
    member, association = line_duplicates(many)
    assert (member.kind, member.severity) == (RiskKind.DUPLICATE_WITH_ASSOCIATION, Severity.MEDIUM)
    assert (member.certification_id, member.others) == (UUID(int=1), (UUID(int=2),))
    assert association.others == (UUID(int=1),)
    assert member.message.endswith("and 2 more.")
    assert len(member.figures) == 10
    assert line_duplicates([match])[0].basis != member.basis
    assert line_duplicates([]) == []
