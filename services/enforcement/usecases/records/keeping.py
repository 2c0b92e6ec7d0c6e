"""What the use cases of a demand share: finding it, bringing it to today, and keeping it with its failures."""

from datetime import date
from uuid import UUID

from services.enforcement.domain.penalties.states import FailureState
from services.enforcement.domain.records.demands import Demand, before_due_date_passed, pass_due_date
from services.enforcement.domain.records.states import DemandState
from services.enforcement.events.records import DemandFailed
from services.enforcement.storage import penalties, records
from services.enforcement.storage.records import DemandRecord
from services.enforcement.usecases.records.holds import release_holds
from shared.database import Transaction
from shared.errors import NotFound


async def locked_demand(tx: Transaction, demand_id: UUID) -> DemandRecord:
    """The demand, locked.

    Raises:
        NotFound: no such demand.
    """
    record = await records.lock_demand(tx.connection, demand_id)
    if record is None:
        raise NotFound(f"There is no record demand {demand_id}.", field="demandId")
    return record


async def as_it_stood(tx: Transaction, record: DemandRecord, fact_on: date) -> Demand:
    """The demand as a fact of a day finds it.

    The calendar may have failed a demand before a production or request of an earlier day was recorded. As long as
    nobody has decided on its failures, the day of the fact counts, not the day of its recording (CLK-04).

    Args:
        tx: the transaction.
        record: the demand.
        fact_on: day of the fact.
    """
    demand = pass_due_date(record.demand, tx.today)
    if demand.failed_as_of is None or fact_on > demand.failed_as_of or await _decided(tx, record.id):
        return demand
    return before_due_date_passed(demand)


async def keep(tx: Transaction, record: DemandRecord, demand: Demand, **also: object) -> None:
    """Store where the demand stands, open or drop its failures to match (section 10.8), end its holds (PEN-06)."""
    demand = pass_due_date(demand, tx.today)
    await records.save_demand(tx.connection, record.id, demand, **also)
    if demand.state in (DemandState.SATISFIED, DemandState.WITHDRAWN):
        await release_holds(tx, record.id)
    if demand.failed_as_of is not None and record.demand.failed_as_of is None:
        tx.record(
            DemandFailed(
                demand_id=record.id,
                importer_number=record.head.importer_number,
                acted_on=tx.today,
                failed_as_of=demand.failed_as_of,
                releases=demand.failed_releases,
            )
        )
    wanted = demand.failed_releases if demand.failed_as_of is not None else ()
    known = {failure.release_number for failure in await _failures(tx, record.id)}
    if known == set(wanted) or await _decided(tx, record.id):
        return
    await penalties.drop_undecided_failures(tx.connection, record.id)
    if wanted and demand.failed_as_of is not None:
        await penalties.open_failures(tx.connection, record.id, wanted, failed_as_of=demand.failed_as_of)


async def _failures(tx: Transaction, demand_id: UUID) -> list[penalties.FailureRecord]:
    return (await penalties.failures_by_demand(tx.connection, [demand_id])).get(demand_id, [])


async def _decided(tx: Transaction, demand_id: UUID) -> bool:
    return any(failure.state is not FailureState.UNDER_REVIEW for failure in await _failures(tx, demand_id))
