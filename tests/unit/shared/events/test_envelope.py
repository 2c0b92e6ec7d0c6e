"""CloudEvents attributes in NATS headers."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.events import Envelope, MalformedEnvelope
from shared.events.envelope import decode_value, encode_value

ENVELOPE = Envelope(
    id=UUID("01890a5d-ac96-774b-bcce-b302099a8057"),
    type="gov.customs.accounts.distribution.completed.v1",
    source="/customs/accounts",
    time=datetime(2005, 11, 29, 17, 0, 0, 123456, tzinfo=UTC),
    subject="orders/A-570-831",
    sequence=42,
    correlation_id="request-1",
)


def test_every_attribute_has_its_header() -> None:
    assert ENVELOPE.headers() == {
        "ce-specversion": "1.0",
        "ce-id": "01890a5d-ac96-774b-bcce-b302099a8057",
        "ce-source": "/customs/accounts",
        "ce-type": "gov.customs.accounts.distribution.completed.v1",
        "ce-subject": "orders/A-570-831",
        "ce-time": "2005-11-29T17:00:00.123456Z",
        "ce-datacontenttype": "application/json",
        "ce-dataschema": (
            "https://schemas.customs.gov/countervail/events/gov.customs.accounts.distribution.completed.v1.json"
        ),
        "ce-sequence": "00000000000000000042",
        "ce-correlationid": "request-1",
        "ce-dataclassification": "internal",
    }


def test_headers_are_read_in_any_spelling() -> None:
    assert Envelope.from_headers({name.title(): value for name, value in ENVELOPE.headers().items()}) == ENVELOPE


def test_the_specification_example_of_percent_encoding() -> None:
    # CloudEvents HTTP binding 3.1.3.2, which the NATS binding shares: "Euro € 😀".
    assert encode_value("Euro € 😀") == "Euro%20%E2%82%AC%20%F0%9F%98%80"
    assert decode_value("Euro%20%E2%82%AC%20%F0%9F%98%80") == "Euro € 😀"


@given(st.text())
def test_any_text_survives_the_headers(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return  # a lone surrogate is no text
    encoded = encode_value(text)
    assert encoded.isascii()
    assert not any(character in encoded for character in ' "\r\n')
    assert decode_value(encoded) == text


@pytest.mark.parametrize("missing", ["ce-specversion", "ce-id", "ce-type", "ce-source", "ce-time"])
def test_a_missing_attribute_is_named(missing: str) -> None:
    headers = ENVELOPE.headers()
    del headers[missing]
    with pytest.raises(MalformedEnvelope, match=missing.removeprefix("ce-")):
        Envelope.from_headers(headers)


def test_no_headers_at_all() -> None:
    with pytest.raises(MalformedEnvelope):
        Envelope.from_headers(None)


def test_an_unreadable_id_is_not_repeated_in_the_message() -> None:
    with pytest.raises(MalformedEnvelope) as caught:
        Envelope.from_headers({**ENVELOPE.headers(), "ce-id": "secret-value"})
    assert "secret-value" not in str(caught.value)
