"""Where a country's status stands (IMP-02, NEG-06)."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the source."""
    op.add_column("country_statuses", sa.Column("source", sa.Text, nullable=False, server_default=""))
