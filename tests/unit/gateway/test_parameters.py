"""The parameters of a GraphQL request: what is taken, what is refused with 400."""

from urllib.parse import urlencode

import orjson
import pytest

from services.gateway.http.parameters import (
    DocumentReference,
    Parameters,
    from_body,
    from_query_string,
    is_json_content,
)
from services.gateway.http.problems import HttpProblem


def test_a_body_with_every_parameter() -> None:
    body = {"query": "{ a }", "operationName": "A", "variables": {"x": 1}, "extensions": {}, "unknown": True}
    assert from_body(orjson.dumps(body)) == Parameters("{ a }", "A", {"x": 1})


def test_null_counts_as_absent() -> None:
    body = {"query": "{ a }", "operationName": None, "variables": None, "extensions": None, "documentId": None}
    assert from_body(orjson.dumps(body)) == Parameters("{ a }", None, {})


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b'"query"', "must be a JSON object"),
        (b'[{"query":"{ a }"}]', "must be a JSON object"),
        (b"{}", "has no 'query'"),
        (b'{"query":null}', "has no 'query'"),
        (b'{"query":1}', "'query' must be a string"),
        (b'{"query":["{ a }"]}', "'query' must be a string"),
        (b'{"query":"{ a }","operationName":1}', "'operationName'"),
        (b'{"query":"{ a }","variables":"{}"}', "'variables'"),
        (b'{"query":"{ a }","variables":[]}', "'variables'"),
        (b'{"query":"{ a }","variables":0}', "'variables'"),
        (b'{"query":"{ a }","extensions":"x"}', "'extensions'"),
        (b'{"query":"{ a }","extensions":false}', "'extensions'"),
        (b'{"query":"\xff"}', "not JSON"),
        (b'{"documentId":1}', "'documentId'"),
        (b'{"documentId":""}', "'documentId'"),
        (b'{"extensions":{"persistedQuery":{}}}', "version 1"),
        (b'{"extensions":{"persistedQuery":{"version":2,"sha256Hash":"00"}}}', "version 1"),
        (b'{"query":"{ a }","extensions":{"persistedQuery":{"version":1,"sha256Hash":0}}}', "version 1"),
    ],
)
def test_a_bad_body_is_refused(body: bytes, message: str) -> None:
    with pytest.raises(HttpProblem, match=message) as refused:
        from_body(body)
    assert (refused.value.status, refused.value.code) == (400, "BAD_USER_INPUT")


def test_a_document_may_be_named_by_its_hash_or_by_an_id() -> None:
    hashed = from_body(b'{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"0A"}}}')
    assert hashed == Parameters("", None, {}, DocumentReference("0a", hashed=True))
    named = from_body(b'{"documentId":"Alpha","query":null,"variables":{"x":1}}')
    assert named == Parameters("", None, {"x": 1}, DocumentReference("Alpha", hashed=False))


def test_a_list_of_requests_is_taken_up_to_its_limit() -> None:
    two = b'[{"query":"{ a }"},{"documentId":"b"}]'
    assert from_body(two, batch_max=2) == [
        Parameters("{ a }", None, {}),
        Parameters("", None, {}, DocumentReference("b", hashed=False)),
    ]
    with pytest.raises(HttpProblem) as refused:
        from_body(two, batch_max=1)
    assert refused.value.code == "BATCH_TOO_LARGE"


@pytest.mark.parametrize("body", [b"[]", b"[1]", b'[{"query":"{ a }"},null]', b'[[{"query":"{ a }"}]]', b"[{}]"])
def test_a_bad_list_is_refused(body: bytes) -> None:
    with pytest.raises(HttpProblem) as refused:
        from_body(body, batch_max=5)
    assert refused.value.status == 400


def test_a_url_with_every_parameter() -> None:
    url = urlencode({"query": "{ a }", "operationName": "A", "variables": '{"x":1}', "extensions": "{}"})
    assert from_query_string(url.encode()) == Parameters("{ a }", "A", {"x": 1})


def test_empty_parameters_of_a_url_count_as_absent() -> None:
    assert from_query_string(b"query=%7Ba%7D&operationName=&variables=") == Parameters("{a}", None, {})


def test_a_document_may_be_named_in_a_url() -> None:
    hashed = urlencode({"extensions": '{"persistedQuery":{"version":1,"sha256Hash":"0a"}}'}).encode()
    assert from_query_string(hashed).document == DocumentReference("0a", hashed=True)
    assert from_query_string(b"documentId=b").document == DocumentReference("b", hashed=False)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (b"", "has no 'query'"),
        (b"query=a&query=b", "more than once"),
        (b"query=%7Ba%7D&variables=%7B", "'variables' is not JSON"),
        (b"query=%7Ba%7D&variables=1", "'variables' must be"),
        (b"query=%7Ba%7D&extensions=%5B%5D", "'extensions' must be"),
        (b"query=%ff", "cannot be read"),
        (b"query=\xff", "cannot be read"),
    ],
)
def test_a_bad_url_is_refused(url: bytes, message: str) -> None:
    with pytest.raises(HttpProblem, match=message) as refused:
        from_query_string(url)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    ("content_type", "taken"),
    [
        ("application/json", True),
        ("application/json; charset=utf-8", True),
        ('application/json;charset="UTF-8"', True),
        ("application/json; charset=latin-1", False),
        ("text/plain", False),
        ("application/graphql", False),
        ("application/x-www-form-urlencoded", False),
        ("", False),
    ],
)
def test_only_json_in_utf8_is_taken(content_type: str, taken: bool) -> None:
    assert is_json_content(content_type.encode()) is taken
