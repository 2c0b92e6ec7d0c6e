"""What the end of an account hangs on, and what ends it (TERM-01 to TERM-04)."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.accounts.domain.termination import LegalActionKind, LegalActionOutcome
from services.accounts.storage.tables import METADATA

_OUTCOMES: Final = ", ".join(f"'{outcome.value}'" for outcome in sorted(LegalActionOutcome))
_KINDS: Final = ", ".join(f"'{kind.value}'" for kind in sorted(LegalActionKind))


def _id() -> sa.Column[object]:
    return sa.Column("id", pg.UUID(as_uuid=True), server_default=sa.text("uuidv7()"), primary_key=True)


def _case_number() -> sa.Column[str]:
    return sa.Column("case_number", sa.Text, sa.ForeignKey("orders.case_number"), nullable=False)


legal_actions = sa.Table(
    "legal_actions",
    METADATA,
    _id(),
    _case_number(),
    sa.Column("entry_number", sa.Text, sa.ForeignKey("entries.number"), comment="null: about the order as a whole"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("reference", sa.Text, nullable=False, comment="protest number or docket"),
    sa.Column("filed_on", sa.Date, nullable=False),
    sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("concluded_on", sa.Date, comment="fully: no appeal is open any more"),
    sa.Column("outcome", sa.Text),
    sa.CheckConstraint(f"kind IN ({_KINDS})", name="kind_known"),
    sa.CheckConstraint(f"outcome IN ({_OUTCOMES})", name="outcome_known"),
    sa.CheckConstraint("(concluded_on IS NULL) = (outcome IS NULL)", name="concluded_with_outcome"),
    sa.CheckConstraint("concluded_on >= filed_on", name="concluded_after_filed"),
    sa.UniqueConstraint("case_number", "entry_number", "kind", "reference", postgresql_nulls_not_distinct=True),
    sa.Index("ix_legal_actions_entry", "entry_number"),
    sa.Index("ix_legal_actions_open", "case_number", "id", postgresql_where=sa.text("concluded_on IS NULL")),
    comment="Protests, petitions and court actions about an order or its entries",
)

uncollectible_bills = sa.Table(
    "uncollectible_bills",
    METADATA,
    _id(),
    sa.Column("entry_number", sa.Text, nullable=False),
    _case_number(),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("proposed_by", sa.Text, nullable=False),
    sa.Column("proposed_on", sa.Date, nullable=False),
    sa.Column("approved_by", sa.Text),
    sa.Column("approved_on", sa.Date),
    sa.ForeignKeyConstraint(["entry_number", "case_number"], ["liquidations.entry_number", "liquidations.case_number"]),
    sa.CheckConstraint("approved_by IS DISTINCT FROM proposed_by OR approved_by IS NULL", name="two_people"),
    sa.UniqueConstraint("entry_number", "case_number"),
    comment="Importers' bills given up: properly accounted for (TERM-01)",
)

final_notices = sa.Table(
    "final_notices",
    METADATA,
    sa.Column("case_number", sa.Text, sa.ForeignKey("orders.case_number"), primary_key=True),
    sa.Column("notice_id", sa.Text, primary_key=True),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("published_on", sa.Date, nullable=False),
    sa.Column("sweep_after", sa.Date, nullable=False, comment="nothing is swept up to this day (TERM-03)"),
    sa.Column("ordinary_on", sa.Date, comment="day from which it counts as an ordinary notice (TERM-02)"),
    sa.Column("ordinary_because", sa.Text),
    sa.CheckConstraint("(ordinary_on IS NULL) = (ordinary_because IS NULL)", name="reason_with_day"),
    sa.Index(
        "uq_final_notices_standing",
        "case_number",
        unique=True,
        postgresql_where=sa.text("ordinary_on IS NULL"),
    ),
    comment="Notices of final distribution",
)

sweeps = sa.Table(
    "sweeps",
    METADATA,
    _id(),
    _case_number(),
    sa.Column("notice_id", sa.Text, nullable=False),
    sa.Column("proposed_by", sa.Text, nullable=False),
    sa.Column("proposed_on", sa.Date, nullable=False),
    sa.Column("approved_by", sa.Text),
    sa.Column("approved_on", sa.Date),
    sa.Column("withdrawn_on", sa.Date),
    sa.Column("amount_cents", sa.BigInteger, comment="to the General Fund; null until approved"),
    sa.CheckConstraint("approved_by IS DISTINCT FROM proposed_by OR approved_by IS NULL", name="two_people"),
    sa.CheckConstraint("amount_cents >= 0", name="not_negative"),
    sa.Index(
        "uq_sweeps_open",
        "case_number",
        unique=True,
        postgresql_where=sa.text("approved_on IS NULL AND withdrawn_on IS NULL"),
    ),
    comment="Sweeps of what nobody claimed to the General Fund, by two people (TERM-03)",
)
