"""The enumerations of payment files as GraphQL shows them."""

from services.accounts.domain.payment_files.files import FileState, LineState, Method
from services.accounts.domain.payment_files.payees import AccountType
from services.accounts.graphql.enums import describe

describe(
    FileState,
    "PaymentFileState",
    "Where a payment file stands.",
    {
        "CREATED": "Made; to be released by somebody else.",
        "RELEASED": "Released to the disbursing office.",
        "ACCEPTED": "The disbursing office accepted it.",
        "CANCELLED": "Cancelled before its release; its payments can go into another.",
    },
)
describe(
    LineState,
    "PaymentLineState",
    "What the disbursing office said of a payment.",
    {"SENT": "Nothing yet.", "PAID": "Paid.", "RETURNED": "It came back; the money is owed as before."},
)
describe(
    Method,
    "PaymentMethod",
    "How a payment is made.",
    {"TRF": "Credit transfer to the payee's account.", "CHK": "Check: no account is known."},
)
describe(
    AccountType,
    "AccountType",
    "Kind of bank account.",
    {"CHECKING": "Checking account.", "SAVINGS": "Savings account."},
)
