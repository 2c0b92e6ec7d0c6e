"""The numbers of law for debts: dated tables, a citation with each value."""

from typing import Final

from services.enforcement.domain.law import MODERNIZATION_ACT
from shared.law import LawTable, LawValue

INTEREST_PERIOD_DAYS: Final = LawTable(
    "days of one period of interest on a duty bill", [LawValue(MODERNIZATION_ACT, 30, "19 USC 1505(d)")]
)
TREASURY_NOTICE_DAYS: Final = LawTable(
    "days of delinquency after which the Treasury is notified", [LawValue(MODERNIZATION_ACT, 120, "31 USC 3716(c)(6)")]
)
TREASURY_TRANSFER_DAYS: Final = LawTable(
    "days of delinquency after which a debt is transferred", [LawValue(MODERNIZATION_ACT, 180, "31 USC 3711(g)")]
)
