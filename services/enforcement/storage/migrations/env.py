"""Alembic's environment for the enforcement database."""

from services.enforcement.storage.tables import METADATA
from shared.database.migrations import run_env

run_env(METADATA)
