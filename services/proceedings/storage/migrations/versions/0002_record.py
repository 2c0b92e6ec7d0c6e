"""The record of cases: acts, what time brings about, messages to customs, the almanac."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.database import platform

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    _record()
    _almanac()
    for history in ("acts", "strikes", "instructions", "deadline_alerts"):
        platform.append_only(history)


def _case(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name=f"fk_{table}_case_number_cases")


def _record() -> None:
    op.create_table(
        "acts",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False, comment="order of recording, from 1"),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("occurred_on", sa.Date, nullable=False, comment="legal day"),
        sa.Column("content", pg.JSONB, nullable=False),
        sa.Column("corrects", sa.Integer),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("case_number", "number", name="pk_acts"),
        _case("acts"),
        sa.CheckConstraint("number >= 1", name="ck_acts_number_positive"),
        sa.CheckConstraint("corrects < number", name="ck_acts_corrects_earlier"),
    )
    op.create_table(
        "strikes",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False, comment="what time alone brought about"),
        sa.Column("struck_on", sa.Date, nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("case_number", "key", "struck_on", name="pk_strikes"),
        _case("strikes"),
    )
    op.create_table(
        "instructions",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("message_number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("act_number", sa.Integer, comment="null where time alone brought it about"),
        sa.Column("content", pg.JSONB, nullable=False),
        sa.Column("issued_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("case_number", "message_number", name="pk_instructions"),
        _case("instructions"),
    )
    op.create_table(
        "deadline_alerts",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("deadline_id", sa.Text, nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("raised_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("case_number", "deadline_id", "due", name="pk_deadline_alerts"),
        _case("deadline_alerts"),
    )


def _almanac() -> None:
    op.create_table(
        "tollings",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("authority", sa.Text, nullable=False),
        sa.Column("closure_from", sa.Date, nullable=False),
        sa.Column("closure_to", sa.Date, nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("segment_types", pg.ARRAY(sa.Text), nullable=False),
        sa.Column("excluded_keys", pg.ARRAY(sa.Text), nullable=False),
        sa.Column("announced_in", sa.Text, nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tollings"),
        sa.CheckConstraint("days > 0", name="ck_tollings_days_positive"),
        sa.CheckConstraint("closure_to >= closure_from", name="ck_tollings_closure_in_order"),
    )
    op.create_table(
        "closures",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_closures"),
    )
    op.create_table(
        "country_statuses",
        sa.Column("country", sa.Text, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date),
        sa.Column("subsidies_agreement", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("development", sa.Text, nullable=False),
        sa.Column("export_subsidy_notice_on", sa.Date),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("country", "starts_on", name="pk_country_statuses"),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ck_country_statuses_in_order"),
        sa.CheckConstraint(
            "subsidies_agreement = (reason IS NOT NULL)", name="ck_country_statuses_reason_where_inside"
        ),
    )
