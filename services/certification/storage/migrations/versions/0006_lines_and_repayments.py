"""Lines of expenditure, results of verifications after payment, held shares, repayments, offices of the program."""

import sqlalchemy as sa
from alembic import op

from shared.database import platform

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables and columns; lines, repayments and what was published of offices never change."""
    _lines()
    _repayments()
    _program_offices()
    for history in ("certification_lines", "repayments", "program_offices"):
        platform.append_only(history)
    _held_filings()
    _outcome_and_versions()


def _lines() -> None:
    op.create_table(
        "certification_lines",
        sa.Column("certification_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False, comment="place in the filing, from 1"),
        sa.Column("category", sa.Text()),
        sa.Column("amount_cents", sa.BigInteger()),
        sa.Column("first_day", sa.Date(), comment="day, or first day of the period, on which it was incurred"),
        sa.Column("last_day", sa.Date()),
        sa.Column("description", sa.Text()),
        sa.Column("relation", sa.Text(), comment="how it was determined to relate to the product (EXP-03)"),
        sa.Column("group_id", sa.Text(), comment="shared group; null for an unshared line"),
        sa.ForeignKeyConstraint(
            ["certification_id", "version"],
            ["certification_versions.certification_id", "certification_versions.version"],
            name=op.f("fk_certification_lines_certification_id_version_certification_versions"),
        ),
        sa.PrimaryKeyConstraint("certification_id", "version", "number", name=op.f("pk_certification_lines")),
    )
    op.create_table(
        "verification_line_results",
        sa.Column("verification_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False, comment="the line"),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("stated_cents", sa.BigInteger(), nullable=False),
        sa.Column("unsupported_cents", sa.BigInteger(), nullable=False),
        sa.Column("relation_shown", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "unsupported_cents BETWEEN 0 AND stated_cents",
            name=op.f("ck_verification_line_results_unsupported_within_stated"),
        ),
        sa.CheckConstraint(
            "relation_shown OR unsupported_cents = stated_cents",
            name=op.f("ck_verification_line_results_unrelated_is_unsupported"),
        ),
        sa.ForeignKeyConstraint(
            ["verification_id"],
            ["verifications.id"],
            name=op.f("fk_verification_line_results_verification_id_verifications"),
        ),
        sa.PrimaryKeyConstraint("verification_id", "number", name=op.f("pk_verification_line_results")),
    )


def _repayments() -> None:
    op.create_table(
        "repayments",
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("bill_id", sa.Text(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("lineage_id", sa.UUID(), nullable=False),
        sa.Column("producer_id", sa.UUID(), nullable=False),
        sa.Column("principal_cents", sa.BigInteger(), nullable=False, comment="US cents; negative when given back"),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('OVERPAYMENT', 'ADMIN_ERROR', 'OVERCLAIM')", name=op.f("ck_repayments_kind_known")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_repayments")),
    )
    op.create_index("ix_repayments_lineage_id", "repayments", ["lineage_id"])

    op.drop_constraint(op.f("ck_payments_kind_known"), "payments")
    op.create_check_constraint(
        op.f("ck_payments_kind_known"),
        "payments",
        "kind IN ('DISTRIBUTION', 'HOLD_RELEASE', 'ADJUSTMENT', 'SUPPLEMENT')",
    )


def _program_offices() -> None:
    op.create_table(
        "program_offices",
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("intake_office", sa.Text(), nullable=False),
        sa.Column("intake_address", sa.Text(), nullable=False),
        sa.Column("decision_office", sa.Text(), nullable=False),
        sa.Column("handbook_version", sa.Text(), nullable=False),
        sa.Column("handbook_sources", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_program_offices_revision_positive")),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_program_offices")),
    )


def _held_filings() -> None:
    op.add_column("held_filings", sa.Column("withdrawn_on", sa.Date()))
    op.add_column("held_filings", sa.Column("withdrawal_reason", sa.Text()))
    op.create_check_constraint(
        op.f("ck_held_filings_withdrawn_or_registered"),
        "held_filings",
        "withdrawn_on IS NULL OR certification_id IS NULL",
    )
    op.drop_index("ix_held_filings_waiting", "held_filings")
    op.create_index(
        "ix_held_filings_waiting",
        "held_filings",
        ["case_number", "fiscal_year"],
        postgresql_where=sa.text("certification_id IS NULL AND withdrawn_on IS NULL"),
    )


def _outcome_and_versions() -> None:
    op.add_column(
        "distributions",
        sa.Column("shared_cents", sa.BigInteger(), comment="shared out once paid, withheld shares included, US cents"),
    )
    op.drop_constraint(op.f("ck_certifications_outcome_known"), "certifications")
    op.create_check_constraint(
        op.f("ck_certifications_outcome_known"),
        "certifications",
        "outcome IS NULL OR outcome IN ('PAID_FULL', 'PAID_PART', 'PAID_ZERO', 'HELD')",
    )
    op.add_column(
        "certifications",
        sa.Column("verified_version", sa.Integer(), comment="version after a verification of what was paid already"),
    )
    op.drop_constraint(op.f("ck_certification_versions_cause_known"), "certification_versions")
    op.create_check_constraint(
        op.f("ck_certification_versions_cause_known"),
        "certification_versions",
        "cause IN ('FILED', 'CORRECTED', 'REDUCED', 'VERIFIED')",
    )
