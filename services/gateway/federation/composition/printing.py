"""Writing supergraph SDL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graphql import StringValueNode, print_ast

from services.gateway.federation.composition.machinery import definitions_of, header_links
from services.gateway.federation.composition.merge_fields import quoted
from services.gateway.federation.composition.merged import (
    MergedDirective,
    MergedField,
    MergedInput,
    MergedSchema,
    MergedType,
)
from services.gateway.federation.composition.read import ROOTS
from services.gateway.federation.composition.read_directives import NO_REASON
from services.gateway.federation.composition.subgraph import Marks
from services.gateway.federation.supergraph.annotations import OPEN, AnyOf, ListSize
from services.gateway.federation.supergraph.model import Kind

_KEYWORDS = {Kind.OBJECT: "type", Kind.INPUT: "input"}


def print_supergraph(merged: MergedSchema) -> str:
    """The supergraph as text; the same input always gives the same text."""
    return _Printer(merged).text()


class _Printer:
    def __init__(self, merged: MergedSchema) -> None:
        self.merged, self.names = merged, merged.names

    def text(self) -> str:
        roots = "".join(f"  {kind}: {name}\n" for kind, name in ROOTS.items() if name in self.merged.types)
        on_schema = [*header_links(self.merged), *self.merged.joins, *self._marks(self.merged.marks)]
        graphs = "\n".join(
            f"  {item.graph_id} @join__graph(name: {quoted(item.name)}, url: {quoted(item.url)})"
            for item in self.merged.subgraphs
        )
        blocks = [
            f"{_description(self.merged.marks.description, '')}schema\n"
            + "".join(f"  {text}\n" for text in on_schema)
            + f"{{\n{roots}}}",
            *definitions_of(self.merged),
            *(self._directive(item) for item in sorted(self.merged.directives, key=lambda item: item.name)),
            f"enum join__Graph {{\n{graphs}\n}}",
            *(self._type(self.merged.types[name]) for name in sorted(self.merged.types)),
        ]
        return "\n\n".join(blocks) + "\n"

    def _directive(self, item: MergedDirective) -> str:
        repeatable = " repeatable" if item.repeatable else ""
        head = f"{_description(item.description, '')}directive @{item.name}{self._arguments(item.arguments, '')}"
        return f"{head}{repeatable} on {' | '.join(item.locations)}"

    def _type(self, item: MergedType) -> str:
        implements = f" implements {' & '.join(item.interfaces)}" if item.interfaces else ""
        directives = [*item.joins, *self._marks(item.marks)]
        directives += [f"@{self.names['context']}(name: {quoted(name)})" for name in item.contexts]
        if item.one_of:
            directives.append("@oneOf")
        lines = "".join(f"\n  {text}" for text in directives)
        head = f"{_description(item.marks.description, '')}{_KEYWORDS.get(item.kind, item.kind.value)} {item.name}"
        return f"{head}{implements}{lines}{self._body(item)}"

    def _body(self, item: MergedType) -> str:
        if item.kind is Kind.UNION:
            return f"\n  = {' | '.join(item.members)}"
        if item.kind is Kind.SCALAR:
            return ""
        if item.kind is Kind.INPUT:
            return _block(f"{_description(i.marks.description, '  ')}  {self._input(i)}" for i in item.inputs.values())
        if item.kind is Kind.ENUM:
            return _block(
                f"{_description(v.marks.description, '  ')}  {' '.join([v.name, *v.joins, *self._marks(v.marks)])}"
                for v in item.values
            )
        return _block(map(self._field, item.fields.values()))

    def _field(self, item: MergedField) -> str:
        parts = [f"  {item.name}{self._arguments(item.arguments, '  ')}: {item.type_text}", *item.joins]
        return _description(item.marks.description, "  ") + " ".join([*parts, *self._marks(item.marks)])

    def _arguments(self, items: Sequence[MergedInput], indent: str) -> str:
        if not items:
            return ""
        if not any(item.marks.description for item in items):
            return f"({', '.join(map(self._input, items))})"
        inner = f"{indent}  "
        lines = "\n".join(f"{_description(i.marks.description, inner)}{inner}{self._input(i)}" for i in items)
        return f"(\n{lines}\n{indent})"

    def _input(self, item: MergedInput) -> str:
        default = f" = {item.default}" if item.default is not None else ""
        return " ".join([f"{item.name}: {item.type_text}{default}", *item.joins, *self._marks(item.marks)])

    def _marks(self, marks: Marks) -> list[str]:
        found = [f"@{self.names['tag']}(name: {quoted(name)})" for name in marks.tags]
        if marks.inaccessible:
            found.append(f"@{self.names['inaccessible']}")
        if marks.deprecated is not None:
            reason = "" if marks.deprecated == NO_REASON else f"(reason: {quoted(marks.deprecated)})"
            found.append(f"@deprecated{reason}")
        if marks.specified_by is not None:
            found.append(f"@specifiedBy(url: {quoted(marks.specified_by)})")
        if marks.access is not OPEN:
            found += self._access(marks)
        if marks.cost is not None:
            found.append(f"@{self.names['cost']}(weight: {marks.cost})")
        if marks.list_size is not None:
            found.append(f"@{self.names['listSize']}{_list_size(marks.list_size)}")
        return found + [str(item) for item in marks.custom]

    def _access(self, marks: Marks) -> Iterable[str]:
        if marks.access.authenticated:
            yield f"@{self.names['authenticated']}"
        if marks.access.scopes:
            yield f"@{self.names['requiresScopes']}(scopes: {_any_of(marks.access.scopes)})"
        if marks.access.policies:
            yield f"@{self.names['policy']}(policies: {_any_of(marks.access.policies)})"


def _any_of(demand: AnyOf) -> str:
    return f"[{', '.join(f'[{_strings(sorted(group))}]' for group in demand)}]"


def _strings(items: Iterable[str]) -> str:
    return ", ".join(map(quoted, items))


def _list_size(size: ListSize) -> str:
    given = [] if size.assumed_size is None else [f"assumedSize: {size.assumed_size}"]
    if size.slicing_arguments:
        given.append(f"slicingArguments: [{_strings(size.slicing_arguments)}]")
    if size.sized_fields:
        given.append(f"sizedFields: [{_strings(size.sized_fields)}]")
    if not size.require_one_slicing_argument:
        given.append("requireOneSlicingArgument: false")
    return f"({', '.join(given)})" if given else ""


def _block(lines: Iterable[str]) -> str:
    return "\n{\n" + "\n".join(lines) + "\n}"


def _description(text: str | None, indent: str) -> str:
    if not text:
        return ""
    if '"' in text or "\\" in text or text != text.strip():
        text = print_ast(StringValueNode(value=text, block=True))
    else:
        text = f'"""{text}"""' if "\n" not in text else f'"""\n{text}\n"""'
    return "\n".join(indent + line if line else "" for line in text.split("\n")) + "\n"
