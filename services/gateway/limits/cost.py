"""What a query may cost: the most objects its page sizes let it ask for, counted before it runs.

An object counts 1, a plain value nothing. A list counts its page size (the argument ``first`` of the field or of the
connection around it), or an assumed size when it has none, times what stands below. A mutation's root field counts 10.
Where the schema says otherwise (``@cost``, ``@listSize``), that holds.
"""

from collections.abc import Mapping, Sequence
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
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)

from services.gateway.limits.weights import Weights

PAGE_ARGUMENTS: Final = ("first", "last")
PAGE_SIZE_DEFAULT: Final = 25
PAGE_SIZE_MAX: Final = 100  # what the services give at most, whatever is asked for
LIST_SIZE_ASSUMED: Final = 10
MUTATION_COST: Final = 10
PARTS_MAX: Final = 100


class Cost(NamedTuple):
    """``constant`` plus, for every part, a number that a variable decides times what stands below it."""

    constant: int = 0
    parts: tuple["Part", ...] = ()

    def under(self, variables: Mapping[str, object]) -> int:
        """The cost with the values of one request."""
        return self.constant + sum(part.times.under(variables) * part.below.under(variables) for part in self.parts)

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

    times: "PageSize | InputWeight"
    below: Cost


class PageSize(NamedTuple):
    """A page size: a number; or a variable, or what stands in it at a path, with the number when that is not given."""

    size: int
    variable: str | None = None
    path: tuple[str, ...] = ()

    def under(self, variables: Mapping[str, object]) -> int:
        """The size with the values of one request; what is no whole number is refused later anyway."""
        if self.variable is None:
            return self.size
        value = variables.get(self.variable)
        for name in self.path:
            value = value.get(name) if isinstance(value, dict) else None
        return max(value, 0) if type(value) is int else self.size

    def of(self, below: Cost) -> Cost:
        """So often what stands below."""
        return below.times(self.size) if self.variable is None else Cost(0, (Part(self, below),))


class InputWeight(NamedTuple):
    """What the value of a variable counts by the costs stated for its input type."""

    weights: Weights
    variable: str
    type_name: str

    def under(self, variables: Mapping[str, object]) -> int:
        """The count with the values of one request."""
        return self.weights.of_value(self.type_name, variables.get(self.variable))


class _Sized(NamedTuple):
    """The page size of a field: of the list itself, or of those lists below it that are named (none: any)."""

    page: PageSize
    fields: frozenset[str] | None = None

    def for_field(self, name: str) -> PageSize | None:
        """The page size a list below the field is given."""
        return self.page if self.fields is None or name in self.fields else None


