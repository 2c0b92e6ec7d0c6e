"""PEN-01, PEN-02, PEN-04, PEN-08, PEN-10, PEN-16: the decision on a release, step by step."""

from dataclasses import replace
from datetime import date

import pytest

from services.enforcement.domain.law import Culpability
from services.enforcement.domain.penalties.ceilings import OriginCertificate
from services.enforcement.domain.penalties.decision import (
    Decision,
    Defence,
    Factors,
    Finding,
    ReleaseCase,
    decide,
    highest_culpability,
)
from services.enforcement.domain.penalties.states import FailureEvent
from shared.refusals import Refusal, Refused
from tests.unit.enforcement.factories import DUE, a_line

TODAY = date(2024, 6, 3)
FACTORS = Factors(failures=3, importations=1_150, nature_of_records="commercial invoices", cooperation="full")
CASE = ReleaseCase(
    demanded_in_writing=True,
    receipt_proved=True,
    is_recordkeeper=True,
    lines=(a_line("INVOICE"), a_line("PACKING-LIST")),
    due_on=DUE,
    extended=False,
    findings=(
        Finding(record_code="INVOICE", culpability=Culpability.NEGLIGENT),
        Finding(record_code="PACKING-LIST", culpability=Culpability.NONE),
    ),
    first_violation=False,
    broker_discipline=False,
    factors=FACTORS,
    certificate=OriginCertificate.NONE,
    appraised_value_cents=12_000_00,
    penalty_cents=1_200_00,
)


def refused(case: ReleaseCase, today: date = TODAY) -> Refusal:
    with pytest.raises(Refused) as caught:
        decide(case, today)
    (refusal,) = caught.value.refusals
    return refusal


def excused(*defences: Defence | None) -> tuple[Finding, ...]:
    codes = ("INVOICE", "PACKING-LIST")
    return tuple(
        Finding(record_code=code, culpability=Culpability.NEGLIGENT, defence=defence)
        for code, defence in zip(codes, defences, strict=True)
    )


@pytest.mark.parametrize(
    ("step", "case", "code"),
    [
        ("1 oral", replace(CASE, demanded_in_writing=False, receipt_proved=False, due_on=None), "REC_ORAL_ONLY"),
        ("1 no proof", replace(CASE, receipt_proved=False), "REC_NO_PROOF_OF_RECEIPT"),
        ("2 person", replace(CASE, is_recordkeeper=False), "REC_NOT_A_RECORDKEEPER"),
        ("2 record", replace(CASE, lines=(a_line(entry_record=False),)), "PEN_NOT_ENTRY_RECORD"),
        ("2 retention", replace(CASE, lines=(a_line(lapsed=True),)), "REC_RETENTION_LAPSED"),
        ("2 before 3", replace(CASE, is_recordkeeper=False, lines=(a_line(on=DUE),)), "REC_NOT_A_RECORDKEEPER"),
        ("2 before 3", replace(CASE, lines=(a_line(entry_record=False, on=DUE),)), "PEN_NOT_ENTRY_RECORD"),
        ("9 none", replace(CASE, factors=None), "PEN_FACTORS_MISSING"),
        ("9 degree", replace(CASE, factors=replace(FACTORS, importations=0)), "PEN_FACTORS_MISSING"),
        ("9 degree", replace(CASE, factors=replace(FACTORS, failures=1_151)), "PEN_FACTORS_MISSING"),
        ("9 nature", replace(CASE, factors=replace(FACTORS, nature_of_records=" ")), "PEN_FACTORS_MISSING"),
        ("9 cooperation", replace(CASE, factors=replace(FACTORS, cooperation="")), "PEN_FACTORS_MISSING"),
        ("10 above", replace(CASE, penalty_cents=4_800_01), "PEN_OVER_CEILING"),
        ("10 nothing", replace(CASE, penalty_cents=0), "PEN_OVER_CEILING"),
    ],
)
def test_pen_16_steps_that_refuse(step: str, case: ReleaseCase, code: str) -> None:
    assert refused(case).code == code, step


