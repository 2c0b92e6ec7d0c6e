"""What the report of an audit says, and its PDF: AUD-08, AUD-11, SMP-03."""

import re
import zlib
from dataclasses import replace
from datetime import date

import pytest

from services.enforcement.domain.audits.report import (
    Figures,
    Report,
    ReportFinding,
    ReportPlan,
    ReportSection,
    Section,
    money,
    sections,
    text_of,
)
from services.enforcement.domain.audits.sampling import Estimator, Stratum
from services.enforcement.graphql.audits.report_pdf import report_pdf

AMOUNTS = {
    "under_final_cents": 600_000_00,
    "under_potential_cents": 0,
    "over_final_cents": 153_600_00,
    "offset_cents": 153_600_00,
    "actual_loss_cents": 446_400_00,
    "potential_loss_cents": 0,
    "total_loss_cents": 446_400_00,
    "excess_over_cents": 0,
    "loss_without_offset_cents": 600_000_00,
}
FINDING = ReportFinding(
    number="F9",
    entry_number="E-9",
    line_number=3,
    issue="V",
    direction="OVER",
    finding_class="DUTY",
    amount_cents=2_460_00,
    cause="VALUATION",
    within_period=False,
    within_scope=True,
    is_final=True,
    use="OFF_OUTSIDE_PERIOD",
)
PLAN = ReportPlan(
    explanation="ratio, one stratum",
    seed=7,
    confidence_bps=95_00,
    discussed_on=date(2024, 2, 1),
    accepted_on=None,
    company_signer=None,
    strata=(
        Stratum(
            name="1",
            is_final=True,
            estimator=Estimator.RATIO,
            universe_units=3_200,
            sample_units=100,
            universe_value_cents=48_000_000_00,
            sample_value_cents=1_500_000_00,
        ),
    ),
)
REPORT = Report(
    audit_id="A1",
    version=1,
    importer_number="12-3456789AB",
    issued_on=date(2024, 5, 8),
    scope_version=2,
    period_from=date(2021, 1, 1),
    period_to=date(2022, 12, 31),
    issues=("V",),
    importer_numbers=("12-3456789AB",),
    plan=PLAN,
    figures=Figures(AMOUNTS, {"OFF_OUTSIDE_PERIOD": (1, 2_460_00)}, {"UNDER_FINAL": ("RATIO", 600_000_00)}),
    persons=("Alpha auditor",),
    referred=(("FPF-1", ("V",)),),
    log="",
    withheld={},
    findings=(FINDING,),
)


def section(report: Report, heading: str) -> Section:
    return next(one for one in sections(report) if one.heading == heading)


def test_aud_11_the_answer_is_stated_where_it_is_no() -> None:
    (row,) = section(REPORT, "Over-payments and over-declarations").rows
    assert row[7:9] == ("no", "yes")
    assert section(REPORT, "Under-payments and under-declarations").rows == ()


def test_aud_11_both_provisional_computations_and_the_split_by_reason() -> None:
    text = text_of(sections(REPORT))
    assert "Total loss with offset 446,400.00" in text
    assert "Total loss without offset 600,000.00" in text
    assert "UNDER_FINAL is projected by RATIO: 600,000.00." in text
    assert "OFF_OUTSIDE_PERIOD not eligible 1 2,460.00" in text
    assert "V: referred to FPF-1." in text
    without = replace(REPORT, figures=Figures(None, {}, {}), referred=(), plan=None)
    assert "Offsetting does not apply to the purpose of this audit." in text_of(sections(without))


def test_smp_03_smp_04_the_report_states_the_plan_and_whether_it_was_accepted() -> None:
    assert "remains open to challenge" in text_of(sections(REPORT))
    assert "100 of 3200" in text_of(sections(REPORT))
    accepted = replace(PLAN, accepted_on=date(2024, 2, 1), company_signer="Alpha treasurer")
    assert "accepted in writing on 2024-02-01 by Alpha treasurer" in text_of(sections(replace(REPORT, plan=accepted)))


@pytest.mark.parametrize("part", list(ReportSection))
def test_aud_08_a_section_withheld_leaves_its_exemption(part: ReportSection) -> None:
    whole, copy = sections(REPORT), sections(replace(REPORT, withheld={part: 4}, log="trade secrets"))
    changed = [now for before, now in zip(whole, copy, strict=True) if before != now and now.heading != "Redactions"]
    (withheld,) = changed
    assert (withheld.paragraphs, withheld.rows) == (("[withheld, 5 USC 552(b)(4)]",), ())
    assert copy[-1].rows == ((part.value, "5 USC 552(b)(4)"),)


def test_aud_08_a_finding_withheld_keeps_the_statement_of_period_and_scope() -> None:
    (row,) = section(replace(REPORT, withheld={"F9": 6}), "Over-payments and over-declarations").rows
    assert row == ("F9", "[withheld, 5 USC 552(b)(6)]", "", "", "", "", "", "no", "yes", "", "")


@pytest.mark.parametrize(("cents", "shown"), [(0, "0.00"), (-5, "-0.05"), (123_456_789, "1,234,567.89")])
def test_money_is_shown_in_dollars(cents: int, shown: str) -> None:
    assert money(cents) == shown


def test_aud_11_the_pdf_says_what_the_sections_say_over_as_many_pages_as_it_takes() -> None:
    many = tuple(replace(FINDING, number=f"F{number:04}") for number in range(200))
    made = report_pdf(replace(REPORT, findings=many, persons=("\u0391lpha",)), as_copy=False)
    streams = re.findall(rb"stream\n(.*?)\nendstream", made, re.DOTALL)
    text = b"".join(zlib.decompress(one) for one in streams if one[:1] == b"x")
    for said in (b"Report of audit", b"F0000", b"F0199", b"OFF_OUTSIDE_PERIOD", b"446,400.00", b"?lpha"):
        assert said in text
    assert len(re.findall(rb"/Type /Page\b", made)) > 3
