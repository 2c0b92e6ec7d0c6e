"""Money collected after liquidation: how a payment splits, and which part is program money."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.accounts.domain import law
from shared.money import largest_remainder


class PaymentBasis(StrEnum):
    """Why it was paid (ACCT-09)."""

    ORDINARY = "ORDINARY"
    COURT_JUDGMENT = "COURT_JUDGMENT"
    BOND_SETTLEMENT = "BOND_SETTLEMENT"


class Component(StrEnum):
    """What an amount on an entry is."""

    DUTY = "DUTY"
    INTEREST_1677G = "INTEREST_1677G"
    DELINQUENCY_INTEREST = "DELINQUENCY_INTEREST"
    EQUITABLE_INTEREST = "EQUITABLE_INTEREST"


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentSplit:
    """One payment's parts, US cents; they add up to the payment."""

    delinquency_cents: int
    components_cents: Mapping[str, int]
    excess_cents: int


def split_payment(payment_cents: int, delinquency_due_cents: int, unpaid_cents: Mapping[str, int]) -> PaymentSplit:
    """Split a partial payment: delinquency interest first, the rest over what is unpaid, in proportion.

    Args:
        payment_cents: received, US cents, >= 0.
        delinquency_due_cents: interest accrued after liquidation, US cents, >= 0.
        unpaid_cents: unpaid balance per billed component; the keys' order breaks the last tie.

    Returns:
        Parts that add up to ``payment_cents``; no component gets more than its unpaid balance.

    Source: ACCT-05 (design choice); delinquency interest is not program money, 19 USC 1505(d) (ACCT-08).
    """
    delinquency = min(payment_cents, delinquency_due_cents)
    rest = payment_cents - delinquency
    payable = min(rest, sum(unpaid_cents.values()))
    return PaymentSplit(
        delinquency_cents=delinquency,
        components_cents=largest_remainder(payable, unpaid_cents),
        excess_cents=rest - payable,
    )


def enters_special_account(component: Component, basis: PaymentBasis, received_on: date) -> bool:
    """Whether a collected component is program money, before the entry's own eligibility is asked.

    Args:
        component: duty, interest at liquidation, delinquency or equitable interest.
        basis: a payment on a bond under a judgment or settlement brings its interest along.
        received_on: the day Customs received it.

    Source: 19 CFR 159.64(e), Adee Honey Farms (Fed. Cir. 2024) (ACCT-08); 19 USC 4401 (ACCT-09).
    """
    if component in (Component.DUTY, Component.INTEREST_1677G):
        return True
    return basis is not PaymentBasis.ORDINARY and received_on >= law.BOND_INTEREST_FROM.on(received_on)


def deposited_on(component: Component, received_on: date) -> date:
    """The day a component is credited: the day received, but bond interest not before 2016-02-24.

    Source: ACCT-09, 19 USC 4401: interest received from 2014-10-01 is deposited when the Act is in force.
    """
    if component in (Component.DUTY, Component.INTEREST_1677G):
        return received_on
    return max(received_on, law.BOND_INTEREST_DEPOSITED_FROM.on(received_on))
