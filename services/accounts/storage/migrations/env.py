"""Alembic environment: the shared one, over this service's tables."""

from services.accounts.storage.tables import METADATA
from shared.database.migrations import run_env

run_env(METADATA)
