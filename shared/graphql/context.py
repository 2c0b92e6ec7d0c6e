"""What a resolver gets: the caller, the database, the clock, this request's loaders, and the way to run a command."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Generic, TypeVar

from shared.authentication import Principal
from shared.canonical import JSON
from shared.clock import Clock
from shared.database import Cause, CommandResult, Database, Transaction, UnitOfWork, run_command
from shared.errors import Forbidden, Unauthenticated
from shared.graphql.loaders import forget_loaded

LoadersT = TypeVar("LoadersT")
Command = TypeVar("Command")


@dataclass(frozen=True, kw_only=True, slots=True)
class Context(Generic[LoadersT]):
    """One request. Loaders belong to one request: a longer-lived one would be a cache across callers."""

    principal: Principal
    rights: Mapping[StrEnum, frozenset[str]]
    database: Database
    uow: UnitOfWork
    clock: Clock
    correlation_id: str
    loaders: LoadersT

    @property
    def today(self) -> date:
        """The legal day."""
        return self.clock.today()

    def may(self, right: StrEnum) -> bool:
        """Whether the caller has ``right``."""
        return not self.rights[right].isdisjoint(self.principal.roles)

    def authorize(self, right: StrEnum) -> None:
        """Let the caller pass only with ``right``.

        Raises:
            Unauthenticated: no token was sent.
            Forbidden: the token's roles do not have the right; the message names the roles that do.
        """
        if self.may(right):
            return
        if self.principal.is_anonymous:
            raise Unauthenticated("this needs a bearer token; send one in the Authorization header")
        raise Forbidden(f"this needs one of the roles {', '.join(sorted(self.rights[right]))}")

    async def command(
        self,
        name: str,
        idempotency_key: str,
        command: Command,
        handler: Callable[[Transaction, Command], Awaitable[dict[str, JSON]]],
    ) -> CommandResult:
        """Run a use case for this caller, once per idempotency key; see ``run_command``.

        What this request has loaded so far is forgotten: the command may have changed it.
        """
        result = await run_command(
            self.uow,
            cause=Cause(actor=self.principal.subject, correlation_id=self.correlation_id),
            name=name,
            idempotency_key=idempotency_key,
            command=command,
            handler=partial(_call, handler, command),
        )
        forget_loaded(self.loaders)
        return result


async def _call(
    handler: Callable[[Transaction, Command], Awaitable[dict[str, JSON]]], command: Command, tx: Transaction
) -> dict[str, JSON]:
    return await handler(tx, command)
