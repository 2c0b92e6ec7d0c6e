"""Acts and what follows from them. Append-only, but for the almanac's closures and statuses, which officers keep."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.proceedings.storage.tables import METADATA

_INSTANT: Final = sa.DateTime(timezone=True)

acts = sa.Table(
    "acts",
    METADATA,
    sa.Column("case_number", sa.Text, sa.ForeignKey("cases.case_number"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False, comment="order of recording, from 1"),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("occurred_on", sa.Date, nullable=False, comment="legal day"),
    sa.Column("content", pg.JSONB, nullable=False),
    sa.Column("corrects", sa.Integer),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),
    sa.CheckConstraint("number >= 1", name="number_positive"),
    sa.CheckConstraint("corrects < number", name="corrects_earlier"),
)

strikes = sa.Table(
    "strikes",
    METADATA,
    sa.Column("case_number", sa.Text, sa.ForeignKey("cases.case_number"), primary_key=True),
    sa.Column("key", sa.Text, primary_key=True, comment="what time alone brought about"),
    sa.Column("struck_on", sa.Date, primary_key=True),
    sa.Column("recorded_at", _INSTANT, nullable=False),
)

instructions = sa.Table(
    "instructions",
    METADATA,
    sa.Column("case_number", sa.Text, sa.ForeignKey("cases.case_number"), primary_key=True),
    sa.Column("message_number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("act_number", sa.Integer, comment="null where time alone brought it about"),
    sa.Column("content", pg.JSONB, nullable=False),
    sa.Column("issued_at", _INSTANT, nullable=False),
)

deadline_alerts = sa.Table(
    "deadline_alerts",
    METADATA,
    sa.Column("case_number", sa.Text, sa.ForeignKey("cases.case_number"), primary_key=True),
    sa.Column("deadline_id", sa.Text, primary_key=True),
    sa.Column("due", sa.Date, primary_key=True),
    sa.Column("raised_at", _INSTANT, nullable=False),
)

tollings = sa.Table(
    "tollings",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("authority", sa.Text, nullable=False),
    sa.Column("closure_from", sa.Date, nullable=False),
    sa.Column("closure_to", sa.Date, nullable=False),
    sa.Column("days", sa.Integer, nullable=False),
    sa.Column("segment_types", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("excluded_keys", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("announced_in", sa.Text, nullable=False),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    sa.CheckConstraint("days > 0", name="days_positive"),
    sa.CheckConstraint("closure_to >= closure_from", name="closure_in_order"),
)

closures = sa.Table(
    "closures",
    METADATA,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("recorded_at", _INSTANT, nullable=False),
)

country_statuses = sa.Table(
    "country_statuses",
    METADATA,
    sa.Column("country", sa.Text, primary_key=True),
    sa.Column("starts_on", sa.Date, primary_key=True),
    sa.Column("ends_on", sa.Date),
    sa.Column("subsidies_agreement", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("development", sa.Text, nullable=False),
    sa.Column("export_subsidy_notice_on", sa.Date),
    sa.Column("source", sa.Text, nullable=False, server_default=""),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="in_order"),
    sa.CheckConstraint("subsidies_agreement = (reason IS NOT NULL)", name="reason_where_inside"),
)
