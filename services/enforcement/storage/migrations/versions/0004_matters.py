"""Section 1592 matters, petitions, compromise."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.database import platform

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_INSTANT: Final = sa.DateTime(timezone=True)
_UUID: Final = pg.UUID(as_uuid=True)


def upgrade() -> None:
    """Create the tables of matters; their history is append-only."""
    op.create_table(
        "matters",
        sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("importer_number", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("source_reference", sa.Text, nullable=False),
        sa.Column("audit_offset", sa.Text, nullable=False, comment="decision of the audit (OFF-15); NONE without one"),
        sa.Column("commercial", sa.Boolean, nullable=False),
        sa.Column("culpability", sa.Text, nullable=False),
        sa.Column("affects_duties", sa.Boolean, nullable=False),
        sa.Column("domestic_value_cents", sa.BigInteger, nullable=False),
        sa.Column("dutiable_value_cents", sa.BigInteger, nullable=False),
        sa.Column("fraud_discovered_on", sa.Date),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("opened_by", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False, comment="earliest of its entries, tolling included (LIM-06)"),
        sa.Column("waived_until", sa.Date, comment="limitation waived until (LIM-07, RLF-08)"),
        sa.Column("respond_by", sa.Date),
        sa.Column("proposed_penalty_cents", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("claimed_cents", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("penalty_owed_cents", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("penalty_collected_cents", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("penalty_on", sa.Date, comment="day of mailing of the notice of penalty"),
        sa.Column("petition_by", sa.Date),
        sa.Column("pay_by", sa.Date),
        sa.Column("supplemental_by", sa.Date),
        sa.Column("duties_on", sa.Date),
        sa.Column("duties_by", sa.Date),
        sa.Column("duties_owed_cents", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("duties_collected_cents", sa.BigInteger, server_default="0", nullable=False),
        sa.Column(
            "review_open", sa.Boolean, server_default=sa.false(), nullable=False, comment="of the demanded duties"
        ),
        sa.Column("final_statement", sa.Text),
        sa.Column("closed_on", sa.Date),
        sa.CheckConstraint("(state LIKE 'CLOSED%') = (closed_on IS NOT NULL)", name="ck_matters_closed_on_a_day"),
        sa.CheckConstraint(
            "culpability <> 'FRAUD' OR fraud_discovered_on IS NOT NULL", name="ck_matters_fraud_discovered"
        ),
        sa.CheckConstraint("penalty_collected_cents >= 0 AND duties_collected_cents >= 0", name="ck_matters_collected"),
        sa.CheckConstraint("penalty_owed_cents BETWEEN 0 AND claimed_cents", name="ck_matters_owed_up_to_claimed"),
        sa.PrimaryKeyConstraint("id", name="pk_matters"),
    )
    op.create_index("ix_matters_importer_number_id", "matters", ["importer_number", "id"], unique=False)
    op.create_index(
        "ix_matters_open", "matters", ["last_day"], unique=False, postgresql_where=sa.text("closed_on IS NULL")
    )
    op.create_table(
        "matter_entries",
        sa.Column("matter_id", _UUID, nullable=False),
        sa.Column("entry_number", sa.Text, nullable=False),
        sa.Column("violated_on", sa.Date, nullable=False),
        sa.Column("liquidated_on", sa.Date),
        sa.Column("actual_loss_cents", sa.BigInteger, nullable=False),
        sa.Column("potential_loss_cents", sa.BigInteger, nullable=False),
        sa.CheckConstraint(
            "actual_loss_cents = 0 OR liquidated_on IS NOT NULL", name="ck_matter_entries_actual_is_liquidated"
        ),
        sa.CheckConstraint("actual_loss_cents >= 0 AND potential_loss_cents >= 0", name="ck_matter_entries_losses"),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name="fk_matter_entries_matter_id_matters"),
        sa.PrimaryKeyConstraint("matter_id", "entry_number", name="pk_matter_entries"),
    )
    op.create_table(
        "matter_history",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("matter_id", _UUID, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("from_state", sa.Text),
        sa.Column("to_state", sa.Text, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("on_day", sa.Date, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name="fk_matter_history_matter_id_matters"),
        sa.PrimaryKeyConstraint("id", name="pk_matter_history"),
    )
    op.create_index("ix_matter_history_matter_id", "matter_history", ["matter_id"], unique=False)
    op.create_table(
        "matter_pauses",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("matter_id", _UUID, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("first_on", sa.Date, nullable=False),
        sa.Column("last_on", sa.Date, nullable=False),
        sa.CheckConstraint("first_on <= last_on", name="ck_matter_pauses_in_order"),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name="fk_matter_pauses_matter_id_matters"),
        sa.PrimaryKeyConstraint("id", name="pk_matter_pauses"),
    )
    op.create_index("ix_matter_pauses_matter_id", "matter_pauses", ["matter_id"], unique=False)
    op.create_table(
        "limitation_warnings",
        sa.Column("matter_id", _UUID, nullable=False),
        sa.Column("months_left", sa.Integer, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("raised_on", sa.Date, nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name="fk_limitation_warnings_matter_id_matters"),
        sa.PrimaryKeyConstraint("matter_id", "months_left", name="pk_limitation_warnings"),
    )
    op.create_table(
        "petitions",
        sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("matter_id", _UUID, nullable=False),
        sa.Column("supplemental", sa.Boolean, nullable=False),
        sa.Column("filed_on", sa.Date, nullable=False),
        sa.Column("grounds", sa.Text, nullable=False),
        sa.Column("notified_on", sa.Date),
        sa.Column("mitigated_cents", sa.BigInteger),
        sa.Column("decided_by", sa.Text),
        sa.Column("at_headquarters", sa.Boolean),
        sa.Column("reasons", sa.Text),
        sa.CheckConstraint(
            "(notified_on IS NULL) = (mitigated_cents IS NULL) AND (notified_on IS NULL) = (decided_by IS NULL)",
            name="ck_petitions_decided_whole",
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name="fk_petitions_matter_id_matters"),
        sa.PrimaryKeyConstraint("id", name="pk_petitions"),
    )
    op.create_index("ix_petitions_matter_id", "petitions", ["matter_id"], unique=False)
    op.create_table(
        "interest_rates",
        sa.Column("from_date", sa.Date, nullable=False),
        sa.Column("basis_points", sa.Integer, nullable=False),
        sa.Column("citation", sa.Text, nullable=False),
        sa.CheckConstraint("basis_points >= 0", name="ck_interest_rates_rate"),
        sa.PrimaryKeyConstraint("from_date", name="pk_interest_rates"),
    )
    op.create_table(
        "disclosures",
        sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("matter_id", _UUID, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("disclosed_on", sa.Date, nullable=False),
        sa.Column("circumstances", sa.Text, nullable=False),
        sa.Column("self_review_approved_on", sa.Date),
        sa.Column("loss_cents", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("tendered_cents", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("notified_on", sa.Date),
        sa.Column("tender_by", sa.Date),
        sa.Column("tendered_on", sa.Date, comment="day the tender was whole; interest runs to it"),
        sa.Column(
            "penalty_cents",
            sa.BigInteger,
            nullable=True,
            comment="most the penalty may be, once the benefit is granted",
        ),
        sa.CheckConstraint("(state = 'GRANTED') = (penalty_cents IS NOT NULL)", name="ck_disclosures_granted"),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name="fk_disclosures_matter_id_matters"),
        sa.PrimaryKeyConstraint("id", name="pk_disclosures"),
        sa.UniqueConstraint("matter_id", name="uq_disclosures_matter_id"),
    )
    op.create_table(
        "compromise_offers",
        sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("matter_id", _UUID, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("offered_on", sa.Date, nullable=False),
        sa.Column("offered_cents", sa.BigInteger, nullable=False),
        sa.Column("terms", sa.Text, nullable=False),
        sa.Column("deposited_cents", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("facts", sa.Text),
        sa.Column("report_terms", sa.Text),
        sa.Column("probability_basis_points", sa.Integer),
        sa.Column("value_cents", sa.BigInteger, comment="shown beside the offer; never decides (CMP-04)"),
        sa.Column("recommended_by", sa.Text),
        sa.Column("decided_by", sa.Text),
        sa.Column("notified_on", sa.Date),
        sa.Column("to_duties_cents", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("to_penalty_cents", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("released_cents", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("returned_cents", sa.BigInteger, server_default="0", nullable=False),
        sa.CheckConstraint(
            "state <> 'ACCEPTED' OR notified_on IS NOT NULL", name="ck_compromise_offers_accepted_in_writing"
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name="fk_compromise_offers_matter_id_matters"),
        sa.PrimaryKeyConstraint("id", name="pk_compromise_offers"),
    )
    op.create_index("ix_compromise_offers_matter_id", "compromise_offers", ["matter_id"], unique=False)
    op.create_table(
        "set_offs",
        sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("matter_id", _UUID, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("refund_reference", sa.Text, nullable=False),
        sa.Column("applied_cents", sa.BigInteger, nullable=False),
        sa.Column("set_off_on", sa.Date, nullable=False),
        sa.CheckConstraint("applied_cents > 0", name="ck_set_offs_applied"),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name="fk_set_offs_matter_id_matters"),
        sa.PrimaryKeyConstraint("id", name="pk_set_offs"),
        sa.UniqueConstraint("refund_reference", name="uq_set_offs_refund_reference"),
    )
    op.create_index("ix_set_offs_matter_id", "set_offs", ["matter_id"], unique=False)
    for history in ("matter_history", "matter_pauses", "limitation_warnings", "set_offs"):
        platform.append_only(history)
