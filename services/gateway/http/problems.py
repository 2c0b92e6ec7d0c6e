"""What goes wrong before a query runs: each problem has a status, a code and a message that says how to mend it."""

from collections.abc import Mapping


class HttpProblem(Exception):
    """A request that is refused by HTTP itself: the answer is a GraphQL error list under this status."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        headers: tuple[tuple[bytes, bytes], ...] = (),
        extensions: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers
        self.extensions = extensions or {}


def bad_request(message: str) -> HttpProblem:
    """The request is no GraphQL request: malformed JSON, a missing or mistyped parameter."""
    return HttpProblem(400, "BAD_USER_INPUT", message)


def method_not_allowed(message: str, allow: bytes) -> HttpProblem:
    """The method cannot carry this request; ``allow`` names those that can."""
    return HttpProblem(405, "METHOD_NOT_ALLOWED", message, headers=((b"allow", allow),))


def not_acceptable() -> HttpProblem:
    """Nothing the caller accepts can be produced here."""
    return HttpProblem(
        406, "NOT_ACCEPTABLE", "Accept application/graphql-response+json or application/json; nothing else is offered."
    )


def body_too_large(limit: int) -> HttpProblem:
    """The body passes the limit."""
    return HttpProblem(413, "BODY_TOO_LARGE", f"The request body may have at most {limit} bytes.")


def unsupported_media_type() -> HttpProblem:
    """The body is not JSON in UTF-8."""
    return HttpProblem(415, "UNSUPPORTED_MEDIA_TYPE", "Send the request as application/json in UTF-8.")


def request_timeout() -> HttpProblem:
    """The body did not arrive before the deadline."""
    return HttpProblem(
        408, "REQUEST_TIMEOUT", "The request body did not arrive in time.", headers=((b"connection", b"close"),)
    )


def too_many_requests(limit: int) -> HttpProblem:
    """As many requests as may be are executing already."""
    return HttpProblem(
        429,
        "RATE_LIMITED",
        f"{limit} requests are executing already, which is the limit. Try again in a second.",
        headers=((b"retry-after", b"1"),),
    )


def not_ready() -> HttpProblem:
    """No schema is loaded yet."""
    return HttpProblem(
        503,
        "UNAVAILABLE",
        "No schema is loaded yet. Try again in a few seconds.",
        headers=((b"retry-after", b"2"),),
    )
