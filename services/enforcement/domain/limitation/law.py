"""The numbers of law for limitation: dated tables, a citation with each value."""

from typing import Final

from services.enforcement.domain.law import MODERNIZATION_ACT
from shared.law import LawTable, LawValue

PENALTY_YEARS: Final = LawTable(
    "years from the violation or its discovery to the last day of suit", [LawValue(MODERNIZATION_ACT, 5, "19 USC 1621")]
)
PROPERTY_YEARS: Final = LawTable(
    "years from the discovery of the property's involvement to the last day of forfeiture",
    [LawValue(MODERNIZATION_ACT, 2, "19 USC 1621")],
)
WARNING_MONTHS: Final = LawTable(
    "months before the last day at which officers are warned",
    [LawValue(MODERNIZATION_ACT, (12, 6, 3), "design choice; 19 USC 1621")],
)
