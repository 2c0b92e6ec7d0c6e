"""kill -9 any one process in the middle of the main job, start it again: the result is the same to the cent."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from deploy.demo import documents as gql
from deploy.demo.client import Api, Json
from deploy.demo.comparison import compare
from deploy.demo.job import MainJob
from deploy.demo.plan import PublishedYear, published_years
from deploy.stack import GATEWAY, Stack
from shared.database import Database, audit_log
from tests.stacks import running_stack

FURNITURE = [year for year in published_years() if "Furniture" in year.title]


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with running_stack() as started:
        yield started


@dataclass
class Crash:
    """Kills ``process`` a moment after the first call of ``mutation`` was sent, and starts it again a moment later."""

    stack: Stack
    process: str
    mutation: str
    restarted: asyncio.Task[None] | None = None

    def is_due(self, document: str) -> bool:
        return self.restarted is None and f" {self.mutation}(" in document

    def strike(self) -> None:
        self.stack.kill_process(self.process)
        self.restarted = asyncio.create_task(self._restart())

    async def _restart(self) -> None:
        await asyncio.sleep(0.3)
        await asyncio.to_thread(self.stack.start_process, self.process)


class CrashingApi(Api):
    """The gateway, with a crash that waits for its moment."""

    crash: Crash | None = None

    async def _post(self, document: str, variables: Json, token: str | None) -> Json:
        if self.crash is None or not self.crash.is_due(document):
            return await super()._post(document, variables, token)
        sent = asyncio.create_task(super()._post(document, variables, token))
        await asyncio.sleep(0.01)
        self.crash.strike()
        return await sent


async def everything_verifies(stack: Stack, api: Api) -> None:
    ledger = (await api.query(gql.LEDGER, {}, role="auditor"))["ledgerVerification"]
    assert ledger["balanced"]
    assert ledger["problems"] == []
    for service in ("accounts", "certification", "proceedings"):
        database = Database(stack.environment(service)["DATABASE_URL"], application_name="test", pool_size=1)
        async with database.reading() as connection:
            assert await audit_log.verify(connection) == []
        await database.close()


@pytest.mark.timeout(600)
async def test_the_result_is_the_same_to_the_cent(stack: Stack) -> None:
    """One fiscal year per process that dies: as money moves, officers review, lists come in, producers correct."""
    dying = {
        2006: ("accounts", "payDistribution"),
        2008: ("certification", "acceptCertification"),
        2009: ("proceedings", "receiveProducerList"),
        2010: (GATEWAY, "correctCertification"),
    }
    async with CrashingApi(stack.url(GATEWAY), stack.issuer) as api, stack.calendar() as set_day:
        job = MainJob(FURNITURE, api, set_day, lambda _: None)
        for year in FURNITURE:
            api.crash = crash = Crash(stack, *dying[year.fiscal_year])
            result = await job.run_year(year.fiscal_year, [year])
            assert crash.restarted is not None, "the process was never killed"
            await crash.restarted
            _assert_same(year, result.report)
        await everything_verifies(stack, api)


def _assert_same(year: PublishedYear, report: Json) -> None:
    comparison = compare(year, report)
    assert [line for line in comparison.lines if not line.ties] == []
    assert [total for total in comparison.totals if not total.ties] == []
    assert comparison.pools_tie
