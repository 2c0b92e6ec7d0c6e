"""What an operator can do with a dead letter: list, show, redrive, discard; each once, each on record."""

from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from shared.database.platform import audit_log, inbox
from shared.errors import BadInput, Conflict, NotFound
from shared.events import PermanentFailure, Subscription
from shared.events.dead_letters import DeadLetter, discard, list_dead_letters, redrive, show_dead_letter
from shared.events.handling import Handlers
from tests.integration.shared.events.conftest import Recorder, SeenOrder, Service, order, running, until
from tests.integration.shared.events.test_consumer import consumer_of


@pytest.fixture
def handler() -> Recorder:
    """A handler that refuses everything until told otherwise."""
    recorder = Recorder()

    async def refuse(_: SeenOrder) -> None:
        raise PermanentFailure("no such case", code="UNKNOWN_CASE")

    recorder.behave = refuse
    return recorder


@pytest.fixture
def handlers(handler: Recorder) -> Handlers:
    """The listener's handlers, as the command line has them."""
    return Handlers("accounts", [Subscription(SeenOrder, handler)])


@pytest.fixture
async def letter(publisher: Service, listener: Service, handler: Recorder) -> DeadLetter:
    """One open dead letter."""
    await publisher.record(order(1))

    async def buried() -> bool:
        async with listener.database.reading() as connection:
            return len(await list_dead_letters(connection)) == 1

    async with running(publisher.relay().run, consumer_of(listener, handler).run):
        await until(buried)
    async with listener.database.reading() as connection:
        return (await list_dead_letters(connection))[0]


async def test_a_letter_shows_what_and_why(listener: Service, letter: DeadLetter) -> None:
    async with listener.database.reading() as connection:
        shown = await show_dead_letter(connection, letter.id)
        assert await list_dead_letters(connection, error_code="OTHER") == []
        assert await list_dead_letters(connection, error_code="UNKNOWN_CASE", event_type=letter.type) == [letter]
        with pytest.raises(NotFound):
            await show_dead_letter(connection, uuid4())
    assert shown == letter
    assert shown.state == "open"
    assert shown.headers["ce-id"] == str(shown.event_id)
    assert b'"A-570-831"' in shown.body


async def test_a_redriven_event_has_its_effect_once(
    listener: Service, letter: DeadLetter, handler: Recorder, handlers: Handlers
) -> None:
    handler.behave = None
    assert await redrive(listener.uow, handlers, letter.id, actor="operator")
    assert await listener.effects() == [1]
    with pytest.raises(Conflict, match="replayed before"):
        await redrive(listener.uow, handlers, letter.id, actor="operator")
    with pytest.raises(Conflict):
        await discard(listener.uow, letter.id, actor="operator", reason="second thoughts")
    assert await listener.effects() == [1]
    assert await _audited(listener) == ["redrive_dead_letter"]
    async with listener.database.reading() as connection:
        assert await list_dead_letters(connection) == []
        assert [kept.state for kept in await list_dead_letters(connection, every_state=True)] == ["replayed"]


async def test_a_redrive_that_fails_changes_nothing(listener: Service, letter: DeadLetter, handlers: Handlers) -> None:
    with pytest.raises(PermanentFailure):
        await redrive(listener.uow, handlers, letter.id, actor="operator")
    async with listener.database.reading() as connection:
        assert await list_dead_letters(connection) == [letter]
        assert await connection.scalar(sa.select(sa.func.count()).select_from(inbox)) == 0
    assert await listener.effects() == []
    assert await _audited(listener) == []


async def test_an_event_that_came_by_another_way_is_not_handled_again(
    listener: Service, letter: DeadLetter, handler: Recorder, handlers: Handlers
) -> None:
    handler.behave = None
    delivery = handlers.read(letter.headers, letter.body, stream=letter.stream)
    assert await handlers.handle(listener.uow, delivery)
    assert not await redrive(listener.uow, handlers, letter.id, actor="operator")
    assert await listener.effects() == [1]


async def test_a_discard_needs_a_reason_and_is_final(
    listener: Service, letter: DeadLetter, handler: Recorder, handlers: Handlers
) -> None:
    with pytest.raises(BadInput):
        await discard(listener.uow, letter.id, actor="operator", reason=" ")
    await discard(listener.uow, letter.id, actor="operator", reason="sent in error")
    handler.behave = None
    with pytest.raises(Conflict, match="discarded before"):
        await redrive(listener.uow, handlers, letter.id, actor="operator")
    async with listener.database.reading() as connection:
        assert (await show_dead_letter(connection, letter.id)).discard_reason == "sent in error"
    assert await listener.effects() == []
    assert await _audited(listener) == ["discard_dead_letter"]


@pytest.mark.parametrize("letter_id", [UUID(int=0)])
async def test_an_unknown_letter(listener: Service, handlers: Handlers, letter_id: UUID) -> None:
    with pytest.raises(NotFound):
        await redrive(listener.uow, handlers, letter_id, actor="operator")
    with pytest.raises(NotFound):
        await discard(listener.uow, letter_id, actor="operator", reason="none")


async def _audited(service: Service) -> list[str]:
    async with service.database.reading() as connection:
        return list((await connection.scalars(sa.select(audit_log.c.action).order_by(audit_log.c.id))).all())
