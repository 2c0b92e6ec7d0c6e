"""RCP-12, RCP-13, RCP-14, RCP-15: a notice of violation in lieu of a penalty."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from services.enforcement.domain.law import Culpability
from services.enforcement.domain.penalties.decision import Defence, Finding, decide
from services.enforcement.domain.penalties.states import FailureEvent
from services.enforcement.domain.violations.notices import NoticeText, refuse_incomplete, reminder_on, standard_text
from services.enforcement.domain.violations.standing import (
    CertifiedDays,
    ComplianceFinding,
    Standing,
    first_violation,
    is_repeat,
)
from tests.unit.enforcement.test_decision import CASE, TODAY

DUE = date(2024, 7, 15)
CERTIFIED = Standing(
    participation_id=UUID(int=1),
    importer_number="12-3456789AB",
    revision=4,
    status="CERTIFIED",
    certified_on=date(2024, 1, 10),
    certified_days=(CertifiedDays(date(2024, 1, 10), None),),
    findings=(),
)


def with_findings(*findings: tuple[date, bool]) -> Standing:
    return replace(CERTIFIED, findings=tuple(ComplianceFinding(*finding) for finding in findings))


@pytest.mark.parametrize(
    ("standing", "issued_on", "expected"),
    [
        (CERTIFIED, (), True),
        (with_findings((date(2024, 7, 16), False)), (), True),
        (with_findings((DUE, False)), (), False),
        (with_findings((date(2024, 3, 1), False), (date(2024, 6, 1), True)), (), True),
        (with_findings((DUE, False), (DUE, True)), (), True),
        (CERTIFIED, (date(2024, 7, 14),), False),
        (CERTIFIED, (DUE,), True),
        (CERTIFIED, (date(2023, 12, 1),), True),
        (replace(CERTIFIED, certified_days=(CertifiedDays(DUE, None),), certified_on=DUE), (), True),
        (replace(CERTIFIED, certified_days=(CertifiedDays(date(2024, 1, 10), DUE),)), (), False),
        (replace(CERTIFIED, certified_days=(), certified_on=None), (), False),
    ],
)
def test_rcp_12_certified_compliant_and_the_first_on_the_due_date(
    standing: Standing, issued_on: tuple[date, ...], expected: bool
) -> None:
    assert first_violation([standing], issued_on, DUE) is expected


def test_rcp_12_nobody_certified_gets_no_notice() -> None:
    assert not first_violation([], [], DUE)


def test_rcp_13_a_notice_issued_after_the_due_date_makes_no_repeat() -> None:
    issued = [date(2024, 7, 18)]
    assert not is_repeat(issued, certified_on=date(2024, 1, 10), due_on=date(2024, 7, 15))
    assert is_repeat(issued, certified_on=date(2024, 1, 10), due_on=date(2024, 10, 31))


def test_rcp_13_what_came_before_this_certification_does_not_count() -> None:
    assert not is_repeat([date(2024, 1, 9)], certified_on=date(2024, 1, 10), due_on=DUE)
    assert is_repeat([date(2024, 1, 10)], certified_on=date(2024, 1, 10), due_on=DUE)


BLAMELESS = tuple(replace(finding, culpability=Culpability.NONE) for finding in CASE.findings)


@pytest.mark.parametrize("findings", [CASE.findings, BLAMELESS])
def test_pen_16_step_5_a_first_violation_brings_a_notice_blameless_or_negligent(findings: tuple[Finding, ...]) -> None:
    decision = decide(replace(CASE, first_violation=True, findings=findings, factors=None), TODAY)
    assert (decision.event, decision.reason, decision.amount_cents) == (FailureEvent.ISSUE_NOV, "PEN_RCP_FIRST", None)


def test_pen_16_step_5_willful_goes_on_to_a_penalty() -> None:
    willful = (replace(CASE.findings[0], culpability=Culpability.WILLFUL), CASE.findings[1])
    decision = decide(replace(CASE, first_violation=True, findings=willful), TODAY)
    assert decision.event is FailureEvent.ISSUE_PENALTY


def test_pen_16_step_4_precedes_step_5_and_step_5_precedes_6_and_7() -> None:
    excused = tuple(replace(finding, defence=Defence.ACT_OF_GOD) for finding in CASE.findings)
    first = replace(CASE, first_violation=True)
    assert decide(replace(first, findings=excused), TODAY).event is FailureEvent.ACCEPT_DEFENCE
    penalised = tuple(replace(finding, penalised_under_1592=True) for finding in CASE.findings)
    assert decide(replace(first, findings=penalised), TODAY).event is FailureEvent.ISSUE_NOV
    assert decide(replace(first, broker_discipline=True), TODAY).event is FailureEvent.ISSUE_NOV


def test_pen_16_step_5_an_excused_willful_record_does_not_count() -> None:
    findings = (
        replace(CASE.findings[0], culpability=Culpability.WILLFUL, defence=Defence.ALREADY_PRESENTED),
        CASE.findings[1],
    )
    assert decide(replace(CASE, first_violation=True, findings=findings), TODAY).event is FailureEvent.ISSUE_NOV


COMPLETE = NoticeText(
    states_violation=True, records=frozenset({"INVOICE"}), warns_of_penalties=True, warns_of_removal=True
)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (replace(COMPLETE, states_violation=False), "statesViolation"),
        (replace(COMPLETE, records=frozenset()), "records"),
        (replace(COMPLETE, warns_of_penalties=False), "warnsOfPenalties"),
        (replace(COMPLETE, warns_of_removal=False), "warnsOfRemoval"),
    ],
)
def test_rcp_14_each_element_is_needed(text: NoticeText, field: str) -> None:
    (refusal,) = refuse_incomplete(text, ["INVOICE"])
    assert (refusal.code, refusal.rule, refusal.field) == ("RCP_NOV_INCOMPLETE", "RCP-14", f"violationNotice.{field}")


def test_rcp_14_a_complete_notice_and_the_standard_words() -> None:
    assert refuse_incomplete(COMPLETE, ["INVOICE"]) == []
    words = standard_text("12-3456789AB", ["R1/INVOICE"])
    for part in ("You have violated", "R1/INVOICE", "money penalties", "removal"):
        assert part in words


def test_rcp_15_the_reminder_is_30_days_after_receipt() -> None:
    assert reminder_on(date(2024, 7, 1)) == date(2024, 7, 31)
