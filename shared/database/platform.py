"""The tables that every service has: outbox, inbox, dead letters, idempotency keys and the audit log."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
METADATA: Final = sa.MetaData(naming_convention=NAMING)
OUTBOX_CHANNEL: Final = "outbox"

_INSTANT: Final = sa.DateTime(timezone=True)

outbox = sa.Table(
    "outbox",
    METADATA,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("event_id", pg.UUID(as_uuid=True), nullable=False, server_default=sa.text("uuidv7()"), unique=True),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False, comment="NATS subject"),
    sa.Column("about", sa.Text, nullable=False, comment="CloudEvents subject"),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("sequence", sa.BigInteger, sa.Computed("id", persisted=True), nullable=False),
    sa.Column("data", pg.JSONB, nullable=False),
    sa.Column("correlation_id", sa.Text, nullable=False),
    sa.Column("causation_id", sa.Text),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    sa.Column("published_at", _INSTANT),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("last_error", sa.Text),
    sa.Index("ix_outbox_unpublished", "id", postgresql_where=sa.text("published_at IS NULL")),
)

inbox = sa.Table(
    "inbox",
    METADATA,
    sa.Column("consumer", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("event_id", pg.UUID(as_uuid=True), primary_key=True),
    sa.Column("received_at", _INSTANT, nullable=False),
)

dead_letters = sa.Table(
    "dead_letters",
    METADATA,
    sa.Column("id", pg.UUID(as_uuid=True), server_default=sa.text("uuidv7()"), primary_key=True),
    sa.Column("consumer", sa.Text, nullable=False),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("stream_sequence", sa.BigInteger, nullable=False),
    sa.Column("event_id", pg.UUID(as_uuid=True)),
    sa.Column("type", sa.Text),
    sa.Column("headers", pg.JSONB, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("error_code", sa.Text, nullable=False),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("died_at", _INSTANT, nullable=False),
    sa.Column("replayed_at", _INSTANT),
    sa.Column("discarded_at", _INSTANT),
    sa.Column("discard_reason", sa.Text),
    sa.UniqueConstraint("consumer", "stream", "stream_sequence"),
)

idempotency_keys = sa.Table(
    "idempotency_keys",
    METADATA,
    sa.Column("actor", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("command", sa.Text, nullable=False),
    sa.Column("input_digest", sa.Text, nullable=False),
    sa.Column("answer", pg.JSONB),
    sa.Column("recorded_at", _INSTANT, nullable=False),
)

audit_log = sa.Table(
    "audit_log",
    METADATA,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    sa.Column("legal_day", sa.Date, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("before", pg.JSONB),
    sa.Column("after", pg.JSONB),
    sa.Column("reason", sa.Text),
    sa.Column("correlation_id", sa.Text, nullable=False),
    sa.Column("previous_hash", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Index("ix_audit_log_subject", "subject"),
)

_APPEND_ONLY: Final = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$
"""


def append_only(table: str) -> None:
    """Inside a migration: make the database refuse every UPDATE, DELETE and TRUNCATE of ``table``."""
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def create_v1() -> None:
    """Inside a service's first migration: create the platform's tables."""
    METADATA.create_all(op.get_bind(), checkfirst=False)
    op.execute(_APPEND_ONLY)
    append_only("audit_log")
    op.execute("ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000)")
