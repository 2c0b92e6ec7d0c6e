"""When an account may end, and when what nobody claimed is swept (TERM-01 to TERM-04)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from services.accounts.domain.ledger import Account
from services.accounts.domain.transitions import DistributionState
from shared.refusals import Refusal

_CITATION: Final = "19 CFR 159.64(d)"


class LegalActionKind(StrEnum):
    """What may still change an entry, or keep an order's account open."""

    PROTEST = "PROTEST"
    PETITION = "PETITION"
    COURT_ACTION = "COURT_ACTION"


class LegalActionOutcome(StrEnum):
    """How a legal action ended, with no appeal open any more."""

    ALLOWED = "ALLOWED"
    DENIED = "DENIED"
    WITHDRAWN = "WITHDRAWN"


class Condition(StrEnum):
    """What must be true before a notice of final distribution (TERM-01, 19 CFR 159.64(d)(1))."""

    ORDER_TERMINATED = "ORDER_TERMINATED"
    ENTRIES_LIQUIDATED = "ENTRIES_LIQUIDATED"
    AMOUNTS_COLLECTED = "AMOUNTS_COLLECTED"
    LIQUIDATIONS_FINAL = "LIQUIDATIONS_FINAL"
    ACTIONS_CONCLUDED = "ACTIONS_CONCLUDED"
    REFUNDS_PAID = "REFUNDS_PAID"
    BILLS_SETTLED = "BILLS_SETTLED"
    ADJUSTMENTS_PAID = "ADJUSTMENTS_PAID"
    HOLDS_RELEASED = "HOLDS_RELEASED"


@dataclass(frozen=True, kw_only=True, slots=True)
class Blocking:
    """What keeps a condition from being true.

    Attributes:
        count: of all blocking items.
        items: the first of them, in order.
    """

    count: int
    items: tuple[str, ...]


def unmet(blocking: Mapping[Condition, Blocking]) -> list[Condition]:
    """The conditions that are not true, in the order of the rule."""
    return [condition for condition in Condition if blocking[condition].count]


def too_early_to_sweep(
    *,
    today: date,
    sweep_after: date,
    distribution: DistributionState | None,
    adjustments_owed_cents: int,
    balances_cents: Mapping[Account, int],
) -> Iterator[Refusal]:
    """Why an account that is ``FINAL_PAID`` cannot be swept yet; nothing when it can.

    Args:
        sweep_after: last of the 90 days from the final notice.
        distribution: state of the final notice's distribution; None when there is none.
        adjustments_owed_cents: granted and not paid, US cents.
        balances_cents: of the order's book.

    Source: TERM-03: 19 CFR 159.64(d)(3), 19 USC 1675c(e)(4); section 18.2.
    """
    if today <= sweep_after:
        yield _refusal("TOO_EARLY", f"Nothing is swept up to {sweep_after.isoformat()}, 90 days from the notice.")
    if distribution is not DistributionState.CLOSED:
        yield _refusal("DISTRIBUTION_NOT_CLOSED", "The final distribution is not closed.")
    if adjustments_owed_cents:
        yield _refusal("ADJUSTMENT_OWED", "An adjustment is granted and not paid.")
    if balances_cents[Account.LITIGATION_HOLD] or balances_cents[Account.SEQUESTER]:
        yield _refusal("MONEY_WITHHELD", "A share is withheld still, or a sequestered amount is not released.")
    if balances_cents[Account.SPECIAL] < 0:
        yield _refusal("IN_DEFICIT", "The Special Account is below zero.")


def _refusal(code: str, message: str) -> Refusal:
    return Refusal(code=code, rule="TERM-03", citation=f"{_CITATION}(3)", message=message, field="caseNumber")
