"""Which headers of a request go on to the services: the token, the trace, the correlation id, and what rules say."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.gateway.http.exchange import Headers

FORWARDED: Final = ("authorization", "traceparent", "tracestate")
# These describe one connection or one body; to pass them on would be a lie about the next.
NEVER: Final = frozenset(
    {
        "accept",
        "accept-encoding",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "expect",
        "host",
        "keep-alive",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
# No token of HTTP may contain it: "accounts/x-tenant" is a header for one service, on its way there.
_FOR_SERVICE: Final = "/"

_Name = Annotated[str, Field(pattern=r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", min_length=1, max_length=100)]
_Value = Annotated[str, Field(pattern=r"^[\x20-\x7e]*$", max_length=1_000)]


class HeaderRule(BaseModel):
    """One rule: exactly one of ``propagate``, ``insert`` and ``remove`` names a header."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    service: str | None = None  # none: every service
    propagate: _Name | None = None
    rename: _Name | None = None  # the name under which a propagated header is sent
    default: _Value | None = None  # sent when the caller has not sent it
    insert: _Name | None = None
    value: _Value | None = None
    remove: _Name | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        named = [name for name in (self.propagate, self.insert, self.remove) if name]
        if len(named) != 1:
            raise ValueError("a header rule has exactly one of propagate, insert and remove")
        if (self.insert is None) != (self.value is None):
            raise ValueError("insert and value go together")
        if self.propagate is None and (self.rename or self.default is not None):
            raise ValueError("rename and default belong to propagate")
        sent = (self.rename or self.propagate or self.insert or "").lower()
        if sent in NEVER or (self.propagate or "").lower() in NEVER:
            raise ValueError(f"the header {sent} cannot be passed on")
        return self


class HeaderPropagation:
    """The rules, applied in their order. What only one service is sent travels under a name no header can have."""

    def __init__(self, rules: Iterable[HeaderRule] = ()) -> None:
        self._rules = tuple(rules)
        self._services = frozenset(rule.service for rule in self._rules if rule.service)
        named = {rule.propagate.lower() for rule in self._rules if rule.propagate}
        self.wanted = frozenset(name.encode() for name in named | set(FORWARDED))
        self._forwarded = tuple((name.encode(), name) for name in FORWARDED)

    @property
    def by_service(self) -> bool:
        """Whether some service is sent other headers than the others."""
        return bool(self._services)

    def forwarded(self, headers: Headers, request_id: str) -> dict[str, str]:
        """What every service is sent of the caller's headers, and what single ones are."""
        forwarded = {"x-request-id": request_id}
        for name, text in self._forwarded:
            if (value := headers.get(name)) is not None:
                forwarded[text] = value.decode("latin-1")
        for rule in self._rules:
            _apply(rule, headers, forwarded)
        return forwarded

    def for_service(self, service: str, forwarded: Mapping[str, str]) -> Mapping[str, str]:
        """What one service is sent, out of what all and single ones are."""
        own = f"{service}{_FOR_SERVICE}"
        sent = {name: value for name, value in forwarded.items() if _FOR_SERVICE not in name}
        for rule in self._rules:
            if rule.service == service and rule.remove:
                sent.pop(rule.remove.lower(), None)
        for name, value in forwarded.items():
            if name.startswith(own):
                sent[name.removeprefix(own)] = value
        return sent


def _apply(rule: HeaderRule, headers: Headers, forwarded: dict[str, str]) -> None:
    prefix = f"{rule.service}{_FOR_SERVICE}" if rule.service else ""
    if rule.propagate:
        value = headers.get(rule.propagate.lower().encode())
        text = rule.default if value is None else value.decode("latin-1")
        if text is not None:
            forwarded[prefix + (rule.rename or rule.propagate).lower()] = text
    elif rule.insert and rule.value is not None:
        forwarded[prefix + rule.insert.lower()] = rule.value
    elif rule.remove and not rule.service:
        forwarded.pop(rule.remove.lower(), None)
