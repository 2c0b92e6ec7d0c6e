"""Seal every person's key anew with the service's present key (INF-26)."""

from typing import Final

from services.enforcement.storage.informants import queries
from services.enforcement.storage.informants.vault import IdentityVault
from shared.database import Cause, UnitOfWork

NAME: Final = "rotate-identity-key"
BATCH: Final = 500


async def rotate(uow: UnitOfWork, vault: IdentityVault) -> int:
    """Rewrap, batch after batch, what another key seals; ended in between, it goes on where it was.

    Returns:
        How many persons' keys were sealed anew.

    Raises:
        ValueError: a key was sealed by one that is not among the previous keys.
    """
    done = 0
    while True:
        async with uow.begin(Cause(actor=f"operator:{NAME}", correlation_id=NAME)) as tx:
            keys = await queries.keys_sealed_otherwise(tx.connection, vault.key_id, BATCH)
            for pseudonym, key in keys.items():
                await queries.keep_key(tx.connection, pseudonym, vault.rewrap(key, pseudonym))
            if keys:
                tx.audit("rotate_identity_key", "restricted/keys")
        done += len(keys)
        if not keys:
            return done
