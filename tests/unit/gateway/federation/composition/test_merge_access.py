"""Rights: joined over subgraphs, and carried to interfaces."""

from __future__ import annotations

from tests.unit.gateway.federation.composition.supergraphs import graph, said

K = '@key(fields: "id")'


def test_every_subgraphs_demands_hold() -> None:
    one = """
    type Query {
      a: Int @shareable @authenticated
      b: Int @shareable @requiresScopes(scopes: [["x", "y"], ["z"]])
      c: Int @shareable @policy(policies: [["p"]])
    }
    scalar Day @authenticated
    enum Kind @requiresScopes(scopes: [["x"]]) { X }
    """
    two = """
    type Query {
      a: Int @shareable
      b: Int @shareable @requiresScopes(scopes: [["z", "w"]])
      c: Int @shareable @policy(policies: [["p", "q"], ["r"]])
    }
    scalar Day
    enum Kind @requiresScopes(scopes: [["y"]]) { X }
    """
    found = said(graph("one", one), graph("two", two))
    assert found["Query.a"] == ["@authenticated"]
    assert found["Query.b"] == ['@requiresScopes(scopes: [["w", "z"]])']
    assert found["Query.c"] == ['@policy(policies: [["p", "q"], ["p", "r"]])']
    assert "@authenticated" in found["Day"]
    assert '@requiresScopes(scopes: [["x", "y"]])' in found["Kind"]
    for feature in ("authenticated", "requiresScopes", "policy"):
        assert f'@link(url: "https://specs.apollo.dev/{feature}/v0.1", for: SECURITY)' in found["schema"]


def test_an_interface_asks_what_its_implementations_ask() -> None:
    found = said(
        graph(
            "one",
            """
            type Query { i: I }
            interface I { x: Int y: Int }
            type A implements I @authenticated { x: Int @requiresScopes(scopes: [["a"]]) y: Int }
            type B implements I { x: Int @requiresScopes(scopes: [["b"]]) @authenticated y: Int }
            """,
        )
    )
    assert "@authenticated" in found["I"]
    assert found["I.x"] == ["@authenticated", '@requiresScopes(scopes: [["a", "b"]])']
    assert found["I.y"] == []
    assert found["A.x"] == ['@requiresScopes(scopes: [["a"]])']


def test_a_field_of_an_interface_object_asks_of_every_implementation() -> None:
    media = f"""
    type Query {{ m: M }}
    interface N {{ stars: Int }}
    interface M {K} {{ id: ID! t: String }}
    type B implements M {K} {{ id: ID! t: String }}
    """
    found = said(
        graph("one", media), graph("two", f"type M @interfaceObject {K} {{ id: ID! stars: Int @authenticated }}")
    )
    assert "@authenticated" in found["M.stars"]
    assert found["B.stars"] == ["@authenticated", "@join__field"]
