"""What a query may cost: the most objects its page sizes let it ask for, counted before it runs.

An object counts 1, a plain value nothing. A list counts its page size (the argument ``first`` of the field or of the
connection around it), or an assumed size when it has none, times what stands below. A mutation's root field counts 10.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)

PAGE_ARGUMENTS: Final = ("first", "last")
PAGE_SIZE_DEFAULT: Final = 25
PAGE_SIZE_MAX: Final = 100  # what the services give at most, whatever is asked for
LIST_SIZE_ASSUMED: Final = 10
MUTATION_COST: Final = 10
PARTS_MAX: Final = 100


class Cost(NamedTuple):
    """``constant`` plus, for every part, a page size that a variable decides times what stands below it."""

    constant: int = 0
    parts: tuple["Part", ...] = ()

    def under(self, variables: Mapping[str, object]) -> int:
        """The cost with the values of one request."""
        return self.constant + sum(part.size(variables) * part.below.under(variables) for part in self.parts)

    def plus(self, other: "Cost") -> "Cost":
        """Both together. Beyond a bound, variables count as the largest page, so that hostile queries stay small."""
        total = Cost(self.constant + other.constant, self.parts + other.parts)
        return Cost(total.at_most()) if total.part_count() > PARTS_MAX else total

    def times(self, factor: int) -> "Cost":
        """The same ``factor`` times over."""
        return Cost(self.constant * factor, tuple(part._replace(below=part.below.times(factor)) for part in self.parts))

    def at_most(self) -> int:
        """The cost when every variable asks for the largest page."""
        return self.constant + sum(PAGE_SIZE_MAX * part.below.at_most() for part in self.parts)

    def part_count(self) -> int:
        """How many parts there are, those below others included."""
        return sum(1 + part.below.part_count() for part in self.parts)


class Part(NamedTuple):
    """Something that is there as often as a variable says."""

    variable: str
    default: int
    below: Cost

    def size(self, variables: Mapping[str, object]) -> int:
        """How often, with the values of one request; what is no whole number is refused later anyway."""
        value = variables.get(self.variable, self.default)
        return max(value, 0) if type(value) is int else self.default


class _Page(NamedTuple):
    """A page size: a number, or a variable with the number that stands in when it is not given."""

    size: int
    variable: str | None = None

    def of(self, below: Cost) -> Cost:
        return Cost(0, (Part(self.variable, self.size, below),)) if self.variable else below.times(self.size)


def cost_of(
    operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode], schema: GraphQLSchema
) -> Cost:
    """The cost of a valid operation.

    Args:
        operation: the operation that will run.
        fragments: the fragments of its document, by name.
        schema: the schema it was validated against.

    Returns:
        A cost that ``under(variables)`` turns into a number of objects.
    """
    root = schema.get_root_type(operation.operation)
    cost = _Estimate(operation, fragments, schema).selections(operation.selection_set, root, None)
    if operation.operation is OperationType.MUTATION:
        cost = cost.plus(Cost(MUTATION_COST * len(operation.selection_set.selections)))
    return cost


class _Estimate:
    """Walks one operation; a fragment is counted once for every place it can stand in."""

    def __init__(
        self,
        operation: OperationDefinitionNode,
        fragments: Mapping[str, FragmentDefinitionNode],
        schema: GraphQLSchema,
    ) -> None:
        self._fragments = fragments
        self._schema = schema
        self._known: dict[tuple[str, _Page | None], Cost] = {}
        declared = operation.variable_definitions or ()
        self._defaults = {definition.variable.name.value: definition.default_value for definition in declared}

    def selections(self, selection_set: SelectionSetNode, parent: GraphQLNamedType | None, page: _Page | None) -> Cost:
        """The cost of a selection set; ``page`` is the page size the field above it was given."""
        cost = Cost()
        for node in selection_set.selections:
            match node:
                case FieldNode():
                    cost = cost.plus(self._field(node, parent, page))
                case FragmentSpreadNode():
                    cost = cost.plus(self._fragment(node.name.value, page))
                case InlineFragmentNode():
                    condition = node.type_condition
                    narrowed = self._schema.get_type(condition.name.value) if condition else parent
                    cost = cost.plus(self.selections(node.selection_set, narrowed, page))
        return cost

    def _fragment(self, name: str, page: _Page | None) -> Cost:
        key = (name, page)
        if key not in self._known:
            fragment = self._fragments[name]
            on = self._schema.get_type(fragment.type_condition.name.value)
            self._known[key] = self.selections(fragment.selection_set, on, page)
        return self._known[key]

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None, page: _Page | None) -> Cost:
        if not isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) or node.selection_set is None:
            return Cost()
        field = parent.fields.get(node.name.value)
        if field is None or not is_composite_type(named := get_named_type(field.type)):
            return Cost()  # introspection, which is answered from memory and bounded by its depth
        own = self._page(node, field)
        if not is_list_type(get_nullable_type(field.type)):
            return Cost(1).plus(self.selections(node.selection_set, named, own))
        size = own or page or _Page(LIST_SIZE_ASSUMED)
        return size.of(Cost(1).plus(self.selections(node.selection_set, named, None)))

    def _page(self, node: FieldNode, field: GraphQLField) -> _Page | None:
        """The page size a field is given; None for a field that has no pages."""
        offered = [name for name in PAGE_ARGUMENTS if name in field.args]
        if not offered:
            return None
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        for name in offered:
            match given.get(name):
                case IntValueNode(value=text):
                    return _Page(max(int(text), 0))
                case VariableNode(name=variable):
                    default = self._defaults.get(variable.value)
                    stated = int(default.value) if isinstance(default, IntValueNode) else _schema_default(field, name)
                    return _Page(stated, variable.value)
        return _Page(_schema_default(field, offered[0]))


def _schema_default(field: GraphQLField, argument: str) -> int:
    default = field.args[argument].default
    if default is None:
        return PAGE_SIZE_DEFAULT
    if isinstance(default.literal, IntValueNode):
        return int(default.literal.value)
    return default.value if isinstance(default.value, int) else PAGE_SIZE_DEFAULT
