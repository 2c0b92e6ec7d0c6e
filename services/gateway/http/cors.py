"""Which other origins' pages may call: those named in the settings, or none."""

from services.gateway.http.exchange import HeaderList, Headers


class CorsPolicy:
    """Answers to browsers that ask on behalf of a page of another origin. Cookies play no part, so none are allowed."""

    def __init__(self, origins: tuple[str, ...]) -> None:
        self._origins = frozenset(origin.rstrip("/").encode() for origin in origins)

    def headers(self, headers: Headers) -> HeaderList:
        """The headers of an answer; none for an origin that is not named."""
        origin = headers.get(b"origin")
        if not self._origins or origin not in self._origins:
            return ((b"vary", b"Origin"),) if self._origins else ()
        return (
            (b"access-control-allow-origin", origin),
            (b"access-control-expose-headers", b"x-request-id, retry-after"),
            (b"vary", b"Origin"),
        )

    def preflight(self, headers: Headers) -> HeaderList | None:
        """The answer to a preflight; None where no origin may call."""
        if headers.get(b"origin") not in self._origins:
            return None
        return (
            (b"access-control-allow-methods", b"GET, POST"),
            (b"access-control-allow-headers", b"authorization, content-type, traceparent, tracestate, x-request-id"),
            (b"access-control-max-age", b"3600"),
        )
