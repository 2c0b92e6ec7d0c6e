"""What composition tells of small subgraphs, as tables that people can read.

    == a key that is not there
    one: type Query { t: T } type T @key(fields: "x") { id: ID! }
    -> KEY_INVALID_FIELDS T

A line that is indented goes on with the one above. A subgraph marked ``(plain)`` gets no link; others get one that
imports every directive. A case without an arrow composes without a hint.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from services.gateway.federation import CompositionErrors, Subgraph
from services.gateway.federation.composition.compose import compose

EVERYTHING = """\
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@tag", "@interfaceObject"
  "@composeDirective", "@extends", "@authenticated", "@requiresScopes", "@policy", "@context", "@fromContext", "@cost"
  "@listSize"
])
"""
_SUBGRAPH = re.compile(r"(?P<name>[\w-]*)(?P<plain> \(plain\))?: (?P<sdl>.*)")


@dataclass
class Case:
    """Subgraphs, and what is told of them: faults, or hints when they compose."""

    name: str
    subgraphs: list[Subgraph] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return self.name

    def told(self) -> list[str]:
        """``CODE coordinate`` of every fault, or ``hint CODE coordinate`` of every hint."""
        found = compose(self.subgraphs)
        if isinstance(found, CompositionErrors):
            return [f"{item.code} {item.coordinate}".strip() for item in found.errors]
        return [f"hint {item.code} {item.coordinate}".strip() for item in found.hints]


def cases(table: str) -> list[Case]:
    """Read a table."""
    found: list[Case] = []
    for line in re.sub(r"\n +", " ", table).strip().splitlines():
        if line.startswith("== "):
            found.append(Case(line[3:]))
        elif line.startswith("-> "):
            found[-1].expected.append(line[3:])
        elif line:
            parts = _SUBGRAPH.fullmatch(line)
            assert parts, line
            sdl = parts["sdl"] if parts["plain"] else EVERYTHING + parts["sdl"]
            found[-1].subgraphs.append(Subgraph(parts["name"], f"http://{parts['name']}.test/graphql", sdl))
    return found
