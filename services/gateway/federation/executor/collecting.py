"""Which objects of the answer a fetch asks about, and what is sent for each: one generated function per fetch.

For ``topProducts.@`` and the key ``upc`` of ``Product`` the function is

    def collect(data, batch):
        representations, assign = batch.representations, batch.assignments.append
        others = batch.others
        plain0 = batch.plain('Product', 'upc')
        for t in [v2 for v1 in (data.get('topProducts'),) if v1 is not None for v2 in v1 if v2 is not None]:
            k = t.get('upc', MISSING)
            if k is not MISSING:
                if k.__class__ is str: known, identity = plain0, k
                else: known, identity = others, dumps({'__typename': 'Product', 'upc': k})
                index = known.get(identity)
                if index is None:
                    index = known[identity] = len(representations)
                    representations.append({'__typename': 'Product', 'upc': k})
                assign((t, index))

It takes for granted that the data fits the schema; where it does not, it raises AttributeError or TypeError, and
``collect_carefully`` does the same without generated code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

from services.gateway.federation.executor.targets import MISSING, Batch, find_located, find_targets, represent
from services.gateway.federation.plan.nodes import LIST, TYPE, Fetch, InputField, Path, Representation
from services.gateway.federation.selections import TYPENAME

Json = Any
Collect = Callable[[Json, Batch], None]

LONGEST_PATH = 50  # beyond it the search is not worth generating


def compile_collect(fetch: Fetch) -> Collect:
    """Generate the function. Only names the GraphQL parser accepted enter its source, as quoted text."""
    scope: dict[str, Json] = {
        "MISSING": MISSING, "dumps": orjson.dumps, "represent": represent, "find_targets": find_targets,
        "path": fetch.path,
    }  # fmt: skip
    lines = [
        "def collect(data, batch):",
        " representations, assign, others = batch.representations, batch.assignments.append, batch.others",
    ]
    body: list[str] = []
    told = all(rule.typename for rule in fetch.representations)  # or two rules might represent an object alike
    for number, rule in enumerate(fetch.representations):
        scope[f"rule{number}"], scope[f"guards{number}"] = rule, rule.guards
        indent = "  "
        if rule.guards:
            body += [f"  n = t.get({TYPENAME!r})", f"  if n is None or n in guards{number}:"]
            indent = "   "
        key = _single_key(rule) if told else None
        if key is not None:
            lines.append(f" plain{number} = batch.plain({rule.typename!r}, {key.name!r})")
        body += [indent + line for line in _rule(number, rule, key)]
    lines.append(f" for t in {_search(fetch.path)}:")
    exec("\n".join(lines + body), scope)  # noqa: S102 - see above
    collect: Collect = scope["collect"]
    return collect


def _search(path: Path) -> str:
    """The expression that finds the objects at a path."""
    if len(path) > LONGEST_PATH:
        return "find_targets(data, path)"
    value, steps = "data", ""
    for number, segment in enumerate(path, start=1):
        if segment[0] == TYPE:
            name = segment[1:]
            steps += f" if {value}.get({TYPENAME!r}, {name!r}) == {name!r}"
            continue
        source = value if segment == LIST else f"({value}.get({segment!r}),)"
        value = f"v{number}"
        steps += f" for {value} in {source} if {value} is not None"
    first = "" if steps.startswith(" for") else " for data in (data,)"
    return f"[{value}{first}{steps}]"


def _rule(number: int, rule: Representation, key: InputField | None) -> list[str]:
    """The lines that represent one object by one rule."""
    if key is not None:
        sent = f"{{{TYPENAME!r}: {rule.typename!r}, {key.name!r}: k}}"
        return [
            f"k = t.get({key.key!r}, MISSING)",
            "if k is not MISSING:",
            f" if k.__class__ is str: known, identity = plain{number}, k",
            f" else: known, identity = others, dumps({sent})",
            *_assigned(sent),
        ]
    if not all(isinstance(item, InputField) and not item.selection for item in rule.selection):
        return [
            f"r = represent(t, rule{number})",
            "if r is not None:",
            " known, identity = others, dumps(r)",
            *_assigned("r"),
        ]
    fields = [item for item in rule.selection if isinstance(item, InputField)]
    lines = [f"k{i} = t.get({field.key!r}, MISSING)" for i, field in enumerate(fields)]
    name = repr(rule.typename) if rule.typename else f"t.get({TYPENAME!r}) or {rule.fallback!r}"
    entries = "".join(f", {field.name!r}: k{i}" for i, field in enumerate(fields))
    present = " and ".join(f"k{i} is not MISSING" for i in range(len(fields))) or "True"
    return [
        *lines,
        f"if {present}:",
        f" r = {{{TYPENAME!r}: {name}{entries}}}",
        " known, identity = others, dumps(r)",
        *_assigned("r"),
    ]


def _assigned(sent: str) -> list[str]:
    """Take the representation known under ``identity``, or make it known, and assign the object to it."""
    return [
        " index = known.get(identity)",
        " if index is None:",
        "  index = known[identity] = len(representations)",
        f"  representations.append({sent})",
        " assign((t, index))",
    ]


def _single_key(rule: Representation) -> InputField | None:
    """The key of the usual rule: one plain field of a known type."""
    if rule.typename is None or len(rule.selection) != 1:
        return None
    field = rule.selection[0]
    return field if isinstance(field, InputField) and not field.selection else None


def collect_carefully(fetch: Fetch, data: Json, batch: Batch) -> None:
    """As the generated function, for data that does not fit the schema: what cannot be represented is left out."""
    for _, target in find_located(data, fetch.path):
        for rule in fetch.representations:
            if rule.guards and (name := target.get(TYPENAME)) is not None and name not in rule.guards:
                continue
            try:
                representation = represent(target, rule)
            except (AttributeError, TypeError):
                continue
            if representation is not None:
                batch.assign(target, representation)
