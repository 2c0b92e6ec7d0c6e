"""The numbers of law for petitions: dated tables, a citation with each value."""

from typing import Final

from services.enforcement.domain.law import MODERNIZATION_ACT
from shared.calendar import Period, Unit
from shared.law import LawTable, LawValue

SEIZURE_PETITION: Final = LawTable(
    "days from the mailing of a notice of seizure to the petition",
    [LawValue(MODERNIZATION_ACT, Period(days=30, rule="RLF-02", citation="19 CFR 171.2(b)(1)"), "19 CFR 171.2(b)(1)")],
)
SHORTENING_BELOW_DAYS: Final = LawTable(
    "days before limitation below which the petition period may be shortened",
    [LawValue(MODERNIZATION_ACT, 180, "19 CFR 171.2(e)")],
)
SHORTEST_PETITION: Final = LawTable(
    "shortest period to petition",
    [
        LawValue(
            MODERNIZATION_ACT,
            Period(days=7, unit=Unit.BUSINESS_DAYS, rule="RLF-03", citation="19 CFR 171.2(e)"),
            "19 CFR 171.2(e)",
        )
    ],
)
PAYMENT: Final = LawTable(
    "days to pay a mitigated penalty",
    [LawValue(MODERNIZATION_ACT, Period(days=60, rule="RLF-06", citation="19 CFR 171.22"), "19 CFR 171.22")],
)
SUPPLEMENTAL: Final = LawTable(
    "days for a supplemental petition",
    [LawValue(MODERNIZATION_ACT, Period(days=60, rule="RLF-07", citation="19 CFR 171.61"), "19 CFR 171.61")],
)
# pet.fpfAuthority of section 1592: the law leaves the amount to delegation orders.
FPF_AUTHORITY_CENTS: Final = LawTable(
    "largest penalty whose petition an FP&F officer decides",
    [LawValue(MODERNIZATION_ACT, 100_000_00, "19 CFR 171.11; delegation (design choice)")],
)
