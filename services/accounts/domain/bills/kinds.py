"""Kinds of bills, payments, reviews and write-offs."""

from enum import StrEnum


class BillKind(StrEnum):
    """What a producer owes for; only the first is shared out pro rata (REFD-08, BILL-11)."""

    OVERPAYMENT = "OVERPAYMENT"
    ADMIN_ERROR = "ADMIN_ERROR"
    OVERCLAIM = "OVERCLAIM"


class PaidBy(StrEnum):
    """How money came to a bill."""

    PAYMENT = "PAYMENT"
    CREDIT = "CREDIT"
    OFFSET = "OFFSET"


class ReviewOutcome(StrEnum):
    """How a review of a debt ended (BILL-07)."""

    UPHELD = "UPHELD"
    CHANGED = "CHANGED"


class WriteOffKind(StrEnum):
    """Why the rest of a bill is given up (BILL-10)."""

    WRITE_OFF = "WRITE_OFF"
    COMPROMISE = "COMPROMISE"


class ReceivableKind(StrEnum):
    """What enforcement asked to be collected."""

    PENALTY = "PENALTY"
    DUTIES = "DUTIES"


class SettledBy(StrEnum):
    """How enforcement itself applied money to what it asked to be collected."""

    SET_OFF = "SET_OFF"
    COMPROMISE = "COMPROMISE"
    SALE = "SALE"
    TENDER = "TENDER"


class DeadlineWarning(StrEnum):
    """A deadline that comes near or has passed, told once."""

    PAY_BY_NEAR = "PAY_BY_NEAR"
    PAY_BY_PASSED = "PAY_BY_PASSED"
    RESPONSE_BY_NEAR = "RESPONSE_BY_NEAR"


class BillWork(StrEnum):
    """What waits for a collections officer."""

    TO_ISSUE = "TO_ISSUE"
    OVERDUE = "OVERDUE"
    TO_NOTIFY = "TO_NOTIFY"
    OFFSET_READY = "OFFSET_READY"
    IN_REVIEW = "IN_REVIEW"
    ACCRUING = "ACCRUING"
