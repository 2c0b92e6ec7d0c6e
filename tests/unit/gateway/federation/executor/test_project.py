"""Shaping answers: the compiled and the careful way must agree with GraphQL's rules."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import OperationDefinitionNode, build_schema, parse

from services.gateway.federation.executor.careful import Careful
from services.gateway.federation.executor.project import Projection
from services.gateway.federation.executor.selected import SelectedType
from services.gateway.federation.planner.normalise import fragments_of, open_operation

SCHEMA = build_schema(
    """
    type Query { node: Node must: Thing! things: [Thing!] maybe: [Thing] grid: [[Int!]]! kinds: [Kind!] any: Any }
    interface Node { id: ID! }
    type Thing implements Node { id: ID! name: String kind: Kind inner: Thing }
    type Other implements Node { id: ID! size: Int }
    union Any = Thing | Other
    enum Kind { A B }
    """
)


def shaped(query: str, data: dict[str, Any]) -> tuple[Any, list[tuple[tuple[str | int, ...], str]]]:
    document = parse(query)
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    assert SCHEMA.query_type
    opened = open_operation(operation, fragments_of(document), {})
    found, errors = Projection(SCHEMA, SCHEMA.query_type, opened).run(data)
    careful, _ = Careful().run(SelectedType(SCHEMA, SCHEMA.query_type, opened), data)
    assert careful == found, "the two projections disagree"
    return found, [(error.path, error.message) for error in errors]


T = {"id": "1", "name": "n", "kind": "A"}


def test_only_what_was_selected_in_its_order_under_its_alias() -> None:
    found, errors = shaped("{ must { second: name id kind } }", {"must": {**T, "extra": 1, "second": "n"}, "more": 1})
    assert found == {"must": {"second": "n", "id": "1", "kind": "A"}}
    assert list(found["must"]) == ["second", "id", "kind"]
    assert errors == []


@pytest.mark.parametrize(
    ("query", "data", "found", "path"),
    [
        ("{ must { id } }", {}, None, ("must",)),
        ("{ must { id } }", {"must": {}}, None, ("must", "id")),
        ("{ node { id } }", {"node": {"__typename": "Thing"}}, {"node": None}, ("node", "id")),
        ("{ things { id } }", {"things": [T, None]}, {"things": None}, ("things", 1)),
        ("{ things { id } }", {"things": [T, {}]}, {"things": None}, ("things", 1, "id")),
        ("{ maybe { id } }", {"maybe": [T, {}]}, {"maybe": [{"id": "1"}, None]}, ("maybe", 1, "id")),
        ("{ grid }", {"grid": [[1], [None]]}, {"grid": [[1], None]}, ("grid", 1, 0)),
        ("{ kinds }", {"kinds": ["A", "Z"]}, {"kinds": None}, ("kinds", 1)),
        ("{ node { ... on Thing { kind } } }", {"node": {"__typename": "Thing", "kind": "Z"}}, {"node": {"kind": None}},
         ("node", "kind")),
        ("{ things { id } }", {"things": {"id": 1}}, {"things": None}, ("things",)),
        ("{ node { id } }", {"node": 3}, {"node": None}, ("node",)),
        ("{ node { id } }", {"node": {"__typename": "Secret", "id": 1}}, {"node": None}, ("node",)),
        ("{ kinds }", {"kinds": [["A"]]}, {"kinds": None}, ("kinds", 0)),
    ],
)  # fmt: skip
def test_what_breaks_the_schema_becomes_null_at_the_nearest_nullable_place(
    query: str, data: dict[str, Any], found: Any, path: tuple[str | int, ...]
) -> None:
    answer, errors = shaped(query, data)
    assert answer == found
    assert [place for place, _ in errors] == [path]


def test_null_where_it_may_stand_is_no_error() -> None:
    data = {"maybe": [None], "things": None, "node": None}
    assert shaped("{ maybe { id } things { id } node { id } }", data) == (data, [])


def test_type_names_come_from_the_data_or_the_schema() -> None:
    data = {"any": {"__typename": "Other", "id": 2}, "must": {"id": 1}}
    found, _ = shaped("{ any { t: __typename ... on Node { id } ... on Thing { name } } must { __typename } }", data)
    assert found == {"any": {"t": "Other", "id": 2}, "must": {"__typename": "Thing"}}


def test_fields_of_overlapping_fragments_are_joined() -> None:
    query = "{ node { ... on Thing { inner { id } } ...F } } fragment F on Node { ... on Thing { inner { name } } }"
    data = {"node": {"__typename": "Thing", "inner": {"id": 1, "name": "x"}}}
    assert shaped(query, data)[0] == {"node": {"inner": {"id": 1, "name": "x"}}}


def test_scalars_pass_as_they_came() -> None:
    assert shaped("{ must { id name } }", {"must": {"id": 7, "name": [1]}})[0] == {"must": {"id": 7, "name": [1]}}
