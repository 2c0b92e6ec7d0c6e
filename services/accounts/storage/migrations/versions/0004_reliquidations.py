"""Reliquidations, refunds and the end of an account."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from services.accounts.storage.migrations.constraints import add_values
from shared.database import platform

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_CAUSES = "'CLERICAL_ERROR', 'COURT', 'COURT_REFUND', 'PROTEST', 'REMAND', 'VOLUNTARY'"
_MOVEMENTS = ("REFUND", "REFUND_FROM_APPROPRIATION", "REFUND_FROM_GENERAL_FUND", "SWEEP", "SWEEP_GIVEN_BACK")


def upgrade() -> None:
    """Create them."""
    _books()
    _reliquidations()
    _refunds()
    _termination()


def _books() -> None:
    add_values("accounts", "account", ("REFUND_APPROPRIATION",))
    add_values("postings", "debit", ("REFUND_APPROPRIATION",))
    add_values("postings", "credit", ("REFUND_APPROPRIATION",))
    add_values("postings", "movement", _MOVEMENTS)
    add_values("orders", "special_state", ("FINAL_NOTICE", "FINAL_PAID", "TERMINATED"))
    op.execute("INSERT INTO accounts (case_number, account) SELECT case_number, 'REFUND_APPROPRIATION' FROM orders")
    op.add_column("orders", sa.Column("terminated_on", sa.Date, comment="day its Special Account was swept (TERM-04)"))
    op.create_index(
        "ix_postings_receipts",
        "postings",
        ["entry_number", "case_number"],
        postgresql_where=sa.text("credit = 'SPECIAL' AND entry_number IS NOT NULL"),
    )


def _reliquidations() -> None:
    op.create_table(
        "reliquidations",
        _id(),
        sa.Column("entry_number", sa.Text, nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("reliquidated_on", sa.Date, nullable=False),
        sa.Column("request_filed_on", sa.Date, comment="of the protest or request"),
        sa.Column("reference", sa.Text, comment="protest number or docket"),
        _cents("assessed_before_cents"),
        _cents("assessed_cents"),
        _cents("interest_before_cents"),
        _cents("interest_cents"),
        _cents("refund_duty_cents"),
        _cents("refund_interest_cents"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reversed_on", sa.Date, comment="day its judgment was reversed"),
        _of_liquidation("reliquidations"),
        sa.PrimaryKeyConstraint("id", name="pk_reliquidations"),
        sa.CheckConstraint(f"cause IN ({_CAUSES})", name="ck_reliquidations_cause_known"),
        sa.CheckConstraint(
            "assessed_cents >= 0 AND interest_cents >= 0 AND refund_duty_cents >= 0 AND refund_interest_cents >= 0",
            name="ck_reliquidations_not_negative",
        ),
        comment="Changes of what is assessed on a liquidated (entry, order), by reliquidation or a court's refund",
    )
    op.create_index("ix_reliquidations_entry_case", "reliquidations", ["entry_number", "case_number"])
    op.create_index("ix_reliquidations_case_day", "reliquidations", ["case_number", "reliquidated_on"])
    op.create_table(
        "importer_bill_changes",
        sa.Column("reliquidation_id", pg.UUID(as_uuid=True), nullable=False),
        sa.Column("bill_issued_on", sa.Date, nullable=False),
        _cents("duty_cents"),
        _cents("interest_cents"),
        sa.ForeignKeyConstraint(
            ["reliquidation_id"],
            ["reliquidations.id"],
            name="fk_importer_bill_changes_reliquidation_id_reliquidations",
        ),
        sa.PrimaryKeyConstraint("reliquidation_id", "bill_issued_on", name="pk_importer_bill_changes"),
        comment="What a reliquidation adds to or takes off importers' bills, by the bill's day (REPT-03)",
    )


def _refunds() -> None:
    op.create_table(
        "refunds",
        sa.Column("id", pg.UUID(as_uuid=True), nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("entry_number", sa.Text, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("refunded_on", sa.Date, nullable=False),
        _cents("duty_cents"),
        _cents("interest_cents"),
        _cents("interest_owed_cents", "to the importer on its refund (REFD-05)"),
        _cents("special_cents", "charged to the Special Account (REFD-04)"),
        _cents("general_fund_cents", "what never was program money (ACCT-14)"),
        _cents("appropriation_cents", "for a terminated account (TERM-04)"),
        _cents("distributed_cents", "of what was paid out (ACCT-16, REFD-06)"),
        sa.Column("journal_sequence", sa.BigInteger, nullable=False, comment="the book's journal that posted it"),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reversed_on", sa.Date),
        sa.Column("reversed_by", sa.Text),
        _of_liquidation("refunds"),
        sa.ForeignKeyConstraint(["id"], ["reliquidations.id"], name="fk_refunds_id_reliquidations"),
        sa.PrimaryKeyConstraint("id", name="pk_refunds"),
        sa.CheckConstraint(f"cause IN ({_CAUSES})", name="ck_refunds_cause_known"),
        sa.CheckConstraint(
            "special_cents + general_fund_cents + appropriation_cents = duty_cents + interest_cents",
            name="ck_refunds_adds_up",
        ),
        sa.CheckConstraint(
            "duty_cents >= 0 AND interest_cents >= 0 AND interest_owed_cents >= 0 AND special_cents >= 0"
            " AND general_fund_cents >= 0 AND appropriation_cents >= 0"
            " AND distributed_cents BETWEEN 0 AND special_cents",
            name="ck_refunds_not_negative",
        ),
        sa.CheckConstraint(
            "reversed_by IS DISTINCT FROM recorded_by OR reversed_by IS NULL", name="ck_refunds_two_people"
        ),
        comment="Refunds to importers after transfer, paid at once (REFD-01 to REFD-06); the id is that of the change",
    )
    op.create_index("ix_refunds_entry_case", "refunds", ["entry_number", "case_number"])
    op.create_index("ix_refunds_case_day", "refunds", ["case_number", "refunded_on"])
    op.create_table(
        "refund_uses",
        sa.Column("refund_id", pg.UUID(as_uuid=True), nullable=False),
        sa.Column("posting_number", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("distributed", sa.Boolean, nullable=False, comment="whether a distribution had used that part up"),
        _cents("amount_cents"),
        sa.ForeignKeyConstraint(["refund_id"], ["refunds.id"], name="fk_refund_uses_refund_id_refunds"),
        sa.PrimaryKeyConstraint("refund_id", "posting_number", "distributed", name="pk_refund_uses"),
        sa.CheckConstraint("amount_cents > 0", name="ck_refund_uses_positive"),
        comment="Append-only; which receipts a refund reversed (ACCT-16)",
    )
    op.create_index("ix_refund_uses_posting", "refund_uses", ["posting_number"])
    platform.append_only("refund_uses")
    op.execute("REVOKE UPDATE, DELETE, TRUNCATE ON refund_uses FROM PUBLIC, CURRENT_USER")


def _termination() -> None:
    op.create_table(
        "legal_actions",
        _id(),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("entry_number", sa.Text, comment="null: about the order as a whole"),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False, comment="protest number or docket"),
        sa.Column("filed_on", sa.Date, nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("concluded_on", sa.Date, comment="fully: no appeal is open any more"),
        sa.Column("outcome", sa.Text),
        _of_order("legal_actions"),
        sa.ForeignKeyConstraint(["entry_number"], ["entries.number"], name="fk_legal_actions_entry_number_entries"),
        sa.PrimaryKeyConstraint("id", name="pk_legal_actions"),
        sa.CheckConstraint("kind IN ('COURT_ACTION', 'PETITION', 'PROTEST')", name="ck_legal_actions_kind_known"),
        sa.CheckConstraint("outcome IN ('ALLOWED', 'DENIED', 'WITHDRAWN')", name="ck_legal_actions_outcome_known"),
        sa.CheckConstraint(
            "(concluded_on IS NULL) = (outcome IS NULL)", name="ck_legal_actions_concluded_with_outcome"
        ),
        sa.CheckConstraint("concluded_on >= filed_on", name="ck_legal_actions_concluded_after_filed"),
        sa.UniqueConstraint(
            "case_number",
            "entry_number",
            "kind",
            "reference",
            name="uq_legal_actions_case_number_entry_number_kind_reference",
            postgresql_nulls_not_distinct=True,
        ),
        comment="Protests, petitions and court actions about an order or its entries",
    )
    op.create_index("ix_legal_actions_entry", "legal_actions", ["entry_number"])
    op.create_index(
        "ix_legal_actions_open",
        "legal_actions",
        ["case_number", "id"],
        postgresql_where=sa.text("concluded_on IS NULL"),
    )
    op.create_table(
        "uncollectible_bills",
        _id(),
        sa.Column("entry_number", sa.Text, nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        *_two_people(),
        _of_order("uncollectible_bills"),
        _of_liquidation("uncollectible_bills"),
        sa.PrimaryKeyConstraint("id", name="pk_uncollectible_bills"),
        sa.UniqueConstraint("entry_number", "case_number", name="uq_uncollectible_bills_entry_number_case_number"),
        sa.CheckConstraint(
            "approved_by IS DISTINCT FROM proposed_by OR approved_by IS NULL",
            name="ck_uncollectible_bills_two_people",
        ),
        comment="Importers' bills given up: properly accounted for (TERM-01)",
    )
    op.create_table(
        "final_notices",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("notice_id", sa.Text, nullable=False),
        sa.Column("fiscal_year", sa.Integer, nullable=False),
        sa.Column("published_on", sa.Date, nullable=False),
        sa.Column("sweep_after", sa.Date, nullable=False, comment="nothing is swept up to this day (TERM-03)"),
        sa.Column("ordinary_on", sa.Date, comment="day from which it counts as an ordinary notice (TERM-02)"),
        sa.Column("ordinary_because", sa.Text),
        _of_order("final_notices"),
        sa.PrimaryKeyConstraint("case_number", "notice_id", name="pk_final_notices"),
        sa.CheckConstraint(
            "(ordinary_on IS NULL) = (ordinary_because IS NULL)", name="ck_final_notices_reason_with_day"
        ),
        comment="Notices of final distribution",
    )
    op.create_index(
        "uq_final_notices_standing",
        "final_notices",
        ["case_number"],
        unique=True,
        postgresql_where=sa.text("ordinary_on IS NULL"),
    )
    op.create_table(
        "sweeps",
        _id(),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("notice_id", sa.Text, nullable=False),
        *_two_people(),
        sa.Column("withdrawn_on", sa.Date),
        sa.Column("amount_cents", sa.BigInteger, comment="to the General Fund; null until approved"),
        _of_order("sweeps"),
        sa.PrimaryKeyConstraint("id", name="pk_sweeps"),
        sa.CheckConstraint(
            "approved_by IS DISTINCT FROM proposed_by OR approved_by IS NULL", name="ck_sweeps_two_people"
        ),
        sa.CheckConstraint("amount_cents >= 0", name="ck_sweeps_not_negative"),
        comment="Sweeps of what nobody claimed to the General Fund, by two people (TERM-03)",
    )
    op.create_index(
        "uq_sweeps_open",
        "sweeps",
        ["case_number"],
        unique=True,
        postgresql_where=sa.text("approved_on IS NULL AND withdrawn_on IS NULL"),
    )


def _id() -> sa.Column[object]:
    return sa.Column("id", pg.UUID(as_uuid=True), server_default=sa.text("uuidv7()"), nullable=False)


def _cents(name: str, comment: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False, comment=comment)


def _two_people() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("proposed_by", sa.Text, nullable=False),
        sa.Column("proposed_on", sa.Date, nullable=False),
        sa.Column("approved_by", sa.Text),
        sa.Column("approved_on", sa.Date),
    )


def _of_liquidation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["entry_number", "case_number"],
        ["liquidations.entry_number", "liquidations.case_number"],
        name=f"fk_{table}_entry_number_case_number_liquidations",
    )


def _of_order(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["case_number"], ["orders.case_number"], name=f"fk_{table}_case_number_orders")
