"""Scalars: money as a string with two places, legal days, instants in UTC."""

import datetime
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final, NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

from shared.errors import BadInput
from shared.money import MoneyFormatError, format_money, parse_money

Money = NewType("Money", int)
"""US cents in Python, a decimal string with exactly two places outside."""

_LONGEST_DECIMAL: Final = 40

Date = datetime.date
DateTime = datetime.datetime


def _parse_money(value: object) -> int:
    if not isinstance(value, str):
        raise BadInput(f'Money is a string with exactly two places, like "1250.00", not {value!r}')
    try:
        return parse_money(value)
    except MoneyFormatError as error:
        raise BadInput(str(error)) from error


def _parse_date(value: object) -> datetime.date:
    try:
        assert isinstance(value, str)
        return datetime.datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007
    except (AssertionError, ValueError) as error:
        raise BadInput(f'Date is a calendar day like "2005-06-01", not {value!r}') from error


def _parse_instant(value: object) -> datetime.datetime:
    try:
        assert isinstance(value, str)
        instant = datetime.datetime.fromisoformat(value)
        assert instant.tzinfo is not None
    except (AssertionError, ValueError) as error:
        raise BadInput(f'DateTime is an instant with its zone like "2005-06-01T14:30:00Z", not {value!r}') from error
    return instant.astimezone(datetime.UTC)


def _parse_decimal(value: object) -> Decimal:
    try:
        if not isinstance(value, str) or len(value) > _LONGEST_DECIMAL:
            raise InvalidOperation
        number = Decimal(value)
    except InvalidOperation as error:
        raise BadInput(f'Decimal is an exact number as text, like "1250.5", not {value!r:.60}') from error
    if not number.is_finite():
        raise BadInput("a Decimal must be finite")
    return number


def _write_instant(instant: datetime.datetime) -> str:
    return instant.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")


SCALARS: Final[Mapping[object, ScalarDefinition]] = {
    Money: strawberry.scalar(
        name="Money",
        description='US dollars as a decimal string with exactly two places, for example "1250.00" or "-3.07".',
        serialize=format_money,
        parse_value=_parse_money,
    ),
    Decimal: strawberry.scalar(
        name="Decimal",
        description='An exact decimal number as text, like "1250.5": a quantity, a value or a percentage.',
        serialize=str,
        parse_value=_parse_decimal,
    ),
    datetime.date: strawberry.scalar(
        name="Date",
        description='A legal day: the calendar date in the agency\'s zone (America/New_York), like "2005-06-01".',
        serialize=datetime.date.isoformat,
        parse_value=_parse_date,
    ),
    datetime.datetime: strawberry.scalar(
        name="DateTime",
        description='An instant in UTC, like "2005-06-01T14:30:00Z".',
        serialize=_write_instant,
        parse_value=_parse_instant,
    ),
}
