"""Errors as callers see them: a stable code in ``extensions``, a correlation id, and nothing internal."""

import asyncio
from typing import Final

import structlog
from graphql import GraphQLError, GraphQLFormattedError, GraphQLSyntaxError, VariableDefinitionNode
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from shared.errors import BadInput, ClientError, Conflict, Unavailable
from shared.quoted_input import without_values

_log = structlog.get_logger(__name__)

_UNIQUE_VIOLATION: Final = "23505"
_NOT_TEXT: Final = ("22021", "22P05")  # a character, NUL above all, that PostgreSQL does not store
_DATABASE_AWAY: Final = ("08", "53", "57")  # SQLSTATE classes: connection, resources, operator intervention


def coded(error: GraphQLError, correlation_id: str) -> GraphQLFormattedError:
    """``error`` as the caller may see it: an unexpected one is logged and told as ``INTERNAL``."""
    code, message, field = _told(error)
    extensions = {"code": code, "correlationId": correlation_id}
    if field is not None:
        extensions["field"] = field
    told: GraphQLFormattedError = {"message": message, "extensions": extensions}
    if error.locations:
        told["locations"] = [location.formatted for location in error.locations]
    if error.path is not None:
        told["path"] = error.path
    return told


def _told(error: GraphQLError) -> tuple[str, str, str | None]:
    """Code, message and field concerned."""
    cause = _root(error)
    if error.path is None:
        return _before_execution(error, cause), without_values(error.message), None
    if isinstance(cause, ClientError):
        return cause.code, cause.message, cause.field
    if cause is None:
        return "BAD_USER_INPUT", error.message, None
    known = _from_database(cause)
    if known is not None:
        return known.code, known.message, None
    _log.error("graphql.internal_error", path=".".join(map(str, error.path)), exc_info=cause)
    return "INTERNAL", "internal error; quote the correlation id when you report it", None


def _root(error: GraphQLError) -> Exception | None:
    cause = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


def _before_execution(error: GraphQLError, cause: Exception | None) -> str:
    """Code of an error found while parsing, validating or reading the variables."""
    if isinstance(error, GraphQLSyntaxError):
        return "GRAPHQL_PARSE_FAILED"
    of_a_variable = isinstance(next(iter(error.nodes or ()), None), VariableDefinitionNode)
    return "BAD_USER_INPUT" if of_a_variable or isinstance(cause, ClientError) else "GRAPHQL_VALIDATION_FAILED"


def _from_database(cause: Exception) -> ClientError | None:
    state = str(getattr(getattr(cause, "orig", None), "sqlstate", None) or "")
    if isinstance(cause, IntegrityError) and state == _UNIQUE_VIOLATION:
        return Conflict("another command changed this at the same moment; read it again, then retry")
    if state in _NOT_TEXT:
        return BadInput("a text holds a character that cannot be stored, such as NUL; leave it out")
    away = isinstance(cause, DBAPIError) and (cause.connection_invalidated or state.startswith(_DATABASE_AWAY))
    if away or isinstance(cause, OSError | PoolTimeoutError | asyncio.TimeoutError):
        _log.warning("graphql.database_away", error=type(cause).__name__)
        return Unavailable("the service cannot reach its database now; try again later")
    return None
