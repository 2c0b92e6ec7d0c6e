"""Operations made ready: parsed, validated, normalised, planned, compiled; each once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    ExecutionResult,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    execute_sync,
    parse,
    print_ast,
    visit,
)

from services.gateway.federation.authorisation.screen import Screen
from services.gateway.federation.budget import Budget
from services.gateway.federation.cache import Lru
from services.gateway.federation.errors import PlanningTooComplexError
from services.gateway.federation.executor.project import Projection
from services.gateway.federation.executor.requests import PreparedPlan
from services.gateway.federation.graph.flatten import Flattener
from services.gateway.federation.overrides import Labels, Overrides
from services.gateway.federation.plan.nodes import Path, Plan
from services.gateway.federation.planner.normalise import INTROSPECTION, fragments_of, normalise, open_operation
from services.gateway.federation.selections import Field, Selection, text_of
from services.gateway.federation.supergraph.annotations import Access

JsonObject = dict[str, Any]

SMALL = 60  # fields and spreads of an operation that is planned in a few milliseconds


@dataclass(slots=True)
class Runnable:
    """An operation with its conditions decided: nothing left to do but to run it."""

    plan: PreparedPlan
    projection: Projection
    introspection: DocumentNode | None
    introspected: JsonObject | None = None  # the answer, kept when it depends on no variable
    asked: frozenset[Access] = frozenset()  # the rights it asks for
    opened: tuple[Selection, ...] = ()  # all of it, where it asks for rights
    refused: tuple[Path, ...] = ()  # where something was taken out for want of them
    whole: Projection | None = None  # all that was asked, with null where something was taken out
    screened: dict[frozenset[Access], Runnable] = field(default_factory=dict)  # what is left without some of them
    labels: Labels = frozenset()  # the progressive overrides that were on


@dataclass(slots=True)
class Prepared:
    """One operation of a valid document."""

    document: DocumentNode
    definition: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    conditions: tuple[str, ...]  # the variables that @skip and @include use
    size: int  # how many fields and spreads its document has
    variants: dict[tuple[bool, ...], Runnable] = field(default_factory=dict)
    touched: Labels | None = None  # the progressive overrides that matter to it, once that was asked
    labelled: dict[Labels, dict[tuple[bool, ...], Runnable]] = field(default_factory=dict)  # variants, by those on

    @property
    def kind(self) -> str:
        """query, mutation or subscription."""
        return self.definition.operation.value

    @property
    def name(self) -> str | None:
        """The operation's name, if it has one."""
        return self.definition.name.value if self.definition.name else None


