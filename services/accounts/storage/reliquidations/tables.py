"""Changes of what a liquidated entry owes, refunds, and the receipts they reverse."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.accounts.domain.reliquidation import Cause
from services.accounts.storage.tables import METADATA

_CAUSES: Final = ", ".join(f"'{cause.value}'" for cause in sorted(Cause))
_OF_LIQUIDATION: Final = (
    ["entry_number", "case_number"],
    ["liquidations.entry_number", "liquidations.case_number"],
)


def _id() -> sa.Column[object]:
    return sa.Column("id", pg.UUID(as_uuid=True), server_default=sa.text("uuidv7()"), primary_key=True)


def _cents(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


reliquidations = sa.Table(
    "reliquidations",
    METADATA,
    _id(),
    sa.Column("entry_number", sa.Text, nullable=False),
    sa.Column("case_number", sa.Text, nullable=False),
    sa.Column("cause", sa.Text, nullable=False),
    sa.Column("reliquidated_on", sa.Date, nullable=False),
    sa.Column("request_filed_on", sa.Date, comment="of the protest or request"),
    sa.Column("reference", sa.Text, comment="protest number or docket"),
    _cents("assessed_before_cents"),
    _cents("assessed_cents"),
    _cents("interest_before_cents"),
    _cents("interest_cents"),
    _cents("refund_duty_cents"),
    _cents("refund_interest_cents"),
    sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("reversed_on", sa.Date, comment="day its judgment was reversed"),
    sa.ForeignKeyConstraint(*_OF_LIQUIDATION),
    sa.CheckConstraint(f"cause IN ({_CAUSES})", name="cause_known"),
    sa.CheckConstraint(
        "assessed_cents >= 0 AND interest_cents >= 0 AND refund_duty_cents >= 0 AND refund_interest_cents >= 0",
        name="not_negative",
    ),
    sa.Index("ix_reliquidations_entry_case", "entry_number", "case_number"),
    sa.Index("ix_reliquidations_case_day", "case_number", "reliquidated_on"),
    comment="Changes of what is assessed on a liquidated (entry, order), by reliquidation or a court's refund",
)

importer_bill_changes = sa.Table(
    "importer_bill_changes",
    METADATA,
    sa.Column("reliquidation_id", pg.UUID(as_uuid=True), sa.ForeignKey("reliquidations.id"), primary_key=True),
    sa.Column("bill_issued_on", sa.Date, primary_key=True),
    _cents("duty_cents"),
    _cents("interest_cents"),
    comment="What a reliquidation adds to or takes off importers' bills, by the bill's day (REPT-03)",
)

refunds = sa.Table(
    "refunds",
    METADATA,
    sa.Column("id", pg.UUID(as_uuid=True), sa.ForeignKey("reliquidations.id"), primary_key=True),
    sa.Column("case_number", sa.Text, nullable=False),
    sa.Column("entry_number", sa.Text, nullable=False),
    sa.Column("cause", sa.Text, nullable=False),
    sa.Column("refunded_on", sa.Date, nullable=False),
    _cents("duty_cents"),
    _cents("interest_cents"),
    sa.Column("interest_owed_cents", sa.BigInteger, nullable=False, comment="to the importer on its refund (REFD-05)"),
    sa.Column("special_cents", sa.BigInteger, nullable=False, comment="charged to the Special Account (REFD-04)"),
    sa.Column("general_fund_cents", sa.BigInteger, nullable=False, comment="what never was program money (ACCT-14)"),
    sa.Column("appropriation_cents", sa.BigInteger, nullable=False, comment="for a terminated account (TERM-04)"),
    sa.Column("distributed_cents", sa.BigInteger, nullable=False, comment="of what was paid out (ACCT-16, REFD-06)"),
    sa.Column("journal_sequence", sa.BigInteger, nullable=False, comment="the book's journal that posted it"),
    sa.Column("recorded_by", sa.Text, nullable=False),
    sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("reversed_on", sa.Date),
    sa.Column("reversed_by", sa.Text),
    sa.ForeignKeyConstraint(*_OF_LIQUIDATION),
    sa.CheckConstraint(f"cause IN ({_CAUSES})", name="cause_known"),
    sa.CheckConstraint(
        "special_cents + general_fund_cents + appropriation_cents = duty_cents + interest_cents", name="adds_up"
    ),
    sa.CheckConstraint(
        "duty_cents >= 0 AND interest_cents >= 0 AND interest_owed_cents >= 0 AND special_cents >= 0"
        " AND general_fund_cents >= 0 AND appropriation_cents >= 0"
        " AND distributed_cents BETWEEN 0 AND special_cents",
        name="not_negative",
    ),
    sa.CheckConstraint("reversed_by IS DISTINCT FROM recorded_by OR reversed_by IS NULL", name="two_people"),
    sa.Index("ix_refunds_entry_case", "entry_number", "case_number"),
    sa.Index("ix_refunds_case_day", "case_number", "refunded_on"),
    comment="Refunds to importers after transfer, paid at once (REFD-01 to REFD-06); the id is that of the change",
)

refund_uses = sa.Table(
    "refund_uses",
    METADATA,
    sa.Column("refund_id", pg.UUID(as_uuid=True), sa.ForeignKey("refunds.id"), primary_key=True),
    sa.Column("posting_number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("distributed", sa.Boolean, primary_key=True, comment="whether a distribution had used that part up"),
    _cents("amount_cents"),
    sa.CheckConstraint("amount_cents > 0", name="positive"),
    sa.Index("ix_refund_uses_posting", "posting_number"),
    comment="Append-only; which receipts a refund reversed (ACCT-16)",
)
