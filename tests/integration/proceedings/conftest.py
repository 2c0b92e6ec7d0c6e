"""A database of the service, a clock that stands, and the way to run its use cases."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from functools import partial

import pytest

from services.proceedings.domain.case_number import CaseKind
from services.proceedings.storage.tables import METADATA
from services.proceedings.usecases.register_case import RegisterCase, register_case
from services.proceedings.usecases.register_order import RegisterOrder, register_order
from shared.clock import SimulatedClock
from shared.database import Database
from tests.conftest import FreshDatabase
from tests.integration.harness import Service

CASE = "C-570-831"


@pytest.fixture
async def service(fresh_database: FreshDatabase) -> AsyncIterator[Service]:
    """A fresh service on 2 January 2025."""
    database = Database(fresh_database("proceedings"), application_name="test", pool_size=4)
    yield Service(database, SimulatedClock(datetime(2025, 1, 2, 15, tzinfo=UTC)), METADATA)
    await database.close()


a_case = partial(
    RegisterCase,
    case_number=CASE,
    case_name="Alpha from China",
    kind=CaseKind.CVD,
    country="CN",
    product_group_id="alpha",
    itc_case_number=None,
)

an_order = partial(
    RegisterOrder,
    case_number=CASE,
    issued_on=date(2024, 8, 27),
    federal_register_citation="89 FR 68586",
    scope_text="Alpha of every size.",
    itc_notified_on=date(2024, 8, 20),
)


@pytest.fixture
async def registered(service: Service) -> Service:
    """A service with a case."""
    assert not (await service.run(a_case(), register_case)).refusals
    return service


@pytest.fixture
async def ordered(registered: Service) -> Service:
    """A service with a case and its order."""
    assert not (await registered.run(an_order(), register_order)).refusals
    return registered
