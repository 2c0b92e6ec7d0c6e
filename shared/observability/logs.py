"""Logs: one JSON object a line, a static event name, allowed keys only; libraries' logs in the same form."""

import logging
import sys
from typing import Any, Final, TextIO

import orjson
import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from shared.observability.correlation import current_correlation_id
from shared.observability.redaction import first_line, redact, redacted_exception

# Libraries whose messages say something about themselves and not about the data that passes through them.
_OUTSPOKEN: Final = ("uvicorn", "alembic", "asyncio", "nats")


def configure_logging(service: str, level: str = "INFO", *, stream: TextIO | None = None) -> None:
    """Send every log of this process, ours and the libraries', to ``stream`` (standard output when left out).

    Args:
        service: stands in every line.
        level: the least level written.
        stream: where to write.
    """
    stamp: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _with_correlation_id,
        _with_service(service),
        _with_exception,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *stamp,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*stamp, _fold_library],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _redacted, _as_json],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "alembic"):
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
    logging.captureWarnings(capture=True)


def _with_correlation_id(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    if (correlation_id := current_correlation_id()) is not None:
        line.setdefault("correlation_id", correlation_id)
    return line


def _with_service(service: str) -> Processor:
    def add(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
        line["service"] = service
        return line

    return add


def _with_exception(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """Replace ``exc_info`` by a description that holds no data, before anything else can print it."""
    exc_info = line.pop("exc_info", None)
    if exc_info is True:
        exc_info = sys.exc_info()
    if (described := redacted_exception(exc_info)) is not None:
        line["exception"] = described
    return line


def _fold_library(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """A library's message is no static name: it becomes the text of one, if the library may speak at all."""
    record: Any = line.get("_record")
    text = str(line.get("event", ""))
    line["event"] = "library.message"
    if str(record.name).partition(".")[0] in _OUTSPOKEN:
        line["text"] = first_line(text)
    record.exc_info = record.exc_text = record.stack_info = None
    return line


def _redacted(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    exception = line.pop("exception", None)
    written = redact(line)
    if exception is not None:
        written["exception"] = exception
    return written


def _as_json(_: WrappedLogger, __: str, line: EventDict) -> str:
    return orjson.dumps(line).decode()
