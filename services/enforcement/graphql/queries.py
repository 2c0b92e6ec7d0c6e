"""What can be read at the root."""

from typing import Annotated

import strawberry

from services.enforcement.domain.records.states import DemandState
from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.records import After, First, RecordDemand, demands_connection, parse_id, seen
from services.enforcement.rights import Right
from services.enforcement.storage import records
from shared.graphql import Connection, page_arguments, requires


@strawberry.type
class Query:
    """Demands and penalties are for officers."""

    @strawberry.field(
        description="One record demand; null when there is none of that id.",
        extensions=[requires(Right.READ_DEMANDS)],
    )
    async def record_demand(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The demand's id.")],  # noqa: A002
    ) -> RecordDemand | None:
        """One demand."""
        record = await info.context.loaders.demand.load(parse_id(id, field="id"))
        return None if record is None else RecordDemand.of(record)

    @strawberry.field(description="Record demands, the oldest first.", extensions=[requires(Right.READ_DEMANDS)])
    async def record_demands(
        self,
        info: Info,
        importer_number: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only demands made of this importer.")
        ] = None,
        state: Annotated[DemandState | None, strawberry.argument(description="Only demands in this state.")] = None,
        first: First = None,
        after: After = None,
    ) -> Connection[RecordDemand]:
        """A page of demands."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            ids = await records.demand_ids_page(
                connection,
                after=seen(page),
                limit=page.fetch,
                importer_number=None if importer_number is None else str(importer_number),
                state=state,
            )
        return await demands_connection(info, ids, page)
