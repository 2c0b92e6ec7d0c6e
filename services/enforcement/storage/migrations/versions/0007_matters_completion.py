"""Section 1592 matters: what debts and releases need."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.database import platform

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_UUID: Final = pg.UUID(as_uuid=True)


def upgrade() -> None:
    """Widen the tables of matters; create those of seizures and debts."""
    _matters()
    _disclosures()
    _petitions()
    _offers()
    _notices()
    _seizures()
    _debts()


def _matters() -> None:
    op.add_column(
        "matters", sa.Column("final_day", sa.Date, comment="latest of its entries: afterwards all is barred (LIM-06)")
    )
    op.add_column(
        "matters",
        sa.Column("investigation_recorded_on", sa.Date, comment="commencement, recorded in writing (CUL-09)"),
    )
    op.execute("UPDATE matters SET final_day = last_day")
    op.alter_column("matters", "final_day", nullable=False)
    op.create_check_constraint("ck_matters_days_in_order", "matters", "last_day <= final_day")


def _disclosures() -> None:
    for column in (
        sa.Column("data_by", sa.Date, comment="missing data follow by this day (CUL-09)"),
        sa.Column("verification_held_on", sa.Date, comment="investigators were asked to hold verification (CUL-09)"),
        sa.Column("refunded_cents", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("review_subject", sa.Text, comment="what headquarters reviews (CUL-12)"),
        sa.Column("headquarters_decided_on", sa.Date, comment="its calculation is final from this day (CUL-12)"),
    ):
        op.add_column("disclosures", column)


def _petitions() -> None:
    for column in (
        sa.Column("petitioner", sa.Text, server_default="", nullable=False, comment="who asks (RLF-01)"),
        sa.Column(
            "interest", sa.Text, server_default="PENALTY", nullable=False, comment="why that person may (RLF-01)"
        ),
        sa.Column("relief_ground", sa.Text, comment="why relief may be given; null when none is (RLF-01)"),
    ):
        op.add_column("petitions", column)


def _offers() -> None:
    for column in (
        sa.Column("cost_cents", sa.BigInteger, comment="remaining cost, as the report has it (CMP-04)"),
        sa.Column("conditions", sa.Text, comment="collateral agreement or security (CMP-05)"),
        sa.Column("state_before", sa.Text, comment="state of the matter before acceptance, to reopen it (CMP-07)"),
        sa.Column("reopened_on", sa.Date),
        sa.Column("reopening_ground", sa.Text),
    ):
        op.add_column("compromise_offers", column)
    op.create_check_constraint(
        "ck_compromise_offers_reopened_on_a_ground",
        "compromise_offers",
        "(reopened_on IS NULL) = (reopening_ground IS NULL)",
    )


def _notices() -> None:
    op.create_table(
        "matter_notices",
        sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("matter_id", _UUID, nullable=False),
        sa.Column("kind", sa.Text, nullable=False, comment="PREPENALTY, PENALTY or DUTY"),
        sa.Column("culpability", sa.Text, comment="null in a duty notice"),
        sa.Column("loss_cents", sa.BigInteger, nullable=False),
        sa.Column("penalty_cents", sa.BigInteger, nullable=False),
        sa.Column("mailed_on", sa.Date, nullable=False),
        sa.Column("respond_by", sa.Date, nullable=False),
        sa.Column("merchandise", sa.Text),
        sa.Column("entry_details", sa.Text),
        sa.Column("laws_violated", sa.Text),
        sa.Column("facts", sa.Text, nullable=False, comment="material facts, changes from them, or the calculation"),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name="fk_matter_notices_matter_id_matters"),
        sa.PrimaryKeyConstraint("id", name="pk_matter_notices"),
    )
    op.create_index("ix_matter_notices_matter_id", "matter_notices", ["matter_id"], unique=False)
    platform.append_only("matter_notices")


def _seizures() -> None:
    op.create_table(
        "matter_seizures",
        sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("matter_id", _UUID, nullable=False),
        sa.Column("grounds", pg.ARRAY(sa.Text), nullable=False, comment="19 USC 1592(c)(14)"),
        sa.Column("goods", sa.Text, nullable=False),
        sa.Column("authority", sa.Text, nullable=False, comment="the law it rests on (AGY-05)"),
        sa.Column("seized_on", sa.Date, nullable=False),
        sa.Column("seized_by", sa.Text, nullable=False),
        sa.Column("petition_by", sa.Date, nullable=False, comment="last day to petition against the seizure (RLF-02)"),
        sa.Column("sold_on", sa.Date),
        sa.Column("proceeds_cents", sa.BigInteger),
        sa.Column("costs_cents", sa.BigInteger),
        sa.Column("applied_cents", sa.BigInteger, comment="to the penalty"),
        sa.Column("returned_cents", sa.BigInteger, comment="to the person (CUL-15)"),
        sa.CheckConstraint(
            "(sold_on IS NULL) = (proceeds_cents IS NULL) AND (sold_on IS NULL) = (returned_cents IS NULL)"
            " AND (sold_on IS NULL) = (costs_cents IS NULL) AND (sold_on IS NULL) = (applied_cents IS NULL)",
            name="ck_matter_seizures_sold_whole",
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name="fk_matter_seizures_matter_id_matters"),
        sa.PrimaryKeyConstraint("id", name="pk_matter_seizures"),
    )
    op.create_index("ix_matter_seizures_matter_id", "matter_seizures", ["matter_id"], unique=False)


def _debts() -> None:
    op.create_table(
        "debts",
        sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("debtor_number", sa.Text, nullable=False),
        sa.Column("capacity", sa.Text, nullable=False, comment="a surety's debt is only a surety's (DBT-04)"),
        sa.Column("law", sa.Text, nullable=False, comment="TARIFF or OTHER (DBT-02)"),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("principal_cents", sa.BigInteger, nullable=False),
        sa.Column(
            "interest_cents", sa.BigInteger, nullable=False, server_default="0", comment="charged so far (DBT-01)"
        ),
        sa.Column("paid_cents", sa.BigInteger, nullable=False, server_default="0", comment="payments and offsets"),
        sa.Column(
            "released_cents", sa.BigInteger, nullable=False, server_default="0", comment="by compromise (CMP-08)"
        ),
        sa.Column("liquidated_on", sa.Date, comment="of a duty bill; its interest runs from here (DBT-01)"),
        sa.Column("billed_on", sa.Date, nullable=False),
        sa.Column("delinquent_since", sa.Date, nullable=False, comment="the day after it was due (DBT-01, DBT-03)"),
        sa.Column("fixed", sa.Boolean, nullable=False, comment="legally fixed (DBT-04)"),
        sa.Column("disputed", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("looks_fraudulent", sa.Boolean, nullable=False, server_default=sa.false(), comment="CMP-08"),
        sa.Column("notice_given_on", sa.Date, comment="31 USC 3716(a)(1)"),
        sa.Column("inspection_offered_on", sa.Date, comment="31 USC 3716(a)(2)"),
        sa.Column("review_offered_on", sa.Date, comment="31 USC 3716(a)(3)"),
        sa.Column("agreement_offered_on", sa.Date, comment="31 USC 3716(a)(4)"),
        sa.Column("treasury_notified_on", sa.Date, comment="31 USC 3716(c)(6)"),
        sa.Column("transferred_on", sa.Date, comment="31 USC 3711(g)"),
        sa.Column("closed_on", sa.Date),
        sa.CheckConstraint("principal_cents > 0", name="ck_debts_principal"),
        sa.CheckConstraint(
            "interest_cents >= 0 AND paid_cents >= 0 AND released_cents >= 0", name="ck_debts_not_negative"
        ),
        sa.CheckConstraint(
            "paid_cents + released_cents <= principal_cents + interest_cents", name="ck_debts_never_overpaid"
        ),
        sa.CheckConstraint(
            "law = 'OTHER' OR (treasury_notified_on IS NULL AND transferred_on IS NULL)", name="ck_debts_dbt_02"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_debts"),
    )
    op.create_index("ix_debts_debtor_number", "debts", ["debtor_number"], unique=False)
    op.create_index(
        "ix_debts_delinquent",
        "debts",
        ["delinquent_since"],
        unique=False,
        postgresql_where=sa.text("law = 'OTHER' AND closed_on IS NULL"),
    )
    _debt_credits()
    op.create_table(
        "debt_deadlines_told",
        sa.Column("debt_id", _UUID, nullable=False),
        sa.Column("step", sa.Text, nullable=False, comment="NOTICE or TRANSFER (DBT-03)"),
        sa.Column("told_on", sa.Date, nullable=False),
        sa.ForeignKeyConstraint(["debt_id"], ["debts.id"], name="fk_debt_deadlines_told_debt_id_debts"),
        sa.PrimaryKeyConstraint("debt_id", "step", name="pk_debt_deadlines_told"),
    )
    for history in ("debt_credits", "debt_deadlines_told"):
        platform.append_only(history)


def _debt_credits() -> None:
    op.create_table(
        "debt_credits",
        sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("debt_id", _UUID, nullable=False),
        sa.Column("means", sa.Text, nullable=False, comment="PAYMENT, TREASURY_OFFSET, SET_OFF or COMPROMISE"),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("available_cents", sa.BigInteger, nullable=False, comment="the payment that could be applied"),
        sa.Column("applied_cents", sa.BigInteger, nullable=False),
        sa.Column("remaining_cents", sa.BigInteger, nullable=False, comment="of the debt"),
        sa.Column("on_day", sa.Date, nullable=False),
        sa.CheckConstraint("applied_cents > 0 AND applied_cents <= available_cents", name="ck_debt_credits_applied"),
        sa.CheckConstraint("remaining_cents >= 0", name="ck_debt_credits_remaining"),
        sa.ForeignKeyConstraint(["debt_id"], ["debts.id"], name="fk_debt_credits_debt_id_debts"),
        sa.PrimaryKeyConstraint("id", name="pk_debt_credits"),
        sa.UniqueConstraint("means", "reference", name="uq_debt_credits_means_reference"),
    )
    op.create_index("ix_debt_credits_debt_id", "debt_credits", ["debt_id"], unique=False)
