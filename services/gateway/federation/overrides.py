"""Progressive overrides: for each request, which labels of ``@override(label:)`` are on.

``percent(x)`` is on for x requests in a hundred: one number is drawn per request, so that a request that is below a
small percentage is below every larger one too. Any other label is on or off for a whole state.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from functools import cached_property

from graphql import DocumentNode, FieldNode, Visitor, visit

from services.gateway.federation.graph.build import QueryGraph
from services.gateway.federation.planner.plan import Planner
from services.gateway.federation.selections import Field, Selection
from services.gateway.federation.supergraph.model import Supergraph

Labels = frozenset[str]


def percentile() -> float:
    """A request's place among a hundred, drawn anew each time."""
    return random.uniform(0, 100)  # noqa: S311 - spreads load, guards nothing


def percent_of(label: str) -> float | None:
    """How many requests in a hundred a label is on for; none for a label that is no percentage."""
    return float(label[8:-1]) if label.startswith("percent(") and label.endswith(")") else None


class Overrides:
    """The labels of one supergraph, and a planner for each set of them that comes up."""

    def __init__(self, supergraph: Supergraph, switched_on: Labels, draw: Callable[[], float] = percentile) -> None:
        self.supergraph, self.draw = supergraph, draw
        self.always = switched_on & supergraph.override_labels
        shares = {label: percent_of(label) for label in supergraph.override_labels - self.always}
        self._shares = {label: share for label, share in shares.items() if share is not None}
        self._planners: dict[Labels, Planner] = {}

    @property
    def drawn(self) -> bool:
        """Whether any label is decided per request."""
        return bool(self._shares)

    def planner(self, labels: Labels) -> Planner:
        """The planner under which these labels are on, and no others."""
        found = self._planners.get(labels)
        if found is None:
            found = self._planners[labels] = Planner(QueryGraph(self.supergraph, labels))
        return found

    def touched(self, document: DocumentNode) -> Labels:
        """The labels on which the plan of a document's operations can depend."""
        names = _Names()
        visit(document, names)
        return self._hidden.union(*(self._by_field[name] for name in names.found & self._by_field.keys()))

    def on(self, touched: Labels) -> Labels:
        """The labels that are on for one request, of those that matter to it."""
        drawn = self.draw()
        return self.always | {label for label in touched if drawn < self._shares.get(label, 0)}

    @cached_property
    def _by_field(self) -> dict[str, Labels]:
        found: dict[str, Labels] = {}
        for type_def in self.supergraph.types.values():
            for name, definition in type_def.fields.items():
                labels = {join.override_label for join in definition.joins.values() if join.override_label}
                if labels:
                    found[name] = found.get(name, frozenset()) | labels
        return found

    @cached_property
    def _hidden(self) -> Labels:
        """The labels of fields that keys and requirements use: they may matter to any operation."""
        used: set[str] = set()
        for type_def in self.supergraph.types.values():
            for keys in type_def.keys.values():
                used.update(name for key in keys for name in _names(key.selections))
            for definition in type_def.fields.values():
                for join in definition.joins.values():
                    used.update(_names((*join.requires, *join.provides)))
                    used.update(name for item in join.context_arguments for name in _names(item.selections))
        return frozenset().union(*(labels for name, labels in self._by_field.items() if name in used))


class _Names(Visitor):
    """Collects the names of the fields of a document."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def enter_field(self, node: FieldNode, *_: object) -> None:
        self.found.add(node.name.value)


def _names(selections: Iterable[Selection]) -> Iterable[str]:
    for item in selections:
        if isinstance(item, Field):
            yield item.name
        yield from _names(item.selections)
