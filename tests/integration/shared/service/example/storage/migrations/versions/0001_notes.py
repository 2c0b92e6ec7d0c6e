"""The tables."""

from alembic import op

from shared.database import platform
from tests.integration.shared.service.example.notes import METADATA

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    platform.create_v1()
    METADATA.create_all(op.get_bind())
