"""Liquidation by instruction, suspension and deposit rates."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_KINDS: Final = (
    "'CONDITIONAL_DELIVERY', 'DEPOSIT_RATES', 'ENTRY_HOLD', 'INVESTIGATION_RESUMED', 'LIQUIDATE', 'ORDER_ENDED',"
    " 'ORDER_TERMS', 'PROVISIONAL_MEASURES_LAPSED',"
    " 'SECURITY_REFUND', 'SUSPENSION_AMENDED', 'SUSPENSION_ORDERED', 'SUSPENSION_REINSTATED', 'SUSPENSION_TERMINATED'"
)
_CLASSES: Final = (
    "'DEFINITIVE_INTEREST', 'DEFINITIVE_NO_INTEREST', 'GAP', 'NOT_COVERED', 'PROVISIONAL', 'REFUND_ALL', 'RETROACTIVE'"
)

# Names stand in messages as ``comparable`` makes them. What is unknown of an entry is like no name but "*".
_FUNCTIONS: Final = (
    """
CREATE FUNCTION comparable_name(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT lower(regexp_replace(btrim(name), '\\s+', ' ', 'g'))
$$
""",
    """
CREATE FUNCTION firm_listed(firms jsonb, of_exporter text, of_producer text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT EXISTS (
        SELECT FROM jsonb_array_elements(firms) AS firm
        WHERE (firm->>'exporter' = '*' OR firm->>'exporter' = comparable_name(of_exporter))
            AND (firm->>'producer' = '*' OR firm->>'producer' = comparable_name(of_producer))
    )
$$
""",
    """
CREATE FUNCTION firm_undecided(firms jsonb, of_exporter text, of_producer text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (of_exporter IS NULL OR of_producer IS NULL) AND NOT firm_listed(firms, of_exporter, of_producer)
        AND EXISTS (
            SELECT FROM jsonb_array_elements(firms) AS firm
            WHERE (firm->>'exporter' = '*' OR of_exporter IS NULL
                    OR firm->>'exporter' = comparable_name(of_exporter))
                AND (firm->>'producer' = '*' OR of_producer IS NULL
                    OR firm->>'producer' = comparable_name(of_producer))
        )
$$
""",
    """
CREATE FUNCTION day_listed(ranges jsonb, day date) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT EXISTS (
        SELECT FROM jsonb_array_elements(ranges) AS part
        WHERE day >= (part->>'first')::date AND (part->>'last' IS NULL OR day <= (part->>'last')::date)
    )
$$
""",
    """
CREATE FUNCTION entry_suspended(of_case text, day date, of_exporter text, of_producer text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (
        SELECT FROM suspensions AS s
        WHERE s.case_number = of_case AND day >= s.first_on AND (s.end_on IS NULL OR day < s.end_on)
            AND firm_listed(s.firms, of_exporter, of_producer) AND NOT firm_listed(s.excluded, of_exporter, of_producer)
    ) AND NOT EXISTS (
        SELECT FROM lifted_suspensions AS l
        WHERE l.case_number = of_case AND day >= l.first_on AND (l.last_on IS NULL OR day <= l.last_on)
            AND firm_listed(l.firms, of_exporter, of_producer)
    )
$$
""",
    """
CREATE FUNCTION entry_instructed(of_case text, day date, of_exporter text, of_producer text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (
        SELECT FROM instructions AS i
        WHERE i.case_number = of_case AND i.kind = 'LIQUIDATE'
            AND day >= i.first_on AND (i.last_on IS NULL OR day <= i.last_on)
            AND firm_listed(i.firms, of_exporter, of_producer)
            AND NOT firm_listed(i.excluded_firms, of_exporter, of_producer)
            AND NOT day_listed(i.excluded_ranges, day)
    )
$$
""",
    """
CREATE FUNCTION entry_held(of_case text, of_entry text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (
        SELECT FROM entry_holds AS h
        WHERE h.case_number = of_case AND h.entry_number = of_entry AND NOT h.released
    )
$$
""",
)


def upgrade() -> None:
    """Create them."""
    op.add_column("entries", sa.Column("exporter", sa.Text))
    op.add_column("entries", sa.Column("producer", sa.Text))
    op.add_column("entries", sa.Column("entered_value_cents", sa.BigInteger))
    op.create_check_constraint("ck_entries_value_not_negative", "entries", "entered_value_cents >= 0")
    op.add_column(
        "deposits", sa.Column("returned_on", sa.Date, comment="refunded or released without a liquidation (17.2)")
    )
    op.create_index("ix_deposits_case_entry", "deposits", ["case_number", "entry_number"])
    op.add_column(
        "orders",
        sa.Column(
            "ordered",
            sa.Boolean,
            nullable=False,
            server_default=sa.true(),
            comment="false for a book that a suspension opened, until the order itself is issued",
        ),
    )
    _instructions()
    _kept_copies()
    _of_entries()
    for function in _FUNCTIONS:
        op.execute(function)


def _instructions() -> None:
    op.create_table(
        "instructions",
        sa.Column("id", pg.UUID(as_uuid=True), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("message_number", sa.Integer, comment="of its case; null for one keyed in from paper"),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("content", pg.JSONB, nullable=False),
        sa.Column("issued_on", sa.Date, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
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
        sa.Column("applied_at", sa.DateTime(timezone=True), comment="when it was applied to every entry there was"),
        sa.Column("target_told", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column(
            "deeming",
            sa.Boolean,
            nullable=False,
            server_default=sa.false(),
            comment="what it left out is being deemed liquidated (ASM-09)",
        ),
        *(
            sa.Column(name, sa.BigInteger, nullable=False, server_default="0")
            for name in (
                "entry_count",
                "assessed_cents",
                "collect_cents",
                "refund_cents",
                "interest_cents",
                "refund_interest_cents",
            )
        ),
        sa.PrimaryKeyConstraint("id", name="pk_instructions"),
        sa.UniqueConstraint("case_number", "message_number", name="uq_instructions_case_number_message_number"),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name="ck_instructions_kind_known"),
        sa.CheckConstraint("state IN ('APPLIED', 'NOTED', 'WAITING')", name="ck_instructions_state_known"),
        comment="Messages to customs as they were received, and how far each is applied",
    )
    op.create_index("ix_instructions_waiting", "instructions", ["id"], postgresql_where=sa.text("state = 'WAITING'"))
    op.create_index(
        "ix_instructions_open",
        "instructions",
        ["deemed_after"],
        postgresql_where=sa.text("kind = 'LIQUIDATE' AND state = 'APPLIED'"),
    )
    op.create_table(
        "left_out_entries",
        sa.Column("instruction_id", pg.UUID(as_uuid=True), nullable=False),
        sa.Column("entry_number", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["instruction_id"], ["instructions.id"], name="fk_left_out_entries_instruction_id_instructions"
        ),
        sa.PrimaryKeyConstraint("instruction_id", "entry_number", name="pk_left_out_entries"),
        comment="Entries an instruction is about that it could not be applied to, and why",
    )


def _kept_copies() -> None:
    op.create_table(
        "suspensions",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("first_on", sa.Date, nullable=False),
        sa.Column("end_on", sa.Date, comment="first day of entry no longer suspended; null while it is open"),
        sa.Column("rated_on", sa.Date, nullable=False, comment="earlier entries bear the rates of this day"),
        sa.Column("firms", pg.JSONB, nullable=False),
        sa.Column("excluded", pg.JSONB, nullable=False),
        sa.Column("security_required", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("case_number", "position", name="pk_suspensions"),
        comment="Days of entry whose liquidation is suspended; made again from the messages of the case",
    )
    op.create_table(
        "lifted_suspensions",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("first_on", sa.Date, nullable=False),
        sa.Column("last_on", sa.Date),
        sa.Column("lifted_on", sa.Date, nullable=False),
        sa.Column("firms", pg.JSONB, nullable=False),
        sa.PrimaryKeyConstraint("case_number", "position", name="pk_lifted_suspensions"),
        comment="Days of entry that a terminated suspension freed; made again from the messages of the case",
    )
    op.create_table(
        "deposit_rates",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False, comment="the message or event that set it"),
        sa.Column("exporter", sa.Text, nullable=False),
        sa.Column("producer", sa.Text, nullable=False),
        sa.Column("rank", sa.BigInteger, nullable=False, comment="of rates of one day the highest counts"),
        sa.Column("rate_percent", sa.Numeric, nullable=False),
        sa.Column("unit_rate", sa.Text, comment="dollars a unit, where deposits are by quantity; null by value"),
        sa.Column("excluded", sa.Boolean, nullable=False),
        sa.Column("country_wide", sa.Boolean, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("effective_from", sa.Date, nullable=False),
        sa.Column("effective_to", sa.Date, comment="first day of entry no longer at it; null while it is open"),
        sa.CheckConstraint("rate_percent >= 0", name="ck_deposit_rates_not_negative"),
        sa.PrimaryKeyConstraint("case_number", "source", "exporter", "producer", name="pk_deposit_rates"),
        comment="Deposit rates by day of entry (RATE-06)",
    )
    op.create_table(
        "order_terms",
        sa.Column("case_number", sa.Text, nullable=False),
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
        sa.PrimaryKeyConstraint("case_number", name="pk_order_terms"),
        comment="The days of a case that entries are classified by (ASM-02); the newest message counts",
    )


def _of_entries() -> None:
    op.create_table(
        "entry_holds",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("entry_number", sa.Text, nullable=False),
        sa.Column("message_number", sa.Integer, nullable=False),
        sa.Column("court_reference", sa.Text, nullable=False),
        sa.Column("released", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("case_number", "entry_number", "court_reference", name="pk_entry_holds"),
        comment="Entries whose liquidation a court forbids (ASM-10); the newest message of a court's reference counts",
    )
    op.create_table(
        "instructed_liquidations",
        sa.Column("entry_number", sa.Text, nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("instruction_id", pg.UUID(as_uuid=True), nullable=False),
        sa.Column("entry_class", sa.Text, comment="null where no order was issued (ASM-11) and for a deemed one"),
        *(
            sa.Column(name, sa.BigInteger, nullable=False)
            for name in ("security_cents", "duty_cents", "collect_cents", "refund_cents", "refund_interest_cents")
        ),
        sa.Column("disregarded", sa.Boolean, nullable=False, comment="liquidated as entered under the $20 rule"),
        sa.ForeignKeyConstraint(
            ["instruction_id"], ["instructions.id"], name="fk_instructed_liquidations_instruction_id_instructions"
        ),
        sa.CheckConstraint(f"entry_class IN ({_CLASSES})", name="ck_instructed_liquidations_entry_class_known"),
        sa.CheckConstraint(
            "security_cents >= 0 AND duty_cents >= 0 AND collect_cents >= 0 AND refund_cents >= 0"
            " AND refund_interest_cents >= 0 AND collect_cents * refund_cents = 0",
            name="ck_instructed_liquidations_not_negative",
        ),
        sa.PrimaryKeyConstraint("entry_number", "case_number", name="pk_instructed_liquidations"),
        comment="How an entry that was liquidated by instruction settled (ASM-02 to ASM-05)",
    )
    op.create_table(
        "release_conditions",
        sa.Column("entry_number", sa.Text, nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("information", sa.Boolean, nullable=False),
        sa.Column("records", sa.Boolean, nullable=False),
        sa.Column("undertaking", sa.Boolean, nullable=False),
        sa.Column("confirmed_by", sa.Text, nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("entry_number", "case_number", name="pk_release_conditions"),
        comment="What an importer furnished for delivery of its goods (ORD-09)",
    )
