"""Rates by the unit of quantity (RATE-07)."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the amount and its unit."""
    amount = "US dollars per unit, where deposits are by quantity"
    op.add_column("rates", sa.Column("unit_amount", sa.Numeric(15, 6), comment=amount))
    op.add_column("rates", sa.Column("unit", sa.Text))
    op.create_check_constraint(op.f("ck_rates_unit_with_amount"), "rates", "(unit_amount IS NULL) = (unit IS NULL)")
    op.create_check_constraint(op.f("ck_rates_unit_amount_not_negative"), "rates", "unit_amount >= 0")
