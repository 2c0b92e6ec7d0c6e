"""The schema: add notes, read them, wait for an answer, fail."""

import asyncio
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
import strawberry
from strawberry.types import Info

from shared.authentication import Role
from shared.graphql import CONFIG, EXTENSIONS, Context, Refusal, public, requires, to_refusals
from tests.integration.shared.service.example.notes import AddNote, add_note, heard, notes


class Right(StrEnum):
    """What a caller may be entitled to."""

    ADD_NOTE = "add_note"


RIGHTS: Mapping[StrEnum, frozenset[str]] = {Right.ADD_NOTE: frozenset({Role.FUND_ACCOUNTANT})}

ExampleInfo = Info[Context[Any], None]


@strawberry.type(description="What came of adding a note.")
class AddNotePayload:
    """Payload."""

    text: str | None = strawberry.field(description="The note.")
    refusals: list[Refusal] = strawberry.field(description="Why it was refused.")


@strawberry.type
class Query:
    """What can be read."""

    @strawberry.field(description="Every note.", extensions=[public()])
    async def notes(self, info: ExampleInfo) -> list[str]:
        """Every note."""
        async with info.context.database.reading() as connection:
            return list(await connection.scalars(sa.select(notes.c.text).order_by(notes.c.text)))

    @strawberry.field(description="Every note heard of by its event.", extensions=[public()])
    async def heard(self, info: ExampleInfo) -> list[str]:
        """Every note heard of."""
        async with info.context.database.reading() as connection:
            return list(await connection.scalars(sa.select(heard.c.text).order_by(heard.c.text)))

    @strawberry.field(description="An answer after so many milliseconds.", extensions=[public()])
    async def slowly(self, milliseconds: int) -> int:
        """An answer that takes its time."""
        await asyncio.sleep(milliseconds / 1000)
        return milliseconds

    @strawberry.field(description="A fault of ours.", extensions=[public()])
    async def fault(self) -> int:
        """A fault."""
        raise RuntimeError("a secret of the inside")

    @strawberry.field(description="The caller's correlation id.", extensions=[public()])
    async def correlation_id(self, info: ExampleInfo) -> str:
        """The id of this request."""
        return info.context.correlation_id


@strawberry.type
class Mutation:
    """What can be changed."""

    @strawberry.mutation(description="Add a note.", extensions=[requires(Right.ADD_NOTE)])
    async def add_note(self, info: ExampleInfo, text: str, idempotency_key: str) -> AddNotePayload:
        """Add a note."""
        result = await info.context.command("addNote", idempotency_key, AddNote(text=text), add_note)
        return AddNotePayload(
            text=result.value["text"] if result.value else None, refusals=to_refusals(result.refusals)
        )


SCHEMA = strawberry.federation.Schema(query=Query, mutation=Mutation, extensions=EXTENSIONS, config=CONFIG)
