"""Corrections of keying errors; what is open is found without the rest."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the corrections, know their cause, index what is open."""
    op.create_table(
        "keying_corrections",
        sa.Column("id", postgresql.UUID(as_uuid=True), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("certification_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="the certification's that it corrects"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("form", postgresql.JSONB(), nullable=False, comment="as on paper, without the tax number"),
        sa.Column("sealed_tax_number", sa.LargeBinary(), comment="encrypted"),
        sa.Column("tax_fingerprint", sa.Text(), comment="keyed; equal for equal tax numbers"),
        sa.Column("net_before_cents", sa.BigInteger(), nullable=False),
        sa.Column("net_after_cents", sa.BigInteger(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date()),
        sa.Column("decided_by", sa.Text()),
        sa.Column("decision_reason", sa.Text()),
        sa.CheckConstraint("state IN ('MADE', 'PENDING', 'REFUSED')", name=op.f("ck_keying_corrections_state_known")),
        sa.CheckConstraint(
            "decided_by IS DISTINCT FROM proposed_by OR decided_by IS NULL",
            name=op.f("ck_keying_corrections_two_people"),
        ),
        sa.CheckConstraint(
            "state <> 'MADE' OR net_after_cents <= net_before_cents OR decided_by IS NOT NULL",
            name=op.f("ck_keying_corrections_raised_by_two"),
        ),
        sa.ForeignKeyConstraint(
            ["certification_id"],
            ["certifications.id"],
            name=op.f("fk_keying_corrections_certification_id_certifications"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keying_corrections")),
    )
    op.create_index(
        "uq_keying_corrections_pending",
        "keying_corrections",
        ["certification_id"],
        unique=True,
        postgresql_where=sa.text("state = 'PENDING'"),
    )
    op.drop_constraint(op.f("ck_certification_versions_cause_known"), "certification_versions")
    op.create_check_constraint(
        op.f("ck_certification_versions_cause_known"),
        "certification_versions",
        "cause IN ('FILED', 'CORRECTED', 'REDUCED', 'VERIFIED', 'KEYING_ERROR')",
    )
    op.create_index(
        "ix_certifications_open",
        "certifications",
        ["notice_id"],
        postgresql_where=sa.text("state IN ('RECEIVED', 'RETURNED', 'UNDER_REVIEW')"),
    )
    # A denied application under appeal is not open beside a new one (RCP-20).
    op.drop_index("uq_recordkeeper_participations_open", "recordkeeper_participations")
    op.create_index(
        "uq_recordkeeper_participations_open",
        "recordkeeper_participations",
        ["importer_number"],
        unique=True,
        postgresql_where=sa.text(
            "state IN ('CERTIFIED', 'IN_REVIEW', 'ON_SITE', 'REMOVAL_APPEALED', 'REMOVAL_PENDING', 'SUBMITTED',"
            " 'SUSPENDED_INFO')"
        ),
    )
