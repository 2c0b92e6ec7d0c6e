"""Numbers of the law on certifications and recordkeepers, each with the day from which it holds and its citation."""

from datetime import date
from enum import StrEnum

from shared.calendar import Period
from shared.law import LawTable, LawValue

PROGRAM_BEGINS = date(2000, 10, 1)


class PriorDistributionBasis(StrEnum):
    """Whether what a producer repaid on a bill still counts as distributed (BILL-09)."""

    PAID_MINUS_REPAID = "PAID_MINUS_REPAID"
    PAID = "PAID"


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
# TERM-03: whether a claim received on days 61 to 90 counts is for counsel to say; a setting of the service says 90.
FINAL_CLAIM_WINDOW_DAYS = LawTable(
    "days to file a certification after a notice of final distribution",
    [LawValue(PROGRAM_BEGINS, 60, "19 CFR 159.63(a), 159.64(d)(3)")],
)
FINAL_CLAIM_MIN_DAYS = LawTable(
    "days between a notice of final distribution and the sweep of what was not claimed",
    [LawValue(PROGRAM_BEGINS, 90, "19 USC 1675c(e)(4)")],
)
RETURN_DAYS = LawTable(
    "days to return a certification after the close of the filing window",
    [LawValue(PROGRAM_BEGINS, 15, "19 CFR 159.63(c)")],
)
CORRECTION_DAYS = LawTable(
    "days to correct a returned certification",
    [LawValue(PROGRAM_BEGINS, 10, "19 CFR 159.63(c)")],
)
POWER_OF_ATTORNEY_DAYS = LawTable(
    "days for the power of attorney of an association that files for members",
    [LawValue(PROGRAM_BEGINS, 10, "19 CFR 159.61(b)(1)")],
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
# The law is silent on distributions that were paid back; the alternative reads "any distribution" to the letter.
PRIOR_DISTRIBUTION_BASIS = LawTable(
    "what counts as already distributed upon",
    [LawValue(PROGRAM_BEGINS, PriorDistributionBasis.PAID_MINUS_REPAID, "19 CFR 159.63(b)(2)(ii)")],
)
LIST_CONFIDENTIALITY_REJECTED = LawTable(
    "whether public lists show a certification rejected because it claimed confidentiality",
    [LawValue(PROGRAM_BEGINS, False, "19 CFR 159.63(e), 159.64(g)(1)")],
)

# The Recordkeeping Compliance Program begins with part 163 of the regulations.
RECORDKEEPING_PROGRAM_BEGINS = date(1998, 6, 16)

RCP_APPEAL = LawTable(
    "days from the issuance of a denial or removal to the receipt of an appeal",
    [
        LawValue(
            RECORDKEEPING_PROGRAM_BEGINS,
            Period(days=30, rule="RCP-20, RCP-22", citation="19 CFR 163.13(d)"),
            "19 CFR 163.13(d)(1), (d)(2)",
        )
    ],
)
RCP_APPEAL_DECISION = LawTable(
    "days from the receipt of an appeal to its decision",
    [
        LawValue(
            RECORDKEEPING_PROGRAM_BEGINS,
            Period(days=30, rule="RCP-21, RCP-23", citation="19 CFR 163.13(d)"),
            "19 CFR 163.13(d)(1), (d)(2)",
        )
    ],
)
# The law sets no days for these two: reminders, never a sanction.
RCP_INFORMATION_REMINDER = LawTable(
    "days after which an unanswered request for information is recalled",
    [
        LawValue(
            RECORDKEEPING_PROGRAM_BEGINS,
            Period(days=60, rule="RCP-09", citation="19 CFR 163.12(c)(1)"),
            "19 CFR 163.12(c)(1)",
        )
    ],
)
RCP_NOTICE_REMINDER = LawTable(
    "days after which an unanswered notice of violation is recalled",
    [
        LawValue(
            RECORDKEEPING_PROGRAM_BEGINS,
            Period(days=30, rule="RCP-15", citation="19 CFR 163.12(d)(3)"),
            "19 CFR 163.12(d)(3)",
        )
    ],
)
# What is a repeat is not defined; a policy may forget what lies long back.
RCP_REPEAT_LOOKBACK_DAYS: LawTable[int | None] = LawTable(
    "days before a due date in which an earlier notice or penalty makes a repeat; none for the whole certification",
    [LawValue(RECORDKEEPING_PROGRAM_BEGINS, None, "19 CFR 163.12(d)(1), 163.6(b)(3)(iv)")],
)
RCP_RECURRING_FAILURES = LawTable(
    "failed demands in one certification that make failing recur",
    [LawValue(RECORDKEEPING_PROGRAM_BEGINS, 2, "19 CFR 163.13(c)(1)(iii)")],
)

# Which claims are looked at twice before they are paid. The law sets no numbers: these are policies of this system,
# after what went wrong with claims that nobody verified (GAO-05-979): decimal points misplaced, claims a thousand
# times last year's, one producer filing twice. They rest on the power to verify.
_RISK_POLICY = "19 CFR 159.63(c)-(d); policy, GAO-05-979"

SHIFTED_PLACES = LawTable(
    "places by which a decimal point is taken to be misplaced", [LawValue(PROGRAM_BEGINS, (1, 2, 3), _RISK_POLICY)]
)
ORDINARY_GROWTH_PERCENT = LawTable(
    "largest ordinary amount of a cumulative line, percent of last time's",
    [LawValue(PROGRAM_BEGINS, 150, _RISK_POLICY)],
)
SHIFT_SHARE_PERCENT = LawTable(
    "smallest share of the total that a misplaced decimal point must add, percent",
    [LawValue(PROGRAM_BEGINS, 5, _RISK_POLICY)],
)
# Factors from which a flag is LOW, MEDIUM, HIGH. Certifications are cumulative and producers differ in size by orders
# of magnitude, so growth and size alone are HIGH only where they cannot be ordinary.
GROWTH_FACTORS = LawTable(
    "multiple of last time's total that is flagged", [LawValue(PROGRAM_BEGINS, (3, 10, 100), _RISK_POLICY)]
)
PEER_FACTORS = LawTable(
    "multiple of the upper quartile of the other claimants' net claims that is flagged",
    [LawValue(PROGRAM_BEGINS, (10, 100, 1000), _RISK_POLICY)],
)
PEERS_AT_LEAST = LawTable(
    "other claimants without which there is no comparing", [LawValue(PROGRAM_BEGINS, 4, _RISK_POLICY)]
)
# How many claims of an order's year are verified beside those with a HIGH flag.
SAMPLE_LARGEST = LawTable("largest claims in a sample", [LawValue(PROGRAM_BEGINS, 2, _RISK_POLICY)])
SAMPLE_DRAWN_PERCENT = LawTable(
    "claims drawn into a sample beside those, percent of the claims, rounded up",
    [LawValue(PROGRAM_BEGINS, 10, _RISK_POLICY)],
)
# Weights of a claim without a flag, and with a LOW or MEDIUM one, in the draw.
SAMPLE_WEIGHTS = LawTable(
    "weight of a claim in the draw: no flag, LOW, MEDIUM", [LawValue(PROGRAM_BEGINS, (1, 2, 4), _RISK_POLICY)]
)
RECORDS_REQUEST_DAYS = LawTable(
    "days to produce the records behind a certification",
    [LawValue(PROGRAM_BEGINS, 30, "19 CFR 159.63(d), 163.6(a)(1); policy")],
)
