"""One small graph for each thing a federated schema can do, asked and answered.

All values follow one rule: a field of an object is the object's name and the field's, followed by what its service was
sent beyond the key. ``links`` says where composite fields lead.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.unit.gateway.federation.checking import faults, plan_of
from tests.unit.gateway.federation.subgraphs import Graph, Service, subgraph

Json = Any


@dataclass(frozen=True)
class Case:
    """Services, where their fields lead, a query, and its answer."""

    name: str
    services: Mapping[str, str]
    links: Mapping[str, Json]  # "Type.field", or "service:Type.field", to "Type:id", a list of such, or None
    query: str
    data: Json
    fetches: int | None = None
    absent: frozenset[str] = field(default_factory=frozenset)  # "service:Type:id" that a service does not know


def _object(name: str) -> Json:
    type_name, _, number = name.partition(":")
    return {"__typename": type_name, "id": number}


def _told(value: Json) -> Json:
    if isinstance(value, list):
        return [_told(item) for item in value]
    return _object(value) if isinstance(value, str) and ":" in value else value


def _service(case: Case, name: str) -> Service:
    sdl = case.services[name]
    found = Service(subgraph(name, sdl if "type Query" in sdl else f"{sdl} type Query {{ of_{name}: String }}"))

    def entity(representation: dict[str, Json]) -> Json:
        number = representation.get("id") or representation.get("sku") or representation["at"]["x"]
        type_name = representation["__typename"]
        if f"{name}:{type_name}:{number}" in case.absent:
            return None
        known = {"__typename", "id", "sku", "at"}
        real = case.links.get(f"{type_name}:{number}", type_name)
        if found.schema.get_type(real) is None:
            real = type_name
        return {"__typename": real, "id": number, "sent": {k: v for k, v in representation.items() if k not in known}}

    def resolver(type_name: str, item: str) -> Callable[..., Json]:
        def resolve(source: Json = None, **arguments: Json) -> Json:
            for key in (f"{name}:{type_name}.{item}", f"{type_name}.{item}"):
                if key in case.links:
                    return _told(case.links[key])
            if item in ("id", "sku", "x"):
                return source["id"]
            if item == "at":
                return {"__typename": "At", "id": source["id"]}
            given = "".join(f" {key}={value}" for key, value in arguments.items())
            sent = source.get("sent")
            return f"{source['id']}.{item}{given}" + (f" {_bare(sent)}" if sent else "")

        return resolve

    roots, fields, entities = {}, {}, {}
    for type_name, type_ in found.schema.type_map.items():
        for item in getattr(type_, "fields", ()):
            if type_name in ("Query", "Mutation"):
                roots[item] = resolver(type_name, item)
            elif not type_name.startswith("_"):
                fields[f"{type_name}.{item}"] = resolver(type_name, item)
        entities[type_name] = entity
    found.roots, found.fields, found.entities = roots, fields, entities
    return found


def _bare(sent: Json) -> str:
    """What was sent, without type names."""

    def strip(value: Json) -> Json:
        if isinstance(value, list):
            return [strip(item) for item in value]
        if isinstance(value, dict):
            return {key: strip(item) for key, item in sorted(value.items()) if key != "__typename"}
        return value

    return json.dumps(strip(sent), separators=(",", ":")).replace('"', "")


CASES = [
    Case(
        "composite keys with lists, in a chain",
        {
            "a": 'type Query { t: T } type T @key(fields: "id") { id: ID! }',
            "b": 'type T @key(fields: "id") @key(fields: "id parts { id }") { id: ID! parts: [Part!]! } '
            'type Part @key(fields: "id") { id: ID! }',
            "c": 'type T @key(fields: "id parts { id }") { id: ID! parts: [Part!]! @external deep: String } '
            'type Part @key(fields: "id") { id: ID! }',
        },
        {"Query.t": "T:1", "T.parts": ["Part:p", "Part:q"]},
        "{ t { deep } }",
        {"t": {"deep": "1.deep {parts:[{id:p},{id:q}]}"}},
        fetches=3,
    ),
    Case(
        "nested keys",
        {
            "a": 'type Query { t: T } type T @key(fields: "at { x }") { at: At! one: String } type At @shareable '
            "{ x: ID! }",
            "b": 'type T @key(fields: "at { x }") { at: At! two: String } type At @shareable { x: ID! }',
        },
        {"Query.t": "T:1"},
        "{ t { one two } }",
        {"t": {"one": "1.one", "two": "1.two"}},
    ),
    Case(
        "a key that cannot be entered by, and another that can",
        {
            "a": 'type Query { t: T } type T @key(fields: "id", resolvable: false) { id: ID! }',
            "b": 'type T @key(fields: "id") @key(fields: "sku") { id: ID! sku: ID! }',
            "c": 'type T @key(fields: "sku") @key(fields: "id", resolvable: false) '
            "{ sku: ID! id: ID! @external far: String }",
        },
        {"Query.t": "T:1"},
        "{ t { far } }",
        {"t": {"far": "1.far"}},
        fetches=3,
    ),
    Case(
        "fields that require each other's services",
        {
            "a": 'type Query { t: T } type T @key(fields: "id") { id: ID! one: String '
            'two: String @external three: String @requires(fields: "two") }',
            "b": 'type T @key(fields: "id") { id: ID! one: String @external two: String @requires(fields: "one") '
            'three: String @external four: String @requires(fields: "three") }',
        },
        {"Query.t": "T:1"},
        "{ t { four } }",
        {"t": {"four": "1.four {three:1.three {two:1.two {one:1.one}}}"}},
        fetches=4,
    ),
    Case(
        "requirements with arguments beside the client's own",
        {
            "a": 'type Query { t: T } type T @key(fields: "id") { id: ID! price(in: String): String }',
            "b": 'type T @key(fields: "id") { id: ID! price(in: String): String @external '
            'tax: String @requires(fields: "price(in: \\"X\\")") duty: String @requires(fields: "price(in: '
            '\\"Y\\")") }',
        },
        {"Query.t": "T:1"},
        '{ t { price(in: "Z") tax duty } }',
        {"t": {"price": "1.price in=Z", "tax": "1.tax {price:1.price in=X}", "duty": "1.duty {price:1.price in=Y}"}},
    ),
    Case(
        "requirements through an interface, with type conditions",
        {
            "a": 'type Query { t: T } type T @key(fields: "id") { id: ID! pet: Pet } interface Pet { name: String } '
            "type Cat implements Pet { name: String claws: String } type Dog implements Pet "
            "{ name: String bark: String }",
            "b": 'type T @key(fields: "id") { id: ID! pet: Pet @external '
            'sound: String @requires(fields: "pet { name ... on Cat { claws } ... on Dog { bark } }") } '
            "interface Pet { name: String } "
            "type Cat implements Pet { name: String @external claws: String @external } "
            "type Dog implements Pet { name: String @external bark: String @external }",
        },
        {"Query.t": "T:1", "T.pet": "Dog:d"},
        "{ t { sound } }",
        {"t": {"sound": "1.sound {pet:{bark:d.bark,name:d.name}}"}},
    ),
    Case(
        "an interface whose types live in different services",
        {
            "a": "type Query { nodes: [Node] } interface Node { id: ID! } "
            'type A implements Node @key(fields: "id") { id: ID! } '
            'type B implements Node @key(fields: "id") { id: ID! }',
            "b": 'interface Named { name: String } type A implements Named @key(fields: "id") { id: ID! name: String }',
            "c": 'type B @key(fields: "id") { id: ID! size: String }',
        },
        {"Query.nodes": ["A:1", "B:2", None, "A:3"]},
        "{ nodes { __typename id ... on Named { name } ... on B { size kind: __typename } } }",
        {
            "nodes": [
                {"__typename": "A", "id": "1", "name": "1.name"},
                {"__typename": "B", "id": "2", "size": "2.size", "kind": "B"},
                None,
                {"__typename": "A", "id": "3", "name": "3.name"},
            ]
        },
    ),
    Case(
        "an interface field that returns its own interface",
        {
            "a": "type Query { n: Node } interface Node { id: ID! next: Node } "
            'type A implements Node @key(fields: "id") { id: ID! next: Node } '
            'type B implements Node @key(fields: "id") { id: ID! next: Node }',
            "b": 'type B @key(fields: "id") { id: ID! far: String }',
        },
        {"Query.n": "A:1", "A.next": "B:2", "B.next": "A:1"},
        "{ n { next { next { id next { ... on B { far } ... on A { id } } } ... on B { far } } } }",
        {"n": {"next": {"next": {"id": "1", "next": {"far": "2.far"}}, "far": "2.far"}}},
    ),
    Case(
        "members of a union that the asked service does not know",
        {
            "a": "type Query { u: U @shareable } union U = A | B type A @shareable { s: String } type B { y: String }",
            "b": "type Query { u: U @shareable } union U = A type A @shareable { s: String }",
        },
        {"Query.u": "A:1"},
        "{ u { __typename ... on A { s } ... on B { y } } }",
        {"u": {"__typename": "A", "s": "1.s"}},
    ),
    Case(
        "all members of a union where only one service can be asked",
        {
            "a": 'type Query { t: T } type T @key(fields: "id") { id: ID! u: U } union U = A | B '
            "type A @shareable { s: String } type B { y: String }",
            "b": "type Query { u: U } union U = A type A @shareable { s: String }",
        },
        {"Query.t": "T:1", "T.u": "B:2", "Query.u": "A:1"},
        "{ t { u { ... on A { s } ... on B { y } } } u { ... on A { s } ... on B { y } } }",
        {"t": {"u": {"y": "2.y"}}, "u": {"s": "1.s"}},
    ),
    Case(
        "provided fields, nested and on members of an interface",
        {
            "a": 'type Query { shelf: Shelf } type Shelf { best: Item @provides(fields: "... on Book '
            '{ title } author { name }") } '
            "interface Item { id: ID! author: Author } "
            'type Book implements Item @key(fields: "id") { id: ID! title: String @external author: Author @external } '
            'type Film implements Item @key(fields: "id") { id: ID! author: Author @external } '
            'type Author @key(fields: "id") { id: ID! name: String @external }',
            "b": 'type Book @key(fields: "id") @shareable { id: ID! title: String author: Author } '
            'type Film @key(fields: "id") @shareable { id: ID! author: Author } '
            'type Author @key(fields: "id") @shareable { id: ID! name: String }',
        },
        {"Query.shelf": "Shelf:s", "Shelf.best": "Book:1", "Book.author": "Author:p", "Film.author": "Author:p"},
        "{ shelf { best { author { name } ... on Book { title } } } }",
        {"shelf": {"best": {"author": {"name": "p.name"}, "title": "1.title"}}},
        fetches=1,
    ),
    Case(
        "an interface object: its fields, its types, and their own fields",
        {
            "a": 'type Query { m: Media } interface Media @key(fields: "id") { id: ID! title: String } '
            'type Book implements Media @key(fields: "id") { id: ID! title: String pages: String } '
            'type Film implements Media @key(fields: "id") { id: ID! title: String }',
            "b": 'type Query { best: [Media] } type Media @interfaceObject @key(fields: "id") '
            "{ id: ID! title: String @external "
            'stars: String votes: String @requires(fields: "title") }',
            "c": 'type Book @key(fields: "id") { id: ID! shelf: String }',
        },
        {"Query.m": "Book:1", "Query.best": ["Media:1", "Media:2"], "Media:1": "Book", "Media:2": "Film"},
        "{ m { stars votes } best { __typename stars ... on Book { pages shelf } ... on Film { title } } }",
        {
            "m": {"stars": "1.stars {title:1.title}", "votes": "1.votes {title:1.title}"},
            "best": [
                {"__typename": "Book", "stars": "1.stars", "pages": "1.pages", "shelf": "1.shelf"},
                {"__typename": "Film", "stars": "2.stars", "title": "2.title"},
            ],
        },
    ),
    Case(
        "one object put together from what several services know of it, and its child below the parent's key",
        {
            "a": 'type Query { t: T @shareable } type T @key(fields: "id") { id: ID! detail: Detail @shareable } '
            "type Detail @shareable { one: String }",
            "b": 'type T @key(fields: "id") { id: ID! detail: Detail @shareable } type Detail { two: String }',
            "c": "type Query { t: T @shareable } type T { three: String }",
        },
        {"Query.t": "T:1", "T.detail": "Detail:d"},
        "{ t { detail { one two } three } }",
        {"t": {"detail": {"one": "d.one", "two": "d.two"}, "three": "1.three"}},
    ),
    Case(
        "an overridden field asked for through its interface, and required by another",
        {
            "a": "type Query { f: Feed } interface Post { id: ID! made: String } type Feed { posts: [Post] } "
            'type Text implements Post @key(fields: "id") { id: ID! made: String } '
            'type Image implements Post @key(fields: "id") { id: ID! made: String }',
            "b": 'type Image @key(fields: "id") { id: ID! made: String @override(from: "a") }',
            "c": 'type Image @key(fields: "id") '
            '{ id: ID! made: String @external age: String @requires(fields: "made") }',
        },
        {"Query.f": "Feed:1", "Feed.posts": ["Text:1", "Image:2"], "b:Image.made": "new", "a:Image.made": "old"},
        "{ f { posts { made ... on Image { age } } } }",
        {"f": {"posts": [{"made": "1.made"}, {"made": "new", "age": "2.age {made:new}"}]}},
    ),
    Case(
        "entities that a service does not know, and null on the way",
        {
            "a": 'type Query { ts: [T] } type T @key(fields: "id") { id: ID! }',
            "b": 'type T @key(fields: "id") @key(fields: "sku") { id: ID! sku: ID! }',
            "c": 'type T @key(fields: "sku") { sku: ID! far: String }',
        },
        {"Query.ts": ["T:1", None, "T:2", "T:1"]},
        "{ ts { id far } }",
        {"ts": [{"id": "1", "far": "1.far"}, None, {"id": "2", "far": None}, {"id": "1", "far": "1.far"}]},
        absent=frozenset({"b:T:2"}),
    ),
    Case(
        "a field that returns the query root",
        {
            "a": "type Query { a: String } type Mutation { change: Payload } type Payload "
            "{ done: String query: Query }",
            "b": 'type Query { t: T } type T @key(fields: "id") { id: ID! }',
        },
        {"Mutation.change": "Payload:p", "Payload.query": "Query:q", "Query.t": "T:1", "Query.a": "now"},
        "mutation { change { done query { a t { id } __typename } } }",
        {"change": {"done": "p.done", "query": {"a": "now", "t": {"id": "1"}, "__typename": "Query"}}},
    ),
    Case(
        "type names under every alias, and objects of which nothing is left",
        {
            "a": "type Query { u: U n: N } union U = A | B interface N { id: ID! } "
            'type A implements N @key(fields: "id") '
            "{ id: ID! } type B { y: String }",
        },
        {"Query.u": "A:1", "Query.n": "A:1"},
        "{ t: __typename u { a: __typename b: __typename ... on A { c: __typename } } n "
        "{ ... on A @skip(if: true) { id } } }",
        {"t": "Query", "u": {"a": "A", "b": "A", "c": "A"}, "n": {}},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_it_is_planned_and_answered(case: Case) -> None:
    graph = Graph.of(*(_service(case, name) for name in case.services))
    assert await graph.data(case.query) == case.data
    plan = plan_of(graph.state, case.query, {})
    schemas = {name: service.schema for name, service in graph.transport.services.items()}
    assert faults(plan, graph.state.supergraph, schemas) == []
    assert case.fetches in (None, len(plan.fetches))
