"""Names, numbers and reasons as people write them: cleaned once."""

import re
from typing import Final

from shared.errors import BadInput

_NUMBER: Final = re.compile(r"[0-9A-Z][0-9A-Z-]{0,31}", re.ASCII)
_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
REASON_CHARACTERS_MAX: Final = 2_000


def clean_text(text: str, *, field: str, longest: int = REASON_CHARACTERS_MAX) -> str:
    """The text without blanks at its ends; BadInput when it is empty, too long or holds control characters."""
    cleaned = text.strip()
    if not cleaned or len(cleaned) > longest or _CONTROL.search(cleaned):
        raise BadInput(f"{field} needs 1 to {longest} printable characters.", field=field)
    return cleaned


def parse_number(text: str, *, field: str) -> str:
    """The number of an importer, an entry, a release or a record.

    Raises:
        BadInput: any other form; the message says how to mend it.
    """
    if not _NUMBER.fullmatch(text):
        raise BadInput(
            f"{field} is not a number as customs writes it: 1 to 32 digits, capital letters and hyphens, "
            "for example 12-3456789AB.",
            field=field,
        )
    return text


def parse_case(text: str, *, field: str) -> str:
    """The reference of a case: a matter's or a penalty's id as accounts tells it, or a number of the agency's.

    Raises:
        BadInput: neither.
    """
    if not _ID.fullmatch(text):
        return parse_number(text, field=field)
    return text.lower()
