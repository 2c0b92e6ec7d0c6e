"""Alembic environment: the shared one, over this service's tables."""

from services.accounts.storage import hold_tables  # noqa: F401
from services.accounts.storage.bills import tables as bill_tables  # noqa: F401
from services.accounts.storage.imports import tables as import_tables  # noqa: F401
from services.accounts.storage.instructions import tables as instruction_tables  # noqa: F401
from services.accounts.storage.payment_files import tables as payment_file_tables  # noqa: F401
from services.accounts.storage.receivables import tables as receivable_tables  # noqa: F401
from services.accounts.storage.reconsideration import tables as reconsideration_tables  # noqa: F401
from services.accounts.storage.reliquidations import tables as reliquidation_tables  # noqa: F401
from services.accounts.storage.reports import tables as report_tables  # noqa: F401
from services.accounts.storage.tables import METADATA
from services.accounts.storage.termination import tables as termination_tables  # noqa: F401
from shared.database.migrations import run_env

run_env(METADATA)
