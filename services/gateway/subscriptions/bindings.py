"""Which subject of the broker feeds which subscription field, and for whom: ``@jetstream`` in the supergraph."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from graphql import (
    ConstDirectiveNode,
    DocumentNode,
    FieldDefinitionNode,
    ListValueNode,
    ObjectTypeDefinitionNode,
    OperationType,
    SchemaDefinitionNode,
    StringValueNode,
    parse,
)

from shared.errors import BadInput, Forbidden
from shared.events.names import KEY_PATTERN, Visibility, stream_of_subject

DIRECTIVE: Final = "jetstream"
ANY: Final = "*"

_ARGUMENT: Final = re.compile(r"\{(\w+)\}")


class BindingError(ValueError):
    """A subscription field states a feed that cannot be; the message names the field."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Binding:
    """The feed of one field.

    Attributes:
        field: name of the subscription field.
        subject: with ``{argument}`` where an argument's value goes.
        stream: that keeps the subject.
        roles: who may listen; nobody named means everybody.
    """

    field: str
    subject: str
    stream: str
    roles: frozenset[str]

    def subject_for(self, arguments: Mapping[str, object]) -> str:
        """The subject to listen to; an argument that is not given stands for any value.

        Raises:
            BadInput: a value cannot be part of a subject.
        """

        def filled(found: re.Match[str]) -> str:
            value = arguments.get(found[1])
            if value is None:
                return ANY
            if KEY_PATTERN.fullmatch(str(value)) is None:
                message = f"{found[1]} must be letters, digits, '-' and '_' only, at most 64 of them."
                raise BadInput(message, field=found[1])
            return str(value)

        return _ARGUMENT.sub(filled, self.subject)

    def admit(self, roles: frozenset[str]) -> None:
        """Let a caller with these roles listen.

        Raises:
            Forbidden: it has none of the roles that may.
        """
        if self.roles and not self.roles & roles:
            raise Forbidden(f"{self.field} needs one of the roles: {', '.join(sorted(self.roles))}.")


def read_bindings(sdl: str) -> Mapping[str, Binding]:
    """The feeds by field name, of a supergraph or of one schema.

    Raises:
        BindingError: a field's subject is none of this system's, names an argument that the field does not have, or is
            internal without saying who may listen.
    """
    document = parse(sdl, no_location=True)
    return {
        field.name.value: _binding(field, applied)
        for field in _subscription_fields(document)
        for applied in field.directives or ()
        if applied.name.value == DIRECTIVE
    }


def _subscription_fields(document: DocumentNode) -> Iterator[FieldDefinitionNode]:
    root = next(
        (
            operation.type.name.value
            for definition in document.definitions
            if isinstance(definition, SchemaDefinitionNode)
            for operation in definition.operation_types
            if operation.operation is OperationType.SUBSCRIPTION
        ),
        "Subscription",
    )
    for definition in document.definitions:
        if isinstance(definition, ObjectTypeDefinitionNode) and definition.name.value == root:
            yield from definition.fields or ()


def _binding(field: FieldDefinitionNode, applied: ConstDirectiveNode) -> Binding:
    name = field.name.value
    given = {argument.name.value: argument.value for argument in applied.arguments or ()}
    subject, roles = given.get("subject"), given.get("roles")
    if not isinstance(subject, StringValueNode):
        raise BindingError(f"{name}: @jetstream needs a subject.")
    has = {argument.name.value for argument in field.arguments or ()}
    unknown = sorted(set(_ARGUMENT.findall(subject.value)) - has)
    if unknown:
        raise BindingError(f"{name}: the subject names {', '.join(unknown)}, which is no argument of the field.")
    try:
        stream = stream_of_subject(subject.value)
    except ValueError as error:
        raise BindingError(f"{name}: {error}") from None
    named = roles.values if isinstance(roles, ListValueNode) else ()
    allowed = frozenset(role.value for role in named if isinstance(role, StringValueNode))
    if not allowed and not stream.endswith(f"_{Visibility.PUBLIC.upper()}"):
        raise BindingError(f"{name}: its events are internal, so @jetstream must say which roles may listen.")
    return Binding(field=name, subject=subject.value, stream=stream, roles=allowed)
