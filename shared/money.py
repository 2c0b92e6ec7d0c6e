"""US dollars as integer cents: reading, writing, rounding once, and sharing out to the cent."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol, TypeVar

_MONEY = re.compile(r"-?(?:0|[1-9]\d{0,15})\.\d{2}", re.ASCII)


class MoneyFormatError(ValueError):
    """The text is not an amount of dollars with exactly two decimal places."""


class _Sortable(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...
    def __hash__(self) -> int: ...


Key = TypeVar("Key", bound=_Sortable)


def parse_money(text: str) -> int:
    """Cents of a decimal string with exactly two places.

    Args:
        text: for example ``"1250.00"`` or ``"-3.07"``; no blanks, signs other than ``-``, separators or exponents,
            at most 16 digits before the point.

    Raises:
        MoneyFormatError: anything else; the message shows the form wanted.
    """
    if not _MONEY.fullmatch(text) or text == "-0.00":
        raise MoneyFormatError(f'{text!r} is not an amount: write dollars with exactly two places, like "1250.00"')
    return int(text.replace(".", ""))


def format_money(cents: int) -> str:
    """Dollars with two places for ``cents``: 125000 gives ``"1250.00"``, -5 gives ``"-0.05"``."""
    dollars, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{dollars}.{rest:02d}"


def round_half_up(numerator: int, denominator: int) -> int:
    """The whole number nearest to ``numerator / denominator``; halves go away from zero.

    Args:
        numerator: any integer.
        denominator: greater than zero.

    Source: enforcement rules 0.2 and proceedings RATE-07: amounts are rounded half up to the cent, once.
    """
    assert denominator > 0, "the denominator must be positive"
    magnitude = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -magnitude if numerator < 0 else magnitude


def percentage_of(amount_cents: int, rate_percent: Decimal) -> int:
    """``amount_cents`` times an ad valorem rate in percent, rounded half up to the cent once.

    Args:
        amount_cents: the base, US cents.
        rate_percent: exact rate, for example ``Decimal("14.63")``.

    Source: RATE-07, ``security = entered_value x rate / 100``.
    """
    numerator, denominator = rate_percent.as_integer_ratio()
    return round_half_up(amount_cents * numerator, denominator * 100)


def largest_remainder(total_cents: int, weights: Mapping[Key, int]) -> dict[Key, int]:
    """Share ``total_cents`` in proportion to ``weights``, exact to the cent.

    Each key gets the floor of its exact share; the cents left over go one each to the keys with (1) the larger
    remainder, (2) the larger weight, (3) the lower key, so the order in which weights are read changes nothing.

    Args:
        total_cents: what is shared, US cents, >= 0.
        weights: weight per key, each >= 0; any size, the products are exact.

    Returns:
        Cents per key, same keys as ``weights``, adding up to ``total_cents`` exactly.

    Raises:
        ValueError: a negative total or weight, or a positive total with no positive weight.

    Source: DIST-05 (design choice; the regulation is silent on part cents); also used for bills (REFD-08), holds
        (ACCT-18) and partial collections (ACCT-05).
    """
    if total_cents < 0:
        raise ValueError(f"total_cents must be >= 0, got {total_cents}")
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("every weight must be >= 0")
    whole = sum(weights.values())
    if whole == 0:
        if total_cents:
            raise ValueError("nobody has a weight, so the total cannot be shared")
        return dict.fromkeys(weights, 0)
    shares = {key: total_cents * weight // whole for key, weight in weights.items()}
    spare = total_cents - sum(shares.values())
    by_key = sorted(weights)
    by_claim = sorted(by_key, key=lambda key: (-(total_cents * weights[key] % whole), -weights[key]))
    for key in by_claim[:spare]:
        shares[key] += 1
    assert sum(shares.values()) == total_cents
    return shares
