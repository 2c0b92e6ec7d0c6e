"""Tables of instructions, what follows from them, and what they did to entries."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.accounts.domain.assessment.classes import EntryClass
from services.accounts.domain.instructions.messages import Kind, State
from services.accounts.storage.tables import METADATA

_INSTANT: Final = sa.DateTime(timezone=True)


def _one_of(column: str, values: Iterable[StrEnum]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value.value}'" for value in sorted(values))
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def _total(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0")


def _cents(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


instructions = sa.Table(
    "instructions",
    METADATA,
    sa.Column("id", pg.UUID(as_uuid=True), server_default=sa.text("uuidv7()"), primary_key=True),
    sa.Column("case_number", sa.Text, nullable=False),
    sa.Column("message_number", sa.Integer, comment="of its case; null for one keyed in from paper"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("content", pg.JSONB, nullable=False),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    sa.Column("first_on", sa.Date, comment="first day of entry it is about"),
    sa.Column("last_on", sa.Date, comment="last one; null while it is open"),
    sa.Column("firms", pg.JSONB, nullable=False),
    sa.Column("excluded_firms", pg.JSONB, nullable=False),
    sa.Column("excluded_ranges", pg.JSONB, nullable=False),
    sa.Column("effective_on", sa.Date, comment="day its effects are posted on; null when it moves no money"),
    sa.Column("target_on", sa.Date),
    sa.Column("deemed_after", sa.Date),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("waits_for", sa.Text, comment="why it is not applied yet"),
    sa.Column("after_entry", sa.Text, nullable=False, server_default="", comment="how far it got"),
    sa.Column("applied_at", _INSTANT, comment="when it was applied to every entry there was"),
    sa.Column("target_told", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column(
        "deeming",
        sa.Boolean,
        nullable=False,
        server_default=sa.false(),
        comment="what it left out is being deemed liquidated (ASM-09)",
    ),
    _total("entry_count"),
    _total("assessed_cents"),
    _total("collect_cents"),
    _total("refund_cents"),
    _total("interest_cents"),
    _total("refund_interest_cents"),
    sa.UniqueConstraint("case_number", "message_number"),
    _one_of("kind", Kind),
    _one_of("state", State),
    sa.Index("ix_instructions_waiting", "id", postgresql_where=sa.text("state = 'WAITING'")),
    sa.Index(
        "ix_instructions_open", "deemed_after", postgresql_where=sa.text("kind = 'LIQUIDATE' AND state = 'APPLIED'")
    ),
    comment="Messages to customs as they were received, and how far each is applied",
)

left_out_entries = sa.Table(
    "left_out_entries",
    METADATA,
    sa.Column("instruction_id", pg.UUID(as_uuid=True), sa.ForeignKey("instructions.id"), primary_key=True),
    sa.Column("entry_number", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, nullable=False),
    comment="Entries an instruction is about that it could not be applied to, and why",
)

suspensions = sa.Table(
    "suspensions",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("first_on", sa.Date, nullable=False),
    sa.Column("end_on", sa.Date, comment="first day of entry no longer suspended; null while it is open"),
    sa.Column("rated_on", sa.Date, nullable=False, comment="earlier entries bear the rates of this day"),
    sa.Column("firms", pg.JSONB, nullable=False),
    sa.Column("excluded", pg.JSONB, nullable=False),
    sa.Column("security_required", sa.Boolean, nullable=False),
    comment="Days of entry whose liquidation is suspended; made again from the messages of the case",
)

lifted_suspensions = sa.Table(
    "lifted_suspensions",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("first_on", sa.Date, nullable=False),
    sa.Column("last_on", sa.Date),
    sa.Column("lifted_on", sa.Date, nullable=False),
    sa.Column("firms", pg.JSONB, nullable=False),
    comment="Days of entry that a terminated suspension freed; made again from the messages of the case",
)

deposit_rates = sa.Table(
    "deposit_rates",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True, comment="the message or event that set it"),
    sa.Column("exporter", sa.Text, primary_key=True),
    sa.Column("producer", sa.Text, primary_key=True),
    sa.Column("rank", sa.BigInteger, nullable=False, comment="of rates of one day the highest counts"),
    sa.Column("rate_percent", sa.Numeric, nullable=False),
    sa.Column("unit_rate", sa.Text, comment="dollars a unit, where deposits are by quantity; null by value"),
    sa.Column("excluded", sa.Boolean, nullable=False),
    sa.Column("country_wide", sa.Boolean, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("effective_from", sa.Date, nullable=False),
    sa.Column("effective_to", sa.Date, comment="first day of entry no longer at it; null while it is open"),
    sa.CheckConstraint("rate_percent >= 0", name="not_negative"),
    comment="Deposit rates by day of entry (RATE-06)",
)

order_terms = sa.Table(
    "order_terms",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("message_number", sa.Integer, nullable=False),
    sa.Column("boundary_on", sa.Date, nullable=False),
    sa.Column("order_on", sa.Date, nullable=False),
    sa.Column("suspended_from", sa.Date),
    sa.Column("lapsed_from", sa.Date),
    sa.Column("reach_back_to", sa.Date),
    sa.Column("injury", sa.Text, nullable=False),
    sa.Column("critical_confirmed", sa.Boolean, nullable=False),
    sa.Column("interest_from", sa.Date, nullable=False),
    sa.Column("conditional_delivery_from", sa.Date, nullable=False),
    comment="The days of a case that entries are classified by (ASM-02); the newest message counts",
)

entry_holds = sa.Table(
    "entry_holds",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("entry_number", sa.Text, primary_key=True),
    sa.Column("court_reference", sa.Text, primary_key=True),
    sa.Column("message_number", sa.Integer, nullable=False),
    sa.Column("released", sa.Boolean, nullable=False),
    comment="Entries whose liquidation a court forbids (ASM-10); the newest message of a court's reference counts",
)

record_holds = sa.Table(
    "record_holds",
    METADATA,
    sa.Column("entry_number", sa.Text, primary_key=True),
    sa.Column("demand_id", pg.UUID(as_uuid=True), primary_key=True),
    sa.Column("event_sequence", sa.BigInteger, nullable=False, comment="of enforcement's newest word"),
    sa.Column("released", sa.Boolean, nullable=False),
    comment="Entries that enforcement holds while records of their special rate are demanded (PEN-06)",
)

instructed_liquidations = sa.Table(
    "instructed_liquidations",
    METADATA,
    sa.Column("entry_number", sa.Text, primary_key=True),
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("instruction_id", pg.UUID(as_uuid=True), sa.ForeignKey("instructions.id"), nullable=False),
    sa.Column("entry_class", sa.Text, comment="null where no order was issued (ASM-11) and for a deemed one"),
    _cents("security_cents"),
    _cents("duty_cents"),
    _cents("collect_cents"),
    _cents("refund_cents"),
    _cents("refund_interest_cents"),
    sa.Column("disregarded", sa.Boolean, nullable=False, comment="liquidated as entered under the $20 rule"),
    sa.CheckConstraint(
        "security_cents >= 0 AND duty_cents >= 0 AND collect_cents >= 0 AND refund_cents >= 0"
        " AND refund_interest_cents >= 0 AND collect_cents * refund_cents = 0",
        name="not_negative",
    ),
    _one_of("entry_class", EntryClass),
    comment="How an entry that was liquidated by instruction settled (ASM-02 to ASM-05)",
)

release_conditions = sa.Table(
    "release_conditions",
    METADATA,
    sa.Column("entry_number", sa.Text, primary_key=True),
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("information", sa.Boolean, nullable=False),
    sa.Column("records", sa.Boolean, nullable=False),
    sa.Column("undertaking", sa.Boolean, nullable=False),
    sa.Column("confirmed_by", sa.Text, nullable=False),
    sa.Column("confirmed_at", _INSTANT, nullable=False),
    comment="What an importer furnished for delivery of its goods (ORD-09)",
)
