"""Tables of certification: notices, certifications and their versions, and copies of what other services tell."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.certification.domain.flags import FlagState
from services.certification.domain.notices import NoticeKind, NoticeState
from services.certification.domain.producers import ListRole, ProducerKind
from services.certification.domain.recordkeeping.states import CERTIFIED_STATES, OPEN_STATES, ParticipationState
from services.certification.domain.risk import RiskKind, Severity
from services.certification.domain.sampling import SampleReason
from services.certification.domain.states import LIVE, OPEN, State
from services.certification.domain.verification import HoldState, VerificationState
from shared.database import NAMING

METADATA: Final = sa.MetaData(naming_convention=NAMING)
_INSTANT: Final = sa.DateTime(timezone=True)
_TEXTS: Final = pg.ARRAY(sa.Text)


def _one_of(column: str, values: list[str]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def _states(states: frozenset[State]) -> str:
    return ", ".join(f"'{state.value}'" for state in sorted(states))


def _id() -> sa.Column[object]:
    return sa.Column("id", pg.UUID(as_uuid=True), primary_key=True, server_default=sa.text("uuidv7()"))


# Copies of what proceedings tells. Events of different streams overtake each other, so nothing here refers to orders.
orders = sa.Table(
    "orders",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("case_name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("country", sa.Text, nullable=False),
    sa.Column("product_group_id", sa.Text),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("revoked_on", sa.Date),
    sa.Index("ix_orders_product_group_id", "product_group_id"),
)

producers = sa.Table(
    "producers",
    METADATA,
    sa.Column("id", pg.UUID(as_uuid=True), primary_key=True, comment="derived from the name, see domain/producers.py"),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("registered_at", _INSTANT, nullable=False),
    _one_of("kind", [kind.value for kind in ProducerKind]),
)

producer_lists = sa.Table(
    "producer_lists",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("list_version", sa.Integer, primary_key=True),
    sa.Column("received_on", sa.Date, nullable=False),
)

producer_list_entries = sa.Table(
    "producer_list_entries",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("list_version", sa.Integer, primary_key=True),
    sa.Column("producer_id", pg.UUID(as_uuid=True), sa.ForeignKey("producers.id"), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.ForeignKeyConstraint(
        ["case_number", "list_version"], ["producer_lists.case_number", "producer_lists.list_version"]
    ),
    _one_of("role", [role.value for role in ListRole]),
    _one_of("kind", [kind.value for kind in ProducerKind]),
    sa.Index("ix_producer_list_entries_producer_id", "producer_id"),
)

# Copies of what accounts tells.
special_accounts = sa.Table(
    "special_accounts",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("fiscal_year", sa.Integer, primary_key=True),
    sa.Column("as_of", sa.Date, primary_key=True),
    sa.Column("balance_cents", sa.BigInteger, nullable=False),
)

distributions = sa.Table(
    "distributions",
    METADATA,
    sa.Column("distribution_id", sa.Text, primary_key=True),
    sa.Column("case_number", sa.Text, nullable=False),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("shared_cents", sa.BigInteger, comment="shared out once paid, withheld shares included, US cents"),
    _one_of("state", ["FROZEN", "CANCELLED", "COMPLETED"]),
    sa.Index(
        "uq_distributions_frozen",
        "case_number",
        "fiscal_year",
        unique=True,
        postgresql_where=sa.text("state <> 'CANCELLED'"),
    ),
)

payments = sa.Table(
    "payments",
    METADATA,
    sa.Column("event_id", pg.UUID(as_uuid=True), primary_key=True),
    sa.Column("certification_number", sa.Text, nullable=False),
    sa.Column("case_number", sa.Text, nullable=False),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("distribution_id", sa.Text, nullable=False),
    sa.Column("lineage_id", pg.UUID(as_uuid=True), nullable=False),
    sa.Column("producer_id", pg.UUID(as_uuid=True), nullable=False),
    sa.Column("amount_cents", sa.BigInteger, nullable=False, comment="gross of administrative offset, US cents"),
    sa.Column("paid_on", sa.Date, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    _one_of("kind", ["DISTRIBUTION", "HOLD_RELEASE", "ADJUSTMENT", "SUPPLEMENT"]),
    sa.Index("ix_payments_lineage_id", "lineage_id"),
    sa.Index("ix_payments_certification_number", "certification_number"),
)

# BILL-09: principal of bills repaid; negative when it was given back (BILL-10).
repayments = sa.Table(
    "repayments",
    METADATA,
    sa.Column("event_id", pg.UUID(as_uuid=True), primary_key=True),
    sa.Column("bill_id", sa.Text, nullable=False),
    sa.Column("case_number", sa.Text, nullable=False),
    sa.Column("lineage_id", pg.UUID(as_uuid=True), nullable=False),
    sa.Column("producer_id", pg.UUID(as_uuid=True), nullable=False),
    sa.Column("principal_cents", sa.BigInteger, nullable=False, comment="US cents; negative when given back"),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    _one_of("kind", ["OVERPAYMENT", "ADMIN_ERROR", "OVERCLAIM"]),
    sa.Index("ix_repayments_lineage_id", "lineage_id"),
)

notices = sa.Table(
    "notices",
    METADATA,
    _id(),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("publish_on", sa.Date, nullable=False),
    sa.Column("close_on", sa.Date, nullable=False),
    sa.Column("return_by", sa.Date, nullable=False),
    sa.Column("fr_citation", sa.Text),
    sa.Column("instructions", sa.Text),
    sa.Column("address", sa.Text),
    sa.Column("form_version", sa.Text, nullable=False),
    sa.Column("flags", _TEXTS, nullable=False, server_default=sa.text("'{}'")),
    sa.Column("late_decision", sa.Text),
    sa.Column("drafted_at", _INSTANT, nullable=False),
    sa.Column("published_at", _INSTANT),
    _one_of("state", [state.value for state in NoticeState]),
    sa.CheckConstraint("(state = 'PUBLISHED') = (published_at IS NOT NULL)", name="published_at_published"),
    sa.Column("kind", sa.Text, nullable=False, server_default="ORDINARY"),
    sa.Column("sweep_after", sa.Date, comment="TERM-03: last day before a sweep"),
    _one_of("kind", [kind.value for kind in NoticeKind]),
    sa.CheckConstraint("(kind = 'FINAL') = (sweep_after IS NOT NULL)", name="final_has_sweep"),
    sa.CheckConstraint("publish_on < close_on AND close_on < return_by", name="days_in_order"),
    sa.Index("ix_notices_fiscal_year_id", "fiscal_year", "id"),
)

notice_orders = sa.Table(
    "notice_orders",
    METADATA,
    sa.Column("notice_id", pg.UUID(as_uuid=True), sa.ForeignKey("notices.id"), primary_key=True),
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("published", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("case_name", sa.Text),
    sa.Column("list_version", sa.Integer),
    sa.Column("special_account_cents", sa.BigInteger),
    sa.Column("as_of", sa.Date),
    sa.CheckConstraint(
        "NOT published OR (case_name IS NOT NULL AND list_version IS NOT NULL AND special_account_cents IS NOT NULL"
        " AND as_of IS NOT NULL)",
        name="published_complete",
    ),
    # NOTE-05: one published notice per order and fiscal year; this row is also the lock of the order's year.
    sa.Index(
        "uq_notice_orders_published", "case_number", "fiscal_year", unique=True, postgresql_where=sa.text("published")
    ),
)

lineages = sa.Table(
    "lineages",
    METADATA,
    _id(),
    sa.Column("case_number", sa.Text, nullable=False),
    sa.Column("root_producer_id", pg.UUID(as_uuid=True), sa.ForeignKey("producers.id"), nullable=False),
    sa.UniqueConstraint("case_number", "root_producer_id"),
    sa.Index("ix_lineages_root_producer_id", "root_producer_id"),
)

certification_numbers = sa.Table(
    "certification_numbers",
    METADATA,
    sa.Column("fiscal_year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("last_number", sa.Integer, nullable=False),
)

certifications = sa.Table(
    "certifications",
    METADATA,
    _id(),
    sa.Column("certification_number", sa.Text, nullable=False),
    sa.Column("notice_id", pg.UUID(as_uuid=True), sa.ForeignKey("notices.id"), nullable=False),
    sa.Column("case_number", sa.Text, nullable=False),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("producer_id", pg.UUID(as_uuid=True), sa.ForeignKey("producers.id"), nullable=False),
    sa.Column("lineage_id", pg.UUID(as_uuid=True), sa.ForeignKey("lineages.id"), nullable=False),
    sa.Column("claimant_name", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason_code", sa.Text),
    sa.Column("reasons", sa.Text),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("received_at", _INSTANT, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("version_received_on", sa.Date, nullable=False),
    sa.Column("retain_until", sa.Date, nullable=False),
    sa.Column("corrections", sa.Integer, nullable=False, server_default="0"),
    sa.Column("returned_on", sa.Date),
    sa.Column("correct_by", sa.Date),
    sa.Column("flags", _TEXTS, nullable=False, server_default=sa.text("'{}'")),
    sa.Column("defects", pg.JSONB, nullable=False, server_default=sa.text("'[]'::jsonb")),
    sa.Column("findings", pg.JSONB, comment="what the last review found; null before the first"),
    sa.Column("confidentiality_claimed", sa.Boolean, nullable=False),
    sa.Column("total_cents", sa.BigInteger, nullable=False),
    sa.Column("prior_cents", sa.BigInteger, nullable=False),
    sa.Column("net_cents", sa.BigInteger, nullable=False),
    sa.Column("claimed_cents", sa.BigInteger, nullable=False, comment="net claim as last filed by the producer"),
    sa.Column("tax_fingerprint", sa.Text, comment="keyed; equal for equal tax numbers"),
    sa.Column("replaces_id", pg.UUID(as_uuid=True), sa.ForeignKey("certifications.id")),
    sa.Column("outcome", sa.Text),
    _one_of("state", [state.value for state in State]),
    _one_of("channel", ["ELECTRONIC", "PAPER"]),
    sa.Column("verified_version", sa.Integer, comment="version after a verification of what was paid already"),
    sa.CheckConstraint(
        "outcome IS NULL OR outcome IN ('PAID_FULL', 'PAID_PART', 'PAID_ZERO', 'HELD')", name="outcome_known"
    ),
    sa.CheckConstraint("net_cents = total_cents - prior_cents", name="net_is_total_less_prior"),
    sa.CheckConstraint("state <> 'RETURNED' OR correct_by IS NOT NULL", name="returned_has_deadline"),
    sa.CheckConstraint(
        "state NOT IN ('ACCEPTED', 'ALLOCATED', 'SETTLED') OR net_cents >= 0", name="accepted_claim_not_negative"
    ),
    sa.CheckConstraint(
        "state NOT IN ('REJECTED', 'LAPSED', 'LATE_DENIED') OR reason_code IS NOT NULL", name="denied_has_reason"
    ),
    # CERT-01: a producer has one live certification per lineage and notice, and one per lineage can be accepted (so
    # that a false claim to succession shuts nobody out); CERT-17: a replacement keeps the number.
    sa.Index(
        "uq_certifications_live",
        "lineage_id",
        "notice_id",
        "producer_id",
        unique=True,
        postgresql_where=sa.text(f"state IN ({_states(LIVE)})"),
    ),
    sa.Index(
        "uq_certifications_accepted",
        "lineage_id",
        "notice_id",
        unique=True,
        postgresql_where=sa.text(f"state IN ({_states(LIVE - OPEN)})"),
    ),
    sa.Index(
        "uq_certifications_number",
        "certification_number",
        unique=True,
        postgresql_where=sa.text("state <> 'SUPERSEDED'"),
    ),
    sa.Index("ix_certifications_order_year", "case_number", "fiscal_year", "certification_number", "id"),
    sa.Index("ix_certifications_producer", "producer_id", "id"),
    sa.Index("ix_certifications_open", "notice_id", postgresql_where=sa.text(f"state IN ({_states(OPEN)})")),
    sa.Index("ix_certifications_correct_by", "correct_by", postgresql_where=sa.text("state = 'RETURNED'")),
)

certification_versions = sa.Table(
    "certification_versions",
    METADATA,
    sa.Column("certification_id", pg.UUID(as_uuid=True), sa.ForeignKey("certifications.id"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("cause", sa.Text, nullable=False),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("form", pg.JSONB, nullable=False, comment="the certification as stated, without the tax number"),
    sa.Column("sealed_tax_number", sa.LargeBinary, comment="encrypted"),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    _one_of("cause", ["FILED", "CORRECTED", "REDUCED", "VERIFIED", "KEYING_ERROR"]),
)

certification_expenditures = sa.Table(
    "certification_expenditures",
    METADATA,
    sa.Column("certification_id", pg.UUID(as_uuid=True), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("category", sa.Text, primary_key=True),
    sa.Column("amount_cents", sa.BigInteger, nullable=False),
    sa.ForeignKeyConstraint(
        ["certification_id", "version"], ["certification_versions.certification_id", "certification_versions.version"]
    ),
)

certification_parts = sa.Table(
    "certification_parts",
    METADATA,
    sa.Column("certification_id", pg.UUID(as_uuid=True), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("group_id", sa.Text, primary_key=True, comment="empty for the unshared lines"),
    sa.Column("case_numbers", _TEXTS, nullable=False),
    sa.Column("total_cents", sa.BigInteger, nullable=False),
    sa.Column("prior_cents", sa.BigInteger, nullable=False),
    sa.ForeignKeyConstraint(
        ["certification_id", "version"], ["certification_versions.certification_id", "certification_versions.version"]
    ),
)

minor_errors = sa.Table(
    "minor_errors",
    METADATA,
    _id(),
    sa.Column("certification_id", pg.UUID(as_uuid=True), sa.ForeignKey("certifications.id"), nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("resolved_on", sa.Date, nullable=False),
    sa.Index("ix_minor_errors_certification_id", "certification_id"),
)

certified_claims = sa.Table(
    "certified_claims",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("fiscal_year", sa.Integer, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("notice_id", pg.UUID(as_uuid=True), sa.ForeignKey("notices.id"), nullable=False),
    sa.Column("certified_on", sa.Date, nullable=False),
    sa.Column("content_digest", sa.Text, nullable=False),
)

# The Recordkeeping Compliance Program. A file is small and always read and written whole, under the lock of its row.
recordkeeper_participations = sa.Table(
    "recordkeeper_participations",
    METADATA,
    _id(),
    sa.Column("importer_number", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("certified_on", sa.Date, comment="start of the certification"),
    sa.Column("next_due_on", sa.Date, comment="last day of the clock that runs out first"),
    sa.Column("file", pg.JSONB, nullable=False, comment="the participation, see storage/recordkeeping.py"),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    _one_of("state", [state.value for state in ParticipationState]),
    sa.CheckConstraint("revision >= 1", name="revision_positive"),
    sa.CheckConstraint("file ->> 'state' = state", name="state_of_file"),
    sa.CheckConstraint(
        f"certified_on IS NOT NULL OR state NOT IN ({', '.join(repr(state.value) for state in CERTIFIED_STATES)})",
        name="certified_has_day",
    ),
    sa.Index("ix_recordkeeper_participations_importer_number", "importer_number"),
    sa.Index(
        "uq_recordkeeper_participations_open",
        "importer_number",
        unique=True,
        postgresql_where=sa.text(f"state IN ({', '.join(repr(state.value) for state in sorted(OPEN_STATES))})"),
    ),
    sa.Index(
        "ix_recordkeeper_participations_next_due_on",
        "next_due_on",
        postgresql_where=sa.text("next_due_on IS NOT NULL"),
    ),
)

recordkeeper_history = sa.Table(
    "recordkeeper_history",
    METADATA,
    sa.Column(
        "participation_id", pg.UUID(as_uuid=True), sa.ForeignKey("recordkeeper_participations.id"), primary_key=True
    ),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("from_state", sa.Text),
    sa.Column("to_state", sa.Text, nullable=False),
    sa.Column("happened_on", sa.Date, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("recorded_at", _INSTANT, nullable=False),
)

# Risk flags, samples and verifications (VERI).
risk_flags = sa.Table(
    "risk_flags",
    METADATA,
    _id(),
    sa.Column("certification_id", pg.UUID(as_uuid=True), sa.ForeignKey("certifications.id"), nullable=False),
    sa.Column("case_number", sa.Text, nullable=False),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("severity", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("figures", pg.JSONB, nullable=False, comment="label and US cents each"),
    sa.Column("others", pg.ARRAY(pg.UUID(as_uuid=True)), nullable=False, comment="certifications compared with"),
    sa.Column("basis_digest", sa.Text, nullable=False, comment="equal for equal figures: a decision on them holds"),
    sa.Column("raised_on", sa.Date, nullable=False),
    sa.Column("decided_by", sa.Text),
    sa.Column("decided_on", sa.Date),
    sa.Column("reason", sa.Text),
    _one_of("kind", [kind.value for kind in RiskKind]),
    _one_of("severity", [severity.value for severity in Severity]),
    _one_of("state", [state.value for state in FlagState]),
    sa.CheckConstraint(
        "state NOT IN ('CLEARED', 'CONFIRMED')"
        " OR (decided_by IS NOT NULL AND decided_on IS NOT NULL AND reason IS NOT NULL)",
        name="decided_complete",
    ),
    sa.UniqueConstraint("certification_id", "kind", "basis_digest"),
    sa.Index("ix_risk_flags_order_year", "case_number", "fiscal_year"),
    sa.Index("ix_risk_flags_standing", "certification_id", postgresql_where=sa.text("state IN ('CONFIRMED', 'OPEN')")),
)

verification_samples = sa.Table(
    "verification_samples",
    METADATA,
    _id(),
    sa.Column("case_number", sa.Text, nullable=False),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("seed", sa.Text, nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("population", sa.Integer, nullable=False),
    sa.Column("drawn_by", sa.Text, nullable=False),
    sa.Column("drawn_on", sa.Date, nullable=False),
    sa.UniqueConstraint("case_number", "fiscal_year"),
)

verification_sample_items = sa.Table(
    "verification_sample_items",
    METADATA,
    sa.Column("sample_id", pg.UUID(as_uuid=True), sa.ForeignKey("verification_samples.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("certification_id", pg.UUID(as_uuid=True), sa.ForeignKey("certifications.id"), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("explanation", sa.Text, nullable=False),
    _one_of("reason", [reason.value for reason in SampleReason]),
    sa.UniqueConstraint("sample_id", "certification_id"),
)

verifications = sa.Table(
    "verifications",
    METADATA,
    _id(),
    sa.Column("certification_id", pg.UUID(as_uuid=True), sa.ForeignKey("certifications.id"), nullable=False),
    sa.Column("version", sa.Integer, nullable=False, comment="version of the certification under verification"),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("opened_by", sa.Text, nullable=False),
    sa.Column("opened_on", sa.Date, nullable=False),
    sa.Column("request", sa.Text),
    sa.Column("requested_on", sa.Date),
    sa.Column("respond_by", sa.Date),
    sa.Column("received_on", sa.Date),
    sa.Column("hold_state", sa.Text, nullable=False, server_default="NONE"),
    sa.Column("hold_reason", sa.Text),
    sa.Column("hold_proposed_by", sa.Text),
    sa.Column("hold_decided_by", sa.Text),
    sa.Column("ended_by", sa.Text),
    sa.Column("ended_on", sa.Date),
    sa.Column("conclusion", sa.Text),
    sa.Column("unsupported_cents", sa.BigInteger),
    sa.Column("overclaim_cents", sa.BigInteger, comment="paid beyond the corrected share, US cents"),
    sa.Column("paid_already", sa.Boolean),
    _one_of("state", [state.value for state in VerificationState]),
    _one_of("hold_state", [state.value for state in HoldState]),
    sa.CheckConstraint("state = 'OPEN' OR requested_on IS NOT NULL OR state = 'CLOSED'", name="requested_has_day"),
    sa.CheckConstraint(
        "state <> 'CONCLUDED' OR (ended_on IS NOT NULL AND unsupported_cents >= 0 AND overclaim_cents >= 0"
        " AND paid_already IS NOT NULL)",
        name="concluded_complete",
    ),
    sa.CheckConstraint("hold_state <> 'APPROVED' OR hold_decided_by <> hold_proposed_by", name="hold_two_people"),
    sa.Index("ix_verifications_certification_id", "certification_id"),
    sa.Index(
        "uq_verifications_running",
        "certification_id",
        unique=True,
        postgresql_where=sa.text("state IN ('OPEN', 'RECORDS_RECEIVED', 'RECORDS_REQUESTED')"),
    ),
)

verification_results = sa.Table(
    "verification_results",
    METADATA,
    sa.Column("verification_id", pg.UUID(as_uuid=True), sa.ForeignKey("verifications.id"), primary_key=True),
    sa.Column("category", sa.Text, primary_key=True),
    sa.Column("stated_cents", sa.BigInteger, nullable=False),
    sa.Column("unsupported_cents", sa.BigInteger, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),
    sa.Column("recorded_on", sa.Date, nullable=False),
    sa.CheckConstraint("unsupported_cents BETWEEN 0 AND stated_cents", name="unsupported_within_stated"),
)
