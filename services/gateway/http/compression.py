"""Answers compressed with gzip for callers who take it."""

import asyncio
import zlib
from functools import lru_cache
from typing import Final

from services.gateway.http.exchange import HeaderList, Headers

# Compressing this much takes about as long as a whole request; beyond it a thread does it, for zlib lets others run.
ASIDE_BYTES: Final = 131_072
_GZIP_WINDOW: Final = 31
VARIES: Final[HeaderList] = ((b"vary", b"Accept-Encoding"),)
ENCODED: Final[HeaderList] = ((b"content-encoding", b"gzip"), *VARIES)


class Compression:
    """Compresses what is large enough.

    Args:
        bytes_min: smaller bodies go as they are.
        level: 1 (fast) to 9 (small).
    """

    def __init__(self, bytes_min: int, level: int) -> None:
        self._bytes_min = bytes_min
        self._level = level

    async def encode(self, headers: Headers, body: bytes) -> tuple[bytes, HeaderList]:
        """The body as it is sent, and the headers that say how.

        Args:
            headers: of the request.
            body: of the answer.
        """
        if len(body) < self._bytes_min or not accepts_gzip(headers.get(b"accept-encoding", b"")):
            return body, VARIES
        if len(body) < ASIDE_BYTES:
            return self._compressed(body), ENCODED
        return await asyncio.to_thread(self._compressed, body), ENCODED

    def _compressed(self, body: bytes) -> bytes:
        work = zlib.compressobj(self._level, zlib.DEFLATED, _GZIP_WINDOW)
        return work.compress(body) + work.flush()


@lru_cache(maxsize=256)
def accepts_gzip(accept_encoding: bytes) -> bool:
    """Whether an Accept-Encoding header takes gzip (RFC 9110 12.5.3): named, or by the wildcard, and not with q=0."""
    taken: dict[str, bool] = {}
    for item in accept_encoding.decode("latin-1").lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        weight = next((text[2:] for text in parameters if text.startswith("q=")), "1")
        taken[name] = _is_positive(weight)
    return taken.get("gzip", taken.get("x-gzip", taken.get("*", False)))


def _is_positive(weight: str) -> bool:
    try:
        return float(weight) > 0
    except ValueError:
        return False
