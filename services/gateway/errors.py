"""How much callers are told of what went wrong in a service."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final

from shared.quoted_input import without_values

JsonObject = dict[str, object]

MASKED: Final = "Internal error"
# What services say under these codes is meant for the caller.
MEANT_FOR_CALLERS: Final = frozenset(
    {
        "BAD_USER_INPUT",
        "CONFLICT",
        "FORBIDDEN",
        "NOT_FOUND",
        "RATE_LIMITED",
        "UNAUTHENTICATED",
        "UNAVAILABLE",
    }
)


def without_input(errors: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Errors about a request itself, without what they quote of it: it may be somebody's name."""
    return [{**error, "message": without_values(str(error["message"]))} for error in errors]


class ErrorDetail(StrEnum):
    """Which messages of services are passed on."""

    ALL = "all"  # as services give them
    CODED = "coded"  # those under a code that is meant for callers
    NONE = "none"  # none; codes are kept


class ErrorPolicy:
    """Masks errors of services.

    Args:
        detail: which messages are passed on.
        service_names: whether an error says which service it comes from.
    """

    def __init__(self, detail: ErrorDetail = ErrorDetail.ALL, *, service_names: bool = True) -> None:
        self._detail = detail
        self._service_names = service_names
        self.active = detail is not ErrorDetail.ALL or not service_names

    def applied(self, errors: list[JsonObject], request_id: str) -> list[JsonObject]:
        """The errors as callers see them; the gateway's own, which name no service, are as they are."""
        return [self._shown(error, request_id) for error in errors]

    def _shown(self, error: JsonObject, request_id: str) -> JsonObject:
        extensions = error.get("extensions")
        if not isinstance(extensions, Mapping) or "service" not in extensions:
            return error
        code = extensions.get("code")
        shown = {key: value for key, value in extensions.items() if key != "service" or self._service_names}
        if not self._masks(code):
            return {**error, "extensions": shown}
        kept: JsonObject = {"code": code or "INTERNAL", "correlationId": request_id}
        if self._service_names:
            kept["service"] = extensions["service"]
        masked: JsonObject = {"message": MASKED, "extensions": kept}
        if "path" in error:
            masked["path"] = error["path"]
        return masked

    def _masks(self, code: object) -> bool:
        if self._detail is ErrorDetail.CODED:
            return code not in MEANT_FOR_CALLERS
        return self._detail is ErrorDetail.NONE
