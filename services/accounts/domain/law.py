"""The numbers of law this service decides by: dated tables, a citation with each value."""

from datetime import date
from typing import Final

from shared.calendar import Period, Roll
from shared.law import LawTable, LawValue

# Liquidations and collections of any day are asked about (ELIG-02 refuses early ones), so the cut-offs hold from the
# oldest Act under which a finding can stand.
_ANTIDUMPING_ACT: Final = date(1921, 5, 27)

ORDER_IN_EFFECT_FROM: Final = LawTable(
    "an order counts if in effect on this day or later",
    [LawValue(_ANTIDUMPING_ACT, date(1999, 1, 1), "19 CFR 159.64(a)(2)")],
)
RECEIVED_FROM: Final = LawTable(
    "assessed duty counts if received from this day on",
    [LawValue(_ANTIDUMPING_ACT, date(2000, 10, 1), "19 CFR 159.61(a)")],
)
ENTRY_FILED_BEFORE: Final = LawTable(
    "an entry counts if filed before this day",
    [LawValue(_ANTIDUMPING_ACT, date(2007, 10, 1), "Deficit Reduction Act of 2005, Pub. L. 109-171, s. 7601(b)")],
)
SNAPSHOT_2010: Final = LawTable(
    "day on which an entry's three facts decide",
    [LawValue(_ANTIDUMPING_ACT, date(2010, 12, 8), "Claims Resolution Act of 2010, Pub. L. 111-291, s. 822")],
)
BLOCKED_COUNTRIES: Final = LawTable(
    "countries whose goods the Act was held not to reach",
    [
        LawValue(
            _ANTIDUMPING_ACT,
            frozenset({"CA", "MX"}),
            "Canadian Lumber Trade Alliance v. United States (Fed. Cir. 2008); NAFTA Implementation Act s. 408",
        )
    ],
)
DE_MINIMIS_LIQUIDATION_CENTS: Final = LawTable(
    "net difference at liquidation that is disregarded when below",
    [LawValue(_ANTIDUMPING_ACT, 2_000, "19 CFR 159.6")],
)
BOND_INTEREST_FROM: Final = LawTable(
    "payments on bonds bring their interest into the Special Account if received from this day on",
    [LawValue(_ANTIDUMPING_ACT, date(2014, 10, 1), "19 USC 4401(a)")],
)
BOND_INTEREST_DEPOSITED_FROM: Final = LawTable(
    "first day on which such interest is deposited",
    [LawValue(_ANTIDUMPING_ACT, date(2016, 2, 24), "19 USC 4401(a)")],
)

# Both counts bind Customs, so neither rolls forward (DEF-14). The statute's 60 days start a day later, on 1 October:
# the earlier day, the regulation's, is used.
DISTRIBUTION_PERIOD: Final = Period(days=60, roll=Roll.NONE, rule="DIST-01", citation="19 CFR 159.64(b)(1)(i)")
RECONSIDERATION_PERIOD: Final = Period(days=30, roll=Roll.FORWARD, rule="RECO-01", citation="19 CFR 159.64(c)(3)")
RECONSIDERATION_TARGET: Final = Period(days=60, roll=Roll.NONE, rule="RECO-03", citation="19 CFR 159.64(c)(3)")
