"""Writing supergraph SDL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graphql import StringValueNode, print_ast

from services.gateway.federation.composition.merge_fields import quoted
from services.gateway.federation.composition.merged import MergedInput, MergedType
from services.gateway.federation.composition.read import ROOTS
from services.gateway.federation.composition.subgraph import Marks, SubgraphSchema
from services.gateway.federation.supergraph.model import Kind

_HEADER = """\
directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE

directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, \
external: Boolean, override: String, usedOverridden: Boolean{label}) repeatable on FIELD_DEFINITION | \
INPUT_FIELD_DEFINITION

directive @join__graph(name: String!, url: String!) on ENUM_VALUE

directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE

directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = \
true, isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR

directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION

directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
"""
_INACCESSIBLE = """
directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | \
ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION
"""
_TAG = """
directive @tag(name: String!) repeatable on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | \
SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION
"""
_LINK_TYPES = """
scalar join__FieldSet

scalar link__Import

enum link__Purpose {
  "Features that provide metadata necessary to securely resolve fields."
  SECURITY

  "Features that provide metadata necessary for operation execution."
  EXECUTION
}
"""


def print_supergraph(subgraphs: Sequence[SubgraphSchema], types: dict[str, MergedType]) -> str:
    """The supergraph as text; the same input always gives the same text."""
    body = "\n\n".join(_type(types[name]) for name in sorted(types))
    labels = "overrideLabel:" in body
    hides, tags = "@inaccessible" in body, "@tag(" in body
    links = ['@link(url: "https://specs.apollo.dev/link/v1.0")']
    links.append(f'@link(url: "https://specs.apollo.dev/join/v0.{4 if labels else 3}", for: EXECUTION)')
    if hides:
        links.append('@link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY)')
    if tags:
        links.append('@link(url: "https://specs.apollo.dev/tag/v0.3")')
    roots = "".join(f"  {kind}: {name}\n" for kind, name in ROOTS.items() if name in types)
    header = _HEADER.replace("{label}", ", overrideLabel: String" if labels else "")
    graphs = "\n".join(
        f"  {item.graph_id} @join__graph(name: {quoted(item.name)}, url: {quoted(item.url)})" for item in subgraphs
    )
    return (
        "schema\n" + "".join(f"  {link}\n" for link in links) + "{\n" + roots + "}\n\n" + header
        + (_INACCESSIBLE if hides else "") + (_TAG if tags else "") + _LINK_TYPES
        + f"\nenum join__Graph {{\n{graphs}\n}}\n\n{body}\n"
    )  # fmt: skip


def _type(item: MergedType) -> str:
    keyword = {Kind.OBJECT: "type", Kind.INPUT: "input"}.get(item.kind, item.kind.value)
    implements = f" implements {' & '.join(item.interfaces)}" if item.interfaces else ""
    directives = [*item.joins, *_mark_directives(item.marks)]
    if item.specified_by:
        directives.append(f"@specifiedBy(url: {quoted(item.specified_by)})")
    if item.one_of:
        directives.append("@oneOf")
    lines = "".join(f"\n  {text}" for text in directives)
    return f"{_description(item.marks, '')}{keyword} {item.name}{implements}{lines}{_body(item)}"


def _body(item: MergedType) -> str:
    if item.kind is Kind.UNION:
        return f"\n  = {' | '.join(item.members)}"
    if item.kind is Kind.SCALAR:
        return ""
    if item.kind is Kind.INPUT:
        return _block(f"{_description(i.marks, '  ')}  {_input(i)}" for i in item.inputs.values())
    if item.kind is Kind.ENUM:
        return _block(
            f"{_description(v.marks, '  ')}  {' '.join([v.name, *v.joins, *_mark_directives(v.marks)])}"
            for v in item.values
        )
    return _block(
        _description(f.marks, "  ")
        + "  "
        + " ".join([f"{f.name}{_arguments(f.arguments)}: {f.type_text}", *f.joins, *_mark_directives(f.marks)])
        for f in item.fields.values()
    )


def _block(lines: Iterable[str]) -> str:
    return "\n{\n" + "\n".join(lines) + "\n}"


def _arguments(items: Sequence[MergedInput]) -> str:
    if not items:
        return ""
    if not any(item.marks.description for item in items):
        return f"({', '.join(map(_input, items))})"
    lines = "\n".join(f"{_description(item.marks, '    ')}    {_input(item)}" for item in items)
    return f"(\n{lines}\n  )"


def _input(item: MergedInput) -> str:
    default = f" = {item.default}" if item.default is not None else ""
    return " ".join([f"{item.name}: {item.type_text}{default}", *item.joins, *_mark_directives(item.marks)])


def _mark_directives(marks: Marks) -> list[str]:
    found = [f"@tag(name: {quoted(name)})" for name in marks.tags]
    if marks.inaccessible:
        found.append("@inaccessible")
    if marks.deprecated is not None:
        found.append(f"@deprecated(reason: {quoted(marks.deprecated)})")
    return found


def _description(marks: Marks, indent: str) -> str:
    if not marks.description:
        return ""
    text = print_ast(StringValueNode(value=marks.description, block=True))
    return "\n".join(indent + line if line else "" for line in text.split("\n")) + "\n"
