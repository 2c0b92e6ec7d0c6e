"""Section I of annual reports in lines of its own."""

import sqlalchemy as sa
from alembic import op

from shared.database import platform

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_KEEP_ISSUED = """
INSERT INTO report_disbursements (fiscal_year, version, case_number, certification_number, claimant_name,
    claimed_cents, allocation_millionths, disbursed_cents, withheld_cents)
SELECT r.fiscal_year, r.version, l.case_number, l.certification_number, l.claimant_name,
    l.amount_claimed_cents, (l.allocation_percentage * 1000000)::bigint, l.amount_disbursed_cents,
    l.amount_withheld_cents
FROM annual_reports AS r,
    jsonb_to_recordset(r.content -> 'disbursements') AS l (case_number text, certification_number text,
        claimant_name text, amount_claimed_cents bigint, allocation_percentage numeric,
        amount_disbursed_cents bigint, amount_withheld_cents bigint)
"""


def upgrade() -> None:
    """A line for every claimant of every version, those already issued included."""
    op.create_table(
        "report_disbursements",
        sa.Column("fiscal_year", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("certification_number", sa.Text, nullable=False),
        sa.Column("claimant_name", sa.Text, nullable=False),
        sa.Column("claimed_cents", sa.BigInteger, nullable=False),
        sa.Column("allocation_millionths", sa.BigInteger, nullable=False, comment="of a percent (DIST-06)"),
        sa.Column("disbursed_cents", sa.BigInteger, nullable=False),
        sa.Column("withheld_cents", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint(
            "fiscal_year", "version", "case_number", "certification_number", name="pk_report_disbursements"
        ),
        comment="Append-only; section I of every version (REPT-02)",
    )
    op.execute(_KEEP_ISSUED)
    platform.append_only("report_disbursements")
    op.execute("REVOKE UPDATE, DELETE, TRUNCATE ON report_disbursements FROM PUBLIC, CURRENT_USER")
