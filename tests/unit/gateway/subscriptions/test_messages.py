"""The messages of graphql-transport-ws."""

import pytest

from services.gateway.subscriptions.messages import (
    Close,
    Closing,
    event_number,
    read_id,
    read_message,
    read_subscribe,
    write_complete,
    write_error,
    write_next,
    write_plain,
)


def test_a_message_is_an_object_with_a_type() -> None:
    assert read_message('{"type":"ping"}') == {"type": "ping"}
    assert read_message(b'{"type":"ping"}') == {"type": "ping"}
    for text in ("", None, "[]", "1", '{"type":1}', "{", '{"id":"1"}'):
        with pytest.raises(Closing) as closing:
            read_message(text)
        assert closing.value.code is Close.BAD_REQUEST


def test_a_subscribe_message() -> None:
    payload = {"query": "{ a }", "operationName": "A", "variables": {"b": 1}, "extensions": {"lastEventId": "42"}}
    found = read_subscribe({"type": "subscribe", "id": "1", "payload": payload})
    assert (found.id, found.after) == ("1", 42)
    assert (found.asked.query, found.asked.operation_name, found.asked.variables) == ("{ a }", "A", {"b": 1})
    assert read_subscribe({"type": "subscribe", "id": "1", "payload": {"query": "{ a }"}}).after is None


@pytest.mark.parametrize(
    "message",
    [
        {"type": "subscribe", "payload": {"query": "{ a }"}},
        {"type": "subscribe", "id": "", "payload": {"query": "{ a }"}},
        {"type": "subscribe", "id": 1, "payload": {"query": "{ a }"}},
        {"type": "subscribe", "id": "1"},
        {"type": "subscribe", "id": "1", "payload": {}},
        {"type": "subscribe", "id": "1", "payload": {"query": 1}},
        {"type": "subscribe", "id": "1", "payload": {"query": "{ a }", "variables": []}},
        {"type": "subscribe", "id": "1", "payload": {"query": "{ a }", "extensions": {"lastEventId": "x"}}},
    ],
)
def test_a_subscribe_message_that_says_too_little(message: dict[str, object]) -> None:
    with pytest.raises(Closing) as closing:
        read_subscribe(message)
    assert closing.value.code is Close.BAD_REQUEST


def test_an_event_id_is_a_number_of_the_record() -> None:
    assert (event_number(None), event_number(""), event_number("0"), event_number("7")) == (None, None, 0, 7)
    for text in ("-1", "1.5", "x", "٣", "9" * 20, 7):
        with pytest.raises(ValueError, match="last event id"):
            event_number(text)


def test_answers() -> None:
    assert read_id({"type": "complete", "id": "a"}) == "a"
    assert read_message(write_next('a"', b'{"data":null}')) == {"type": "next", "id": 'a"', "payload": {"data": None}}
    assert read_message(write_error("a", [{"message": "no"}])) == {
        "type": "error",
        "id": "a",
        "payload": [{"message": "no"}],
    }
    assert read_message(write_complete("a")) == {"type": "complete", "id": "a"}
    assert read_message(write_plain("pong", {"type": "ping", "payload": {"a": 1}})) == {
        "type": "pong",
        "payload": {"a": 1},
    }
    assert read_message(write_plain("connection_ack")) == {"type": "connection_ack"}
