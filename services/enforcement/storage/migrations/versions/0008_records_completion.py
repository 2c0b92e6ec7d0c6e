"""Informants, records and referrals: what was left."""

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Nothing yet."""
