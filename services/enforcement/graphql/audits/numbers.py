"""Decimal numbers as callers write them."""

from decimal import Decimal, InvalidOperation

from shared.errors import BadInput


def exact(text: str, field: str) -> Decimal:
    """The number.

    Raises:
        BadInput: it is none, or not finite.
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise BadInput("Write a decimal number.", field=field)
    return number
