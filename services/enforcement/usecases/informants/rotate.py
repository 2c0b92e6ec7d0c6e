"""Seal every person's key anew with the service's present key, and mark what it sealed anew (INF-26, INF-28)."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from services.enforcement.domain.informants.access import IdentityField
from services.enforcement.storage.informants import queries
from services.enforcement.storage.informants.vault import IdentityVault
from services.enforcement.usecases.informants.leaks import mark
from shared.database import Cause, UnitOfWork

_MARKED_OF_FORM: Final = ("claimant_name", "claimant_address", "statement")
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
            await queries.drop_marks(tx.connection, keys)
            for pseudonym, key in keys.items():
                sealed = await queries.secrets_of(tx.connection, pseudonym, list(IdentityField))
                texts = {field: vault.open(key, pseudonym, field, text) for field, text in sealed.items()}
                await mark(tx, vault, pseudonym, _telling(texts))
                await queries.keep_key(tx.connection, pseudonym, vault.rewrap(key, pseudonym))
            if keys:
                tx.audit("rotate_identity_key", "restricted/keys")
        done += len(keys)
        if not keys:
            return done


def _telling(texts: Mapping[IdentityField, str]) -> Iterator[str]:
    """What was marked when it was sealed: of a claim form the fields that tell of the person."""
    for field, text in texts.items():
        if field is IdentityField.CLAIM_FORM:
            form = json.loads(text)
            yield from (form[name] for name in _MARKED_OF_FORM)
        else:
            yield text
