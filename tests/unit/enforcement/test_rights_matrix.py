"""Every root field of the schema for every role and for nobody: let through or refused (section 12)."""

from typing import Any, cast

import pytest
from strawberry.types import get_object_definition

from services.enforcement.graphql.schema import schema
from services.enforcement.rights import RIGHTS
from shared.authentication import ANONYMOUS, Principal, Role
from shared.errors import Forbidden, Unauthenticated
from shared.graphql import Context
from shared.graphql.rights import Public, Requires

_MACHINERY = {"_service", "_entities"}


def root_fields() -> list[tuple[str, Requires | Public]]:
    """Each query and mutation with its guard."""
    found = []
    for root in (schema.query, schema.mutation):
        definition = get_object_definition(cast(type, root), strict=True)
        for field in definition.fields:
            guards = [one for one in field.extensions if isinstance(one, Requires | Public)]
            if field.python_name not in _MACHINERY:
                assert len(guards) == 1, field.python_name
                found.append((field.python_name, guards[0]))
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


FIELDS = root_fields()


@pytest.mark.parametrize(("name", "guard"), FIELDS, ids=[name for name, _ in FIELDS])
async def test_each_field_for_every_role_and_for_nobody(name: str, guard: Requires | Public) -> None:
    nobody = await outcome(guard, ANONYMOUS)
    assert nobody == ("through" if isinstance(guard, Public) else "unauthenticated"), name
    for role in Role:
        principal = Principal(subject="someone", roles=frozenset({role}), producer_ids=frozenset())
        allowed = isinstance(guard, Public) or role in RIGHTS[guard.right]
        assert await outcome(guard, principal) == ("through" if allowed else "forbidden"), (name, role)
