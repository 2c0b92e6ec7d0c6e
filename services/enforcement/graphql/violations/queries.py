"""What this service has heard of recordkeepers: it decides between a notice of violation and a penalty."""

from typing import Annotated

import strawberry

from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.violations.types import RecordkeeperStanding
from services.enforcement.rights import Right
from services.enforcement.storage.violations import queries
from shared.graphql import Date, requires


@strawberry.type
class ViolationsQuery:
    """For officers."""

    @strawberry.field(
        description="What certification last told of a recordkeeper, for a due date (RCP-12, RCP-13).",
        extensions=[requires(Right.READ_DEMANDS)],
    )
    async def recordkeeper_standings(
        self,
        info: Info,
        importer_number: Annotated[strawberry.ID, strawberry.argument(description="Number of the importer.")],
        on: Annotated[Date, strawberry.argument(description="The due date, as extended.")],
    ) -> list[RecordkeeperStanding]:
        """The standings, one for each participation."""
        async with info.context.database.reading() as connection:
            found = await queries.standings_of(connection, str(importer_number))
        return [RecordkeeperStanding.of(one, on) for one in found]
