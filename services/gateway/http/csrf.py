"""Requests that a page of another site can make a browser send are not answered.

A browser asks first (a preflight, which CORS decides) before it sends JSON, a token or any header of its own. What it
sends without asking is a GET with the usual headers and a POST of a form or of plain text. Such a POST is never taken,
for its Content-Type; such a GET is what this module is about. Nothing of its answer can be read by the page, but
that it ran, and how long it took, can be told.
"""

from enum import StrEnum
from typing import Final

from services.gateway.http.exchange import Headers
from services.gateway.http.problems import cross_site_request

# What a browser sends only after it has asked; the first is the one that messages name.
FORCING_HEADERS: Final = (
    b"graphql-require-preflight",
    b"apollo-require-preflight",
    b"x-apollo-operation-name",
    b"x-requested-with",
    b"authorization",
)
SIMPLE_CONTENT: Final = (b"application/x-www-form-urlencoded", b"multipart/form-data", b"text/plain")
SAME_SITE: Final = (b"same-origin", b"none")


class CsrfMode(StrEnum):
    """Which requests by GET must show that a browser has asked before sending them."""

    OFF = "off"
    BROWSERS = "browsers"  # those that a browser says it makes for another site
    ALWAYS = "always"  # every one, whoever sends it


class CsrfPolicy:
    """Decides on requests by GET.

    Args:
        mode: which are looked at.
        origins: origins whose pages may call (CORS).
    """

    WANTED: Final = frozenset((*FORCING_HEADERS, b"sec-fetch-site", b"origin", b"host", b"content-type"))

    def __init__(self, mode: CsrfMode, origins: frozenset[bytes]) -> None:
        self.active = mode is not CsrfMode.OFF
        self._always = mode is CsrfMode.ALWAYS
        self._origins = origins

    def check(self, headers: Headers) -> None:
        """Refuse a GET that a page of another site could have made a browser send.

        Raises:
            HttpProblem: it could (403).
        """
        if not self._always and not self._crosses_sites(headers):
            return
        if any(name in headers for name in FORCING_HEADERS):
            return
        content = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
        if content and content not in SIMPLE_CONTENT:
            return
        raise cross_site_request(FORCING_HEADERS[0].decode())

    def _crosses_sites(self, headers: Headers) -> bool:
        """Whether a browser says so: every current one sends Sec-Fetch-Site, older ones at times Origin."""
        origin = headers.get(b"origin")
        if origin is not None and (origin in self._origins or b"*" in self._origins):
            return False
        site = headers.get(b"sec-fetch-site")
        if site is not None:
            return site not in SAME_SITE
        return origin is not None and origin.partition(b"://")[2] != headers.get(b"host")
