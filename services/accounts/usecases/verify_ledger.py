"""Verify the ledger (ACCT-19): for the API and for ``countervail ledger verify``."""

from services.accounts.storage.verification import Verification, verify
from shared.database import Database


async def verify_ledger(database: Database) -> Verification:
    """Recompute every balance and chain from the postings, as of one instant, and say what differs."""
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        return await verify(connection)
