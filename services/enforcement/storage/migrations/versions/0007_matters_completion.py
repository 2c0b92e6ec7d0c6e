"""Section 1592 matters: what debts and releases need."""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Nothing yet."""
