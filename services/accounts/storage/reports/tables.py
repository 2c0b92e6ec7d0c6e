"""The lines of annual reports; the versions themselves stand with the accounts' first tables."""

from typing import Final

import sqlalchemy as sa

from services.accounts.storage.tables import METADATA

# No foreign key to annual_reports: such a check locks the row, and a lock needs the right to update, which not even the
# owner has there.
report_disbursements: Final = sa.Table(
    "report_disbursements",
    METADATA,
    sa.Column("fiscal_year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("certification_number", sa.Text, primary_key=True),
    sa.Column("claimant_name", sa.Text, nullable=False),
    sa.Column("claimed_cents", sa.BigInteger, nullable=False),
    sa.Column("allocation_millionths", sa.BigInteger, nullable=False, comment="of a percent (DIST-06)"),
    sa.Column("disbursed_cents", sa.BigInteger, nullable=False),
    sa.Column("withheld_cents", sa.BigInteger, nullable=False),
    comment="Append-only; section I of every version (REPT-02)",
)
