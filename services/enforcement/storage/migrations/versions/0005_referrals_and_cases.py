"""Notices of violation, referrals, cases."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_UUID: Final = pg.UUID(as_uuid=True)


def upgrade() -> None:
    """Create the tables."""
    _recordkeeper_standings()
    _notices_of_violation()


def _recordkeeper_standings() -> None:
    op.create_table(
        "recordkeeper_standings",
        sa.Column("participation_id", _UUID, nullable=False),
        sa.Column("importer_number", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False, comment="the highest told holds"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("certified_on", sa.Date(), comment="start of the certification repeats are counted in (RCP-13)"),
        sa.Column("certified_days", pg.JSONB(), nullable=False),
        sa.Column("findings", pg.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("participation_id", name=op.f("pk_recordkeeper_standings")),
    )
    op.create_index(op.f("ix_recordkeeper_standings_importer_number"), "recordkeeper_standings", ["importer_number"])


def _notices_of_violation() -> None:
    name = "notices_of_violation"
    op.create_table(
        name,
        sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("demand_id", _UUID, nullable=False),
        sa.Column("importer_number", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False, comment="as extended; certification is tested on it (RCP-12)"),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date()),
        sa.Column("records", pg.ARRAY(sa.Text()), nullable=False, comment="what was not produced (RCP-14)"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date()),
        sa.Column("steps", sa.Text(), comment="what prevents a recurrence (RCP-15)"),
        sa.Column("withdrawn_on", sa.Date()),
        sa.Column("withdrawal_reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.ForeignKeyConstraint(["demand_id"], ["record_demands.id"], name=op.f(f"fk_{name}_demand_id_record_demands")),
        sa.CheckConstraint("issued_on > due_on", name=op.f(f"ck_{name}_issued_after_due_date")),
        sa.CheckConstraint("received_on >= issued_on", name=op.f(f"ck_{name}_received_after_issue")),
        sa.CheckConstraint("(answered_on IS NULL) = (steps IS NULL)", name=op.f(f"ck_{name}_answered_with_steps")),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawal_reason IS NULL)", name=op.f(f"ck_{name}_withdrawn_with_reason")
        ),
        sa.CheckConstraint("cardinality(records) > 0", name=op.f(f"ck_{name}_identifies_records")),
    )
    op.create_index(op.f(f"ix_{name}_importer_number"), name, ["importer_number"])
    op.create_index(
        op.f(f"uq_{name}_demand_id"),
        name,
        ["demand_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_on IS NULL"),
    )
