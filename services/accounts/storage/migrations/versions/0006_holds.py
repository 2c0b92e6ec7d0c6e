"""Holds, sequestration, shared claims, letters and runs again."""

import re

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.database import platform

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MOVEMENTS = ("SEQUESTER", "SEQUESTER_PAID", "SEQUESTER_RETURNED", "SUPPLEMENT")
_BILL_INTEREST = ("BILL_INTEREST_FROM_SPECIAL", "BILL_INTEREST_TO_SPECIAL")
_NEW = sa.text("uuidv7()")
_APPEND_ONLY = ("sequester_rates", "distribution_letters")


# A foreign key is looked up row by row; a year's payments are asked about once a statement instead.
_KNOWN_DISTRIBUTIONS = """
CREATE FUNCTION refuse_unknown_distributions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    missing uuid;
BEGIN
    SELECT a.distribution_id INTO missing
    FROM (SELECT DISTINCT distribution_id FROM added WHERE distribution_id IS NOT NULL) AS a
    WHERE NOT EXISTS (SELECT FROM distributions AS d WHERE d.id = a.distribution_id) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'distribution % of table % is not in table distributions', missing, TG_TABLE_NAME
            USING ERRCODE = 'foreign_key_violation',
                CONSTRAINT = format('fk_%s_distribution_id_distributions', TG_TABLE_NAME);
    END IF;
    RETURN NULL;
END $$
"""


def upgrade() -> None:
    """Add columns and tables; let the ledger know the movements."""
    _columns()
    op.execute(_KNOWN_DISTRIBUTIONS)
    for table in ("distribution_shares", "payments"):
        op.drop_constraint(f"fk_{table}_distribution_id_distributions", table, type_="foreignkey")
        op.execute(
            f"CREATE TRIGGER {table}_distribution_id_known AFTER INSERT ON {table} REFERENCING NEW TABLE AS added"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_unknown_distributions()"
        )
    _holds()
    _shared_claims()
    _letters()
    _reruns()
    _reductions()
    _allow("postings", "ck_postings_movement_known", "movement", (*_MOVEMENTS, *_BILL_INTEREST))
    _allow("payments", "ck_payments_kind_known", "kind", ("SUPPLEMENT",))
    for table in _APPEND_ONLY:
        platform.append_only(table)
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM PUBLIC, CURRENT_USER")


def _columns() -> None:
    op.add_column("bills", sa.Column("interest_destination", sa.Text, nullable=False, server_default="GENERAL_FUND"))
    op.create_check_constraint(
        op.f("ck_bills_interest_destination_known"),
        "bills",
        "interest_destination IN ('GENERAL_FUND', 'SPECIAL_ACCOUNT')",
    )
    op.add_column("certified_claims", _cents("prior_cents", "deducted as paid before"))
    op.add_column(
        "certified_claims",
        sa.Column("received_on", sa.Date, comment="day it or its correction came; later payments lower it (RECO-07)"),
    )
    op.add_column("distribution_shares", _cents("reduced_cents", "off net_cents (RECO-07)"))
    op.add_column("distribution_shares", _cents("guarded_cents", "off the weight (DIST-08)"))
    op.add_column("litigation_holds", _uuid("hold_id", "the hold of a wider scope it is part of"))
    op.create_index(
        "ix_litigation_holds_hold_id",
        "litigation_holds",
        ["hold_id"],
        postgresql_where=sa.text("hold_id IS NOT NULL"),
    )
    op.create_table_comment("litigation_holds", "Shares withheld, one row a claim (ACCT-18)")
    for column in (
        sa.Column("noticed_on", sa.Date, comment="publication of the notice; claims are filed from then on"),
        _uuid("run_id", "frozen, computed and approved together (DIST-08)"),
        sa.Column("sequester_percent", sa.Numeric(7, 4), comment="rate of the fiscal year at the freeze (ACCT-17)"),
        _cents("sequester_year_cents", "by that rate"),
        sa.Column("warned_days", sa.Integer, comment="last warning raised: days before work_by (DIST-01)"),
        sa.Column("late_on", sa.Date, comment="day DISTRIBUTION_LATE was raised (DIST-01)"),
    ):
        op.add_column("distributions", column)
    op.create_index(
        "ix_distributions_run_id", "distributions", ["run_id"], postgresql_where=sa.text("run_id IS NOT NULL")
    )
    op.create_index(
        "ix_payments_off_cycle", "payments", ["paid_on"], postgresql_where=sa.text("kind <> 'DISTRIBUTION'")
    )