class _Conditions(Visitor):
    """Finds the variables that decide what is selected, and counts what is."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.size = 0

    def enter_field(self, *_: object) -> None:
        self.size += 1

    def enter_fragment_spread(self, *_: object) -> None:
        self.size += 10

    def enter_directive(self, node: DirectiveNode, *_: object) -> None:
        if node.name.value in ("skip", "include"):
            for argument in node.arguments or ():
                if isinstance(argument.value, VariableNode):
                    self.names.add(argument.value.name.value)


def prepare(document: DocumentNode, definition: OperationDefinitionNode) -> Prepared:
    """Wrap one operation of a valid document."""
    conditions = _Conditions()
    visit(document, conditions)
    declared = {item.variable.name.value for item in definition.variable_definitions or ()}
    used = tuple(sorted(conditions.names & declared))
    return Prepared(document, definition, fragments_of(document), used, conditions.size)


class Compiler:
    """Turns prepared operations into runnable ones; equal operations share a plan."""

    def __init__(self, schema: GraphQLSchema, overrides: Overrides, cache_size: int) -> None:
        supergraph = overrides.supergraph
        self._screen = Screen(supergraph) if supergraph.protected else None
        self.schema, self.overrides = schema, overrides
        self.flattener = Flattener(supergraph)
        self._plans: Lru[tuple[object, ...], PreparedPlan] = Lru(cache_size)
        self._most_variants = 64
        self._one_at_a_time = Lock()  # the graph is filled in while operations are planned
        self._beside = ThreadPoolExecutor(1, "planning")

    def runnable(self, prepared: Prepared, variables: Mapping[str, object]) -> Runnable:
        """The operation as these variables make it. Raises PlanningError."""
        outcome = tuple([bool(variables.get(name)) for name in prepared.conditions])
        variants, labels = self._variants(prepared)
        found = variants.get(outcome)
        return found if found is not None else self._new(prepared, outcome, variants, labels)

    async def runnable_soon(self, prepared: Prepared, variables: Mapping[str, object], deadline: float) -> Runnable:
        """The same; but what takes long to plan is planned beside the event loop. Raises PlanningError."""
        outcome = tuple([bool(variables.get(name)) for name in prepared.conditions])
        variants, labels = self._variants(prepared)
        found = variants.get(outcome)
        if found is not None:
            return found
        if prepared.size <= SMALL and not self._one_at_a_time.locked():
            return self._new(prepared, outcome, variants, labels)
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout_at(deadline):
                return await loop.run_in_executor(self._beside, self._new, prepared, outcome, variants, labels)
        except TimeoutError:
            raise PlanningTooComplexError("The operation could not be planned in time.") from None

    def _variants(self, prepared: Prepared) -> tuple[dict[tuple[bool, ...], Runnable], Labels]:
        if not self.overrides.drawn:
            return prepared.variants, self.overrides.always
        if prepared.touched is None:
            prepared.touched = self.overrides.touched(prepared.document)
        labels = self.overrides.on(prepared.touched)
        if labels == self.overrides.always:
            return prepared.variants, labels
        return prepared.labelled.setdefault(labels, {}), labels

    def _new(
        self,
        prepared: Prepared,
        outcome: tuple[bool, ...],
        variants: dict[tuple[bool, ...], Runnable],
        labels: Labels,
    ) -> Runnable:
        with self._one_at_a_time:
            found = variants.get(outcome)  # somebody else may have asked for it meanwhile
            if found is None:
                if len(variants) >= self._most_variants:
                    variants.clear()
                found = variants[outcome] = self._compile(prepared, outcome, labels)
            return found

    def _compile(self, prepared: Prepared, outcome: tuple[bool, ...], labels: Labels) -> Runnable:
        definition, budget = prepared.definition, Budget()
        decided = dict(zip(prepared.conditions, outcome, strict=True))
        opened = open_operation(definition, prepared.fragments, decided, budget)
        selections = normalise(self.flattener, definition, opened, budget)
        root = self.schema.get_root_type(definition.operation)
        assert isinstance(root, GraphQLObjectType)
        asked: frozenset[Access] = self._screen.asked(root.name, opened) if self._screen else frozenset()
        return Runnable(
            plan=self._plan(definition, selections, labels, budget),
            projection=Projection(self.schema, root, opened),
            introspection=_introspection(definition, opened),
            asked=asked,
            opened=tuple(opened) if asked else (),
            labels=labels,
        )

    def screened(self, prepared: Prepared, runnable: Runnable, missing: frozenset[Access]) -> Runnable:
        """What is left of an operation for a caller without some of the rights it asks for. Raises PlanningError."""
        found = runnable.screened.get(missing)
        if found is None:
            if len(runnable.screened) >= self._most_variants:
                runnable.screened.clear()
            with self._one_at_a_time:
                found = runnable.screened[missing] = self._screened(prepared.definition, runnable, missing)
        return found

    def _screened(
        self, definition: OperationDefinitionNode, runnable: Runnable, missing: frozenset[Access]
    ) -> Runnable:
        root = self.schema.get_root_type(definition.operation)
        assert self._screen is not None
        assert isinstance(root, GraphQLObjectType)
        left = self._screen.without(root.name, runnable.opened, missing)
        budget = Budget()
        selections = normalise(self.flattener, definition, left.selections, budget)
        return Runnable(
            plan=self._plan(definition, selections, runnable.labels, budget),
            # What is fetched for another field's sake must not show: first only what is left, then nulls around it.
            projection=Projection(self.schema, root, left.selections),
            introspection=_introspection(definition, list(left.selections)),
            opened=left.selections,
            refused=left.refused,
            whole=runnable.projection,
        )

    def _plan(
        self, definition: OperationDefinitionNode, selections: tuple[Selection, ...], labels: Labels, budget: Budget
    ) -> PreparedPlan:
        declared = tuple(print_ast(item) for item in definition.variable_definitions or ())
        key = (definition.operation, declared, selections, labels)
        found = self._plans.get(key)
        if found is None:
            planner = self.overrides.planner(labels)
            plan = planner.plan(definition, selections, budget) if selections else Plan(())
            found = self._plans.put(key, PreparedPlan(plan))
        return found

    def introspect(self, runnable: Runnable, variables: Mapping[str, object]) -> tuple[JsonObject, list[GraphQLError]]:
        """Answer an operation's introspection fields from the API schema."""
        if runnable.introspected is not None:
            return runnable.introspected, []
        assert runnable.introspection
        result = execute_sync(self.schema, runnable.introspection, variable_values=dict(variables))
        assert isinstance(result, ExecutionResult)
        data = result.data or {}
        definition = runnable.introspection.definitions[0]
        assert isinstance(definition, OperationDefinitionNode)
        if not definition.variable_definitions and not result.errors:
            runnable.introspected = data
        return data, result.errors or []


def _introspection(definition: OperationDefinitionNode, opened: list[Selection]) -> DocumentNode | None:
    """The operation's introspection fields as an operation of their own."""
    fields = list(_introspection_fields(opened))
    if not fields:
        return None
    used = {name for item in fields for name in _variables(item)}
    declared = [print_ast(v) for v in definition.variable_definitions or () if v.variable.name.value in used]
    head = f"query({','.join(declared)})" if declared else "query"
    return parse(f"{head}{{{text_of(fields)}}}", no_location=True)


def _introspection_fields(selections: list[Selection] | tuple[Selection, ...]) -> list[Field]:
    found: list[Field] = []
    for item in selections:
        if not isinstance(item, Field):
            found.extend(_introspection_fields(item.selections))
        elif item.name in INTROSPECTION:
            found.append(item)
    return found


def _variables(item: Selection) -> frozenset[str]:
    own = item.variables if isinstance(item, Field) else frozenset()
    return own.union(*(_variables(inner) for inner in item.selections))
