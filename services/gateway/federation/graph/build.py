"""The query graph of a supergraph. Nodes are made when first asked for and then kept."""

from __future__ import annotations

from collections.abc import Iterable

from services.gateway.federation.graph.flatten import Flattener
from services.gateway.federation.graph.nodes import CastEdge, FieldEdge, MoveEdge, MoveKind, Node, Recalled
from services.gateway.federation.selections import TYPENAME, Field, Selection, merge
from services.gateway.federation.supergraph.model import (
    ContextArgument,
    FieldDef,
    FieldJoin,
    Key,
    Kind,
    Supergraph,
    TypeDef,
)

_Demand = tuple[tuple[Selection, ...], tuple[ContextArgument, ...]]  # what a field requires, and of whom
_NodeKey = tuple[str, str, tuple[Selection, ...], _Demand, str | None]


class QueryGraph:
    """All steps a plan may take through a supergraph's subgraphs."""

    def __init__(self, supergraph: Supergraph, active_labels: frozenset[str] = frozenset()) -> None:
        self.supergraph = supergraph
        self.active_labels = active_labels
        self.flattener = Flattener(supergraph)
        self.memory: dict[Node, tuple[Recalled, ...] | None] = {}  # what searches found, for the next operation
        self._nodes: dict[_NodeKey, Node] = {}
        self._string = Node("String", "")
        self._interface_objects = {t.name for t in supergraph.types.values() if t.interface_object_in}

    def root(self, kind: str) -> Node:
        """The virtual root of an operation kind; its moves enter the subgraphs."""
        node = Node(self.supergraph.roots[kind], "")
        node._moves = list(self._entries(node.type_name, ""))
        return node

    def node(
        self,
        type_name: str,
        graph: str,
        provided: tuple[Selection, ...] = (),
        demand: _Demand = ((), ()),
        narrowed_from: str | None = None,
    ) -> Node:
        """The node of a type in a subgraph, with its fields and casts."""
        made: list[Node] = []
        found = self._reached(made, type_name, graph, provided, demand, narrowed_from)
        while made:  # one after the other: types refer to each other deeper than calls may be nested
            self._fill(made.pop(), made)
        return found

    def _reached(
        self,
        made: list[Node],
        type_name: str,
        graph: str,
        provided: tuple[Selection, ...] = (),
        demand: _Demand = ((), ()),
        narrowed_from: str | None = None,
    ) -> Node:
        """The node of a type in a subgraph; one that is new joins those that are still to be filled."""
        key = (type_name, graph, provided, demand, narrowed_from)
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = Node(type_name, graph, provided, *demand, narrowed_from)
            made.append(found)
        return found

    def moves(self, node: Node) -> list[MoveEdge]:
        """The ways to leave a node for another subgraph."""
        if node._moves is None:
            node._moves = list(self._moves(node))
        return node._moves

    def resolves(self, join: FieldJoin, field_def: FieldDef) -> bool:
        """Whether a subgraph answers a field, once its requirement (if any) is met."""
        if join.external:
            return False
        if join.override_label is not None:  # the new owner while the label is active, the old one while it is not
            return (join.override_label in self.active_labels) == (join.override is not None)
        return not any(
            other.override == join.graph
            and (other.override_label is None or other.override_label in self.active_labels)
            for other in field_def.joins.values()
            if other is not join
        )

    def _fill(self, node: Node, made: list[Node]) -> None:
        type_def = self.supergraph.types[node.type_name]
        source = self.supergraph.types[node.narrowed_from] if node.narrowed_from else type_def
        node.interface_object = node.graph in source.interface_object_in
        if not type_def.composite:
            return
        for field_def in source.fields.values():
            edge = self._field_edge(node, source, field_def, made)
            if edge:
                node.fields[edge.name] = edge
        if not node.interface_object and not node.demanding:
            node.fields[TYPENAME] = FieldEdge(TYPENAME, self._string, 0, False)
        if type_def.abstract and not node.demanding:
            self._fill_casts(node, made)

    def _fill_casts(self, node: Node, made: list[Node]) -> None:
        if node.interface_object:
            for name in self.supergraph.possible(node.type_name):
                node.casts[name] = CastEdge(name, self._reached(made, name, node.graph, narrowed_from=node.type_name))
            return
        for name in self.supergraph.possible_in(node.type_name, node.graph):
            tail = self._reached(made, name, node.graph, self._provided_for(name, node.provided))
            node.casts[name] = CastEdge(name, tail)

    def _provided_for(self, type_name: str, provided: Iterable[Selection]) -> tuple[Selection, ...]:
        """The part of a provides that concerns objects of a type, its fragments opened."""
        found: list[Selection] = []
        for item in provided:
            if isinstance(item, Field):
                found.append(item)
            elif self.supergraph.is_possible(item.type_name, type_name):
                found.extend(self._provided_for(type_name, item.selections))
        return merge(found)

    def _field_edge(self, node: Node, type_def: TypeDef, field_def: FieldDef, made: list[Node]) -> FieldEdge | None:
        join = field_def.joins.get(node.graph)
        if join is None or node.graph not in type_def.graphs:
            return None
        given = next((i for i in node.provided if isinstance(i, Field) and i.name == field_def.name), None)
        asked = (node.required, node.contexts) == (join.requires, join.context_arguments)
        if not asked and (node.demanding or given is None):
            return None
        if given is None and not self.resolves(join, field_def):
            return None
        tail_type = self.supergraph.types[join.type.name]
        if not tail_type.composite:
            return FieldEdge(field_def.name, self._reached(made, tail_type.name, node.graph), join.type.lists, False)
        provided = merge(join.provides, given.selections if given else ())
        if tail_type.kind is Kind.OBJECT:
            provided = self._provided_for(tail_type.name, provided)
        tail = self._reached(made, tail_type.name, node.graph, provided)
        return FieldEdge(field_def.name, tail, join.type.lists, True)

    def _moves(self, node: Node) -> Iterable[MoveEdge]:
        if node.demanding or node.narrowed_from:
            return
        if node.type_name in self.supergraph.root_types:
            if node.type_name == self.supergraph.roots["query"]:
                yield from self._entries(node.type_name, node.graph)
            return
        type_def = self.supergraph.types[node.type_name]
        yield from self._entity_moves(node, type_def)
        for name in type_def.implements:
            if name in self._interface_objects:
                interface = self.supergraph.types[name]
                yield from self._entity_moves(node, interface, only=interface.interface_object_in)

    def _entries(self, type_name: str, leaving: str) -> Iterable[MoveEdge]:
        type_def = self.supergraph.types[type_name]
        for graph in self.supergraph.subgraphs:
            if graph in type_def.graphs and graph != leaving and len(self.node(type_name, graph).fields) > 1:
                yield MoveEdge(MoveKind.ROOT, self.node(type_name, graph))

    def _entity_moves(self, node: Node, type_def: TypeDef, only: set[str] | None = None) -> Iterable[MoveEdge]:
        for graph, keys in type_def.keys.items():
            if only is not None and graph not in only:
                continue
            for key in keys:
                if key.resolvable:
                    yield from self._moves_by(node, type_def, graph, key)

    def _moves_by(self, node: Node, type_def: TypeDef, graph: str, key: Key) -> Iterable[MoveEdge]:
        if graph != node.graph or type_def.name != node.type_name:
            requirement = self.flattener.flatten(type_def.name, key.selections)
            yield MoveEdge(MoveKind.ENTITY, self.node(type_def.name, graph), requirement)
        for demand in self._demands(type_def, graph):
            view = self.node(type_def.name, graph, demand=demand)
            if view.fields:
                needed = self.flattener.flatten(type_def.name, merge(key.selections, demand[0]))
                yield MoveEdge(MoveKind.ENTITY, view, needed, demand[1])

    def _demands(self, type_def: TypeDef, graph: str) -> Iterable[_Demand]:
        joins = [field_def.joins[graph] for field_def in type_def.fields.values() if graph in field_def.joins]
        found = [(join.requires, join.context_arguments) for join in joins if join.requires or join.context_arguments]
        return dict.fromkeys(found)
