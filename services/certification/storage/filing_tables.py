"""Tables of what stands around a certification: drafts, held filings, lines, attachments, amendments, offices."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.certification.domain.amendments import AmendmentKind
from services.certification.domain.attachments import AttachmentKind
from services.certification.domain.keying import KeyingState
from services.certification.storage.tables import METADATA

_INSTANT = sa.DateTime(timezone=True)


def _listed(values: list[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


certification_drafts = sa.Table(
    "certification_drafts",
    METADATA,
    sa.Column("id", pg.UUID(as_uuid=True), primary_key=True, server_default=sa.text("uuidv7()")),
    sa.Column("producer_id", pg.UUID(as_uuid=True), sa.ForeignKey("producers.id"), nullable=False),
    sa.Column("notice_id", pg.UUID(as_uuid=True), comment="as stated; checked when it is filed"),
    sa.Column("form", pg.JSONB, nullable=False, comment="what it says so far, without the tax number"),
    sa.Column("sealed_tax_number", sa.LargeBinary, comment="encrypted"),
    sa.Column("tax_fingerprint", sa.Text, comment="keyed; equal for equal tax numbers"),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("saved_at", _INSTANT, nullable=False),
    sa.CheckConstraint("revision >= 1", name="revision_positive"),
    sa.Index("ix_certification_drafts_producer", "producer_id", "id"),
)

# CERT-02: received before the notice, held, and registered on the day of its publication in order of arrival.
held_filings = sa.Table(
    "held_filings",
    METADATA,
    sa.Column("id", pg.UUID(as_uuid=True), primary_key=True, server_default=sa.text("uuidv7()")),
    sa.Column("producer_id", pg.UUID(as_uuid=True), sa.ForeignKey("producers.id"), nullable=False),
    sa.Column("case_number", sa.Text, nullable=False),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("form", pg.JSONB, nullable=False, comment="the certification as stated, without the tax number"),
    sa.Column("sealed_tax_number", sa.LargeBinary, comment="encrypted"),
    sa.Column("tax_fingerprint", sa.Text, comment="keyed; equal for equal tax numbers"),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("received_at", _INSTANT, nullable=False),
    sa.Column("certification_id", pg.UUID(as_uuid=True), sa.ForeignKey("certifications.id")),
    sa.Column("withdrawn_on", sa.Date),
    sa.Column("withdrawal_reason", sa.Text),
    sa.CheckConstraint("withdrawn_on IS NULL OR certification_id IS NULL", name="withdrawn_or_registered"),
    sa.Index("ix_held_filings_producer", "producer_id", "id"),
    sa.Index(
        "ix_held_filings_waiting",
        "case_number",
        "fiscal_year",
        postgresql_where=sa.text("certification_id IS NULL AND withdrawn_on IS NULL"),
    ),
)

keying_corrections = sa.Table(
    "keying_corrections",
    METADATA,
    sa.Column("id", pg.UUID(as_uuid=True), primary_key=True, server_default=sa.text("uuidv7()")),
    sa.Column("certification_id", pg.UUID(as_uuid=True), sa.ForeignKey("certifications.id"), nullable=False),
    sa.Column("version", sa.Integer, nullable=False, comment="the certification's that it corrects"),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("form", pg.JSONB, nullable=False, comment="as on paper, without the tax number"),
    sa.Column("sealed_tax_number", sa.LargeBinary, comment="encrypted"),
    sa.Column("tax_fingerprint", sa.Text, comment="keyed; equal for equal tax numbers"),
    sa.Column("net_before_cents", sa.BigInteger, nullable=False),
    sa.Column("net_after_cents", sa.BigInteger, nullable=False),
    sa.Column("proposed_on", sa.Date, nullable=False),
    sa.Column("proposed_by", sa.Text, nullable=False),
    sa.Column("decided_on", sa.Date),
    sa.Column("decided_by", sa.Text),
    sa.Column("decision_reason", sa.Text),
    sa.CheckConstraint(f"state IN ({_listed(sorted(KeyingState))})", name="state_known"),
    sa.CheckConstraint("decided_by IS DISTINCT FROM proposed_by OR decided_by IS NULL", name="two_people"),
    sa.CheckConstraint(
        "state <> 'MADE' OR net_after_cents <= net_before_cents OR decided_by IS NOT NULL", name="raised_by_two"
    ),
    sa.Index(
        "uq_keying_corrections_pending",
        "certification_id",
        unique=True,
        postgresql_where=sa.text("state = 'PENDING'"),
    ),
)

# Lines as stated, in a paper filing with what they lack; the form of the version says the same.
certification_lines = sa.Table(
    "certification_lines",
    METADATA,
    sa.Column("certification_id", pg.UUID(as_uuid=True), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False, comment="place in the filing, from 1"),
    sa.Column("category", sa.Text),
    sa.Column("amount_cents", sa.BigInteger),
    sa.Column("first_day", sa.Date, comment="day, or first day of the period, on which it was incurred"),
    sa.Column("last_day", sa.Date),
    sa.Column("description", sa.Text),
    sa.Column("relation", sa.Text, comment="how it was determined to relate to the product (EXP-03)"),
    sa.Column("group_id", sa.Text, comment="shared group; null for an unshared line"),
    sa.ForeignKeyConstraint(
        ["certification_id", "version"], ["certification_versions.certification_id", "certification_versions.version"]
    ),
)

verification_line_results = sa.Table(
    "verification_line_results",
    METADATA,
    sa.Column("verification_id", pg.UUID(as_uuid=True), sa.ForeignKey("verifications.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False, comment="the line"),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("stated_cents", sa.BigInteger, nullable=False),
    sa.Column("unsupported_cents", sa.BigInteger, nullable=False),
    sa.Column("relation_shown", sa.Boolean, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),
    sa.Column("recorded_on", sa.Date, nullable=False),
    sa.CheckConstraint("unsupported_cents BETWEEN 0 AND stated_cents", name="unsupported_within_stated"),
    sa.CheckConstraint("relation_shown OR unsupported_cents = stated_cents", name="unrelated_is_unsupported"),
)

# What was published of the offices and the Handbook of the Recordkeeping Compliance Program.
program_offices = sa.Table(
    "program_offices",
    METADATA,
    sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("intake_office", sa.Text, nullable=False),
    sa.Column("intake_address", sa.Text, nullable=False),
    sa.Column("decision_office", sa.Text, nullable=False),
    sa.Column("handbook_version", sa.Text, nullable=False),
    sa.Column("handbook_sources", sa.Text, nullable=False),
    sa.Column("published_on", sa.Date, nullable=False),
    sa.CheckConstraint("revision >= 1", name="revision_positive"),
)

attachments = sa.Table(
    "attachments",
    METADATA,
    sa.Column("id", pg.UUID(as_uuid=True), primary_key=True, server_default=sa.text("uuidv7()")),
    sa.Column("certification_id", pg.UUID(as_uuid=True), sa.ForeignKey("certifications.id"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("size_bytes", sa.Integer, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("attached_at", _INSTANT, nullable=False),
    sa.Column("attached_by", sa.Text, nullable=False),
    sa.CheckConstraint(f"kind IN ({_listed(list(AttachmentKind))})", name="kind_known"),
    sa.CheckConstraint("size_bytes > 0", name="size_positive"),
    sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256_hexadecimal"),
    sa.UniqueConstraint("certification_id", "kind", "sha256"),
)

# Contents by their hash, when ATTACHMENT_STORE is "database".
attachment_contents = sa.Table(
    "attachment_contents",
    METADATA,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

# What officers record on top of the lists of the Commission, which stay as they came; a snapshot is all rows so far.
list_amendments = sa.Table(
    "list_amendments",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("list_version", sa.Integer, nullable=False, comment="the Commission's newest list when recorded"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("listed_producer_id", pg.UUID(as_uuid=True), sa.ForeignKey("producers.id")),
    sa.Column("producer_id", pg.UUID(as_uuid=True), sa.ForeignKey("producers.id"), comment="successor or member"),
    sa.Column("company", sa.Text, comment="acquirer"),
    sa.Column("related_to_opponent", sa.Boolean, nullable=False),
    sa.Column("effective_on", sa.Date),
    sa.Column("revokes", sa.Integer, comment="version of the amendment that is taken back"),
    sa.Column("evidence", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("recorded_on", sa.Date, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),
    sa.ForeignKeyConstraint(
        ["case_number", "list_version"], ["producer_lists.case_number", "producer_lists.list_version"]
    ),
    sa.CheckConstraint(f"kind IN ({_listed(list(AmendmentKind))})", name="kind_known"),
    sa.CheckConstraint("version >= 1", name="version_positive"),
    sa.CheckConstraint("(kind = 'REVOCATION') = (revokes IS NOT NULL)", name="revocation_names_its_amendment"),
    sa.CheckConstraint("kind = 'REVOCATION' OR listed_producer_id IS NOT NULL", name="amends_a_listed_producer"),
    sa.CheckConstraint("(kind = 'ACQUISITION') = (company IS NOT NULL)", name="acquisition_has_acquirer"),
    sa.CheckConstraint(
        "(kind IN ('SUCCESSION', 'MEMBERSHIP')) = (producer_id IS NOT NULL)", name="successor_or_member_named"
    ),
)
