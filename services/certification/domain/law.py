"""Numbers of the law on certifications, each with the day from which it holds and its citation."""

from datetime import date

from shared.law import LawTable, LawValue

PROGRAM_BEGINS = date(2000, 10, 1)

NOTICE_LEAD_DAYS_BEFORE_FISCAL_YEAR_END = LawTable(
    "days between the notice and the end of the fiscal year",
    [LawValue(PROGRAM_BEGINS, 90, "19 CFR 159.62(a)")],
)
NOTICE_LEAD_DAYS_BEFORE_DISTRIBUTION = LawTable(
    "days between the notice and the distribution",
    [LawValue(PROGRAM_BEGINS, 30, "19 USC 1675c(d)(2)")],
)
DISTRIBUTION_DAYS = LawTable(
    "days between the end of the fiscal year and the distribution",
    [LawValue(PROGRAM_BEGINS, 60, "19 CFR 159.64(b)(1)(i)")],
)
FILING_WINDOW_DAYS = LawTable(
    "days to file a certification after the notice",
    [LawValue(PROGRAM_BEGINS, 60, "19 CFR 159.63(a)")],
)
RETURN_DAYS = LawTable(
    "days to return a certification after the close of the filing window",
    [LawValue(PROGRAM_BEGINS, 15, "19 CFR 159.63(c)")],
)
CORRECTION_DAYS = LawTable(
    "days to correct a returned certification",
    [LawValue(PROGRAM_BEGINS, 10, "19 CFR 159.63(c)")],
)
RECORD_RETENTION_YEARS = LawTable(
    "years to keep the records behind a certification",
    [LawValue(PROGRAM_BEGINS, 5, "19 CFR 159.63(d)")],
)
PAPER_COPIES = LawTable(
    "copies of a certification filed on paper",
    [LawValue(PROGRAM_BEGINS, 3, "19 CFR 159.63(a)")],
)
ROUNDING_TOLERANCE_CENTS = LawTable(
    "difference that counts as a minor error, US cents",
    [LawValue(PROGRAM_BEGINS, 100, "19 CFR 159.63(c)")],
)
# (month, day) of the year: the Special Account's amount in a notice is stated as of this day.
SPECIAL_ACCOUNT_DAY = LawTable(
    "day of the year as of which a notice states the Special Account",
    [LawValue(PROGRAM_BEGINS, (6, 1), "19 CFR 159.62(b)")],
)
LIST_CONFIDENTIALITY_REJECTED = LawTable(
    "whether public lists show a certification rejected because it claimed confidentiality",
    [LawValue(PROGRAM_BEGINS, False, "19 CFR 159.63(e), 159.64(g)(1)")],
)
