"""Reading supergraphs, also those other composers wrote."""

from __future__ import annotations

import pytest

from services.gateway.federation import Explanation, Request, SupergraphError, SupergraphState
from services.gateway.federation.selections import text_of
from services.gateway.federation.supergraph.load import load_supergraph
from services.gateway.federation.supergraph.model import Kind

HEAD = (
    '@link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION)'
)
GRAPHS = 'enum join__Graph { A @join__graph(name: "a", url: "http://a") B @join__graph(name: "b", url: "") }'


def load(body: str, head: str = HEAD) -> object:
    return load_supergraph(f"schema {head} {{ query: Query }} {GRAPHS} {body}")


def test_types_fields_and_keys_know_their_subgraphs() -> None:
    found = load_supergraph(
        f"""
        schema {HEAD} {{ query: Query }} {GRAPHS}
        type Query @join__type(graph: A) {{ thing: Thing }}
        type Thing @join__type(graph: A, key: "id") @join__type(graph: B, key: "id n {{ x }}", resolvable: false) {{
          id: ID! both: Int
          mine: [[Int!]!] @join__field(graph: A, requires: "both")
          theirs: Int @join__field(graph: B, external: true) @join__field(graph: A, override: "b")
          inherited: Int @join__field
        }}
        """
    )
    thing = found.types["Thing"]
    assert found.subgraphs == {"a": "http://a", "b": ""}
    assert (thing.kind, thing.graphs) == (Kind.OBJECT, {"a", "b"})
    assert [(text_of(key.selections), key.resolvable) for key in thing.keys["b"]] == [("id n { x }", False)]
    assert set(thing.fields["both"].joins) == {"a", "b"}
    assert thing.fields["mine"].type.lists == 2
    assert text_of(thing.fields["mine"].joins["a"].requires) == "both"
    assert thing.fields["theirs"].joins["b"].external
    assert thing.fields["theirs"].joins["a"].override == "b"
    assert thing.fields["inherited"].joins == {}


def test_a_join_spec_under_another_name_is_understood() -> None:
    found = load_supergraph(
        """
        schema @link(url: "https://specs.apollo.dev/join/v0.3", as: "j", for: EXECUTION) { query: Query }
        enum j__Graph { A @j__graph(name: "a", url: "") }
        type Query @j__type(graph: A) { x: Int }
        """
    )
    assert found.types["Query"].graphs == {"a"}
    assert "j__Graph" not in found.types


@pytest.mark.parametrize(
    ("sdl", "message"),
    [
        ("type", "not GraphQL"),
        ("type Query { a: Int }", "no join spec"),
        (
            f'schema {HEAD} @link(url: "https://example.test/quantum/v1.0", for: SECURITY) {{ query: Query }}',
            "quantum/v1.0 for SECURITY, which is not supported",
        ),
    ],
)
def test_what_is_no_supergraph_or_asks_for_the_unknown_is_refused(sdl: str, message: str) -> None:
    with pytest.raises(SupergraphError, match=message):
        load_supergraph(sdl)


@pytest.mark.parametrize("feature", ["join/v0.6", "inaccessible/v1.0", "authenticated/v0.2"])
def test_newer_versions_than_are_understood_are_refused(feature: str) -> None:
    links = f'@link(url: "https://specs.apollo.dev/{feature}", for: SECURITY)'
    with pytest.raises(SupergraphError, match=feature):
        load("type Query @join__type(graph: A) { x: Int }", links if "join" in feature else HEAD + links)


