"""Errors as callers see them: a stable code in ``extensions``, a correlation id, and nothing internal."""

import asyncio
from typing import Final

import structlog
from graphql import GraphQLError, GraphQLSyntaxError
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from strawberry.extensions import MaskErrors

from shared.errors import ClientError, Conflict, Unavailable

_log = structlog.get_logger(__name__)

_UNIQUE_VIOLATION: Final = "23505"
_DATABASE_AWAY: Final = ("08", "53", "57")  # SQLSTATE classes: connection, resources, operator intervention


class CodedErrors(MaskErrors):
    """Gives every error its code; an unexpected one is logged and told as ``INTERNAL`` with the correlation id."""

    def anonymise_error(self, error: GraphQLError) -> GraphQLError:
        """The error as the caller may see it."""
        context = self.execution_context.context
        correlation_id = getattr(context, "correlation_id", None)
        told = _told(error, executing=not self.execution_context.pre_execution_errors)
        extensions: dict[str, object] = {"code": told.code, "correlationId": correlation_id}
        if told.field is not None:
            extensions["field"] = told.field
        return GraphQLError(
            told.message, nodes=error.nodes, source=error.source, positions=error.positions, path=error.path,
            extensions=extensions,
        )  # fmt: skip


class _Told(ClientError):
    """An error of GraphQL itself, with the code that fits."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code  # type: ignore[misc]


def _told(error: GraphQLError, *, executing: bool) -> ClientError:
    cause = error.original_error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    if isinstance(cause, ClientError):
        return cause
    if isinstance(error, GraphQLSyntaxError):
        return _Told("GRAPHQL_PARSE_FAILED", error.message)
    if not executing:
        # A scalar that refused its literal leaves its own error behind; the other rules of validation do not.
        return _Told("GRAPHQL_VALIDATION_FAILED" if cause is None else "BAD_USER_INPUT", error.message)
    if cause is None or (isinstance(cause, GraphQLError) and error.path is None):
        return _Told("BAD_USER_INPUT", error.message)
    return _from_database(cause) or _internal(cause, error)


def _from_database(cause: Exception) -> ClientError | None:
    state = str(getattr(getattr(cause, "orig", None), "sqlstate", None) or "")
    if isinstance(cause, IntegrityError) and state == _UNIQUE_VIOLATION:
        return Conflict("another command changed this at the same moment; read it again, then retry")
    away = isinstance(cause, DBAPIError) and (cause.connection_invalidated or state.startswith(_DATABASE_AWAY))
    if away or isinstance(cause, OSError | PoolTimeoutError | asyncio.TimeoutError):
        _log.warning("graphql.database_away", error=type(cause).__name__)
        return Unavailable("the service cannot reach its database now; try again later")
    return None


def _internal(cause: Exception, error: GraphQLError) -> ClientError:
    _log.error("graphql.internal_error", path=".".join(map(str, error.path or ())), exc_info=cause)
    return _Told("INTERNAL", "internal error; quote the correlation id when you report it")
