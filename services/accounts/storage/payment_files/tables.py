"""Tables of payment files."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.accounts.domain.payment_files.files import FileState, LineState, Method
from services.accounts.storage.tables import METADATA

_INSTANT: Final = sa.DateTime(timezone=True)


def _known(column: str, values: Iterable[StrEnum]) -> sa.CheckConstraint:
    quoted = ", ".join(f"'{value.value}'" for value in sorted(values))
    return sa.CheckConstraint(f"{column} IN ({quoted})", name=f"{column}_known")


payees = sa.Table(
    "payees",
    METADATA,
    sa.Column("producer_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("sealed", sa.LargeBinary, comment="holder, routing and account number, encrypted; null: by check"),
    sa.Column("account_last_four", sa.Text, nullable=False),
    sa.Column("registered_by", sa.Text, nullable=False),
    sa.Column("registered_at", _INSTANT, nullable=False),
    sa.CheckConstraint("length(account_last_four) <= 4", name="masked"),
    comment="Where a producer is paid; account data in clear are nowhere (PUBL-03)",
)

payment_files = sa.Table(
    "payment_files",
    METADATA,
    sa.Column("id", pg.UUID(as_uuid=True), server_default=sa.text("uuidv7()"), primary_key=True),
    sa.Column("number", sa.BigInteger, sa.Identity(always=True), nullable=False, unique=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("execute_on", sa.Date, nullable=False),
    sa.Column("line_count", sa.Integer, nullable=False),
    sa.Column("control_sum_cents", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False, server_default="", comment="of the pain.001 message"),
    sa.Column("debtor", pg.JSONB, nullable=False, comment="whose account pays, as it was set"),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("created_at", _INSTANT, nullable=False),
    sa.Column("released_by", sa.Text),
    sa.Column("released_at", _INSTANT),
    sa.Column("accepted_on", sa.Date),
    sa.Column("acceptance_reference", sa.Text),
    sa.Column("cancelled_reason", sa.Text),
    _known("state", FileState),
    sa.CheckConstraint("released_by IS DISTINCT FROM created_by OR released_by IS NULL", name="two_people"),
    sa.CheckConstraint("line_count > 0 AND control_sum_cents > 0", name="not_empty"),
)

payment_file_lines = sa.Table(
    "payment_file_lines",
    METADATA,
    sa.Column("file_id", pg.UUID(as_uuid=True), sa.ForeignKey("payment_files.id"), primary_key=True),
    sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("payment_id", pg.UUID(as_uuid=True), sa.ForeignKey("payments.id"), nullable=False),
    sa.Column("end_to_end_id", sa.Text, nullable=False, unique=True),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("amount_cents", sa.BigInteger, nullable=False, comment="net of administrative offset"),
    sa.Column("payee_name", sa.Text, nullable=False),
    sa.Column("payee_version", sa.Integer, comment="null on a check line"),
    sa.Column("sealed", sa.LargeBinary, comment="the payee's account data as they were, encrypted"),
    sa.Column("state", sa.Text, nullable=False, server_default=LineState.SENT.value),
    sa.Column("confirmed_on", sa.Date),
    sa.Column("returned_on", sa.Date),
    sa.Column("return_reason", sa.Text),
    sa.Column("live", sa.Boolean, nullable=False, server_default=sa.true(), comment="false: may be paid again"),
    _known("method", Method),
    _known("state", LineState),
    sa.CheckConstraint("amount_cents > 0", name="positive"),
    sa.CheckConstraint("(method = 'CHK') = (sealed IS NULL)", name="account_or_check"),
    sa.Index("uq_payment_file_lines_live", "payment_id", unique=True, postgresql_where=sa.text("live")),
    sa.Index("ix_payment_file_lines_returned", "payment_id", postgresql_where=sa.text("live AND state = 'RETURNED'")),
)
