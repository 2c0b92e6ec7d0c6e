"""Four small services of a shop, the usual subject of gateway benchmarks, over data of our own."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Self

from graphql import GraphQLError, GraphQLResolveInfo, GraphQLSchema, build_schema, graphql_sync

Object = Mapping[str, Any]

SDL: Final[Mapping[str, str]] = {
    "users": """
        type Query { me: User users: [User!] }
        type User @key(fields: "id") { id: ID! name: String username: String }
    """,
    "products": """
        type Query { topProducts(first: Int = 3): [Product!] }
        type Product @key(fields: "upc") { upc: ID! name: String price: Int weight: Int }
    """,
    "inventory": """
        type Query { stockedProducts: [Product!] }
        type Product @key(fields: "upc") {
            upc: ID!
            price: Int @external
            weight: Int @external
            inStock: Boolean
            shippingEstimate: Int @requires(fields: "price weight")
        }
    """,
    "reviews": """
        type Query { latestReviews: [Review!] }
        type Review @key(fields: "id") { id: ID! body: String author: User product: Product }
        type User @key(fields: "id") { id: ID! reviews: [Review!] }
        type Product @key(fields: "upc") { upc: ID! reviews: [Review!] }
    """,
}
_HEAD = """extend schema
@link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires", "@shareable"])
"""
# What a service adds to its own schema to be asked for entities.
_ENTITIES = """
    directive @key(fields: String!) on OBJECT
    directive @external on FIELD_DEFINITION
    directive @requires(fields: String!) on FIELD_DEFINITION
    scalar _Any
    union _Entity = {types}
    extend type Query {{ _entities(representations: [_Any!]!): [_Entity]! }}
"""

_USERS: Final = {
    str(n): {"id": str(n), "name": f"User {label}", "username": label.lower()}
    for n, label in enumerate(("Alpha", "Beta", "Gamma"), start=1)
}
_PRODUCTS: Final = {
    str(n): {"upc": str(n), "name": f"Product {label}", "price": 100 * n, "weight": 50 * n}
    for n, label in enumerate(("Delta", "Epsilon", "Zeta"), start=1)
}
_REVIEWS: Final = {
    str(n): {"id": str(n), "body": f"Review {n} of a product by a user", "author": str(author), "product": str(product)}
    for n, (author, product) in enumerate(((1, 1), (1, 2), (2, 3), (2, 1), (3, 2)), start=1)
}


_PRODUCT: Final = "upc name price weight inStock shippingEstimate"
QUERIES: Final[Mapping[str, str]] = {
    "one fetch": "query One { me { id name username } }",
    "three waves": "query Three { topProducts(first: 3) { name price inStock reviews { body author { name } } } }",
    "nested": f"""query Nested {{
        users {{ id username name reviews {{ id body product {{ {_PRODUCT} reviews {{ id body author {{
            id username name reviews {{ id body product {{ {_PRODUCT} }} }}
        }} }} }} }} }}
        topProducts {{ {_PRODUCT} reviews {{ id body author {{
            id username name reviews {{ id body product {{ {_PRODUCT} }} }}
        }} }} }}
    }}""",
}


def subgraph_sdl(name: str) -> str:
    """The schema as a composer reads it."""
    return _HEAD + SDL[name]


class Shop:
    """Executes a schema over the data: that of one service, or of all of them as if they were one."""

    def __init__(self, sdl: str) -> None:
        self._schema: GraphQLSchema = build_schema(sdl)

    @classmethod
    def service(cls, name: str) -> Self:
        """One service, asked by gateways for entities too."""
        types = {"users": "User", "products": "Product", "inventory": "Product", "reviews": "Review | User | Product"}
        return cls(SDL[name] + _ENTITIES.format(types=types[name]))

    def answer(self, request: Mapping[str, Any]) -> Object:
        """The response to a GraphQL request."""
        result = graphql_sync(
            self._schema,
            request["query"],
            root_value=_ROOTS,
            variable_values=request.get("variables"),
            operation_name=request.get("operationName"),
            field_resolver=_field,
        )
        return result.formatted


def _field(source: Object, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
    value = source.get(info.field_name)
    return value(info, **arguments) if callable(value) else value


def _entity(item: Object) -> Object:
    match item["__typename"]:
        case "User":
            return _user(item["id"])
        case "Product":
            return {**_product(item["upc"]), "shippingEstimate": _estimate(item)}
        case "Review":
            return _review(item["id"])
    raise GraphQLError(f"There is no type {item['__typename']}.")


def _estimate(item: Object) -> int | None:
    """From what the gateway sends of a product, as a service would; None where it was not asked to send it."""
    return item["weight"] * item["price"] // 1000 if "weight" in item else None


def _user(key: str) -> Object:
    written = [number for number, review in _REVIEWS.items() if review["author"] == key]
    return {"__typename": "User", **_USERS[key], "reviews": lambda _: [_review(number) for number in written]}


def _product(key: str) -> Object:
    written = [number for number, review in _REVIEWS.items() if review["product"] == key]
    return {
        "__typename": "Product",
        **_PRODUCTS[key],
        "inStock": int(key) % 2 == 1,
        "shippingEstimate": _estimate(_PRODUCTS[key]),
        "reviews": lambda _: [_review(number) for number in written],
    }


def _review(key: str) -> Object:
    review = _REVIEWS[key]
    return {
        "__typename": "Review",
        "id": key,
        "body": review["body"],
        "author": lambda _: _user(review["author"]),
        "product": lambda _: _product(review["product"]),
    }


_ROOTS: Final[Mapping[str, Callable[..., Any]]] = {
    "me": lambda _: _user("1"),
    "users": lambda _: [_user(key) for key in _USERS],
    "topProducts": lambda _, first=3: [_product(key) for key in list(_PRODUCTS)[:first]],
    "stockedProducts": lambda _: [_product(key) for key in _PRODUCTS],
    "latestReviews": lambda _: [_review(key) for key in _REVIEWS],
    "_entities": lambda _, representations: [_entity(item) for item in representations],
}
