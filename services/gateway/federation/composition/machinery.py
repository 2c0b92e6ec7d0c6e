"""The specifications that a supergraph links, and the definitions that come with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from services.gateway.federation.composition.merged import MergedSchema
from services.gateway.federation.supergraph.links import SPECS

_ELEMENTS = (
    "FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | "
    "INPUT_FIELD_DEFINITION"
)
_PROTECTED = "FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM"
_JOIN = """\
directive @join__directive(graphs: [join__Graph!], name: String!, args: join__DirectiveArguments) repeatable on SCHEMA \
| OBJECT | INTERFACE | FIELD_DEFINITION

directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE

directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, \
external: Boolean, override: String, usedOverridden: Boolean, overrideLabel: String, \
contextArguments: [join__ContextArgument!]) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION

directive @join__graph(name: String!, url: String!) on ENUM_VALUE

directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE

directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = \
true, isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR

directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION

directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA

input join__ContextArgument {
  name: String!
  type: String!
  context: String!
  selection: join__FieldValue!
}

scalar join__DirectiveArguments

scalar join__FieldSet

scalar join__FieldValue

scalar link__Import

enum link__Purpose {
  "`SECURITY` features provide metadata necessary to securely resolve fields."
  SECURITY

  "`EXECUTION` features provide metadata necessary for operation execution."
  EXECUTION
}"""


@dataclass(frozen=True, slots=True)
class _Spec:
    """A specification beside link and join, linked when one of its directives is in use."""

    name: str
    version: str
    directives: dict[str, str]  # element -> its definition after the name
    purpose: str | None = None
    more: list[str] = field(default_factory=list)


_SPECS = (
    _Spec("authenticated", "v0.1", {"authenticated": f" on {_PROTECTED}"}, "SECURITY"),
    _Spec(
        "requiresScopes",
        "v0.1",
        {"requiresScopes": f"(scopes: [[requiresScopes__Scope!]!]!) on {_PROTECTED}"},
        "SECURITY",
        ["scalar requiresScopes__Scope"],
    ),
    _Spec(
        "policy",
        "v0.1",
        {"policy": f"(policies: [[policy__Policy!]!]!) on {_PROTECTED}"},
        "SECURITY",
        ["scalar policy__Policy"],
    ),
    _Spec(
        "context",
        "v0.1",
        {"context": "(name: String!) repeatable on INTERFACE | OBJECT | UNION"},
        "SECURITY",
        [
            "directive @context__fromContext(field: context__ContextFieldValue) on ARGUMENT_DEFINITION",
            "scalar context__ContextFieldValue",
        ],
    ),
    _Spec(
        "cost",
        "v0.1",
        {
            "cost": "(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT "
            "| SCALAR",
            "listSize": "(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], "
            "requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION",
        },
    ),
    _Spec("inaccessible", "v0.2", {"inaccessible": f" on {_ELEMENTS}"}, "SECURITY"),
    _Spec("tag", "v0.3", {"tag": f"(name: String!) repeatable on {_ELEMENTS} | SCHEMA"}),
    _Spec("cacheTag", "v0.1", {"cacheTag": ""}, "EXECUTION"),
)


def header_links(merged: MergedSchema) -> Iterable[str]:
    """The ``@link`` applications of a supergraph."""
    yield f'@link(url: "{SPECS}link/v1.0")'
    yield f'@link(url: "{SPECS}join/v0.5", for: EXECUTION)'
    for spec in _used(merged):
        imports = [_import(element, merged.names[element]) for element in _renamed(spec, merged)]
        text = f", import: [{', '.join(imports)}]" if imports else ""
        purpose = f", for: {spec.purpose}" if spec.purpose else ""
        yield f'@link(url: "{SPECS}{spec.name}/{spec.version}"{text}{purpose})'
    for feature in merged.features:
        imports = [_import(name, local) for name, local in feature.imports]
        yield f'@link(url: "{feature.url}", import: [{", ".join(imports)}])'


def definitions_of(merged: MergedSchema) -> Iterable[str]:
    """The definitions that the linked specifications bring."""
    yield _JOIN
    if any(item.one_of for item in merged.types.values()):
        yield "directive @oneOf on INPUT_OBJECT"
    for spec in _used(merged):
        for element, text in spec.directives.items():
            if text:
                default = element if element == spec.name else f"{spec.name}__{element}"
                yield f"directive @{merged.names.get(element, default)}{text}"
        yield from spec.more


def _used(merged: MergedSchema) -> Iterable[_Spec]:
    return (spec for spec in _SPECS if any(element in merged.names for element in spec.directives))


def _renamed(spec: _Spec, merged: MergedSchema) -> Iterable[str]:
    """The directives that are called otherwise than their specification does unasked."""
    for element, text in spec.directives.items():
        default = element if element == spec.name else f"{spec.name}__{element}"
        if text and merged.names.get(element, default) != default:
            yield element


def _import(name: str, local: str) -> str:
    return f'"@{name}"' if name == local else f'{{name: "@{name}", as: "@{local}"}}'
