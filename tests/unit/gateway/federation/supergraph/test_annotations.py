"""What a supergraph says of rights, costs, sizes and contexts."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.federation.selections import text_of
from services.gateway.federation.supergraph.annotations import OPEN, Access, AnyOf, ListSize, any_of, every
from services.gateway.federation.supergraph.load import load_supergraph
from services.gateway.federation.supergraph.model import ContextArgument, InputDef, Supergraph, TypeRef

SPEC = "https://specs.apollo.dev"


def groups(*members: str) -> AnyOf:
    return tuple(map(frozenset, members))


def load(links: str, body: str) -> Supergraph:
    return load_supergraph(
        f"""
        schema @link(url: "{SPEC}/link/v1.0") @link(url: "{SPEC}/join/v0.5", for: EXECUTION) {links} {{ query: Query }}
        enum join__Graph {{ A @join__graph(name: "a", url: "http://a") B @join__graph(name: "b", url: "") }}
        {body}
        """
    )


RIGHTS = " ".join(f'@link(url: "{SPEC}/{name}/v0.1", for: SECURITY)' for name in ("authenticated", "requiresScopes"))


def test_rights_of_types_and_fields() -> None:
    found = load(
        RIGHTS + f'@link(url: "{SPEC}/policy/v0.1", as: "rule", for: SECURITY)',
        """
        type Query @join__type(graph: A) {
          open: Int
          both: Int @authenticated @requiresScopes(scopes: [["a", "b"], ["c"]])
          ruled: Thing @rule(policies: [["p"]])
        }
        type Thing @join__type(graph: A) @authenticated { id: ID }
        enum Kind @join__type(graph: A) @authenticated { X }
        """,
    )
    fields = found.types["Query"].fields
    assert fields["open"].access is OPEN
    assert fields["both"].access == Access(authenticated=True, scopes=groups("c", "ab"))
    assert fields["ruled"].access == Access(policies=groups("p"))
    assert found.types["Thing"].access.authenticated
    assert found.types["Kind"].access.authenticated
    assert found.protected
    assert not load("", "type Query @join__type(graph: A) { a: Int }").protected


def test_costs_and_sizes_under_the_names_they_are_linked_by() -> None:
    found = load(
        f'@link(url: "{SPEC}/cost/v0.1", import: [{{name: "@cost", as: "@price"}}])',
        """
        type Query @join__type(graph: A) {
          list(first: Int @price(weight: 2)): [Int] @price(weight: 5)
            @cost__listSize(slicingArguments: ["first", "by.size"], assumedSize: 9, requireOneSlicingArgument: false)
          page: Int @cost__listSize(sizedFields: ["items"])
        }
        scalar Day @join__type(graph: A) @price(weight: 3)
        input Filter @join__type(graph: A) { text: String @price(weight: 7) plain: [Int!] }
        """,
    )
    field = found.types["Query"].fields["list"]
    assert (field.cost, field.arguments["first"].cost, found.types["Day"].cost) == (5, 2, 3)
    assert field.list_size == ListSize(9, ("first", "by.size"), (), require_one_slicing_argument=False)
    assert found.types["Query"].fields["page"].list_size == ListSize(sized_fields=("items",))
    assert found.types["Filter"].inputs == {
        "text": InputDef("text", TypeRef("String", 0), 7),
        "plain": InputDef("plain", TypeRef("Int", 1), None),
    }


def test_contexts_and_the_arguments_they_fill() -> None:
    found = load(
        f'@link(url: "{SPEC}/context/v0.1", for: SECURITY)',
        """
        type Query @join__type(graph: A) { user: User }
        type User @join__type(graph: A) @context(name: "a__one") @context(name: "a__two") { id: ID leaf: Leaf }
        type Guest @join__type(graph: A) @context(name: "a__one") { id: ID }
        type Leaf @join__type(graph: A, key: "id") {
          id: ID
          price: Int @join__field(graph: A, contextArguments: [
            {context: "a__one", name: "who", type: "ID!", selection: " { id }"}
          ])
        }
        """,
    )
    assert found.contexts == {"a__one": {"User", "Guest"}, "a__two": {"User"}}
    (argument,) = found.types["Leaf"].fields["price"].joins["a"].context_arguments
    assert isinstance(argument, ContextArgument)
    assert (argument.name, argument.type_text, argument.context) == ("who", "ID!", "a__one")
    assert text_of(argument.selections) == "id"


def test_enum_values_know_their_subgraphs() -> None:
    found = load(
        "",
        """
        type Query @join__type(graph: A) { kind: Kind }
        enum Kind @join__type(graph: A) @join__type(graph: B) { X @join__enumValue(graph: A) Y }
        """,
    )
    assert found.types["Kind"].values == {"X": {"a"}, "Y": {"a", "b"}}


@pytest.mark.parametrize(
    ("demands", "merged"),
    [
        ([], ()),
        ([()], ()),
        ([groups("ab"), ()], groups("ab")),
        ([groups("a"), groups("b", "c")], groups("ab", "ac")),
        ([groups("a", "b"), groups("a")], groups("a")),
        ([groups("a"), groups("a")], groups("a")),
        ([groups("", "a")], ()),
        ([groups("ab", "c"), groups("c", "d")], groups("c", "abd")),
    ],
)
def test_demands_are_joined_so_that_each_is_met(demands: list[AnyOf], merged: AnyOf) -> None:
    assert every(demands) == merged


DEMANDS = st.lists(st.lists(st.sampled_from("abcd"), max_size=3), max_size=3).map(any_of)


def met(demand: AnyOf, held: tuple[str, ...]) -> bool:
    return not demand or any(group <= set(held) for group in demand)


@given(DEMANDS, DEMANDS)
def test_joined_demands_are_met_by_exactly_those_who_meet_all(one: AnyOf, other: AnyOf) -> None:
    holdings = list(chain.from_iterable(combinations("abcd", size) for size in range(5)))
    both = every((one, other))
    assert all(met(both, held) == (met(one, held) and met(other, held)) for held in holdings)
    asks_more = all(met(other, held) for held in holdings if met(one, held))
    assert Access(scopes=one).implies(Access(scopes=other)) == asks_more


def test_a_right_implies_what_asks_no_more() -> None:
    strict = Access(authenticated=True, policies=groups("pq"))
    assert strict.implies(Access(policies=groups("p")))
    assert not OPEN.implies(strict)
    assert strict & OPEN == strict
    assert OPEN & strict == strict
