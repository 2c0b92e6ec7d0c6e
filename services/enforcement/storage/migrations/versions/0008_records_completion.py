"""Informants: marks, reviews of reads, the release of a payment. Records: petitions, holds, what a record is."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.database import platform

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_UUID: Final = pg.UUID(as_uuid=True)
_INSTANT: Final = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add columns and tables."""
    _informants()
    _records()
    _penalties()


def _informants() -> None:
    op.add_column("informant_contacts", sa.Column("handed_over_on", sa.Date(), comment="INF-25"))
    op.add_column("integrity_referrals", sa.Column("closed_on", sa.Date()))
    op.add_column("integrity_referrals", sa.Column("closed_by", sa.Text()))
    op.add_column("integrity_referrals", sa.Column("finding", sa.Text()))
    op.create_check_constraint(
        op.f("ck_integrity_referrals_closed_whole"),
        "integrity_referrals",
        "(closed_on IS NULL) = (closed_by IS NULL) AND (closed_on IS NULL) = (finding IS NULL)",
    )
    op.create_check_constraint(
        op.f("ck_integrity_referrals_another_closes"), "integrity_referrals", "closed_by <> opened_by"
    )
    op.create_table(
        "informant_marks",
        sa.Column("pseudonym", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False, comment="keyed fingerprint of a sealed text (INF-28 (d))"),
        sa.PrimaryKeyConstraint("pseudonym", "mark", name=op.f("pk_informant_marks")),
    )
    op.create_index(op.f("ix_informant_marks_mark"), "informant_marks", ["mark"])
    op.create_table(
        "informant_read_reviews",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("through_read", sa.BigInteger(), nullable=False, comment="the last read that was reviewed"),
        sa.Column("chain_intact", sa.Boolean(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("reviewed_by", sa.Text(), nullable=False),
        sa.Column("reviewed_at", _INSTANT, nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_informant_read_reviews")),
    )
    platform.append_only("informant_read_reviews")


def _records() -> None:
    op.add_column(
        "demanded_records",
        sa.Column("activity", sa.Text(), server_default="IMPORTING", nullable=False, comment="REC-02"),
    )
    op.add_column(
        "demanded_records",
        sa.Column("ordinary_course", sa.Boolean(), server_default=sa.true(), nullable=False, comment="REC-02"),
    )
    op.create_table(
        "liquidation_holds",
        sa.Column("demand_id", _UUID, nullable=False),
        sa.Column("entry_number", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("released_on", sa.Date()),
        sa.PrimaryKeyConstraint("demand_id", "entry_number", name=op.f("pk_liquidation_holds")),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["record_demands.id"], name=op.f("fk_liquidation_holds_demand_id_record_demands")
        ),
        sa.CheckConstraint("released_on >= held_on", name=op.f("ck_liquidation_holds_in_order")),
    )


def _penalties() -> None:
    name = "recordkeeping_penalties"
    op.add_column(name, sa.Column("owed_cents", sa.BigInteger(), comment="after mitigation (RLF-06)"))
    op.execute("UPDATE recordkeeping_penalties SET owed_cents = amount_cents")
    op.alter_column(name, "owed_cents", nullable=False)
    op.add_column(name, sa.Column("collected_cents", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column(name, sa.Column("pay_by", sa.Date(), comment="RLF-06"))
    op.add_column(name, sa.Column("supplemental_by", sa.Date(), comment="RLF-07"))
    op.create_check_constraint(
        op.f(f"ck_{name}_owed_up_to_amount"), name, "owed_cents BETWEEN 0 AND amount_cents AND collected_cents >= 0"
    )
    petitions = "recordkeeping_petitions"
    op.create_table(
        petitions,
        sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("penalty_id", _UUID, nullable=False),
        sa.Column("supplemental", sa.Boolean(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("notified_on", sa.Date()),
        sa.Column("mitigated_cents", sa.BigInteger()),
        sa.Column("decided_by", sa.Text()),
        sa.Column("at_headquarters", sa.Boolean()),
        sa.Column("reasons", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{petitions}")),
        sa.ForeignKeyConstraint(["penalty_id"], [f"{name}.id"], name=op.f(f"fk_{petitions}_penalty_id_{name}")),
        sa.CheckConstraint(
            "(notified_on IS NULL) = (mitigated_cents IS NULL) AND (notified_on IS NULL) = (decided_by IS NULL)",
            name=op.f(f"ck_{petitions}_decided_whole"),
        ),
    )
    op.create_index(op.f(f"ix_{petitions}_penalty_id"), petitions, ["penalty_id"])
