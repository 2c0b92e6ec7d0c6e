"""Names, subjects and schemas of events."""

from datetime import date
from typing import ClassVar

import pytest
from jsonschema import Draft202012Validator
from pydantic import Field

from shared.events import Consumed, Event, Registry, json_schema
from shared.events.names import stream_of_subject


class OrderIssued(Event):
    """An order was issued."""

    service: ClassVar[str] = "proceedings"
    aggregate: ClassVar[str] = "order"
    event: ClassVar[str] = "issued"
    visibility: ClassVar[str] = "public"

    case_number: str = Field(description="Case number.")
    issued_on: date = Field(description="Legal date of issue.")

    @property
    def key(self) -> str:
        return self.case_number


def test_names_follow_from_the_class() -> None:
    event = OrderIssued(case_number="A-570-831", issued_on=date(1994, 11, 16))
    assert event.type() == "gov.customs.proceedings.order.issued.v1"
    assert event.subject == "customs.public.proceedings.v1.order.issued.A-570-831"
    assert event.about == "orders/A-570-831"
    assert event.stream() == "PROCEEDINGS_PUBLIC" == stream_of_subject(event.subject)


@pytest.mark.parametrize("key", ["", "A.570", "A 570", "*", ">", "Ä-1", "x" * 65])
def test_a_key_that_is_no_subject_token_is_refused(key: str) -> None:
    event = OrderIssued(case_number=key, issued_on=date(1994, 11, 16))
    with pytest.raises(ValueError, match="subject token"):
        _ = event.subject


def test_the_published_schema_accepts_the_event_and_fields_added_later() -> None:
    schema = json_schema(OrderIssued)
    Draft202012Validator.check_schema(schema)
    data = OrderIssued(case_number="A-570-831", issued_on=date(1994, 11, 16)).model_dump(mode="json")
    validator = Draft202012Validator(schema)
    validator.validate(data)
    validator.validate({**data, "added_later": 1})
    assert not validator.is_valid({"case_number": "A-570-831"})
    assert (
        schema["$id"] == "https://schemas.customs.gov/countervail/events/gov.customs.proceedings.order.issued.v1.json"
    )


def test_a_public_event_is_never_confidential() -> None:
    with pytest.raises(TypeError, match="public and classified"):

        class Leak(OrderIssued):
            classification: ClassVar[str] = "confidential"


def test_a_field_without_description_is_refused() -> None:
    with pytest.raises(TypeError, match="needs a description"):

        class Bare(OrderIssued):
            more: int


def test_a_name_with_a_dot_is_refused() -> None:
    with pytest.raises(TypeError, match="lower-case words"):

        class Dotted(OrderIssued):
            event: ClassVar[str] = "is.issued"


def test_a_listener_ignores_fields_it_does_not_know() -> None:
    class SeenOrder(Consumed):
        event_type: ClassVar[str] = "gov.customs.proceedings.order.issued.v1"
        subject: ClassVar[str] = "customs.public.proceedings.v1.order.issued.*"
        stream: ClassVar[str] = "PROCEEDINGS_PUBLIC"
        case_number: str

    assert SeenOrder.model_validate({"case_number": "A-570-831", "new": 1}).case_number == "A-570-831"


def test_a_listener_with_the_wrong_stream_is_refused() -> None:
    with pytest.raises(TypeError, match="not kept in"):

        class Wrong(Consumed):
            event_type: ClassVar[str] = "gov.customs.proceedings.order.issued.v1"
            subject: ClassVar[str] = "customs.public.proceedings.v1.order.issued.*"
            stream: ClassVar[str] = "ACCOUNTS_PUBLIC"


@pytest.mark.parametrize(
    ("noun", "about"), [("deposit-rates", "deposit-rates/A-1"), ("penalty", "penalties/A-1"), ("notice", "notices/A-1")]
)
def test_what_an_event_is_about_is_named_in_the_plural(noun: str, about: str) -> None:
    class Named(OrderIssued):
        aggregate: ClassVar[str] = noun

    assert Named(case_number="A-1", issued_on=date(1994, 11, 16)).about == about


def test_the_registry_lists_each_type_once() -> None:
    class Other(OrderIssued):
        pass

    registry = Registry((OrderIssued,), (OrderIssued,))
    assert list(registry) == [OrderIssued]
    assert registry.get(OrderIssued.type()) is OrderIssued
    with pytest.raises(ValueError, match="defined twice"):
        Registry((OrderIssued,), (Other,))
