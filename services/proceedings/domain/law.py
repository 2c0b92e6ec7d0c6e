"""The numbers of law this service decides by: dated tables, a citation with each value."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from shared.calendar import Period, Roll, Unit
from shared.law import LawTable, LawValue


class DeMinimisTier(StrEnum):
    """Which de minimis test a rate is put to (PRE-08)."""

    STANDARD = "STANDARD"
    DEVELOPING = "DEVELOPING"
    LEAST_DEVELOPED = "LEAST_DEVELOPED"
    REVIEW = "REVIEW"
    ANTIDUMPING = "ANTIDUMPING"


@dataclass(frozen=True, slots=True)
class DeMinimisTest:
    """A de minimis threshold.

    Attributes:
        percent: the threshold, percent ad valorem.
        inclusive: True where the text says "does not exceed", False where it says "less than".
    """

    percent: Decimal
    inclusive: bool


_BELOW_ONE: Final = DeMinimisTest(Decimal("1.00"), inclusive=False)
_UP_TO_TWO: Final = DeMinimisTest(Decimal("2.00"), inclusive=True)
_UP_TO_THREE: Final = DeMinimisTest(Decimal("3.00"), inclusive=True)

# The Uruguay Round amendments took effect on 1 January 1995; the tables start where the Tariff Act's own text starts.
DE_MINIMIS_FROM: Final = date(1995, 1, 1)

DE_MINIMIS: Final[dict[DeMinimisTier, LawTable[DeMinimisTest]]] = {
    DeMinimisTier.STANDARD: LawTable(
        "de minimis, standard", [LawValue(DE_MINIMIS_FROM, _BELOW_ONE, "19 USC 1671b(b)(4)(A)")]
    ),
    DeMinimisTier.DEVELOPING: LawTable(
        "de minimis, developing", [LawValue(DE_MINIMIS_FROM, _UP_TO_TWO, "19 USC 1671b(b)(4)(B)")]
    ),
    # "Shall not apply after the date that is 8 years after": 1 January 2003 is the last day of the 3 % test.
    DeMinimisTier.LEAST_DEVELOPED: LawTable(
        "de minimis, least developed",
        [
            LawValue(DE_MINIMIS_FROM, _UP_TO_THREE, "19 USC 1671b(b)(4)(C), (D)"),
            LawValue(date(2003, 1, 2), _UP_TO_TWO, "19 USC 1671b(b)(4)(B), (D)"),
        ],
    ),
    DeMinimisTier.REVIEW: LawTable(
        "de minimis, reviews",
        [LawValue(DE_MINIMIS_FROM, DeMinimisTest(Decimal("0.50"), inclusive=False), "19 CFR 351.106(c)")],
    ),
    # The antidumping investigation test is from general knowledge; the rulebook covers countervailing duties.
    DeMinimisTier.ANTIDUMPING: LawTable(
        "de minimis, antidumping",
        [LawValue(DE_MINIMIS_FROM, DeMinimisTest(Decimal("2.00"), inclusive=False), "19 USC 1673b(b)(3)")],
    ),
}

ORDER_AFTER_ITC_NOTICE: Final[LawTable[Period | None]] = LawTable(
    "days from the Commission's notice to the order",
    [
        LawValue(date.min, None, "no such clock before the Trade Agreements Act of 1979"),
        LawValue(
            date(1980, 1, 1),
            Period(days=7, unit=Unit.CALENDAR_DAYS, roll=Roll.FORWARD, rule="ORD-01", citation="19 USC 1671e(a)"),
            "19 USC 1671e(a), 1673e(a)",
        ),
    ],
)

# 19 USC 1675c took effect on 28 October 2000; lists for older orders were due that many days after it.
OFFSET_ACT_EFFECTIVE_ON: Final = date(2000, 10, 28)

PRODUCER_LIST_AFTER_ORDER: Final = LawTable(
    "days from the order to the list of affected domestic producers",
    [
        LawValue(
            OFFSET_ACT_EFFECTIVE_ON,
            Period(days=60, unit=Unit.CALENDAR_DAYS, roll=Roll.FORWARD, rule="PROD-02", citation="19 USC 1675c(d)(1)"),
            "19 USC 1675c(d)(1)",
        )
    ],
)
