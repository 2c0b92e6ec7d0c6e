"""Recoveries, informants, their claims and awards, and the log of reads."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.database import platform

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_INSTANT: Final = sa.DateTime(timezone=True)
_UUID: Final = pg.UUID(as_uuid=True)


def upgrade() -> None:
    """Create the tables; what is history cannot be changed."""
    _recoveries()
    _recovery_adjustments()
    _recovery_holds()
    _recovery_groups()
    _recovery_group_cases()
    _informant_contacts()
    _informant_keys()
    _informant_secrets()
    _informant_allegations()
    _informant_purchases()
    _informant_claims()
    _informant_recommendations()
    _informant_causations()
    _informant_awards()
    _integrity_referrals()
    _informant_disclosures()
    _informant_history()
    _informant_reads()
    for history in ("recovery_adjustments", "informant_purchases", "informant_history", "informant_reads"):
        platform.append_only(history)


def _recoveries() -> None:
    op.create_table(
        "recoveries",
        sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=True, comment="the collection, as accounts names it"),
        sa.Column("case_reference", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("collected_cents", sa.BigInteger(), nullable=False),
        sa.Column("refunded_cents", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("expenses_cents", sa.BigInteger(), nullable=False),
        sa.Column("liens_cents", sa.BigInteger(), nullable=False),
        sa.Column("appraised_cents", sa.BigInteger(), nullable=False),
        sa.Column("disposition", sa.Text(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column(
            "sold_on", sa.Date(), nullable=True, comment="proceeds can be claimed back for three months (INF-22)"
        ),
        sa.CheckConstraint(
            "collected_cents >= 0 AND expenses_cents >= 0 AND liens_cents >= 0 AND appraised_cents >= 0",
            name=op.f("ck_recoveries_amounts"),
        ),
        sa.CheckConstraint(
            "refunded_cents BETWEEN 0 AND collected_cents", name=op.f("ck_recoveries_refunded_within_collected")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recoveries")),
        sa.UniqueConstraint("source_id", name=op.f("uq_recoveries_source_id")),
    )
    op.create_index(op.f("ix_recoveries_case_reference"), "recoveries", ["case_reference"], unique=False)


def _recovery_adjustments() -> None:
    op.create_table(
        "recovery_adjustments",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("recovery_id", _UUID, nullable=False),
        sa.Column("refunded_cents", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("adjusted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recovery_id"], ["recoveries.id"], name=op.f("fk_recovery_adjustments_recovery_id_recoveries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_adjustments")),
    )
    op.create_index(op.f("ix_recovery_adjustments_recovery_id"), "recovery_adjustments", ["recovery_id"], unique=False)


def _recovery_holds() -> None:
    op.create_table(
        "recovery_holds",
        sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("recovery_id", _UUID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="petition, protest or refund claim"),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recovery_id"], ["recoveries.id"], name=op.f("fk_recovery_holds_recovery_id_recoveries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_holds")),
    )
    op.create_index(op.f("ix_recovery_holds_recovery_id"), "recovery_holds", ["recovery_id"], unique=False)


def _recovery_groups() -> None:
    op.create_table(
        "recovery_groups",
        sa.Column("id", _UUID, server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_groups")),
    )


def _recovery_group_cases() -> None:
    op.create_table(
        "recovery_group_cases",
        sa.Column("case_reference", sa.Text(), nullable=False, comment="a case belongs to one group (INF-14)"),
        sa.Column("group_id", _UUID, nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["recovery_groups.id"], name=op.f("fk_recovery_group_cases_group_id_recovery_groups")
        ),
        sa.PrimaryKeyConstraint("case_reference", name=op.f("pk_recovery_group_cases")),
    )
    op.create_index(op.f("ix_recovery_group_cases_group_id"), "recovery_group_cases", ["group_id"], unique=False)


def _informant_contacts() -> None:
    op.create_table(
        "informant_contacts",
        sa.Column("id", _UUID, server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("pseudonym", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("receiving_officer", sa.Text(), nullable=False),
        sa.Column("liaison", sa.Text(), nullable=False, comment="the officer it is assigned to"),
        sa.Column("advised_entitlement_at", _INSTANT, nullable=True),
        sa.Column("advised_deduction_at", _INSTANT, nullable=True),
        sa.Column("route", sa.Text(), nullable=True),
        sa.Column("detected", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("seized", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reported", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("own_violation", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("stipulated_on", sa.Date(), nullable=True),
        sa.Column("stipulation_hash", sa.Text(), nullable=True, comment="SHA-256 of the signed paper"),
        sa.Column("covers_earlier", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("group_id", _UUID, nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state <> 'LINKED' OR group_id IS NOT NULL", name=op.f("ck_informant_contacts_linked_to_a_group")
        ),
        sa.CheckConstraint(
            "state = 'DRAFT' OR (advised_entitlement_at IS NOT NULL AND advised_deduction_at IS NOT NULL)",
            name=op.f("ck_informant_contacts_advised"),
        ),
        sa.CheckConstraint(
            "(stipulated_on IS NULL) = (stipulation_hash IS NULL)", name=op.f("ck_informant_contacts_stipulation_whole")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["recovery_groups.id"], name=op.f("fk_informant_contacts_group_id_recovery_groups")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_informant_contacts")),
        sa.UniqueConstraint("pseudonym", name=op.f("uq_informant_contacts_pseudonym")),
    )
    op.create_index(op.f("ix_informant_contacts_group_id"), "informant_contacts", ["group_id"], unique=False)
    op.create_index(op.f("ix_informant_contacts_liaison"), "informant_contacts", ["liaison"], unique=False)


def _informant_keys() -> None:
    op.create_table(
        "informant_keys",
        sa.Column("pseudonym", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False, comment="the service's key that seals this one"),
        sa.Column("sealed_key", pg.BYTEA(), nullable=False),
        sa.PrimaryKeyConstraint("pseudonym", name=op.f("pk_informant_keys")),
    )
    op.create_index(op.f("ix_informant_keys_key_id"), "informant_keys", ["key_id"], unique=False)


def _informant_secrets() -> None:
    op.create_table(
        "informant_secrets",
        sa.Column("pseudonym", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("sealed", pg.BYTEA(), nullable=False),
        sa.PrimaryKeyConstraint("pseudonym", "field", name=op.f("pk_informant_secrets")),
    )


def _informant_allegations() -> None:
    op.create_table(
        "informant_allegations",
        sa.Column("id", _UUID, server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("contact_id", _UUID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("received_at", _INSTANT, nullable=False),
        sa.Column("first_known_at", _INSTANT, nullable=True, comment="when Government files first knew it (INF-03)"),
        sa.Column("original", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["informant_contacts.id"],
            name=op.f("fk_informant_allegations_contact_id_informant_contacts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_informant_allegations")),
    )
    op.create_index(op.f("ix_informant_allegations_contact_id"), "informant_allegations", ["contact_id"], unique=False)


def _informant_purchases() -> None:
    op.create_table(
        "informant_purchases",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("contact_id", _UUID, nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_informant_purchases_positive")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["informant_contacts.id"], name=op.f("fk_informant_purchases_contact_id_informant_contacts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_informant_purchases")),
    )
    op.create_index(op.f("ix_informant_purchases_contact_id"), "informant_purchases", ["contact_id"], unique=False)


def _informant_claims() -> None:
    op.create_table(
        "informant_claims",
        sa.Column("id", _UUID, server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("contact_id", _UUID, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("direct", sa.Boolean(), server_default=sa.false(), nullable=False, comment="INF-11"),
        sa.Column("decider", sa.Text(), nullable=True, comment="the headquarters official named on it"),
        sa.Column("share_basis_points", sa.Integer(), nullable=True, comment="INF-15"),
        sa.Column("decided_net_cents", sa.BigInteger(), nullable=True, comment="net recovery at the last decision"),
        sa.Column("payee_reference", _UUID, server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.CheckConstraint("share_basis_points BETWEEN 0 AND 10000", name=op.f("ck_informant_claims_share")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["informant_contacts.id"], name=op.f("fk_informant_claims_contact_id_informant_contacts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_informant_claims")),
        sa.UniqueConstraint("payee_reference", name=op.f("uq_informant_claims_payee_reference")),
    )
    op.create_index(op.f("ix_informant_claims_contact_id"), "informant_claims", ["contact_id"], unique=False)
    op.create_index(op.f("ix_informant_claims_state"), "informant_claims", ["state"], unique=False)


def _informant_recommendations() -> None:
    op.create_table(
        "informant_recommendations",
        sa.Column("claim_id", _UUID, nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("approve", sa.Boolean(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.CheckConstraint("amount_cents >= 0", name=op.f("ck_informant_recommendations_not_negative")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["informant_claims.id"], name=op.f("fk_informant_recommendations_claim_id_informant_claims")
        ),
        sa.PrimaryKeyConstraint("claim_id", "step", name=op.f("pk_informant_recommendations")),
    )


def _informant_causations() -> None:
    op.create_table(
        "informant_causations",
        sa.Column("claim_id", _UUID, nullable=False),
        sa.Column("recovery_id", _UUID, nullable=False),
        sa.Column("causation", sa.Text(), nullable=False),
        sa.Column("other_scheme", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["informant_claims.id"], name=op.f("fk_informant_causations_claim_id_informant_claims")
        ),
        sa.ForeignKeyConstraint(
            ["recovery_id"], ["recoveries.id"], name=op.f("fk_informant_causations_recovery_id_recoveries")
        ),
        sa.PrimaryKeyConstraint("claim_id", "recovery_id", name=op.f("pk_informant_causations")),
    )


def _informant_awards() -> None:
    op.create_table(
        "informant_awards",
        sa.Column("id", _UUID, server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("claim_id", _UUID, nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False, comment="gross; uses up the cap (INF-19)"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", _INSTANT, nullable=False),
        sa.Column("payout_cents", sa.BigInteger(), nullable=True),
        sa.Column("fund_code", sa.Text(), nullable=True, comment="INF-23"),
        sa.Column("requested_on", sa.Date(), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True, comment="INF-07"),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(payout_cents IS NULL) = (requested_on IS NULL)", name=op.f("ck_informant_awards_payout_when_requested")
        ),
        sa.CheckConstraint("amount_cents >= 0", name=op.f("ck_informant_awards_not_negative")),
        sa.CheckConstraint(
            "payout_cents BETWEEN 0 AND amount_cents", name=op.f("ck_informant_awards_payout_within_award")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["informant_claims.id"], name=op.f("fk_informant_awards_claim_id_informant_claims")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_informant_awards")),
    )
    op.create_index(op.f("ix_informant_awards_claim_id"), "informant_awards", ["claim_id"], unique=False)


def _integrity_referrals() -> None:
    op.create_table(
        "integrity_referrals",
        sa.Column("id", _UUID, server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("claim_id", _UUID, nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["informant_claims.id"], name=op.f("fk_integrity_referrals_claim_id_informant_claims")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_integrity_referrals")),
    )
    op.create_index(op.f("ix_integrity_referrals_claim_id"), "integrity_referrals", ["claim_id"], unique=False)


def _informant_disclosures() -> None:
    op.create_table(
        "informant_disclosures",
        sa.Column("id", _UUID, server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("contact_id", _UUID, nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("fields", pg.ARRAY(sa.Text()), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("counsel_concurred_on", sa.Date(), nullable=False),
        sa.Column("authorised_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["informant_contacts.id"],
            name=op.f("fk_informant_disclosures_contact_id_informant_contacts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_informant_disclosures")),
    )
    op.create_index(op.f("ix_informant_disclosures_contact_id"), "informant_disclosures", ["contact_id"], unique=False)


def _informant_history() -> None:
    op.create_table(
        "informant_history",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("subject_id", _UUID, nullable=False, comment="the contact or the claim"),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_informant_history")),
    )
    op.create_index(op.f("ix_informant_history_subject_id"), "informant_history", ["subject_id"], unique=False)


def _informant_reads() -> None:
    op.create_table(
        "informant_reads",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("roles", pg.ARRAY(sa.Text()), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("pseudonym", sa.Text(), nullable=True, comment="as asked for; null of a list"),
        sa.Column("group_id", _UUID, nullable=True),
        sa.Column("fields_requested", pg.ARRAY(sa.Text()), nullable=False),
        sa.Column("fields_returned", pg.ARRAY(sa.Text()), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_informant_reads")),
    )
