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
# Days before the last business day on or before the limit on which a warning is raised; a design choice.
DISTRIBUTION_WARNING_DAYS: Final = (30, 10, 1)
RECONSIDERATION_PERIOD: Final = Period(days=30, roll=Roll.FORWARD, rule="RECO-01", citation="19 CFR 159.64(c)(3)")
# The notification gives it (19 CFR 159.64(c)(3)); a setting names another.
RECONSIDERATION_ADDRESS: Final = (
    "U.S. Customs and Border Protection, Revenue Division, Attention: CDSOA Team, 6650 Telecom Drive, Suite 100, "
    "Indianapolis, Indiana 46278"
)
RECONSIDERATION_TARGET: Final = Period(days=60, roll=Roll.NONE, rule="RECO-03", citation="19 CFR 159.64(c)(3)")

# Time in which a liquidation can still change, by the day the entry was made where that decides (ACCT-13).
LONGER_PROTESTS_FROM: Final = date(2004, 12, 18)
VOLUNTARY_PERIOD: Final = Period(days=90, roll=Roll.NONE, rule="ACCT-13", citation="19 USC 1501")
PROTEST_DAYS: Final = LawTable(
    "days to protest a liquidation or reliquidation",
    [
        LawValue(_ANTIDUMPING_ACT, 90, "19 USC 1514(c)(3), as before Pub. L. 108-429, s. 2103"),
        LawValue(LONGER_PROTESTS_FROM, 180, "19 USC 1514(c)(3), Pub. L. 108-429, s. 2103"),
    ],
)
PROTEST_DECISION_YEARS: Final = LawTable("years to decide a protest", [LawValue(_ANTIDUMPING_ACT, 2, "19 USC 1515(a)")])
CLERICAL_ERROR_YEARS: Final = LawTable(
    "years to show a clerical error beside a protest; none since its repeal",
    [
        LawValue(_ANTIDUMPING_ACT, 1, "19 USC 1520(c), 19 CFR 173.4"),
        LawValue(LONGER_PROTESTS_FROM, 0, "19 USC 1520(c), repealed by Pub. L. 108-429, s. 2105"),
    ],
)
# The statute's 90 days; until they are over nothing is swept, however early the claims closed (TERM-03).
FINAL_CLAIM_PERIOD: Final = Period(days=90, roll=Roll.NONE, rule="TERM-03", citation="19 USC 1675c(e)(4)")

# Liquidation by instruction: entries not liquidated by then count as liquidated as deposited (ASM-09). Customs aims at
# 90 days (ASM-08); the days before that target on which a warning is raised are a design choice.
DEEMED_LIQUIDATION_MONTHS: Final = LawTable(
    "months after notice that a suspension is lifted", [LawValue(_ANTIDUMPING_ACT, 6, "19 USC 1504(d)")]
)
LIQUIDATION_TARGET: Final = Period(days=90, roll=Roll.NONE, rule="ASM-08", citation="19 USC 1675(a)(3)(B)")
LIQUIDATION_WARNING_DAYS: Final = 14
