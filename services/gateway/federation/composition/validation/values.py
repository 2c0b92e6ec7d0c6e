"""Whether a value written in SDL fits a type, judged by what one subgraph defines."""

from __future__ import annotations

from collections.abc import Mapping

from graphql import (
    BooleanValueNode,
    EnumValueNode,
    FloatValueNode,
    IntValueNode,
    ListTypeNode,
    ListValueNode,
    NonNullTypeNode,
    NullValueNode,
    ObjectValueNode,
    StringValueNode,
    TypeNode,
    ValueNode,
    print_ast,
)

from services.gateway.federation.composition.subgraph import SubType
from services.gateway.federation.supergraph.model import Kind, TypeRef

_LITERALS: dict[str, tuple[type[ValueNode], ...]] = {
    "Int": (IntValueNode,),
    "Float": (IntValueNode, FloatValueNode),
    "String": (StringValueNode,),
    "Boolean": (BooleanValueNode,),
    "ID": (StringValueNode, IntValueNode),
}
_LARGEST = 2**31


def misfit(value: ValueNode, wanted: TypeNode, types: Mapping[str, SubType]) -> str | None:
    """Why a value does not fit; None when it does. Custom scalars take everything."""
    if isinstance(wanted, NonNullTypeNode):
        if isinstance(value, NullValueNode):
            return f"null is no {print_ast(wanted)}"
        return misfit(value, wanted.type, types)
    if isinstance(value, NullValueNode):
        return None
    if isinstance(wanted, ListTypeNode):
        items = value.values if isinstance(value, ListValueNode) else (value,)
        return next(filter(None, (misfit(item, wanted.type, types) for item in items)), None)
    return _misfit_named(value, TypeRef.of(wanted).name, types)


def _misfit_named(value: ValueNode, name: str, types: Mapping[str, SubType]) -> str | None:
    type_ = types.get(name)
    refused = f"{print_ast(value)} is no {name}"
    if type_ is not None and type_.kind is Kind.INPUT:
        return _misfit_object(value, type_, types) if isinstance(value, ObjectValueNode) else refused
    if type_ is not None and type_.kind is Kind.ENUM:
        known = isinstance(value, EnumValueNode) and value.value in type_.values
    else:
        known = isinstance(value, _LITERALS.get(name, (ValueNode,)))
    if known and name == "Int" and isinstance(value, IntValueNode):
        known = -_LARGEST <= int(value.value) < _LARGEST
    return None if known else refused


def _misfit_object(value: ObjectValueNode, type_: SubType, types: Mapping[str, SubType]) -> str | None:
    given = {item.name.value: item.value for item in value.fields}
    for name, inner in given.items():
        if name not in type_.inputs:
            return f"{type_.name} has no field {name}"
        if text := misfit(inner, type_.inputs[name].type, types):
            return text
    for name, item in type_.inputs.items():
        if name not in given and isinstance(item.type, NonNullTypeNode) and item.default is None:
            return f"{type_.name}.{name} is required"
    return None
