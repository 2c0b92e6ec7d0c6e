"""What no input may be: malformed numbers, endless or unprintable text, years outside the calendar."""

import re
from typing import Final, TypeVar

from services.accounts.domain.numbers import NUMBER
from shared.errors import BadInput

T = TypeVar("T")

_LONGEST_TEXT: Final = 10_000
_LONGEST_NAME: Final = 300
_YEARS: Final = range(1980, 2200)


def number(text: str, field: str) -> str:
    """An entry, importer, case or certification number.

    Raises:
        BadInput: not 1 to 40 letters, digits, blanks, dots, slashes or dashes, beginning with a letter or digit.
    """
    if NUMBER.fullmatch(text) is None:
        raise BadInput(f"{field} must be 1 to 40 letters, digits, blanks, dots, slashes or dashes", field=field)
    return text


def prose(text: str, field: str) -> str:
    """A reason or another text for people.

    Raises:
        BadInput: longer than 10,000 characters, or with control characters other than line breaks and tabs.
    """
    if len(text) > _LONGEST_TEXT or not all(part.isprintable() for part in re.split(r"[\n\r\t]", text)):
        raise BadInput(f"{field} must be printable text of at most {_LONGEST_TEXT} characters", field=field)
    return text


def firm_name(text: str, field: str) -> str:
    """A firm's name.

    Raises:
        BadInput: empty, longer than 300 characters, or not printable.
    """
    if not text.strip() or len(text) > _LONGEST_NAME or not text.isprintable():
        raise BadInput(f"{field} must be printable text of 1 to {_LONGEST_NAME} characters", field=field)
    return text.strip()


def fiscal_year(year: int, field: str = "fiscalYear") -> int:
    """A fiscal year.

    Raises:
        BadInput: outside 1980 to 2199.
    """
    if year not in _YEARS:
        raise BadInput(f"{field} must be a year from {_YEARS[0]} to {_YEARS[-1]}, not {year}", field=field)
    return year


def at_most(rows: list[T], most: int, field: str) -> list[T]:
    """A list of bounded length.

    Raises:
        BadInput: longer than ``most``.
    """
    if len(rows) > most:
        raise BadInput(f"{field} takes at most {most}, not {len(rows)}", field=field)
    return rows
