"""Values written in SDL against their types."""

from __future__ import annotations

import pytest
from graphql import parse_type, parse_value

from services.gateway.federation import Subgraph
from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.read import read_subgraph
from services.gateway.federation.composition.subgraph import SubType
from services.gateway.federation.composition.validation.values import misfit

SDL = """
enum Kind { OLD NEW }
input Filter { kind: Kind count: Int! = 1 text: String! inner: Filter }
scalar Anything
"""


@pytest.fixture(scope="module")
def types() -> dict[str, SubType]:
    schema = read_subgraph(Subgraph("one", "", SDL), "ONE", Report())
    assert schema is not None
    return schema.types


@pytest.mark.parametrize(
    ("value", "type_"),
    [
        ("1", "Int"),
        ("-2147483648", "Int"),
        ("1", "Float"),
        ("1.5", "Float"),
        ('"a"', "String"),
        ("true", "Boolean"),
        ("1", "ID"),
        ('"a"', "ID!"),
        ("null", "Int"),
        ("[1, null]", "[Int]"),
        ("1", "[Int!]!"),
        ("[[1], 2]", "[[Int]]"),
        ("OLD", "Kind"),
        ('{text: "a"}', "Filter"),
        ('{text: "a", kind: NEW, inner: {text: "b"}}', "Filter!"),
        ("{a: [1]}", "Anything"),
        ("1", "Unknown"),
    ],
)
def test_what_fits(types: dict[str, SubType], value: str, type_: str) -> None:
    assert misfit(parse_value(value), parse_type(type_), types) is None


@pytest.mark.parametrize(
    ("value", "type_", "text"),
    [
        ('"1"', "Int", '"1" is no Int'),
        ("2147483648", "Int", "2147483648 is no Int"),
        ("1.5", "Int", "1.5 is no Int"),
        ("1", "String", "1 is no String"),
        ("null", "[Int]!", "null is no [Int]!"),
        ("[1, null]", "[Int!]", "null is no Int!"),
        ('[1, ["a"]]', "[[Int]]", '"a" is no Int'),
        ("LATER", "Kind", "LATER is no Kind"),
        ('"OLD"', "Kind", '"OLD" is no Kind'),
        ("{kind: OLD}", "Filter", "Filter.text is required"),
        ('{text: "a", other: 1}', "Filter", "Filter has no field other"),
        ('{text: "a", inner: {text: 1}}', "Filter", "1 is no String"),
        ("1", "Filter", "1 is no Filter"),
    ],
)
def test_what_does_not_fit(types: dict[str, SubType], value: str, type_: str, text: str) -> None:
    assert misfit(parse_value(value), parse_type(type_), types) == text
