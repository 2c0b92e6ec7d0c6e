"""PostgreSQL for a service: engine, one unit of work, idempotent commands, audit log and outbox tables, migrations."""

from shared.database.cause import Cause
from shared.database.commands import CommandResult, run_command
from shared.database.engine import Database
from shared.database.platform import NAMING
from shared.database.unit_of_work import Transaction, UnitOfWork

__all__ = ["NAMING", "Cause", "CommandResult", "Database", "Transaction", "UnitOfWork", "run_command"]
