"""Subscriptions: the caller brings the events, the library answers each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphql import FieldNode, GraphQLError, GraphQLObjectType, GraphQLSchema, OperationDefinitionNode, parse
from graphql.execution.values import VariableValues, get_argument_values, get_variable_values

from services.gateway.federation.executor.answer import Answering
from services.gateway.federation.executor.transport import Transport
from services.gateway.federation.operations import Prepared, Runnable
from services.gateway.federation.request import Result, refused
from services.gateway.federation.selections import TYPENAME, Field, Selection, from_ast

Json = Any
_Executing = Callable[[Transport, Mapping[str, str] | None, float | None], Answering]


class Subscription:
    """A subscription that was accepted."""

    def __init__(
        self,
        subgraph: str,
        root: Field,
        arguments: Mapping[str, Json],
        variables: Mapping[str, Json],
        executing: _Executing,
    ) -> None:
        self.subgraph, self.field, self.arguments = subgraph, root.name, arguments
        self.selections = root.selections
        """What is asked of the field's value; the rest comes from other subgraphs."""
        self._root, self._variables, self._executing = root, variables, executing

    async def run(
        self,
        event: Json,
        transport: Transport,
        headers: Mapping[str, str] | None = None,
        deadline: float | None = None,
    ) -> Result:
        """The answer for one event: the value of the root field as its subgraph would have given it."""
        answering = self._executing(transport, headers, deadline)
        answering.execution.data[self._root.key] = _selected(event, self._root.selections)
        return await answering.run(self._variables, given=(0,))


def subscription_of(
    schema: GraphQLSchema,
    prepared: Prepared,
    runnable: Runnable,
    variables: Mapping[str, Json],
    executing: _Executing,
) -> Subscription | Result:
    """The subscription an operation asks for; refused when its field is not for the caller."""
    if not runnable.plan.fetches:
        return refused([GraphQLError("Nothing that may be listened to is left.")], "UNAUTHORIZED_FIELD_OR_TYPE")
    fetch = runnable.plan.fetches[0].fetch
    definition = parse(fetch.operation, no_location=True).definitions[0]
    assert isinstance(definition, OperationDefinitionNode)
    root, node = from_ast(definition.selection_set)[0], definition.selection_set.selections[0]
    assert isinstance(root, Field)
    assert isinstance(node, FieldNode)
    root_type = schema.subscription_type
    assert isinstance(root_type, GraphQLObjectType)
    values = get_variable_values(schema, prepared.definition.variable_definitions or (), dict(variables))
    assert isinstance(values, VariableValues)
    arguments = get_argument_values(root_type.fields[root.name], node, values)
    return Subscription(fetch.subgraph, root, arguments, variables, executing)


def _selected(value: Json, selections: tuple[Selection, ...]) -> Json:
    """What a subgraph would answer for a selection, given the whole value."""
    if isinstance(value, list):
        return [_selected(item, selections) for item in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, Json] = {TYPENAME: value[TYPENAME]} if TYPENAME in value else {}
    for item in selections:
        if isinstance(item, Field):
            if item.name in value:
                found[item.key] = _selected(value[item.name], item.selections)
        elif value.get(TYPENAME, item.type_name) == item.type_name:
            found.update(_selected(value, item.selections))
    return found
