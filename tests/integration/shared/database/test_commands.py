"""A command runs once per caller and key; a refusal leaves nothing but its answer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from shared.canonical import JSON
from shared.clock import SimulatedClock
from shared.database import Cause, CommandResult, Database, Transaction, UnitOfWork, run_command
from shared.database.platform import audit_log, idempotency_keys, outbox
from shared.errors import BadInput, Conflict
from shared.refusals import Refusal, Refused
from tests.conftest import FreshDatabase
from tests.integration.shared.database.happenings import SomethingHappened

UseCase = Callable[[Transaction, "Ask"], Awaitable[dict[str, JSON]]]

REFUSAL = Refusal(code="TOO_MUCH", rule="DIST-02", citation="19 CFR 159.64(b)", message="less, please", field="amount")


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """A command of these tests."""

    amount: int


async def comply(tx: Transaction, ask: Ask) -> dict[str, JSON]:
    """Does as asked, and tells."""
    tx.audit("comply", "asks/1", after={"amount": ask.amount})
    tx.record(SomethingHappened(case_number="A-990-801", amount_cents=ask.amount))
    return {"amount": ask.amount}


async def refuse(tx: Transaction, ask: Ask) -> dict[str, JSON]:
    """Does as asked, then finds that the law refuses it."""
    await comply(tx, ask)
    raise Refused([REFUSAL])


@pytest.fixture
async def uow(fresh_database: FreshDatabase) -> AsyncIterator[UnitOfWork]:
    database = Database(fresh_database("platform"), application_name="test", pool_size=8)
    yield UnitOfWork(database, SimulatedClock(datetime(2005, 6, 1, 14, tzinfo=UTC)))
    await database.close()


async def run(
    uow: UnitOfWork, ask: Ask, *, key: str = "k", actor: str = "officer", use_case: UseCase = comply
) -> CommandResult:
    return await run_command(
        uow,
        cause=Cause(actor=actor, correlation_id="c"),
        name="ask",
        idempotency_key=key,
        command=ask,
        handler=lambda tx: use_case(tx, ask),
    )


async def stored(uow: UnitOfWork) -> tuple[int, int, int]:
    """How many events, audit entries and keys are kept."""
    async with uow.begin(Cause(actor="test", correlation_id="c")) as tx:
        counts = [
            await tx.connection.scalar(sa.select(sa.func.count()).select_from(table))
            for table in (outbox, audit_log, idempotency_keys)
        ]
    return counts[0] or 0, counts[1] or 0, counts[2] or 0


async def test_the_same_key_and_input_gives_the_first_answer_again_and_does_nothing(uow: UnitOfWork) -> None:
    first = await run(uow, Ask(amount=5))
    assert first == CommandResult({"amount": 5}, ())
    assert await run(uow, Ask(amount=5)) == first
    assert await stored(uow) == (1, 1, 1)


async def test_the_same_key_with_other_input_is_a_conflict(uow: UnitOfWork) -> None:
    await run(uow, Ask(amount=5))
    with pytest.raises(Conflict, match="already used"):
        await run(uow, Ask(amount=6))
    assert await stored(uow) == (1, 1, 1)


async def test_keys_of_different_callers_do_not_meet(uow: UnitOfWork) -> None:
    await run(uow, Ask(amount=5), actor="one officer")
    assert await run(uow, Ask(amount=6), actor="another") == CommandResult({"amount": 6}, ())


async def test_callers_that_come_together_with_one_key_do_it_once(uow: UnitOfWork) -> None:
    answers = await asyncio.gather(*(run(uow, Ask(amount=5)) for _ in range(7)))
    assert answers == [CommandResult({"amount": 5}, ())] * 7
    assert await stored(uow) == (1, 1, 1)


async def test_a_refusal_undoes_everything_and_is_the_answer_to_a_repeat(uow: UnitOfWork) -> None:
    first = await run(uow, Ask(amount=5), use_case=refuse)
    assert first == CommandResult(None, (REFUSAL,))
    assert await stored(uow) == (0, 0, 1)
    assert await run(uow, Ask(amount=5)) == first


async def test_an_error_undoes_the_key_too_so_that_the_call_can_be_repeated(uow: UnitOfWork) -> None:
    async def fail(tx: Transaction, ask: Ask) -> dict[str, JSON]:
        await comply(tx, ask)
        raise BadInput("unknown case number")

    with pytest.raises(BadInput):
        await run(uow, Ask(amount=5), use_case=fail)
    assert await stored(uow) == (0, 0, 0)
    assert await run(uow, Ask(amount=5)) == CommandResult({"amount": 5}, ())


@pytest.mark.parametrize("key", ["", "k" * 201])
async def test_a_key_that_cannot_be_kept_is_refused(uow: UnitOfWork, key: str) -> None:
    with pytest.raises(BadInput, match="1 to 200"):
        await run(uow, Ask(amount=5), key=key)


async def test_a_deadlock_is_run_again(uow: UnitOfWork) -> None:
    """Two commands lock two rows in opposite order; the database ends one of them, and it is run again."""
    async with uow.begin(Cause(actor="test", correlation_id="c")) as tx:
        await tx.connection.execute(sa.text("CREATE TABLE rows (id int PRIMARY KEY)"))
        await tx.connection.execute(sa.text("INSERT INTO rows VALUES (1), (2)"))
    both_hold_one = asyncio.Barrier(2)
    runs: list[int] = []

    async def lock(tx: Transaction, ask: Ask) -> dict[str, JSON]:
        first_try = ask.amount not in runs
        runs.append(ask.amount)
        for position, row in enumerate((ask.amount, 3 - ask.amount)):
            if position and first_try:
                await both_hold_one.wait()
            await tx.connection.execute(sa.text("SELECT 1 FROM rows WHERE id = :row FOR UPDATE"), {"row": row})
        return {"amount": ask.amount}

    answers = await asyncio.gather(*(run(uow, Ask(amount=row), key=f"k{row}", use_case=lock) for row in (1, 2)))
    assert [answer.value for answer in answers] == [{"amount": 1}, {"amount": 2}]
    assert len(runs) == 3
