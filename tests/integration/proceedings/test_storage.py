"""The migrated database is the tables in code; history cannot be changed; lists are read in pages."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from services.proceedings.domain.case_number import CaseKind
from services.proceedings.storage import queries
from services.proceedings.storage.tables import METADATA
from services.proceedings.usecases.receive_producer_list import receive_producer_list
from services.proceedings.usecases.register_case import register_case
from services.proceedings.usecases.register_order import register_order
from services.proceedings.usecases.set_deposit_rates import set_deposit_rates
from shared.database.migrations import drift
from tests.conftest import FreshDatabase
from tests.integration.harness import Service
from tests.integration.proceedings.conftest import a_case, an_order
from tests.integration.proceedings.test_usecases import LIST, RATES


def test_the_migrations_make_the_tables_in_code(fresh_database: FreshDatabase) -> None:
    assert drift(fresh_database("proceedings"), METADATA) == []


@pytest.mark.parametrize("table", ["rate_settings", "rates", "producer_lists", "listed_producers"])
async def test_rates_and_lists_are_append_only(ordered: Service, table: str) -> None:
    await ordered.run(RATES, set_deposit_rates)
    await ordered.run(LIST, receive_producer_list)
    with pytest.raises(DBAPIError, match="append-only"):
        async with ordered.database.writing() as connection:
            await connection.execute(sa.delete(METADATA.tables[table]))


async def test_orders_are_read_in_pages_by_case_number(service: Service) -> None:
    numbers = ["A-570-003", "A-588-001", "C-122-002", "C-570-001"]
    for number in numbers:
        kind = CaseKind.AD if number.startswith("A") else CaseKind.CVD
        country = "CN" if "570" in number else "JP"
        await service.run(a_case(case_number=number, kind=kind, country=country), register_case)
        await service.run(an_order(case_number=number), register_order)

    async def page(after: str | None, kind: CaseKind | None = None, country: str | None = None) -> list[str]:
        async with service.database.reading() as connection:
            found = await queries.orders_page(connection, after=after, limit=2, kind=kind, country=country)
        return [order.case.case_number for order in found]

    assert await page(None) == numbers[:2]
    assert await page("A-588-001") == numbers[2:]
    assert await page(None, kind=CaseKind.CVD) == ["C-122-002", "C-570-001"]
    assert await page(None, country="CN") == ["A-570-003", "C-570-001"]
