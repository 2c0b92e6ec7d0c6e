"""Violation, maximum and guideline penalties, notices (CUL-01 to CUL-08, CUL-13, CUL-15, CUL-16, OFF-08)."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from services.enforcement.domain.matters.burden import burden_in_court
from services.enforcement.domain.matters.culpability import (
    Excuse,
    Exposure,
    Guideline,
    OriginCorrection,
    Violation,
    guideline,
    maximum_penalty,
    needs_prepenalty_notice,
    refuse_penalty,
    refuse_violation,
)
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.matters.notices import (
    AuditOffset,
    PrepenaltyNotice,
    check_prepenalty_way,
    duty_notice_due,
    refuse_closing,
    refuse_inconsistent_culpability,
    refuse_prepenalty,
    response_due,
)
from services.enforcement.domain.matters.seizures import (
    Proceeds,
    SeizureGround,
    refuse_seizure,
    seizure_petition_due,
    share_proceeds,
)
from shared.refusals import Refused

NEGLIGENCE, GROSS, FRAUD = Culpability.NEGLIGENCE, Culpability.GROSS_NEGLIGENCE, Culpability.FRAUD
DAY = date(2020, 9, 15)


def lost(loss_cents: int, domestic_cents: int = 61_200_000_00) -> Exposure:
    return Exposure(
        affects_duties=True,
        actual_loss_cents=loss_cents,
        potential_loss_cents=0,
        domestic_value_cents=domestic_cents,
        dutiable_value_cents=0,
    )


NO_LOSS = Exposure(
    affects_duties=False,
    actual_loss_cents=0,
    potential_loss_cents=0,
    domestic_value_cents=1_000_000_00,
    dutiable_value_cents=820_000_00,
)
a_violation = partial(
    Violation, false_or_omitted=True, material=True, excuse=Excuse.NONE, pattern=False, electronic_repetition=False
)


@pytest.mark.parametrize(
    ("culpability", "exposure", "most_cents"),
    [
        (NEGLIGENCE, lost(446_400_00), 892_800_00),  # TV-20
        (GROSS, lost(446_400_00), 1_785_600_00),
        (FRAUD, lost(446_400_00), 61_200_000_00),
        (GROSS, lost(400_000_00, 1_450_000_00), 1_450_000_00),
        (NEGLIGENCE, lost(20_089_75), 40_179_50),  # S09
        (GROSS, lost(20_089_75), 80_359_00),
        (NEGLIGENCE, lost(0), 0),  # S13, OFF-18
        (NEGLIGENCE, NO_LOSS, 164_000_00),  # S27
        (GROSS, NO_LOSS, 328_000_00),
        (FRAUD, NO_LOSS, 1_000_000_00),
        (NEGLIGENCE, replace(NO_LOSS, dutiable_value_cents=9), 1),
    ],
)
def test_cul_03_tv_20_s09_s13_s27_most_a_penalty_may_be(
    culpability: Culpability, exposure: Exposure, most_cents: int
) -> None:
    assert maximum_penalty(culpability, exposure, DAY) == most_cents
    assert not refuse_penalty(most_cents, most_cents)
    assert [one.code for one in refuse_penalty(most_cents + 1, most_cents)] == ["CUL_OVER_MAXIMUM"]


def test_cul_03_potential_loss_counts_too() -> None:
    exposure = replace(lost(13_214_25), potential_loss_cents=6_875_50)
    assert maximum_penalty(NEGLIGENCE, exposure, DAY) == 40_179_50


@pytest.mark.parametrize(
    ("culpability", "exposure", "low", "high"),
    [
        (NEGLIGENCE, lost(446_400_00), 223_200_00, 892_800_00),
        (NEGLIGENCE, NO_LOSS, 41_000_00, 164_000_00),
        (GROSS, lost(100_00), 250_00, 400_00),
        (GROSS, NO_LOSS, 205_000_00, 328_000_00),
        (FRAUD, lost(100_00), 500_00, 800_00),
        (FRAUD, NO_LOSS, 410_000_00, 656_000_00),
        (FRAUD, lost(100_000_00, 600_000_00), 500_000_00, 600_000_00),
        (FRAUD, lost(100_000_00, 300_000_00), 300_000_00, 300_000_00),
        (NEGLIGENCE, replace(NO_LOSS, domestic_value_cents=30_000_00), 30_000_00, 30_000_00),
    ],
)
def test_cul_04_s27_guideline_range(culpability: Culpability, exposure: Exposure, low: int, high: int) -> None:
    assert guideline(culpability, exposure, DAY) == Guideline(low, high)


@pytest.mark.parametrize(
    ("violation", "codes"),
    [
        (a_violation(), []),
        (a_violation(false_or_omitted=False), ["CUL_NO_VIOLATION"]),
        (a_violation(material=False), ["CUL_NO_VIOLATION"]),
        (a_violation(excuse=Excuse.CLERICAL_ERROR), ["CUL_CLERICAL"]),
        (a_violation(excuse=Excuse.MISTAKE_OF_FACT), ["CUL_CLERICAL"]),
        (a_violation(excuse=Excuse.CLERICAL_ERROR, pattern=True), []),
        (a_violation(excuse=Excuse.CLERICAL_ERROR, pattern=True, electronic_repetition=True), ["CUL_CLERICAL"]),
        (a_violation(excuse=Excuse.MISTAKE_OF_FACT, pattern=True, electronic_repetition=True), []),
        (a_violation(excuse=Excuse.REASONABLE_CARE), ["CUL_NO_VIOLATION"]),
        (a_violation(excuse=Excuse.ORIGIN_CORRECTED), ["CUL_NO_VIOLATION"]),
    ],
)
def test_cul_01_cul_02_cul_13_cul_16_what_is_a_violation(violation: Violation, codes: list[str]) -> None:
    assert [one.code for one in refuse_violation(violation)] == codes


CORRECTED = OriginCorrection(promptly=True, voluntarily=True, must_be_voluntary=True, duties_paid=True)


@pytest.mark.parametrize(
    ("correction", "spared"),
    [
        (CORRECTED, True),
        (replace(CORRECTED, promptly=False), False),
        (replace(CORRECTED, voluntarily=False), False),
        (replace(CORRECTED, voluntarily=False, must_be_voluntary=False), True),
        (replace(CORRECTED, duties_paid=False), False),
    ],
)
def test_cul_13_a_claim_of_origin_corrected_in_time(correction: OriginCorrection, spared: bool) -> None:
    refusals = refuse_violation(a_violation(excuse=Excuse.ORIGIN_CORRECTED, correction=correction))
    assert [(one.code, one.rule) for one in refusals] == [("CUL_NO_VIOLATION", "CUL-13")] * spared


def test_cul_14_who_must_prove_what_in_court() -> None:
    fraud, gross, negligence = (burden_in_court(one) for one in (FRAUD, GROSS, NEGLIGENCE))
    assert fraud.standard == "clear and convincing evidence"
    assert (gross.government_proves, gross.violator_proves) == ("all elements of the alleged violation", None)
    assert negligence.violator_proves is not None
    assert negligence.government_proves == "the act or omission constituting the violation"


A_NOTICE = PrepenaltyNotice(
    merchandise="valves",
    entry_details="entry E-1 of 15 September 2020",
    laws_violated="19 USC 1484, 1485",
    material_facts="value understated",
    culpability_stated=True,
    loss_and_penalty_stated=True,
    representations_offered=True,
)


def test_cul_05_a_complete_notice() -> None:
    assert not refuse_prepenalty(A_NOTICE)


@pytest.mark.parametrize("field", PrepenaltyNotice.__slots__)
def test_cul_05_each_of_seven_elements_is_needed(field: str) -> None:
    empty: Any = " " if isinstance(getattr(A_NOTICE, field), str) else False
    lacking = refuse_prepenalty(replace(A_NOTICE, **{field: empty}))
    assert [(one.code, one.field) for one in lacking] == [("CUL_NOTICE_INCOMPLETE", f"notice.{field}")]


def test_cul_05_all_that_lacks_is_told_at_once() -> None:
    assert len(refuse_prepenalty(replace(A_NOTICE, merchandise="", laws_violated="", culpability_stated=False))) == 3


@pytest.mark.parametrize(
    ("penalty_cents", "commercial", "needed"),
    [(1_000_00, True, False), (1_000_01, True, True), (5_000_00, False, False)],
)
def test_cul_06_tv_22_when_a_prepenalty_notice_is_needed(penalty_cents: int, commercial: bool, needed: bool) -> None:
    assert needs_prepenalty_notice(penalty_cents, commercial=commercial, on=DAY) is needed
    check_prepenalty_way(penalty_cents, commercial=commercial, direct=not needed, on=DAY)
    with pytest.raises(Refused) as caught:
        check_prepenalty_way(penalty_cents, commercial=commercial, direct=needed, on=DAY)
    assert [(one.code, one.rule) for one in caught.value.refusals] == [("SEC_ILLEGAL_TRANSITION", "CUL-06")]


@pytest.mark.parametrize(
    ("shortened_to", "last_day", "due_on", "code"),
    [
        (None, date(2025, 9, 15), date(2025, 5, 1), None),
        (date(2025, 4, 10), date(2025, 9, 15), date(2025, 4, 10), None),
        (date(2025, 4, 9), date(2025, 9, 15), None, "PET_SHORTENING_TOO_SHORT"),
        (date(2025, 4, 10), date(2026, 3, 31), date(2025, 4, 10), None),
        (date(2025, 4, 10), date(2026, 4, 1), None, "PET_SHORTENING_NOT_ALLOWED"),
        (date(2025, 5, 1), date(2025, 9, 15), None, "PET_SHORTENING_NOT_ALLOWED"),
    ],
)
def test_cul_07_time_to_answer(
    shortened_to: date | None, last_day: date, due_on: date | None, code: str | None
) -> None:
    mailed_on = date(2025, 4, 1)
    if code is None:
        assert response_due(mailed_on, shortened_to=shortened_to, last_day=last_day) == due_on
        return
    with pytest.raises(Refused) as caught:
        response_due(mailed_on, shortened_to=shortened_to, last_day=last_day)
    assert [one.code for one in caught.value.refusals] == [code]


@pytest.mark.parametrize(
    ("culpability", "offset", "codes"),
    [
        (FRAUD, AuditOffset.PROVISIONAL, ["OFF_CULPABILITY_INCONSISTENT"]),
        (FRAUD, AuditOffset.ALLOWED, ["OFF_CULPABILITY_INCONSISTENT"]),
        (FRAUD, AuditOffset.ALLOWED_IN_PART, ["OFF_CULPABILITY_INCONSISTENT"]),
        (FRAUD, AuditOffset.DISALLOWED_ENTIRELY, []),
        (FRAUD, AuditOffset.NONE, []),
        (GROSS, AuditOffset.ALLOWED, []),
        (NEGLIGENCE, AuditOffset.ALLOWED, []),
    ],
)
def test_off_08_fraud_needs_the_offset_disallowed(
    culpability: Culpability, offset: AuditOffset, codes: list[str]
) -> None:
    assert [one.code for one in refuse_inconsistent_culpability(culpability, offset)] == codes


@pytest.mark.parametrize(("statement", "missing"), [(None, True), ("  ", True), ("findings and conclusions", False)])
def test_cul_08_no_closing_without_a_final_statement(statement: str | None, missing: bool) -> None:
    assert [one.code for one in refuse_closing(statement)] == ["CUL_FINAL_STATEMENT_MISSING"] * missing


@pytest.mark.parametrize("ground", list(SeizureGround))
def test_cul_15_goods_are_seized_on_four_grounds_only(ground: SeizureGround) -> None:
    assert not refuse_seizure([ground], disclosure_granted=False)
    assert [one.rule for one in refuse_seizure([], disclosure_granted=False)] == ["CUL-15"]
    assert [one.rule for one in refuse_seizure([ground], disclosure_granted=True)] == ["CUL-10"]


@pytest.mark.parametrize(
    ("proceeds", "penalty", "costs", "shared"),
    [
        (310_000_00, 180_000_00, 12_400_00, Proceeds(180_000_00, 117_600_00)),
        (100_00, 180_00, 10_00, Proceeds(90_00, 0)),
        (100_00, 180_00, 200_00, Proceeds(0, 0)),
    ],
)
def test_cul_15_what_is_above_penalty_and_costs_goes_back(
    proceeds: int, penalty: int, costs: int, shared: Proceeds
) -> None:
    assert share_proceeds(proceeds, penalty, costs) == shared


def test_rlf_02_thirty_days_against_a_seizure() -> None:
    assert seizure_petition_due(date(2024, 8, 1)) == date(2024, 8, 31)


def test_cul_16_s26_duties_are_due_thirty_days_after_the_notice() -> None:
    assert duty_notice_due(date(2024, 9, 4)) == date(2024, 10, 4)