PRODUCED = tuple(replace(line, accepted_on=DUE) for line in CASE.lines)
UNDER_1592 = tuple(replace(finding, penalised_under_1592=True) for finding in CASE.findings)
BLAMELESS = tuple(replace(finding, culpability=Culpability.NONE) for finding in CASE.findings)
ALL_EXCUSED = excused(Defence.ACT_OF_GOD, Defence.ALREADY_PRESENTED)


@pytest.mark.parametrize(
    ("step", "case", "event", "reason"),
    [
        ("3", replace(CASE, lines=PRODUCED), FailureEvent.CLOSE_NO_ACTION, "REC_PRODUCED_IN_TIME"),
        ("3", replace(CASE, lines=PRODUCED, extended=True), FailureEvent.CLOSE_NO_ACTION, "PEN_EXTENSION_HONOURED"),
        ("4", replace(CASE, findings=ALL_EXCUSED), FailureEvent.ACCEPT_DEFENCE, "PEN_ACT_OF_GOD"),
        ("6", replace(CASE, findings=UNDER_1592), FailureEvent.DEFER_TO_1592, "PEN_DUPLICATE_1592"),
        (
            "7",
            replace(CASE, broker_discipline=True),
            FailureEvent.DEFER_TO_BROKER_DISCIPLINE,
            "PEN_BROKER_DISCIPLINE",
        ),
        ("8", replace(CASE, findings=BLAMELESS), FailureEvent.CLOSE_NO_ACTION, "PEN_NO_CULPABILITY"),
        ("10", CASE, FailureEvent.ISSUE_PENALTY, None),
    ],
)
def test_pen_16_steps_that_decide(step: str, case: ReleaseCase, event: FailureEvent, reason: str | None) -> None:
    decision = decide(case, TODAY)
    assert (decision.event, decision.reason) == (event, reason), step


# Each case meets the condition of its own step and of every later one: the earlier step must win.
ORDER: list[tuple[str, dict[str, object]]] = [
    ("REC_ORAL_ONLY", {"demanded_in_writing": False, "receipt_proved": False}),
    ("REC_NO_PROOF_OF_RECEIPT", {"receipt_proved": False}),
    ("REC_NOT_A_RECORDKEEPER", {"is_recordkeeper": False}),
    ("PEN_ACT_OF_GOD", {"findings": ALL_EXCUSED}),
    ("PEN_DUPLICATE_1592", {"findings": UNDER_1592}),
    ("PEN_BROKER_DISCIPLINE", {"broker_discipline": True}),
    ("PEN_NO_CULPABILITY", {"findings": BLAMELESS}),
    ("PEN_FACTORS_MISSING", {"factors": None}),
    ("PEN_OVER_CEILING", {"penalty_cents": 10**9}),
]


@pytest.mark.parametrize("position", range(len(ORDER)))
def test_pen_16_the_first_step_that_hits_decides(position: int) -> None:
    changes: dict[str, object] = {}
    for _, change in reversed(ORDER[position:]):
        changes |= change
    case = replace(CASE, **changes)  # type: ignore[arg-type]
    try:
        reason = decide(case, TODAY).reason
    except Refused as raised:
        reason = raised.refusals[0].code
    assert reason == ORDER[position][0]


def test_pen_16_step_10_states_the_ceiling() -> None:
    assert decide(CASE, TODAY) == Decision(
        event=FailureEvent.ISSUE_PENALTY,
        culpability=Culpability.NEGLIGENT,
        ceiling_cents=4_800_00,
        amount_cents=1_200_00,
    )
    assert decide(replace(CASE, penalty_cents=4_800_00), TODAY).amount_cents == 4_800_00


@pytest.mark.parametrize(
    ("level", "ceiling_cents"), [(Culpability.NEGLIGENT, 4_800_00), (Culpability.WILLFUL, 9_000_00)]
)
def test_pen_02_the_two_levels_have_their_own_ceilings(level: Culpability, ceiling_cents: int) -> None:
    findings = tuple(replace(finding, culpability=level) for finding in CASE.findings)
    decision = decide(replace(CASE, findings=findings), TODAY)
    assert (decision.culpability, decision.ceiling_cents) == (level, ceiling_cents)


