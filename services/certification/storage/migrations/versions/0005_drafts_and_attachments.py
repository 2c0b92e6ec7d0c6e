"""Drafts, filings held until their notice, attachments, amendments of lists, and final notices."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.database import platform

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create what stands around certifications; attachments and amendments never change."""
    _drafts()
    _held_filings()
    _attachments()
    _list_amendments()
    for history in ("attachments", "attachment_contents", "list_amendments"):
        platform.append_only(history)
    op.add_column("notices", sa.Column("kind", sa.Text(), server_default="ORDINARY", nullable=False))
    op.add_column("notices", sa.Column("sweep_after", sa.Date(), comment="TERM-03: last day before a sweep"))
    op.create_check_constraint(op.f("ck_notices_kind_known"), "notices", "kind IN ('ORDINARY', 'FINAL')")
    op.create_check_constraint(
        op.f("ck_notices_final_has_sweep"), "notices", "(kind = 'FINAL') = (sweep_after IS NOT NULL)"
    )


def _drafts() -> None:
    op.create_table(
        "certification_drafts",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("producer_id", sa.UUID(), nullable=False),
        sa.Column("notice_id", sa.UUID(), nullable=True, comment="as stated; checked when it is filed"),
        sa.Column(
            "form",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="what it says so far, without the tax number",
        ),
        sa.Column("sealed_tax_number", sa.LargeBinary(), nullable=True, comment="encrypted"),
        sa.Column("tax_fingerprint", sa.Text(), nullable=True, comment="keyed; equal for equal tax numbers"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_certification_drafts_revision_positive")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_certification_drafts_producer_id_producers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certification_drafts")),
    )
    op.create_index("ix_certification_drafts_producer", "certification_drafts", ["producer_id", "id"])


def _held_filings() -> None:
    op.create_table(
        "held_filings",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("producer_id", sa.UUID(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column(
            "form",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="the certification as stated, without the tax number",
        ),
        sa.Column("sealed_tax_number", sa.LargeBinary(), nullable=True, comment="encrypted"),
        sa.Column("tax_fingerprint", sa.Text(), nullable=True, comment="keyed; equal for equal tax numbers"),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("certification_id", sa.UUID(), nullable=True),
        sa.ForeignKeyConstraint(
            ["certification_id"], ["certifications.id"], name=op.f("fk_held_filings_certification_id_certifications")
        ),
        sa.ForeignKeyConstraint(["producer_id"], ["producers.id"], name=op.f("fk_held_filings_producer_id_producers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_filings")),
    )
    op.create_index("ix_held_filings_producer", "held_filings", ["producer_id", "id"])
    op.create_index(
        "ix_held_filings_waiting",
        "held_filings",
        ["case_number", "fiscal_year"],
        postgresql_where=sa.text("certification_id IS NULL"),
    )


def _attachments() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("certification_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attached_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('POWER_OF_ATTORNEY', 'SUCCESSION', 'MEMBERSHIP_PROOF', 'SUPPORTING_RECORDS')",
            name=op.f("ck_attachments_kind_known"),
        ),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_attachments_size_positive")),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_attachments_sha256_hexadecimal")),
        sa.ForeignKeyConstraint(
            ["certification_id"], ["certifications.id"], name=op.f("fk_attachments_certification_id_certifications")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint(
            "certification_id", "kind", "sha256", name=op.f("uq_attachments_certification_id_kind_sha256")
        ),
    )
    op.create_table(
        "attachment_contents",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_attachment_contents")),
    )


def _list_amendments() -> None:
    op.create_table(
        "list_amendments",
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("list_version", sa.Integer(), nullable=False, comment="the Commission's newest list when recorded"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("listed_producer_id", sa.UUID(), nullable=True),
        sa.Column("producer_id", sa.UUID(), nullable=True, comment="successor or member"),
        sa.Column("company", sa.Text(), nullable=True, comment="acquirer"),
        sa.Column("related_to_opponent", sa.Boolean(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("revokes", sa.Integer(), nullable=True, comment="version of the amendment that is taken back"),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('SUCCESSION', 'ACQUISITION', 'MEMBERSHIP', 'REVOCATION')",
            name=op.f("ck_list_amendments_kind_known"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_list_amendments_version_positive")),
        sa.CheckConstraint(
            "(kind = 'REVOCATION') = (revokes IS NOT NULL)",
            name=op.f("ck_list_amendments_revocation_names_its_amendment"),
        ),
        sa.CheckConstraint(
            "kind = 'REVOCATION' OR listed_producer_id IS NOT NULL",
            name=op.f("ck_list_amendments_amends_a_listed_producer"),
        ),
        sa.CheckConstraint(
            "(kind = 'ACQUISITION') = (company IS NOT NULL)", name=op.f("ck_list_amendments_acquisition_has_acquirer")
        ),
        sa.CheckConstraint(
            "(kind IN ('SUCCESSION', 'MEMBERSHIP')) = (producer_id IS NOT NULL)",
            name=op.f("ck_list_amendments_successor_or_member_named"),
        ),
        sa.ForeignKeyConstraint(
            ["case_number", "list_version"],
            ["producer_lists.case_number", "producer_lists.list_version"],
            name=op.f("fk_list_amendments_case_number_list_version_producer_lists"),
        ),
        sa.ForeignKeyConstraint(
            ["listed_producer_id"], ["producers.id"], name=op.f("fk_list_amendments_listed_producer_id_producers")
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_list_amendments_producer_id_producers")
        ),
        sa.PrimaryKeyConstraint("case_number", "version", name=op.f("pk_list_amendments")),
    )
