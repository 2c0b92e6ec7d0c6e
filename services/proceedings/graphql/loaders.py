"""One request's loaders: a list of orders costs one statement per table."""

from dataclasses import dataclass

import strawberry
from strawberry.dataloader import DataLoader

from services.proceedings.domain.rates import RateSetting
from services.proceedings.domain.record.proceeding import Practice
from services.proceedings.storage import queries
from services.proceedings.storage.calendar.queries import Entry, entries_by_case
from services.proceedings.storage.queries import CaseRecord, OrderRecord, ProducerListRecord
from services.proceedings.storage.record.dockets import Docket, dockets
from services.proceedings.storage.record.queries import KeptInstruction, instructions_by_case
from shared.database import Database
from shared.graphql import Context, batch_loader


@dataclass(frozen=True, slots=True)
class Loaders:
    """Everything by case number."""

    case: DataLoader[str, CaseRecord | None]
    order: DataLoader[str, OrderRecord | None]
    rate_settings: DataLoader[str, list[RateSetting] | None]
    producer_list: DataLoader[str, ProducerListRecord | None]
    docket: DataLoader[str, Docket | None]
    instructions: DataLoader[str, list[KeptInstruction] | None]
    calendar_entries: DataLoader[str, list[Entry] | None]
    practice: Practice


def make_loaders(database: Database, *, practice: Practice) -> Loaders:
    """Fresh loaders for one request, and the choices that new cases are registered under."""
    return Loaders(
        practice=practice,
        case=batch_loader(database, queries.cases_by_number),
        order=batch_loader(database, queries.orders_by_case),
        rate_settings=batch_loader(database, queries.rate_settings_by_case),
        producer_list=batch_loader(database, queries.newest_lists_by_case),
        docket=batch_loader(database, dockets),
        instructions=batch_loader(database, instructions_by_case),
        calendar_entries=batch_loader(database, entries_by_case),
    )


Info = strawberry.Info[Context[Loaders], None]
