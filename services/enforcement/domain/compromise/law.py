"""The numbers of law for compromise: dated tables, a citation with each value."""

from typing import Final

from services.enforcement.domain.law import MODERNIZATION_ACT
from shared.law import LawTable, LawValue

GENERAL_LIMIT_CENTS: Final = LawTable(
    "largest ordinary debt an agency may compromise",
    [LawValue(MODERNIZATION_ACT, 100_000_00, "31 USC 3711(a)(2)")],
)