def _holds() -> None:
    op.create_table(
        "sequester_rates",
        _key(),
        sa.Column("fiscal_year", sa.Integer, nullable=False),
        sa.Column("rate_percent", sa.Numeric(7, 4), nullable=False),
        sa.Column("release", sa.Text, nullable=False),
        sa.Column("legal_basis", sa.Text, nullable=False),
        sa.Column("set_by", sa.Text, nullable=False),
        sa.Column("set_on", sa.Date, nullable=False),
        sa.CheckConstraint("rate_percent BETWEEN 0 AND 100", name="ck_sequester_rates_percent"),
        sa.CheckConstraint(
            "release IN ('RELEASE_SAME_DISTRIBUTION', 'RELEASE_SUPPLEMENTAL')",
            name="ck_sequester_rates_release_known",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sequester_rates"),
        comment="Append-only; the newest of a fiscal year counts (ACCT-17)",
    )
    op.create_index("ix_sequester_rates_fiscal_year", "sequester_rates", ["fiscal_year", "id"])
    op.create_table(
        "holds",
        _key(),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("case_number", sa.Text, comment="null for a court matter, whose claims are its lines"),
        sa.Column("fiscal_year", sa.Integer),
        sa.Column("court_reference", sa.Text),
        sa.Column("rate_percent", sa.Numeric(7, 4), comment="of the order's gross amount"),
        sa.Column("legal_basis", sa.Text, nullable=False),
        _cents("held_cents", "in the sequester account"),
        sa.Column("placed_by", sa.Text, nullable=False),
        sa.Column("placed_on", sa.Date, nullable=False),
        sa.Column("outcome", sa.Text),
        sa.Column("release_basis", sa.Text),
        sa.Column("released_by", sa.Text),
        sa.Column("released_on", sa.Date),
        sa.CheckConstraint("scope IN ('CASE', 'CLAIMANT', 'COURT_MATTER', 'PERCENTAGE')", name="ck_holds_scope_known"),
        sa.CheckConstraint("outcome IN ('LOST', 'WON')", name="ck_holds_outcome_known"),
        sa.CheckConstraint("(scope = 'PERCENTAGE') = (rate_percent IS NOT NULL)", name="ck_holds_percentage_has_rate"),
        sa.CheckConstraint("released_by IS DISTINCT FROM placed_by OR released_by IS NULL", name="ck_holds_two_people"),
        sa.PrimaryKeyConstraint("id", name="pk_holds"),
        comment="What withholds money; shares withheld one by one are in litigation_holds",
    )
    op.create_index("ix_holds_order", "holds", ["case_number", "fiscal_year"])
    # Holds placed before are holds of one claim each; both keep the id.
    op.execute(
        "INSERT INTO holds (id, scope, court_reference, legal_basis, placed_by, placed_on, outcome, released_by,"
        " released_on) SELECT id, 'CLAIMANT', court_reference, legal_basis, placed_by, placed_on, outcome,"
        " released_by, released_on FROM litigation_holds"
    )
    op.execute("UPDATE litigation_holds SET hold_id = id")


def _shared_claims() -> None:
    claim = ["case_number", "fiscal_year", "certification_number"]
    op.create_table(
        "certified_parts",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("fiscal_year", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("certification_number", sa.Text, nullable=False),
        sa.Column("group_id", sa.Text, nullable=False, comment="empty for the unshared lines"),
        sa.Column("case_numbers", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("net_cents", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(
            claim,
            [f"certified_claims.{column}" for column in claim],
            name="fk_certified_parts_case_number_certified_claims",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(*claim, "group_id", name="pk_certified_parts"),
        comment="Parts of the certified claims that share expenditures with other orders (EXP-07)",
    )
    op.create_table(
        "distribution_parts",
        *_of_distribution("distribution_parts"),
        sa.Column("group_id", sa.Text, nullable=False),
        sa.Column("net_cents", sa.BigInteger, nullable=False),
        _cents("reduced_cents"),
        sa.PrimaryKeyConstraint("distribution_id", "certification_number", "group_id", name="pk_distribution_parts"),
        comment="Frozen parts of claims that share expenditures (DIST-08)",
    )


def _letters() -> None:
    op.create_table(
        "distribution_letters",
        *_of_distribution("distribution_letters"),
        sa.Column("notified_on", sa.Date, nullable=False, comment="date on the letter; starts RECO-01"),
        sa.Column("net_cents", sa.BigInteger, nullable=False),
        sa.Column("available_cents", sa.BigInteger, nullable=False),
        sa.Column("claims_total_cents", sa.BigInteger, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("withheld_cents", sa.BigInteger, nullable=False),
        sa.Column("offset_cents", sa.BigInteger, nullable=False),
        sa.Column("reconsideration_by", sa.Date, comment="null when paid in full"),
        sa.Column("reconsideration_address", sa.Text, nullable=False, comment="where requests go"),
        sa.PrimaryKeyConstraint("distribution_id", "certification_number", name="pk_distribution_letters"),
        comment="What each claimant was told (DIST-10)",
    )


def _reruns() -> None:
    op.create_table(
        "distribution_reruns",
        _key(),
        sa.Column("distribution_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False, comment="1 is the distribution as it was paid"),
        sa.Column("state", sa.Text, nullable=False, server_default="COMPUTED"),
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
        sa.CheckConstraint("state IN ('COMPUTED', 'ISSUED', 'REJECTED')", name="ck_distribution_reruns_state_known"),
        sa.CheckConstraint(
            "decided_by IS DISTINCT FROM prepared_by OR decided_by IS NULL",
            name="ck_distribution_reruns_two_people",
        ),
        sa.ForeignKeyConstraint(
            ["distribution_id"],
            ["distributions.id"],
            name="fk_distribution_reruns_distribution_id_distributions",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_distribution_reruns"),
        sa.UniqueConstraint("distribution_id", "version", name="uq_distribution_reruns_distribution_id_version"),
        comment="Paid distributions computed again on changed claims; only differences are issued",
    )
    op.create_table(
        "rerun_lines",
        sa.Column("rerun_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("certification_number", sa.Text, nullable=False),
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
        _cents("paid_cents", "of the supplement"),
        _cents("released_cents", "taken off what is withheld"),
        sa.CheckConstraint(
            "share_cents - received_cents = supplement_cents - debt_cents", name="ck_rerun_lines_difference"
        ),
        sa.CheckConstraint("supplement_cents = 0 OR debt_cents = 0", name="ck_rerun_lines_one_direction"),
        sa.CheckConstraint(
            "paid_cents <= supplement_cents AND released_cents <= debt_cents",
            name="ck_rerun_lines_within_difference",
        ),
        sa.ForeignKeyConstraint(
            ["rerun_id"], ["distribution_reruns.id"], name="fk_rerun_lines_rerun_id_distribution_reruns"
        ),
        sa.PrimaryKeyConstraint("rerun_id", "certification_number", name="pk_rerun_lines"),
    )


def _reductions() -> None:
    op.create_table(
        "determination_reductions",
        _key(),
        sa.Column("determination_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("refund_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("cut_cents", sa.BigInteger, nullable=False),
        sa.Column("proposed_on", sa.Date, nullable=False),
        sa.Column("proposed_by", sa.Text, nullable=False, comment="who took the refund back"),
        sa.Column("approved", sa.Boolean, comment="null while it waits"),
        sa.Column("decision_reason", sa.Text),
        sa.Column("decided_on", sa.Date),
        sa.Column("decided_by", sa.Text),
        sa.CheckConstraint("cut_cents > 0", name="ck_determination_reductions_positive"),
        sa.CheckConstraint(
            "decided_by IS DISTINCT FROM proposed_by OR decided_by IS NULL",
            name="ck_determination_reductions_two_people",
        ),
        sa.ForeignKeyConstraint(
            ["determination_id"],
            ["overpayment_determinations.id"],
            name="fk_determination_reductions_determination_id_overpaymen_eecf",
        ),
        sa.ForeignKeyConstraint(["refund_id"], ["refunds.id"], name="fk_determination_reductions_refund_id_refunds"),
        sa.PrimaryKeyConstraint("id", name="pk_determination_reductions"),
        comment="Proposed where a refund that a determination rested on was reversed (BILL-10)",
    )
    op.create_index(
        "ix_determination_reductions_open",
        "determination_reductions",
        ["id"],
        postgresql_where=sa.text("approved IS NULL"),
    )
    op.create_index("ix_determination_reductions_determination", "determination_reductions", ["determination_id"])


def _key() -> sa.Column[object]:
    return sa.Column("id", postgresql.UUID(as_uuid=True), server_default=_NEW, nullable=False)


def _uuid(name: str, comment: str) -> sa.Column[object]:
    return sa.Column(name, postgresql.UUID(as_uuid=True), comment=comment)


def _cents(name: str, comment: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0", comment=comment)


def _of_distribution(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("distribution_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["distribution_id"], ["distributions.id"], name=f"fk_{table}_distribution_id_distributions"
        ),
        sa.Column("certification_number", sa.Text, nullable=False),
    )


def _allow(table: str, constraint: str, column: str, values: tuple[str, ...]) -> None:
    """Add ``values`` to those a column may hold, whatever was added before."""
    definition = op.get_bind().scalar(
        sa.text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name AND conparentid = 0"),
        {"name": constraint},
    )
    allowed = sorted({*re.findall(r"'(\w+)'::text", definition), *values})
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
    listed = ", ".join(f"'{value}'" for value in allowed)
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {constraint} CHECK ({column} IN ({listed}))")