FIRST = """
schema
  @core(feature: "https://specs.apollo.dev/core/v0.2"),
  @core(feature: "https://specs.apollo.dev/join/v0.1", for: EXECUTION)
{ query: Query }
enum core__Purpose { EXECUTION SECURITY }
enum join__Graph { A @join__graph(name: "a" url: "http://a") B @join__graph(name: "b" url: "http://b") }
type Query { things: [Thing] @join__field(graph: A) notes: [Note] @join__field(graph: B) }
type Thing @join__owner(graph: A) @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
  id: ID! @join__field(graph: A)
  weight: Int @join__field(graph: A)
  name: String @join__field(graph: A)
  postage: Int @join__field(graph: B, requires: "weight")
  value: Value
}
type Note @join__owner(graph: B) @join__type(graph: B, key: "id") {
  id: ID! @join__field(graph: B) thing: Thing @join__field(graph: B, provides: "name")
}
type Value { x: Int }
"""


def test_federation_1_supergraphs_leave_to_conclude_who_has_key_fields() -> None:
    found = load_supergraph(FIRST)
    thing = found.types["Thing"]
    assert "core__Purpose" not in found.types
    assert {name: join.external for name, join in thing.fields["id"].joins.items()} == {"a": False, "b": False}
    assert {name: join.external for name, join in thing.fields["weight"].joins.items()} == {"a": False, "b": True}
    assert {name: join.external for name, join in thing.fields["name"].joins.items()} == {"a": False, "b": True}
    assert set(thing.fields["value"].joins) == {"a"}
    assert set(found.types["Value"].fields["x"].joins) == {"a", "b"}


def test_a_federation_1_supergraph_is_planned_over() -> None:
    state = SupergraphState.from_supergraph_sdl(FIRST)
    assert "postage: Int" in state.api_sdl
    plan = state.explain(Request("{ notes { thing { name postage } } }"))
    assert isinstance(plan, Explanation)
    assert [fetch for fetch in ("notes", "weight", "postage") if fetch in plan.text] == ["notes", "weight", "postage"]


def test_unknown_features_that_need_no_care_are_ignored() -> None:
    assert load("type Query @join__type(graph: A) { x: Int }", HEAD + ' @link(url: "https://example.test/color/v1.0")')


def test_possible_types_overall_and_per_subgraph() -> None:
    found = load_supergraph(
        f"""
        schema {HEAD} {{ query: Query }} {GRAPHS}
        type Query @join__type(graph: A) {{ u: U n: N }}
        interface N @join__type(graph: A) @join__type(graph: B, isInterfaceObject: true) {{ id: ID }}
        type X implements N @join__type(graph: A) @join__implements(graph: A, interface: "N") {{ id: ID }}
        type Y @join__type(graph: B) {{ id: ID }}
        union U @join__type(graph: A) @join__type(graph: B) @join__unionMember(graph: A, member: "X")
          @join__unionMember(graph: B, member: "X") @join__unionMember(graph: B, member: "Y") = X | Y
        """
    )
    assert found.possible("U") == ("X", "Y")
    assert found.possible_in("U", "a") == ("X",)
    assert found.possible_in("N", "a") == ("X",)
    assert found.possible_in("N", "b") == ()
    assert found.is_possible("N", "X")
    assert not found.is_possible("N", "Y")


RENAMED = """
schema
  @uses(url: "https://specs.apollo.dev/link/v1.0", as: "uses")
  @uses(url: "https://specs.apollo.dev/join/v0.5", as: "j", import: [{name: "@type", as: "@kind"}], for: EXECUTION)
  @uses(url: "https://specs.apollo.dev/inaccessible/v0.2", as: "hidden", for: SECURITY)
  @uses(url: "https://specs.apollo.dev/tag/v0.3", import: [{name: "@tag", as: "@label"}])
{ query: Root }
directive @label(name: String!) repeatable on FIELD_DEFINITION
enum j__Graph { A @j__graph(name: "a", url: "http://a") }
scalar uses__Import
type Root @kind(graph: A) { x: Int @label(name: "y") secret: Int @hidden }
"""


def test_every_name_may_be_another() -> None:
    state = SupergraphState.from_supergraph_sdl(RENAMED)
    assert state.subgraphs == {"a": "http://a"}
    assert state.api_sdl == "schema {\n  query: Root\n}\n\ntype Root {\n  x: Int\n}"
