"""Alembic's environment for the proceedings database."""

from services.proceedings.storage.calendar import tables as calendar_tables  # noqa: F401
from services.proceedings.storage.record import tables as record_tables  # noqa: F401
from services.proceedings.storage.tables import METADATA
from shared.database.migrations import run_env

run_env(METADATA)
