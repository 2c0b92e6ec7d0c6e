"""Cases, orders, deposit rates and producer lists."""

import sqlalchemy as sa
from alembic import op

from shared.database import platform

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the platform's tables and the first tables of this service."""
    platform.create_v1()
    _cases_and_orders()
    _rates()
    _producer_lists()
    for history in ("rate_settings", "rates", "producer_lists", "listed_producers"):
        platform.append_only(history)


def _cases_and_orders() -> None:
    op.create_table(
        "cases",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("case_name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("country", sa.Text, nullable=False, comment="ISO 3166 alpha-2"),
        sa.Column("product_group_id", sa.Text, nullable=False, comment="orders on the same product share it (DEF-02)"),
        sa.Column("itc_case_number", sa.Text),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_number", name="pk_cases"),
        sa.CheckConstraint("case_number ~ '^[ACF]-[0-9]{3}-[0-9]{3}$'", name="ck_cases_case_number_form"),
        sa.CheckConstraint("kind IN ('AD', 'CVD', 'FINDING_1921')", name="ck_cases_kind_known"),
    )
    op.create_table(
        "orders",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("issued_on", sa.Date, nullable=False),
        sa.Column("fr_citation", sa.Text),
        sa.Column("scope_text", sa.Text),
        sa.Column("itc_notified_on", sa.Date, comment="day Commerce was notified of the affirmative final (ORD-01)"),
        sa.Column("due_on", sa.Date, comment="last day for issuing the order; null where no clock runs"),
        sa.Column("issued_late", sa.Boolean, nullable=False),
        sa.Column("revoked_on", sa.Date),
        sa.Column("revocation_fr_citation", sa.Text),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_number", name="pk_orders"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name="fk_orders_case_number_cases"),
        sa.CheckConstraint("revoked_on IS NULL OR revoked_on >= issued_on", name="ck_orders_revoked_after_issued"),
    )


def _rates() -> None:
    op.create_table(
        "rate_settings",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False, comment="order of recording, from 1"),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("effective_from", sa.Date, nullable=False, comment="first day of entry"),
        sa.Column("determined_on", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_number", "number", name="pk_rate_settings"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.case_number"], name="fk_rate_settings_case_number_cases"),
        sa.CheckConstraint("number >= 1", name="ck_rate_settings_number_positive"),
    )
    op.create_table(
        "rates",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("exporter", sa.Text, nullable=False, comment="* for any"),
        sa.Column("producer", sa.Text, nullable=False, comment="* for any"),
        sa.Column("exact_percent", sa.Numeric(12, 6), nullable=False, comment="unrounded (D-01)"),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("export_value_cents", sa.BigInteger, comment="weight of RATE-04"),
        sa.Column("rate_group", sa.Text),
        sa.Column("method", sa.Text, comment="how an all-others rate was found"),
        sa.PrimaryKeyConstraint("case_number", "number", "position", name="pk_rates"),
        sa.ForeignKeyConstraint(
            ["case_number", "number"],
            ["rate_settings.case_number", "rate_settings.number"],
            name="fk_rates_case_number_number_rate_settings",
        ),
        sa.CheckConstraint("exact_percent >= 0", name="ck_rates_percent_not_negative"),
        sa.CheckConstraint("export_value_cents >= 0", name="ck_rates_export_value_not_negative"),
        sa.CheckConstraint("status IN ('ACTIVE', 'EXCLUDED')", name="ck_rates_status_known"),
        sa.CheckConstraint(
            "(exporter = '*' AND producer = '*') = (method IS NOT NULL)", name="ck_rates_method_for_everybody"
        ),
    )


def _producer_lists() -> None:
    op.create_table(
        "producer_lists",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("list_version", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_number", "list_version", name="pk_producer_lists"),
        sa.ForeignKeyConstraint(["case_number"], ["orders.case_number"], name="fk_producer_lists_case_number_orders"),
        sa.CheckConstraint("list_version >= 1", name="ck_producer_lists_list_version_positive"),
    )
    op.create_table(
        "listed_producers",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("list_version", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("case_number", "list_version", "position", name="pk_listed_producers"),
        sa.ForeignKeyConstraint(
            ["case_number", "list_version"],
            ["producer_lists.case_number", "producer_lists.list_version"],
            name="fk_listed_producers_case_number_list_version_producer_lists",
        ),
        sa.CheckConstraint("role IN ('PETITIONER', 'SUPPORTER', 'OPPONENT')", name="ck_listed_producers_role_known"),
    )
