"""Limits that the text of a query alone decides: length, tokens, depth, aliases, directives, root fields.

They are checked before validation, because validating a hostile query can cost more than running an honest one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSyntaxError,
    InlineFragmentNode,
    Lexer,
    OperationDefinitionNode,
    SelectionSetNode,
    Source,
    TokenKind,
    parse,
)

# Tools ask for types of types of types: the usual introspection query is 15 deep and must pass a lower limit.
INTROSPECTION_DEPTH_MAX: Final = 20
# Brackets of any kind, also in values: the parser recurses over them and must not run out of stack.
NESTING_MAX: Final = 100
FRAGMENTS_MAX: Final = 100

_OPENING: Final = frozenset({TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L})
_CLOSING: Final = frozenset({TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R})


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """The most a query may be; every bound is inclusive."""

    query_bytes: int
    tokens: int
    depth: int
    aliases: int
    root_fields: int
    directives: int
    cost: int


class QueryTooBig(Exception):
    """A query passes one of the limits."""

    def __init__(self, code: str, message: str, *, limit: int) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.limit = limit


@dataclass(frozen=True, slots=True)
class _Shape:
    """Aliases, directives and depth of a selection set, with every fragment counted where it is used."""

    aliases: int = 0
    directives: int = 0
    depth: int = 0
    introspection_depth: int = 0

    def beside(self, other: "_Shape") -> "_Shape":
        return _Shape(
            self.aliases + other.aliases,
            self.directives + other.directives,
            max(self.depth, other.depth),
            max(self.introspection_depth, other.introspection_depth),
        )


def check_shape(query: str, limits: Limits) -> None:
    """Refuse a query whose text passes a limit.

    A text that is no GraphQL passes: the validation that follows says what is wrong with it.

    Raises:
        QueryTooBig: with the code and the number of the first limit that is passed.
    """
    if len(query) > limits.query_bytes or len(query.encode("utf-8", "surrogatepass")) > limits.query_bytes:
        raise QueryTooBig(
            "QUERY_TOO_LARGE", f"The query may have at most {limits.query_bytes} bytes.", limit=limits.query_bytes
        )
    try:
        _check_tokens(query, limits.tokens)
        document = parse(query, no_location=True)
    except GraphQLSyntaxError:
        return
    _check_document(document, limits)


def _check_tokens(query: str, limit: int) -> None:
    lexer = Lexer(Source(query))
    count = nesting = 0
    while (kind := lexer.advance().kind) is not TokenKind.EOF:
        count += 1
        if count > limit:
            raise QueryTooBig("TOO_MANY_TOKENS", f"The query may have at most {limit} tokens.", limit=limit)
        if kind in _OPENING:
            nesting += 1
            if nesting > NESTING_MAX:
                raise QueryTooBig(
                    "QUERY_TOO_DEEP", f"Brackets may be nested at most {NESTING_MAX} deep.", limit=NESTING_MAX
                )
        elif kind in _CLOSING:
            nesting -= 1


def _check_document(document: DocumentNode, limits: Limits) -> None:
    measure = _Measure(document)
    if len(measure.fragments) > FRAGMENTS_MAX:
        raise QueryTooBig(
            "TOO_MANY_FRAGMENTS", f"A query may define at most {FRAGMENTS_MAX} fragments.", limit=FRAGMENTS_MAX
        )
    for name, fragment in measure.fragments.items():  # also those that nothing uses: validation walks them as well
        describes_types = fragment.type_condition.name.value.startswith("__")
        _check_depth(measure.fragment(name), _introspection_depth(limits) if describes_types else limits.depth)
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            _check_operation(measure, definition, limits)


def _check_operation(measure: "_Measure", operation: OperationDefinitionNode, limits: Limits) -> None:
    roots = measure.root_fields(operation.selection_set)
    if roots > limits.root_fields:
        raise QueryTooBig(
            "TOO_MANY_ROOT_FIELDS",
            f"An operation may have at most {limits.root_fields} root fields; this one has {roots}.",
            limit=limits.root_fields,
        )
    shape = measure.selections(operation.selection_set).beside(_Shape(directives=len(operation.directives or ())))
    if shape.aliases > limits.aliases:
        raise QueryTooBig(
            "TOO_MANY_ALIASES",
            f"An operation may have at most {limits.aliases} aliases; this one has {shape.aliases}.",
            limit=limits.aliases,
        )
    if shape.directives > limits.directives:
        raise QueryTooBig(
            "TOO_MANY_DIRECTIVES",
            f"An operation may have at most {limits.directives} directives; this one has {shape.directives}.",
            limit=limits.directives,
        )
    _check_depth(shape, limits.depth)
    if shape.introspection_depth > _introspection_depth(limits):
        raise _too_deep(_introspection_depth(limits))


def _check_depth(shape: _Shape, limit: int) -> None:
    if shape.depth > limit:
        raise _too_deep(limit)


def _introspection_depth(limits: Limits) -> int:
    return max(limits.depth, INTROSPECTION_DEPTH_MAX)


def _too_deep(limit: int) -> QueryTooBig:
    return QueryTooBig("QUERY_TOO_DEEP", f"Fields may be nested at most {limit} deep.", limit=limit)


class _Measure:
    """Measures selection sets; each fragment once, so that fragments of fragments cost no exponential walk."""

    def __init__(self, document: DocumentNode) -> None:
        self.fragments: Mapping[str, FragmentDefinitionNode] = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self._shapes: dict[str, _Shape] = {}
        self._roots: dict[str, int] = {}
        self._level = 0

    def selections(self, selection_set: SelectionSetNode | None) -> _Shape:
        """The shape of a selection set."""
        shape = _Shape()
        if selection_set is None:
            return shape
        self._level += 1
        if self._level > NESTING_MAX:  # fragments can nest what no bracket shows
            raise _too_deep(NESTING_MAX)
        for node in selection_set.selections:
            if node.directives:
                shape = shape.beside(_Shape(directives=len(node.directives)))
            match node:
                case FieldNode():
                    shape = shape.beside(self._field(node))
                case FragmentSpreadNode():
                    shape = shape.beside(self.fragment(node.name.value))
                case InlineFragmentNode():
                    shape = shape.beside(self.selections(node.selection_set))
        self._level -= 1
        return shape

    def fragment(self, name: str) -> _Shape:
        """The shape of a fragment; one within itself counts nothing, for validation refuses it."""
        if name not in self._shapes:
            self._shapes[name] = _Shape()
            if (fragment := self.fragments.get(name)) is not None:
                own = _Shape(directives=len(fragment.directives or ()))
                self._shapes[name] = self.selections(fragment.selection_set).beside(own)
        return self._shapes[name]

    def root_fields(self, selection_set: SelectionSetNode) -> int:
        """How many fields a selection set has at its own level."""
        count = 0
        for node in selection_set.selections:
            match node:
                case FieldNode():
                    count += 1
                case FragmentSpreadNode():
                    count += self._fragment_root_fields(node.name.value)
                case InlineFragmentNode():
                    count += self.root_fields(node.selection_set)
        return count

    def _field(self, node: FieldNode) -> _Shape:
        inner = self.selections(node.selection_set)
        aliases = inner.aliases + (node.alias is not None)
        if node.name.value in ("__schema", "__type"):
            return _Shape(aliases, inner.directives, depth=1, introspection_depth=inner.depth + 1)
        return _Shape(aliases, inner.directives, inner.depth + 1, inner.introspection_depth)

    def _fragment_root_fields(self, name: str) -> int:
        if name not in self._roots:
            self._roots[name] = 0
            if (fragment := self.fragments.get(name)) is not None:
                self._roots[name] = self.root_fields(fragment.selection_set)
        return self._roots[name]
