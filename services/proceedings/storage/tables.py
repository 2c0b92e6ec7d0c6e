"""Cases, orders, deposit rates and producer lists as tables. Rates and lists are append-only history."""

from typing import Final

import sqlalchemy as sa

from shared.database import NAMING

METADATA: Final = sa.MetaData(naming_convention=NAMING)

_INSTANT: Final = sa.DateTime(timezone=True)

cases = sa.Table(
    "cases",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("case_name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("country", sa.Text, nullable=False, comment="ISO 3166 alpha-2"),
    sa.Column("product_group_id", sa.Text, nullable=False, comment="orders on the same product share it (DEF-02)"),
    sa.Column("itc_case_number", sa.Text),
    sa.Column("registered_at", _INSTANT, nullable=False),
    sa.Column(
        "provisional_limit", sa.Text, nullable=False, server_default="DAYS_120", comment="how four months count (D-12)"
    ),
    sa.Column(
        "exclude_disregarded_from_total",
        sa.Boolean,
        nullable=False,
        server_default=sa.false(),
        comment="whether a disregarded producer's output leaves the total (D-07)",
    ),
    sa.CheckConstraint("case_number ~ '^[ACF]-[0-9]{3}-[0-9]{3}$'", name="case_number_form"),
    sa.CheckConstraint("kind IN ('AD', 'CVD', 'FINDING_1921')", name="kind_known"),
    sa.CheckConstraint("provisional_limit IN ('DAYS_120', 'MONTHS_4')", name="provisional_limit_known"),
)

orders = sa.Table(
    "orders",
    METADATA,
    sa.Column("case_number", sa.Text, sa.ForeignKey("cases.case_number"), primary_key=True),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("fr_citation", sa.Text),
    sa.Column("scope_text", sa.Text),
    sa.Column("itc_notified_on", sa.Date, comment="day Commerce was notified of the affirmative final (ORD-01)"),
    sa.Column("due_on", sa.Date, comment="last day for issuing the order; null where no clock runs"),
    sa.Column("issued_late", sa.Boolean, nullable=False),
    sa.Column("revoked_on", sa.Date),
    sa.Column("revocation_fr_citation", sa.Text),
    sa.Column("registered_at", _INSTANT, nullable=False),
    sa.CheckConstraint("revoked_on IS NULL OR revoked_on >= issued_on", name="revoked_after_issued"),
)

rate_settings = sa.Table(
    "rate_settings",
    METADATA,
    sa.Column("case_number", sa.Text, sa.ForeignKey("cases.case_number"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False, comment="order of recording, from 1"),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("effective_from", sa.Date, nullable=False, comment="first day of entry"),
    sa.Column("determined_on", sa.Date, nullable=False),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    sa.CheckConstraint("number >= 1", name="number_positive"),
)

rates = sa.Table(
    "rates",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("exporter", sa.Text, nullable=False, comment="* for any"),
    sa.Column("producer", sa.Text, nullable=False, comment="* for any"),
    sa.Column("exact_percent", sa.Numeric(12, 6), nullable=False, comment="unrounded (D-01)"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("basis", sa.Text, nullable=False),
    sa.Column("export_value_cents", sa.BigInteger, comment="weight of RATE-04"),
    sa.Column("rate_group", sa.Text),
    sa.Column("method", sa.Text, comment="how an all-others rate was found"),
    sa.Column("unit_amount", sa.Numeric(15, 6), comment="US dollars per unit, where deposits are by quantity"),
    sa.Column("unit", sa.Text),
    sa.ForeignKeyConstraint(["case_number", "number"], ["rate_settings.case_number", "rate_settings.number"]),
    sa.CheckConstraint("exact_percent >= 0", name="percent_not_negative"),
    sa.CheckConstraint("export_value_cents >= 0", name="export_value_not_negative"),
    sa.CheckConstraint("(unit_amount IS NULL) = (unit IS NULL)", name="unit_with_amount"),
    sa.CheckConstraint("unit_amount >= 0", name="unit_amount_not_negative"),
    sa.CheckConstraint("status IN ('ACTIVE', 'EXCLUDED')", name="status_known"),
    sa.CheckConstraint("(exporter = '*' AND producer = '*') = (method IS NOT NULL)", name="method_for_everybody"),
)

producer_lists = sa.Table(
    "producer_lists",
    METADATA,
    sa.Column("case_number", sa.Text, sa.ForeignKey("orders.case_number"), primary_key=True),
    sa.Column("list_version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("due_on", sa.Date, nullable=False),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    sa.CheckConstraint("list_version >= 1", name="list_version_positive"),
)

listed_producers = sa.Table(
    "listed_producers",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("list_version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.ForeignKeyConstraint(
        ["case_number", "list_version"], ["producer_lists.case_number", "producer_lists.list_version"]
    ),
    sa.CheckConstraint("role IN ('PETITIONER', 'SUPPORTER', 'OPPONENT')", name="role_known"),
)
