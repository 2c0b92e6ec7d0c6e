"""Which elements of a schema an operation uses, and whether a change of one of them concerns it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphql import (
    ArgumentNode,
    DirectiveNode,
    EnumValueNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    ObjectFieldNode,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableDefinitionNode,
    Visitor,
    get_named_type,
    is_abstract_type,
    type_from_ast,
    visit,
)

from services.gateway.federation.changes.compare import Change
from services.gateway.federation.changes.operations import RecordedOperation

# Changes of what a value may be: they concern whoever uses the type at all.
_OF_THE_TYPE = frozenset(
    {"VALUE_ADDED_TO_ENUM", "VALUE_REMOVED_FROM_ENUM", "REQUIRED_INPUT_FIELD_ADDED", "OPTIONAL_INPUT_FIELD_ADDED"}
)
# Changes that concern whoever asks for the field, whatever arguments are given.
_OF_THE_FIELD = frozenset({"REQUIRED_ARG_ADDED", "OPTIONAL_ARG_ADDED"})


def used_by(operation: RecordedOperation, schema: GraphQLSchema) -> frozenset[str]:
    """The coordinates of all that an operation uses, valid as it is."""
    visitor = _Users(schema)
    visit(operation.alone(), TypeInfoVisitor(visitor.info, visitor))
    return frozenset(visitor.used)


def concerns(change: Change, used: frozenset[str]) -> bool:
    """Whether a change may show in the answer to an operation, or in whether it is answered."""
    if not change.coordinate:
        return True
    field = change.coordinate.partition("(")[0]
    type_name = field.partition(".")[0]
    if change.code in _OF_THE_TYPE:
        return type_name in used
    if change.code in _OF_THE_FIELD:
        return field in used
    if change.code == "ARG_DEFAULT_VALUE_CHANGE":
        return field in used and change.coordinate not in used
    if change.other and change.code != "TYPE_REMOVED_FROM_UNION":
        return type_name in used and change.other in used
    if change.code == "TYPE_REMOVED_FROM_UNION":
        return change.other in used
    return change.coordinate in used


class _Users(Visitor):
    def __init__(self, schema: GraphQLSchema) -> None:
        super().__init__()
        self.schema, self.info = schema, TypeInfo(schema)
        self.used: set[str] = set()

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
        root = self.schema.get_root_type(node.operation)
        if root:
            self.used.add(root.name)

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        parent, field = self.info.get_parent_type(), self.info.get_field_def()
        if parent is None or field is None:
            return
        for owner in self._owners(parent):
            self.used.add(f"{owner}.{node.name.value}")
        self.used.add(get_named_type(field.type).name)

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        parent, field, directive = self.info.get_parent_type(), self.info.get_field_def(), self.info.get_directive()
        if directive:
            self.used.add(f"@{directive.name}({node.name.value}:)")
        elif parent and field and field.ast_node is not None:
            for owner in self._owners(parent):
                self.used.add(f"{owner}.{field.ast_node.name.value}({node.name.value}:)")
        argument = self.info.get_argument()
        if argument:
            self.used.add(get_named_type(argument.type).name)

    def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
        self.used.add(f"@{node.name.value}")

    def enter_inline_fragment(self, node: InlineFragmentNode, *_: Any) -> None:
        if node.type_condition:
            self.used.add(node.type_condition.name.value)

    def enter_fragment_definition(self, node: FragmentDefinitionNode, *_: Any) -> None:
        self.used.add(node.type_condition.name.value)

    def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> None:
        parent = self.info.get_parent_input_type()
        if parent:
            name = get_named_type(parent).name
            self.used.update((name, f"{name}.{node.name.value}"))

    def enter_enum_value(self, node: EnumValueNode, *_: Any) -> None:
        type_ = self.info.get_input_type()
        if type_:
            self.used.add(f"{get_named_type(type_).name}.{node.value}")

    def enter_variable_definition(self, node: VariableDefinitionNode, *_: Any) -> None:
        type_ = type_from_ast(self.schema, node.type)
        if type_:
            self._use_input(get_named_type(type_))

    def _owners(self, type_: GraphQLNamedType) -> Iterator[str]:
        """The type, and all that may stand behind it."""
        yield type_.name
        if is_abstract_type(type_):
            yield from (item.name for item in self.schema.get_possible_types(type_))

    def _use_input(self, type_: GraphQLNamedType) -> None:
        """A variable may hold anything that its type allows."""
        if type_.name in self.used:
            return
        self.used.add(type_.name)
        if isinstance(type_, GraphQLEnumType):
            self.used.update(f"{type_.name}.{name}" for name in type_.values)
        elif isinstance(type_, GraphQLInputObjectType):
            for name, field in type_.fields.items():
                self.used.add(f"{type_.name}.{name}")
                self._use_input(get_named_type(field.type))
