"""Audits: what reports, refunds and exceptions need."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.database import platform

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TEXTS = postgresql.ARRAY(sa.Text())


def upgrade() -> None:
    """Add columns and tables; what is history cannot be changed."""
    _columns()
    _petitions()
    _scope_proposals()
    _samples()
    _reports()
    _refunds()
    for kept in ("audit_petitions", "sampling_samples", "audit_reports", "audit_report_findings", "audit_refunds"):
        platform.append_only(kept)


def _columns() -> None:
    op.add_column(
        "audits",
        sa.Column(
            "execution_approved_on", sa.Date(), comment="of a self-test or a discloser's review (SMP-05, SMP-06)"
        ),
    )
    op.add_column(
        "audits",
        sa.Column("results_approved_on", sa.Date(), comment="the second approval; offsetting needs both"),
    )
    op.add_column(
        "audit_findings",
        sa.Column("rate", sa.Numeric(), comment="of duty, by which a declaration became money (OFF-09)"),
    )
    op.add_column(
        "audit_findings",
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            comment="null for what was brought before instants were kept",
        ),
    )
    op.add_column(
        "audit_referrals",
        sa.Column("matter_id", sa.UUID(), comment="the section 1592 matter it opened (10.3)"),
    )
    op.create_foreign_key(
        op.f("fk_audit_referrals_matter_id_matters"), "audit_referrals", "matters", ["matter_id"], ["id"]
    )


def _petitions() -> None:
    op.create_table(
        "audit_petitions",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("audit_id", sa.UUID(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False, comment="internal: what the record holds (AUD-06)"),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_audit_petitions_audit_id_audits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_petitions")),
    )
    op.create_index("ix_audit_petitions_audit_id", "audit_petitions", ["audit_id"])


def _scope_proposals() -> None:
    op.create_table(
        "audit_scope_proposals",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("audit_id", sa.UUID(), nullable=False),
        sa.Column("scope", postgresql.JSONB(), nullable=False, comment="as the discloser proposes it (AUD-05)"),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("approved_version", sa.Integer(), comment="the version of the scope CBP made of it; null before"),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_audit_scope_proposals_audit_id_audits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_scope_proposals")),
    )
    op.create_index(
        "uq_audit_scope_proposals_open",
        "audit_scope_proposals",
        ["audit_id"],
        unique=True,
        postgresql_where=sa.text("approved_version IS NULL"),
    )


def _samples() -> None:
    op.create_table(
        "sampling_samples",
        sa.Column("audit_id", sa.UUID(), nullable=False),
        sa.Column("plan_version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stratum", sa.Text(), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column(
            "seed", sa.BigInteger(), nullable=False, comment="the plan's; with the frame it draws the same again"
        ),
        sa.Column("frame_units", sa.Integer(), nullable=False),
        sa.Column("frame_digest", sa.Text(), nullable=False, comment="SHA-256 of the sorted numbers of the universe"),
        sa.Column("units", _TEXTS, nullable=False, comment="drawn"),
        sa.Column("drawn_by", sa.Text(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id", "plan_version"],
            ["sampling_plans.audit_id", "sampling_plans.version"],
            name=op.f("fk_sampling_samples_audit_id_plan_version_sampling_plans"),
        ),
        sa.PrimaryKeyConstraint("audit_id", "plan_version", "stratum", "is_final", name=op.f("pk_sampling_samples")),
    )


def _reports() -> None:
    op.create_table(
        "audit_reports",
        sa.Column("audit_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("scope_version", sa.Integer(), nullable=False),
        sa.Column("plan_version", sa.Integer()),
        sa.Column("persons", _TEXTS, nullable=False, comment="responsible for the audit"),
        sa.Column(
            "figures",
            postgresql.JSONB(),
            nullable=False,
            comment="the auditor's own, without what FP&F decides (AUD-11)",
        ),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_audit_reports_audit_id_audits")),
        sa.PrimaryKeyConstraint("audit_id", "version", name=op.f("pk_audit_reports")),
    )
    op.create_table(
        "audit_report_findings",
        sa.Column("audit_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("entry_number", sa.Text(), nullable=False),
        sa.Column("line_number", sa.Integer(), nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("finding_class", sa.Text(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("within_period", sa.Boolean(), nullable=False, comment="stated of every over-payment (AUD-11)"),
        sa.Column("within_scope", sa.Boolean(), nullable=False, comment="stated of every over-payment (AUD-11)"),
        sa.Column("is_final", sa.Boolean(), nullable=False, comment="frozen (OFF-02)"),
        sa.Column("use", sa.Text(), nullable=False, comment="how it counts, or the code why it does not"),
        sa.ForeignKeyConstraint(
            ["audit_id", "version"],
            ["audit_reports.audit_id", "audit_reports.version"],
            name=op.f("fk_audit_report_findings_audit_id_version_audit_reports"),
        ),
        sa.PrimaryKeyConstraint("audit_id", "version", "number", name=op.f("pk_audit_report_findings")),
    )
    op.create_table(
        "audit_redactions",
        sa.Column("audit_id", sa.UUID(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False, comment="a section of the report, or the number of a finding"),
        sa.Column("exemption", sa.Integer(), nullable=False, comment="paragraph of 5 USC 552(b)"),
        sa.CheckConstraint("exemption BETWEEN 1 AND 9", name=op.f("ck_audit_redactions_exemption")),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_audit_redactions_audit_id_audits")),
        sa.PrimaryKeyConstraint("audit_id", "part", name=op.f("pk_audit_redactions")),
    )


def _refunds() -> None:
    op.create_table(
        "audit_refunds",
        sa.Column("audit_id", sa.UUID(), nullable=False),
        sa.Column("computation_version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "allocation", sa.Text(), nullable=False, comment="which over-payments the offset consumed first (OFF-13)"
        ),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("credited_by", sa.Text(), nullable=False),
        sa.Column("credited_on", sa.Date(), nullable=False),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_audit_refunds_amount")),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_audit_refunds_audit_id_audits")),
        sa.PrimaryKeyConstraint("audit_id", "computation_version", name=op.f("pk_audit_refunds")),
    )
    op.create_table(
        "refunded_lines",
        sa.Column("entry_number", sa.Text(), nullable=False),
        sa.Column("line_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("finding_class", sa.Text(), nullable=False, comment="refunded or credited otherwise (OFF-14)"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("entry_number", "line_number", "finding_class", name=op.f("pk_refunded_lines")),
    )
