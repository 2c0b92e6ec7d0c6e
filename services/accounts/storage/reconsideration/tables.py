"""Tables of requests for reconsideration."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.accounts.domain.reconsideration.requests import Outcome, RequestState
from services.accounts.storage.tables import METADATA

_INSTANT: Final = sa.DateTime(timezone=True)


def _known(column: str, values: type[RequestState] | type[Outcome]) -> sa.CheckConstraint:
    quoted = ", ".join(f"'{value.value}'" for value in sorted(values))
    return sa.CheckConstraint(f"{column} IN ({quoted})", name=f"{column}_known")


reconsideration_requests = sa.Table(
    "reconsideration_requests",
    METADATA,
    sa.Column("id", pg.UUID(as_uuid=True), server_default=sa.text("uuidv7()"), primary_key=True),
    sa.Column("number", sa.BigInteger, sa.Identity(always=True), nullable=False, unique=True),
    sa.Column("case_number", sa.Text, nullable=False),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("certification_number", sa.Text, nullable=False),
    sa.Column("producer_id", sa.Text, nullable=False),
    sa.Column("lineage_id", sa.Text, nullable=False),
    sa.Column("statement", sa.Text, nullable=False),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("filed_on", sa.Date, comment="day it counts as filed; null while it is held"),
    sa.Column("filed_by", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason_code", sa.Text),
    sa.Column("distribution_id", pg.UUID(as_uuid=True), sa.ForeignKey("distributions.id")),
    sa.Column("certified_cents", sa.BigInteger, nullable=False, comment="N as the producer last filed it"),
    sa.Column("paid_cents", sa.BigInteger, comment="paid on the certification when the request was filed"),
    sa.Column("decide_by", sa.Date, comment="target, not a limit of the rule"),
    sa.Column("overdue_on", sa.Date, comment="day the missed target was told"),
    sa.Column("outcome", sa.Text),
    sa.Column("reasons", sa.Text),
    sa.Column("decided_by", sa.Text),
    sa.Column("decided_at", _INSTANT),
    sa.Column("available_cents", sa.BigInteger, comment="the amount that should have been available, of a grant"),
    sa.Column("adjustment_cents", sa.BigInteger),
    sa.Column("approved_by", sa.Text),
    sa.Column("approved_at", _INSTANT, comment="place in the queue for funds"),
    _known("state", RequestState),
    _known("outcome", Outcome),
    sa.CheckConstraint("approved_by IS DISTINCT FROM decided_by OR approved_by IS NULL", name="two_people"),
    sa.CheckConstraint("adjustment_cents >= 0", name="not_negative"),
    sa.Index("ix_reconsideration_requests_case", "case_number", "fiscal_year", "state"),
    sa.Index("ix_reconsideration_requests_producer", "producer_id", "id"),
    sa.Index(
        "ix_reconsideration_requests_queue",
        "case_number",
        "approved_at",
        "number",
        postgresql_where=sa.text("state IN ('GRANTED', 'AWAITING_FUNDS')"),
    ),
)

reconsideration_results = sa.Table(
    "reconsideration_results",
    METADATA,
    sa.Column("request_id", pg.UUID(as_uuid=True), sa.ForeignKey("reconsideration_requests.id"), primary_key=True),
    sa.Column("certification_number", sa.Text, primary_key=True),
    sa.Column("net_cents", sa.BigInteger, nullable=False),
    sa.Column("corrected", sa.Boolean, nullable=False, comment="whether its net claim was put right"),
    sa.Column("share_cents", sa.BigInteger, nullable=False),
    sa.CheckConstraint("share_cents BETWEEN 0 AND net_cents", name="within_claim"),
    comment="The distribution run again for a request; only the requester's row moves money (RECO-05)",
)

adjustment_payments = sa.Table(
    "adjustment_payments",
    METADATA,
    sa.Column("payment_id", pg.UUID(as_uuid=True), sa.ForeignKey("payments.id"), primary_key=True),
    sa.Column("request_id", pg.UUID(as_uuid=True), sa.ForeignKey("reconsideration_requests.id"), nullable=False),
    sa.Column("amount_cents", sa.BigInteger, nullable=False),
    sa.Column("paid_on", sa.Date, nullable=False),
    sa.CheckConstraint("amount_cents > 0", name="positive"),
    sa.Index("ix_adjustment_payments_request", "request_id"),
)
