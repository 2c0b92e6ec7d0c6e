"""Queue, lists and the closing of a window send as many statements for 200 claims as for 10."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.states import State
from services.certification.storage.queries.lists import ReceivedKey, certifications_page, received
from services.certification.storage.queries.work_queue import WorkFilter, work_page
from services.certification.storage.tables import risk_flags
from tests.integration.certification.conftest import Service

SIZES = (10, 200)
TODAY = date(2005, 8, 20)
Read = Callable[[AsyncConnection, str], Awaitable[int]]

# Per size an order with that many accepted claims, A-1, and one with that many under review, A-2. Any two neighbours
# claim the same amounts, so that closing raises a flag for each.
SEED = (
    """INSERT INTO producers (id, name, kind, registered_at)
    SELECT uuidv7(), 'Producer ' || n, 'PRODUCER', now() FROM generate_series(1, 200) n""",
    """INSERT INTO notices
    (fiscal_year, state, publish_on, close_on, return_by, form_version, drafted_at, published_at)
    VALUES (2005, 'PUBLISHED', '2005-06-01', '2005-08-01', '2005-08-16', '1', now(), now())""",
    """CREATE TEMP TABLE filed ON COMMIT DROP AS
    SELECT 'A-' || kind || '-' || size AS case_number, kind, producers.id AS producer_id, name, number,
           row_number() OVER () AS certification_number
    FROM unnest(ARRAY[10, 200]) size CROSS JOIN unnest(ARRAY[1, 2]) kind
    JOIN (SELECT id, name, row_number() OVER (ORDER BY id) AS number FROM producers) producers ON number <= size""",
    """INSERT INTO notice_orders
    (notice_id, case_number, fiscal_year, position, published, case_name, list_version, special_account_cents, as_of)
    SELECT notices.id, case_number, 2005, 1, true, case_number, 1, 100000000, '2005-06-01'
    FROM notices, (SELECT DISTINCT case_number FROM filed) orders""",
    "INSERT INTO lineages (case_number, root_producer_id) SELECT case_number, producer_id FROM filed",
    """INSERT INTO certifications
    (certification_number, notice_id, case_number, fiscal_year, producer_id, lineage_id, claimant_name, state, channel,
     received_on, received_at, version, version_received_on, retain_until, confidentiality_claimed,
     total_cents, prior_cents, net_cents, claimed_cents)
    SELECT '2005-' || lpad(certification_number::text, 6, '0'), notices.id, filed.case_number, 2005, producer_id,
           lineages.id, name, CASE filed.kind WHEN 1 THEN 'ACCEPTED' ELSE 'UNDER_REVIEW' END, 'ELECTRONIC',
           '2005-06-20', now(), 1, '2005-06-20', '2010-06-20', false, cents, 0, cents, cents
    FROM notices, filed JOIN lineages ON lineages.case_number = filed.case_number AND root_producer_id = producer_id,
         LATERAL (SELECT 1000000 + (number + 1) / 2 AS cents) amounts""",
    """INSERT INTO certification_versions (certification_id, version, cause, received_on, form, recorded_at)
    SELECT id, 1, 'FILED', received_on, '{}', now() FROM certifications""",
    """INSERT INTO certification_expenditures (certification_id, version, category, amount_cents)
    SELECT id, 1, 'Q09', total_cents FROM certifications""",
    """INSERT INTO certification_parts (certification_id, version, group_id, case_numbers, total_cents, prior_cents)
    SELECT id, 1, '', ARRAY[case_number], total_cents, 0 FROM certifications""",
)


@pytest.fixture
async def filled(service: Service) -> Service:
    """The service with the claims, after the window closed."""
    async with service.database.writing() as connection:
        for statement in SEED:
            await connection.execute(sa.text(statement))
    service.on(TODAY)
    return service


@contextmanager
def counting(service: Service) -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    sent: list[str] = []

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        sent.append(statement)

    engine = service.database.engine.sync_engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(engine, "before_cursor_execute", note)


async def the_queue(connection: AsyncConnection, size: str) -> int:
    wanted = WorkFilter(case_number=f"A-2-{size}", state=State.UNDER_REVIEW, flagged=False, due_until=TODAY)
    return len(await work_page(connection, wanted, after=None, limit=500))


async def the_officers_list(connection: AsyncConnection, size: str) -> int:
    case_number, year = f"A-1-{size}", 2005
    rows = await certifications_page(
        connection,
        case_number=case_number,
        fiscal_year=year,
        state=State.ACCEPTED,
        producer_ids=None,
        after=None,
        limit=500,
    )
    assert {row.case_number for row in rows} == {case_number}
    return len(rows)


async def the_public_list(connection: AsyncConnection, size: str) -> int:
    key = ReceivedKey(case_number=f"A-1-{size}", fiscal_year=2005, after=None, limit=500, today=TODAY)
    return len((await received(connection, [key]))[key])


async def test_a_page_is_one_statement_whatever_its_length(filled: Service) -> None:
    pages: tuple[Read, ...] = (the_queue, the_officers_list, the_public_list)
    for read in pages:
        for size in SIZES:
            with counting(filled) as sent:
                async with filled.database.reading() as connection:
                    assert await read(connection, str(size)) == size
            assert len(sent) == 1


async def test_dist_09_a_window_closes_in_as_many_statements_whatever_the_claims(filled: Service) -> None:
    counted: list[int] = []
    again: list[int] = []
    for size in SIZES:
        for counts in (counted, again):
            with counting(filled) as sent:
                assert await filled.certify(f"A-1-{size}", 2005) == 1
            counts.append(len(sent))
    assert counted[0] == counted[1]
    assert again[0] == again[1]
    assert again[0] < counted[0], "a list that did not change is not written again"
    async with filled.database.reading() as connection:
        assert await connection.scalar(sa.select(sa.func.count()).select_from(risk_flags)) == sum(SIZES)
    events = await filled.events("claims.certified")
    assert [len(event["claims"]) for event in events] == list(SIZES)
    assert all(len(claim["parts"]) == 1 for event in events for claim in event["claims"])
