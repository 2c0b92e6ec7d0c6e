"""Alembic environment: the shared one, over this service's tables."""

from services.accounts.storage.reports import tables as report_tables  # noqa: F401
from services.accounts.storage.tables import METADATA
from shared.database.migrations import run_env

run_env(METADATA)
