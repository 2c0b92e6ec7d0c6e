"""Reading supergraphs, also those other composers wrote."""

from __future__ import annotations

import pytest

from services.gateway.federation import SupergraphError
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
