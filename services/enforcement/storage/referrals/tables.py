"""Referrals to other agencies (AGY-03), and deadlines that were told of once."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.enforcement.storage.tables import METADATA

_UUID: Final = pg.UUID(as_uuid=True)

referrals = sa.Table(
    "agency_referrals",
    METADATA,
    sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("agency", sa.Text, nullable=False),
    sa.Column("subject_row", sa.Integer, nullable=False, comment="row of 19 CFR 161.2(a)"),
    sa.Column("movement", sa.Text, nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
    sa.Column("goods", sa.Text, nullable=False),
    sa.Column("authority", sa.Text, nullable=False, comment="the law it rests on (AGY-05)"),
    sa.Column("created_on", sa.Date, nullable=False),
    sa.Column("sent_on", sa.Date),
    sa.Column("acknowledged_on", sa.Date),
    sa.Column("agency_decision", sa.Text),
    sa.Column("decided_on", sa.Date),
    sa.Column("seizure_authority", sa.Text),
    sa.Column("seized", pg.JSONB, nullable=False, server_default="[]"),
    sa.Column("closed_on", sa.Date),
    sa.CheckConstraint("(agency_decision IS NULL) = (decided_on IS NULL)", name="decided_at_once"),
    sa.CheckConstraint("subject_row BETWEEN 1 AND 5", name="subject_row"),
    sa.Index("ix_agency_referrals_state_id", "state", "id"),
)

deadlines_told = sa.Table(
    "deadlines_told",
    METADATA,
    sa.Column("case_id", _UUID, primary_key=True),
    sa.Column("clock", sa.Text, primary_key=True),
    sa.Column("due_on", sa.Date, primary_key=True),
    sa.Column("told_on", sa.Date, nullable=False),
)
