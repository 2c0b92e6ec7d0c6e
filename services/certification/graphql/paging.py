"""Arguments of lists, and what their cursors hold."""

from typing import Annotated
from uuid import UUID

import strawberry

from services.certification.graphql.access import parse_id
from shared.canonical import JSON
from shared.errors import BadInput

First = Annotated[int | None, strawberry.argument(description="How many, 1 to 100; 25 when left out.")]
After = Annotated[str | None, strawberry.argument(description="Cursor of the last item already seen.")]


def cursor_id(after: tuple[JSON, ...] | None) -> UUID | None:
    """The id a cursor holds."""
    return None if after is None else parse_id(str(after[0]), "after")


def cursor_number(after: tuple[JSON, ...] | None) -> int:
    """The number a cursor holds; 0 before the first item.

    Raises:
        BadInput: it is a cursor of another list.
    """
    if after is None:
        return 0
    if not isinstance(after[0], int):
        raise BadInput("after is not a cursor of this list", field="after")
    return after[0]
