"""Receivables and awards that enforcement asks for; nothing of the informant or of the case but references."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.accounts.storage.tables import METADATA

_INSTANT: Final = sa.DateTime(timezone=True)
_ID: Final = pg.UUID(as_uuid=True)

receivables = sa.Table(
    "receivables",
    METADATA,
    sa.Column("id", _ID, server_default=sa.text("uuidv7()"), primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("reference", sa.Text, nullable=False, comment="the penalty or demand, as enforcement names it"),
    sa.Column("case_reference", sa.Text, nullable=False),
    sa.Column("debtor", sa.Text, nullable=False, comment="importer number"),
    sa.Column("amount_cents", sa.BigInteger, nullable=False),
    sa.Column("collected_cents", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("demanded_on", sa.Date, nullable=False),
    sa.Column("due_on", sa.Date, nullable=False),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    sa.UniqueConstraint("kind", "reference"),
    sa.CheckConstraint("kind IN ('DUTIES', 'PENALTY')", name="kind_known"),
    sa.CheckConstraint("amount_cents >= 0 AND collected_cents >= 0", name="not_negative"),
    sa.Index("ix_receivables_due", "due_on", "id"),
)

receivable_collections = sa.Table(
    "receivable_collections",
    METADATA,
    sa.Column("id", _ID, server_default=sa.text("uuidv7()"), primary_key=True),
    sa.Column("receivable_id", _ID, sa.ForeignKey("receivables.id"), nullable=False, index=True),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("amount_cents", sa.BigInteger, nullable=False),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),
    sa.CheckConstraint("amount_cents > 0", name="positive"),
)

award_payments = sa.Table(
    "award_payments",
    METADATA,
    sa.Column("request_id", sa.Text, primary_key=True),
    sa.Column("payee_reference", sa.Text, nullable=False, comment="opaque; only enforcement knows whose"),
    sa.Column("amount_cents", sa.BigInteger, nullable=False),
    sa.Column("requested_on", sa.Date, nullable=False),
    sa.Column("released_by", sa.Text),
    sa.Column("released_on", sa.Date),
    sa.Column("paid_by", sa.Text),
    sa.Column("paid_on", sa.Date),
    sa.CheckConstraint("amount_cents > 0", name="positive"),
    sa.CheckConstraint("paid_by IS DISTINCT FROM released_by OR paid_by IS NULL", name="two_people"),
)
