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


def rate_limited(seconds: int) -> HttpProblem:
    """The caller has asked more often than it may."""
    return HttpProblem(
        429,
        "RATE_LIMITED",
        f"You have asked more often than you may. Try again in {seconds} seconds.",
        headers=((b"retry-after", b"%d" % seconds),),
    )


def cross_site_request(header: str) -> HttpProblem:
    """A browser may have been made to send this by a page of another site."""
    return HttpProblem(
        403,
        "CROSS_SITE_REQUEST",
        f"A request that a page of another site could make is refused. Send it by POST, or with the header {header}.",
    )


def persisted_query_not_found() -> HttpProblem:
    """No text is kept under this hash; clients then send it. They look for it in an answer with status 200."""
    return HttpProblem(200, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")


def persisted_query_not_supported() -> HttpProblem:
    """Documents cannot be named here; clients then send the text."""
    return HttpProblem(400, "PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported")


def persisted_query_not_in_list() -> HttpProblem:
    """The manifest has no document with this id."""
    return HttpProblem(404, "PERSISTED_QUERY_NOT_IN_LIST", "There is no trusted document with this id.")


def persisted_query_id_required() -> HttpProblem:
    """A text was sent where only the ids of trusted documents are taken."""
    return HttpProblem(
        400, "PERSISTED_QUERY_ID_REQUIRED", "Send the id of a trusted document as 'documentId'; texts are not taken."
    )


def query_not_in_safelist() -> HttpProblem:
    """The text is none of the trusted documents."""
    return HttpProblem(403, "QUERY_NOT_IN_SAFELIST", "This query is none of the trusted documents.")


def not_ready() -> HttpProblem:
    """No schema is loaded yet."""
    return HttpProblem(
        503,
        "UNAVAILABLE",
        "No schema is loaded yet. Try again in a few seconds.",
        headers=((b"retry-after", b"2"),),
    )
