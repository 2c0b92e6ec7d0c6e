"""Checks of a schema that the tests run: nothing undescribed, no root field without a rule for who may use it."""

from collections.abc import Iterator

from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema
from strawberry.schema import Schema

from shared.graphql.rights import Public, Requires

_MACHINERY = frozenset({"_service", "_entities"})


def undescribed(schema: Schema) -> list[str]:
    """Types, fields, arguments and enum values without a description, as ``Type.field(argument)``."""
    return sorted(_undescribed(schema._schema))


def unguarded(schema: Schema) -> list[str]:
    """Root fields that neither require a right nor are marked public."""
    roots = [root for root in (schema.query, schema.mutation) if root is not None]
    return sorted(
        f"{root.__name__}.{field.python_name}"
        for root in roots
        for field in root.__strawberry_definition__.fields  # type: ignore[attr-defined]
        if field.python_name not in _MACHINERY
        and not any(isinstance(extension, Requires | Public) for extension in field.extensions)
    )


def _undescribed(schema: GraphQLSchema) -> Iterator[str]:
    for name, kind in schema.type_map.items():
        if name.startswith(("_", "federation__", "link__", "FieldSet")):
            continue
        if not kind.description and name not in {"Query", "Mutation", "String", "Int", "Float", "Boolean", "ID"}:
            yield name
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in kind.fields.items():
                if field_name in _MACHINERY:
                    continue
                if not field.description:
                    yield f"{name}.{field_name}"
                yield from (f"{name}.{field_name}({a})" for a, arg in field.args.items() if not arg.description)
        elif isinstance(kind, GraphQLInputObjectType):
            yield from (f"{name}.{field_name}" for field_name, field in kind.fields.items() if not field.description)
        elif isinstance(kind, GraphQLEnumType):
            yield from (f"{name}.{value}" for value, definition in kind.values.items() if not definition.description)
