"""Which headers go on to the services."""

import pytest
from pydantic import ValidationError

from services.gateway.http.propagation import HeaderPropagation, HeaderRule

CALLER = {b"authorization": b"Bearer x", b"traceparent": b"00-1", b"x-tenant": b"north"}


def rules(*given: dict[str, str]) -> HeaderPropagation:
    return HeaderPropagation([HeaderRule.model_validate(rule) for rule in given])


def test_token_trace_and_correlation_id_go_on_and_nothing_else() -> None:
    propagation = rules()
    assert propagation.forwarded(CALLER, "r1") == {
        "authorization": "Bearer x",
        "traceparent": "00-1",
        "x-request-id": "r1",
    }
    assert propagation.wanted == {b"authorization", b"traceparent", b"tracestate"}
    assert not propagation.by_service


def test_a_named_header_goes_on_under_its_own_or_another_name() -> None:
    propagation = rules({"propagate": "X-Tenant"}, {"propagate": "x-tenant", "rename": "X-Org"})
    sent = propagation.forwarded(CALLER, "r1")
    assert (sent["x-tenant"], sent["x-org"]) == ("north", "north")
    assert b"x-tenant" in propagation.wanted


def test_a_header_that_is_missing_has_its_default_or_is_not_sent() -> None:
    sent = rules({"propagate": "x-a", "default": "none"}, {"propagate": "x-b"}).forwarded({}, "r1")
    assert sent == {"x-request-id": "r1", "x-a": "none"}


def test_headers_are_added_and_taken_away_in_order() -> None:
    sent = rules(
        {"insert": "x-from", "value": "gateway"}, {"remove": "authorization"}, {"propagate": "authorization"}
    ).forwarded(CALLER, "r1")
    assert (sent["x-from"], sent["authorization"]) == ("gateway", "Bearer x")
    assert "authorization" not in rules({"remove": "Authorization"}).forwarded(CALLER, "r1")


def test_what_one_service_is_sent_the_others_are_not() -> None:
    propagation = rules(
        {"service": "alpha", "propagate": "x-tenant"},
        {"service": "alpha", "insert": "x-from", "value": "gateway"},
        {"service": "beta", "remove": "authorization"},
    )
    assert propagation.by_service
    forwarded = propagation.forwarded(CALLER, "r1")
    common = {"authorization": "Bearer x", "traceparent": "00-1", "x-request-id": "r1"}
    assert propagation.for_service("alpha", forwarded) == common | {"x-tenant": "north", "x-from": "gateway"}
    assert propagation.for_service("beta", forwarded) == {"traceparent": "00-1", "x-request-id": "r1"}
    assert propagation.for_service("gamma", forwarded) == common


def test_callers_that_differ_for_one_service_differ_in_what_is_forwarded() -> None:
    """Identical calls are shared by what is forwarded: what only one service sees must count there, too."""
    propagation = rules({"service": "alpha", "propagate": "x-tenant"})
    assert propagation.forwarded(CALLER, "r1") != propagation.forwarded(CALLER | {b"x-tenant": b"south"}, "r1")


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"propagate": "a", "remove": "b"},
        {"insert": "a"},
        {"value": "a", "propagate": "b"},
        {"remove": "a", "rename": "b"},
        {"insert": "a", "value": "b", "default": "c"},
        {"propagate": "content-length"},
        {"propagate": "Host"},
        {"propagate": "x", "rename": "Transfer-Encoding"},
        {"insert": "Connection", "value": "close"},
        {"propagate": "a b"},
        {"insert": "a", "value": "b\r\nc: d"},
        {"propagate": "a", "default": "é"},
        {"propagate": "a", "unknown": "b"},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(rule: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        HeaderRule.model_validate(rule)
