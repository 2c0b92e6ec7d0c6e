"""What happens to a deposit when its entry is liquidated (ACCT-03, ACCT-10, ACCT-11, ACCT-12)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.accounts.domain import law


class Instrument(StrEnum):
    """How estimated duty was secured; a bond brings no money until it is collected on."""

    CASH = "CASH"
    BOND = "BOND"


@dataclass(frozen=True, kw_only=True, slots=True)
class Settlement:
    """What a liquidation does with one entry's money under one order, US cents.

    Attributes:
        assessed_cents: the final duty that counts here.
        transfer_cents: out of Clearing, to the Special Account or the General Fund.
        refund_cents: out of Clearing, to the importer.
        bill_cents: billed to the importer; moves only when collected.
    """

    assessed_cents: int
    transfer_cents: int
    refund_cents: int
    bill_cents: int


def settle(collected_cents: int, assessed_cents: int, *, deemed: bool = False, provisional: bool = False) -> Settlement:
    """Split the money on deposit between transfer and refund, and bill what is short.

    Args:
        collected_cents: in the Clearing Account for this entry and order, US cents, >= 0.
        assessed_cents: final duty for this entry and order, US cents, >= 0.
        deemed: liquidated by operation of law at the amounts deposited; ``assessed_cents`` is not looked at.
        provisional: entered before the Commission's final determination: the deposit is a cap, nothing is billed.

    Returns:
        transfer + refund = collected; never more is transferred than was collected.

    Raises:
        ValueError: a negative amount.

    Source:
        19 CFR 159.64(b)(1)(ii)-(iii) (ACCT-03); 19 USC 1504, 19 CFR 159.11-159.12 (ACCT-11); 19 USC 1671f(a),
        1673f(a) (ACCT-10).
    """
    if collected_cents < 0 or assessed_cents < 0:
        raise ValueError("collected and assessed duty must be >= 0")
    final = collected_cents if deemed else assessed_cents
    if provisional:
        final = min(final, collected_cents)
    transfer = min(final, collected_cents)
    return Settlement(
        assessed_cents=final,
        transfer_cents=transfer,
        refund_cents=collected_cents - transfer,
        bill_cents=final - transfer,
    )


def is_disregarded(net_difference_cents: int, on: date) -> bool:
    """Whether a whole entry's net difference is too small to count, so that it liquidates as entered.

    Args:
        net_difference_cents: duties, fees, taxes and interest netted, US cents; either sign.
        on: liquidation date.

    Returns:
        True below $20.00 either way; exactly $20.00 counts. No difference is nothing to disregard.

    Source: ACCT-12, 19 CFR 159.6.
    """
    return 0 < abs(net_difference_cents) < law.DE_MINIMIS_LIQUIDATION_CENTS.on(on)
