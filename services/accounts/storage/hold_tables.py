"""Tables of holds, sequestration, shared claims, letters and runs again."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.accounts.domain.holds import Outcome, Scope
from services.accounts.domain.reruns import RerunState
from services.accounts.domain.sequester import ReleasePolicy
from services.accounts.storage.tables import METADATA


def _id() -> sa.Column[object]:
    return sa.Column("id", pg.UUID(as_uuid=True), server_default=sa.text("uuidv7()"), primary_key=True)


def _one_of(
    column: str, values: type[Outcome] | type[Scope] | type[ReleasePolicy] | type[RerunState]
) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value.value}'" for value in sorted(values))
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def _distribution() -> sa.Column[object]:
    return sa.Column("distribution_id", pg.UUID(as_uuid=True), sa.ForeignKey("distributions.id"), primary_key=True)


sequester_rates = sa.Table(
    "sequester_rates",
    METADATA,
    _id(),
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("rate_percent", sa.Numeric(7, 4), nullable=False),
    sa.Column("release", sa.Text, nullable=False),
    sa.Column("legal_basis", sa.Text, nullable=False),
    sa.Column("set_by", sa.Text, nullable=False),
    sa.Column("set_on", sa.Date, nullable=False),
    sa.CheckConstraint("rate_percent BETWEEN 0 AND 100", name="percent"),
    _one_of("release", ReleasePolicy),
    sa.Index("ix_sequester_rates_fiscal_year", "fiscal_year", "id"),
    comment="Append-only; the newest of a fiscal year counts (ACCT-17)",
)

holds = sa.Table(
    "holds",
    METADATA,
    _id(),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("case_number", sa.Text, comment="null for a court matter, whose claims are its lines"),
    sa.Column("fiscal_year", sa.Integer),
    sa.Column("court_reference", sa.Text),
    sa.Column("rate_percent", sa.Numeric(7, 4), comment="of the order's gross amount"),
    sa.Column("legal_basis", sa.Text, nullable=False),
    sa.Column("held_cents", sa.BigInteger, nullable=False, server_default="0", comment="in the sequester account"),
    sa.Column("placed_by", sa.Text, nullable=False),
    sa.Column("placed_on", sa.Date, nullable=False),
    sa.Column("outcome", sa.Text),
    sa.Column("release_basis", sa.Text),
    sa.Column("released_by", sa.Text),
    sa.Column("released_on", sa.Date),
    _one_of("scope", Scope),
    _one_of("outcome", Outcome),
    sa.CheckConstraint("(scope = 'PERCENTAGE') = (rate_percent IS NOT NULL)", name="percentage_has_rate"),
    sa.CheckConstraint("released_by IS DISTINCT FROM placed_by OR released_by IS NULL", name="two_people"),
    sa.Index("ix_holds_order", "case_number", "fiscal_year"),
    comment="What withholds money; shares withheld one by one are in litigation_holds",
)

certified_parts = sa.Table(
    "certified_parts",
    METADATA,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("fiscal_year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("certification_number", sa.Text, primary_key=True),
    sa.Column("group_id", sa.Text, primary_key=True, comment="empty for the unshared lines"),
    sa.Column("case_numbers", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("net_cents", sa.BigInteger, nullable=False),
    sa.ForeignKeyConstraint(
        ["case_number", "fiscal_year", "certification_number"],
        [
            "certified_claims.case_number",
            "certified_claims.fiscal_year",
            "certified_claims.certification_number",
        ],
        ondelete="CASCADE",
    ),
    comment="Parts of the certified claims that share expenditures with other orders (EXP-07)",
)

distribution_parts = sa.Table(
    "distribution_parts",
    METADATA,
    _distribution(),
    sa.Column("certification_number", sa.Text, primary_key=True),
    sa.Column("group_id", sa.Text, primary_key=True),
    sa.Column("net_cents", sa.BigInteger, nullable=False),
    sa.Column("reduced_cents", sa.BigInteger, nullable=False, server_default="0"),
    comment="Frozen parts of claims that share expenditures (DIST-08)",
)

distribution_letters = sa.Table(
    "distribution_letters",
    METADATA,
    _distribution(),
    sa.Column("certification_number", sa.Text, primary_key=True),
    sa.Column("notified_on", sa.Date, nullable=False, comment="date on the letter; starts RECO-01"),
    sa.Column("net_cents", sa.BigInteger, nullable=False),
    sa.Column("available_cents", sa.BigInteger, nullable=False),
    sa.Column("claims_total_cents", sa.BigInteger, nullable=False),
    sa.Column("amount_cents", sa.BigInteger, nullable=False),
    sa.Column("withheld_cents", sa.BigInteger, nullable=False),
    sa.Column("offset_cents", sa.BigInteger, nullable=False),
    sa.Column("reconsideration_by", sa.Date, comment="null when paid in full"),
    sa.Column("reconsideration_address", sa.Text, nullable=False, comment="where requests go"),
    comment="What each claimant was told (DIST-10)",
)

distribution_reruns = sa.Table(
    "distribution_reruns",
    METADATA,
    _id(),
    sa.Column("distribution_id", pg.UUID(as_uuid=True), sa.ForeignKey("distributions.id"), nullable=False),
    sa.Column("version", sa.Integer, nullable=False, comment="1 is the distribution as it was paid"),
    sa.Column("state", sa.Text, nullable=False, server_default=RerunState.COMPUTED.value),
    sa.Column("claims_version", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("claims_total_cents", sa.BigInteger, nullable=False),
    sa.Column("input_hash", sa.Text, nullable=False),
    sa.Column("result_hash", sa.Text, nullable=False),
    sa.Column("supplements_cents", sa.BigInteger, nullable=False),
    sa.Column("debts_cents", sa.BigInteger, nullable=False),
    sa.Column("prepared_by", sa.Text, nullable=False),
    sa.Column("prepared_on", sa.Date, nullable=False),
    sa.Column("decided_by", sa.Text),
    sa.Column("decided_on", sa.Date),
    _one_of("state", RerunState),
    sa.CheckConstraint("decided_by IS DISTINCT FROM prepared_by OR decided_by IS NULL", name="two_people"),
    sa.UniqueConstraint("distribution_id", "version"),
    comment="Paid distributions computed again on changed claims; only differences are issued",
)

rerun_lines = sa.Table(
    "rerun_lines",
    METADATA,
    sa.Column("rerun_id", pg.UUID(as_uuid=True), sa.ForeignKey("distribution_reruns.id"), primary_key=True),
    sa.Column("certification_number", sa.Text, primary_key=True),
    sa.Column("claimant_name", sa.Text, nullable=False),
    sa.Column("lineage_id", sa.Text, nullable=False),
    sa.Column("producer_id", sa.Text, nullable=False),
    sa.Column("accepted", sa.Boolean, nullable=False),
    sa.Column("reason_code", sa.Text),
    sa.Column("claimed_cents", sa.BigInteger, nullable=False),
    sa.Column("net_cents", sa.BigInteger, nullable=False),
    sa.Column("share_cents", sa.BigInteger, nullable=False, comment="corrected share"),
    sa.Column("received_cents", sa.BigInteger, nullable=False, comment="paid or withheld before"),
    sa.Column("supplement_cents", sa.BigInteger, nullable=False, comment="difference owed to the claimant"),
    sa.Column("debt_cents", sa.BigInteger, nullable=False, comment="difference owed by the claimant"),
    sa.Column("paid_cents", sa.BigInteger, nullable=False, server_default="0", comment="of the supplement"),
    sa.Column(
        "released_cents", sa.BigInteger, nullable=False, server_default="0", comment="taken off what is withheld"
    ),
    sa.CheckConstraint("share_cents - received_cents = supplement_cents - debt_cents", name="difference"),
    sa.CheckConstraint("supplement_cents = 0 OR debt_cents = 0", name="one_direction"),
    sa.CheckConstraint("paid_cents <= supplement_cents AND released_cents <= debt_cents", name="within_difference"),
)
