"""RCP-07, RCP-12 to RCP-15: deviations, the notice in lieu of a penalty, and what it depends on."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certification.domain import law
from services.certification.domain.recordkeeping import alternatives, deciding
from services.certification.domain.recordkeeping.alternatives import (
    Alternative,
    alternative,
    classify,
    generally_compliant,
    is_repeat,
    refuse_incomplete_notice,
)
from services.certification.domain.recordkeeping.participation import (
    ComplianceFinding,
    DeviationKind,
    NoticeOfViolation,
    Participation,
    PenaltyAssessed,
)
from shared.law import LawTable, LawValue
from tests.unit.certification.recordkeeping.files import certified, codes, in_review, served

NOTICE = NoticeOfViolation(
    demand_id="D1", due_on=date(2024, 7, 10), issued_on=date(2024, 7, 18), received_on=date(2024, 7, 20)
)
TODAY = date(2024, 12, 1)


def counted() -> Participation:
    return alternatives.count_notice(certified(), NOTICE, TODAY)


def found(compliant: bool, from_on: date, file: Participation | None = None) -> Participation:
    finding = ComplianceFinding(from_on=from_on, generally_compliant=compliant, reason="review")
    return alternatives.assess(file or certified(), finding, TODAY)


@pytest.mark.parametrize(("maintain", "produce", "requirement"), list(product([True, False], repeat=3)))
def test_rcp_07_a_violation_involves_a_failure(maintain: bool, produce: bool, requirement: bool) -> None:
    kind = classify(failure_to_maintain=maintain, failure_to_produce=produce, requirement_failed=requirement)
    assert kind is (DeviationKind.VIOLATION if maintain or produce or requirement else DeviationKind.VARIANCE)


@pytest.mark.parametrize("kind", DeviationKind)
def test_rcp_07_a_deviation_is_corrected_once_and_counts_as_no_notice(kind: DeviationKind) -> None:
    day = date(2024, 8, 1)
    reported = alternatives.report(certified(), kind, "boxes unlabelled", day)
    assert reported.notice_count == 0
    assert not is_repeat(reported, demand_id="D2", due_on=TODAY)
    early = day - timedelta(days=1)
    assert codes(lambda: alternatives.correct(reported, 1, "labelled", early)) == ["DATE_OUT_OF_ORDER"]
    corrected = alternatives.correct(reported, 1, "labelled", day)
    assert corrected.deviations[0].corrected_on == day
    assert codes(lambda: alternatives.correct(corrected, 1, "again", day)) == ["SEC_ILLEGAL_TRANSITION"]
    assert codes(lambda: alternatives.report(in_review(), kind, "x", day)) == ["SEC_ILLEGAL_TRANSITION"]


@pytest.mark.parametrize(
    ("is_certified", "willful", "repeat", "compliant", "expected"),
    [
        *((False, *rest, Alternative.PENALTY_RULES) for rest in product([True, False], repeat=3)),
        (True, False, False, True, Alternative.NOTICE_OF_VIOLATION),
        (True, False, False, False, Alternative.PENALTY_RULES),
        (True, False, True, True, Alternative.PENALTY_AND_REMOVAL_POSSIBLE),
        (True, False, True, False, Alternative.PENALTY_AND_REMOVAL_POSSIBLE),
        (True, True, False, True, Alternative.PENALTY_AND_REMOVAL_POSSIBLE),
        (True, True, False, False, Alternative.PENALTY_AND_REMOVAL_POSSIBLE),
        (True, True, True, True, Alternative.PENALTY_AND_REMOVAL_POSSIBLE),
        (True, True, True, False, Alternative.PENALTY_AND_REMOVAL_POSSIBLE),
    ],
)
def test_rcp_12_the_table(
    is_certified: bool, willful: bool, repeat: bool, compliant: bool, expected: Alternative
) -> None:
    file = counted() if repeat else certified()
    if not compliant:
        file = found(False, date(2024, 6, 1), file)
    due_on = date(2024, 10, 31) if is_certified else date(2024, 5, 19)
    assert alternative(file, demand_id="D2", due_on=due_on, willful=willful) is expected


def test_rcp_12_the_status_of_the_due_date_counts() -> None:
    file = served(date(2024, 11, 18), received_on=date(2024, 11, 21))
    removed = deciding.pass_appeal_period(file, date(2024, 12, 19))
    before, after = date(2024, 12, 18), date(2024, 12, 19)
    assert alternative(removed, demand_id="D", due_on=before, willful=False) is Alternative.NOTICE_OF_VIOLATION
    assert alternative(removed, demand_id="D", due_on=after, willful=False) is Alternative.PENALTY_RULES
    assert alternative(in_review(), demand_id="D", due_on=after, willful=False) is Alternative.PENALTY_RULES


def test_rcp_12_a_finding_holds_until_the_next() -> None:
    adverse, cured = date(2024, 7, 1), date(2024, 9, 1)
    file = found(True, cured, found(False, adverse))
    expected = {adverse - timedelta(days=1): True, adverse: False, cured - timedelta(days=1): False, cured: True}
    assert {day: generally_compliant(file, day) for day in expected} == expected
    assert not generally_compliant(found(False, cured, file), cured)  # of one day the later finding
    assert codes(lambda: found(False, date(2024, 5, 19))) == ["DATE_OUT_OF_ORDER"]
    assert codes(lambda: found(False, TODAY + timedelta(days=1))) == ["DATE_IN_FUTURE"]


@pytest.mark.parametrize(("due_on", "repeat"), [(date(2024, 7, 15), False), (date(2024, 10, 31), True)])
def test_rcp_13_example_notice_of_2024_07_18(due_on: date, repeat: bool) -> None:
    assert is_repeat(counted(), demand_id="D2", due_on=due_on) is repeat


@pytest.mark.parametrize(("days", "repeat"), [(104, False), (105, True)])
def test_rcp_13_a_lookback_forgets_what_lies_further_back(
    monkeypatch: pytest.MonkeyPatch, days: int, repeat: bool
) -> None:
    table: LawTable[int | None] = LawTable("lookback", [LawValue(date(1998, 6, 16), days, "policy")])
    monkeypatch.setattr(law, "RCP_REPEAT_LOOKBACK_DAYS", table)
    assert is_repeat(counted(), demand_id="D2", due_on=date(2024, 10, 31)) is repeat


def test_rcp_13_the_same_demand_and_a_withdrawn_notice_make_no_repeat_and_a_penalty_does() -> None:
    assert not is_repeat(counted(), demand_id="D1", due_on=TODAY)
    withdrawn = alternatives.withdraw_notice(counted(), "D1", TODAY)
    assert not is_repeat(withdrawn, demand_id="D2", due_on=TODAY)
    penalised = alternatives.note_penalty(certified(), PenaltyAssessed(demand_id="D1", assessed_on=date(2024, 9, 1)))
    assert is_repeat(penalised, demand_id="D2", due_on=TODAY)
    assert not is_repeat(in_review(), demand_id="D2", due_on=TODAY)
    assert alternatives.note_penalty(penalised, PenaltyAssessed(demand_id="D1", assessed_on=TODAY)) is penalised


def test_rcp_13_a_notice_counts_once_for_its_demand() -> None:
    twice = alternatives.count_notice(counted(), NOTICE, TODAY)
    assert twice.notice_count == 1
    withdrawn = alternatives.withdraw_notice(twice, "D1", TODAY)
    assert withdrawn.notice_count == 0
    assert codes(lambda: alternatives.withdraw_notice(withdrawn, "D1", TODAY)) == ["SEC_ILLEGAL_TRANSITION"]


def test_rcp_12_a_notice_needs_certification_on_the_due_date_and_follows_it() -> None:
    early = NoticeOfViolation(demand_id="D", due_on=date(2024, 5, 19), issued_on=date(2024, 6, 1))
    assert codes(lambda: alternatives.count_notice(certified(), early, TODAY)) == ["SEC_ILLEGAL_TRANSITION"]
    on_due = NoticeOfViolation(demand_id="D", due_on=date(2024, 6, 1), issued_on=date(2024, 6, 1))
    assert codes(lambda: alternatives.count_notice(certified(), on_due, TODAY)) == ["DATE_OUT_OF_ORDER"]
    for received_on, code in ((date(2024, 7, 17), "DATE_OUT_OF_ORDER"), (date(2025, 1, 1), "DATE_IN_FUTURE")):
        wrong = replace(NOTICE, received_on=received_on)
        assert codes(partial(alternatives.count_notice, certified(), wrong, TODAY)) == [code]
    left = deciding.leave(certified(), date(2024, 8, 1))
    assert alternatives.count_notice(left, NOTICE, TODAY).notice_count == 1


@pytest.mark.parametrize(("first", "second", "third", "fourth"), list(product([True, False], repeat=4)))
def test_rcp_14_each_part_of_the_notice_is_needed(first: bool, second: bool, third: bool, fourth: bool) -> None:
    refusals = refuse_incomplete_notice(
        states_violation=first,
        records=["invoice of entry E-1"] if second else [""],
        warns_of_penalties=third,
        warns_of_removal=fourth,
    )
    missing = [not first, not second, not third, not fourth]
    assert [refusal.code for refusal in refusals] == ["RCP_NOV_INCOMPLETE"] * sum(missing)


def test_rcp_15_the_answer_to_a_notice() -> None:
    early = date(2024, 7, 19)
    assert codes(lambda: alternatives.report_steps(counted(), "D1", "trained", early)) == ["DATE_OUT_OF_ORDER"]
    assert codes(lambda: alternatives.report_steps(counted(), "D9", "trained", TODAY)) == ["SEC_ILLEGAL_TRANSITION"]
    answered = alternatives.report_steps(counted(), "D1", "trained", date(2024, 8, 5))
    assert (answered.notices[0].steps, answered.notices[0].steps_on) == ("trained", date(2024, 8, 5))


FINDINGS = st.lists(st.tuples(st.integers(0, 190), st.booleans()), max_size=6)


@given(findings=FINDINGS, day=st.integers(0, 190))
def test_rcp_12_only_findings_dated_by_the_day_decide(findings: list[tuple[int, bool]], day: int) -> None:
    start = date(2024, 5, 20)
    file = certified(start)
    for after, compliant in findings:
        file = found(compliant, start + timedelta(days=after), file)
    expected = True
    for after, compliant in sorted(findings, key=lambda one: one[0]):
        if after <= day:
            expected = compliant
    assert generally_compliant(file, start + timedelta(days=day)) is expected
