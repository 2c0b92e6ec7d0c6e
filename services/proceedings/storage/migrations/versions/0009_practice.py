"""The choices that a case was registered under (section 19)."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Cases there are were registered under the defaults."""
    op.add_column(
        "cases",
        sa.Column(
            "provisional_limit",
            sa.Text,
            nullable=False,
            server_default="DAYS_120",
            comment="how four months count (D-12)",
        ),
    )
    op.add_column(
        "cases",
        sa.Column(
            "exclude_disregarded_from_total",
            sa.Boolean,
            nullable=False,
            server_default=sa.false(),
            comment="whether a disregarded producer's output leaves the total (D-07)",
        ),
    )
    op.create_check_constraint(
        "ck_cases_provisional_limit_known", "cases", "provisional_limit IN ('DAYS_120', 'MONTHS_4')"
    )