def test_pen_10_all_three_factors_are_recorded_before_a_penalty() -> None:
    assert FACTORS.complete
    for lacking in (
        {"importations": 0},
        {"failures": 1_151},
        {"failures": -1},
        {"nature_of_records": " "},
        {"cooperation": ""},
    ):
        refusal = refused(replace(CASE, factors=replace(FACTORS, **lacking)))
        assert (refusal.code, refusal.rule) == ("PEN_FACTORS_MISSING", "PEN-10")


def test_pen_04_the_highest_culpability_of_any_record_counts() -> None:
    mixed = (
        Finding(record_code="INVOICE", culpability=Culpability.WILLFUL),
        Finding(record_code="PACKING-LIST", culpability=Culpability.NEGLIGENT),
    )
    assert highest_culpability(mixed) is Culpability.WILLFUL
    assert decide(replace(CASE, findings=mixed), TODAY).ceiling_cents == 9_000_00


def test_pen_04_an_excused_record_does_not_raise_the_level() -> None:
    findings = (
        Finding(record_code="INVOICE", culpability=Culpability.WILLFUL, defence=Defence.ALREADY_PRESENTED),
        Finding(record_code="PACKING-LIST", culpability=Culpability.NEGLIGENT),
    )
    assert decide(replace(CASE, findings=findings), TODAY).culpability is Culpability.NEGLIGENT


@pytest.mark.parametrize("defence", list(Defence))
def test_pen_08_one_record_not_excused_leaves_the_full_ceiling(defence: Defence) -> None:
    assert decide(replace(CASE, findings=excused(defence, None)), TODAY).ceiling_cents == 4_800_00
    assert decide(replace(CASE, findings=excused(defence, defence)), TODAY).reason == defence.value


def test_pen_09_a_record_outside_the_1592_case_keeps_the_penalty_possible() -> None:
    findings = (
        replace(CASE.findings[0], penalised_under_1592=True),
        Finding(record_code="PACKING-LIST", culpability=Culpability.NEGLIGENT),
    )
    assert decide(replace(CASE, findings=findings), TODAY).event is FailureEvent.ISSUE_PENALTY


def test_rec_12_late_production_does_not_undo_the_failure() -> None:
    late = tuple(replace(line, accepted_on=date(2024, 5, 6)) for line in CASE.lines)
    assert decide(replace(CASE, lines=late), TODAY).event is FailureEvent.ISSUE_PENALTY


def test_pen_14_after_five_years_it_is_too_late() -> None:
    assert decide(CASE, date(2029, 5, 2)).event is FailureEvent.ISSUE_PENALTY
    refusal = refused(CASE, date(2029, 5, 3))
    assert (refusal.code, refusal.rule) == ("LIM_EXPIRED", "PEN-14")


def test_s19_flood() -> None:
    lost = replace(CASE, findings=excused(Defence.ACT_OF_GOD, Defence.ACT_OF_GOD))
    papers = replace(CASE, findings=excused(Defence.SUBSTANTIAL_COMPLIANCE, Defence.SUBSTANTIAL_COMPLIANCE))
    misfiled = replace(CASE, appraised_value_cents=24_999_99, penalty_cents=9_999_99)
    decisions = [decide(case, TODAY) for case in (lost, lost, lost, papers, misfiled)]
    assert [decision.reason for decision in decisions] == ["PEN_ACT_OF_GOD"] * 3 + ["PEN_SUBSTANTIAL_COMPLIANCE", None]
    assert sum(decision.ceiling_cents or 0 for decision in decisions) == 9_999_99


def test_s21_willful_refusal_up_to_72_000() -> None:
    findings = tuple(replace(finding, culpability=Culpability.WILLFUL) for finding in CASE.findings)
    case = replace(CASE, findings=findings, appraised_value_cents=96_000_00, penalty_cents=72_000_00)
    assert decide(case, TODAY).amount_cents == 72_000_00
    assert refused(replace(case, penalty_cents=72_000_01)).code == "PEN_OVER_CEILING"
