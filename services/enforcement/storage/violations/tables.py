"""Participations of recordkeepers as certification tells them, and notices of violation."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.enforcement.storage.tables import METADATA

_UUID: Final = pg.UUID(as_uuid=True)

standings = sa.Table(
    "recordkeeper_standings",
    METADATA,
    sa.Column("participation_id", _UUID, primary_key=True),
    sa.Column("importer_number", sa.Text, nullable=False, index=True),
    sa.Column("revision", sa.Integer, nullable=False, comment="the highest told holds"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("certified_on", sa.Date, comment="start of the certification repeats are counted in (RCP-13)"),
    sa.Column("certified_days", pg.JSONB, nullable=False),
    sa.Column("findings", pg.JSONB, nullable=False),
)

notices = sa.Table(
    "notices_of_violation",
    METADATA,
    sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), primary_key=True),
    sa.Column("demand_id", _UUID, sa.ForeignKey("record_demands.id"), nullable=False),
    sa.Column("importer_number", sa.Text, nullable=False, index=True),
    sa.Column("due_on", sa.Date, nullable=False, comment="as extended; certification is tested on it (RCP-12)"),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("received_on", sa.Date),
    sa.Column("reminder_on", sa.Date, comment="RCP-15"),
    sa.Column("records", pg.ARRAY(sa.Text), nullable=False, comment="what was not produced (RCP-14)"),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("answered_on", sa.Date),
    sa.Column("steps", sa.Text, comment="what prevents a recurrence (RCP-15)"),
    sa.Column("withdrawn_on", sa.Date),
    sa.Column("withdrawal_reason", sa.Text),
    sa.CheckConstraint("issued_on > due_on", name="issued_after_due_date"),
    sa.CheckConstraint("received_on >= issued_on", name="received_after_issue"),
    sa.CheckConstraint("(answered_on IS NULL) = (steps IS NULL)", name="answered_with_steps"),
    sa.CheckConstraint("(withdrawn_on IS NULL) = (withdrawal_reason IS NULL)", name="withdrawn_with_reason"),
    sa.CheckConstraint("cardinality(records) > 0", name="identifies_records"),
    sa.Index(
        "uq_notices_of_violation_demand_id",
        "demand_id",
        unique=True,
        postgresql_where=sa.text("withdrawn_on IS NULL"),
    ),
)

special_rates = sa.Table(
    "special_rate_withdrawals",
    METADATA,
    sa.Column("demand_id", _UUID, primary_key=True),
    sa.Column("release_number", sa.Text, primary_key=True),
    sa.Column("record_code", sa.Text, nullable=False, comment="the missing record the special rate rested on"),
    sa.Column("entry_number", sa.Text, nullable=False),
    sa.Column("liquidated_on", sa.Date),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("column_applied", sa.Text, nullable=False),
    sa.Column("special_rate", sa.Numeric, nullable=False, comment="percent"),
    sa.Column("applied_rate", sa.Numeric, nullable=False, comment="percent"),
    sa.Column("value_cents", sa.BigInteger, nullable=False),
    sa.Column("extra_duty_cents", sa.BigInteger, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("finding", sa.Text, nullable=False),
    sa.Column("decided_on", sa.Date, nullable=False),
    sa.ForeignKeyConstraint(
        ["demand_id", "release_number"],
        ["recordkeeping_failures.demand_id", "recordkeeping_failures.release_number"],
        name="fk_special_rate_withdrawals_recordkeeping_failures",
    ),
    sa.CheckConstraint("extra_duty_cents >= 0", name="extra_duty"),
    sa.CheckConstraint("(action = 'NONE') = (reason IS NOT NULL)", name="nothing_done_explained"),
)
