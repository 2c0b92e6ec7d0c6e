"""Days of entry without security (PRE-13, FIN-08, FIN-11; 15.3(3))."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from services.proceedings.domain.security import asked_for, pauses


@dataclass(frozen=True)
class Told:
    """A message as it is kept."""

    kind: str
    content: Mapping[str, Any]


ORDERED = Told("SuspensionOrdered", {"effective_from": "2023-08-18", "retroactive_from": None})
LAPSED = Told("ProvisionalMeasuresLapsed", {"effective_to": "2023-12-16"})
RESUMED = Told("SuspensionReinstated", {"effective_from": "2024-04-24"})
TERMS = Told(
    "OrderTerms",
    {"gap": {"first": "2023-12-16", "last": "2024-04-23"}, "boundary_on": "2024-04-24"},
)


def lifted(reason: str, exporter: str = "*") -> Told:
    firms = [{"exporter": exporter, "producer": exporter}]
    return Told("SuspensionTerminated", {"first_free_on": "2024-06-24", "reason": reason, "firms": firms})


@pytest.mark.parametrize("told", [(ORDERED, LAPSED, RESUMED), (ORDERED, RESUMED, TERMS, LAPSED), (ORDERED, TERMS)])
@pytest.mark.parametrize(
    ("on", "asked"),
    [("2023-12-15", True), ("2023-12-16", False), ("2024-04-23", False), ("2024-04-24", True)],
)
def test_pre_13_no_security_in_the_gap_whatever_was_told_first(told: tuple[Told, ...], on: str, asked: bool) -> None:
    assert asked_for(pauses(told), date.fromisoformat(on)) is asked


def test_pre_13_until_the_notice_the_gap_is_open() -> None:
    assert not asked_for(pauses([ORDERED, LAPSED]), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        (lifted("TERMINATED"), False),
        (lifted("RETROACTIVE_ENDED"), True),
        (lifted("EXCLUDED_FIRM", exporter="Beta"), True),
    ],
)
def test_fin_11_after_a_lift_for_everybody_no_security(message: Told, asked: bool) -> None:
    assert asked_for(pauses([ORDERED, message]), date(2024, 6, 24)) is asked
    assert asked_for(pauses([ORDERED, message]), date(2024, 6, 23))
