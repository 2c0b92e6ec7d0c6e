"""How much callers are told of what went wrong in a service."""

import pytest

from services.gateway.errors import ErrorDetail, ErrorPolicy, JsonObject


def error(code: str | None, service: str | None = "alpha") -> JsonObject:
    extensions = {"code": code, "service": service, "secret": "x"}
    kept = {key: value for key, value in extensions.items() if value is not None}
    return {"message": "table t is locked", "path": ["a", 0], "extensions": kept}


def test_as_it_comes_nothing_is_done() -> None:
    assert not ErrorPolicy().active


@pytest.mark.parametrize(
    ("detail", "code", "message"),
    [
        (ErrorDetail.CODED, "NOT_FOUND", "table t is locked"),
        (ErrorDetail.CODED, "UNAVAILABLE", "table t is locked"),
        (ErrorDetail.CODED, "INTERNAL", "Internal error"),
        (ErrorDetail.CODED, "SOMETHING_ELSE", "Internal error"),
        (ErrorDetail.CODED, None, "Internal error"),
        (ErrorDetail.NONE, "NOT_FOUND", "Internal error"),
        (ErrorDetail.NONE, None, "Internal error"),
    ],
)
def test_messages_are_masked_by_their_code(detail: ErrorDetail, code: str | None, message: str) -> None:
    (shown,) = ErrorPolicy(detail).applied([error(code)], "r1")
    assert shown["message"] == message
    assert shown["path"] == ["a", 0]
    assert isinstance(shown["extensions"], dict)
    if message == "Internal error":
        assert shown["extensions"] == {"code": code or "INTERNAL", "correlationId": "r1", "service": "alpha"}


@pytest.mark.parametrize("detail", ErrorDetail)
def test_the_gateways_own_errors_stay(detail: ErrorDetail) -> None:
    null: JsonObject = {"message": "Cannot return null."}
    own = [error("UNAUTHORIZED_FIELD_OR_TYPE", service=None), null]
    assert ErrorPolicy(detail, service_names=False).applied(own, "r1") == own


def test_the_names_of_services_can_be_left_out() -> None:
    for detail in ErrorDetail:
        (shown,) = ErrorPolicy(detail, service_names=False).applied([error("CONFLICT")], "r1")
        assert "service" not in shown["extensions"]  # type: ignore[operator]


def test_an_error_without_a_path_has_none_when_masked() -> None:
    (shown,) = ErrorPolicy(ErrorDetail.NONE).applied([{"message": "x", "extensions": {"service": "alpha"}}], "r1")
    assert "path" not in shown
