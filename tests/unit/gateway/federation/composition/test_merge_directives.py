"""Merging directives: names, those composed by request, those that clients use."""

from __future__ import annotations

import pytest

from services.gateway.federation import Subgraph
from tests.unit.gateway.federation.composition.supergraphs import FEDERATION, graph, said
from tests.unit.gateway.federation.subgraphs import codes, composed, subgraph

SPEC = "https://specs.apollo.dev"


def linked(name: str, imports: str, body: str) -> Subgraph:
    return subgraph(name, body, link=f'extend schema @link(url: "{FEDERATION}", import: [{imports}])\n')


@pytest.mark.parametrize(
    ("imports", "name", "link"),
    [
        ('"@tag"', "tag", f'@link(url: "{SPEC}/tag/v0.3")'),
        (
            '{name: "@tag", as: "@label"}',
            "label",
            f'@link(url: "{SPEC}/tag/v0.3", import: [{{ name: "@tag", as: "@label" }}])',
        ),
        (
            '"@key"',
            "federation__tag",
            f'@link(url: "{SPEC}/tag/v0.3", import: [{{ name: "@tag", as: "@federation__tag" }}])',
        ),
    ],
)
def test_the_supergraph_calls_a_directive_what_the_subgraphs_do(imports: str, name: str, link: str) -> None:
    found = said(linked("one", imports, f'type Query {{ a: Int @{name}(name: "x") }}'))
    assert found["Query.a"] == [f'@{name}(name: "x")']
    assert link in found["schema"]
    assert f"@{name}" in found


def test_a_directive_linked_by_itself_is_federations_too() -> None:
    link = f'extend schema @link(url: "{FEDERATION}") @link(url: "{SPEC}/tag/v0.3") @link(url: "{SPEC}/cost/v0.1")\n'
    found = said(subgraph("one", 'type Query { a: Int @tag(name: "x") @cost(weight: 3) }', link=link))
    assert found["Query.a"] == ["@cost(weight: 3)", '@tag(name: "x")']


def test_subgraphs_must_agree_on_a_name_that_they_use() -> None:
    one = linked("one", '{name: "@tag", as: "@label"}', 'type Query { a: Int @label(name: "x") }')
    assert codes(one, linked("two", '"@tag"', 'type Query { b: Int @tag(name: "x") }')) == ["LINK_IMPORT_NAME_MISMATCH"]
    assert said(one, linked("two", '"@tag"', "type Query { b: Int }"))["Query.a"][1] == '@label(name: "x")'


def custom(name: str, body: str, version: str = "1.0", imports: str = '"@mark"', compose: str = '"@mark"') -> Subgraph:
    link = f"""
    extend schema @link(url: "{FEDERATION}", import: ["@composeDirective", "@shareable"])
      @link(url: "https://example.test/marks/v{version}", import: [{imports}]) @composeDirective(name: {compose})
    """
    return subgraph(name, body, link=link)


DEFINED = "directive @mark(n: Int! = 1, o: [Kind]) on OBJECT | FIELD_DEFINITION | ENUM_VALUE\nenum Kind { X Y }\n"
REPEATED = "directive @mark(n: Int! = 1) repeatable on OBJECT | FIELD_DEFINITION | ARGUMENT_DEFINITION\n"


def test_a_composed_directive_passes_through_with_its_definition_and_link() -> None:
    found = said(custom("one", DEFINED + "type Query @mark { a: Int @mark(n: 4, o: [X, Y]) k: Kind }"))
    assert "@mark" in found["Query"]
    assert found["Query.a"] == ["@mark(n: 4, o: [X, Y])"]
    assert '@link(url: "https://example.test/marks/v1.0", import: ["@mark"])' in found["schema"]
    assert found["@mark"] == ["directive @mark(n: Int! = 1, o: [Kind]) on OBJECT | FIELD_DEFINITION | ENUM_VALUE"]


def test_a_directive_that_is_not_composed_stays_behind_but_not_in_silence() -> None:
    state = composed(subgraph("one", f"{DEFINED} type Query {{ a: Int @mark b: Int @mark }}", link=""))
    assert "@mark" not in state.supergraph_sdl
    (hint,) = state.hints
    assert (hint.code, hint.coordinate, hint.subgraphs) == ("DIRECTIVE_COMPOSITION_INFO", "@mark", ("one",))


def test_a_renamed_directive_is_imported_under_its_new_name() -> None:
    one = custom("one", DEFINED + "type Query { a: Int @mark }", imports='{name: "@origin", as: "@mark"}')
    link = '@link(url: "https://example.test/marks/v1.0", import: [{ name: "@origin", as: "@mark" }])'
    assert link in said(one)["schema"]


