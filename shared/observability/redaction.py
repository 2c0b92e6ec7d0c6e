"""What may stand in a log line: keys on a list, plain values, and of an exception only what holds no data.

Claimants, importers and informants must not end up in logs by accident, so the list names what is allowed; anything
else is kept out until somebody adds its key here on purpose.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any, Final
from uuid import UUID

from shared.errors import ClientError

REDACTED: Final = "[redacted]"
TEXT_LENGTH_MAX: Final = 500
FRAMES_MAX: Final = 20
CHAIN_MAX: Final = 5

ALLOWED_KEYS: Final = frozenset(
    {
        # the line itself
        "timestamp", "level", "event", "logger", "service", "correlation_id", "exception", "text",
        # processes and their parts
        "address", "backlog", "check", "checks", "client", "consumer", "database", "durable", "host", "issuer", "job",
        "lag", "migration", "pid", "pool_size", "port", "ready", "reason", "revision", "server", "signal", "state",
        "status", "stream", "streams", "subgraph", "task", "timeout", "url", "version", "worker",
        # amounts of work and time
        "attempt", "attempts", "batch", "bytes", "count", "delay_seconds", "deliveries", "interval_seconds", "limit",
        "milliseconds", "pending", "published", "rows", "seconds", "size", "skipped", "total",
        # what went wrong, by name
        "code", "error", "error_code", "error_type", "field", "method", "operation", "path", "rule", "sqlstate",
        # events
        "aggregate", "event_id", "event_type", "sequence", "stream_sequence", "subject", "type",
        # public identifiers of the agencies' own making
        "bill_id", "case_number", "case_numbers", "day", "distribution_id", "fiscal_year", "instruction_id",
        "notice_id", "today",
    }
)  # fmt: skip


def redact(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields as they may be written."""
    return {key: _plain(value) if key in ALLOWED_KEYS else REDACTED for key, value in fields.items()}


def _plain(value: object) -> object:
    """Primitives as they are, identifiers and dates as text, and of anything else only its type."""
    match value:
        case None | bool() | int() | float():
            return value
        case Enum():
            return _plain(value.value)
        case str():
            return value if len(value) <= TEXT_LENGTH_MAX else value[:TEXT_LENGTH_MAX] + "…"
        case UUID() | date() | Decimal() | timedelta() | Path():
            return str(value)
        case type():
            return value.__name__
        case BaseException():
            return type(value).__name__
        case list() | tuple() | set() | frozenset():
            return [_plain(item) for item in value]
        case Mapping():
            return redact(value)
        case _:
            return f"[{type(value).__name__}]"


def describe_exception(error: BaseException) -> list[dict[str, object]]:
    """An exception and its causes, the outermost first: type, place, and the message only where it holds no data.

    Database drivers and validators quote the rejected value in their messages, so of theirs only codes are written.
    """
    return [_described(link) for link in _chain(error)]


def _chain(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    for _ in range(CHAIN_MAX):
        if link is None:
            return
        yield link
        if isinstance(link, BaseExceptionGroup):
            link = link.exceptions[0]
            continue
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _described(error: BaseException) -> dict[str, object]:
    described: dict[str, object] = {"type": f"{type(error).__module__}.{type(error).__qualname__}"}
    if (message := _safe_message(error)) is not None:
        described["message"] = message
    for name in ("sqlstate", "constraint_name", "table_name"):
        if value := getattr(error, name, None):
            described[name] = str(value)
    described["frames"] = _frames(error.__traceback__)
    return described


def _safe_message(error: BaseException) -> str | None:
    if isinstance(error, ClientError):
        return error.message
    if isinstance(error, OSError) or type(error).__module__.partition(".")[0] == "nats":
        return first_line(str(error))
    return None


def _frames(traceback: TracebackType | None) -> list[str]:
    frames = [f"{frame.f_code.co_filename}:{line} {frame.f_code.co_qualname}" for frame, line in walk_tb(traceback)]
    return frames[-FRAMES_MAX:]


def first_line(text: str) -> str:
    """The first line: further ones quote data (a driver's DETAIL, a validator's input)."""
    return text.partition("\n")[0][:TEXT_LENGTH_MAX]


def redacted_exception(exc_info: Any) -> list[dict[str, object]] | None:
    """``exc_info`` in any of the forms that loggers take it, described."""
    if isinstance(exc_info, BaseException):
        return describe_exception(exc_info)
    if isinstance(exc_info, tuple) and isinstance(exc_info[1], BaseException):
        return describe_exception(exc_info[1])
    return None
