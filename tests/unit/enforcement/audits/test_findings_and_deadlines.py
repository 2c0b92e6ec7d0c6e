"""Scope, conversion and clocks: AUD-05 to AUD-10, OFF-09, S28, TV-18."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from services.enforcement.domain.audits.deadlines import (
    ClockKind,
    cancel,
    refuse_delay,
    refuse_petition,
    satisfy,
    shown_to_person,
    start,
    strike,
)
from services.enforcement.domain.audits.findings import (
    Direction,
    FindingClass,
    FindingKind,
    Scope,
    Suspicion,
    finding_faults,
    money_effect,
)
from services.enforcement.domain.audits.reasons import REASONS, refusal

SCOPE = Scope(
    period_from=date(2021, 1, 1),
    period_to=date(2022, 12, 31),
    issues=frozenset({"V"}),
    importer_numbers=frozenset({"12-3456789AB"}),
)


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2020, 12, 31), False),
        (date(2021, 1, 1), True),
        (date(2022, 12, 31), True),
        (date(2023, 1, 1), False),
    ],
)
def test_aud_05_both_ends_of_the_period_are_inside(day: date, inside: bool) -> None:
    assert SCOPE.holds_day(day) is inside


def test_aud_05_issue_and_importer_make_the_scope() -> None:
    assert SCOPE.holds("V", "12-3456789AB")
    assert not SCOPE.holds("C", "12-3456789AB")
    assert not SCOPE.holds("V", "99-9999999ZZ")


@pytest.mark.parametrize(("kind", "finding_class"), list(product(FindingKind, FindingClass)))
def test_aud_10_a_payment_is_money_and_a_declaration_is_not(kind: FindingKind, finding_class: FindingClass) -> None:
    fits = (kind is FindingKind.PAYMENT) == (finding_class.value in {"DUTY", "FEE", "TAX"})
    assert (finding_faults(Direction.OVER, kind, finding_class, None) == []) is fits


@pytest.mark.parametrize(("direction", "suspicion"), list(product(Direction, Suspicion)))
def test_aud_10_purpose_is_suspected_of_over_and_intent_of_under(direction: Direction, suspicion: Suspicion) -> None:
    fits = (direction is Direction.OVER) == (suspicion is Suspicion.PURPOSE)
    assert (finding_faults(direction, FindingKind.PAYMENT, FindingClass.DUTY, suspicion) == []) is fits


def test_off_09_a_wrong_declaration_becomes_money() -> None:
    assert money_effect(Decimal(80_000_00), Decimal("0.065")) == 5_200_00
    assert money_effect(Decimal(-80_000_00), Decimal("0.065")) == 5_200_00
    assert money_effect(Decimal(80_000_00), Decimal(0)) == 0
    assert money_effect(Decimal(3), Decimal("1.5")) == 5
    with pytest.raises(ValueError, match="negative"):
        money_effect(Decimal(1), Decimal(-1))


@pytest.mark.parametrize(
    ("kind", "trigger", "due"),
    [
        (ClockKind.CONFERENCE, date(2024, 3, 4), date(2024, 3, 19)),  # AUD-06
        (ClockKind.REPORT, date(2024, 2, 14), date(2024, 5, 14)),  # AUD-07, TV-18
        (ClockKind.COPY, date(2024, 5, 8), date(2024, 6, 7)),  # AUD-08
        (ClockKind.COPY, date(2024, 5, 2), date(2024, 6, 1)),  # CLK-02: a Saturday stands
    ],
)
def test_aud_06_aud_07_aud_08_clocks(kind: ClockKind, trigger: date, due: date) -> None:
    assert start(kind, trigger, {"V"}).due_on == due


def test_aud_09_s28_an_investigation_strikes_its_issue_and_leaves_the_others() -> None:
    clock = start(ClockKind.REPORT, date(2024, 2, 14), {"V", "C", "O"})
    left = strike(clock, {"O"}, date(2024, 3, 20))
    assert left.issues == {"V", "C"}
    assert left.is_open
    gone = strike(left, {"V", "C"}, date(2024, 4, 2))
    assert gone.cancelled_on == date(2024, 4, 2)
    assert not gone.breached(date(2025, 1, 1))


def test_aud_09_what_fell_due_before_stays_breached() -> None:
    clock = strike(start(ClockKind.REPORT, date(2024, 2, 14), {"V"}), {"V"}, date(2024, 5, 15))
    assert clock.breached(date(2024, 5, 16))


def test_clk_07_an_act_on_the_due_date_is_in_time() -> None:
    clock = start(ClockKind.COPY, date(2024, 5, 8), {"V"})
    assert not satisfy(clock, date(2024, 6, 7)).breached(date(2025, 1, 1))
    assert satisfy(clock, date(2024, 6, 8)).breached(date(2025, 1, 1))
    assert clock.breached(date(2024, 6, 8))
    stopped = cancel(clock, date(2024, 5, 9))
    assert (satisfy(stopped, date(2024, 7, 1)), strike(stopped, {"V"}, date(2024, 7, 1))) == (stopped, stopped)
    assert cancel(stopped, date(2024, 7, 1)) == stopped


@pytest.mark.parametrize(
    ("notified", "anticipated", "expected"),
    [
        (date(2024, 5, 14), date(2024, 7, 1), []),
        (date(2024, 5, 15), date(2024, 7, 1), ["AUD_DELAY_NOTICE_LATE"]),
        (date(2024, 5, 14), date(2024, 5, 14), ["AUD_DELAY_DATE_NOT_LATER"]),
    ],
)
def test_aud_07_a_notice_of_delay_goes_out_by_day_90(notified: date, anticipated: date, expected: list[str]) -> None:
    clock = start(ClockKind.REPORT, date(2024, 2, 14), {"V"})
    assert [one.code for one in refuse_delay(clock, notified_on=notified, anticipated_on=anticipated)] == expected


@pytest.mark.parametrize(
    ("received", "held", "issues", "recorded", "shown"),
    [
        (date(2024, 3, 4), False, {"V"}, [], []),
        (date(2024, 3, 1), False, {"V"}, ["AUD_PETITION_PREMATURE"], ["AUD_PETITION_PREMATURE"]),
        (date(2024, 3, 4), True, {"V"}, ["AUD_CONFERENCE_NOT_DUE"], ["AUD_CONFERENCE_NOT_DUE"]),
        (date(2024, 3, 4), False, set(), ["AUD_EXCEPTION_INVESTIGATION"], ["AUD_CONFERENCE_NOT_DUE"]),
    ],
)
def test_aud_06_petitions_for_a_closing_conference(
    received: date, held: bool, issues: set[str], recorded: list[str], shown: list[str]
) -> None:
    found = refuse_petition(
        received_on=received, termination_on=date(2024, 3, 1), conference_held=held, open_issues=issues
    )
    assert [one.code for one in found] == recorded
    assert [shown_to_person(one).code for one in found] == shown


def test_aud_06_without_an_estimate_nothing_has_passed() -> None:
    found = refuse_petition(received_on=date(2024, 3, 4), termination_on=None, conference_held=False, open_issues={"V"})
    assert [one.code for one in found] == ["AUD_PETITION_PREMATURE"]


def test_section_14_every_code_of_audits_has_its_rule_and_citation() -> None:
    for code in REASONS:
        found = refusal(code)
        assert found.code == code
        assert found.rule
        assert found.citation.startswith(("19 CFR", "19 USC"))
