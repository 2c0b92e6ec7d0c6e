"""What a step asks its subgraph for, while it is being put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from services.gateway.federation.errors import PlanningError
from services.gateway.federation.selections import TYPENAME


@dataclass(slots=True, eq=False)
class OutputField:
    """A selected field."""

    name: str
    arguments: str
    variables: frozenset[str]
    inner: Output | None
    lists: int
    alias: str | None = None  # replaces the response key inside the subgraph's operation


@dataclass(slots=True, eq=False)
class Output:
    """A selection set on a type of the subgraph."""

    type_name: str
    fields: dict[str, OutputField] = field(default_factory=dict)
    fragments: dict[str, Output] = field(default_factory=dict)

    def select(
        self, key: str, name: str, arguments: str, variables: frozenset[str], inner_type: str | None, lists: int
    ) -> OutputField:
        """Add a field, or find it."""
        known = self.fields.get(key)
        if known is None:
            inner = Output(inner_type) if inner_type else None
            known = self.fields[key] = OutputField(name, arguments, variables, inner, lists)
        elif (known.name, known.arguments) != (name, arguments):
            raise PlanningError(f'"{key}" would stand for two different fields of {self.type_name}; use an alias.')
        return known

    def select_typename(self) -> None:
        """Ask for the type name."""
        self.fields.setdefault(TYPENAME, OutputField(TYPENAME, "", frozenset(), None, 0))

    def fragment(self, type_name: str) -> Output:
        """The selections for one type."""
        if type_name == self.type_name:
            return self
        return self.fragments.setdefault(type_name, Output(type_name))

    def fits(self, other: Output) -> bool:
        """Whether another selection can be added without two fields meeting under one key."""
        for key, item in other.fields.items():
            mine = self.fields.get(key)
            if mine is None:
                continue
            if (mine.name, mine.arguments) != (item.name, item.arguments):
                return False
            if mine.inner and item.inner and not mine.inner.fits(item.inner):
                return False
        return all(name not in self.fragments or self.fragments[name].fits(o) for name, o in other.fragments.items())

    def add(self, other: Output) -> None:
        """Take over all of another selection, in place: what points into it must be moved by the caller."""
        for key, item in other.fields.items():
            mine = self.fields.setdefault(key, item)
            if mine is not item and mine.inner and item.inner:
                mine.inner.add(item.inner)
        for name, fragment in other.fragments.items():
            known = self.fragments.setdefault(name, fragment)
            if known is not fragment:
                known.add(fragment)

    def flat(self) -> bool:
        """Whether all it asks for are leaves."""
        return all(item.inner is None for item in self.fields.values()) and all(
            fragment.flat() for fragment in self.fragments.values()
        )

    def variables(self) -> frozenset[str]:
        """The variables it uses."""
        return frozenset().union(*self._variables())

    def _variables(self) -> Iterable[frozenset[str]]:
        for item in self.fields.values():
            yield item.variables
            if item.inner:
                yield item.inner.variables()
        for fragment in self.fragments.values():
            yield fragment.variables()

    def text(self) -> str:
        """Its GraphQL, without spaces where none are needed."""
        parts = [_field_text(key, item) for key, item in self.fields.items()]
        for name, fragment in self.fragments.items():
            if fragment.fields or fragment.fragments:
                parts.append(f"...on {name}{fragment.text()}")
        return "{" + _joined(parts or [TYPENAME]) + "}"


def _field_text(key: str, item: OutputField) -> str:
    shown = item.alias or key
    alias = f"{shown}:" if shown != item.name else ""
    arguments = f"({item.arguments})" if item.arguments else ""
    return f"{alias}{item.name}{arguments}{item.inner.text() if item.inner else ''}"


def _joined(parts: list[str]) -> str:
    text = parts[0]
    for part in parts[1:]:
        text += part if text[-1] in "})" or part[0] == "." else f" {part}"
    return text
