"""The tables every service has."""

from shared.database import platform

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the platform's tables."""
    platform.create_v1()
