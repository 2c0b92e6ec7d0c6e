"""Computed deadlines by case. They follow from the records and can be computed again at any time."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.proceedings.storage.tables import METADATA

_INSTANT: Final = sa.DateTime(timezone=True)

calendar_entries = sa.Table(
    "calendar_entries",
    METADATA,
    sa.Column("case_number", sa.Text, sa.ForeignKey("cases.case_number"), primary_key=True),
    sa.Column("deadline_id", sa.Text, primary_key=True),
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
    sa.CheckConstraint("revision >= 0", name="revision_not_negative"),
    sa.Index(
        "ix_calendar_entries_open", "due", "deadline_id", postgresql_where=sa.text("status = 'OPEN' AND NOT gone")
    ),
)

calendar_looks = sa.Table(
    "calendar_looks",
    METADATA,
    sa.Column("case_number", sa.Text, sa.ForeignKey("cases.case_number"), primary_key=True),
    sa.Column("acts", sa.Integer, nullable=False, comment="length of the record that was looked at"),
    sa.Column("looked_on", sa.Date, nullable=False, comment="legal day of the look"),
    sa.Column("looked_at", _INSTANT, nullable=False),
)
