"""What a caller can do wrong, or must be told: errors with a stable code that cross every edge unchanged."""

from typing import ClassVar


class ClientError(Exception):
    """An error meant for the caller: its code and message may leave the process, nothing else of it does."""

    code: ClassVar[str] = "BAD_USER_INPUT"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class BadInput(ClientError):
    """The input can never work as it is; the message says how to mend it."""


class Unauthenticated(ClientError):
    """No token, or one that does not verify."""

    code = "UNAUTHENTICATED"


class Forbidden(ClientError):
    """The caller is known and lacks the right."""

    code = "FORBIDDEN"


class NotFound(ClientError):
    """No such thing, or none that the caller may see."""

    code = "NOT_FOUND"


class Conflict(ClientError):
    """The state moved on, or the key was used for something else: read again, then decide."""

    code = "CONFLICT"


class RateLimited(ClientError):
    """Too much at once; try again later."""

    code = "RATE_LIMITED"


class Unavailable(ClientError):
    """Something that is needed does not answer now; the same call may go through later."""

    code = "UNAVAILABLE"
