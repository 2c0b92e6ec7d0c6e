"""The platform's tables and the accounts' own."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.database import platform

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ACCOUNTS = (
    "'CASH', 'CLEARING', 'GENERAL_FUND', 'IMPORTER_REFUNDS_PAYABLE', 'LITIGATION_HOLD', 'PRODUCER_PAYABLE', "
    "'SEQUESTER', 'SPECIAL'"
)
_MOVEMENTS = (
    "'COLLECTION', 'DEPOSIT', 'DISTRIBUTION', 'EXCESS_DEPOSIT_REFUND', 'HOLD', 'HOLD_PAID', 'HOLD_RETURNED', "
    "'INELIGIBLE_AT_LIQUIDATION', 'INELIGIBLE_COLLECTION', 'INELIGIBLE_DEPOSIT', 'LIQUIDATION_TRANSFER', "
    "'REVERSAL'"
)


def upgrade() -> None:
    """Create them."""
    platform.create_v1()
    _books()
    _entries()
    _claims()
    _distributions()


def _books() -> None:
    op.create_table(
        "orders",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("case_name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("country", sa.Text, nullable=False, comment="ISO 3166 alpha-2"),
        sa.Column("product_group_id", sa.Text),
        sa.Column("issued_on", sa.Date, nullable=False),
        sa.Column("revoked_on", sa.Date),
        sa.Column("block_basis", sa.Text, comment="legal basis of a country block (ELIG-05)"),
        sa.Column("block_from", sa.Date),
        sa.Column("special_state", sa.Text, server_default="OPEN", nullable=False),
        sa.Column(
            "journal_sequence", sa.BigInteger, server_default="0", nullable=False, comment="last journal of the book"
        ),
        sa.Column(
            "head_hash",
            sa.Text,
            server_default="0000000000000000000000000000000000000000000000000000000000000000",
            nullable=False,
            comment="hash of the last journal",
        ),
        sa.CheckConstraint("special_state IN ('DEFICIT', 'FROZEN', 'OPEN')", name="ck_orders_special_state_known"),
        sa.PrimaryKeyConstraint("case_number", name="pk_orders"),
        comment="An order and its book; the row is the book's lock",
    )
    op.create_table(
        "accounts",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column(
            "balance_cents", sa.BigInteger, server_default="0", nullable=False, comment="sum of credits - debits"
        ),
        sa.CheckConstraint(
            f"account IN ({_ACCOUNTS})",
            name="ck_accounts_account_known",
        ),
        sa.CheckConstraint(
            "balance_cents >= 0 OR account NOT IN ('CLEARING', 'LITIGATION_HOLD', 'SEQUESTER')",
            name="ck_accounts_not_negative",
        ),
        sa.ForeignKeyConstraint(["case_number"], ["orders.case_number"], name="fk_accounts_case_number_orders"),
        sa.PrimaryKeyConstraint("case_number", "account", name="pk_accounts"),
        comment="Balances, kept by the trigger on postings",
    )
    op.create_table(
        "journals",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("source", sa.Text, comment="what may be posted only once, for example a distribution"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("correlation_id", sa.Text, nullable=False),
        sa.Column("posting_count", sa.Integer, nullable=False),
        sa.Column("total_cents", sa.BigInteger, nullable=False),
        sa.Column("previous_hash", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.CheckConstraint("posting_count > 0 AND total_cents > 0", name="ck_journals_not_empty"),
        sa.ForeignKeyConstraint(["case_number"], ["orders.case_number"], name="fk_journals_case_number_orders"),
        sa.PrimaryKeyConstraint("case_number", "sequence", name="pk_journals"),
        comment="Append-only; corrected by a reversing journal",
    )
    op.create_index(
        "uq_journals_source",
        "journals",
        ["case_number", "source"],
        unique=True,
        postgresql_where=sa.text("source IS NOT NULL"),
    )
    op.create_table(
        "postings",
        sa.Column("number", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("movement", sa.Text, nullable=False),
        sa.Column("debit", sa.Text, nullable=False),
        sa.Column("credit", sa.Text, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("effective_on", sa.Date, nullable=False, comment="legal day; when it became known is the journal's"),
        sa.Column(
            "fiscal_year",
            sa.Integer,
            sa.Computed("(EXTRACT(year FROM effective_on + 92))::integer", persisted=True),
            nullable=False,
        ),
        sa.Column("entry_number", sa.Text),
        sa.Column("certification_number", sa.Text),
        sa.Column("component", sa.Text),
        sa.Column("rule", sa.Text),
        sa.Column("code", sa.Text),
        sa.Column("collection_id", sa.UUID()),
        sa.Column("reverses", sa.BigInteger),
        sa.CheckConstraint(
            f"credit IN ({_ACCOUNTS})",
            name="ck_postings_credit_known",
        ),
        sa.CheckConstraint(
            f"debit IN ({_ACCOUNTS})",
            name="ck_postings_debit_known",
        ),
        sa.CheckConstraint(
            f"movement IN ({_MOVEMENTS})",
            name="ck_postings_movement_known",
        ),
        sa.CheckConstraint("amount_cents > 0", name="ck_postings_positive"),
        sa.CheckConstraint("debit <> credit", name="ck_postings_moves"),
        sa.PrimaryKeyConstraint("number", name="pk_postings"),
        sa.UniqueConstraint("case_number", "sequence", "line", name="uq_postings_case_number_sequence_line"),
        comment="Append-only; each row debits one account of a book and credits another",
    )
    op.create_index(
        "ix_postings_collection_id",
        "postings",
        ["collection_id"],
        postgresql_where=sa.text("collection_id IS NOT NULL"),
    )
    op.create_index(
        "uq_postings_reverses", "postings", ["reverses"], unique=True, postgresql_where=sa.text("reverses IS NOT NULL")
    )
    op.create_table(
        "fiscal_years",
        sa.Column("year", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("closed_on", sa.Date, nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_fiscal_years"),
        comment="Closed years; a closed year closes every earlier one",
    )


def _entries() -> None:
    op.create_table(
        "importers",
        sa.Column("number", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_importers"),
    )
    op.create_table(
        "entries",
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("importer_number", sa.Text, nullable=False),
        sa.Column("filed_on", sa.Date, nullable=False),
        sa.Column("unliquidated_2010", sa.Boolean, comment="on 2010-12-08 (ELIG-04)"),
        sa.Column("in_litigation_2010", sa.Boolean),
        sa.Column("liquidation_ordered_2010", sa.Boolean),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["importer_number"], ["importers.number"], name="fk_entries_importer_number_importers"),
        sa.PrimaryKeyConstraint("number", name="pk_entries"),
    )
    op.create_index("ix_entries_importer_number", "entries", ["importer_number"])
    op.create_table(
        "deposits",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("entry_number", sa.Text, nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("deposited_on", sa.Date, nullable=False),
        sa.Column("instrument", sa.Text, nullable=False),
        sa.Column("in_clearing", sa.Boolean, nullable=False, comment="cash in the Clearing Account (ELIG-01, ELIG-03)"),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.CheckConstraint("instrument IN ('BOND', 'CASH')", name="ck_deposits_instrument_known"),
        sa.CheckConstraint("amount_cents >= 0", name="ck_deposits_not_negative"),
        sa.ForeignKeyConstraint(["case_number"], ["orders.case_number"], name="fk_deposits_case_number_orders"),
        sa.ForeignKeyConstraint(["entry_number"], ["entries.number"], name="fk_deposits_entry_number_entries"),
        sa.PrimaryKeyConstraint("id", name="pk_deposits"),
    )
    op.create_index("ix_deposits_entry_case", "deposits", ["entry_number", "case_number"])
    op.create_table(
        "liquidations",
        sa.Column("entry_number", sa.Text, nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("liquidated_on", sa.Date, nullable=False),
        sa.Column("deemed", sa.Boolean, nullable=False),
        sa.Column("provisional", sa.Boolean, nullable=False),
        sa.Column("collected_cents", sa.BigInteger, nullable=False),
        sa.Column("assessed_cents", sa.BigInteger, nullable=False),
        sa.Column("transfer_cents", sa.BigInteger, nullable=False),
        sa.Column("refund_cents", sa.BigInteger, nullable=False),
        sa.Column("bill_cents", sa.BigInteger, nullable=False),
        sa.Column("interest_cents", sa.BigInteger, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "transfer_cents + refund_cents = collected_cents", name="ck_liquidations_conserves_deposits"
        ),
        sa.CheckConstraint(
            "transfer_cents >= 0 AND refund_cents >= 0 AND bill_cents >= 0 AND interest_cents >= 0",
            name="ck_liquidations_not_negative",
        ),
        sa.ForeignKeyConstraint(["case_number"], ["orders.case_number"], name="fk_liquidations_case_number_orders"),
        sa.ForeignKeyConstraint(["entry_number"], ["entries.number"], name="fk_liquidations_entry_number_entries"),
        sa.PrimaryKeyConstraint("entry_number", "case_number", name="pk_liquidations"),
        comment="Liquidated (entry, order); a bill and its interest are a memo, money moves when collected",
    )
    op.create_index("ix_liquidations_case_day", "liquidations", ["case_number", "liquidated_on"])
    op.create_table(
        "collections",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("entry_number", sa.Text, nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("duty_cents", sa.BigInteger, nullable=False),
        sa.Column("interest_cents", sa.BigInteger, nullable=False),
        sa.Column("delinquency_cents", sa.BigInteger, nullable=False),
        sa.Column("equitable_cents", sa.BigInteger, nullable=False),
        sa.Column("payment_basis", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reversed_on", sa.Date, comment="day its payment turned out not to be one"),
        sa.CheckConstraint(
            "payment_basis IN ('BOND_SETTLEMENT', 'COURT_JUDGMENT', 'ORDINARY')",
            name="ck_collections_payment_basis_known",
        ),
        sa.CheckConstraint(
            "duty_cents >= 0 AND interest_cents >= 0 AND delinquency_cents >= 0 AND equitable_cents >= 0",
            name="ck_collections_not_negative",
        ),
        sa.ForeignKeyConstraint(
            ["entry_number", "case_number"],
            ["liquidations.entry_number", "liquidations.case_number"],
            name="fk_collections_entry_number_case_number_liquidations",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_collections"),
    )
    op.create_index("ix_collections_entry_case", "collections", ["entry_number", "case_number"])


def _claims() -> None:
    op.create_table(
        "claim_lists",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("fiscal_year", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("notice_id", sa.Text, nullable=False),
        sa.Column("certified_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("case_number", "fiscal_year", name="pk_claim_lists"),
        comment="The newest certified list per order and year",
    )
    op.create_table(
        "certified_claims",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("fiscal_year", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("certification_number", sa.Text, nullable=False),
        sa.Column("certification_id", sa.Text, nullable=False),
        sa.Column("lineage_id", sa.Text, nullable=False),
        sa.Column("producer_id", sa.Text, nullable=False),
        sa.Column("claimant_name", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason_code", sa.Text),
        sa.Column("net_cents", sa.BigInteger, nullable=False),
        sa.Column("claimed_cents", sa.BigInteger, nullable=False),
        sa.CheckConstraint("state <> 'ACCEPTED' OR net_cents >= 0", name="ck_certified_claims_accepted_not_negative"),
        sa.ForeignKeyConstraint(
            ["case_number", "fiscal_year"],
            ["claim_lists.case_number", "claim_lists.fiscal_year"],
            name="fk_certified_claims_case_number_fiscal_year_claim_lists",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("case_number", "fiscal_year", "certification_number", name="pk_certified_claims"),
    )
    op.create_table(
        "special_account_statements",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("fiscal_year", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("balance_cents", sa.BigInteger, nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["orders.case_number"], name="fk_special_account_statements_case_number_orders"
        ),
        sa.PrimaryKeyConstraint("case_number", "fiscal_year", "as_of", name="pk_special_account_statements"),
    )


def _distributions() -> None:
    op.create_table(
        "distributions",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("fiscal_year", sa.Integer, nullable=False),
        sa.Column("notice_id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, server_default="PLANNED", nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("work_by", sa.Date, nullable=False),
        sa.Column("claims_version", sa.Integer),
        sa.Column("balance_cents", sa.BigInteger),
        sa.Column("reserve_cents", sa.BigInteger),
        sa.Column("hold_back_cents", sa.BigInteger),
        sa.Column("hold_back_reason", sa.Text),
        sa.Column("sequester_cents", sa.BigInteger),
        sa.Column("available_cents", sa.BigInteger),
        sa.Column("claims_total_cents", sa.BigInteger),
        sa.Column("carry_forward_cents", sa.BigInteger),
        sa.Column("method", sa.Text),
        sa.Column("input_hash", sa.Text),
        sa.Column("result_hash", sa.Text),
        sa.Column("prepared_by", sa.Text),
        sa.Column("prepared_at", sa.DateTime(timezone=True)),
        sa.Column("approved_by", sa.Text),
        sa.Column("approved_at", sa.DateTime(timezone=True)),
        sa.Column("paid_by", sa.Text),
        sa.Column("paid_on", sa.Date),
        sa.Column("notified_on", sa.Date),
        sa.Column("cancelled_reason", sa.Text),
        sa.CheckConstraint("method IN ('FULL', 'PRO_RATA', 'ZERO')", name="ck_distributions_method_known"),
        sa.CheckConstraint(
            "state IN ('APPROVED', 'CANCELLED', 'CLOSED', 'COMPUTED', 'FROZEN', 'NOTIFIED', 'PAID', 'PLANNED')",
            name="ck_distributions_state_known",
        ),
        sa.CheckConstraint(
            "approved_by IS DISTINCT FROM prepared_by OR approved_by IS NULL", name="ck_distributions_two_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_distributions"),
    )
    op.create_index("ix_distributions_fiscal_year", "distributions", ["fiscal_year", "case_number"])
    op.create_index(
        "uq_distributions_current",
        "distributions",
        ["case_number", "fiscal_year"],
        unique=True,
        postgresql_where=sa.text("state <> 'CANCELLED'"),
    )
    op.create_table(
        "distribution_shares",
        sa.Column("distribution_id", sa.UUID(), nullable=False),
        sa.Column("certification_number", sa.Text, nullable=False),
        sa.Column("claimant_name", sa.Text, nullable=False),
        sa.Column("lineage_id", sa.Text, nullable=False),
        sa.Column("producer_id", sa.Text, nullable=False),
        sa.Column("accepted", sa.Boolean, nullable=False),
        sa.Column("reason_code", sa.Text),
        sa.Column("claimed_cents", sa.BigInteger, nullable=False),
        sa.Column("net_cents", sa.BigInteger, nullable=False),
        sa.Column("share_cents", sa.BigInteger, server_default="0", nullable=False, comment="computed, paid or held"),
        sa.CheckConstraint("share_cents BETWEEN 0 AND net_cents", name="ck_distribution_shares_within_claim"),
        sa.ForeignKeyConstraint(
            ["distribution_id"], ["distributions.id"], name="fk_distribution_shares_distribution_id_distributions"
        ),
        sa.PrimaryKeyConstraint("distribution_id", "certification_number", name="pk_distribution_shares"),
        comment="Frozen claims and their computed shares",
    )
    op.create_index("ix_distribution_shares_producer", "distribution_shares", ["producer_id"])
    op.create_table(
        "litigation_holds",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("fiscal_year", sa.Integer, nullable=False),
        sa.Column("certification_number", sa.Text, nullable=False),
        sa.Column("court_reference", sa.Text, nullable=False),
        sa.Column("legal_basis", sa.Text, nullable=False),
        sa.Column("placed_by", sa.Text, nullable=False),
        sa.Column("placed_on", sa.Date, nullable=False),
        sa.Column("held_cents", sa.BigInteger, server_default="0", nullable=False, comment="moved when paid"),
        sa.Column("outcome", sa.Text),
        sa.Column("released_by", sa.Text),
        sa.Column("released_on", sa.Date),
        sa.CheckConstraint("outcome IN ('LOST', 'WON')", name="ck_litigation_holds_outcome_known"),
        sa.PrimaryKeyConstraint("id", name="pk_litigation_holds"),
    )
    op.create_index(
        "uq_litigation_holds_open",
        "litigation_holds",
        ["case_number", "fiscal_year", "certification_number"],
        unique=True,
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_table(
        "payments",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("distribution_id", sa.UUID(), nullable=False),
        sa.Column("certification_number", sa.Text, nullable=False),
        sa.Column("producer_id", sa.Text, nullable=False),
        sa.Column("lineage_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("paid_on", sa.Date, nullable=False),
        sa.CheckConstraint("kind IN ('ADJUSTMENT', 'DISTRIBUTION', 'HOLD_RELEASE')", name="ck_payments_kind_known"),
        sa.CheckConstraint("amount_cents > 0", name="ck_payments_positive"),
        sa.ForeignKeyConstraint(
            ["distribution_id"], ["distributions.id"], name="fk_payments_distribution_id_distributions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_payments"),
        comment="Gross amounts paid to producers",
    )
    op.create_index("ix_payments_distribution", "payments", ["distribution_id"])
    op.create_index("ix_payments_producer", "payments", ["producer_id", "id"])
    op.create_table(
        "vintage_uses",
        sa.Column("distribution_id", sa.UUID(), nullable=False),
        sa.Column("posting_number", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.CheckConstraint("amount_cents > 0", name="ck_vintage_uses_positive"),
        sa.ForeignKeyConstraint(
            ["distribution_id"], ["distributions.id"], name="fk_vintage_uses_distribution_id_distributions"
        ),
        sa.PrimaryKeyConstraint("distribution_id", "posting_number", name="pk_vintage_uses"),
        comment="Append-only; which receipts a distribution used up (ACCT-16)",
    )
    op.create_index("ix_vintage_uses_posting", "vintage_uses", ["posting_number"])
    op.create_table(
        "annual_reports",
        sa.Column("fiscal_year", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("initiatives", sa.Text, nullable=False),
        sa.Column("content", postgresql.JSONB, nullable=False),
        sa.Column("issued_by", sa.Text, nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("fiscal_year", "version", name="pk_annual_reports"),
        comment="Append-only; every version is kept (REPT-05)",
    )
