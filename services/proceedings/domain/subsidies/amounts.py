"""How much of a subsidy counts (IMP-04, IMP-05, IMP-07)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Offsets:
    """The only three things that lessen a gross subsidy, each in percent ad valorem (IMP-07).

    Attributes:
        fees: application fees or deposits paid to get the benefit.
        deferral: value lost because a government ordered its deferral.
        export_taxes: export taxes or charges specifically intended to offset it.
    """

    fees: Decimal = _NOTHING
    deferral: Decimal = _NOTHING
    export_taxes: Decimal = _NOTHING


@dataclass(frozen=True, kw_only=True, slots=True)
class UpstreamInput:
    """A subsidized input, per unit of the merchandise, in one currency (IMP-05)."""

    arms_length_price: Decimal
    price_paid: Decimal
    input_subsidy: Decimal
    unit_value: Decimal


def net_percent(gross: Decimal, offsets: Offsets) -> Decimal:
    """The net subsidy, percent ad valorem, never below zero.

    Source: IMP-07, 19 USC 1677(6).
    """
    return max(_NOTHING, gross - offsets.fees - offsets.deferral - offsets.export_taxes)


def consortium_percent(members: Sequence[Decimal], direct: Decimal) -> Decimal:
    """What a consortium gets: each member from its own country, and the consortium directly, on one sales base.

    Source: IMP-04, 19 USC 1671(d).
    """
    return sum(members, direct)


def upstream_amount(arms_length_price: Decimal, price_paid: Decimal, input_subsidy: Decimal) -> Decimal:
    """What an input's subsidy adds per unit: the competitive benefit, at most the subsidy on the input.

    Source: IMP-05, 19 USC 1671(e), 1677-1.
    """
    return max(_NOTHING, min(arms_length_price - price_paid, input_subsidy))


def upstream_percent(given: UpstreamInput) -> Decimal:
    """The same in percent of the value of the merchandise."""
    amount = upstream_amount(given.arms_length_price, given.price_paid, given.input_subsidy)
    return amount * 100 / given.unit_value
