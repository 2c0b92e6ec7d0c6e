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
    _special_rate_withdrawals()
    _agency_referrals()
    _deadlines_told()


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
        sa.Column("reminder_on", sa.Date(), comment="RCP-15"),
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


def _special_rate_withdrawals() -> None:
    name = "special_rate_withdrawals"
    op.create_table(
        name,
        sa.Column("demand_id", _UUID, nullable=False),
        sa.Column("release_number", sa.Text(), nullable=False),
        sa.Column("record_code", sa.Text(), nullable=False, comment="the missing record the special rate rested on"),
        sa.Column("entry_number", sa.Text(), nullable=False),
        sa.Column("liquidated_on", sa.Date()),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("column_applied", sa.Text(), nullable=False),
        sa.Column("special_rate", sa.Numeric(), nullable=False, comment="percent"),
        sa.Column("applied_rate", sa.Numeric(), nullable=False, comment="percent"),
        sa.Column("value_cents", sa.BigInteger(), nullable=False),
        sa.Column("extra_duty_cents", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("demand_id", "release_number", name=op.f(f"pk_{name}")),
        sa.ForeignKeyConstraint(
            ["demand_id", "release_number"],
            ["recordkeeping_failures.demand_id", "recordkeeping_failures.release_number"],
            name=op.f(f"fk_{name}_recordkeeping_failures"),
        ),
        sa.CheckConstraint("extra_duty_cents >= 0", name=op.f(f"ck_{name}_extra_duty")),
        sa.CheckConstraint("(action = 'NONE') = (reason IS NOT NULL)", name=op.f(f"ck_{name}_nothing_done_explained")),
    )


def _agency_referrals() -> None:
    name = "agency_referrals"
    op.create_table(
        name,
        sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("subject_row", sa.Integer(), nullable=False, comment="row of 19 CFR 161.2(a)"),
        sa.Column("movement", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("goods", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False, comment="the law it rests on (AGY-05)"),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date()),
        sa.Column("acknowledged_on", sa.Date()),
        sa.Column("agency_decision", sa.Text()),
        sa.Column("decided_on", sa.Date()),
        sa.Column("seizure_authority", sa.Text()),
        sa.Column("seized", pg.JSONB(), server_default="[]", nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.CheckConstraint("(agency_decision IS NULL) = (decided_on IS NULL)", name=op.f(f"ck_{name}_decided_at_once")),
        sa.CheckConstraint("subject_row BETWEEN 1 AND 5", name=op.f(f"ck_{name}_subject_row")),
    )
    op.create_index(op.f(f"ix_{name}_state_id"), name, ["state", "id"])


def _deadlines_told() -> None:
    op.create_table(
        "deadlines_told",
        sa.Column("case_id", _UUID, nullable=False),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "clock", "due_on", name=op.f("pk_deadlines_told")),
    )
