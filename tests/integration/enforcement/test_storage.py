"""The migrated database is the tables in code; history cannot be changed; demands are read in pages."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from services.enforcement.domain.records.states import DemandState
from services.enforcement.storage import records
from services.enforcement.storage.audits import report_tables as audit_report_tables  # noqa: F401
from services.enforcement.storage.audits import tables as audit_tables  # noqa: F401
from services.enforcement.storage.informants import tables as informant_tables  # noqa: F401
from services.enforcement.storage.tables import METADATA
from shared.database.migrations import drift
from tests.conftest import FreshDatabase
from tests.integration.enforcement.conftest import IMPORTER, Enforcement, a_release, an_assessment


def test_the_migrations_make_the_tables_in_code(fresh_database: FreshDatabase) -> None:
    assert drift(fresh_database("enforcement"), METADATA) == []


@pytest.mark.parametrize("table", ["productions", "recordkeeping_findings"])
async def test_productions_and_findings_are_append_only(service: Enforcement, table: str) -> None:
    demand_id = await service.receive()
    await service.produce(demand_id, date(2024, 5, 6))
    await service.assess(demand_id, an_assessment("R1", 12_000_00, 1_200_00))
    assert (await service.stored())[table]
    with pytest.raises(DBAPIError, match="append-only"):
        async with service.database.writing() as connection:
            await connection.execute(sa.delete(METADATA.tables[table]))


async def test_the_database_itself_refuses_a_penalty_above_its_ceiling(service: Enforcement) -> None:
    demand_id = await service.receive()
    service.on(date(2024, 6, 3))
    await service.assess(demand_id, an_assessment("R1", 12_000_00, 1_200_00))
    with pytest.raises(DBAPIError, match="within_ceiling"):
        async with service.database.writing() as connection:
            await connection.execute(
                sa.update(METADATA.tables["recordkeeping_penalties"]).values(amount_cents=4_800_01)
            )


async def test_demands_are_read_in_pages(service: Enforcement) -> None:
    ids = [await service.issue(a_release(f"R{number}"), a_release("SHARED")) for number in range(3)]
    async with service.database.reading() as connection:
        by_importer = await records.demand_ids_by_importer(connection, [IMPORTER, "NOBODY"], after=None, limit=2)
        rest = await records.demand_ids_by_importer(connection, [IMPORTER], after=ids[1], limit=2)
        by_entry = await records.demand_ids_by_entry(connection, ["E-SHARED", "E-R1"], after=ids[0], limit=5)
        page = await records.demand_ids_page(
            connection, after=ids[0], limit=5, importer_number=IMPORTER, state=DemandState.ISSUED
        )
        nothing = await records.demand_ids_page(
            connection, after=None, limit=5, importer_number=None, state=DemandState.FAILED
        )
    assert dict(by_importer) == {IMPORTER: ids[:2]}
    assert dict(rest) == {IMPORTER: ids[2:]}
    assert dict(by_entry) == {"E-SHARED": ids[1:], "E-R1": [ids[1]]}
    assert (page, nothing) == (ids[1:], [])
