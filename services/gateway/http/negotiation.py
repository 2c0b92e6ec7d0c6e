"""Which media type an answer takes: the Accept header read by RFC 9110 12.5.1 and GraphQL over HTTP."""

from enum import StrEnum
from functools import lru_cache


class MediaType(StrEnum):
    """The media types the endpoint can answer with."""

    JSON = "application/json"
    GRAPHQL = "application/graphql-response+json"
    EVENTS = "text/event-stream"
    HTML = "text/html"


# Equal preference is decided by this order: legacy clients that accept anything expect application/json.
ANSWERS = (MediaType.JSON, MediaType.GRAPHQL)


@lru_cache(maxsize=512)
def negotiate(accept: bytes, offered: tuple[MediaType, ...]) -> MediaType | None:
    """The offered media type a caller likes best; None when it accepts none of them.

    A range that names a type says more than a wildcard, so the most specific range decides a type's weight. Among
    equally weighted types one that was named goes before one that only a wildcard covers, then the order of naming
    decides, then the order of the offer.
    """
    ranges = _ranges(accept.decode("latin-1"))
    if not ranges:
        return offered[0]
    best: tuple[float, int, int] | None = None
    chosen: MediaType | None = None
    for media_type in offered:
        weight, specificity, position = _weight(media_type, ranges)
        rank = (weight, specificity, -position)
        if weight > 0 and (best is None or rank > best):
            best, chosen = rank, media_type
    return chosen


def _ranges(accept: str) -> list[tuple[str, float]]:
    """The ranges of an Accept header in order; one that names a charset other than UTF-8 is passed over."""
    ranges = []
    for item in accept.split(","):
        name, *parameters = (part.strip().lower() for part in item.split(";"))
        if not name:
            continue
        weight = 1.0
        usable = True
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key == "q":
                weight = _quality(value)
            elif key == "charset":
                usable = value.strip('"') in ("utf-8", "utf8")
        if usable:
            ranges.append((name, weight))
    return ranges or [("", 0.0)] if accept.strip() else []


def _quality(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def _weight(media_type: MediaType, ranges: list[tuple[str, float]]) -> tuple[float, int, int]:
    """Weight, specificity and position of the most specific range that covers a media type."""
    family = media_type.split("/")[0] + "/*"
    found = (0.0, 0, 0)
    for position, (name, weight) in enumerate(ranges):
        specificity = 3 if name == media_type else 2 if name == family else 1 if name == "*/*" else 0
        if specificity > found[1]:
            found = (weight, specificity, position)
    return found
