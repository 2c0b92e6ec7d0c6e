"""Entries whose liquidation waits for demanded records."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is held yet."""
    op.create_table(
        "record_holds",
        sa.Column("entry_number", sa.Text, nullable=False),
        sa.Column("demand_id", pg.UUID(as_uuid=True), nullable=False),
        sa.Column("event_sequence", sa.BigInteger, nullable=False, comment="of enforcement's newest word"),
        sa.Column("released", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("entry_number", "demand_id", name="pk_record_holds"),
        comment="Entries that enforcement holds while records of their special rate are demanded (PEN-06)",
    )
