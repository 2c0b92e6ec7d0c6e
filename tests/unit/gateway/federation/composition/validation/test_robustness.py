"""However schemas are torn, composition tells what is wrong and never breaks."""

from __future__ import annotations

import random
import re

import pytest

from services.gateway.federation import Subgraph
from services.gateway.federation.composition.compose import Composed, compose
from services.gateway.federation.composition.errors import CompositionErrors
from tests.unit.gateway.federation.composition.told import EVERYTHING

ONE = """
type Query { thing(filter: Filter = {size: 1}): Thing @shareable found: [Found] other: Node @provides(fields: "id") }
interface Node @key(fields: "id") { id: ID! }
type Thing implements Node @key(fields: "id") @key(fields: "inner { code }", resolvable: false) @context(name: "c") {
  id: ID! inner: Inner size: Int @external
  price(a: Int @fromContext(field: "$c { size }")): Int @requires(fields: "size")
}
type Inner @shareable { code: String @deprecated things(first: Int): [Thing] @listSize(slicingArguments: ["first"]) }
union Found = Thing | Inner
input Filter { size: Int kind: Kind = OLD }
enum Kind { OLD NEW @inaccessible }
"""
TWO = """
type Query { thing(filter: Filter): Thing @shareable count: Int @cost(weight: 2) @authenticated }
type Node @interfaceObject @key(fields: "id") { id: ID! rank: Int @override(from: "one", label: "percent(5)") }
extend type Thing @key(fields: "id") { id: ID! size: Int @tag(name: "a") }
input Filter { size: Int kind: Kind }
enum Kind { OLD }
scalar Day @specifiedBy(url: "https://day.test")
directive @slow(by: Int) on FIELD
"""
TOKENS = re.compile(r'"[^"]*"|[\w$@]+|[^\s\w]')


def torn(sdl: str, chance: random.Random) -> str:
    """The text with a few of its words gone, doubled or exchanged."""
    words = TOKENS.findall(sdl)
    for _ in range(chance.randrange(4)):
        place, other = chance.randrange(len(words)), chance.choice(words)
        words[place : place + chance.randrange(2)] = [] if chance.random() < 0.3 else [other]
    return " ".join(words)


@pytest.mark.parametrize("seed", range(150))
def test_torn_schemas(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a reproducible seed, no secret
    one, two = (torn(EVERYTHING + sdl, chance) for sdl in (ONE, TWO))
    found = compose([Subgraph("one", "", one), Subgraph("two", "", two)])
    assert isinstance(found, Composed) or found.errors
    if isinstance(found, CompositionErrors):
        assert all(error.code and error.message for error in found.errors)
