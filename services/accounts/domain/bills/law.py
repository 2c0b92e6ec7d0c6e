"""Day counts, choices and citations of bills to producers, each a named policy or a period of law."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from shared.calendar import Period, Roll
from shared.law import LawTable, LawValue

CITATION: Final = "19 CFR 159.64(b)(3)"

# Every day count stands under its rule: the due date never rolls, the day printed on the bill does (DEF-14, BILL-02).
BILL_DUE: Final = Period(days=30, roll=Roll.NONE, rule="BILL-02", citation="19 CFR 24.3(e)")
PAY_BY: Final = Period(days=30, roll=Roll.FORWARD, rule="BILL-02", citation="19 CFR 24.3(e)")
INTEREST_PERIOD_DAYS: Final = 30
INTEREST_DAY_BASIS: Final = 365
OFFSET_RESPONSE: Final = Period(days=30, roll=Roll.FORWARD, rule="BILL-07", citation="31 USC 3716(a)")
INSTALMENT_DUE: Final = Period(days=0, roll=Roll.FORWARD, rule="BILL-07", citation="31 USC 3716(a)(4)")
WARN_BEFORE: Final = Period(days=-7, roll=Roll.NONE, rule="BILL-02", citation="19 CFR 24.3(e)")
QUARTERLY_FROM: Final = LawTable(
    "from this day on the rate is set by the calendar quarter",
    [LawValue(date(1974, 7, 1), date(1987, 1, 1), "26 USC 6621(b)")],
)


class InterestMethod(StrEnum):
    """How a bill bears interest; the bill keeps the method in force on its day (BILL-05, BILL-11)."""

    P30_SIMPLE = "P30_SIMPLE"
    DAILY_COMPOUND = "DAILY_COMPOUND"
    NONE = "NONE"


class WeightBasis(StrEnum):
    """What a lineage's bill is in proportion to (REFD-08)."""

    GROSS_RECEIVED = "GROSS_RECEIVED"
    RECEIVED_MINUS_REPAID = "RECEIVED_MINUS_REPAID"


class InterestDestination(StrEnum):
    """Where interest on bills goes; the bill keeps the policy in force on its day (BILL-08)."""

    GENERAL_FUND = "GENERAL_FUND"
    SPECIAL_ACCOUNT = "SPECIAL_ACCOUNT"


@dataclass(frozen=True, kw_only=True, slots=True)
class BillPolicy:
    """The named choices where the law is silent, as configured, and what a bill says beside its figures (BILL-01).

    Attributes:
        overpayment_method: BILL_INTEREST_METHOD (BILL-05).
        debt_method: DEBT_BILL_INTEREST_METHOD (BILL-11).
        weight_basis: BILL_WEIGHT_BASIS (REFD-08).
        interest_destination: BILL_INTEREST_DESTINATION (BILL-08).
        how_to_pay, dispute_contact: printed on every bill (BILL-01, BILL-12).
    """

    overpayment_method: InterestMethod
    debt_method: InterestMethod
    weight_basis: WeightBasis
    interest_destination: InterestDestination
    how_to_pay: str
    dispute_contact: str
