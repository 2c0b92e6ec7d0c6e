"""Reading and checking a message before any handler sees it."""

from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

import pytest

from shared.database import Transaction
from shared.errors import NotFound
from shared.events import Consumed, Envelope, PermanentFailure, Subscription
from shared.events.handling import Handlers, cause_of, error_code, error_text

TYPE = "gov.customs.proceedings.order.issued.v1"
STREAM = "PROCEEDINGS_PUBLIC"


class SeenOrder(Consumed):
    """A view of an order."""

    event_type: ClassVar[str] = TYPE
    subject: ClassVar[str] = "customs.public.proceedings.v1.order.issued.*"
    stream: ClassVar[str] = STREAM

    case_number: str
    number: int


async def ignore(tx: Transaction, seen: SeenOrder, envelope: Envelope) -> None:
    """Does nothing."""


SUBSCRIPTION = Subscription(SeenOrder, ignore)
HANDLERS = Handlers("accounts", [SUBSCRIPTION])
BODY = b'{"case_number": "A-570-831", "number": 1, "added_later": true}'


def envelope(event_type: str = TYPE, source: str = "/customs/proceedings") -> Envelope:
    """An envelope with given type and source."""
    return Envelope(
        id=UUID(int=1),
        type=event_type,
        source=source,
        time=datetime(2005, 11, 29, tzinfo=UTC),
        subject="orders/A-570-831",
        sequence=1,
        correlation_id="request-1",
    )


def test_a_message_is_read_into_the_listeners_view() -> None:
    delivery = HANDLERS.read(envelope().headers(), BODY, stream=STREAM)
    assert delivery.data == SeenOrder(case_number="A-570-831", number=1)
    assert delivery.subscription is SUBSCRIPTION
    assert delivery.envelope == envelope()


@pytest.mark.parametrize(
    ("headers", "body", "stream", "code"),
    [
        (None, BODY, STREAM, "MALFORMED_ENVELOPE"),
        (envelope(event_type="gov.customs.proceedings.order.revoked.v1").headers(), BODY, STREAM, "UNEXPECTED_TYPE"),
        (envelope(source="/customs/enforcement").headers(), BODY, STREAM, "WRONG_STREAM"),
        (envelope().headers(), BODY, "ENFORCEMENT_PUBLIC", "WRONG_STREAM"),
        (envelope().headers(), b"{}", STREAM, "INVALID_PAYLOAD"),
        (envelope().headers(), b"\xff", STREAM, "INVALID_PAYLOAD"),
    ],
)
def test_what_cannot_be_handled_is_refused_with_a_code(
    headers: dict[str, str] | None, body: bytes, stream: str, code: str
) -> None:
    with pytest.raises(PermanentFailure) as caught:
        HANDLERS.read(headers, body, stream=stream)
    assert caught.value.code == code


def test_a_refusal_names_fields_and_never_values() -> None:
    with pytest.raises(PermanentFailure) as caught:
        HANDLERS.read(envelope().headers(), b'{"case_number": 7, "number": "secret-value"}', stream=STREAM)
    assert str(caught.value) == "payload does not fit: case_number: string_type; number: int_parsing"


def test_one_type_has_one_handler() -> None:
    with pytest.raises(ValueError, match="twice"):
        Handlers("accounts", [SUBSCRIPTION, Subscription(SeenOrder, ignore)])


def test_what_a_handler_does_is_traced_to_its_event() -> None:
    cause = cause_of(envelope())
    assert (cause.actor, cause.correlation_id) == (f"event:{TYPE}", "request-1")
    assert cause.causation_id == "00000000-0000-0000-0000-000000000001"


def test_failures_are_told_without_data() -> None:
    assert (error_code(RuntimeError("secret")), error_text(RuntimeError("secret"))) == (
        "HANDLER_FAILED",
        "RuntimeError",
    )
    assert (error_code(NotFound("no order A-1")), error_text(NotFound("no order A-1"))) == (
        "NOT_FOUND",
        "NotFound: no order A-1",
    )
    assert error_code(PermanentFailure("never", code="GONE")) == "GONE"
