"""Which other origins' pages may call: those named in the settings, or none."""

from services.gateway.http.exchange import HeaderList, Headers

ALLOWED_HEADERS = (
    "authorization",
    "content-type",
    "graphql-require-preflight",
    "traceparent",
    "tracestate",
    "x-query-plan",
    "x-request-id",
)


class CorsPolicy:
    """Answers to browsers that ask on behalf of a page of another origin. Cookies play no part, so none are allowed.

    Args:
        origins: those that may call; ``*`` for every one.
        headers: request headers that pages may send beside the usual ones.
        max_age_seconds: how long a browser may keep the answer to a preflight.
    """

    def __init__(
        self, origins: tuple[str, ...], headers: tuple[str, ...] = (), *, max_age_seconds: int = 3_600
    ) -> None:
        self.origins = frozenset(origin.rstrip("/").encode() for origin in origins)
        self._any = b"*" in self.origins
        allowed = sorted({*ALLOWED_HEADERS, *(name.lower() for name in headers)})
        self._preflight: HeaderList = (
            (b"access-control-allow-methods", b"GET, POST"),
            (b"access-control-allow-headers", ", ".join(allowed).encode()),
            (b"access-control-max-age", b"%d" % max_age_seconds),
        )

    def headers(self, headers: Headers) -> HeaderList:
        """The headers of an answer; none for an origin that is not named."""
        if not self.origins:
            return ()
        origin = headers.get(b"origin")
        if self._any:
            origin = b"*"
        elif origin not in self.origins:
            return ((b"vary", b"Origin"),)
        assert origin is not None
        return (
            (b"access-control-allow-origin", origin),
            (b"access-control-expose-headers", b"x-request-id, retry-after"),
            (b"vary", b"Origin"),
        )

    def preflight(self, headers: Headers) -> HeaderList | None:
        """The answer to a preflight; None where no origin may call."""
        origin = headers.get(b"origin")
        if origin is None or not (self._any or origin in self.origins):
            return None
        return self._preflight
