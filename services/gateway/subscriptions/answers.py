"""The answers of one operation, one or many, whatever carries them to the client."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from services.gateway.http.parameters import Parameters

GraphQLErrors = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """Who asks, and what goes with each call to a service.

    Attributes:
        authorization: the Authorization header, or what the connection was opened with in its place.
        address: of the client, for limits.
        headers: forwarded to every service.
        correlation_id: of the request or connection.
    """

    authorization: str | None
    address: str
    headers: Mapping[str, str]
    correlation_id: str


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