def test_of_a_directive_given_once_the_most_frequent_application_is_kept() -> None:
    subgraphs = [
        custom(name, f"{DEFINED} type Query {{ a: Int @shareable @mark(n: {n}) }}")
        for name, n in (("one", 1), ("three", 2), ("two", 2))
    ]
    assert said(*subgraphs)["Query.a"] == ["@mark(n: 2)"]


def test_of_a_repeatable_directive_every_different_application_is_kept() -> None:
    one = custom("one", REPEATED + "type Query { a(x: Int @mark): Int @shareable @mark(n: 1) @mark(n: 3) }")
    two = custom("two", REPEATED + "type Query { a(x: Int @mark(n: 1)): Int @shareable @mark @mark(n: 2) }")
    found = said(one, two)
    assert found["Query.a"] == ["@mark(n: 1)", "@mark(n: 2)", "@mark(n: 3)"]
    assert found["Query.a(x:)"] == ["@mark"]


def test_the_newest_version_that_is_composed_defines_the_directive() -> None:
    one = custom("one", REPEATED + "type Query { a: Int @mark }", version="1.2")
    two = custom("two", REPEATED.replace("1)", "1, more: Int)") + "type Query { b: Int @mark }", version="1.10")
    found = said(one, two)
    assert '@link(url: "https://example.test/marks/v1.10", import: ["@mark"])' in found["schema"]
    assert "more: Int" in found["@mark"][0]


@pytest.mark.parametrize(
    ("compose", "imports"),
    [
        ('"mark"', '"@mark"'),
        ('""', '"@mark"'),
        ('"@nark"', '"@mark"'),
        ('"@mark"', '"@other"'),
        ('"@federation__key"', '"@mark"'),
    ],
)
def test_what_cannot_be_composed(compose: str, imports: str) -> None:
    one = custom("one", DEFINED + "type Query { a: Int }", compose=compose, imports=imports)
    assert "DIRECTIVE_COMPOSITION_ERROR" in codes(one)


def test_major_versions_do_not_mix_and_names_agree() -> None:
    one = custom("one", DEFINED + "type Query { a: Int }")
    two = DEFINED + "type Query { b: Int }"
    assert codes(one, custom("two", two, version="2.0")) == ["DIRECTIVE_COMPOSITION_ERROR"]
    renamed = custom("two", two.replace("@mark", "@note"), imports='{name: "@mark", as: "@note"}', compose='"@note"')
    assert codes(one, renamed) == ["DIRECTIVE_COMPOSITION_ERROR"]


def test_what_is_composed_anyway_need_not_be_named() -> None:
    one = graph("one", 'extend schema @composeDirective(name: "@tag")\ntype Query { a: Int @tag(name: "x") }')
    state = composed(one)
    assert [hint.code for hint in state.hints] == ["DIRECTIVE_COMPOSITION_INFO"]
    assert '@tag(name: "x")' in state.supergraph_sdl


def test_directives_that_clients_use_are_what_all_subgraphs_accept() -> None:
    one = "directive @live(n: Int, m: Int! = 2, o: Int) repeatable on QUERY | FIELD | FIELD_DEFINITION"
    two = "directive @live(n: Int!, m: Int! = 2) on FIELD | INLINE_FRAGMENT"
    only = "directive @only on FIELD"
    state = composed(
        graph("one", f"{one} {only} type Query {{ a: Int }}"), graph("two", f"{two} type Query {{ b: Int }}")
    )
    assert "directive @live(n: Int!, m: Int! = 2) on FIELD\n" in state.api_sdl
    assert "@only" not in state.supergraph_sdl


def test_a_directive_without_a_common_place_is_left_out() -> None:
    one, two = "directive @live on QUERY", "directive @live on FIELD"
    state = composed(graph("one", f"{one} type Query {{ a: Int }}"), graph("two", f"{two} type Query {{ b: Int }}"))
    assert "@live" not in state.supergraph_sdl


def test_a_required_argument_of_a_clients_directive_must_be_known_everywhere() -> None:
    one, two = "directive @live(a: Int!) on QUERY", "directive @live on QUERY"
    one_, two_ = graph("one", f"{one} type Query {{ a: Int }}"), graph("two", f"{two} type Query {{ b: Int }}")
    assert codes(one_, two_) == ["REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH"]


def test_cache_tags_are_carried_to_the_runtime_with_their_subgraphs() -> None:
    body = 'type Thing @key(fields: "id") @cacheTag(format: "t-{$key.id}") { id: ID! }'
    found = said(graph("one", f'type Query {{ a: Thing @cacheTag(format: "a") }} {body}'), graph("two", body))
    carried = '@join__directive(graphs: [ONE, TWO], name: "federation__cacheTag", args: { format: "t-{$key.id}" })'
    assert carried in found["Thing"]
    assert '@join__directive(graphs: [ONE], name: "federation__cacheTag", args: { format: "a" })' in found["Query.a"]
    assert f'@link(url: "{SPEC}/cacheTag/v0.1", for: EXECUTION)' in found["schema"]
