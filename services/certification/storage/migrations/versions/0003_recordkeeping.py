"""The Recordkeeping Compliance Program."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.database import platform

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the files of participations and their history, which never changes."""
    op.create_table(
        "recordkeeper_participations",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("importer_number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("certified_on", sa.Date(), nullable=True, comment="start of the certification"),
        sa.Column("next_due_on", sa.Date(), nullable=True, comment="last day of the clock that runs out first"),
        sa.Column(
            "file", postgresql.JSONB(), nullable=False, comment="the participation, see storage/recordkeeping.py"
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('SUBMITTED', 'IN_REVIEW', 'SUSPENDED_INFO', 'ON_SITE', 'CERTIFIED', 'DENIED',"
            " 'DENIAL_APPEALED', 'DENIED_FINAL', 'REMOVAL_PENDING', 'REMOVAL_APPEALED',"
            " 'REMOVED', 'REMOVED_APPEALED', 'WITHDRAWN')",
            name=op.f("ck_recordkeeper_participations_state_known"),
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_recordkeeper_participations_revision_positive")),
        sa.CheckConstraint("file ->> 'state' = state", name=op.f("ck_recordkeeper_participations_state_of_file")),
        sa.CheckConstraint(
            "certified_on IS NOT NULL OR state NOT IN ('CERTIFIED', 'REMOVAL_PENDING', 'REMOVAL_APPEALED')",
            name=op.f("ck_recordkeeper_participations_certified_has_day"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recordkeeper_participations")),
    )
    op.create_index(
        "ix_recordkeeper_participations_importer_number", "recordkeeper_participations", ["importer_number"]
    )
    op.create_index(
        "uq_recordkeeper_participations_open",
        "recordkeeper_participations",
        ["importer_number"],
        unique=True,
        postgresql_where=sa.text(
            "state IN ('CERTIFIED', 'DENIAL_APPEALED', 'IN_REVIEW', 'ON_SITE', 'REMOVAL_APPEALED',"
            " 'REMOVAL_PENDING', 'REMOVED_APPEALED', 'SUBMITTED', 'SUSPENDED_INFO')"
        ),
    )
    op.create_index(
        "ix_recordkeeper_participations_next_due_on",
        "recordkeeper_participations",
        ["next_due_on"],
        postgresql_where=sa.text("next_due_on IS NOT NULL"),
    )
    op.create_table(
        "recordkeeper_history",
        sa.Column("participation_id", sa.UUID(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["recordkeeper_participations.id"],
            name=op.f("fk_recordkeeper_history_participation_id_recordkeeper_participations"),
        ),
        sa.PrimaryKeyConstraint("participation_id", "revision", name=op.f("pk_recordkeeper_history")),
    )
    platform.append_only("recordkeeper_history")
