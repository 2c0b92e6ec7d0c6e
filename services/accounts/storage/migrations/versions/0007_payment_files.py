"""Reconsideration, payment files, confirmations and returns."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.accounts.storage.migrations.constraints import add_values

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ID = sa.text("uuidv7()")


def upgrade() -> None:
    """Create the tables; let payments know what was kept of them, and the ledger the movements."""
    op.add_column(
        "payments",
        sa.Column(
            "offset_cents", sa.BigInteger, server_default="0", nullable=False, comment="kept for bills (DIST-11)"
        ),
    )
    op.create_check_constraint("ck_payments_offset_within", "payments", "offset_cents BETWEEN 0 AND amount_cents")
    _uses()
    _requests()
    _files()
    add_values("postings", "movement", ("ADJUSTMENT", "PRODUCER_PAID", "PAYMENT_RETURNED"))


def _uses() -> None:
    """A distribution and the adjustments to it may use up parts of the same receipt (ACCT-16)."""
    op.execute("ALTER TABLE vintage_uses DROP CONSTRAINT pk_vintage_uses")
    op.execute("ALTER TABLE vintage_uses ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY")
    op.create_primary_key("pk_vintage_uses", "vintage_uses", ["number"])
    op.create_index("ix_vintage_uses_distribution", "vintage_uses", ["distribution_id"])


def _requests() -> None:
    op.create_table(
        "reconsideration_requests",
        sa.Column("id", postgresql.UUID(as_uuid=True), server_default=_ID, nullable=False),
        sa.Column("number", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("fiscal_year", sa.Integer, nullable=False),
        sa.Column("certification_number", sa.Text, nullable=False),
        sa.Column("producer_id", sa.Text, nullable=False),
        sa.Column("lineage_id", sa.Text, nullable=False),
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("filed_on", sa.Date, comment="day it counts as filed; null while it is held"),
        sa.Column("filed_by", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason_code", sa.Text),
        sa.Column("distribution_id", postgresql.UUID(as_uuid=True)),
        sa.Column("certified_cents", sa.BigInteger, nullable=False, comment="N as the producer last filed it"),
        sa.Column("paid_cents", sa.BigInteger, comment="paid on the certification when the request was filed"),
        sa.Column("decide_by", sa.Date, comment="target, not a limit of the rule"),
        sa.Column("overdue_on", sa.Date, comment="day the missed target was told"),
        sa.Column("outcome", sa.Text),
        sa.Column("reasons", sa.Text),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("available_cents", sa.BigInteger, comment="the amount that should have been available, of a grant"),
        sa.Column("adjustment_cents", sa.BigInteger),
        sa.Column("approved_by", sa.Text),
        sa.Column("approved_at", sa.DateTime(timezone=True), comment="place in the queue for funds"),
        sa.PrimaryKeyConstraint("id", name="pk_reconsideration_requests"),
        sa.UniqueConstraint("number", name="uq_reconsideration_requests_number"),
        sa.ForeignKeyConstraint(
            ["distribution_id"],
            ["distributions.id"],
            name="fk_reconsideration_requests_distribution_id_distributions",
        ),
        sa.CheckConstraint(
            "state IN ('AWAITING_FUNDS', 'DENIED', 'FILED', 'GRANTED', 'HELD', 'PAID', 'REFUSED', "
            "'UNDER_CONSIDERATION')",
            name="ck_reconsideration_requests_state_known",
        ),
        sa.CheckConstraint(
            "outcome IN ('DENIED', 'GRANTED_IN_FULL', 'GRANTED_IN_PART')",
            name="ck_reconsideration_requests_outcome_known",
        ),
        sa.CheckConstraint(
            "approved_by IS DISTINCT FROM decided_by OR approved_by IS NULL",
            name="ck_reconsideration_requests_two_people",
        ),
        sa.CheckConstraint("adjustment_cents >= 0", name="ck_reconsideration_requests_not_negative"),
    )
    op.create_index(
        "ix_reconsideration_requests_case", "reconsideration_requests", ["case_number", "fiscal_year", "state"]
    )
    op.create_index("ix_reconsideration_requests_producer", "reconsideration_requests", ["producer_id", "id"])
    op.create_index(
        "ix_reconsideration_requests_queue",
        "reconsideration_requests",
        ["case_number", "approved_at", "number"],
        postgresql_where=sa.text("state IN ('GRANTED', 'AWAITING_FUNDS')"),
    )
    op.create_table(
        "reconsideration_results",
        sa.Column("request_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("certification_number", sa.Text, nullable=False),
        sa.Column("net_cents", sa.BigInteger, nullable=False),
        sa.Column("corrected", sa.Boolean, nullable=False, comment="whether its net claim was put right"),
        sa.Column("share_cents", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("request_id", "certification_number", name="pk_reconsideration_results"),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["reconsideration_requests.id"],
            name="fk_reconsideration_results_request_id_reconsideration_requests",
        ),
        sa.CheckConstraint("share_cents BETWEEN 0 AND net_cents", name="ck_reconsideration_results_within_claim"),
        comment="The distribution run again for a request; only the requester's row moves money (RECO-05)",
    )
    op.create_table(
        "adjustment_payments",
        sa.Column("payment_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("request_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("paid_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("payment_id", name="pk_adjustment_payments"),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name="fk_adjustment_payments_payment_id_payments"),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["reconsideration_requests.id"],
            name="fk_adjustment_payments_request_id_reconsideration_requests",
        ),
        sa.CheckConstraint("amount_cents > 0", name="ck_adjustment_payments_positive"),
    )
    op.create_index("ix_adjustment_payments_request", "adjustment_payments", ["request_id"])


def _files() -> None:
    op.create_table(
        "payees",
        sa.Column("producer_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, comment="holder, routing and account number, encrypted; null: by check"),
        sa.Column("account_last_four", sa.Text, nullable=False),
        sa.Column("registered_by", sa.Text, nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("producer_id", name="pk_payees"),
        sa.CheckConstraint("length(account_last_four) <= 4", name="ck_payees_masked"),
        comment="Where a producer is paid; account data in clear are nowhere (PUBL-03)",
    )
    op.create_table(
        "payment_files",
        sa.Column("id", postgresql.UUID(as_uuid=True), server_default=_ID, nullable=False),
        sa.Column("number", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("execute_on", sa.Date, nullable=False),
        sa.Column("line_count", sa.Integer, nullable=False),
        sa.Column("control_sum_cents", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.Text, server_default="", nullable=False, comment="of the pain.001 message"),
        sa.Column("debtor", postgresql.JSONB, nullable=False, comment="whose account pays, as it was set"),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.Text),
        sa.Column("released_at", sa.DateTime(timezone=True)),
        sa.Column("accepted_on", sa.Date),
        sa.Column("acceptance_reference", sa.Text),
        sa.Column("cancelled_reason", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_payment_files"),
        sa.UniqueConstraint("number", name="uq_payment_files_number"),
        sa.CheckConstraint(
            "state IN ('ACCEPTED', 'CANCELLED', 'CREATED', 'RELEASED')", name="ck_payment_files_state_known"
        ),
        sa.CheckConstraint(
            "released_by IS DISTINCT FROM created_by OR released_by IS NULL", name="ck_payment_files_two_people"
        ),
        sa.CheckConstraint("line_count > 0 AND control_sum_cents > 0", name="ck_payment_files_not_empty"),
    )
    op.create_table(
        "payment_file_lines",
        sa.Column("file_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("payment_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("end_to_end_id", sa.Text, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False, comment="net of administrative offset"),
        sa.Column("payee_name", sa.Text, nullable=False),
        sa.Column("payee_version", sa.Integer, comment="null on a check line"),
        sa.Column("sealed", sa.LargeBinary, comment="the payee's account data as they were, encrypted"),
        sa.Column("state", sa.Text, server_default="SENT", nullable=False),
        sa.Column("confirmed_on", sa.Date),
        sa.Column("returned_on", sa.Date),
        sa.Column("return_reason", sa.Text),
        sa.Column("live", sa.Boolean, server_default=sa.true(), nullable=False, comment="false: may be paid again"),
        sa.PrimaryKeyConstraint("file_id", "line", name="pk_payment_file_lines"),
        sa.UniqueConstraint("end_to_end_id", name="uq_payment_file_lines_end_to_end_id"),
        sa.ForeignKeyConstraint(["file_id"], ["payment_files.id"], name="fk_payment_file_lines_file_id_payment_files"),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name="fk_payment_file_lines_payment_id_payments"),
        sa.CheckConstraint("method IN ('CHK', 'TRF')", name="ck_payment_file_lines_method_known"),
        sa.CheckConstraint("state IN ('PAID', 'RETURNED', 'SENT')", name="ck_payment_file_lines_state_known"),
        sa.CheckConstraint("amount_cents > 0", name="ck_payment_file_lines_positive"),
        sa.CheckConstraint("(method = 'CHK') = (sealed IS NULL)", name="ck_payment_file_lines_account_or_check"),
    )
    op.create_index(
        "uq_payment_file_lines_live",
        "payment_file_lines",
        ["payment_id"],
        unique=True,
        postgresql_where=sa.text("live"),
    )
    op.create_index(
        "ix_payment_file_lines_returned",
        "payment_file_lines",
        ["payment_id"],
        postgresql_where=sa.text("live AND state = 'RETURNED'"),
    )
