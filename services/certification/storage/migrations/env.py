"""Alembic's environment for the certification database."""

from services.certification.storage import filing_tables  # noqa: F401  (its tables join the metadata)
from services.certification.storage.tables import METADATA
from shared.database.migrations import run_env

run_env(METADATA)
