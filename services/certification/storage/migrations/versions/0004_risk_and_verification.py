"""Risk flags, samples and verifications of certifications (VERI)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.database import platform

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create what claims are checked with before they are paid; a sample never changes."""
    op.add_column(
        "certifications", sa.Column("tax_fingerprint", sa.Text(), comment="keyed; equal for equal tax numbers")
    )
    op.create_table(
        "risk_flags",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("certification_id", sa.UUID(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column(
            "figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="label and US cents each"
        ),
        sa.Column("others", postgresql.ARRAY(sa.UUID()), nullable=False, comment="certifications compared with"),
        sa.Column(
            "basis_digest", sa.Text(), nullable=False, comment="equal for equal figures: a decision on them holds"
        ),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('MAGNITUDE', 'YEAR_ON_YEAR', 'PEER', 'DUPLICATE_ACROSS_FILERS',"
            " 'DUPLICATE_WITH_ASSOCIATION', 'NAME_SIMILARITY', 'PREDECESSOR_REFILED')",
            name=op.f("ck_risk_flags_kind_known"),
        ),
        sa.CheckConstraint("severity IN ('LOW', 'MEDIUM', 'HIGH')", name=op.f("ck_risk_flags_severity_known")),
        sa.CheckConstraint("state IN ('OPEN', 'CLEARED', 'CONFIRMED', 'GONE')", name=op.f("ck_risk_flags_state_known")),
        sa.CheckConstraint(
            "state NOT IN ('CLEARED', 'CONFIRMED') OR (decided_by IS NOT NULL AND decided_on IS NOT"
            " NULL AND reason IS NOT NULL)",
            name=op.f("ck_risk_flags_decided_complete"),
        ),
        sa.ForeignKeyConstraint(
            ["certification_id"], ["certifications.id"], name=op.f("fk_risk_flags_certification_id_certifications")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_flags")),
        sa.UniqueConstraint(
            "certification_id", "kind", "basis_digest", name=op.f("uq_risk_flags_certification_id_kind_basis_digest")
        ),
    )
    op.create_index("ix_risk_flags_order_year", "risk_flags", ["case_number", "fiscal_year"], unique=False)
    op.create_index(
        "ix_risk_flags_standing",
        "risk_flags",
        ["certification_id"],
        unique=False,
        postgresql_where=sa.text("state IN ('CONFIRMED', 'OPEN')"),
    )
    op.create_table(
        "verification_samples",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("drawn_by", sa.Text(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_samples")),
        sa.UniqueConstraint("case_number", "fiscal_year", name=op.f("uq_verification_samples_case_number_fiscal_year")),
    )
    op.create_table(
        "verification_sample_items",
        sa.Column("sample_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("certification_id", sa.UUID(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "reason IN ('HIGH_FLAG', 'LARGEST', 'DRAWN')", name=op.f("ck_verification_sample_items_reason_known")
        ),
        sa.ForeignKeyConstraint(
            ["certification_id"],
            ["certifications.id"],
            name=op.f("fk_verification_sample_items_certification_id_certifications"),
        ),
        sa.ForeignKeyConstraint(
            ["sample_id"],
            ["verification_samples.id"],
            name=op.f("fk_verification_sample_items_sample_id_verification_samples"),
        ),
        sa.PrimaryKeyConstraint("sample_id", "position", name=op.f("pk_verification_sample_items")),
        sa.UniqueConstraint(
            "sample_id", "certification_id", name=op.f("uq_verification_sample_items_sample_id_certification_id")
        ),
    )
    op.create_table(
        "verifications",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("certification_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="version of the certification under verification"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("request", sa.Text(), nullable=True),
        sa.Column("requested_on", sa.Date(), nullable=True),
        sa.Column("respond_by", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("hold_state", sa.Text(), server_default="NONE", nullable=False),
        sa.Column("hold_reason", sa.Text(), nullable=True),
        sa.Column("hold_proposed_by", sa.Text(), nullable=True),
        sa.Column("hold_decided_by", sa.Text(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("conclusion", sa.Text(), nullable=True),
        sa.Column("unsupported_cents", sa.BigInteger(), nullable=True),
        sa.Column(
            "overclaim_cents", sa.BigInteger(), nullable=True, comment="paid beyond the corrected share, US cents"
        ),
        sa.Column("paid_already", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "hold_state <> 'APPROVED' OR hold_decided_by <> hold_proposed_by",
            name=op.f("ck_verifications_hold_two_people"),
        ),
        sa.CheckConstraint(
            "hold_state IN ('NONE', 'PROPOSED', 'APPROVED', 'ENDED')", name=op.f("ck_verifications_hold_state_known")
        ),
        sa.CheckConstraint(
            "state <> 'CONCLUDED' OR (ended_on IS NOT NULL AND unsupported_cents >= 0 AND"
            " overclaim_cents >= 0 AND paid_already IS NOT NULL)",
            name=op.f("ck_verifications_concluded_complete"),
        ),
        sa.CheckConstraint(
            "state = 'OPEN' OR requested_on IS NOT NULL OR state = 'CLOSED'",
            name=op.f("ck_verifications_requested_has_day"),
        ),
        sa.CheckConstraint(
            "state IN ('OPEN', 'RECORDS_REQUESTED', 'RECORDS_RECEIVED', 'CONCLUDED', 'CLOSED')",
            name=op.f("ck_verifications_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["certification_id"], ["certifications.id"], name=op.f("fk_verifications_certification_id_certifications")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verifications")),
    )
    op.create_index("ix_verifications_certification_id", "verifications", ["certification_id"], unique=False)
    op.create_index(
        "uq_verifications_running",
        "verifications",
        ["certification_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('OPEN', 'RECORDS_RECEIVED', 'RECORDS_REQUESTED')"),
    )
    op.create_table(
        "verification_results",
        sa.Column("verification_id", sa.UUID(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("stated_cents", sa.BigInteger(), nullable=False),
        sa.Column("unsupported_cents", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "unsupported_cents BETWEEN 0 AND stated_cents",
            name=op.f("ck_verification_results_unsupported_within_stated"),
        ),
        sa.ForeignKeyConstraint(
            ["verification_id"],
            ["verifications.id"],
            name=op.f("fk_verification_results_verification_id_verifications"),
        ),
        sa.PrimaryKeyConstraint("verification_id", "category", name=op.f("pk_verification_results")),
    )
    for history in ("verification_samples", "verification_sample_items"):
        platform.append_only(history)
