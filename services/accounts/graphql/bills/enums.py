"""The enumerations of bills as GraphQL shows them."""

from services.accounts.domain.bills.kinds import BillKind, BillWork, PaidBy, ReviewOutcome, WriteOffKind
from services.accounts.domain.bills.law import InterestMethod, WeightBasis
from services.accounts.domain.bills.states import BillState
from services.accounts.graphql.enums import describe

describe(
    BillState,
    "BillState",
    "Where a bill stands.",
    {
        "DRAFT": "Proposed, to be issued by somebody else.",
        "ISSUED": "Issued; no interest yet.",
        "PAST_DUE": "Not paid in 30 days; interest runs.",
        "OFFSET_READY": "The debtor was told and did not respond: it may be offset (BILL-07).",
        "IN_REVIEW": "The debtor asked for a review; no offset, interest goes on.",
        "AGREEMENT": "A repayment agreement is being kept; no offset.",
        "PAID": "Nothing is unpaid.",
        "CANCELLED": "Nothing is owed any more; what was paid was returned (BILL-10).",
        "WRITTEN_OFF": "The rest was given up; the account's deficit remains.",
    },
)
describe(
    BillKind,
    "BillKind",
    "What a producer owes for.",
    {
        "OVERPAYMENT": "Its share of an overpayment (19 CFR 159.64(b)(3)).",
        "ADMIN_ERROR": "A payment made by Customs' mistake (BILL-11).",
        "OVERCLAIM": "A claim its records do not support (VERI-04).",
    },
)
describe(
    InterestMethod,
    "BillInterestMethod",
    "How a bill bears interest.",
    {
        "P30_SIMPLE": "Simple, by whole 30-day periods, none for the period of payment.",
        "DAILY_COMPOUND": "Compounded daily through the day of payment.",
        "NONE": "No interest.",
    },
)
describe(
    WeightBasis,
    "BillWeightBasis",
    "What a producer's bill is in proportion to.",
    {
        "GROSS_RECEIVED": "All offsets it ever received from the account.",
        "RECEIVED_MINUS_REPAID": "The same less what it repaid on bills.",
    },
)
describe(
    PaidBy,
    "BillPaidBy",
    "How money came to a bill.",
    {
        "PAYMENT": "A payment of the debtor.",
        "CREDIT": "The excess of a payment on another bill, at the debtor's request.",
        "OFFSET": "Kept from what the debtor was to be paid (DIST-11).",
    },
)
describe(
    ReviewOutcome,
    "BillReviewOutcome",
    "How a review ended.",
    {"UPHELD": "The bill stands.", "CHANGED": "The debt is changed."},
)
describe(
    WriteOffKind,
    "BillWriteOffKind",
    "Why the rest of a bill is given up.",
    {"WRITE_OFF": "It cannot be collected.", "COMPROMISE": "Less was accepted for it."},
)
describe(
    BillWork,
    "BillWork",
    "What waits for a collections officer.",
    {
        "TO_ISSUE": "Drafts.",
        "OVERDUE": "Not paid by the day printed on the bill.",
        "TO_NOTIFY": "Past due without an offset notice.",
        "OFFSET_READY": "May be offset against the next payment.",
        "IN_REVIEW": "Reviews to decide.",
        "ACCRUING": "Interest runs.",
    },
)
