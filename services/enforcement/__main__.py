"""``python -m services.enforcement [serve|migrate|check-config|schema|rotate-identity-key]``."""

import asyncio
import sys

from services.enforcement.app import define
from services.enforcement.settings import EnforcementSettings
from services.enforcement.usecases.informants import rotate
from shared.clock import SystemClock
from shared.database import Database, UnitOfWork
from shared.service import run
from shared.settings import load_settings


async def rotate_identity_key(settings: EnforcementSettings) -> int:
    """Seal informants' keys anew with the present key; gives how many."""
    database = Database(settings.database_url.get_secret_value(), application_name=rotate.NAME, pool_size=1)
    try:
        return await rotate.rotate(UnitOfWork(database, SystemClock()), settings.identity_vault)
    finally:
        await database.close()


if __name__ == "__main__":
    if sys.argv[1:] == [rotate.NAME]:
        done = asyncio.run(rotate_identity_key(load_settings(EnforcementSettings)))
        sys.stdout.write(f"{done} keys sealed anew\n")
    else:
        run("enforcement", EnforcementSettings, define)
