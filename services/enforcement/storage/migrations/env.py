"""Alembic's environment for the enforcement database."""

from services.enforcement.storage.audits import report_tables as audit_report_tables  # noqa: F401
from services.enforcement.storage.audits import tables as audit_tables  # noqa: F401
from services.enforcement.storage.debts import tables as debt_tables  # noqa: F401
from services.enforcement.storage.informants import tables as informant_tables  # noqa: F401
from services.enforcement.storage.matters import tables as matter_tables  # noqa: F401
from services.enforcement.storage.referrals import tables as referral_tables  # noqa: F401
from services.enforcement.storage.tables import METADATA
from services.enforcement.storage.violations import tables as violation_tables  # noqa: F401
from shared.database.migrations import run_env

run_env(METADATA)
