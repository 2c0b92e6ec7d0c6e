"""Keep where a producer is paid (PUBL-03: account data are confidential)."""

from dataclasses import dataclass

from services.accounts.storage.payment_files import queries
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import NotFound


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterPayee:
    """An account to pay a producer into.

    The account itself is handed over sealed, beside the command: a command's hash is stored, and that of an account
    number could be searched through.

    Attributes:
        fingerprint: keyed hash of the account, so that the same key with another account is a conflict.
    """

    producer_id: str
    fingerprint: str
    account_last_four: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RemovePayee:
    """The producer to be paid by check from now on."""

    producer_id: str


async def register_payee(sealed: bytes, tx: Transaction, command: RegisterPayee) -> dict[str, JSON]:
    """Keep an account in place of the one known; files made from now on pay into it.

    Raises:
        NotFound: the producer is in no distribution.
    """
    await _must_be_paid(tx, command.producer_id)
    version = await queries.save_payee(
        tx.connection, command.producer_id, sealed, command.account_last_four, tx.cause.actor, tx.now
    )
    tx.audit("register_payee", f"payees/{command.producer_id}", after={"version": version})
    return {"producer_id": command.producer_id}


async def remove_payee(tx: Transaction, command: RemovePayee) -> dict[str, JSON]:
    """Forget a producer's account: it is paid by check until another is registered.

    Raises:
        NotFound: the producer is in no distribution.
    """
    await _must_be_paid(tx, command.producer_id)
    version = await queries.save_payee(tx.connection, command.producer_id, None, "", tx.cause.actor, tx.now)
    tx.audit("remove_payee", f"payees/{command.producer_id}", after={"version": version})
    return {"producer_id": command.producer_id}


async def _must_be_paid(tx: Transaction, producer_id: str) -> None:
    if not await queries.producer_is_paid(tx.connection, producer_id):
        raise NotFound(f"no distribution names producer {producer_id}", field="producerId")
