"""Entries that a retroactive suspension reaches bear the rates of its first ordinary day (CRC-04, CRC-08, CRC-09)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from services.proceedings.domain.reach import rated_on, reaches

ANYBODY = [{"exporter": "*", "producer": "*"}]
ALPHA = [{"exporter": "Alpha", "producer": "*"}]


@dataclass(frozen=True)
class Told:
    """A message as it is kept."""

    kind: str
    content: dict[str, Any]


def ordered(back: str | None = None) -> Told:
    return Told("SuspensionOrdered", {"effective_from": "2024-05-10", "retroactive_from": back})


def amended(firms: list[dict[str, str]], back: str = "2024-03-01") -> Told:
    return Told("SuspensionAmended", {"retroactive_from": back, "firms": firms})


def ended(firms: list[dict[str, str]]) -> Told:
    return Told("SuspensionTerminated", {"firms": firms})


@pytest.mark.parametrize(
    ("told", "on", "exporter", "expected"),
    [
        ((ordered(),), "2024-03-15", "Alpha", "2024-03-15"),
        ((ordered("2024-03-01"),), "2024-03-15", "Alpha", "2024-05-10"),
        ((ordered("2024-03-01"),), "2024-03-01", "Alpha", "2024-05-10"),
        ((ordered("2024-03-01"),), "2024-02-29", "Alpha", "2024-02-29"),
        ((ordered("2024-03-01"),), "2024-05-10", "Alpha", "2024-05-10"),
        ((ordered("2024-03-01"),), "2024-06-10", "Alpha", "2024-06-10"),
        ((ordered(), amended(ANYBODY, "2024-02-10")), "2024-02-12", "Alpha", "2024-05-10"),
        ((ordered(), amended(ALPHA)), "2024-03-15", " alpha", "2024-05-10"),
        ((ordered(), amended(ALPHA)), "2024-03-15", "Beta", "2024-03-15"),
        ((ordered("2024-03-01"), ended(ANYBODY)), "2024-03-15", "Alpha", "2024-03-15"),
        ((ordered(), amended(ALPHA), ended(ALPHA)), "2024-03-15", "Alpha", "2024-03-15"),
        ((ordered("2024-03-01"), ended(ALPHA)), "2024-03-15", "Beta", "2024-05-10"),
    ],
)
def test_crc_04_crc_08_the_day_whose_rates_an_entry_bears(
    told: Sequence[Told], on: str, exporter: str, expected: str
) -> None:
    found = rated_on(reaches(told), date.fromisoformat(on), exporter, "Gamma")
    assert found == date.fromisoformat(expected)
