"""Alembic's environment."""

from shared.database.migrations import run_env
from tests.integration.shared.service.example.notes import METADATA

run_env(METADATA)
