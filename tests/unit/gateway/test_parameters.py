"""The parameters of a GraphQL request: what is taken, what is refused with 400."""

from urllib.parse import urlencode

import orjson
import pytest

from services.gateway.http.parameters import from_body, from_query_string, is_json_content
from services.gateway.http.problems import HttpProblem


def test_a_body_with_every_parameter() -> None:
    body = {"query": "{ a }", "operationName": "A", "variables": {"x": 1}, "extensions": {}, "unknown": True}
    assert from_body(orjson.dumps(body)) == ("{ a }", "A", {"x": 1})


def test_null_counts_as_absent() -> None:
    body = {"query": "{ a }", "operationName": None, "variables": None, "extensions": None}
    assert from_body(orjson.dumps(body)) == ("{ a }", None, {})


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
    ],
)
def test_a_bad_body_is_refused(body: bytes, message: str) -> None:
    with pytest.raises(HttpProblem, match=message) as refused:
        from_body(body)
    assert (refused.value.status, refused.value.code) == (400, "BAD_USER_INPUT")


def test_a_client_that_tries_a_hash_first_is_told_to_send_the_text() -> None:
    with pytest.raises(HttpProblem) as refused:
        from_body(b'{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}')
    assert refused.value.code == "PERSISTED_QUERY_NOT_SUPPORTED"


def test_a_url_with_every_parameter() -> None:
    url = urlencode({"query": "{ a }", "operationName": "A", "variables": '{"x":1}', "extensions": "{}"})
    assert from_query_string(url.encode()) == ("{ a }", "A", {"x": 1})


def test_empty_parameters_of_a_url_count_as_absent() -> None:
    assert from_query_string(b"query=%7Ba%7D&operationName=&variables=") == ("{a}", None, {})


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
