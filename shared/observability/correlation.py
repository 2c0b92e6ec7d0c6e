"""One id follows a request through every log line, event and error it causes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final
from uuid import uuid4

REQUEST_ID_HEADER: Final = "x-request-id"

_ACCEPTABLE: Final = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_TRACEPARENT: Final = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
_NO_TRACE: Final = "0" * 32

_current: ContextVar[str | None] = ContextVar("correlation_id", default=None)


def current_correlation_id() -> str | None:
    """The id of the request or event being handled here, if one is."""
    return _current.get()


@contextmanager
def correlated(correlation_id: str) -> Iterator[None]:
    """Everything logged inside carries this id."""
    token = _current.set(correlation_id)
    try:
        yield
    finally:
        _current.reset(token)


def correlation_id_of(request_id: str | None, traceparent: str | None) -> str:
    """The caller's own request id, else its trace id, else a new one; a malformed one is not taken over."""
    if request_id is not None and _ACCEPTABLE.fullmatch(request_id):
        return request_id
    trace = _TRACEPARENT.fullmatch(traceparent or "")
    if trace and trace[1] != _NO_TRACE:
        return trace[1]
    return uuid4().hex
