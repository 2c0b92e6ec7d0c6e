"""What a supergraph says of an element beside where it lives: who may see it and what it costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from graphql import ConstDirectiveNode, value_from_ast_untyped

from services.gateway.federation.supergraph.links import Link

AnyOf = tuple[frozenset[str], ...]
"""Alternatives: one group is enough, of which all members are needed. Empty: nothing is asked."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a client must show for an element; all three hold together."""

    authenticated: bool = False
    scopes: AnyOf = ()
    policies: AnyOf = ()

    def __and__(self, other: Access) -> Access:
        """Both demands at once."""
        if other == OPEN:
            return self
        return Access(
            self.authenticated or other.authenticated,
            every((self.scopes, other.scopes)),
            every((self.policies, other.policies)),
        )

    def implies(self, other: Access) -> bool:
        """Whether who satisfies this satisfies the other too."""
        return (
            (self.authenticated or not other.authenticated)
            and _implies(self.scopes, other.scopes)
            and _implies(self.policies, other.policies)
        )


OPEN = Access()


@dataclass(frozen=True, slots=True)
class ListSize:
    """How many items a list field is taken to return (``@listSize``)."""

    assumed_size: int | None = None
    slicing_arguments: tuple[str, ...] = ()  # names or dotted paths into input objects
    sized_fields: tuple[str, ...] = ()  # the lists below that are sized, instead of the field itself
    require_one_slicing_argument: bool = True


def every(demands: Iterable[AnyOf]) -> AnyOf:
    """All demands at once, as one: each way to meet them, without those that ask more than another does.

    A demand without alternatives asks nothing. The result is in a fixed order.
    """
    asked = [demand for demand in demands if demand]
    return reduce(_both, asked[1:], _fewest(asked[0])) if asked else ()


def _both(one: AnyOf, other: AnyOf) -> AnyOf:
    return _fewest(mine | theirs for mine in one for theirs in other)


def _fewest(groups: Iterable[frozenset[str]]) -> AnyOf:
    kept: list[frozenset[str]] = []
    for group in sorted(set(groups), key=lambda group: (len(group), sorted(group))):
        if not any(known <= group for known in kept):
            kept.append(group)
    # A group without members is met by everybody.
    return () if kept == [frozenset()] else tuple(kept)


def _implies(one: AnyOf, other: AnyOf) -> bool:
    if not other:
        return True
    return bool(one) and all(any(wanted <= given for wanted in other) for given in one)


def any_of(value: object) -> AnyOf:
    """The argument of ``@requiresScopes`` or ``@policy``; a lone string stands for a list of one."""
    if isinstance(value, str):
        return (frozenset((value,)),)
    if not isinstance(value, list):
        return ()
    groups = (frozenset((item,)) if isinstance(item, str) else frozenset(map(str, item)) for item in value)
    return _fewest(groups)


def list_size(arguments: Mapping[str, Any]) -> ListSize:
    """Read ``@listSize``."""
    return ListSize(
        arguments.get("assumedSize"),
        _strings(arguments.get("slicingArguments")),
        _strings(arguments.get("sizedFields")),
        arguments.get("requireOneSlicingArgument") is not False,
    )


def _strings(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, list) else ()


def arguments_of(directive: ConstDirectiveNode) -> Mapping[str, Any]:
    """A directive's arguments as plain values."""
    return {argument.name.value: value_from_ast_untyped(argument.value) for argument in directive.arguments or ()}


class Annotations:
    """Reads the annotations of elements under the names they are linked by."""

    def __init__(self, links: Iterable[Link]) -> None:
        by_name = {link.name: link for link in links}

        def name(feature: str, element: str) -> str | None:
            return by_name[feature].directive(element) if feature in by_name else None

        self._authenticated = name("authenticated", "authenticated")
        self._scopes = name("requiresScopes", "requiresScopes")
        self._policy = name("policy", "policy")
        self._cost = name("cost", "cost")
        self._list_size = name("cost", "listSize")
        self._context = name("context", "context")

    def access(self, directives: Sequence[ConstDirectiveNode] | None) -> Access:
        """What an element asks of the client."""
        found = OPEN
        for item in directives or ():
            if item.name.value == self._authenticated:
                found &= Access(authenticated=True)
            elif item.name.value == self._scopes:
                found &= Access(scopes=any_of(arguments_of(item).get("scopes")))
            elif item.name.value == self._policy:
                found &= Access(policies=any_of(arguments_of(item).get("policies")))
        return found

    def cost(self, directives: Sequence[ConstDirectiveNode] | None) -> int | None:
        """The weight of an element, if it says one."""
        for item in directives or ():
            if item.name.value == self._cost:
                weight = arguments_of(item).get("weight")
                return weight if isinstance(weight, int) else None
        return None

    def list_size(self, directives: Sequence[ConstDirectiveNode] | None) -> ListSize | None:
        """The size of a list field, if it says one."""
        found = (item for item in directives or () if item.name.value == self._list_size)
        return next((list_size(arguments_of(item)) for item in found), None)

    def contexts(self, directives: Sequence[ConstDirectiveNode] | None) -> frozenset[str]:
        """The contexts a type provides."""
        found = (arguments_of(item).get("name") for item in directives or () if item.name.value == self._context)
        return frozenset(str(name) for name in found)
