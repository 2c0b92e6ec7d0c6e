"""Every query and mutation of the schema over HTTP: for nobody, for whoever lacks the right, and for each role with it.

What is sent is made from the schema, so that no field can be forgotten here.
"""

from collections.abc import AsyncIterator
from typing import Any, Final

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

from services.enforcement.app import create, define
from services.enforcement.graphql.schema import schema
from services.enforcement.rights import RIGHTS
from services.enforcement.settings import EnforcementSettings
from shared.authentication import Role
from shared.events.streams import reconcile_streams
from shared.graphql.rights import Public, Requires
from tests.conftest import FreshSettings
from tests.integration.serving import Api, development_issuer, serving
from tests.unit.enforcement.test_rights_matrix import guarded_fields

GRAPH: Final = schema._schema
NOBODY: Final = "01a2020f-3210-764d-b4e3-f2098a658c58"
SCALARS: Final[dict[str, Any]] = {
    "ID": NOBODY,
    "String": "1",
    "Int": 1,
    "Boolean": False,
    "Date": "2024-04-01",
    "DateTime": "2024-04-01T12:00:00Z",
    "Money": "1.00",
    "Decimal": "1",
}
# The right was there: what came back is about what was asked.
ENTERED: Final = {None, "NOT_FOUND", "BAD_USER_INPUT", "CONFLICT"}


def a_value(kind: Any) -> Any:
    """The least that fits a type: required fields alone."""
    if isinstance(kind, GraphQLNonNull):
        return a_value(kind.of_type)
    if isinstance(kind, GraphQLList):
        return [a_value(kind.of_type)]
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        return {name: a_value(one.type) for name, one in kind.fields.items() if is_required_input_field(one)}
    return SCALARS[kind.name]


def operation(kind: str, name: str, field: GraphQLField) -> tuple[str, dict[str, Any]]:
    """The document that calls a field, and its variables."""
    wanted = {key: one for key, one in field.args.items() if is_required_argument(one)}
    declared = ", ".join(f"${key}: {one.type}" for key, one in wanted.items())
    passed = ", ".join(f"{key}: ${key}" for key in wanted)
    named = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
    selection = "" if is_leaf_type(named) else " { __typename }"
    document = f"{kind}{f'({declared})' if declared else ''} {{ {name}{f'({passed})' if passed else ''}{selection} }}"
    return document, {key: a_value(one.type) for key, one in wanted.items()}


def operations() -> list[tuple[str, Requires | Public, str, dict[str, Any]]]:
    """Each query and mutation of the graph, with its guard."""
    guards = dict(guarded_fields())
    found = []
    for kind, root, python_root in (
        ("query", GRAPH.query_type, schema.query),
        ("mutation", GRAPH.mutation_type, schema.mutation),
    ):
        assert root is not None
        assert python_root is not None
        for name, field in root.fields.items():
            if name.startswith("_"):
                continue
            snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
            found.append((name, guards[f"{root.name}.{snake}"], *operation(kind, name, field)))
    return found


@pytest.fixture
async def api(fresh_settings: FreshSettings, clean_broker: object) -> AsyncIterator[Api]:
    """The service, migrated and running."""
    async with development_issuer() as issuer:
        environment: dict[str, Any] = {name.lower(): value for name, value in fresh_settings("enforcement").items()}
        settings = EnforcementSettings(**environment, oidc_issuer=issuer.issuer)
        async with define(settings).make_broker() as broker:
            await reconcile_streams(broker, "enforcement")
        async with serving(create(settings), issuer) as caller:
            yield caller


async def answered(api: Api, document: str, variables: dict[str, Any], roles: Any) -> str | None:
    """The code of the first error; None without one."""
    body = await api.post(document, variables, roles=roles)
    return body["errors"][0]["extensions"]["code"] if body.get("errors") else None


async def test_every_query_and_mutation_is_refused_to_whoever_lacks_its_right(api: Api) -> None:
    asked = operations()
    assert len(asked) == len([name for name, _ in guarded_fields() if name.startswith(("Query.", "Mutation."))])
    for name, guard, document, variables in asked:
        if isinstance(guard, Public):
            for roles in (None, Role.AUDITOR, Role.FPF_OFFICER):
                assert await answered(api, document, variables, roles) == "NOT_FOUND", name
            continue
        allowed = RIGHTS[guard.right]
        assert await answered(api, document, variables, None) == "UNAUTHENTICATED", name
        strangers = [role for role in Role if role not in allowed]
        assert await answered(api, document, variables, strangers) == "FORBIDDEN", name
        for role in sorted(allowed):
            assert await answered(api, document, variables, role) in ENTERED, (name, role)
