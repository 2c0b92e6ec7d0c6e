"""Tables of imports."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.accounts.storage.tables import METADATA

_INSTANT: Final = sa.DateTime(timezone=True)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0")


imports = sa.Table(
    "imports",
    METADATA,
    sa.Column("id", pg.UUID(as_uuid=True), server_default=sa.text("uuidv7()"), primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("file_name", sa.Text, nullable=False),
    _count("rows_read"),
    _count("rows_kept"),
    _count("rows_set_aside"),
    _count("amount_cents"),
    sa.Column("started_at", _INSTANT, nullable=False),
    sa.Column("started_by", sa.Text, nullable=False),
    sa.Column("finished_at", _INSTANT),
    sa.UniqueConstraint("kind", "content_hash"),
    sa.CheckConstraint("kind IN ('ENTRIES', 'LIQUIDATIONS')", name="kind_known"),
    sa.CheckConstraint("rows_kept + rows_set_aside = rows_read", name="every_row_counted"),
    comment="Files taken over, and how far; moves on with the rows it counts",
)

import_rows_set_aside = sa.Table(
    "import_rows_set_aside",
    METADATA,
    sa.Column("import_id", pg.UUID(as_uuid=True), sa.ForeignKey("imports.id"), primary_key=True),
    sa.Column("row_number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("codes", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("content", pg.JSONB, nullable=False),
    comment="Rows of a file that were refused, with their reasons",
)
