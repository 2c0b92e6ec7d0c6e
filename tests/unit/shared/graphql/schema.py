"""A small schema made with the conventions, for the tests beside it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum

import strawberry

from shared.errors import Conflict, NotFound
from shared.graphql import (
    CONFIG,
    EXTENSIONS,
    Connection,
    Date,
    DateTime,
    Money,
    connection_from,
    page_arguments,
    public,
    requires,
)


class Right(StrEnum):
    """What may be done here."""

    READ = "read"


RIGHTS: Mapping[StrEnum, frozenset[str]] = {Right.READ: frozenset({"auditor"})}
NUMBERS = tuple(range(1, 251))


@strawberry.type(description="A numbered thing.")
class Thing:
    """A thing."""

    number: int = strawberry.field(description="Its number.")
    amount: Money = strawberry.field(description="An amount.")
    filed_on: Date = strawberry.field(description="A legal day.")
    recorded_at: DateTime = strawberry.field(description="An instant.")


def thing(number: int) -> Thing:
    """The thing of a number."""
    return Thing(
        number=number,
        amount=Money(number * 100 + 5),
        filed_on=date(2005, 6, 1),
        recorded_at=datetime(2005, 6, 1, 14, 30, tzinfo=UTC),
    )


@strawberry.type
class Query:
    """What can be asked."""

    @strawberry.field(description="An amount given back.", extensions=[public()])
    def echo(self, amount: Money) -> Money:
        """The same amount."""
        return amount

    @strawberry.field(description="Things, by number.", extensions=[public()])
    def things(self, first: int | None = None, after: str | None = None) -> Connection[Thing]:
        """A page of things."""
        page = page_arguments(first, after)
        seen = 0 if page.after is None else page.after[0]
        assert isinstance(seen, int)
        rows = [number for number in NUMBERS if number > seen][: page.fetch]
        return connection_from(rows, page, key=lambda number: (number,), node=thing)

    @strawberry.field(description="Something restricted.", extensions=[requires(Right.READ)])
    def secret(self) -> str:
        """Restricted."""
        return "told"

    @strawberry.field(description="Something that fails.", extensions=[public()])
    def failing(self, how: str) -> int | None:
        """Fails as asked."""
        raise {"conflict": Conflict("it moved on"), "missing": NotFound("no such thing", field="how")}.get(
            how, RuntimeError("the password is 1234")
        )


schema = strawberry.federation.Schema(query=Query, config=CONFIG, extensions=EXTENSIONS)
