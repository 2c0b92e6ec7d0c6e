"""The accounts' tables. Amounts are BIGINT cents; what must never happen is a constraint."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.accounts.domain.collection import PaymentBasis
from services.accounts.domain.distribution import Method, PaymentKind
from services.accounts.domain.holds import Outcome
from services.accounts.domain.ledger import GENESIS, NEVER_NEGATIVE, Account, Movement
from services.accounts.domain.liquidation import Instrument
from services.accounts.domain.transitions import DistributionState, SpecialAccountState
from shared.database import NAMING

METADATA: Final = sa.MetaData(naming_convention=NAMING)

_INSTANT: Final = sa.DateTime(timezone=True)


def _quoted(values: Iterable[StrEnum]) -> str:
    return ", ".join(f"'{value.value}'" for value in sorted(values))


def _one_of(column: str, values: Iterable[StrEnum]) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({_quoted(values)})", name=f"{column}_known")


def _cents(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


orders = sa.Table(
    "orders",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("case_name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("country", sa.Text, nullable=False, comment="ISO 3166 alpha-2"),
    sa.Column("product_group_id", sa.Text),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("revoked_on", sa.Date),
    sa.Column("block_basis", sa.Text, comment="legal basis of a country block (ELIG-05)"),
    sa.Column("block_from", sa.Date),
    sa.Column("special_state", sa.Text, nullable=False, server_default=SpecialAccountState.OPEN.value),
    sa.Column("terminated_on", sa.Date, comment="day its Special Account was swept (TERM-04)"),
    sa.Column(
        "ordered",
        sa.Boolean,
        nullable=False,
        server_default=sa.true(),
        comment="false for a book that a suspension opened, until the order itself is issued",
    ),
    sa.Column(
        "journal_sequence", sa.BigInteger, nullable=False, server_default="0", comment="last journal of the book"
    ),
    sa.Column("head_hash", sa.Text, nullable=False, server_default=GENESIS, comment="hash of the last journal"),
    _one_of("special_state", SpecialAccountState),
    comment="An order and its book; the row is the book's lock",
)

accounts = sa.Table(
    "accounts",
    METADATA,
    sa.Column("case_number", sa.Text, sa.ForeignKey("orders.case_number"), primary_key=True),
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("balance_cents", sa.BigInteger, nullable=False, server_default="0", comment="sum of credits - debits"),
    _one_of("account", Account),
    sa.CheckConstraint(f"balance_cents >= 0 OR account NOT IN ({_quoted(NEVER_NEGATIVE)})", name="not_negative"),
    comment="Balances, kept by the trigger on postings",
)

journals = sa.Table(
    "journals",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("source", sa.Text, comment="what may be posted only once, for example a distribution"),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("correlation_id", sa.Text, nullable=False),
    sa.Column("posting_count", sa.Integer, nullable=False),
    _cents("total_cents"),
    sa.Column("previous_hash", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.CheckConstraint("posting_count > 0 AND total_cents > 0", name="not_empty"),
    sa.Index(
        "uq_journals_source", "case_number", "source", unique=True, postgresql_where=sa.text("source IS NOT NULL")
    ),
    comment="Append-only; corrected by a reversing journal",
)

# The large tables are partitioned by hash, in the migrations: journals and postings by order; entries, deposits and
# liquidations by entry. They have no foreign keys: such a check looks rows up one by one, and locks them, which needs
# the right to update that not even the owner has on journals. Triggers ask the same of all rows of a statement at once.
postings = sa.Table(
    "postings",
    METADATA,
    sa.Column("number", sa.BigInteger, sa.Identity(always=True), nullable=False),
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("movement", sa.Text, nullable=False),
    sa.Column("debit", sa.Text, nullable=False),
    sa.Column("credit", sa.Text, nullable=False),
    _cents("amount_cents"),
    sa.Column("effective_on", sa.Date, nullable=False, comment="legal day; when it became known is the journal's"),
    sa.Column(
        "fiscal_year",
        sa.Integer,
        # 1 October plus 92 days is 1 January: the calendar year of that day is the fiscal year (DEF-08).
        sa.Computed("(EXTRACT(year FROM effective_on + 92))::integer", persisted=True),
        nullable=False,
    ),
    sa.Column("entry_number", sa.Text),
    sa.Column("certification_number", sa.Text),
    sa.Column("component", sa.Text),
    sa.Column("rule", sa.Text),
    sa.Column("code", sa.Text),
    sa.Column("collection_id", pg.UUID(as_uuid=True)),
    sa.Column("reverses", sa.BigInteger),
    sa.CheckConstraint("amount_cents > 0", name="positive"),
    sa.CheckConstraint("debit <> credit", name="moves"),
    _one_of("movement", Movement),
    _one_of("debit", Account),
    _one_of("credit", Account),
    sa.Index(
        "ix_postings_receipts",
        "entry_number",
        "case_number",
        postgresql_where=sa.text("credit = 'SPECIAL' AND entry_number IS NOT NULL"),
    ),
    sa.Index("ix_postings_collection_id", "collection_id", postgresql_where=sa.text("collection_id IS NOT NULL")),
    sa.Index(
        "uq_postings_reverses",
        "case_number",
        "reverses",
        unique=True,
        postgresql_where=sa.text("reverses IS NOT NULL"),
    ),
    comment="Append-only; each row debits one account of a book and credits another",
)

balance_changes = sa.Table(
    "balance_changes",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("effective_on", sa.Date, primary_key=True),
    _cents("cents"),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    comment="What each journal did to each account on each day; kept by the trigger",
)

balance_blocks = sa.Table(
    "balance_blocks",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("block", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("through_sequence", sa.BigInteger, nullable=False),
    sa.Column("first_recorded_at", _INSTANT, nullable=False),
    sa.Column("last_recorded_at", _INSTANT, nullable=False),
    comment="Runs of journals whose changes are summed up",
)

block_balances = sa.Table(
    "block_balances",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("block", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("effective_on", sa.Date, primary_key=True),
    _cents("cents_through"),
    comment="What a block added to an account through a day",
)

fiscal_years = sa.Table(
    "fiscal_years",
    METADATA,
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("closed_on", sa.Date, nullable=False),
    sa.Column("closed_at", _INSTANT, nullable=False),
    sa.Column("closed_by", sa.Text, nullable=False),
    comment="Closed years; a closed year closes every earlier one",
)

importers = sa.Table("importers", METADATA, sa.Column("number", sa.Text, primary_key=True))

entries = sa.Table(
    "entries",
    METADATA,
    sa.Column("number", sa.Text, primary_key=True),
    sa.Column("importer_number", sa.Text, nullable=False, index=True),
    sa.Column("filed_on", sa.Date, nullable=False),
    sa.Column("unliquidated_2010", sa.Boolean, comment="on 2010-12-08 (ELIG-04)"),
    sa.Column("in_litigation_2010", sa.Boolean),
    sa.Column("liquidation_ordered_2010", sa.Boolean),
    sa.Column("imported_at", _INSTANT, nullable=False),
    sa.Column("exporter", sa.Text),
    sa.Column("producer", sa.Text),
    sa.Column("entered_value_cents", sa.BigInteger),
    sa.CheckConstraint("entered_value_cents >= 0", name="value_not_negative"),
)

deposits = sa.Table(
    "deposits",
    METADATA,
    sa.Column("entry_number", sa.Text, primary_key=True),
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    _cents("amount_cents"),
    sa.Column("deposited_on", sa.Date, nullable=False),
    sa.Column("instrument", sa.Text, nullable=False),
    sa.Column("in_clearing", sa.Boolean, nullable=False, comment="cash in the Clearing Account (ELIG-01, ELIG-03)"),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("returned_on", sa.Date, comment="refunded or released without a liquidation (17.2)"),
    sa.CheckConstraint("amount_cents >= 0", name="not_negative"),
    _one_of("instrument", Instrument),
    sa.Index("ix_deposits_case_entry", "case_number", "entry_number"),
)

liquidations = sa.Table(
    "liquidations",
    METADATA,
    sa.Column("entry_number", sa.Text, primary_key=True),
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("liquidated_on", sa.Date, nullable=False),
    sa.Column("deemed", sa.Boolean, nullable=False),
    sa.Column("provisional", sa.Boolean, nullable=False),
    _cents("collected_cents"),
    _cents("assessed_cents"),
    _cents("transfer_cents"),
    _cents("refund_cents"),
    _cents("bill_cents"),
    _cents("interest_cents"),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    sa.CheckConstraint("transfer_cents + refund_cents = collected_cents", name="conserves_deposits"),
    sa.CheckConstraint(
        "transfer_cents >= 0 AND refund_cents >= 0 AND bill_cents >= 0 AND interest_cents >= 0", name="not_negative"
    ),
    sa.Index("ix_liquidations_case_day", "case_number", "liquidated_on"),
    comment="Liquidated (entry, order); a bill and its interest are a memo, money moves when collected",
)

collections = sa.Table(
    "collections",
    METADATA,
    sa.Column("id", pg.UUID(as_uuid=True), server_default=sa.text("uuidv7()"), primary_key=True),
    sa.Column("entry_number", sa.Text, nullable=False),
    sa.Column("case_number", sa.Text, nullable=False),
    sa.Column("received_on", sa.Date, nullable=False),
    _cents("duty_cents"),
    _cents("interest_cents"),
    _cents("delinquency_cents"),
    _cents("equitable_cents"),
    sa.Column("payment_basis", sa.Text, nullable=False),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    sa.Column("reversed_on", sa.Date, comment="day its payment turned out not to be one"),
    sa.ForeignKeyConstraint(["entry_number", "case_number"], ["liquidations.entry_number", "liquidations.case_number"]),
    sa.CheckConstraint(
        "duty_cents >= 0 AND interest_cents >= 0 AND delinquency_cents >= 0 AND equitable_cents >= 0",
        name="not_negative",
    ),
    _one_of("payment_basis", PaymentBasis),
    sa.Index("ix_collections_entry_case", "entry_number", "case_number"),
)

special_account_statements = sa.Table(
    "special_account_statements",
    METADATA,
    sa.Column("case_number", sa.Text, sa.ForeignKey("orders.case_number"), primary_key=True),
    sa.Column("fiscal_year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("as_of", sa.Date, primary_key=True),
    _cents("balance_cents"),
    sa.Column("stated_at", _INSTANT, nullable=False),
)

# No foreign keys to orders below: another service's events may arrive before the order's own.
claim_lists = sa.Table(
    "claim_lists",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("fiscal_year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("notice_id", sa.Text, nullable=False),
    sa.Column("certified_on", sa.Date, nullable=False),
    comment="The newest certified list per order and year",
)

certified_claims = sa.Table(
    "certified_claims",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("fiscal_year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("certification_number", sa.Text, primary_key=True),
    sa.Column("certification_id", sa.Text, nullable=False),
    sa.Column("lineage_id", sa.Text, nullable=False),
    sa.Column("producer_id", sa.Text, nullable=False),
    sa.Column("claimant_name", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason_code", sa.Text),
    _cents("net_cents"),
    _cents("claimed_cents"),
    sa.Column("prior_cents", sa.BigInteger, nullable=False, server_default="0", comment="deducted as paid before"),
    sa.Column("received_on", sa.Date, comment="day it or its correction came; later payments lower it (RECO-07)"),
    sa.ForeignKeyConstraint(
        ["case_number", "fiscal_year"], ["claim_lists.case_number", "claim_lists.fiscal_year"], ondelete="CASCADE"
    ),
    # A claim may have been rejected because its amounts are negative; it is reported all the same (REPT-02).
    sa.CheckConstraint("state <> 'ACCEPTED' OR net_cents >= 0", name="accepted_not_negative"),
)

distributions = sa.Table(
    "distributions",
    METADATA,
    sa.Column("id", pg.UUID(as_uuid=True), server_default=sa.text("uuidv7()"), primary_key=True),
    sa.Column("case_number", sa.Text, nullable=False),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("notice_id", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False, server_default=DistributionState.PLANNED.value),
    sa.Column("due_on", sa.Date, nullable=False),
    sa.Column("work_by", sa.Date, nullable=False),
    sa.Column("claims_version", sa.Integer),
    _cents("balance_cents", nullable=True),
    _cents("reserve_cents", nullable=True),
    _cents("hold_back_cents", nullable=True),
    sa.Column("hold_back_reason", sa.Text),
    _cents("sequester_cents", nullable=True),
    _cents("available_cents", nullable=True),
    _cents("claims_total_cents", nullable=True),
    _cents("carry_forward_cents", nullable=True),
    sa.Column("method", sa.Text),
    sa.Column("input_hash", sa.Text),
    sa.Column("result_hash", sa.Text),
    sa.Column("prepared_by", sa.Text),
    sa.Column("prepared_at", _INSTANT),
    sa.Column("approved_by", sa.Text),
    sa.Column("approved_at", _INSTANT),
    sa.Column("paid_by", sa.Text),
    sa.Column("paid_on", sa.Date),
    sa.Column("notified_on", sa.Date),
    sa.Column("cancelled_reason", sa.Text),
    sa.Column("noticed_on", sa.Date, comment="publication of the notice; claims are filed from then on"),
    sa.Column("run_id", pg.UUID(as_uuid=True), comment="frozen, computed and approved together (DIST-08)"),
    sa.Column("sequester_percent", sa.Numeric(7, 4), comment="rate of the fiscal year at the freeze (ACCT-17)"),
    sa.Column("sequester_year_cents", sa.BigInteger, nullable=False, server_default="0", comment="by that rate"),
    sa.Column("warned_days", sa.Integer, comment="last warning raised: days before work_by (DIST-01)"),
    sa.Column("late_on", sa.Date, comment="day DISTRIBUTION_LATE was raised (DIST-01)"),
    _one_of("state", DistributionState),
    _one_of("method", Method),
    sa.CheckConstraint("approved_by IS DISTINCT FROM prepared_by OR approved_by IS NULL", name="two_people"),
    sa.Index(
        "uq_distributions_current",
        "case_number",
        "fiscal_year",
        unique=True,
        postgresql_where=sa.text("state <> 'CANCELLED'"),
    ),
    sa.Index("ix_distributions_fiscal_year", "fiscal_year", "case_number"),
    sa.Index("ix_distributions_run_id", "run_id", postgresql_where=sa.text("run_id IS NOT NULL")),
)

# A year's claims and payments are many: a trigger asks once a statement whether their distributions are there.
distribution_shares = sa.Table(
    "distribution_shares",
    METADATA,
    sa.Column("distribution_id", pg.UUID(as_uuid=True), primary_key=True),
    sa.Column("certification_number", sa.Text, primary_key=True),
    sa.Column("claimant_name", sa.Text, nullable=False),
    sa.Column("lineage_id", sa.Text, nullable=False),
    sa.Column("producer_id", sa.Text, nullable=False),
    sa.Column("accepted", sa.Boolean, nullable=False),
    sa.Column("reason_code", sa.Text),
    _cents("claimed_cents"),
    _cents("net_cents"),
    sa.Column("share_cents", sa.BigInteger, nullable=False, server_default="0", comment="computed, paid or held"),
    sa.Column("reduced_cents", sa.BigInteger, nullable=False, server_default="0", comment="off net_cents (RECO-07)"),
    sa.Column("guarded_cents", sa.BigInteger, nullable=False, server_default="0", comment="off the weight (DIST-08)"),
    sa.CheckConstraint("share_cents BETWEEN 0 AND net_cents", name="within_claim"),
    sa.Index("ix_distribution_shares_producer", "producer_id"),
    comment="Frozen claims and their computed shares",
)

litigation_holds = sa.Table(
    "litigation_holds",
    METADATA,
    sa.Column("id", pg.UUID(as_uuid=True), server_default=sa.text("uuidv7()"), primary_key=True),
    sa.Column("case_number", sa.Text, nullable=False),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("certification_number", sa.Text, nullable=False),
    sa.Column("court_reference", sa.Text, nullable=False),
    sa.Column("legal_basis", sa.Text, nullable=False),
    sa.Column("placed_by", sa.Text, nullable=False),
    sa.Column("placed_on", sa.Date, nullable=False),
    sa.Column("held_cents", sa.BigInteger, nullable=False, server_default="0", comment="moved when paid"),
    sa.Column("hold_id", pg.UUID(as_uuid=True), comment="the hold of a wider scope it is part of"),
    sa.Column("outcome", sa.Text),
    sa.Column("released_by", sa.Text),
    sa.Column("released_on", sa.Date),
    _one_of("outcome", Outcome),
    sa.Index(
        "uq_litigation_holds_open",
        "case_number",
        "fiscal_year",
        "certification_number",
        unique=True,
        postgresql_where=sa.text("outcome IS NULL"),
    ),
    sa.Index("ix_litigation_holds_hold_id", "hold_id", postgresql_where=sa.text("hold_id IS NOT NULL")),
    comment="Shares withheld, one row a claim (ACCT-18)",
)

payments = sa.Table(
    "payments",
    METADATA,
    sa.Column("id", pg.UUID(as_uuid=True), server_default=sa.text("uuidv7()"), primary_key=True),
    sa.Column("distribution_id", pg.UUID(as_uuid=True)),
    sa.Column("certification_number", sa.Text),
    sa.Column("producer_id", sa.Text, nullable=False),
    sa.Column("lineage_id", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    _cents("amount_cents"),
    sa.Column("paid_on", sa.Date, nullable=False),
    sa.Column("bill_id", pg.UUID(as_uuid=True), comment="bill that was paid too much on; no distribution (BILL-06)"),
    sa.Column("offset_cents", sa.BigInteger, nullable=False, server_default="0", comment="kept for bills (DIST-11)"),
    sa.CheckConstraint("amount_cents > 0", name="positive"),
    sa.CheckConstraint("offset_cents BETWEEN 0 AND amount_cents", name="offset_within"),
    sa.CheckConstraint(
        "CASE WHEN bill_id IS NULL THEN distribution_id IS NOT NULL AND certification_number IS NOT NULL"
        " ELSE distribution_id IS NULL AND kind = 'EXCESS_RETURNED' END",
        name="of_distribution_or_bill",
    ),
    _one_of("kind", PaymentKind),
    sa.Index("ix_payments_producer", "producer_id", "id"),
    sa.Index("ix_payments_distribution", "distribution_id"),
    sa.Index("ix_payments_off_cycle", "paid_on", postgresql_where=sa.text("kind <> 'DISTRIBUTION'")),
    comment="Gross amounts paid to producers",
)

vintage_uses = sa.Table(
    "vintage_uses",
    METADATA,
    sa.Column("number", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("distribution_id", pg.UUID(as_uuid=True), sa.ForeignKey("distributions.id"), nullable=False),
    sa.Column("posting_number", sa.BigInteger, nullable=False),
    _cents("amount_cents"),
    sa.CheckConstraint("amount_cents > 0", name="positive"),
    sa.Index("ix_vintage_uses_posting", "posting_number"),
    sa.Index("ix_vintage_uses_distribution", "distribution_id"),
    comment="Append-only; which receipts a distribution used up (ACCT-16)",
)

annual_reports = sa.Table(
    "annual_reports",
    METADATA,
    sa.Column("fiscal_year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("as_of", sa.Date, nullable=False),
    sa.Column("initiatives", sa.Text, nullable=False),
    sa.Column("content", pg.JSONB, nullable=False),
    sa.Column("issued_by", sa.Text, nullable=False),
    sa.Column("issued_at", _INSTANT, nullable=False),
    comment="Append-only; every version is kept (REPT-05)",
)
