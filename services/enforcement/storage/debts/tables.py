"""Debts outside a matter: duty bills and debts under other laws, what was offset against them and paid."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.enforcement.storage.tables import METADATA

_UUID: Final = pg.UUID(as_uuid=True)

debts = sa.Table(
    "debts",
    METADATA,
    sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), primary_key=True),
    sa.Column("debtor_number", sa.Text, nullable=False, index=True),
    sa.Column("capacity", sa.Text, nullable=False, comment="a surety's debt is only a surety's (DBT-04)"),
    sa.Column("law", sa.Text, nullable=False, comment="TARIFF or OTHER (DBT-02)"),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("principal_cents", sa.BigInteger, nullable=False),
    sa.Column("interest_cents", sa.BigInteger, nullable=False, server_default="0", comment="charged so far (DBT-01)"),
    sa.Column("paid_cents", sa.BigInteger, nullable=False, server_default="0", comment="payments and offsets"),
    sa.Column("released_cents", sa.BigInteger, nullable=False, server_default="0", comment="by compromise (CMP-08)"),
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
    sa.CheckConstraint("principal_cents > 0", name="principal"),
    sa.CheckConstraint("interest_cents >= 0 AND paid_cents >= 0 AND released_cents >= 0", name="not_negative"),
    sa.CheckConstraint("paid_cents + released_cents <= principal_cents + interest_cents", name="never_overpaid"),
    sa.CheckConstraint("law = 'OTHER' OR (treasury_notified_on IS NULL AND transferred_on IS NULL)", name="dbt_02"),
    sa.Index(
        "ix_debts_delinquent", "delinquent_since", postgresql_where=sa.text("law = 'OTHER' AND closed_on IS NULL")
    ),
)

debt_credits = sa.Table(
    "debt_credits",
    METADATA,
    sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), primary_key=True),
    sa.Column("debt_id", _UUID, sa.ForeignKey("debts.id"), nullable=False, index=True),
    sa.Column("means", sa.Text, nullable=False, comment="PAYMENT, TREASURY_OFFSET, SET_OFF or COMPROMISE"),
    sa.Column("reference", sa.Text, nullable=False),
    sa.Column("available_cents", sa.BigInteger, nullable=False, comment="the payment that could be applied"),
    sa.Column("applied_cents", sa.BigInteger, nullable=False),
    sa.Column("remaining_cents", sa.BigInteger, nullable=False, comment="of the debt"),
    sa.Column("on_day", sa.Date, nullable=False),
    sa.UniqueConstraint("means", "reference"),
    sa.CheckConstraint("applied_cents > 0 AND applied_cents <= available_cents", name="applied"),
    sa.CheckConstraint("remaining_cents >= 0", name="remaining"),
)

debt_deadlines_told = sa.Table(
    "debt_deadlines_told",
    METADATA,
    sa.Column("debt_id", _UUID, sa.ForeignKey("debts.id"), primary_key=True),
    sa.Column("step", sa.Text, primary_key=True, comment="NOTICE or TRANSFER (DBT-03)"),
    sa.Column("told_on", sa.Date, nullable=False),
)
