"""The time limits of five-year reviews as dated tables (SUN-01 to SUN-07)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from shared.law import LawTable, LawValue

_URUGUAY_ROUND: Final = date(1995, 1, 1)


@dataclass(frozen=True, slots=True)
class Limits:
    """Calendar days from the publication of the initiation, but ``before_anniversary``.

    Attributes:
        rebuttal: after the responses' last day.
        extension: the most that either agency may add in a full review.
        itc_after_commerce: the Commission's days after publication of Commerce's final, where Commerce alone extended.
    """

    before_anniversary: int = 30
    intent: int = 15
    response: int = 30
    rebuttal: int = 5
    revocation: int = 90
    expedited: int = 120
    expedited_itc: int = 150
    preliminary: int = 110
    final: int = 240
    final_itc: int = 360
    extension: int = 90
    itc_after_commerce: int = 120


SUNSET: Final = LawTable("five-year reviews", [LawValue(_URUGUAY_ROUND, Limits(), "19 USC 1675(c); 19 CFR 351.218")])
YEARS: Final = LawTable("years to a five-year review", [LawValue(_URUGUAY_ROUND, 5, "19 USC 1675(c)(1)")])
