"""The numbers of informant compensation: dated, cited, and how a cap over several informants is read."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from shared.law import LawTable, LawValue

# The Anti-Drug Abuse Act of 1986 wrote 19 USC 1619 in its present form.
ACT_OF_1986: Final = date(1986, 10, 27)

RATE_BASIS_POINTS: Final = LawTable(
    "part of the net recovery that an award may be, hundredths of a percent",
    [LawValue(ACT_OF_1986, 25_00, "19 USC 1619(a), (b)")],
)
CASE_CAP_CENTS: Final = LawTable(
    "most that may be awarded in one case", [LawValue(ACT_OF_1986, 250_000_00, "19 USC 1619(c); 19 CFR 161.16(a)")]
)
MINIMUM_CENTS: Final = LawTable("least claim that is paid", [LawValue(ACT_OF_1986, 100_00, "19 CFR 161.16(a)")])
RESTORATION_MONTHS: Final = LawTable(
    "months after a sale in which its proceeds can be claimed back",
    [LawValue(ACT_OF_1986, 3, "19 USC 1613(a); 19 CFR 171.42")],
)

# INF-27 (design choice): the log of reads is reviewed every week.
REVIEW_DAYS: Final = 7


class CapMode(StrEnum):
    """Whose the cap is (INF-15): the statute speaks of a person, the regulation of a case."""

    CASE_TOTAL = "CASE_TOTAL"
    PER_PERSON = "PER_PERSON"


@dataclass(frozen=True, slots=True)
class AwardLimits:
    """The numbers that hold on a day.

    Attributes:
        rate_basis_points: part of the net recovery, hundredths of a percent.
        cap_cents: most per case, US cents.
        minimum_cents: least claim that is paid, US cents.
        mode: whose the cap is.
    """

    rate_basis_points: int
    cap_cents: int
    minimum_cents: int
    mode: CapMode = CapMode.CASE_TOTAL

    @classmethod
    def on(cls, day: date, mode: CapMode = CapMode.CASE_TOTAL) -> "AwardLimits":
        """The law of a day."""
        return cls(RATE_BASIS_POINTS.on(day), CASE_CAP_CENTS.on(day), MINIMUM_CENTS.on(day), mode)
