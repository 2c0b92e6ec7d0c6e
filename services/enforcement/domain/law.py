"""The numbers of law this service decides by: dated tables, a citation with each value."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from shared.calendar import Period
from shared.law import LawTable, LawValue

# The Customs Modernization Act wrote 19 USC 1508 and 1509 in their present form.
MODERNIZATION_ACT: Final = date(1993, 12, 8)


class Culpability(StrEnum):
    """The finding on a missing record (PEN-02)."""

    NONE = "NONE"
    NEGLIGENT = "NEGLIGENT"
    WILLFUL = "WILLFUL"


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most a penalty for one release may be: the lesser of a sum and a part of the appraised value.

    Attributes:
        cap_cents: the sum, US cents.
        basis_points: the part, hundredths of a percent.
    """

    cap_cents: int
    basis_points: int


PRODUCTION: Final = LawTable(
    "days to produce demanded records",
    [LawValue(MODERNIZATION_ACT, Period(days=30, rule="REC-11", citation="19 CFR 163.6(a)"), "19 CFR 163.6(a)")],
)

STORAGE_NOTICE: Final = LawTable(
    "days from the notice of alternative storage to its start or change",
    [LawValue(MODERNIZATION_ACT, Period(days=30, rule="REC-06", citation="19 CFR 163.5(b)"), "19 CFR 163.5(b)")],
)

ORIGINALS: Final = LawTable(
    "days for which entry records stay in their original format",
    [
        LawValue(
            MODERNIZATION_ACT,
            Period(days=120, rule="REC-05", citation="19 CFR 163.5(b)(2)(iii)"),
            "19 CFR 163.5(b)(2)(iii)",
        )
    ],
)

PACKING_LIST: Final = LawTable(
    "days for which a packing list is kept",
    [LawValue(MODERNIZATION_ACT, Period(days=60, rule="REC-04", citation="19 CFR 163.4(b)"), "19 CFR 163.4(b)")],
)

RETENTION_YEARS: Final = LawTable(
    "years for which records are kept", [LawValue(MODERNIZATION_ACT, 5, "19 CFR 163.4(a)")]
)
DRAWBACK_YEARS: Final = LawTable(
    "years for which drawback records are kept", [LawValue(MODERNIZATION_ACT, 3, "19 USC 1508(c)(2); 19 CFR 163.4(b)")]
)
SHORT_RETENTION_YEARS: Final = LawTable(
    "years for which records of informal entries by a broker and of low-value shipments are kept",
    [LawValue(MODERNIZATION_ACT, 2, "19 CFR 163.4(b)")],
)

# Penalties of the Tariff Act are not adjusted for inflation (enforcement rules 0.5); dated all the same.
PENALTY_CEILINGS: Final = {
    Culpability.WILLFUL: LawTable(
        "ceiling for a willful failure",
        [LawValue(MODERNIZATION_ACT, Ceiling(100_000_00, 75_00), "19 USC 1509(g)(2)(A); 19 CFR 163.6(b)(1)(i)")],
    ),
    Culpability.NEGLIGENT: LawTable(
        "ceiling for a negligent failure",
        [LawValue(MODERNIZATION_ACT, Ceiling(10_000_00, 40_00), "19 USC 1509(g)(2)(B); 19 CFR 163.6(b)(1)(ii)")],
    ),
}

CERTIFICATE_PENALTY_CENTS: Final = LawTable(
    "penalty for records of an origin certificate", [LawValue(MODERNIZATION_ACT, 10_000_00, "19 USC 1508(e), (l)")]
)

PETITION: Final = LawTable(
    "days from the mailing of a penalty notice to the petition",
    [LawValue(MODERNIZATION_ACT, Period(days=60, rule="RLF-02", citation="19 CFR 171.2(b)(2)"), "19 CFR 171.2(b)(2)")],
)

LIMITATION_YEARS: Final = LawTable(
    "years from the discovery of a failure to the last day of suit", [LawValue(MODERNIZATION_ACT, 5, "19 USC 1621")]
)

# The regulation says "a reasonable time"; the number is ours and only reminds.
NOTICE_REMINDER: Final = LawTable(
    "days from the receipt of a notice of violation to the reminder of its answer",
    [
        LawValue(
            MODERNIZATION_ACT, Period(days=30, rule="RCP-15", citation="19 CFR 163.12(d)(3)"), "19 CFR 163.12(d)(3)"
        )
    ],
)

RELIQUIDATION_YEARS: Final = LawTable(
    "years before a demand whose liquidations at a special rate are reopened",
    [LawValue(MODERNIZATION_ACT, 2, "19 CFR 163.6(b)(2)(i); 19 USC 1509(g)(2)(C)")],
)
