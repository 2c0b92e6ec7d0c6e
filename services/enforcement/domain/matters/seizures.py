"""Seizure in a section 1592 case, and what becomes of the proceeds (CUL-15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.enforcement.domain.relief.law import SEIZURE_PETITION
from shared.refusals import Refusal


class SeizureGround(StrEnum):
    """The only grounds on which goods are seized in a section 1592 case."""

    INSOLVENT = "INSOLVENT"
    BEYOND_JURISDICTION = "BEYOND_JURISDICTION"
    PROTECT_REVENUE = "PROTECT_REVENUE"
    PROHIBITED_GOODS = "PROHIBITED_GOODS"


@dataclass(frozen=True, slots=True)
class Proceeds:
    """Where the proceeds of a sale go, US cents; with the costs borne by them they add up to the proceeds."""

    to_penalty_cents: int
    returned_cents: int


def refuse_seizure(grounds: Sequence[SeizureGround], *, disclosure_granted: bool) -> list[Refusal]:
    """Why goods may not be seized: no ground of the law, or a valid prior disclosure.

    Source: CUL-15, 19 USC 1592(c)(14); CUL-10, 19 USC 1592(c)(4).
    """
    if disclosure_granted:
        message = "Goods are not seized after a valid prior disclosure."
        return [_refusal("CUL-10", "19 USC 1592(c)(4)", message)]
    if not grounds:
        message = (
            "Goods are seized only from the insolvent or absent, to protect revenue, or to keep out what is barred."
        )
        return [_refusal("CUL-15", "19 USC 1592(c)(14)", message)]
    return []


def seizure_petition_due(notice_mailed_on: date) -> date:
    """Last day to petition against a seizure.

    Source: RLF-02, 19 CFR 171.2(b)(1).
    """
    return SEIZURE_PETITION.on(notice_mailed_on).deadline(notice_mailed_on)


def share_proceeds(proceeds_cents: int, penalty_cents: int, costs_cents: int) -> Proceeds:
    """Proceeds of a sale: costs first, then the penalty; the rest goes back to the person.

    Args:
        proceeds_cents: what the sale brought, US cents.
        penalty_cents: unpaid penalty, US cents.
        costs_cents: of seizure, custody and sale, US cents.

    Returns:
        Never below zero.

    Source: CUL-15, 19 USC 1592(c)(14), 1613(b).
    """
    left = max(0, proceeds_cents - costs_cents)
    to_penalty = min(left, penalty_cents)
    return Proceeds(to_penalty, left - to_penalty)


def _refusal(rule: str, citation: str, message: str) -> Refusal:
    return Refusal(code="CUL_SEIZURE_NOT_ALLOWED", rule=rule, citation=citation, message=message, field="grounds")
