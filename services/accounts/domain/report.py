"""The annual report on disbursements (REPT-01 to REPT-05, PUBL-01)."""

from dataclasses import dataclass
from typing import Final

CONFIDENTIALITY: Final = "CONFIDENTIALITY_CLAIMED"


@dataclass(frozen=True, kw_only=True, slots=True)
class Disbursement:
    """One claimant's line, US cents.

    Attributes:
        amount_claimed_cents: the net claim that went into the distribution, otherwise the one last filed.
        amount_disbursed_cents: gross, with hold releases once paid.
    """

    case_number: str
    case_name: str
    certification_number: str
    claimant_name: str
    amount_claimed_cents: int
    allocation_percentage: str
    amount_disbursed_cents: int
    amount_withheld_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseTotal:
    """One order's totals, US cents."""

    case_number: str
    case_name: str
    available_cents: int
    disbursed_cents: int
    withheld_cents: int
    carried_forward_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseAmount:
    """A count and an amount of one order: uncollected bills, clearing balance or reliquidations; US cents."""

    case_number: str
    case_name: str
    count: int
    amount_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AnnualReport:
    """One version of a fiscal year's report; versions are kept (REPT-05)."""

    disbursements: tuple[Disbursement, ...]
    case_totals: tuple[CaseTotal, ...]
    uncollected: tuple[CaseAmount, ...]
    clearing_balances: tuple[CaseAmount, ...]


def is_listed(reason_code: str | None) -> bool:
    """Whether a claimant stands in the report: all who filed, but not one rejected for claiming confidentiality.

    Source: REPT-02, 19 CFR 159.64(g)(1): "those parties that have submitted certifications"; CERT-16.
    """
    return reason_code != CONFIDENTIALITY


def disbursed_of_case(available_cents: int, paid_cents: int) -> int:
    """Amount disbursed on an order, US cents; a negative figure where refunds exceeded receipts (REPT-04)."""
    return available_cents if available_cents < 0 else paid_cents
