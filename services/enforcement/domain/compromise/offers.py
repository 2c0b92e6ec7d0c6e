"""Offers in compromise: form, deposit, value of the claim, and what acceptance does to it (CMP-01 to CMP-08)."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.money import format_money, round_half_up
from shared.refusals import Refusal

_CRIMINAL: Final = re.compile(r"\b(criminal|prosecut\w*|indict\w*|plea|felony|felonies|imprison\w*)\b", re.IGNORECASE)
CLOCKS_RUN: Final = "CMP_CLOCKS_RUN"


class Authority(StrEnum):
    """Under which statute a claim is settled; never both (CMP-08)."""

    S1617 = "S1617"
    S3711 = "S3711"


class ReopeningGround(StrEnum):
    """What reopens an accepted compromise (CMP-07, 31 USC 3711(c))."""

    FRAUD = "FRAUD"
    MISREPRESENTATION = "MISREPRESENTATION"
    FALSE_CLAIM = "FALSE_CLAIM"
    MUTUAL_MISTAKE = "MUTUAL_MISTAKE"


@dataclass(frozen=True, slots=True)
class Allocation:
    """An accepted sum over the claim, US cents: duties first, then the penalty; the rest is released."""

    duties_cents: int
    penalty_cents: int
    released_cents: int


@dataclass(frozen=True, slots=True)
class Claim:
    """What the Government claims, unpaid, US cents."""

    duties_cents: int
    penalty_cents: int

    @property
    def total_cents(self) -> int:
        """All of it."""
        return self.duties_cents + self.penalty_cents


def refuse_offer(*, in_writing: bool, terms: str, civil_only: bool) -> list[Refusal]:
    """An offer that is not in writing with its terms, or reaches beyond civil liability.

    Args:
        in_writing: made in writing to the Commissioner.
        terms: the terms as offered; words about criminal exposure are refused.
        civil_only: the officer finds it limited to the proponent's civil liability.

    Source: CMP-01, 19 USC 1617, 19 CFR 161.5(a).
    """
    refusals = []
    if not in_writing or not terms.strip():
        message = "An offer is made in writing, with its terms."
        refusals.append(_refusal("CMP_NOT_WRITTEN", "CMP-01", "19 CFR 161.5(a)", message, "terms"))
    if not civil_only or _CRIMINAL.search(terms):
        message = "An offer is limited to civil liability; leave criminal exposure out."
        refusals.append(_refusal("CMP_NOT_CIVIL", "CMP-01", "19 USC 1617; 19 CFR 161.5(a)", message, "terms"))
    return refusals


def refuse_deposit(offered_cents: int, deposited_cents: int) -> list[Refusal]:
    """A deposit that is not exactly the sum offered.

    Source: CMP-02, 19 CFR 161.5(b).
    """
    if offered_cents == deposited_cents:
        return []
    gap = offered_cents - deposited_cents
    message = f"The deposit is {'short by' if gap > 0 else 'above the offer by'} ${format_money(abs(gap))}."
    return [_refusal("CMP_NOT_DEPOSITED", "CMP-02", "19 CFR 161.5(b)", message, "deposited")]


def claim_value(claim_cents: int, probability_basis_points: int, cost_cents: int) -> int:
    """Probability of recovery times the claim less remaining cost, US cents: shown beside an offer, never decides.

    Source: CMP-04 (design choice); MON-03.
    """
    return round_half_up(claim_cents * probability_basis_points, 10_000) - cost_cents


def allocate(accepted_cents: int, duties_cents: int, penalty_cents: int) -> Allocation:
    """An accepted sum over what is owed.

    Returns:
        Parts that add up to the sum; with what is released they add up to the claim.

    Source: CMP-05, 19 CFR 171.32 (order: design choice).
    """
    to_duties = min(accepted_cents, duties_cents)
    to_penalty = min(accepted_cents - to_duties, penalty_cents)
    return Allocation(to_duties, to_penalty, duties_cents + penalty_cents - to_duties - to_penalty)


def refuse_amount(offered_cents: int, claim_cents: int) -> list[Refusal]:
    """An offer of nothing, or of the whole claim: a compromise settles for less.

    Source: CMP-01, 19 USC 1617.
    """
    if 0 < offered_cents < claim_cents:
        return []
    message = "A compromise settles a claim for less than its full amount."
    return [_refusal("CMP_NOT_A_COMPROMISE", "CMP-01", "19 USC 1617", message, "offered")]


def refuse_general_authority(principal_cents: int, *, limit_cents: int, looks_fraudulent: bool) -> list[Refusal]:
    """An ordinary debt that an agency may not compromise itself.

    Args:
        principal_cents: the debt without interest, US cents.
        limit_cents: the most the statute, or the Attorney General, allows.
        looks_fraudulent: there is an indication of fraud.

    Source: CMP-08, 31 USC 3711(a)(2).
    """
    if principal_cents <= limit_cents and not looks_fraudulent:
        return []
    message = "The claim is above the limit of 31 USC 3711 or looks fraudulent."
    return [_refusal("CMP_OVER_AUTHORITY", "CMP-08", "31 USC 3711(a)(2)", message, None)]


def refuse_mixed_authority(authority: Authority, *, tariff: bool) -> list[Refusal]:
    """A claim under the customs laws settled under 31 USC 3711, or another debt under section 1617.

    Source: CMP-08, 19 USC 1617, 31 USC 3711(a)(2), 3701(d)(3).
    """
    if (authority is Authority.S1617) is tariff:
        return []
    message = "Section 1617 is for claims under the customs laws, 31 USC 3711 for other debts; never mix them."
    return [_refusal("CMP_WRONG_AUTHORITY", "CMP-08", "19 USC 1617; 31 USC 3711(a)(2)", message, "authority")]


def refuse_reopening(*, headquarters: bool, ground: ReopeningGround | None) -> list[Refusal]:
    """An accepted compromise is final; only headquarters reopens it, for fraud and the like.

    Source: CMP-07, 31 USC 3711(c).
    """
    if headquarters and ground is not None:
        return []
    message = "An accepted compromise is final; headquarters alone reopens it, for fraud and the like."
    return [_refusal("CMP_FINAL", "CMP-07", "31 USC 3711(c)", message, None)]


def _refusal(code: str, rule: str, citation: str, message: str, field: str | None) -> Refusal:
    return Refusal(code=code, rule=rule, citation=citation, message=message, field=field)
