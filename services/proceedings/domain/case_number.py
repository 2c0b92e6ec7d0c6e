"""Case numbers: the letter of the law a case stands under, the country part and the case part (DEF-01)."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.errors import BadInput

_FORM: Final = re.compile(r"([ACF])-(\d{3})-(\d{3})", re.ASCII)


class CaseKind(StrEnum):
    """What a case can end in (DEF-01)."""

    AD = "AD"
    CVD = "CVD"
    FINDING_1921 = "FINDING_1921"


# Findings under the Antidumping Act, 1921 were carried on under antidumping numbers, so A may be either.
KINDS_BY_LETTER: Final = {
    "A": frozenset({CaseKind.AD, CaseKind.FINDING_1921}),
    "C": frozenset({CaseKind.CVD}),
    "F": frozenset({CaseKind.FINDING_1921}),
}


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """A case number in its parts.

    Attributes:
        letter: A (antidumping), C (countervailing duty) or F (finding of 1921).
        country_part: three digits standing for the country.
        case_part: three digits counting the cases of that country.
    """

    letter: str
    country_part: str
    case_part: str

    def __str__(self) -> str:
        return f"{self.letter}-{self.country_part}-{self.case_part}"

    @property
    def kinds(self) -> frozenset[CaseKind]:
        """The kinds of order this number can carry."""
        return KINDS_BY_LETTER[self.letter]


def parse_case_number(text: str) -> CaseNumber:
    """Read a case number.

    Args:
        text: for example ``"A-570-831"``.

    Raises:
        BadInput: any other form; the message says how to mend it.

    Source: DEF-01 (the case number is the key of an order).
    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise BadInput(
            f"{text[:40]!r} is not a case number. Write A (antidumping), C (countervailing duty) or F (finding of "
            "1921), the three digits of the country and the three digits of the case, with hyphens: A-570-831.",
            field="caseNumber",
        )
    return CaseNumber(*match.groups())
