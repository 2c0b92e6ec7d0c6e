"""Names and references as people write them: cleaned once, compared without regard to case and blanks."""

import re
from typing import Final

from shared.errors import BadInput

_CITATION: Final = re.compile(r"\d{1,3} FR \d{1,6}|T\.D\. \d{2,4}-\d{1,4}", re.ASCII)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
NAME_CHARACTERS_MAX: Final = 300
SCOPE_CHARACTERS_MAX: Final = 50_000


def clean_name(text: str, *, field: str, longest: int = NAME_CHARACTERS_MAX) -> str:
    """The name with its blanks collapsed; BadInput when nothing is left, it is too long or holds control characters."""
    cleaned = " ".join(text.split())
    if not cleaned or len(cleaned) > longest or _CONTROL.search(cleaned):
        raise BadInput(f"{field} needs 1 to {longest} printable characters.", field=field)
    return cleaned


def clean_scope(text: str | None) -> str | None:
    """The description of the merchandise, line breaks kept; None stays None (ORD-03, ORD-04).

    Raises:
        BadInput: nothing is left, it is too long or holds control characters.
    """
    if text is None:
        return None
    cleaned = text.strip()
    if not cleaned or len(cleaned) > SCOPE_CHARACTERS_MAX or _CONTROL.search(cleaned.replace("\n", "")):
        raise BadInput(f"scopeText needs 1 to {SCOPE_CHARACTERS_MAX} printable characters.", field="scopeText")
    return cleaned


def comparable(name: str) -> str:
    """The form in which two spellings of one name are equal: case folded, blanks collapsed."""
    return " ".join(name.casefold().split())


def parse_citation(text: str | None) -> str | None:
    """A Federal Register citation, or a Treasury Decision for the oldest findings; None stays None.

    Raises:
        BadInput: any other form; the message says how to mend it.
    """
    if text is not None and not _CITATION.fullmatch(text):
        raise BadInput(
            f"{text[:40]!r} is not a citation. Write volume, FR and page, for example 70 FR 5149 (or T.D. 72-162).",
            field="federalRegisterCitation",
        )
    return text
