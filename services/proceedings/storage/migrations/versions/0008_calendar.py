"""Computed deadlines by case, for work across cases and for feeds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables; the next run of the job fills them."""
    op.create_table(
        "calendar_entries",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("deadline_id", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("segment", sa.Text),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("trigger_event", sa.Text, nullable=False),
        sa.Column("trigger_date", sa.Date, nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("met_on", sa.Date),
        sa.Column("explain", pg.ARRAY(sa.Text), nullable=False),
        sa.Column("gone", sa.Boolean, nullable=False, comment="the record does not give it any more"),
        sa.Column("revision", sa.Integer, nullable=False, comment="changes since it was first computed"),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("case_number", "deadline_id", name="pk_calendar_entries"),
        _case("calendar_entries"),
        sa.CheckConstraint("revision >= 0", name="ck_calendar_entries_revision_not_negative"),
    )
    op.create_index(
        "ix_calendar_entries_open",
        "calendar_entries",
        ["due", "deadline_id"],
        postgresql_where=sa.text("status = 'OPEN' AND NOT gone"),
    )
    op.create_table(
        "calendar_looks",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("acts", sa.Integer, nullable=False, comment="length of the record that was looked at"),
        sa.Column("looked_on", sa.Date, nullable=False, comment="legal day of the look"),
        sa.Column("looked_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("case_number", name="pk_calendar_looks"),
        _case("calendar_looks"),
    )


def _case(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name=f"fk_{table}_case_number_cases")
