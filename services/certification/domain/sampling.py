"""Which claims of an order's year are verified: all that look wrong, the largest, and a draw anybody can repeat."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.certification.domain import law
from services.certification.domain.risk import Severity
from shared.money import format_money

METHOD = (
    "1. Every claim with a HIGH flag, whether an officer cleared it or not. 2. Of the rest, the largest by net claim,"
    " ties by certification number. 3. Of the rest, those whose ticket is lowest: the SHA-256 of seed, a colon and the"
    " certification number, read as a number and divided by the claim's weight; a claim weighs more with a LOW or"
    " MEDIUM flag."
)


class SampleReason(StrEnum):
    """Why a claim is in a sample."""

    HIGH_FLAG = "HIGH_FLAG"
    LARGEST = "LARGEST"
    DRAWN = "DRAWN"


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A claim that may be verified.

    Attributes:
        certification_id: the certification.
        number: its certification number.
        net_cents: net claim, US cents.
        severity: its most severe flag that was raised and did not vanish, decided or not; None without one.
    """

    certification_id: UUID
    number: str
    net_cents: int
    severity: Severity | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Selected:
    """A claim in a sample, and why."""

    certification_id: UUID
    reason: SampleReason
    explanation: str


def draw(candidates: Sequence[Candidate], seed: str, on: date) -> list[Selected]:
    """Select the claims to verify.

    Args:
        candidates: the claims of an order's year, in any order.
        seed: any text; the same seed and claims give the same sample.
        on: the day whose sizes and weights hold.

    Returns:
        The sample, in the order of ``METHOD``.

    Source:
        VERI-01 (policy of this system).
    """
    ordered = sorted(candidates, key=lambda each: each.number)
    high = [each for each in ordered if each.severity is Severity.HIGH]
    rest = sorted((each for each in ordered if each not in high), key=lambda each: (-each.net_cents, each.number))
    largest, rest = rest[: law.SAMPLE_LARGEST.on(on)], rest[law.SAMPLE_LARGEST.on(on) :]
    size = -(-len(ordered) * law.SAMPLE_DRAWN_PERCENT.on(on) // 100)
    drawn = sorted(rest, key=lambda each: (ticket(each, seed, on), each.number))[:size]
    return [
        *(_selected(each, SampleReason.HIGH_FLAG, "It has or had a HIGH flag.") for each in high),
        *(
            _selected(each, SampleReason.LARGEST, f"Among the largest: {format_money(each.net_cents)}.")
            for each in largest
        ),
        *(
            _selected(each, SampleReason.DRAWN, f"Drawn {place} of {len(rest)} with weight {weight(each, on)}.")
            for place, each in enumerate(drawn, start=1)
        ),
    ]


def weight(candidate: Candidate, on: date) -> int:
    """How many times as likely as one without a flag a claim is drawn, about."""
    unflagged, low, medium = law.SAMPLE_WEIGHTS.on(on)
    return {None: unflagged, Severity.LOW: low}.get(candidate.severity, medium)


def ticket(candidate: Candidate, seed: str, on: date) -> int:
    """A claim's number in the draw; the lowest win."""
    hashed = hashlib.sha256(f"{seed}:{candidate.number}".encode()).digest()
    return int.from_bytes(hashed) // weight(candidate, on)


def _selected(candidate: Candidate, reason: SampleReason, explanation: str) -> Selected:
    return Selected(certification_id=candidate.certification_id, reason=reason, explanation=explanation)
