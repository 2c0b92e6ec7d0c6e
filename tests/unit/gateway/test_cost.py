"""What a query may cost: objects by page size, counted before anything runs."""

import pytest
from graphql import FragmentDefinitionNode, OperationDefinitionNode, build_schema, parse, validate

from services.gateway.limits import Cost, cost_of

SCHEMA = build_schema(
    """
    type Query {
      alpha: Alpha
      plain: [Alpha!]!
      page(first: Int, after: String): AlphaConnection!
      small(first: Int = 5): AlphaConnection!
      listed(first: Int): [Alpha!]!
      either: Either
      name: String
      names: [String!]!
    }
    type Mutation { change(input: Int): Alpha }
    type AlphaConnection { edges: [AlphaEdge!]! pageInfo: PageInfo! }
    type AlphaEdge { node: Alpha! cursor: String! }
    type PageInfo { endCursor: String }
    type Alpha { id: ID! beta: Beta betas(first: Int): BetaConnection! }
    type Beta { id: ID! }
    type BetaConnection { nodes: [Beta!]! }
    union Either = Alpha | Beta
    """
)


def estimate(query: str) -> Cost:
    document = parse(query)
    assert validate(SCHEMA, document) == []
    operation = next(node for node in document.definitions if isinstance(node, OperationDefinitionNode))
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    return cost_of(operation, fragments, SCHEMA)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ name names __typename }", 0),
        ("{ __schema { types { name } } }", 0),
        ("{ alpha { id } }", 1),
        ("{ alpha { id beta { id } } }", 2),
        ("{ plain { id } }", 10),
        ("{ plain { beta { id } } }", 20),
        ("{ page(first: 3) { edges { cursor } } }", 1 + 3),
        ("{ page(first: 3) { edges { node { id } } pageInfo { endCursor } } }", 1 + 3 * 2 + 1),
        ("{ page { edges { node { id } } } }", 1 + 25 * 2),
        ("{ small { edges { node { id } } } }", 1 + 5 * 2),
        ("{ listed(first: 4) { beta { id } } }", 4 * 2),
        ("{ page(first: 100) { edges { node { betas(first: 100) { nodes { id } } } } } }", 1 + 100 * (1 + 1 + 1 + 100)),
        ("{ page(first: -1) { edges { cursor } } }", 1),
        ("{ page(first: null) { edges { cursor } } }", 1 + 25),
        ("{ either { ... on Alpha { beta { id } } ... on Beta { id } } }", 2),
        ("{ alpha { ...F } } fragment F on Alpha { beta { id } }", 2),
        ("{ page(first: 2) { ...F } } fragment F on AlphaConnection { edges { node { id } } }", 1 + 2 * 2),
        ("mutation { change(input: 1) { id } }", 10 + 1),
    ],
)
def test_cost_of_a_query_without_variables(query: str, expected: int) -> None:
    assert estimate(query).under({}) == expected


NESTED = "query ($n: Int, $m: Int = 7) { page(first: $n) { edges { node { betas(first: $m) { nodes { id } } } } } }"


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"n": 2, "m": 3}, 1 + 2 * (1 + 1 + 1 + 3)),
        ({"n": 2}, 1 + 2 * (1 + 1 + 1 + 7)),
        ({}, 1 + 25 * (1 + 1 + 1 + 7)),
        ({"n": None, "m": None}, 1 + 25 * (1 + 1 + 1 + 7)),
        ({"n": -5}, 1),
        ({"n": "2"}, 1 + 25 * (1 + 1 + 1 + 7)),
    ],
)
def test_variables_decide_page_sizes(variables: dict[str, object], expected: int) -> None:
    assert estimate(NESTED).under(variables) == expected


def test_a_hostile_query_with_variables_is_estimated_in_a_moment_and_never_too_low() -> None:
    doubling = "".join(
        f"fragment F{n} on Alpha {{ a: betas(first: $n) {{ nodes {{ id }} }} ...F{n + 1} ... {{ ...F{n + 1} }} }} "
        for n in range(20)
    )
    query = "query ($n: Int) { alpha { ...F0 } } " + doubling + "fragment F20 on Alpha { id }"
    assert estimate(query).under({"n": 1}) >= 2**20
