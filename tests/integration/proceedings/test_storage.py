"""The migrated database is the tables in code; history cannot be changed; lists are read in pages."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from services.proceedings.domain.case_number import CaseKind
from services.proceedings.domain.record.proceeding import Practice, ProvisionalLimit
from services.proceedings.settings import ProceedingsSettings
from services.proceedings.storage import queries
from services.proceedings.storage.calendar import tables as calendar_tables  # noqa: F401 - part of METADATA
from services.proceedings.storage.record.dockets import dockets
from services.proceedings.storage.tables import METADATA
from services.proceedings.usecases.receive_producer_list import receive_producer_list
from services.proceedings.usecases.register_case import register_case
from services.proceedings.usecases.register_order import register_order
from services.proceedings.usecases.set_deposit_rates import set_deposit_rates
from shared.database.migrations import drift
from shared.settings import load_settings
from tests.conftest import FreshDatabase, FreshSettings
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


async def test_d_07_d_12_a_case_keeps_the_practice_it_was_registered_under(service: Service) -> None:
    other = Practice(provisional_limit=ProvisionalLimit.MONTHS_4, exclude_disregarded_from_total=True)
    await service.run(a_case(case_number="C-570-001", kind=CaseKind.CVD), register_case)
    await service.run(a_case(case_number="C-570-002", kind=CaseKind.CVD, practice=other), register_case)
    async with service.database.reading() as connection:
        found = await dockets(connection, ["C-570-001", "C-570-002"])
    assert {number: docket.background.practice for number, docket in found.items()} == {
        "C-570-001": Practice(),
        "C-570-002": other,
    }


def test_d_07_d_12_the_practice_of_new_cases_is_a_setting(
    fresh_settings: FreshSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**fresh_settings("proceedings"), "OIDC_ISSUER": "http://issuer.invalid"}.items():
        monkeypatch.setenv(name, value)
    assert load_settings(ProceedingsSettings).practice == Practice()
    monkeypatch.setenv("PROVISIONAL_LIMIT", "MONTHS_4")
    monkeypatch.setenv("EXCLUDE_DISREGARDED_FROM_TOTAL", "true")
    assert load_settings(ProceedingsSettings).practice == Practice(
        provisional_limit=ProvisionalLimit.MONTHS_4, exclude_disregarded_from_total=True
    )
