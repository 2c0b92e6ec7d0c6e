"""Notices, certifications, and copies of what other services tell."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.database import platform

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of this service; what a producer stated and what was certified never changes (CERT-19)."""
    _learned()
    _notices()
    _certifications()
    _versions()
    for history in (
        "certification_versions",
        "certification_expenditures",
        "certification_parts",
        "certified_claims",
        "payments",
        "producer_list_entries",
    ):
        platform.append_only(history)


def _learned() -> None:
    """Copies of what other services tell."""
    op.create_table(
        "orders",
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("case_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("product_group_id", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("case_number", name=op.f("pk_orders")),
    )
    op.create_index("ix_orders_product_group_id", "orders", ["product_group_id"], unique=False)
    op.create_table(
        "producers",
        sa.Column("id", sa.UUID(), nullable=False, comment="derived from the name, see domain/producers.py"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('MANUFACTURER', 'PRODUCER', 'FARMER', 'RANCHER',"
            " 'WORKER_REPRESENTATIVE', 'ASSOCIATION', 'OTHER')",
            name=op.f("ck_producers_kind_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_producers")),
    )
    op.create_table(
        "producer_lists",
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("list_version", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("case_number", "list_version", name=op.f("pk_producer_lists")),
    )
    op.create_table(
        "producer_list_entries",
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("list_version", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('MANUFACTURER', 'PRODUCER', 'FARMER', 'RANCHER',"
            " 'WORKER_REPRESENTATIVE', 'ASSOCIATION', 'OTHER')",
            name=op.f("ck_producer_list_entries_kind_known"),
        ),
        sa.CheckConstraint(
            "role IN ('PETITIONER', 'SUPPORTER', 'OPPONENT')", name=op.f("ck_producer_list_entries_role_known")
        ),
        sa.ForeignKeyConstraint(
            ["case_number", "list_version"],
            ["producer_lists.case_number", "producer_lists.list_version"],
            name=op.f("fk_producer_list_entries_case_number_list_version_producer_lists"),
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_producer_list_entries_producer_id_producers")
        ),
        sa.PrimaryKeyConstraint("case_number", "list_version", "producer_id", name=op.f("pk_producer_list_entries")),
    )
    op.create_index("ix_producer_list_entries_producer_id", "producer_list_entries", ["producer_id"], unique=False)
    op.create_table(
        "special_accounts",
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("balance_cents", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("case_number", "fiscal_year", "as_of", name=op.f("pk_special_accounts")),
    )
    op.create_table(
        "distributions",
        sa.Column("distribution_id", sa.Text(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('FROZEN', 'CANCELLED', 'COMPLETED')", name=op.f("ck_distributions_state_known")),
        sa.PrimaryKeyConstraint("distribution_id", name=op.f("pk_distributions")),
    )
    op.create_index(
        "uq_distributions_frozen",
        "distributions",
        ["case_number", "fiscal_year"],
        unique=True,
        postgresql_where=sa.text("state <> 'CANCELLED'"),
    )
    op.create_table(
        "payments",
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("certification_number", sa.Text(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("distribution_id", sa.Text(), nullable=False),
        sa.Column("lineage_id", sa.UUID(), nullable=False),
        sa.Column("producer_id", sa.UUID(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False, comment="gross of administrative offset, US cents"),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('DISTRIBUTION', 'HOLD_RELEASE', 'ADJUSTMENT')", name=op.f("ck_payments_kind_known")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_payments")),
    )
    op.create_index("ix_payments_certification_number", "payments", ["certification_number"], unique=False)
    op.create_index("ix_payments_lineage_id", "payments", ["lineage_id"], unique=False)


def _notices() -> None:
    """Notices and the orders they name."""
    op.create_table(
        "notices",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("publish_on", sa.Date(), nullable=False),
        sa.Column("close_on", sa.Date(), nullable=False),
        sa.Column("return_by", sa.Date(), nullable=False),
        sa.Column("fr_citation", sa.Text(), nullable=True),
        sa.Column("instructions", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("form_version", sa.Text(), nullable=False),
        sa.Column("flags", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("late_decision", sa.Text(), nullable=True),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'PUBLISHED') = (published_at IS NOT NULL)", name=op.f("ck_notices_published_at_published")
        ),
        sa.CheckConstraint("state IN ('DRAFT', 'PUBLISHED')", name=op.f("ck_notices_state_known")),
        sa.CheckConstraint("publish_on < close_on AND close_on < return_by", name=op.f("ck_notices_days_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index("ix_notices_fiscal_year_id", "notices", ["fiscal_year", "id"], unique=False)
    op.create_table(
        "notice_orders",
        sa.Column("notice_id", sa.UUID(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("published", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("case_name", sa.Text(), nullable=True),
        sa.Column("list_version", sa.Integer(), nullable=True),
        sa.Column("special_account_cents", sa.BigInteger(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "NOT published OR (case_name IS NOT NULL AND list_version IS NOT NULL AND"
            " special_account_cents IS NOT NULL AND as_of IS NOT NULL)",
            name=op.f("ck_notice_orders_published_complete"),
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_notice_orders_notice_id_notices")),
        sa.PrimaryKeyConstraint("notice_id", "case_number", name=op.f("pk_notice_orders")),
    )
    op.create_index(
        "uq_notice_orders_published",
        "notice_orders",
        ["case_number", "fiscal_year"],
        unique=True,
        postgresql_where=sa.text("published"),
    )


def _certifications() -> None:
    """Certifications and their numbers."""
    op.create_table(
        "lineages",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("root_producer_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["root_producer_id"], ["producers.id"], name=op.f("fk_lineages_root_producer_id_producers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lineages")),
        sa.UniqueConstraint("case_number", "root_producer_id", name=op.f("uq_lineages_case_number_root_producer_id")),
    )
    op.create_index("ix_lineages_root_producer_id", "lineages", ["root_producer_id"], unique=False)
    op.create_table(
        "certification_numbers",
        sa.Column("fiscal_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("fiscal_year", name=op.f("pk_certification_numbers")),
    )
    op.create_table(
        "certifications",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("certification_number", sa.Text(), nullable=False),
        sa.Column("notice_id", sa.UUID(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.UUID(), nullable=False),
        sa.Column("lineage_id", sa.UUID(), nullable=False),
        sa.Column("claimant_name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_received_on", sa.Date(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=False),
        sa.Column("corrections", sa.Integer(), server_default="0", nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("correct_by", sa.Date(), nullable=True),
        sa.Column("flags", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column(
            "defects", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False
        ),
        sa.Column(
            "findings",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="what the last review found; null before the first",
        ),
        sa.Column("confidentiality_claimed", sa.Boolean(), nullable=False),
        sa.Column("total_cents", sa.BigInteger(), nullable=False),
        sa.Column("prior_cents", sa.BigInteger(), nullable=False),
        sa.Column("net_cents", sa.BigInteger(), nullable=False),
        sa.Column("claimed_cents", sa.BigInteger(), nullable=False, comment="net claim as last filed by the producer"),
        sa.Column("replaces_id", sa.UUID(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.CheckConstraint("channel IN ('ELECTRONIC', 'PAPER')", name=op.f("ck_certifications_channel_known")),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('PAID_FULL', 'PAID_PART', 'PAID_ZERO')",
            name=op.f("ck_certifications_outcome_known"),
        ),
        sa.CheckConstraint(
            "state <> 'RETURNED' OR correct_by IS NOT NULL", name=op.f("ck_certifications_returned_has_deadline")
        ),
        sa.CheckConstraint(
            "state IN ('RECEIVED', 'LATE_DENIED', 'UNDER_REVIEW', 'RETURNED', 'ACCEPTED',"
            " 'REJECTED', 'LAPSED', 'WITHDRAWN', 'SUPERSEDED', 'ALLOCATED', 'SETTLED')",
            name=op.f("ck_certifications_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('ACCEPTED', 'ALLOCATED', 'SETTLED') OR net_cents >= 0",
            name=op.f("ck_certifications_accepted_claim_not_negative"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('REJECTED', 'LAPSED', 'LATE_DENIED') OR reason_code IS NOT NULL",
            name=op.f("ck_certifications_denied_has_reason"),
        ),
        sa.CheckConstraint(
            "net_cents = total_cents - prior_cents", name=op.f("ck_certifications_net_is_total_less_prior")
        ),
        sa.ForeignKeyConstraint(["lineage_id"], ["lineages.id"], name=op.f("fk_certifications_lineage_id_lineages")),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_certifications_notice_id_notices")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_certifications_producer_id_producers")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["certifications.id"], name=op.f("fk_certifications_replaces_id_certifications")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certifications")),
    )
    op.create_index(
        "ix_certifications_correct_by",
        "certifications",
        ["correct_by"],
        unique=False,
        postgresql_where=sa.text("state = 'RETURNED'"),
    )
    op.create_index(
        "ix_certifications_order_year",
        "certifications",
        ["case_number", "fiscal_year", "certification_number", "id"],
        unique=False,
    )
    op.create_index("ix_certifications_producer", "certifications", ["producer_id", "id"], unique=False)
    op.create_index(
        "uq_certifications_accepted",
        "certifications",
        ["lineage_id", "notice_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('ACCEPTED', 'ALLOCATED', 'SETTLED')"),
    )
    op.create_index(
        "uq_certifications_live",
        "certifications",
        ["lineage_id", "notice_id", "producer_id"],
        unique=True,
        postgresql_where=sa.text(
            "state IN ('ACCEPTED', 'ALLOCATED', 'RECEIVED', 'RETURNED', 'SETTLED', 'UNDER_REVIEW')"
        ),
    )
    op.create_index(
        "uq_certifications_number",
        "certifications",
        ["certification_number"],
        unique=True,
        postgresql_where=sa.text("state <> 'SUPERSEDED'"),
    )


def _versions() -> None:
    """Versions of certifications, and lists of claims certified."""
    op.create_table(
        "certification_versions",
        sa.Column("certification_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column(
            "form",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="the certification as stated, without the tax number",
        ),
        sa.Column("sealed_tax_number", sa.LargeBinary(), nullable=True, comment="encrypted"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "cause IN ('FILED', 'CORRECTED', 'REDUCED')", name=op.f("ck_certification_versions_cause_known")
        ),
        sa.ForeignKeyConstraint(
            ["certification_id"],
            ["certifications.id"],
            name=op.f("fk_certification_versions_certification_id_certifications"),
        ),
        sa.PrimaryKeyConstraint("certification_id", "version", name=op.f("pk_certification_versions")),
    )
    op.create_table(
        "certification_expenditures",
        sa.Column("certification_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certification_id", "version"],
            ["certification_versions.certification_id", "certification_versions.version"],
            name=op.f("fk_certification_expenditures_certification_id_version_certification_versions"),
        ),
        sa.PrimaryKeyConstraint("certification_id", "version", "category", name=op.f("pk_certification_expenditures")),
    )
    op.create_table(
        "certification_parts",
        sa.Column("certification_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Text(), nullable=False, comment="empty for the unshared lines"),
        sa.Column("case_numbers", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("total_cents", sa.BigInteger(), nullable=False),
        sa.Column("prior_cents", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certification_id", "version"],
            ["certification_versions.certification_id", "certification_versions.version"],
            name=op.f("fk_certification_parts_certification_id_version_certification_versions"),
        ),
        sa.PrimaryKeyConstraint("certification_id", "version", "group_id", name=op.f("pk_certification_parts")),
    )
    op.create_table(
        "minor_errors",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("certification_id", sa.UUID(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("resolved_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certification_id"], ["certifications.id"], name=op.f("fk_minor_errors_certification_id_certifications")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minor_errors")),
    )
    op.create_index("ix_minor_errors_certification_id", "minor_errors", ["certification_id"], unique=False)
    op.create_table(
        "certified_claims",
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.UUID(), nullable=False),
        sa.Column("certified_on", sa.Date(), nullable=False),
        sa.Column("content_digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_certified_claims_notice_id_notices")),
        sa.PrimaryKeyConstraint("case_number", "fiscal_year", "version", name=op.f("pk_certified_claims")),
    )
