"""One request's loaders: a list of demands costs one statement per table."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import strawberry
from sqlalchemy.ext.asyncio import AsyncConnection
from strawberry.dataloader import DataLoader

from services.enforcement.domain.audits.offsets import RefundAllocation
from services.enforcement.domain.informants.law import CapMode
from services.enforcement.storage import penalties, penalty_relief, records, special_rates
from services.enforcement.storage.debts import queries as debts
from services.enforcement.storage.informants.vault import IdentityVault
from services.enforcement.storage.matters import queries as matters
from services.enforcement.storage.penalties import FailureRecord, PenaltyRecord
from services.enforcement.storage.penalty_relief import Row
from services.enforcement.storage.records import DemandRecord, StorageNotice
from services.enforcement.storage.special_rates import SpecialRate
from services.enforcement.storage.violations import queries as violations
from services.enforcement.storage.violations.queries import Notice
from shared.database import Database
from shared.graphql import Context, batch_loader

Page = tuple[str, UUID | None, int]
"""Number of an importer or entry, the last demand seen, and how many are wanted."""


@dataclass(frozen=True, slots=True)
class Loaders:
    """Demands and what belongs to them; the vault of identities, the reading of the cap, the records schedule."""

    demand: DataLoader[UUID, DemandRecord | None]
    failures: DataLoader[UUID, list[FailureRecord] | None]
    penalties: DataLoader[UUID, list[PenaltyRecord] | None]
    penalty_petitions: DataLoader[UUID, list[Row] | None]
    demands_of_importer: DataLoader[Page, list[UUID] | None]
    demands_of_entry: DataLoader[Page, list[UUID] | None]
    storage_notices: DataLoader[str, list[StorageNotice] | None]
    violation_notice: DataLoader[UUID, Notice | None]
    special_rates: DataLoader[UUID, list[SpecialRate] | None]
    matter: DataLoader[UUID, Any]
    matter_parts: DataLoader[UUID, matters.Parts | None]
    matters_of_importer: DataLoader[Page, list[UUID] | None]
    debt_credits: DataLoader[UUID, list[Any] | None]
    vault: IdentityVault
    cap_mode: CapMode
    refund_allocation: RefundAllocation
    petition_authority_cents: int
    retention_years: int


class _PageQuery(Protocol):
    async def __call__(
        self, connection: AsyncConnection, numbers: Sequence[str], /, *, after: UUID | None, limit: int
    ) -> Mapping[str, list[UUID]]: ...


def _paged(query: _PageQuery) -> Callable[[AsyncConnection, list[Page]], Awaitable[Mapping[Page, list[UUID]]]]:
    """One statement for all numbers that want the same page; a request seldom asks for two kinds of page."""

    async def load(connection: AsyncConnection, pages: list[Page]) -> Mapping[Page, list[UUID]]:
        wanted: defaultdict[tuple[UUID | None, int], list[str]] = defaultdict(list)
        for number, after, limit in pages:
            wanted[after, limit].append(number)
        found: dict[Page, list[UUID]] = {}
        for (after, limit), numbers in wanted.items():
            by_number = await query(connection, numbers, after=after, limit=limit)
            found |= {(number, after, limit): ids for number, ids in by_number.items()}
        return found

    return load


def make_loaders(
    vault: IdentityVault,
    cap_mode: CapMode,
    retention_years: int,
    refund_allocation: RefundAllocation,
    petition_authority_cents: int,
    database: Database,
) -> Loaders:
    """Fresh loaders for one request."""
    return Loaders(
        demand=batch_loader(database, records.demands_by_id),
        failures=batch_loader(database, penalties.failures_by_demand),
        penalties=batch_loader(database, penalties.penalties_by_demand),
        penalty_petitions=batch_loader(database, penalty_relief.petitions_by_penalty),
        demands_of_importer=batch_loader(database, _paged(records.demand_ids_by_importer)),
        demands_of_entry=batch_loader(database, _paged(records.demand_ids_by_entry)),
        storage_notices=batch_loader(database, records.storage_notices_by_importer),
        special_rates=batch_loader(database, special_rates.special_rates_by_demand),
        violation_notice=batch_loader(database, violations.notices_by_demand),
        matter=batch_loader(database, matters.by_ids),
        matter_parts=batch_loader(database, matters.parts_by_ids),
        matters_of_importer=batch_loader(database, _paged(matters.ids_by_importer)),
        debt_credits=batch_loader(database, debts.credits_by_debt),
        vault=vault,
        cap_mode=cap_mode,
        refund_allocation=refund_allocation,
        petition_authority_cents=petition_authority_cents,
        retention_years=retention_years,
    )


Info = strawberry.Info[Context[Loaders], None]
