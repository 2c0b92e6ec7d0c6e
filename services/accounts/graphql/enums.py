"""The domain's enumerations as GraphQL shows them, each value described."""

from collections.abc import Mapping
from enum import EnumMeta

import strawberry

from services.accounts.domain.collection import PaymentBasis
from services.accounts.domain.distribution import Method, PaymentKind
from services.accounts.domain.holds import Outcome
from services.accounts.domain.ledger import Account
from services.accounts.domain.liquidation import Instrument
from services.accounts.domain.reliquidation import Cause
from services.accounts.domain.termination import Condition, LegalActionKind, LegalActionOutcome
from services.accounts.domain.transitions import DistributionState, SpecialAccountState


def describe(kind: EnumMeta, name: str, description: str, values: Mapping[str, str]) -> None:
    """Make ``kind`` a GraphQL enum; the rules keep their own enumeration, which knows nothing of GraphQL."""
    strawberry.enum(kind, name=name, description=description)
    for value in kind.__strawberry_definition__.values:  # type: ignore[attr-defined]
        value.description = values[value.name]


describe(
    Instrument,
    "DepositInstrument",
    "How estimated duty was secured.",
    {"CASH": "Cash; it goes to the Clearing Account.", "BOND": "A bond; it brings no money until collected on."},
)
describe(
    Account,
    "LedgerAccount",
    "An account of an order's book (ACCT-19).",
    {
        "CASH": "Cash received; its balance is negative, for balances are credits less debits.",
        "CLEARING": "Estimated duties on unliquidated entries.",
        "SPECIAL": "Assessed duties and interest, to be distributed.",
        "LITIGATION_HOLD": "Shares withheld during litigation (ACCT-18).",
        "SEQUESTER": "Withheld by budget law (ACCT-17).",
        "IMPORTER_REFUNDS_PAYABLE": "Refunds that importers are owed.",
        "PRODUCER_PAYABLE": "Payments that producers are owed.",
        "GENERAL_FUND": "The general fund of the Treasury: money outside the program.",
        "REFUND_APPROPRIATION": "The permanent appropriation for refunds, once an account is swept.",
    },
)
describe(
    PaymentBasis,
    "PaymentBasis",
    "Why a collected amount was paid (ACCT-09).",
    {
        "ORDINARY": "A bill.",
        "COURT_JUDGMENT": "A court order or judgment about a customs bond.",
        "BOND_SETTLEMENT": "A settlement about a customs bond.",
    },
)
describe(
    SpecialAccountState,
    "SpecialAccountState",
    "Where a Special Account stands.",
    {
        "OPEN": "Balance of zero or more.",
        "DEFICIT": "Refunds exceeded receipts.",
        "FROZEN": "A distribution is under way; postings of the new fiscal year go on outside its snapshot.",
        "FINAL_NOTICE": "A notice of final distribution is out and nothing reopened the account (TERM-02).",
        "FINAL_PAID": "The final distribution is paid; what is left is to be swept (TERM-03).",
        "TERMINATED": "Swept: later receipts go to the General Fund (TERM-04).",
    },
)
describe(
    DistributionState,
    "DistributionState",
    "Where a distribution stands.",
    {
        "PLANNED": "A notice named the order.",
        "FROZEN": "Money and claims are frozen.",
        "COMPUTED": "Shares are computed, to be approved by somebody else.",
        "APPROVED": "Approved, to be paid.",
        "PAID": "Posted to the producers.",
        "NOTIFIED": "Every letter is out.",
        "CLOSED": "No reconsideration is open any more.",
        "CANCELLED": "Cancelled before payment; a new one was planned.",
    },
)
describe(
    Method,
    "DistributionMethod",
    "How the money was shared.",
    {
        "FULL": "Every net claim in full (19 CFR 159.64(c)(1)).",
        "PRO_RATA": "In proportion to net claims (19 CFR 159.64(c)(2)).",
        "ZERO": "Nothing was available.",
    },
)
describe(
    PaymentKind,
    "PaymentKind",
    "Why a producer was paid.",
    {
        "DISTRIBUTION": "Its share of a distribution.",
        "HOLD_RELEASE": "A share that was withheld during litigation.",
        "ADJUSTMENT": "A granted reconsideration.",
        "SUPPLEMENT": "Sequestered money released, or what a run again found too little.",
        "EXCESS_RETURNED": "What it had paid too much on a bill.",
    },
)
describe(
    Outcome,
    "LitigationOutcome",
    "How the litigation ended for the claimant.",
    {"WON": "The withheld share is paid to it.", "LOST": "It is shared among the others of that distribution."},
)
describe(
    Cause,
    "ReliquidationCause",
    "Why what is assessed on a liquidated entry changes.",
    {
        "VOLUNTARY": "Customs on its own, within 90 days of the liquidation (19 USC 1501).",
        "PROTEST": "A protest was allowed (19 USC 1514, 1515).",
        "CLERICAL_ERROR": "A clerical error was mended where that is still permitted (19 USC 1520(c)).",
        "COURT": "A court's decision.",
        "REMAND": "A scope or a rate changed on remand.",
        "COURT_REFUND": "A court ordered a refund without a reliquidation; see recordCourtRefund.",
    },
)
describe(
    LegalActionKind,
    "LegalActionKind",
    "What may still change an entry, or keep an order's account open.",
    {
        "PROTEST": "A protest against a liquidation (19 USC 1514).",
        "PETITION": "A petition of a domestic party, or for relief.",
        "COURT_ACTION": "A court action.",
    },
)
describe(
    LegalActionOutcome,
    "LegalActionOutcome",
    "How a legal action ended, with no appeal open any more.",
    {
        "ALLOWED": "Allowed, at least in part; its refund is to follow.",
        "DENIED": "Denied or dismissed.",
        "WITHDRAWN": "Withdrawn.",
    },
)
describe(
    Condition,
    "TerminationConditionKind",
    "What must be true before a notice of final distribution (TERM-01).",
    {
        "ORDER_TERMINATED": "The order is terminated; blocked by the order.",
        "ENTRIES_LIQUIDATED": "All its entries are liquidated; blocked by entries.",
        "AMOUNTS_COLLECTED": "Importers' bills are collected or given up; blocked by entries.",
        "LIQUIDATIONS_FINAL": "No liquidation can be protested any more (ACCT-13); blocked by entries.",
        "ACTIONS_CONCLUDED": "Protests, petitions and court actions are fully concluded; blocked by actions.",
        "REFUNDS_PAID": "Importers have every refund that was allowed; blocked by entries.",
        "BILLS_SETTLED": "No overpayment bill is open; blocked by bills.",
        "ADJUSTMENTS_PAID": "No reconsideration is undecided or unpaid; blocked by requests.",
        "HOLDS_RELEASED": "Nothing is withheld; blocked by certifications, or the account that holds money.",
    },
)
