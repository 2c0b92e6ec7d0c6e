"""SDL is read quickly, and exactly as graphql-core reads it."""

from __future__ import annotations

import pytest
from graphql import DocumentNode, FieldDefinitionNode, GraphQLError, ObjectTypeDefinitionNode, get_location, parse
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.federation.supergraph.parsing import parse_sdl
from tests.unit.gateway.federation.library import AUTHORS, BOOKS, STOCK
from tests.unit.gateway.federation.subgraphs import composed

DOCUMENTS = {
    "kinds": """
        "A schema" schema @link(url: "x", import: ["@a", {name: "@b", as: "@c"}]) { query: Q mutation: M }
        extend schema @tag(name: "t")
        type Q implements A & B @d {
          a(x: Int! = 1, "y" y: [[In!]!] @e): [Q!]! b: Int @d @e(v: [1, -2.5e3, true, null, E])
        }
        extend type Q implements & C { c: Int }
        interface A implements B { a: Int }
        input In @d { a: Int = 3 @e b: String = "x" }
        enum E { "one" A B @d }
        union U @d = | Q | M
        scalar S @specifiedBy(url: "u")
        directive @d(a: Int = 1, b: In) repeatable on | FIELD_DEFINITION | OBJECT
        extend enum E { C } extend input In { c: Int } extend union U = X extend scalar S @d extend interface A @d
        type Empty
    """,
    "strings": '''
        """
          Block text
            indented "quoted" \\""" escaped
        """
        type Q {
          "with \\"quotes\\", \\u00e9 and \\n" a(s: String = """block "it" """): Int
            @d(r: "a (b) # c", o: {x: "{", y: []})
          """one line""" b: Int
          "" c: Int
        }
    ''',
    "comments": """
        # a comment, with "quotes" and { braces
        type Q # here too
        { # and here
          a ( x : Int = 1 ) : [ Int ] # spaces inside a type
          b: Int, c: Int
        }
    """,
}


@pytest.mark.parametrize("text", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_what_is_read_is_what_the_full_parser_reads(text: str) -> None:
    assert parse_sdl(text) == parse(text, no_location=True)


@pytest.mark.parametrize("text", [BOOKS.sdl, composed(BOOKS, AUTHORS, STOCK).supergraph_sdl])
def test_subgraphs_and_supergraphs_are_read_alike(text: str) -> None:
    assert parse_sdl(text) == parse(text, no_location=True)


@pytest.mark.parametrize(
    "text",
    [
        "type",
        "type Q {",
        "type Q { }",
        "type Q { a }",
        "type Q { a: Int!! }",
        "type Q { a: [Int }",
        "type Q { a: Int] }",
        "type Q { a(): Int }",
        "type Q { a: Int @d( }",
        "type Q { a: Int @d(a: 1 b) }",
        "type Q { a: Int @d(a: $v) }",
        "type Q { a(x: Int = 01): Int }",
        "type Q { a(x: Int = {x: 1): Int }",
        'type Q { a(x: String = "unfinished): Int }',
        "enum E { true }",
        "directive @d on NOWHERE",
        '"text" extend type Q { a: Int }',
        "extend schema",
        "",
        "type Q { a: Int } }",
    ],
)
def test_what_the_full_parser_refuses_is_refused_in_its_words(text: str) -> None:
    with pytest.raises(GraphQLError) as expected:
        parse(text)
    with pytest.raises(GraphQLError) as found:
        parse_sdl(text, "one")
    assert (found.value.message, found.value.locations) == (expected.value.message, expected.value.locations)


def field(document: DocumentNode) -> FieldDefinitionNode:
    found = document.definitions[0]
    assert isinstance(found, ObjectTypeDefinitionNode)
    assert found.fields
    return found.fields[0]


def test_named_texts_know_where_their_parts_stand() -> None:
    text = 'type Q\n{\n  "said" a(x: Int): Int @d(n: 5)\n}'
    item = field(parse_sdl(text, "one"))
    assert item.loc is not None
    assert item.directives is not None
    assert item.directives[0].loc is not None
    assert item.loc.source.name == "one"
    assert (item.loc.start_token.line, item.loc.start_token.column) == (3, 10)
    assert text[item.loc.start : item.loc.end] == "a(x: Int): Int @d(n: 5)"
    assert text[item.directives[0].loc.start : item.directives[0].loc.end] == "@d(n: 5)"
    assert get_location(item.loc.source, item.loc.end_token.start).line == 3
    assert field(parse_sdl(text)).loc is None


NAMES = st.text("abcXYZ_", min_size=1, max_size=4)
VALUES = st.recursive(
    st.one_of(
        st.integers(-(10**6), 10**6).map(str),
        st.sampled_from(
            [
                "true",
                "null",
                "A",
                "1.5",
                "-0.1e-2",
                '"a b"',
                '"\\\\"',
                '"""x"""',
                '""" x """',
                '"""  """',
                '"""\n a\n  b"""',
                '""',
            ]
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(NAMES, inner, max_size=3).map(
            lambda items: "{" + " ".join(f"{name}: {value}" for name, value in items.items()) + "}"
        ),
    ),
    max_leaves=6,
)
GAPS = st.sampled_from([" ", "\n", ", ", " # note\n", "\t"])


@given(NAMES, VALUES, GAPS, st.sampled_from(["Int", "[Int]", "[[Int!]]!", "Q!"]))
def test_any_value_and_type_is_read_alike(name: str, value: str, gap: str, type_: str) -> None:
    text = f"type Q{gap}{{{gap}{name}(a: {type_} = {value}){gap}:{gap}{type_}{gap}@d(v:{value}){gap}}}"
    assert parse_sdl(text) == parse(text, no_location=True)
