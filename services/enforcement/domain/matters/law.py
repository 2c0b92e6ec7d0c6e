"""The numbers of law for section 1592: dated tables, a citation with each value."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.enforcement.domain.law import MODERNIZATION_ACT
from shared.calendar import Period, Unit
from shared.law import LawTable, LawValue


class Culpability(StrEnum):
    """How much a person is to blame for a violation of section 1592."""

    NEGLIGENCE = "NEGLIGENCE"
    GROSS_NEGLIGENCE = "GROSS_NEGLIGENCE"
    FRAUD = "FRAUD"


_C: Final = Culpability


@dataclass(frozen=True, slots=True)
class Range:
    """A guideline range, both ends in hundredths of a percent of the loss or of the dutiable value."""

    low_basis_points: int
    high_basis_points: int


# Fraud has no multiple: the domestic value alone limits it.
LOSS_MULTIPLE: Final = {
    _C.NEGLIGENCE: LawTable("most, times the loss: negligence", [LawValue(MODERNIZATION_ACT, 2, "19 USC 1592(c)(3)")]),
    _C.GROSS_NEGLIGENCE: LawTable(
        "most, times the loss: gross negligence", [LawValue(MODERNIZATION_ACT, 4, "19 USC 1592(c)(2)")]
    ),
}
DUTIABLE_VALUE_BASIS_POINTS: Final = {
    _C.NEGLIGENCE: LawTable(
        "most without effect on duties: negligence", [LawValue(MODERNIZATION_ACT, 20_00, "19 USC 1592(c)(3)(B)")]
    ),
    _C.GROSS_NEGLIGENCE: LawTable(
        "most without effect on duties: gross negligence", [LawValue(MODERNIZATION_ACT, 40_00, "19 USC 1592(c)(2)(B)")]
    ),
}
GUIDELINE_LOSS: Final = {
    _C.NEGLIGENCE: LawTable(
        "guideline, duty loss: negligence", [LawValue(MODERNIZATION_ACT, Range(50_00, 200_00), "19 CFR 171 app. B")]
    ),
    _C.GROSS_NEGLIGENCE: LawTable(
        "guideline, duty loss: gross negligence",
        [LawValue(MODERNIZATION_ACT, Range(250_00, 400_00), "19 CFR 171 app. B")],
    ),
    _C.FRAUD: LawTable(
        "guideline, duty loss: fraud", [LawValue(MODERNIZATION_ACT, Range(500_00, 800_00), "19 CFR 171 app. B")]
    ),
}
GUIDELINE_VALUE: Final = {
    _C.NEGLIGENCE: LawTable(
        "guideline, no duty loss: negligence", [LawValue(MODERNIZATION_ACT, Range(5_00, 20_00), "19 CFR 171 app. B")]
    ),
    _C.GROSS_NEGLIGENCE: LawTable(
        "guideline, no duty loss: gross negligence",
        [LawValue(MODERNIZATION_ACT, Range(25_00, 40_00), "19 CFR 171 app. B")],
    ),
    _C.FRAUD: LawTable(
        "guideline, no duty loss: fraud", [LawValue(MODERNIZATION_ACT, Range(50_00, 80_00), "19 CFR 171 app. B")]
    ),
}
PREPENALTY_FLOOR_CENTS: Final = LawTable(
    "largest penalty without a prepenalty notice",
    [LawValue(MODERNIZATION_ACT, 1_000_00, "19 USC 1592(b)(1)(B)(ii)")],
)
RESPONSE: Final = LawTable(
    "days to answer a prepenalty notice",
    [LawValue(MODERNIZATION_ACT, Period(days=30, rule="CUL-07", citation="19 CFR 162.77"), "19 CFR 162.77")],
)
SHORTEST_RESPONSE: Final = LawTable(
    "shortest period to answer a prepenalty notice",
    [
        LawValue(
            MODERNIZATION_ACT,
            Period(days=7, unit=Unit.BUSINESS_DAYS, rule="CUL-07", citation="19 CFR 162.78"),
            "19 CFR 162.78",
        )
    ],
)
DUTY_NOTICE: Final = LawTable(
    "days to pay demanded duties",
    [LawValue(MODERNIZATION_ACT, Period(days=30, rule="CUL-16", citation="19 CFR 162.79b"), "19 CFR 162.79b")],
)
TENDER: Final = LawTable(
    "days to tender the calculated loss",
    [
        LawValue(
            MODERNIZATION_ACT,
            Period(days=30, rule="CUL-11", citation="19 USC 1592(c)(4); 19 CFR 162.74(c)"),
            "19 USC 1592(c)(4); 19 CFR 162.74(c)",
        )
    ],
)
MISSING_DATA: Final = LawTable(
    "days for data missing in a disclosure",
    [
        LawValue(
            MODERNIZATION_ACT, Period(days=30, rule="CUL-09", citation="19 CFR 162.74(b)(4)"), "19 CFR 162.74(b)(4)"
        )
    ],
)
HEADQUARTERS_REVIEW_FLOOR_CENTS: Final = LawTable(
    "loss that headquarters' review of a calculation must exceed",
    [LawValue(MODERNIZATION_ACT, 100_000_00, "19 CFR 162.74(c)")],
)
DISCLOSED_FRAUD_LOSS_BASIS_POINTS: Final = LawTable(
    "penalty for disclosed fraud, part of the loss", [LawValue(MODERNIZATION_ACT, 100_00, "19 USC 1592(c)(4)(A)(i)")]
)
DISCLOSED_FRAUD_VALUE_BASIS_POINTS: Final = LawTable(
    "penalty for disclosed fraud without effect on duties, part of the dutiable value",
    [LawValue(MODERNIZATION_ACT, 10_00, "19 USC 1592(c)(4)(A)(ii)")],
)
