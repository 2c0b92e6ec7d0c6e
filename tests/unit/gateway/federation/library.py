"""A small federated graph that most tests share: authors, books, stock and reviews of a library."""

from __future__ import annotations

from typing import Any

from tests.unit.gateway.federation.subgraphs import Graph, Service, subgraph

Json = Any

BOOKS = subgraph(
    "books",
    """
    type Query { book(id: ID!): Book books: [Book!]! items: [Item!]! search(text: String = "a"): [Found!]! }
    interface Item { id: ID! title: String }
    type Book implements Item @key(fields: "id") { id: ID! title: String weight: Int kind: Kind! author: Author! }
    type Map implements Item @key(fields: "id") { id: ID! title: String scale: Int! }
    union Found = Book | Author
    type Author @key(fields: "id", resolvable: false) { id: ID! }
    enum Kind { NOVEL ESSAY }
    """,
)
AUTHORS = subgraph(
    "authors",
    """
    type Query { authors: [Author!]! }
    type Author @key(fields: "id") { id: ID! name: String! born: Int favourite: Book }
    type Book @key(fields: "id", resolvable: false) { id: ID! }
    type Mutation { rename(id: ID!, name: String!): Author! }
    """,
)
STOCK = subgraph(
    "stock",
    """
    type Query { depot: String }
    type Book @key(fields: "id") { id: ID! weight: Int @external copies: Int! postage: Int @requires(fields: "weight") }
    type Mutation { order(id: ID!): Book! }
    """,
)
AUTHOR_ROWS: dict[str, Json] = {"a1": {"id": "a1", "name": "Alpha", "born": 1900, "favourite": {"id": "b2"}},
               "a2": {"id": "a2", "name": "Beta", "born": None, "favourite": None}}  # fmt: skip
BOOK_ROWS: dict[str, Json] = {
    "b1": {"__typename": "Book", "id": "b1", "title": "One", "weight": 3, "kind": "NOVEL", "author": {"id": "a1"}},
    "b2": {"__typename": "Book", "id": "b2", "title": "Two", "weight": None, "kind": "ESSAY", "author": {"id": "a2"}},
    "b3": {"__typename": "Book", "id": "b3", "title": None, "weight": 5, "kind": "NOVEL", "author": {"id": "a1"}},
}
MAP_ROW = {"__typename": "Map", "id": "m1", "title": "Chart", "scale": 10}


def _rename(id: str, name: str) -> Json:  # noqa: A002 - the argument's name in the schema
    return {**AUTHOR_ROWS[id], "name": name}


def stock_of(representation: dict[str, Json]) -> Json:
    """Stock knows a book's copies, and its postage once it is told the weight."""
    number = int(representation["id"][1:])
    weight = representation.get("weight")
    return {"id": representation["id"], "copies": number * 10, "postage": None if weight is None else weight * 2}


def library() -> Graph:
    """The graph, composed, with fresh services."""
    books = Service(
        BOOKS,
        roots={
            "book": lambda id: BOOK_ROWS.get(id),  # noqa: A006
            "books": lambda: list(BOOK_ROWS.values()),
            "items": lambda: [BOOK_ROWS["b1"], MAP_ROW],
            "search": lambda text: [BOOK_ROWS["b1"], {"__typename": "Author", "id": "a2"}],
        },
        entities={"Book": lambda r: BOOK_ROWS.get(r["id"]), "Map": lambda r: MAP_ROW},
    )
    authors = Service(
        AUTHORS,
        roots={"authors": lambda: list(AUTHOR_ROWS.values()), "rename": _rename},
        entities={"Author": lambda r: AUTHOR_ROWS.get(r["id"])},
    )
    stock = Service(
        STOCK,
        roots={"depot": lambda: "North", "order": lambda id: stock_of({"id": id})},  # noqa: A006
        entities={"Book": stock_of},
    )
    return Graph.of(books, authors, stock)
