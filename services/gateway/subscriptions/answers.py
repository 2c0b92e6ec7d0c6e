"""The answers of one operation, one or many, whatever carries them to the client."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from starlette.types import Scope

from services.gateway.http.exchange import Headers
from services.gateway.http.parameters import Parameters
from services.gateway.http.propagation import HeaderPropagation
from services.gateway.traffic.callers import Callers
from shared.authentication.principal import Principal

GraphQLErrors = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """Who asks, and what goes with each call to a service.

    Attributes:
        authorization: the Authorization header, or what the connection was opened with in its place.
        counted_as: the caller's name for rate limits, given who it turns out to be.
        headers: forwarded to every service.
        correlation_id: of the request or connection.
        may_write: whether mutations may be asked this way.
    """

    authorization: str | None
    counted_as: Callable[[Principal], str]
    headers: Mapping[str, str]
    correlation_id: str
    may_write: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One result.

    Attributes:
        body: a GraphQL response as JSON.
        event_id: of the event it answers; a subscription may be resumed after it.
    """

    body: bytes
    event_id: str | None = None


class Ended(Exception):
    """The operation was refused, or cannot go on; ``errors`` are ready GraphQL errors."""

    def __init__(self, errors: GraphQLErrors) -> None:
        super().__init__(str(errors[0].get("message")) if errors else "")
        self.errors = errors


class Answering(Protocol):
    """Runs operations of every kind."""

    def answers(self, asked: Parameters, caller: Caller, after: int | None) -> AsyncGenerator[Answer, None]:
        """The answers of an operation: one of a query or a mutation, one for each event of a subscription.

        Args:
            asked: the request.
            caller: who asks.
            after: number of the last event the client has had of this subscription.

        Raises:
            Ended: refused, or at an end that the client should know the reason of.
        """
        ...


def caller_of(
    scope: Scope,
    headers: Headers,
    request_id: str,
    *,
    callers: Callers,
    propagation: HeaderPropagation,
    may_write: bool,
) -> Caller:
    """Who sends a request, or opens a connection."""
    authorization = headers.get(b"authorization")
    return Caller(
        authorization=None if authorization is None else authorization.decode("latin-1"),
        counted_as=lambda principal: callers.key(principal, scope, headers),
        headers=propagation.forwarded(headers, request_id),
        correlation_id=request_id,
        may_write=may_write,
    )
