"""The security required of an entry, and whether its goods may be delivered (RATE-06, RATE-07, ORD-09)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.accounts.domain.instructions.messages import Firm
from services.accounts.domain.instructions.rates import ANY, Applied, RateRow, comparable, rate_of, security
from services.accounts.domain.instructions.suspension import Window


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryGoods:
    """What decides about an entry; None where it is not known."""

    entered_on: date
    exporter: str | None
    producer: str | None
    entered_value_cents: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Required:
    """The security required of an entry under one order.

    Attributes:
        security_cents: US cents; None where no rate or no value is known.
        rate: None where none is in force or none is asked for.
    """

    security_cents: int | None
    rate: Applied | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Conditions:
    """What an importer furnished for delivery."""

    information: bool = False
    records: bool = False
    undertaking: bool = False


def required_security(windows: Sequence[Window], rates: Iterable[RateRow], goods: EntryGoods) -> Required:
    """The security an entry had to bear, by its day of entry.

    Args:
        windows: the suspensions of the case; where there are none, its deposit rates alone decide.

    Returns:
        Nothing on days that no suspension covers, or one that asks for no security. An entry reached back to bears the
        rates of the day the suspension it belongs to began.

    Source: RATE-06, RATE-07, PRE-12; 17.2 consumption rule (2).
    """
    day = goods.entered_on
    if windows:
        covering = [window for window in windows if _covers(window, goods)]
        if not any(window.security_required for window in covering):
            return Required(security_cents=0, rate=None)
        day = max(day, *(window.rated_on for window in covering))
    applied = rate_of(rates, day, goods.exporter, goods.producer)
    amount = None if applied is None else security(applied, goods.entered_value_cents)
    return Required(security_cents=amount, rate=applied)


def release_allowed(
    entered_on: date, conditional_from: date | None, required: Required, cash_cents: int, conditions: Conditions
) -> bool:
    """Whether customs may deliver the goods of an entry.

    Args:
        conditional_from: publication of the order; None while there is none.
        cash_cents: cash deposited, US cents; after the order nothing else is a deposit.

    Source: ORD-09, 19 USC 1671h: deposit received and information, records and undertaking confirmed.
    """
    if conditional_from is None or entered_on < conditional_from:
        return True
    wanted = required.security_cents
    deposited = cash_cents > 0 if wanted is None else cash_cents >= wanted
    return deposited and conditions.information and conditions.records and conditions.undertaking


def listed(firms: Iterable[Firm], exporter: str | None, producer: str | None) -> bool:
    """Whether an entry's firms are among combinations; the database asks the same (``firm_listed``)."""
    return any(_fits(firm.exporter, exporter) and _fits(firm.producer, producer) for firm in firms)


def _fits(wanted: str, name: str | None) -> bool:
    return wanted == ANY or (name is not None and comparable(wanted) == comparable(name))


def _covers(window: Window, goods: EntryGoods) -> bool:
    return (
        window.first_on <= goods.entered_on
        and (window.end_on is None or goods.entered_on < window.end_on)
        and listed(window.firms, goods.exporter, goods.producer)
        and not listed(window.excluded, goods.exporter, goods.producer)
    )
