"""The text of a supergraph: the standard header, the same for the same input, readable by others."""

from __future__ import annotations

from graphql import parse, print_ast

from tests.unit.gateway.federation.composition.supergraphs import applied, graph, said
from tests.unit.gateway.federation.library import AUTHORS, BOOKS, STOCK
from tests.unit.gateway.federation.subgraphs import composed

SPEC = "https://specs.apollo.dev"
PLAIN = graph("one", "type Query { a: Int }")


def test_a_plain_supergraph_links_only_what_it_needs() -> None:
    assert said(PLAIN)["schema"] == [
        f'@link(url: "{SPEC}/join/v0.5", for: EXECUTION)',
        f'@link(url: "{SPEC}/link/v1.0")',
    ]


def test_every_directive_and_type_of_the_machinery_is_defined() -> None:
    found = composed(BOOKS, AUTHORS, STOCK).supergraph_sdl
    names = {item.split("(", 1)[0].split(" ", 1)[0] for items in applied(found).values() for item in items}
    defined = {name for name in applied(found) if name.startswith("@")}
    assert {name for name in names if name.startswith("@")} <= {*defined, "@deprecated", "@specifiedBy"}
    types = {
        "join__FieldSet",
        "join__Graph",
        "join__FieldValue",
        "join__ContextArgument",
        "link__Purpose",
        "link__Import",
    }
    assert types <= set(applied(found))


def test_hidden_elements_and_tags_bring_their_specifications() -> None:
    found = said(graph("one", 'type Query { a: Int @inaccessible b: Int @tag(name: "x") }'))
    assert f'@link(url: "{SPEC}/inaccessible/v0.2", for: SECURITY)' in found["schema"]
    assert f'@link(url: "{SPEC}/tag/v0.3")' in found["schema"]
    assert "@inaccessible" in found
    assert found["@tag"][0].startswith("directive @tag(name: String!) repeatable on")


def test_every_subgraph_has_the_root_of_queries() -> None:
    two = graph("two", 'type Thing @key(fields: "id") { id: ID! }')
    assert said(PLAIN, two)["Query"] == ["@join__type(graph: ONE)", "@join__type(graph: TWO)"]
    assert said(PLAIN, two)["Query.a"] == ["@join__field(graph: ONE)"]


def test_values_are_written_as_graphql_reads_them() -> None:
    given = 'a(s: String = "q\\"b\\\\n\\n", e: E = A, l: [Float!] = [1.5, 2], o: In = {y: null}): Int'
    one = graph("one", f"type Query {{ {given} }} enum E {{ A }} input In {{ y: Int = 3 }}")
    sdl = composed(one).supergraph_sdl
    assert given in sdl
    assert print_ast(parse(sdl)) == print_ast(parse(print_ast(parse(sdl))))


def test_block_strings_become_plain_ones_in_values() -> None:
    one = graph("one", 'type Query { a(s: String = """one\n"two" """): Int }')
    assert '= "one\\n\\"two\\" ")' in composed(one).supergraph_sdl
