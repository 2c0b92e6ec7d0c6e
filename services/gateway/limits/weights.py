"""What the schema itself says about costs: ``@cost`` on types, fields, arguments and inputs, ``@listSize`` on lists."""

from collections.abc import Mapping
from typing import Final, Self

from graphql import ListValueNode, ObjectValueNode, ValueNode, VariableNode

from services.gateway.federation.supergraph.annotations import ListSize
from services.gateway.federation.supergraph.model import FieldDef, InputDef, Supergraph

_NO_ARGUMENTS: Final[Mapping[str, InputDef]] = {}


class Weights:
    """The costs of one supergraph."""

    def __init__(self, supergraph: Supergraph) -> None:
        self._types = supergraph.types

    @classmethod
    def of(cls, supergraph: Supergraph) -> Self | None:
        """The costs of a supergraph; None when it states none."""
        stated = any(
            type_def.cost is not None
            or any(_states(field) for field in type_def.fields.values())
            or any(item.cost is not None for item in type_def.inputs.values())
            for type_def in supergraph.types.values()
        )
        return cls(supergraph) if stated else None

    def of_field(self, type_name: str, field: str, otherwise: int) -> int:
        """What one value of a field counts: as stated for the field, else for its type, else ``otherwise``."""
        definition = self._field(type_name, field)
        if definition is None:
            return otherwise
        if definition.cost is not None:
            return definition.cost
        stated = self._types[definition.type.name].cost
        return otherwise if stated is None else stated

    def list_size(self, type_name: str, field: str) -> ListSize | None:
        """The stated size of a list."""
        definition = self._field(type_name, field)
        return definition.list_size if definition else None

    def arguments(self, type_name: str, field: str) -> Mapping[str, InputDef]:
        """The arguments of a field, with what they count when they are given."""
        definition = self._field(type_name, field)
        return definition.arguments if definition else _NO_ARGUMENTS

    def of_literal(self, given: InputDef, node: ValueNode) -> tuple[int, list[tuple[str, str]]]:
        """What an argument written in the query counts, and the variables in it with their input types."""
        count = self._own(given)
        found: list[tuple[str, str]] = []
        if isinstance(node, VariableNode):
            return count, [(node.name.value, given.type.name)]
        items = node.values if isinstance(node, ListValueNode) else (node,)
        for item in items:
            if isinstance(item, ObjectValueNode):
                inputs = self._types[given.type.name].inputs
                for part in item.fields:
                    if (inner := inputs.get(part.name.value)) is not None:
                        more, variables = self.of_literal(inner, part.value)
                        count += more
                        found += variables
        return count, found

    def of_value(self, type_name: str, value: object) -> int:
        """What a variable's value of an input type counts, but for the argument it is given to."""
        if isinstance(value, list):
            return sum(self.of_value(type_name, item) for item in value)
        if not isinstance(value, dict) or type_name not in self._types:
            return 0
        inputs = self._types[type_name].inputs
        known = ((inputs[name], item) for name, item in value.items() if name in inputs)
        return sum(self._own(given) + self.of_value(given.type.name, item) for given, item in known)

    def _own(self, given: InputDef) -> int:
        if given.cost is not None:
            return given.cost
        type_def = self._types.get(given.type.name)
        return (type_def.cost if type_def else None) or 0

    def _field(self, type_name: str, field: str) -> FieldDef | None:
        type_def = self._types.get(type_name)
        return type_def.fields.get(field) if type_def else None


def _states(field: FieldDef) -> bool:
    return (
        field.cost is not None
        or field.list_size is not None
        or any(item.cost is not None for item in field.arguments.values())
    )
