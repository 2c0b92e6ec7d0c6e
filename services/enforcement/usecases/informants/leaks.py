"""What was sealed must not stand in a text that leaves: kept as keyed fingerprints, looked for in each (INF-28 (d))."""

from collections.abc import Iterable

from services.enforcement.domain.informants.access import check_no_leak, runs_of, telling
from services.enforcement.domain.informants.reasons import refusal
from services.enforcement.storage.informants import queries
from services.enforcement.storage.informants.vault import IdentityVault
from shared.database import Transaction
from shared.refusals import Refused


async def mark(tx: Transaction, vault: IdentityVault, pseudonym: str, texts: Iterable[str]) -> None:
    """Keep fingerprints of sealed texts, with the vault's present key."""
    marks = {vault.fingerprint(words) for text in texts for words in telling(text)}
    await queries.keep_marks(tx.connection, pseudonym, marks)


async def refuse_leaks(tx: Transaction, vault: IdentityVault, texts: Iterable[str]) -> None:
    """Let texts leave the restricted zone only when nothing of an informant stands in them.

    Raises:
        Refused: a pseudonym, or words that are sealed in the vault (SEC_INFORMANT_LEAK).

    Source: INF-28 (d), 19 CFR 161.15.
    """
    found: set[str] = set()
    for text in texts:
        check_no_leak(text)
        found |= {vault.fingerprint(words) for words in runs_of(text)}
    if await queries.any_marked(tx.connection, found):
        raise Refused([refusal("SEC_INFORMANT_LEAK")])
