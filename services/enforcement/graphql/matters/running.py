"""How the mutations on section 1592 matters run."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar
from uuid import UUID

import strawberry

from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.matters.types import Matter, MatterPayload
from services.enforcement.rights import Right
from services.enforcement.storage.matters import queries
from shared.canonical import JSON
from shared.database import Transaction
from shared.graphql import to_refusals

RECORDED: Final = strawberry.argument(description="What is recorded.")
Command = TypeVar("Command")


async def run_matter(
    info: Info,
    name: str,
    key: str,
    command: Command,
    use_case: Callable[[Transaction, Command], Awaitable[dict[str, JSON]]],
) -> MatterPayload:
    """Run a use case on a matter and show the matter as it stands, to whoever may read it, or every refusal."""
    result = await info.context.command(name, key, command, use_case)
    matter, offer_id, seizure_id = None, None, None
    if result.value is not None:
        matter_id = UUID(result.value["matter_id"])
        if info.context.may(Right.READ_MATTERS):
            async with info.context.database.reading() as connection:
                matter = Matter.of((await queries.by_ids(connection, [matter_id]))[matter_id])
        offer = result.value.get("offer_id")
        offer_id = None if offer is None else strawberry.ID(offer)
        seizure = result.value.get("seizure_id")
        seizure_id = None if seizure is None else strawberry.ID(seizure)
    return MatterPayload(matter=matter, offer_id=offer_id, seizure_id=seizure_id, refusals=to_refusals(result.refusals))
