"""Relay connections with opaque keyset cursors: never OFFSET, pages capped."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import orjson
import strawberry

from shared.canonical import JSON
from shared.errors import BadInput

DEFAULT_PAGE: Final = 25
LARGEST_PAGE: Final = 100

Node = TypeVar("Node")
Row = TypeVar("Row")


@strawberry.federation.type(shareable=True, description="Where a page stands in its list.")
class PageInfo:
    """Relay's page information."""

    has_next_page: bool = strawberry.field(description="Whether there is more after this page.")
    end_cursor: str | None = strawberry.field(description="Pass it as `after` to get the next page.")


@strawberry.type(description="An item of a list with its cursor.")
class Edge(Generic[Node]):
    """Relay's edge."""

    cursor: str = strawberry.field(description="Pass it as `after` to get what follows this item.")
    node: Node = strawberry.field(description="The item.")


@strawberry.type(description="One page of a list.")
class Connection(Generic[Node]):
    """Relay's connection."""

    edges: list[Edge[Node]] = strawberry.field(description="The items of this page, in order.")
    page_info: PageInfo = strawberry.field(description="Where this page stands in the list.")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page is wanted.

    Attributes:
        limit: items on the page; a query fetches one more to know whether there is a next page.
        after: key of the last item already seen, as it was given to ``connection_from``; None for the first page.
    """

    limit: int
    after: tuple[JSON, ...] | None

    @property
    def fetch(self) -> int:
        """How many rows to read."""
        return self.limit + 1


def page_arguments(first: int | None, after: str | None) -> PageRequest:
    """Check a list field's arguments.

    Raises:
        BadInput: ``first`` is not 1 to 100, or ``after`` is no cursor of ours.
    """
    limit = DEFAULT_PAGE if first is None else first
    if not 1 <= limit <= LARGEST_PAGE:
        raise BadInput(f"first must be 1 to {LARGEST_PAGE}, not {limit}; page with after", field="first")
    return PageRequest(limit, None if after is None else _decode(after))


def connection_from(
    rows: Sequence[Row],
    request: PageRequest,
    *,
    key: Callable[[Row], tuple[JSON, ...]],
    node: Callable[[Row], Node],
) -> Connection[Node]:
    """A connection from the rows a query fetched.

    Args:
        rows: at most ``request.fetch`` rows in key order, all after ``request.after``.
        request: the page asked for.
        key: a row's key, unique and in the order of the list, of JSON values.
        node: a row's item.
    """
    page = rows[: request.limit]
    edges = [Edge(cursor=_encode(key(row)), node=node(row)) for row in page]
    return Connection(
        edges=edges,
        page_info=PageInfo(has_next_page=len(rows) > len(page), end_cursor=edges[-1].cursor if edges else None),
    )


def _encode(key: tuple[JSON, ...]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(key)).rstrip(b"=").decode()


def _decode(cursor: str) -> tuple[JSON, ...]:
    try:
        key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        key = None
    if not isinstance(key, list) or not key:
        raise BadInput(
            "after is not a cursor of this list; pass an endCursor or a cursor as it was given", field="after"
        )
    return tuple(key)
