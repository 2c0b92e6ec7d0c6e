"""Commands run once: an idempotency key, the answer kept with the effect, refusals that leave nothing behind."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.exc import DBAPIError

from shared.canonical import JSON, digest
from shared.database.cause import Cause
from shared.database.platform import idempotency_keys
from shared.database.unit_of_work import Transaction, UnitOfWork
from shared.errors import BadInput, Conflict
from shared.refusals import Refusal, Refused

UseCase = Callable[[Transaction], Awaitable[dict[str, JSON]]]

_KEY_LENGTH: Final = 200
_ATTEMPTS: Final = 4
_TRY_AGAIN: Final = frozenset({"40001", "40P01"})  # serialization failure, deadlock


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What a command answered.

    Attributes:
        value: ids of what it made or changed; None when it was refused.
        refusals: every refusal; empty when it was done.
    """

    value: Mapping[str, Any] | None
    refusals: tuple[Refusal, ...]


async def run_command(
    uow: UnitOfWork, *, cause: Cause, name: str, idempotency_key: str, command: object, handler: UseCase
) -> CommandResult:
    """Run a use case in one transaction, once per caller and key.

    The effect, its events, its audit entries and the answer commit together. The same key with the same input gives
    the first answer again, a refused one too. A refusal undoes everything the use case did.

    Args:
        uow: opens the transaction.
        cause: the caller; keys of different callers do not meet.
        name: the mutation's name.
        idempotency_key: chosen by the caller, 1 to 200 characters.
        command: the input, a frozen dataclass; its canonical JSON is compared on a repeat.
        handler: the use case; raises ``Refused`` or a ``ClientError``.

    Raises:
        BadInput: the key is empty or too long.
        Conflict: the key was used for another input.
        ClientError: raised by the use case.
    """
    if not 0 < len(idempotency_key) <= _KEY_LENGTH:
        raise BadInput(f"idempotencyKey must have 1 to {_KEY_LENGTH} characters", field="idempotencyKey")
    input_digest = digest({"command": name, "input": command})
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return await _once(uow, cause, name, idempotency_key, input_digest, handler)
        except DBAPIError as error:
            if attempt == _ATTEMPTS or getattr(error.orig, "sqlstate", None) not in _TRY_AGAIN:
                raise
            await asyncio.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311
    raise AssertionError("the loop returns or raises")


async def _once(
    uow: UnitOfWork, cause: Cause, name: str, key: str, input_digest: str, handler: UseCase
) -> CommandResult:
    async with uow.begin(cause) as tx:
        earlier = await _claim(tx, name, key, input_digest)
        if earlier is not None:
            return earlier
        try:
            async with tx.savepoint():
                result = CommandResult(await handler(tx), ())
        except Refused as refused:
            result = CommandResult(None, refused.refusals)
        await tx.connection.execute(
            sa.update(idempotency_keys)
            .where(idempotency_keys.c.actor == cause.actor, idempotency_keys.c.key == key)
            .values(answer={"value": result.value, "refusals": [asdict(refusal) for refusal in result.refusals]})
        )
        return result


async def _claim(tx: Transaction, name: str, key: str, input_digest: str) -> CommandResult | None:
    """Claim the key, or give the answer kept under it. A caller that comes at the same moment waits for the first."""
    claimed = await tx.connection.execute(
        pg.insert(idempotency_keys)
        .values(actor=tx.cause.actor, key=key, command=name, input_digest=input_digest, recorded_at=tx.now)
        .on_conflict_do_nothing()
    )
    if claimed.rowcount:
        return None
    query = sa.select(idempotency_keys).where(idempotency_keys.c.actor == tx.cause.actor, idempotency_keys.c.key == key)
    kept = (await tx.connection.execute(query)).one()
    if kept.input_digest != input_digest:
        raise Conflict(
            f"idempotencyKey {key!r} was already used for another {kept.command} input; use a new key",
            field="idempotencyKey",
        )
    return CommandResult(kept.answer["value"], tuple(Refusal(**refusal) for refusal in kept.answer["refusals"]))