def cost_of(
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    schema: GraphQLSchema,
    weights: Weights | None = None,
) -> Cost:
    """The cost of a valid operation.

    Args:
        operation: the operation that will run.
        fragments: the fragments of its document, by name.
        schema: the schema it was validated against.
        weights: what the schema says about costs itself, if it does.

    Returns:
        A cost that ``under(variables)`` turns into a number of objects.
    """
    root = schema.get_root_type(operation.operation)
    cost = _Estimate(operation, fragments, schema, weights).selections(operation.selection_set, root, None)
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
        weights: Weights | None,
    ) -> None:
        self._fragments = fragments
        self._schema = schema
        self._weights = weights
        self._known: dict[tuple[str, _Sized | None], Cost] = {}
        declared = operation.variable_definitions or ()
        self._defaults = {definition.variable.name.value: definition.default_value for definition in declared}

    def selections(
        self, selection_set: SelectionSetNode, parent: GraphQLNamedType | None, sized: _Sized | None
    ) -> Cost:
        """The cost of a selection set; ``sized`` is the page size the field above it was given."""
        cost = Cost()
        for node in selection_set.selections:
            match node:
                case FieldNode():
                    cost = cost.plus(self._field(node, parent, sized))
                case FragmentSpreadNode():
                    cost = cost.plus(self._fragment(node.name.value, sized))
                case InlineFragmentNode():
                    condition = node.type_condition
                    narrowed = self._schema.get_type(condition.name.value) if condition else parent
                    cost = cost.plus(self.selections(node.selection_set, narrowed, sized))
        return cost

    def _fragment(self, name: str, sized: _Sized | None) -> Cost:
        key = (name, sized)
        if key not in self._known:
            fragment = self._fragments[name]
            on = self._schema.get_type(fragment.type_condition.name.value)
            self._known[key] = self.selections(fragment.selection_set, on, sized)
        return self._known[key]

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None, sized: _Sized | None) -> Cost:
        if not isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
            return Cost()
        name = node.name.value
        field = parent.fields.get(name)
        if field is None:
            return Cost()  # introspection, which is answered from memory and bounded by its depth
        named = get_named_type(field.type)
        composite = is_composite_type(named)
        one = int(composite)
        if self._weights is not None:
            one = self._weights.of_field(parent.name, name, one)
        elif not composite:
            return Cost()
        own = self._sized(node, parent.name, field)
        is_list = is_list_type(get_nullable_type(field.type))
        below = Cost(one)
        if node.selection_set is not None:
            passed_on = own if not is_list or (own and own.fields is not None) else None
            below = below.plus(self.selections(node.selection_set, named, passed_on))
        if is_list:
            page = (own and own.fields is None and own.page) or (sized and sized.for_field(name))
            below = (page or PageSize(LIST_SIZE_ASSUMED)).of(below)
        return below if self._weights is None else below.plus(self._arguments(node, parent.name, self._weights))

    def _arguments(self, node: FieldNode, type_name: str, weights: Weights) -> Cost:
        """What the arguments that are given count."""
        cost = Cost()
        stated = weights.arguments(type_name, node.name.value)
        for argument in node.arguments or ():
            if (given := stated.get(argument.name.value)) is not None:
                count, variables = weights.of_literal(given, argument.value)
                parts = (Part(InputWeight(weights, name, of), Cost(1)) for name, of in variables)
                cost = cost.plus(Cost(count, tuple(parts)))
        return cost

    def _sized(self, node: FieldNode, type_name: str, field: GraphQLField) -> _Sized | None:
        """The page size a field is given: as the schema states it, else by the usual arguments."""
        stated = self._weights.list_size(type_name, node.name.value) if self._weights else None
        if stated is None:
            page = self._page(node, field, PAGE_ARGUMENTS, PAGE_SIZE_DEFAULT)
            return _Sized(page) if page else None
        default = LIST_SIZE_ASSUMED if stated.assumed_size is None else stated.assumed_size
        page = self._page(node, field, stated.slicing_arguments, default) or PageSize(default)
        return _Sized(page, frozenset(stated.sized_fields) or None)

    def _page(self, node: FieldNode, field: GraphQLField, arguments: Sequence[str], default: int) -> PageSize | None:
        """The page size that arguments (or fields of input objects in them) say; None for a field without them."""
        offered = [path for path in (tuple(name.split(".")) for name in arguments) if path[0] in field.args]
        if not offered:
            return None
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        stated = (self._given(given.get(path[0]), path[1:], _default(field, path, default)) for path in offered)
        return next((page for page in stated if page), None) or PageSize(_default(field, offered[0], default))

    def _given(self, value: ValueNode | None, path: tuple[str, ...], otherwise: int) -> PageSize | None:
        match value:
            case IntValueNode(value=text) if not path:
                return PageSize(max(int(text), 0))
            case VariableNode(name=name):
                default = self._defaults.get(name.value)
                stated = int(default.value) if isinstance(default, IntValueNode) else otherwise
                return PageSize(stated, name.value, path)
            case ObjectValueNode(fields=fields) if path:
                inner = next((field.value for field in fields if field.name.value == path[0]), None)
                return self._given(inner, path[1:], otherwise)
        return None


def _default(field: GraphQLField, path: tuple[str, ...], otherwise: int) -> int:
    """The page size when an argument is left out: its default in the schema, or else the usual one."""
    default = field.args[path[0]].default
    if default is None or len(path) > 1:
        return otherwise
    if isinstance(default.literal, IntValueNode):
        return int(default.literal.value)
    return default.value if isinstance(default.value, int) else otherwise
