"""The hashes of a distribution's frozen inputs and of its result (DIST-09).

The hashed text is plain lines, so that the database hashes the claims of every order of a year without sending them
here: ``storage.distribution_runs`` builds the same text. A text is written with its length before it, so no content
can pass for other content.
"""

import hashlib
from collections.abc import Iterable, Mapping

from services.accounts.domain.distribution import Allocation, Claim, Funds, Part


def input_hash(case_number: str, fiscal_year: int, money: Funds, claims: Iterable[Claim]) -> str:
    """SHA-256 of everything a distribution is computed from; the order of reading does not change it.

    Source: DIST-09: freeze inputs with a hash (design choice).
    """
    ordered = sorted(claims, key=lambda claim: claim.certification_number)
    lines = [input_header(case_number, fiscal_year, money), *map(_claim_line, ordered)]
    return _digest(lines + [_part_line(claim, part) for claim in ordered for part in sorted(claim.parts)])


def result_hash(allocation: Allocation) -> str:
    """SHA-256 of a computed result: a recompute from the frozen inputs must give the same (DIST-09)."""
    header = result_header(allocation.method, allocation.claims_total_cents, allocation.carry_forward_cents)
    return _digest([header, *share_lines(allocation.shares_cents)])


def input_header(case_number: str, fiscal_year: int, money: Funds) -> str:
    """The first line of the inputs: the order, the year and the money."""
    cents = (money.balance_cents, money.reserve_cents, money.hold_back_cents, money.sequester_cents)
    return ",".join([_text(case_number), str(fiscal_year), *map(str, cents)])


def result_header(method: str, claims_total_cents: int, carry_forward_cents: int) -> str:
    """The first line of a result."""
    return f"{method},{claims_total_cents},{carry_forward_cents}"


def share_lines(shares_cents: Mapping[str, int]) -> list[str]:
    """A line for every share, by certification number."""
    return [f"{_text(number)},{cents}" for number, cents in sorted(shares_cents.items())]


def _claim_line(claim: Claim) -> str:
    texts = (claim.certification_number, claim.claimant_name, claim.lineage_id, claim.producer_id)
    cents = (claim.claimed_cents, claim.net_cents, claim.reduced_cents)
    accepted = "t" if claim.accepted else "f"
    return ",".join([*map(_text, texts), accepted, _text(claim.reason_code), *map(str, cents)])


def _part_line(claim: Claim, part: Part) -> str:
    return f"{_text(claim.certification_number)},{_text(part.group_id)},{part.net_cents},{part.reduced_cents}"


def _text(content: str | None) -> str:
    return "-" if content is None else f"{len(content)}:{content}"


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
