"""Alembic's environment for the proceedings database."""

from services.proceedings.storage.tables import METADATA
from shared.database.migrations import run_env

run_env(METADATA)
