"""Audits, findings and offsets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.database import platform

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; what is history cannot be changed."""
    _audits()
    _audit_scopes()
    _audit_estimates()
    _audit_clocks()
    _audit_investigations()
    _sampling_plans()
    _sampling_strata()
    _sampling_challenges()
    _audit_findings()
    _offset_computations()
    _audit_referrals()
    _offset_determinations()
    _offset_consumptions()
    _audit_history()
    for kept in (
        "audit_scopes",
        "audit_estimates",
        "sampling_strata",
        "sampling_challenges",
        "audit_referrals",
        "audit_history",
    ):
        platform.append_only(kept)


def _audits() -> None:
    op.create_table(
        "audits",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("importer_number", sa.Text(), nullable=False),
        sa.Column(
            "origin", sa.Text(), nullable=False, comment="who tests: CBP, the person under supervision, a discloser"
        ),
        sa.Column("purpose", sa.Text(), nullable=False, comment="what the figures are for (OFF-01)"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("offset_state", sa.Text(), nullable=True, comment="null until something is computed (10.4)"),
        sa.Column("scope_version", sa.Integer(), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=True, comment="sampling plan in force; null without sampling"),
        sa.Column("computation_version", sa.Integer(), nullable=True),
        sa.Column("telephoned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=True, comment="of the written notice"),
        sa.Column("estimated_days", sa.Integer(), nullable=True),
        sa.Column("rights_given_on", sa.Date(), nullable=True),
        sa.Column("entrance_on", sa.Date(), nullable=True, comment="day of the entrance conference or of its waiver"),
        sa.Column("entrance_waived", sa.Boolean(), nullable=True),
        sa.Column("termination_on", sa.Date(), nullable=True, comment="latest estimate"),
        sa.Column("petition_received_on", sa.Date(), nullable=True),
        sa.Column("conference_on", sa.Date(), nullable=True, comment="closing conference"),
        sa.Column("report_completed_on", sa.Date(), nullable=True),
        sa.Column("copy_sent_on", sa.Date(), nullable=True),
        sa.Column(
            "skipped",
            postgresql.ARRAY(sa.Text()),
            server_default="{}",
            nullable=False,
            comment="paragraphs switched off (AUD-09)",
        ),
        sa.Column("fpf_office", sa.Text(), nullable=True, comment="office to which the issue was referred (OFF-22)"),
        sa.Column("auditor", sa.Text(), nullable=False, comment="who planned it; decides nothing for FP&F"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("copy_sent_on >= report_completed_on", name=op.f("ck_audits_copy_after_report")),
        sa.CheckConstraint("estimated_days > 0", name=op.f("ck_audits_estimate_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audits")),
    )
    op.create_index(op.f("ix_audits_importer_number"), "audits", ["importer_number"], unique=False)


def _audit_scopes() -> None:
    op.create_table(
        "audit_scopes",
        sa.Column("audit_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("issues", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("importer_numbers", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("universe_hash", sa.Text(), nullable=False, comment="of the query that fixed the universe"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "cardinality(issues) > 0 AND cardinality(importer_numbers) > 0", name=op.f("ck_audit_scopes_not_empty")
        ),
        sa.CheckConstraint("period_from <= period_to", name=op.f("ck_audit_scopes_period")),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_audit_scopes_audit_id_audits")),
        sa.PrimaryKeyConstraint("audit_id", "version", name=op.f("pk_audit_scopes")),
    )


def _audit_estimates() -> None:
    op.create_table(
        "audit_estimates",
        sa.Column("audit_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("termination_on", sa.Date(), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_audit_estimates_audit_id_audits")),
        sa.PrimaryKeyConstraint("audit_id", "version", name=op.f("pk_audit_estimates")),
    )


def _audit_clocks() -> None:
    op.create_table(
        "audit_clocks",
        sa.Column("audit_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("issues", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("satisfied_on", sa.Date(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_audit_clocks_audit_id_audits")),
        sa.PrimaryKeyConstraint("audit_id", "kind", name=op.f("pk_audit_clocks")),
    )


def _audit_investigations() -> None:
    op.create_table(
        "audit_investigations",
        sa.Column("audit_id", sa.UUID(), nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_audit_investigations_audit_id_audits")),
        sa.PrimaryKeyConstraint("audit_id", "issue", name=op.f("pk_audit_investigations")),
    )


def _sampling_plans() -> None:
    op.create_table(
        "sampling_plans",
        sa.Column("audit_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False, comment="plan and projection as explained (SMP-02)"),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("confidence_bps", sa.Integer(), nullable=False),
        sa.Column(
            "lower_limit", sa.Boolean(), nullable=False, comment="the plan prescribes the lower confidence limit"
        ),
        sa.Column("discussed_on", sa.Date(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("adopted_by", sa.Text(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True, comment="null: no waiver (SMP-04)"),
        sa.Column("company_signer", sa.Text(), nullable=True),
        sa.Column("customs_signer", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(accepted_on IS NULL) = (company_signer IS NULL) AND (accepted_on IS NULL) = (customs_signer IS NULL)",
            name=op.f("ck_sampling_plans_signed_by_both"),
        ),
        sa.CheckConstraint("confidence_bps BETWEEN 1 AND 9999", name=op.f("ck_sampling_plans_confidence")),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_sampling_plans_audit_id_audits")),
        sa.PrimaryKeyConstraint("audit_id", "version", name=op.f("pk_sampling_plans")),
    )


def _sampling_strata() -> None:
    op.create_table(
        "sampling_strata",
        sa.Column("audit_id", sa.UUID(), nullable=False),
        sa.Column("plan_version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False, comment="of one liquidation status (SMP-09)"),
        sa.Column("estimator", sa.Text(), nullable=False),
        sa.Column("universe_units", sa.Integer(), nullable=False),
        sa.Column("sample_units", sa.Integer(), nullable=False),
        sa.Column("universe_value_cents", sa.BigInteger(), nullable=False),
        sa.Column("sample_value_cents", sa.BigInteger(), nullable=False),
        sa.Column("sample_value_squares", sa.Numeric(), nullable=True),
        sa.CheckConstraint(
            "sample_units BETWEEN 1 AND universe_units", name=op.f("ck_sampling_strata_sample_within_universe")
        ),
        sa.ForeignKeyConstraint(
            ["audit_id", "plan_version"],
            ["sampling_plans.audit_id", "sampling_plans.version"],
            name=op.f("fk_sampling_strata_audit_id_plan_version_sampling_plans"),
        ),
        sa.PrimaryKeyConstraint("audit_id", "plan_version", "name", "is_final", name=op.f("pk_sampling_strata")),
    )


def _sampling_challenges() -> None:
    op.create_table(
        "sampling_challenges",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("audit_id", sa.UUID(), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_sampling_challenges_audit_id_audits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sampling_challenges")),
    )
    op.create_index("ix_sampling_challenges_audit_id", "sampling_challenges", ["audit_id"], unique=False)


def _audit_findings() -> None:
    op.create_table(
        "audit_findings",
        sa.Column("audit_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("importer_number", sa.Text(), nullable=False),
        sa.Column("entry_number", sa.Text(), nullable=False),
        sa.Column("line_number", sa.Integer(), nullable=False),
        sa.Column("release_number", sa.Text(), nullable=True),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("finding_class", sa.Text(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("declared_delta", sa.Numeric(), nullable=True, comment="difference of quantity or value (OFF-09)"),
        sa.Column("entry_date", sa.Date(), nullable=False),
        sa.Column("liquidated_on", sa.Date(), nullable=True),
        sa.Column("final_on", sa.Date(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("cause_text", sa.Text(), nullable=False),
        sa.Column("stratum", sa.Text(), nullable=True, comment="null: not in a sample"),
        sa.Column("unit_value_cents", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("suspicion", sa.Text(), nullable=True, comment="internal: starts a referral, decides nothing"),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("refunded", sa.Boolean(), nullable=False),
        sa.Column("fpf", sa.Text(), nullable=True),
        sa.Column("caused_by_violation", sa.Boolean(), nullable=True),
        sa.Column("refund_basis", sa.Text(), server_default="NONE", nullable=False),
        sa.CheckConstraint("direction IN ('UNDER', 'OVER')", name=op.f("ck_audit_findings_direction")),
        sa.CheckConstraint(
            "fpf <> 'DISALLOWED_PURPOSE' OR direction = 'OVER'", name=op.f("ck_audit_findings_purpose_of_over")
        ),
        sa.CheckConstraint(
            "fpf <> 'KNOWING_INTENTIONAL' OR direction = 'UNDER'", name=op.f("ck_audit_findings_intent_of_under")
        ),
        sa.CheckConstraint(
            "(suspicion IS NULL) = (evidence IS NULL)", name=op.f("ck_audit_findings_suspicion_with_evidence")
        ),
        sa.CheckConstraint("amount_cents >= 0", name=op.f("ck_audit_findings_amount")),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_audit_findings_audit_id_audits")),
        sa.PrimaryKeyConstraint("audit_id", "number", name=op.f("pk_audit_findings")),
    )


def _offset_computations() -> None:
    op.create_table(
        "offset_computations",
        sa.Column("audit_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False, comment="liquidation status frozen on this day (OFF-02)"),
        sa.Column("scope_version", sa.Integer(), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=True),
        sa.Column("with_offset", sa.Boolean(), nullable=False, comment="false: offsetting is disallowed entirely"),
        sa.Column("under_final_cents", sa.BigInteger(), nullable=False),
        sa.Column("under_potential_cents", sa.BigInteger(), nullable=False),
        sa.Column("over_final_cents", sa.BigInteger(), nullable=False),
        sa.Column("offset_cents", sa.BigInteger(), nullable=False),
        sa.Column("actual_loss_cents", sa.BigInteger(), nullable=False),
        sa.Column("potential_loss_cents", sa.BigInteger(), nullable=False),
        sa.Column("total_loss_cents", sa.BigInteger(), nullable=False),
        sa.Column("excess_over_cents", sa.BigInteger(), nullable=False),
        sa.Column(
            "loss_without_offset_cents", sa.BigInteger(), nullable=False, comment="the second computation (OFF-16)"
        ),
        sa.Column(
            "uses",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="number and cents per use or reason",
        ),
        sa.Column(
            "projections",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="method, confidence and precision per sum",
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "actual_loss_cents = under_final_cents - offset_cents", name=op.f("ck_offset_computations_actual_loss")
        ),
        sa.CheckConstraint(
            "offset_cents = CASE WHEN with_offset THEN least(under_final_cents, over_final_cents) ELSE 0 END",
            name=op.f("ck_offset_computations_netting"),
        ),
        sa.CheckConstraint(
            "total_loss_cents = actual_loss_cents + potential_loss_cents",
            name=op.f("ck_offset_computations_total_loss"),
        ),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_offset_computations_audit_id_audits")),
        sa.PrimaryKeyConstraint("audit_id", "version", name=op.f("pk_offset_computations")),
    )


def _audit_referrals() -> None:
    op.create_table(
        "audit_referrals",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("audit_id", sa.UUID(), nullable=False),
        sa.Column("fpf_office", sa.Text(), nullable=False),
        sa.Column("issues", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("domestic_value_cents", sa.BigInteger(), nullable=False),
        sa.Column("dutiable_value_cents", sa.BigInteger(), nullable=False),
        sa.Column("proposed_culpability", sa.Text(), nullable=False),
        sa.Column("limitation_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("referred_by", sa.Text(), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_audit_referrals_audit_id_audits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_referrals")),
    )
    op.create_index("ix_audit_referrals_audit_id", "audit_referrals", ["audit_id"], unique=False)


def _offset_determinations() -> None:
    op.create_table(
        "offset_determinations",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("audit_id", sa.UUID(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=True, comment="FP&F office; null when the auditor confirms"),
        sa.Column("purpose_items", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("knowing_items", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(approved_by IS NULL) = (approved_on IS NULL)", name=op.f("ck_offset_determinations_approved_at_once")
        ),
        sa.CheckConstraint("approved_by <> proposed_by", name=op.f("ck_offset_determinations_another_approves")),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_offset_determinations_audit_id_audits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offset_determinations")),
    )
    op.create_index("ix_offset_determinations_audit_id", "offset_determinations", ["audit_id"], unique=False)
    op.create_index(
        "uq_offset_determinations_open",
        "offset_determinations",
        ["audit_id"],
        unique=True,
        postgresql_where=sa.text("approved_by IS NULL"),
    )


def _offset_consumptions() -> None:
    op.create_table(
        "offset_consumptions",
        sa.Column("entry_number", sa.Text(), nullable=False),
        sa.Column("line_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("finding_class", sa.Text(), nullable=False, comment="one use of an over-payment, ever (OFF-14)"),
        sa.Column("audit_id", sa.UUID(), nullable=False),
        sa.Column("computation_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_offset_consumptions_audit_id_audits")),
        sa.PrimaryKeyConstraint("entry_number", "line_number", "finding_class", name=op.f("pk_offset_consumptions")),
    )
    op.create_index("ix_offset_consumptions_audit_id", "offset_consumptions", ["audit_id"], unique=False)


def _audit_history() -> None:
    op.create_table(
        "audit_history",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("audit_id", sa.UUID(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_audit_history_audit_id_audits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_history")),
    )
    op.create_index("ix_audit_history_audit_id", "audit_history", ["audit_id"], unique=False)
