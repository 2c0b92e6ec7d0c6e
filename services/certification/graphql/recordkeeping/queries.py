"""What can be read of the program at the root."""

from typing import Annotated

import strawberry

from services.certification.domain.recordkeeping.states import ParticipationState
from services.certification.graphql.access import parse_id
from services.certification.graphql.loaders import Info
from services.certification.graphql.paging import After, First, cursor_id
from services.certification.graphql.recordkeeping.access import may_see_importer, visible_importers
from services.certification.graphql.recordkeeping.types import RecordkeepingParticipation, RecordkeepingProgram
from services.certification.rights import Right
from services.certification.storage import recordkeeping
from shared.graphql import Connection, connection_from, page_arguments, public, requires


@strawberry.type
class RecordkeepingQuery:
    """The offices are public; participations are for officers and the importer itself."""

    @strawberry.field(description="The offices and the Handbook of the program.", extensions=[public()])
    def recordkeeping_program(self, info: Info) -> RecordkeepingProgram:
        """The program."""
        return RecordkeepingProgram.of(info.context.loaders.program)

    @strawberry.field(
        description="One participation; null when there is none the caller may see.",
        extensions=[requires(Right.READ_OWN_RECORDKEEPING)],
    )
    async def recordkeeping_participation(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Its id.")],  # noqa: A002
    ) -> RecordkeepingParticipation | None:
        """One participation."""
        found = await info.context.loaders.participation.load(parse_id(id, "id"))
        if found is None or not may_see_importer(info, found.file.importer_number):
            return None
        return RecordkeepingParticipation.of(found)

    @strawberry.field(
        description="Participations in the order of their applications: all for officers, its own for an importer.",
        extensions=[requires(Right.READ_OWN_RECORDKEEPING)],
    )
    async def recordkeeping_participations(
        self,
        info: Info,
        importer_number: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only those of this importer.")
        ] = None,
        state: Annotated[
            ParticipationState | None, strawberry.argument(description="Only those in this state.")
        ] = None,
        first: First = None,
        after: After = None,
    ) -> Connection[RecordkeepingParticipation]:
        """A page of participations."""
        page = page_arguments(first, after)
        only = visible_importers(info)
        if importer_number is not None:
            asked = frozenset({str(importer_number)})
            only = asked if only is None else only & asked
        async with info.context.database.reading() as connection:
            records = await recordkeeping.participations_page(
                connection, importer_numbers=only, state=state, after=cursor_id(page.after), limit=page.fetch
            )
        return connection_from(records, page, key=lambda one: (str(one.id),), node=RecordkeepingParticipation.of)
