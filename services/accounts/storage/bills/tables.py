"""Tables of determinations and bills. Amounts are BIGINT cents; what must never happen is a constraint."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.accounts.domain.bills.kinds import BillKind, PaidBy, ReviewOutcome, WriteOffKind
from services.accounts.domain.bills.law import InterestDestination, InterestMethod, WeightBasis
from services.accounts.domain.bills.states import BillState
from services.accounts.storage.tables import METADATA

_INSTANT: Final = sa.DateTime(timezone=True)
_ID: Final = pg.UUID(as_uuid=True)


def _one_of(column: str, values: Iterable[StrEnum]) -> sa.CheckConstraint:
    known = ", ".join(f"'{value.value}'" for value in sorted(values))
    return sa.CheckConstraint(f"{column} IN ({known})", name=f"{column}_known")


def _key() -> sa.Column[object]:
    return sa.Column("id", _ID, server_default=sa.text("uuidv7()"), primary_key=True)


def _cents(name: str, *, default: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0" if default else None)


def _of_bill() -> sa.Column[object]:
    return sa.Column("bill_id", _ID, sa.ForeignKey("bills.id"), nullable=False)


interest_rates = sa.Table(
    "interest_rates",
    METADATA,
    sa.Column("begin_on", sa.Date, primary_key=True),
    sa.Column("end_on", sa.Date, nullable=False),
    sa.Column("underpayment_percent", sa.Numeric(7, 4), nullable=False),
    sa.Column("overpayment_percent", sa.Numeric(7, 4), nullable=False),
    sa.Column("corporate_percent", sa.Numeric(7, 4)),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("loaded_at", _INSTANT, nullable=False),
    sa.Column("loaded_by", sa.Text, nullable=False),
    sa.CheckConstraint("end_on >= begin_on", name="in_order"),
    comment="Append-only; quarterly rates of 26 USC 6621 as published by Customs (BILL-04)",
)

overpayment_determinations = sa.Table(
    "overpayment_determinations",
    METADATA,
    _key(),
    sa.Column("case_number", sa.Text, sa.ForeignKey("orders.case_number"), nullable=False),
    _cents("amount_cents"),
    _cents("original_cents"),
    _cents("deficit_cents"),
    _cents("refunds_cents"),
    _cents("expected_receipts_cents"),
    _cents("suggested_cents"),
    sa.Column("weight_basis", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("evidence", sa.Text, nullable=False),
    sa.Column("determined_on", sa.Date, nullable=False),
    sa.Column("determined_by", sa.Text, nullable=False),
    sa.Column("reduced_on", sa.Date),
    sa.Column("reduced_by", sa.Text),
    sa.CheckConstraint("original_cents > 0 AND amount_cents BETWEEN 0 AND original_cents", name="only_reduced"),
    sa.CheckConstraint("reduced_by IS DISTINCT FROM determined_by OR reduced_by IS NULL", name="two_people"),
    _one_of("weight_basis", WeightBasis),
    sa.Index("ix_overpayment_determinations_case", "case_number", "id"),
    comment="What an officer determined as overpaid out of a Special Account (REFD-07)",
)

determination_shares = sa.Table(
    "determination_shares",
    METADATA,
    sa.Column("determination_id", _ID, sa.ForeignKey("overpayment_determinations.id"), primary_key=True),
    sa.Column("lineage_id", sa.Text, primary_key=True),
    sa.Column("producer_id", sa.Text, nullable=False),
    _cents("received_cents"),
    _cents("weight_cents"),
    _cents("share_cents"),
    sa.CheckConstraint("share_cents BETWEEN 0 AND received_cents", name="within_received"),
    comment="Every input and result of the split (REFD-08, BILL-12)",
)

determination_reductions = sa.Table(
    "determination_reductions",
    METADATA,
    _key(),
    sa.Column("determination_id", _ID, sa.ForeignKey("overpayment_determinations.id"), nullable=False),
    sa.Column("refund_id", _ID, sa.ForeignKey("refunds.id"), nullable=False),
    _cents("cut_cents"),
    sa.Column("proposed_on", sa.Date, nullable=False),
    sa.Column("proposed_by", sa.Text, nullable=False, comment="who took the refund back"),
    sa.Column("approved", sa.Boolean, comment="null while it waits"),
    sa.Column("decision_reason", sa.Text),
    sa.Column("decided_on", sa.Date),
    sa.Column("decided_by", sa.Text),
    sa.CheckConstraint("cut_cents > 0", name="positive"),
    sa.CheckConstraint("decided_by IS DISTINCT FROM proposed_by OR decided_by IS NULL", name="two_people"),
    sa.Index("ix_determination_reductions_open", "id", postgresql_where=sa.text("approved IS NULL")),
    sa.Index("ix_determination_reductions_determination", "determination_id"),
    comment="Proposed where a refund that a determination rested on was reversed (BILL-10)",
)

bills = sa.Table(
    "bills",
    METADATA,
    _key(),
    sa.Column(
        "number",
        sa.Text,
        nullable=False,
        unique=True,
        server_default=sa.text("'B-' || lpad(nextval('bill_numbers')::text, 7, '0')"),
    ),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("case_number", sa.Text, sa.ForeignKey("orders.case_number"), nullable=False),
    sa.Column("determination_id", _ID, sa.ForeignKey("overpayment_determinations.id")),
    sa.Column("payment_id", _ID, sa.ForeignKey("payments.id"), comment="payment made in error (BILL-11)"),
    sa.Column("verification_id", sa.Text, comment="verification that found an overclaim (VERI-04)"),
    sa.Column("lineage_id", sa.Text, nullable=False),
    sa.Column("producer_id", sa.Text, nullable=False),
    _cents("principal_cents"),
    _cents("original_cents"),
    sa.Column("method", sa.Text, nullable=False, server_default=InterestMethod.NONE.value),
    sa.Column("state", sa.Text, nullable=False, server_default=BillState.DRAFT.value),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("legal_basis", sa.Text, nullable=False),
    sa.Column("proposed_by", sa.Text, nullable=False),
    sa.Column("proposed_on", sa.Date, nullable=False),
    sa.Column("issued_by", sa.Text),
    sa.Column("bill_on", sa.Date),
    sa.Column("due_on", sa.Date),
    sa.Column("pay_by", sa.Date),
    _cents("charged_cents", default=True),
    _cents("interest_paid_cents", default=True),
    _cents("principal_paid_cents", default=True),
    _cents("excess_cents", default=True),
    sa.Column("notice_on", sa.Date, comment="day of the offset notice (BILL-07)"),
    sa.Column("response_by", sa.Date),
    sa.Column("next_on", sa.Date, comment="first day on which a date changes the bill"),
    sa.Column("warned", pg.ARRAY(sa.Text), nullable=False, server_default="{}", comment="warnings raised"),
    sa.Column("closed_on", sa.Date),
    sa.Column("closed_reason", sa.Text),
    sa.Column("interest_destination", sa.Text, nullable=False, server_default=InterestDestination.GENERAL_FUND.value),
    sa.CheckConstraint("issued_by IS DISTINCT FROM proposed_by OR issued_by IS NULL", name="two_people"),
    sa.CheckConstraint("principal_cents BETWEEN 0 AND original_cents AND original_cents > 0", name="only_reduced"),
    sa.CheckConstraint("principal_paid_cents BETWEEN 0 AND principal_cents", name="principal_within"),
    sa.CheckConstraint("interest_paid_cents BETWEEN 0 AND charged_cents", name="interest_within"),
    sa.CheckConstraint("excess_cents >= 0", name="excess_not_negative"),
    sa.CheckConstraint("(kind = 'OVERPAYMENT') = (determination_id IS NOT NULL)", name="determined"),
    sa.CheckConstraint("state = 'DRAFT' OR bill_on IS NOT NULL OR state IN ('CANCELLED', 'WRITTEN_OFF')", name="dated"),
    _one_of("kind", BillKind),
    _one_of("state", BillState),
    _one_of("method", InterestMethod),
    _one_of("interest_destination", InterestDestination),
    sa.Index("ix_bills_case", "case_number", "id"),
    sa.Index("ix_bills_producer", "producer_id", "id"),
    sa.Index("ix_bills_lineage", "lineage_id"),
    sa.Index("ix_bills_determination", "determination_id"),
    sa.Index("ix_bills_payment", "payment_id", postgresql_where=sa.text("payment_id IS NOT NULL")),
    sa.Index("ix_bills_next", "next_on", "id", postgresql_where=sa.text("next_on IS NOT NULL")),
    comment="Bills to producers (BILL-01); sums follow payments and charges",
)

bill_charges = sa.Table(
    "bill_charges",
    METADATA,
    sa.Column("bill_id", _ID, sa.ForeignKey("bills.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("period", sa.Integer, nullable=False),
    sa.Column("first_on", sa.Date, nullable=False),
    sa.Column("last_on", sa.Date, nullable=False),
    _cents("principal_cents"),
    _cents("amount_cents"),
    sa.Column("charged_on", sa.Date, nullable=False),
    sa.Column("reverses", sa.Integer, comment="number of the charge taken back"),
    sa.CheckConstraint("(reverses IS NULL) = (amount_cents > 0) AND amount_cents <> 0", name="signed"),
    sa.UniqueConstraint("bill_id", "reverses"),
    comment="Append-only; interest charged for a period, or a charge taken back (BILL-05)",
)

bill_payments = sa.Table(
    "bill_payments",
    METADATA,
    _key(),
    _of_bill(),
    sa.Column("paid_by", sa.Text, nullable=False),
    sa.Column("received_on", sa.Date, nullable=False),
    _cents("amount_cents"),
    _cents("interest_cents"),
    _cents("principal_cents"),
    _cents("excess_cents"),
    sa.Column("from_case_number", sa.Text, comment="order whose payment an offset was taken from (DIST-11)"),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),
    sa.CheckConstraint("amount_cents > 0", name="positive"),
    sa.CheckConstraint("interest_cents + principal_cents + excess_cents = amount_cents", name="conserved"),
    sa.CheckConstraint("interest_cents >= 0 AND principal_cents >= 0 AND excess_cents >= 0", name="not_negative"),
    _one_of("paid_by", PaidBy),
    sa.Index("ix_bill_payments_bill", "bill_id", "id"),
)

bill_reviews = sa.Table(
    "bill_reviews",
    METADATA,
    _key(),
    _of_bill(),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("grounds", sa.Text, nullable=False),
    sa.Column("late_reason", sa.Text, comment="why a late request was admitted"),
    sa.Column("opened_by", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text),
    sa.Column("reasons", sa.Text),
    sa.Column("decided_on", sa.Date),
    sa.Column("decided_by", sa.Text),
    _one_of("outcome", ReviewOutcome),
    sa.Index("uq_bill_reviews_open", "bill_id", unique=True, postgresql_where=sa.text("outcome IS NULL")),
)

repayment_agreements = sa.Table(
    "repayment_agreements",
    METADATA,
    _key(),
    _of_bill(),
    sa.Column("reference", sa.Text, nullable=False),
    sa.Column("signed_on", sa.Date, nullable=False),
    sa.Column("signed_by", sa.Text, nullable=False),
    _cents("paid_before_cents"),
    sa.Column("ended_on", sa.Date),
    sa.Index("uq_repayment_agreements_open", "bill_id", unique=True, postgresql_where=sa.text("ended_on IS NULL")),
)

repayment_instalments = sa.Table(
    "repayment_instalments",
    METADATA,
    sa.Column("agreement_id", _ID, sa.ForeignKey("repayment_agreements.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("due_on", sa.Date, nullable=False),
    _cents("amount_cents"),
    sa.CheckConstraint("amount_cents > 0", name="positive"),
)

bill_write_offs = sa.Table(
    "bill_write_offs",
    METADATA,
    _key(),
    _of_bill(),
    sa.Column("kind", sa.Text, nullable=False),
    _cents("accepted_cents"),
    _cents("paid_before_cents"),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("proposed_by", sa.Text, nullable=False),
    sa.Column("proposed_on", sa.Date, nullable=False),
    sa.Column("approved_by", sa.Text),
    sa.Column("approved_on", sa.Date),
    sa.Column("written_off_cents", sa.BigInteger),
    sa.CheckConstraint("approved_by IS DISTINCT FROM proposed_by OR approved_by IS NULL", name="two_people"),
    _one_of("kind", WriteOffKind),
    sa.Index("uq_bill_write_offs_open", "bill_id", unique=True, postgresql_where=sa.text("approved_by IS NULL")),
    comment="Write-offs and compromises; the deficit remains (BILL-10)",
)

deficit_reviews = sa.Table(
    "deficit_reviews",
    METADATA,
    sa.Column("case_number", sa.Text, sa.ForeignKey("orders.case_number"), primary_key=True),
    sa.Column("fiscal_year", sa.Integer, primary_key=True, autoincrement=False),
    _cents("deficit_cents"),
    sa.Column("raised_on", sa.Date, nullable=False),
    sa.Column("reviewed_on", sa.Date),
    sa.Column("reviewed_by", sa.Text),
    sa.Column("expected_receipts_cents", sa.BigInteger),
    sa.Column("suggested_cents", sa.BigInteger),
    sa.Column("conclusion", sa.Text),
    comment="A deficit is reviewed at each fiscal year end while it lasts (REFD-07)",
)

overclaims = sa.Table(
    "overclaims",
    METADATA,
    sa.Column("verification_id", sa.Text, primary_key=True),
    sa.Column("case_number", sa.Text, nullable=False),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("certification_number", sa.Text, nullable=False),
    _cents("unsupported_cents"),
    _cents("corrected_cents"),
    _cents("paid_cents"),
    sa.Column("bill_id", _ID, sa.ForeignKey("bills.id")),
    sa.Column("concluded_on", sa.Date, nullable=False),
    sa.Index("ix_overclaims_claim", "case_number", "fiscal_year", "certification_number"),
    comment="What verifications found after payment, and the share computed again without it (VERI-04)",
)
