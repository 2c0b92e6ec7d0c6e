"""Who may do what: one right per act, the roles that have it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.authentication import Role


class Right(StrEnum):
    """What a caller may be entitled to. Paid distributions and annual reports are public (PUBL-01, REPT)."""

    READ_ACCOUNTS = "read_accounts"
    READ_ENTRIES = "read_entries"
    VERIFY_LEDGER = "verify_ledger"
    IMPORT_ENTRIES = "import_entries"
    RECORD_LIQUIDATIONS = "record_liquidations"
    RECORD_COLLECTIONS = "record_collections"
    RECORD_RELIQUIDATIONS = "record_reliquidations"
    REVERSE_REFUNDS = "reverse_refunds"
    REGISTER_LEGAL_ACTIONS = "register_legal_actions"
    PROPOSE_UNCOLLECTIBLE = "propose_uncollectible"
    APPROVE_UNCOLLECTIBLE = "approve_uncollectible"
    PROPOSE_SWEEPS = "propose_sweeps"
    APPROVE_SWEEPS = "approve_sweeps"
    STATE_SPECIAL_ACCOUNTS = "state_special_accounts"
    CLOSE_FISCAL_YEAR = "close_fiscal_year"
    HOLD_SHARES = "hold_shares"
    RELEASE_HOLDS = "release_holds"
    SET_SEQUESTER_RATES = "set_sequester_rates"
    RECALL_DISTRIBUTIONS = "recall_distributions"
    ISSUE_RERUNS = "issue_reruns"
    PREPARE_DISTRIBUTIONS = "prepare_distributions"
    CANCEL_DISTRIBUTIONS = "cancel_distributions"
    APPROVE_DISTRIBUTIONS = "approve_distributions"
    PAY_DISTRIBUTIONS = "pay_distributions"
    NOTIFY_DISTRIBUTIONS = "notify_distributions"
    ISSUE_ANNUAL_REPORT = "issue_annual_report"
    READ_RECONSIDERATIONS = "read_reconsiderations"
    FILE_RECONSIDERATIONS = "file_reconsiderations"
    DECIDE_RECONSIDERATIONS = "decide_reconsiderations"
    APPROVE_RECONSIDERATIONS = "approve_reconsiderations"
    REGISTER_PAYEES = "register_payees"
    REGISTER_ANY_PAYEE = "register_any_payee"
    READ_PAYMENT_FILES = "read_payment_files"
    DOWNLOAD_PAYMENT_FILES = "download_payment_files"
    CREATE_PAYMENT_FILES = "create_payment_files"
    RELEASE_PAYMENT_FILES = "release_payment_files"
    CANCEL_PAYMENT_FILES = "cancel_payment_files"
    CONFIRM_PAYMENTS = "confirm_payments"
    READ_BILLS = "read_bills"
    READ_OWN_BILLS = "read_own_bills"
    DETERMINE_OVERPAYMENTS = "determine_overpayments"
    APPROVE_BILLS = "approve_bills"
    MANAGE_BILLS = "manage_bills"
    COLLECT_BILLS = "collect_bills"
    COLLECT_RECEIVABLES = "collect_receivables"
    READ_AWARDS = "read_awards"
    LIQUIDATE_BY_INSTRUCTION = "liquidate_by_instruction"
    CONFIRM_RELEASE_CONDITIONS = "confirm_release_conditions"
    RELEASE_AWARDS = "release_awards"
    PAY_AWARDS = "pay_awards"


_ACCOUNTANT: Final = frozenset({Role.FUND_ACCOUNTANT})
_PREPARER: Final = frozenset({Role.DISTRIBUTION_PREPARER})
_APPROVER: Final = frozenset({Role.DISTRIBUTION_APPROVER})
_COLLECTOR: Final = frozenset({Role.COLLECTIONS_OFFICER})
_BILL_READERS: Final = _ACCOUNTANT | _PREPARER | _APPROVER | _COLLECTOR | {Role.RECONSIDERATION_OFFICER, Role.AUDITOR}

RIGHTS: Final[Mapping[StrEnum, frozenset[str]]] = {
    # Balances, unpaid distributions, withheld shares and payments of every producer (PUBL-03).
    Right.READ_ACCOUNTS: _ACCOUNTANT
    | _PREPARER
    | _APPROVER
    | {Role.NOTICE_OFFICER, Role.RECONSIDERATION_OFFICER, Role.COLLECTIONS_OFFICER, Role.AUDITOR},
    Right.READ_ENTRIES: _ACCOUNTANT | {Role.COLLECTIONS_OFFICER, Role.RECORDKEEPING_OFFICER, Role.AUDITOR},
    Right.VERIFY_LEDGER: _ACCOUNTANT | _PREPARER | _APPROVER | {Role.AUDITOR},
    Right.IMPORT_ENTRIES: _ACCOUNTANT,
    Right.RECORD_LIQUIDATIONS: _ACCOUNTANT,
    Right.RECORD_COLLECTIONS: _ACCOUNTANT,
    Right.RECORD_RELIQUIDATIONS: _ACCOUNTANT,
    # By another person than recorded the refund.
    Right.REVERSE_REFUNDS: _ACCOUNTANT | _APPROVER,
    Right.REGISTER_LEGAL_ACTIONS: _ACCOUNTANT | {Role.COLLECTIONS_OFFICER},
    Right.PROPOSE_UNCOLLECTIBLE: frozenset({Role.COLLECTIONS_OFFICER}),
    Right.APPROVE_UNCOLLECTIBLE: _ACCOUNTANT,
    Right.PROPOSE_SWEEPS: _PREPARER,
    Right.APPROVE_SWEEPS: _APPROVER,
    Right.STATE_SPECIAL_ACCOUNTS: _ACCOUNTANT,
    Right.CLOSE_FISCAL_YEAR: _ACCOUNTANT,
    Right.HOLD_SHARES: _PREPARER,
    # A release moves money, so it is not for whoever placed the hold.
    Right.RELEASE_HOLDS: _APPROVER,
    Right.SET_SEQUESTER_RATES: _ACCOUNTANT,
    Right.RECALL_DISTRIBUTIONS: _PREPARER,
    # By another person than computed the run.
    Right.ISSUE_RERUNS: _APPROVER,
    Right.PREPARE_DISTRIBUTIONS: _PREPARER,
    Right.CANCEL_DISTRIBUTIONS: _PREPARER | _APPROVER,
    Right.APPROVE_DISTRIBUTIONS: _APPROVER,
    Right.PAY_DISTRIBUTIONS: _APPROVER,
    Right.NOTIFY_DISTRIBUTIONS: _PREPARER | _APPROVER,
    Right.ISSUE_ANNUAL_REPORT: _ACCOUNTANT,
    # A claimant reads and files for the producers its token names, and registers their accounts.
    Right.READ_RECONSIDERATIONS: _ACCOUNTANT
    | _PREPARER
    | _APPROVER
    | {
        Role.CLAIMANT,
        Role.NOTICE_OFFICER,
        Role.RECONSIDERATION_OFFICER,
        Role.COLLECTIONS_OFFICER,
        Role.AUDITOR,
    },
    Right.FILE_RECONSIDERATIONS: frozenset({Role.CLAIMANT, Role.RECONSIDERATION_OFFICER}),
    Right.DECIDE_RECONSIDERATIONS: frozenset({Role.RECONSIDERATION_OFFICER}),
    Right.APPROVE_RECONSIDERATIONS: _APPROVER | {Role.RECONSIDERATION_OFFICER},
    Right.REGISTER_PAYEES: _ACCOUNTANT | {Role.CLAIMANT},
    Right.REGISTER_ANY_PAYEE: _ACCOUNTANT,
    Right.READ_PAYMENT_FILES: _ACCOUNTANT | _PREPARER | _APPROVER | {Role.AUDITOR},
    # In clear: payees' account data.
    Right.DOWNLOAD_PAYMENT_FILES: _PREPARER | _APPROVER,
    Right.CREATE_PAYMENT_FILES: _PREPARER,
    Right.RELEASE_PAYMENT_FILES: _APPROVER,
    Right.CANCEL_PAYMENT_FILES: _PREPARER | _APPROVER,
    Right.CONFIRM_PAYMENTS: _ACCOUNTANT,
    # Bills and balances per producer are restricted (PUBL-03); a claimant reads those of the producers its token names.
    Right.READ_BILLS: _BILL_READERS,
    Right.READ_OWN_BILLS: _BILL_READERS | {Role.CLAIMANT},
    Right.DETERMINE_OVERPAYMENTS: _COLLECTOR,
    # The second of two people: never whoever proposed the bill, the reduction or the write-off.
    Right.APPROVE_BILLS: _COLLECTOR | _APPROVER,
    Right.MANAGE_BILLS: _COLLECTOR,
    Right.COLLECT_BILLS: _COLLECTOR | _ACCOUNTANT,
    Right.COLLECT_RECEIVABLES: _COLLECTOR | _ACCOUNTANT,
    # An award names no informant, but its amount might: few see it.
    Right.READ_AWARDS: _ACCOUNTANT | _APPROVER,
    Right.LIQUIDATE_BY_INSTRUCTION: _ACCOUNTANT,
    Right.CONFIRM_RELEASE_CONDITIONS: _ACCOUNTANT,
    Right.RELEASE_AWARDS: _ACCOUNTANT,
    Right.PAY_AWARDS: _APPROVER,
}
