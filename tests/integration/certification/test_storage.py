"""The tables: as the migrations make them, with invariants the database keeps, read in a fixed number of statements."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from services.certification.storage.tables import METADATA, certifications
from shared.database.migrations import drift
from tests.conftest import FreshDatabase
from tests.integration.certification.api import Api
from tests.integration.certification.conftest import Service
from tests.integration.certification.world import CASE, Year, form, listed

APPEND_ONLY = (
    "certification_versions",
    "certification_expenditures",
    "certification_parts",
    "certified_claims",
    "payments",
    "certification_lines",
    "repayments",
    "program_offices",
    "producer_list_entries",
)


def test_the_migrations_make_the_tables_of_the_code(fresh_database: FreshDatabase) -> None:
    assert drift(fresh_database("certification"), METADATA) == []


@pytest.fixture
async def filed(service: Service) -> UUID:
    """A certification of Alpha under review."""
    await service.order(Year())
    notice = await service.notice(CASE)
    certification_id = await service.file(notice, form("Alpha"), day=date(2007, 7, 2))
    await service.review(certification_id)
    return certification_id


@pytest.mark.parametrize(
    "values",
    [
        {"net_cents": 1},
        {"state": "ACCEPTED", "total_cents": 0, "prior_cents": 1, "net_cents": -1},
        {"state": "RETURNED"},
        {"state": "REJECTED"},
        {"state": "UNKNOWN"},
        {"channel": "FAX"},
    ],
)
async def test_the_database_refuses_what_no_certification_can_be(
    service: Service, filed: UUID, values: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError):
        async with service.database.writing() as connection:
            await connection.execute(sa.update(certifications).where(certifications.c.id == filed).values(**values))


async def test_cert_01_the_database_keeps_one_live_certification_per_lineage_producer_and_notice(
    service: Service, filed: UUID
) -> None:
    row = await service.get(filed)
    copy = {name: value for name, value in row._asdict().items() if name not in {"id", "findings"}}
    with pytest.raises(IntegrityError, match="uq_certifications_live"):
        async with service.database.writing() as connection:
            await connection.execute(sa.insert(certifications).values(**copy | {"certification_number": "2007-999999"}))


@pytest.mark.parametrize("table", APPEND_ONLY)
async def test_cert_19_what_was_stated_listed_paid_and_certified_never_changes(service: Service, table: str) -> None:
    for statement in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with service.database.writing() as connection:
                await connection.execute(sa.text(statement))


async def test_a_list_costs_the_same_statements_whatever_its_length(service: Service) -> None:
    names = [f"Producer {number}" for number in range(12)]
    await service.order(Year(producers=listed(*names)))
    notice = await service.notice(CASE)
    api = Api(service)
    document = """{ certifications(first: 100) { edges { node {
        claimantName amountDisbursed notice { orders { producers { name } } } statement { netClaim } parts { netClaim }
        resolvedMinorErrors { note } producer { name certifications { edges { node { id } } } }
    } } } }"""
    counted: list[int] = []
    statements = 0

    def count(*_: object) -> None:
        nonlocal statements
        statements += 1

    sa.event.listen(service.database.engine.sync_engine, "before_cursor_execute", count)
    for some in (names[:2], names[2:]):
        for name in some:
            await service.file(notice, form(name), by=name)
        before = statements
        edges = (await api.data(document, role="auditor"))["certifications"]["edges"]
        counted.append(statements - before)
    assert len(edges) == len(names)
    assert {edge["node"]["producer"]["name"] for edge in edges} == set(names)
    assert counted[0] == counted[1]
    await api.close()
