"""The checks that every service's tests run find what they are for."""

import strawberry

from shared.graphql import CONFIG, public
from shared.graphql.checks import undescribed, unguarded
from tests.unit.shared.graphql.schema import schema


@strawberry.type
class Careless:
    """A query root without care."""

    @strawberry.field(extensions=[public()])
    def silent(self, loud: int) -> int:
        """Nobody described it."""
        return loud

    @strawberry.field(description="Open to all by mistake.")
    def unguarded(self) -> int:
        """Nobody guarded it."""
        return 1


def test_what_has_no_description_is_found() -> None:
    careless = strawberry.federation.Schema(query=Careless, config=CONFIG)
    assert {"Query.silent", "Query.silent(loud)"} <= set(undescribed(careless))
    assert "Query.unguarded" not in undescribed(careless)


def test_a_root_field_without_a_rule_is_found() -> None:
    assert unguarded(strawberry.federation.Schema(query=Careless, config=CONFIG)) == ["Query.unguarded"]
    assert unguarded(schema) == []
