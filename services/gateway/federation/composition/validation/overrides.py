"""The rules of ``@override`` between subgraphs, and how far a migration is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.gateway.federation.composition.errors import Report
from services.gateway.federation.composition.subgraph import SubField, SubgraphSchema
from services.gateway.federation.composition.validation.shared import by_field, by_type
from services.gateway.federation.supergraph.model import Kind

_LABEL = re.compile(r"[a-zA-Z][a-zA-Z0-9_\-:./]*|percent\((\d{1,2}(\.\d{1,8})?|100)\)")


def check_overrides(subgraphs: list[SubgraphSchema], report: Report) -> None:
    """Report overrides that cannot be followed; hint at what can be cleaned up."""
    names = {subgraph.name for subgraph in subgraphs}
    for type_name, parts in by_type(subgraphs):
        for name, owners in by_field(parts):
            fields = {subgraph.name: item for subgraph, item in owners}
            for subgraph, item in owners:
                if item.override is not None and subgraph.types[type_name].kind is not Kind.INTERFACE:
                    _Override(f"{type_name}.{name}", subgraph.name, item, fields, names).check(report)


@dataclass(slots=True)
class _Override:
    coordinate: str
    subgraph: str
    item: SubField
    fields: dict[str, SubField]
    names: set[str]

    def check(self, report: Report) -> None:
        """Report what is wrong, or else hint at where the migration stands."""
        faults = list(self._faults())
        for code, text in faults:
            report.error(code, f"{self.coordinate} {text}.", self.coordinate, self.subgraph)
        if not faults:
            code, text = self._stage()
            concerned = [name for name in (self.subgraph, self._from) if name in self.names]
            report.hint(code, f"{self.coordinate} {text}.", self.coordinate, *concerned)

    @property
    def _from(self) -> str:
        return self.item.override or ""

    def _faults(self) -> Iterator[tuple[str, str]]:
        label, source = self.item.override_label, self.fields.get(self._from)
        if label is not None and not _LABEL.fullmatch(label):
            yield (
                "OVERRIDE_LABEL_INVALID",
                f'has the label "{label}". Begin with a letter and go on with letters, digits and any of _-:./, or '
                'give a share like "percent(12.5)"',
            )
        if self._from == self.subgraph:
            yield "OVERRIDE_FROM_SELF_ERROR", 'overrides itself: "from" names its own subgraph'
        elif source is not None and source.override is not None:
            text = f'overrides the field of "{self._from}", which itself has @override. Keep one of the two'
            yield "OVERRIDE_SOURCE_HAS_OVERRIDE", text
        elif source is not None and not source.external:
            for name, value in (("requires", source.requires), ("provides", source.provides)):
                if value is not None:
                    text = f'cannot be taken from "{self._from}", where it has @{name}. Remove that first'
                    yield "OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE", text

    def _stage(self) -> tuple[str, str]:
        source = self.fields.get(self._from)
        if self._from not in self.names:
            return "FROM_SUBGRAPH_DOES_NOT_EXIST", f'overrides a field of "{self._from}", which is no subgraph here'
        if source is None or source.external:
            text = f'is not resolved by "{self._from}" any more: the @override can be removed'
            return "OVERRIDE_DIRECTIVE_CAN_BE_REMOVED", text
        if self.item.override_label is not None:
            text = f'moves from "{self._from}" as its label says. When all have moved, remove the field there'
            return "OVERRIDE_MIGRATION_IN_PROGRESS", text
        text = f'is taken over from "{self._from}", which is not asked for it any more. Remove it there'
        return "OVERRIDDEN_FIELD_CAN_BE_REMOVED", text
