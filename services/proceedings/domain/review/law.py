"""The time limits of reviews as dated tables (REV-02 to REV-12)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from shared.law import LawTable, LawValue

_URUGUAY_ROUND: Final = date(1995, 1, 1)


@dataclass(frozen=True, slots=True)
class Limits:
    """Calendar days to the preliminary and to the final results of a review, with their caps.

    Attributes:
        final_cap_alone: cap of the final where the preliminary was not extended.
    """

    preliminary: int
    preliminary_cap: int
    final: int
    final_cap: int
    final_cap_alone: int


ADMINISTRATIVE: Final = LawTable(
    "administrative reviews",
    [
        LawValue(
            _URUGUAY_ROUND,
            Limits(preliminary=245, preliminary_cap=365, final=120, final_cap=180, final_cap_alone=300),
            "19 USC 1675(a)(3)(A)",
        )
    ],
)
NEW_SHIPPER: Final = LawTable(
    "new-shipper reviews",
    [
        LawValue(
            _URUGUAY_ROUND,
            Limits(preliminary=180, preliminary_cap=300, final=90, final_cap=150, final_cap_alone=150),
            "19 USC 1675(a)(2)(B)(iii)",
        )
    ],
)
WITHDRAWAL_DAYS: Final = LawTable("withdrawal of requests", [LawValue(_URUGUAY_ROUND, 90, "19 CFR 351.213(d)(1)")])
CCR_DECIDE_DAYS: Final = LawTable(
    "initiation of changed-circumstances reviews", [LawValue(_URUGUAY_ROUND, 45, "19 CFR 351.216(b)")]
)
CCR_FINAL_DAYS: Final = LawTable(
    "final results of changed-circumstances reviews", [LawValue(_URUGUAY_ROUND, 270, "19 CFR 351.216(e)")]
)
CCR_AGREED_DAYS: Final = LawTable(
    "final results where all parties agree", [LawValue(_URUGUAY_ROUND, 45, "19 CFR 351.216(e)")]
)
CCR_QUIET_MONTHS: Final = LawTable(
    "months without a changed-circumstances review", [LawValue(_URUGUAY_ROUND, 24, "19 USC 1675(b)(4)")]
)
EXPEDITED_REQUEST_DAYS: Final = LawTable(
    "requests for expedited reviews", [LawValue(_URUGUAY_ROUND, 30, "19 CFR 351.214(l)(1)")]
)
NEW_SHIPPER_MONTHS: Final = LawTable(
    "months in which new shippers ask", [LawValue(_URUGUAY_ROUND, 6, "19 USC 1675(a)(2)(B)(ii)")]
)
SUMMONS_DAYS: Final = LawTable("court summons", [LawValue(_URUGUAY_ROUND, 30, "19 USC 1516a(a)(2)(A)")])
