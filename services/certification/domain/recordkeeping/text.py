"""Numbers and reasons as people write them: cleaned once."""

import re
from typing import Final

from shared.errors import BadInput

_NUMBER: Final = re.compile(r"[0-9A-Z][0-9A-Z-]{0,31}", re.ASCII)
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
TEXT_CHARACTERS_MAX: Final = 4_000


def clean_text(text: str, *, field: str) -> str:
    """The text without blanks at its ends.

    Raises:
        BadInput: it is empty, too long or holds control characters.
    """
    cleaned = optional_text(text, field=field)
    if not cleaned:
        raise BadInput(f"{field} needs 1 to {TEXT_CHARACTERS_MAX} printable characters.", field=field)
    return cleaned


def optional_text(text: str, *, field: str) -> str:
    """The text without blanks at its ends; it may be empty, where a rule and not the form says that it may not.

    Raises:
        BadInput: it is too long or holds control characters.
    """
    cleaned = text.strip()
    if len(cleaned) > TEXT_CHARACTERS_MAX or _CONTROL.search(cleaned):
        raise BadInput(f"{field} may have at most {TEXT_CHARACTERS_MAX} printable characters.", field=field)
    return cleaned


def parse_importer_number(text: str, *, field: str = "importerNumber") -> str:
    """An importer's number as customs writes it.

    Raises:
        BadInput: any other form; the message says how to mend it.
    """
    if not _NUMBER.fullmatch(text):
        raise BadInput(
            f"{field} is not an importer's number: 1 to 32 digits, capital letters and hyphens, "
            "for example 12-3456789AB.",
            field=field,
        )
    return text
