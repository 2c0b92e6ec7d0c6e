"""Costs that the schema states itself."""

import pytest
from graphql import FragmentDefinitionNode, OperationDefinitionNode, parse, validate

from services.gateway.federation import SupergraphState
from services.gateway.federation.supergraph.load import load_supergraph
from services.gateway.limits import Weights, cost_of

SPEC = "https://specs.apollo.dev"
SUPERGRAPH = f"""
schema @link(url: "{SPEC}/link/v1.0") @link(url: "{SPEC}/join/v0.3", for: EXECUTION)
  @link(url: "{SPEC}/cost/v0.1", import: ["@cost", "@listSize"]) {{ query: Query mutation: Mutation }}
enum join__Graph {{ A @join__graph(name: "a", url: "http://a") }}
scalar join__FieldSet
directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
enum link__Purpose {{ SECURITY EXECUTION }}
scalar link__Import
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
directive @join__type(graph: join__Graph!) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
type Query @join__type(graph: A) {{
  plain: Plain
  dear: Dear
  found(by: Filter @cost(weight: 5), text: String): Plain
  weighed: Plain @cost(weight: 7)
  score: Int @cost(weight: 4)
  heavy: Heavy
  scores: [Int!] @cost(weight: 2)
  many: [Plain!] @listSize(assumedSize: 50)
  sliced(limit: Int = 6): [Plain!] @listSize(slicingArguments: ["limit"], assumedSize: 9)
  nested(page: Page): [Plain!] @listSize(slicingArguments: ["page.size"], assumedSize: 9)
  connected(first: Int): Connection @listSize(slicingArguments: ["first"], sizedFields: ["nodes"])
  usual(first: Int): [Plain!]
}}
type Mutation @join__type(graph: A) {{ change(by: Filter): Int }}
type Plain @join__type(graph: A) {{ id: ID inner: Plain }}
type Dear @join__type(graph: A) @cost(weight: 10) {{ id: ID }}
scalar Heavy @join__type(graph: A) @cost(weight: 3)
input Filter @join__type(graph: A) {{ name: String @cost(weight: 2) and: [Filter!] free: String }}
input Page @join__type(graph: A) {{ size: Int }}
type Connection @join__type(graph: A) {{ nodes: [Plain!] others: [Plain!] }}
"""
STATE = SupergraphState.from_supergraph_sdl(SUPERGRAPH)
WEIGHTS = Weights.of(STATE.supergraph)


def estimate(query: str, **variables: object) -> int:
    document = parse(query)
    assert validate(STATE.api_schema, document) == []
    operation = next(node for node in document.definitions if isinstance(node, OperationDefinitionNode))
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    return cost_of(operation, fragments, STATE.api_schema, WEIGHTS).under(variables)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ plain { id } }", 1),
        ("{ dear { id } }", 10),
        ("{ weighed { id inner { id } } }", 7 + 1),
        ("{ score }", 4),
        ("{ heavy }", 3),
        ("{ scores }", 10 * 2),
        ("{ many { id } }", 50),
        ("{ many { inner { id } } }", 50 * 2),
        ("{ sliced(limit: 3) { id } }", 3),
        ("{ sliced { id } }", 6),
        ("{ nested(page: {size: 4}) { id } }", 4),
        ("{ nested { id } }", 9),
        ("{ nested(page: {}) { id } }", 9),
        ("{ connected(first: 5) { nodes { id } } }", 1 + 5),
        ("{ connected(first: 5) { others { id } } }", 1 + 10),
        ("{ connected(first: 5) { ...N } } fragment N on Connection { nodes { id } }", 1 + 5),
        ("{ usual(first: 8) { id } }", 8),
        ("{ found { id } }", 1),
        ('{ found(text: "x") { id } }', 1),
        ("{ found(by: {}) { id } }", 5 + 1),
        ('{ found(by: {name: "x", free: "y"}) { id } }', 5 + 2 + 1),
        ('{ found(by: {and: [{name: "x"}, {and: [{name: "y"}]}]}) { id } }', 5 + 2 + 2 + 1),
        ('mutation { change(by: {name: "x"}) }', 10 + 2),
        ("{ __typename __schema { types { name } } }", 0),
    ],
)
def test_what_the_schema_states_is_counted(query: str, expected: int) -> None:
    assert estimate(query) == expected


def test_sizes_and_inputs_in_variables_count_by_their_values() -> None:
    sliced = "query ($n: Int) { sliced(limit: $n) { inner { id } } }"
    assert (estimate(sliced, n=4), estimate(sliced), estimate(sliced, n=-1)) == (8, 12, 0)
    nested = "query ($page: Page) { nested(page: $page) { id } }"
    assert (estimate(nested, page={"size": 3}), estimate(nested, page={}), estimate(nested)) == (3, 9, 9)
    within = "query ($n: Int) { nested(page: {size: $n}) { id } }"
    assert (estimate(within, n=3), estimate(within)) == (3, 9)
    found = "query ($by: Filter) { found(by: $by) { id } }"
    assert estimate(found, by={"name": "x", "and": [{"name": "y"}, {"free": "z"}]}) == 5 + 2 + 2 + 1
    assert estimate(found, by="nonsense") == 5 + 1
    part = "query ($name: String, $more: [Filter!]) { found(by: {name: $name, and: $more}) { id } }"
    assert estimate(part, name="x", more=[{"name": "y"}]) == 5 + 2 + 2 + 1


def test_a_schema_that_states_nothing_has_no_weights() -> None:
    silent = SUPERGRAPH
    for word in ("cost", "listSize"):
        silent = silent.replace(f"@{word}(", f"@not_{word}(")
    assert Weights.of(load_supergraph(silent)) is None
