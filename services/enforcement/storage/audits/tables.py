"""Tables of audits: scope, clocks, sampling, findings, computations, referrals and determinations."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.enforcement.storage.matters.tables import matters
from services.enforcement.storage.tables import METADATA

_INSTANT: Final = sa.DateTime(timezone=True)
_UUID: Final = pg.UUID(as_uuid=True)
_TEXTS: Final = pg.ARRAY(sa.Text)


def _audit_id(*, primary_key: bool = True) -> sa.Column[object]:
    return sa.Column("audit_id", _UUID, sa.ForeignKey("audits.id"), primary_key=primary_key, nullable=False)


def _version(name: str = "version") -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


audits = sa.Table(
    "audits",
    METADATA,
    sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), primary_key=True),
    sa.Column("importer_number", sa.Text, nullable=False, index=True),
    sa.Column("origin", sa.Text, nullable=False, comment="who tests: CBP, the person under supervision, a discloser"),
    sa.Column("purpose", sa.Text, nullable=False, comment="what the figures are for (OFF-01)"),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("offset_state", sa.Text, comment="null until something is computed (10.4)"),
    sa.Column("scope_version", sa.Integer, nullable=False),
    sa.Column("plan_version", sa.Integer, comment="sampling plan in force; null without sampling"),
    sa.Column("computation_version", sa.Integer),
    sa.Column("telephoned_at", _INSTANT),
    sa.Column("noticed_at", _INSTANT, comment="of the written notice"),
    sa.Column("estimated_days", sa.Integer),
    sa.Column("rights_given_on", sa.Date),
    sa.Column("entrance_on", sa.Date, comment="day of the entrance conference or of its waiver"),
    sa.Column("entrance_waived", sa.Boolean),
    sa.Column("termination_on", sa.Date, comment="latest estimate"),
    sa.Column("petition_received_on", sa.Date),
    sa.Column("conference_on", sa.Date, comment="closing conference"),
    sa.Column("report_completed_on", sa.Date),
    sa.Column("copy_sent_on", sa.Date),
    sa.Column("skipped", _TEXTS, nullable=False, server_default="{}", comment="paragraphs switched off (AUD-09)"),
    sa.Column("execution_approved_on", sa.Date, comment="of a self-test or a discloser's review (SMP-05, SMP-06)"),
    sa.Column("results_approved_on", sa.Date, comment="the second approval; offsetting needs both"),
    sa.Column("fpf_office", sa.Text, comment="office to which the issue was referred (OFF-22)"),
    sa.Column("auditor", sa.Text, nullable=False, comment="who planned it; decides nothing for FP&F"),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    sa.CheckConstraint("estimated_days > 0", name="estimate_positive"),
    sa.CheckConstraint("copy_sent_on >= report_completed_on", name="copy_after_report"),
)

scopes = sa.Table(
    "audit_scopes",
    METADATA,
    _audit_id(),
    _version(),
    sa.Column("period_from", sa.Date, nullable=False),
    sa.Column("period_to", sa.Date, nullable=False),
    sa.Column("issues", _TEXTS, nullable=False),
    sa.Column("importer_numbers", _TEXTS, nullable=False),
    sa.Column("universe_hash", sa.Text, nullable=False, comment="of the query that fixed the universe"),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("set_by", sa.Text, nullable=False),
    sa.Column("set_on", sa.Date, nullable=False),
    sa.CheckConstraint("period_from <= period_to", name="period"),
    sa.CheckConstraint("cardinality(issues) > 0 AND cardinality(importer_numbers) > 0", name="not_empty"),
)

estimates = sa.Table(
    "audit_estimates",
    METADATA,
    _audit_id(),
    _version(),
    sa.Column("termination_on", sa.Date, nullable=False),
    sa.Column("notified_on", sa.Date, nullable=False),
)

clocks = sa.Table(
    "audit_clocks",
    METADATA,
    _audit_id(),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("started_on", sa.Date, nullable=False),
    sa.Column("due_on", sa.Date, nullable=False),
    sa.Column("issues", _TEXTS, nullable=False),
    sa.Column("satisfied_on", sa.Date),
    sa.Column("cancelled_on", sa.Date),
)

investigations = sa.Table(
    "audit_investigations",
    METADATA,
    _audit_id(),
    sa.Column("issue", sa.Text, primary_key=True),
    sa.Column("recorded_on", sa.Date, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),
)

petitions = sa.Table(
    "audit_petitions",
    METADATA,
    sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), primary_key=True),
    _audit_id(primary_key=False),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False, comment="internal: what the record holds (AUD-06)"),
    sa.Column("recorded_by", sa.Text, nullable=False),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    sa.Index("ix_audit_petitions_audit_id", "audit_id"),
)

scope_proposals = sa.Table(
    "audit_scope_proposals",
    METADATA,
    sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), primary_key=True),
    _audit_id(primary_key=False),
    sa.Column("scope", pg.JSONB, nullable=False, comment="as the discloser proposes it (AUD-05)"),
    sa.Column("proposed_by", sa.Text, nullable=False),
    sa.Column("proposed_on", sa.Date, nullable=False),
    sa.Column("approved_version", sa.Integer, comment="the version of the scope CBP made of it; null before"),
    sa.Index(
        "uq_audit_scope_proposals_open", "audit_id", unique=True, postgresql_where=sa.text("approved_version IS NULL")
    ),
)

plans = sa.Table(
    "sampling_plans",
    METADATA,
    _audit_id(),
    _version(),
    sa.Column("explanation", sa.Text, nullable=False, comment="plan and projection as explained (SMP-02)"),
    sa.Column("seed", sa.BigInteger, nullable=False),
    sa.Column("confidence_bps", sa.Integer, nullable=False),
    sa.Column("lower_limit", sa.Boolean, nullable=False, comment="the plan prescribes the lower confidence limit"),
    sa.Column("discussed_on", sa.Date, nullable=False),
    sa.Column("adopted_on", sa.Date, nullable=False),
    sa.Column("adopted_by", sa.Text, nullable=False),
    sa.Column("accepted_on", sa.Date, comment="null: no waiver (SMP-04)"),
    sa.Column("company_signer", sa.Text),
    sa.Column("customs_signer", sa.Text),
    sa.Column("reason", sa.Text, nullable=False),
    sa.CheckConstraint("confidence_bps BETWEEN 1 AND 9999", name="confidence"),
    sa.CheckConstraint(
        "(accepted_on IS NULL) = (company_signer IS NULL) AND (accepted_on IS NULL) = (customs_signer IS NULL)",
        name="signed_by_both",
    ),
)

strata = sa.Table(
    "sampling_strata",
    METADATA,
    sa.Column("audit_id", _UUID, primary_key=True),
    _version("plan_version"),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("is_final", sa.Boolean, primary_key=True, comment="of one liquidation status (SMP-09)"),
    sa.Column("estimator", sa.Text, nullable=False),
    sa.Column("universe_units", sa.Integer, nullable=False),
    sa.Column("sample_units", sa.Integer, nullable=False),
    sa.Column("universe_value_cents", sa.BigInteger, nullable=False),
    sa.Column("sample_value_cents", sa.BigInteger, nullable=False),
    sa.Column("sample_value_squares", sa.Numeric),
    sa.ForeignKeyConstraint(["audit_id", "plan_version"], ["sampling_plans.audit_id", "sampling_plans.version"]),
    sa.CheckConstraint("sample_units BETWEEN 1 AND universe_units", name="sample_within_universe"),
)

samples = sa.Table(
    "sampling_samples",
    METADATA,
    sa.Column("audit_id", _UUID, primary_key=True),
    _version("plan_version"),
    sa.Column("stratum", sa.Text, primary_key=True),
    sa.Column("is_final", sa.Boolean, primary_key=True),
    sa.Column("seed", sa.BigInteger, nullable=False, comment="the plan's; with the frame it draws the same again"),
    sa.Column("frame_units", sa.Integer, nullable=False),
    sa.Column("frame_digest", sa.Text, nullable=False, comment="SHA-256 of the sorted numbers of the universe"),
    sa.Column("units", _TEXTS, nullable=False, comment="drawn"),
    sa.Column("drawn_by", sa.Text, nullable=False),
    sa.Column("drawn_on", sa.Date, nullable=False),
    sa.ForeignKeyConstraint(["audit_id", "plan_version"], ["sampling_plans.audit_id", "sampling_plans.version"]),
)

challenges = sa.Table(
    "sampling_challenges",
    METADATA,
    sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), primary_key=True),
    _audit_id(primary_key=False),
    sa.Column("plan_version", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("statement", sa.Text, nullable=False),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Index("ix_sampling_challenges_audit_id", "audit_id"),
)

findings = sa.Table(
    "audit_findings",
    METADATA,
    _audit_id(),
    sa.Column("number", sa.Text, primary_key=True),
    sa.Column("importer_number", sa.Text, nullable=False),
    sa.Column("entry_number", sa.Text, nullable=False),
    sa.Column("line_number", sa.Integer, nullable=False),
    sa.Column("release_number", sa.Text),
    sa.Column("issue", sa.Text, nullable=False),
    sa.Column("direction", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("finding_class", sa.Text, nullable=False),
    sa.Column("amount_cents", sa.BigInteger, nullable=False),
    sa.Column("declared_delta", sa.Numeric, comment="difference of quantity or value (OFF-09)"),
    sa.Column("rate", sa.Numeric, comment="of duty, by which a declaration became money (OFF-09)"),
    sa.Column("entry_date", sa.Date, nullable=False),
    sa.Column("liquidated_on", sa.Date),
    sa.Column("final_on", sa.Date),
    sa.Column("cause", sa.Text, nullable=False),
    sa.Column("cause_text", sa.Text, nullable=False),
    sa.Column("stratum", sa.Text, comment="null: not in a sample"),
    sa.Column("unit_value_cents", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("suspicion", sa.Text, comment="internal: starts a referral, decides nothing"),
    sa.Column("evidence", sa.Text),
    sa.Column("refunded", sa.Boolean, nullable=False),
    sa.Column("fpf", sa.Text),
    sa.Column("caused_by_violation", sa.Boolean),
    sa.Column("refund_basis", sa.Text, nullable=False, server_default="NONE"),
    sa.Column("recorded_at", _INSTANT, comment="null for what was brought before instants were kept"),
    sa.CheckConstraint("amount_cents >= 0", name="amount"),
    sa.CheckConstraint("direction IN ('UNDER', 'OVER')", name="direction"),
    sa.CheckConstraint("fpf <> 'DISALLOWED_PURPOSE' OR direction = 'OVER'", name="purpose_of_over"),
    sa.CheckConstraint("fpf <> 'KNOWING_INTENTIONAL' OR direction = 'UNDER'", name="intent_of_under"),
    sa.CheckConstraint("(suspicion IS NULL) = (evidence IS NULL)", name="suspicion_with_evidence"),
)

computations = sa.Table(
    "offset_computations",
    METADATA,
    _audit_id(),
    _version(),
    sa.Column("as_of", sa.Date, nullable=False, comment="liquidation status frozen on this day (OFF-02)"),
    sa.Column("scope_version", sa.Integer, nullable=False),
    sa.Column("plan_version", sa.Integer),
    sa.Column("with_offset", sa.Boolean, nullable=False, comment="false: offsetting is disallowed entirely"),
    sa.Column("under_final_cents", sa.BigInteger, nullable=False),
    sa.Column("under_potential_cents", sa.BigInteger, nullable=False),
    sa.Column("over_final_cents", sa.BigInteger, nullable=False),
    sa.Column("offset_cents", sa.BigInteger, nullable=False),
    sa.Column("actual_loss_cents", sa.BigInteger, nullable=False),
    sa.Column("potential_loss_cents", sa.BigInteger, nullable=False),
    sa.Column("total_loss_cents", sa.BigInteger, nullable=False),
    sa.Column("excess_over_cents", sa.BigInteger, nullable=False),
    sa.Column("loss_without_offset_cents", sa.BigInteger, nullable=False, comment="the second computation (OFF-16)"),
    sa.Column("uses", pg.JSONB, nullable=False, comment="number and cents per use or reason"),
    sa.Column("projections", pg.JSONB, nullable=False, comment="method, confidence and precision per sum"),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("computed_at", _INSTANT, nullable=False),
    sa.CheckConstraint(
        "offset_cents = CASE WHEN with_offset THEN least(under_final_cents, over_final_cents) ELSE 0 END",
        name="netting",
    ),
    sa.CheckConstraint("actual_loss_cents = under_final_cents - offset_cents", name="actual_loss"),
    sa.CheckConstraint("total_loss_cents = actual_loss_cents + potential_loss_cents", name="total_loss"),
)

referrals = sa.Table(
    "audit_referrals",
    METADATA,
    sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), primary_key=True),
    _audit_id(primary_key=False),
    sa.Column("fpf_office", sa.Text, nullable=False),
    sa.Column("issues", _TEXTS, nullable=False),
    sa.Column("domestic_value_cents", sa.BigInteger, nullable=False),
    sa.Column("dutiable_value_cents", sa.BigInteger, nullable=False),
    sa.Column("proposed_culpability", sa.Text, nullable=False),
    sa.Column("limitation_on", sa.Date, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("referred_by", sa.Text, nullable=False),
    sa.Column("referred_on", sa.Date, nullable=False),
    sa.Column("matter_id", _UUID, sa.ForeignKey(matters.c.id), comment="the section 1592 matter it opened (10.3)"),
    sa.Index("ix_audit_referrals_audit_id", "audit_id"),
)

determinations = sa.Table(
    "offset_determinations",
    METADATA,
    sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), primary_key=True),
    _audit_id(primary_key=False),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("office", sa.Text, comment="FP&F office; null when the auditor confirms"),
    sa.Column("purpose_items", _TEXTS, nullable=False),
    sa.Column("knowing_items", _TEXTS, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("proposed_by", sa.Text, nullable=False),
    sa.Column("proposed_on", sa.Date, nullable=False),
    sa.Column("approved_by", sa.Text),
    sa.Column("approved_on", sa.Date),
    sa.Column("result", sa.Text),
    sa.CheckConstraint("approved_by <> proposed_by", name="another_approves"),
    sa.CheckConstraint("(approved_by IS NULL) = (approved_on IS NULL)", name="approved_at_once"),
    sa.Index("ix_offset_determinations_audit_id", "audit_id"),
    sa.Index("uq_offset_determinations_open", "audit_id", unique=True, postgresql_where=sa.text("approved_by IS NULL")),
)

consumptions = sa.Table(
    "offset_consumptions",
    METADATA,
    sa.Column("entry_number", sa.Text, primary_key=True),
    sa.Column("line_number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("finding_class", sa.Text, primary_key=True, comment="one use of an over-payment, ever (OFF-14)"),
    _audit_id(primary_key=False),
    sa.Column("computation_version", sa.Integer, nullable=False),
    sa.Index("ix_offset_consumptions_audit_id", "audit_id"),
)

history = sa.Table(
    "audit_history",
    METADATA,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    _audit_id(primary_key=False),
    sa.Column("at", _INSTANT, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("from_state", sa.Text),
    sa.Column("to_state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Index("ix_audit_history_audit_id", "audit_id"),
)
