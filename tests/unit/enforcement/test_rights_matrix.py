"""Every field that can be entered from outside, for every role and for nobody: let through or refused (section 12).

Outside are the queries, the mutations and the entities that other services extend: a gateway enters those without
passing a query of this service.
"""

from typing import Any, cast

import pytest
from strawberry.types import get_object_definition

from services.enforcement.graphql.records import Entry, Importer
from services.enforcement.graphql.schema import schema
from services.enforcement.rights import RIGHTS
from shared.authentication import ANONYMOUS, Principal, Role
from shared.errors import Forbidden, Unauthenticated
from shared.graphql import Context
from shared.graphql.rights import Public, Requires

_MACHINERY = {"_service", "_entities"}
# What an entity is known by; it tells nothing that the caller did not bring.
_KEYS = {"Importer.number", "Entry.number"}
# Answered for everybody as if there were nothing, except to those whom INF-25 names (INF-27, INF-28).
_ANSWERED_TO_ALL = {"Query.informant_identity", "Query.informant_dossier"}


def guarded_fields() -> list[tuple[str, Requires | Public]]:
    """Each field of the roots and of the entities, with its guard."""
    found = []
    for entered in (schema.query, schema.mutation, Importer, Entry):
        definition = get_object_definition(cast(type, entered), strict=True)
        for field in definition.fields:
            name = f"{definition.name}.{field.python_name}"
            if field.python_name in _MACHINERY or name in _KEYS:
                continue
            guards = [one for one in field.extensions if isinstance(one, Requires | Public)]
            assert len(guards) == 1, name
            found.append((name, guards[0]))
    return found


class _Asked:
    """What a guard looks at: who asks, and the rights of the service."""

    def __init__(self, principal: Principal) -> None:
        self.context = Context.__new__(Context)
        object.__setattr__(self.context, "principal", principal)
        object.__setattr__(self.context, "rights", RIGHTS)


async def outcome(guard: Requires | Public, principal: Principal) -> str:
    async def through(*_: Any, **__: Any) -> str:
        return "through"

    if isinstance(guard, Public):
        return "through"
    try:
        return cast(str, await guard.resolve_async(through, None, cast(Any, _Asked(principal))))
    except Unauthenticated:
        return "unauthenticated"
    except Forbidden:
        return "forbidden"


FIELDS = guarded_fields()


@pytest.mark.parametrize(("name", "guard"), FIELDS, ids=[name for name, _ in FIELDS])
async def test_each_field_for_every_role_and_for_nobody(name: str, guard: Requires | Public) -> None:
    nobody = await outcome(guard, ANONYMOUS)
    assert nobody == ("through" if isinstance(guard, Public) else "unauthenticated"), name
    for role in Role:
        principal = Principal(subject="someone", roles=frozenset({role}), producer_ids=frozenset())
        allowed = isinstance(guard, Public) or role in RIGHTS[guard.right]
        assert await outcome(guard, principal) == ("through" if allowed else "forbidden"), (name, role)


def test_nothing_but_the_two_reads_that_deny_alike_is_open_to_all() -> None:
    assert {name for name, guard in FIELDS if isinstance(guard, Public)} == _ANSWERED_TO_ALL


def test_every_right_opens_something() -> None:
    assert {guard.right for _, guard in FIELDS if isinstance(guard, Requires)} == set(RIGHTS)
