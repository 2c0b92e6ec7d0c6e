"""A small GraphQL client for the demonstration: tokens per role, safe repeats, errors that stop the run."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final, Self

import httpx

from shared.authentication.development_issuer import DevelopmentIssuer

_REQUEST_SECONDS: Final = 30.0
_PATIENCE_SECONDS: Final = 60.0
_PAUSE_SECONDS: Final = 0.05
_MAY_PASS: Final = frozenset({"UNAVAILABLE", "RATE_LIMITED"})

Json = Mapping[str, Any]


class DemoError(Exception):
    """The run cannot go on: a call failed, was refused, or what was waited for did not come."""


class Api:
    """Calls the gateway as different people.

    Every command carries an idempotency key of its own, so a call whose answer was lost, or that met a service which
    was away, is simply sent again.
    """

    def __init__(self, gateway_url: str, issuer: DevelopmentIssuer) -> None:
        self._http = httpx.AsyncClient(base_url=gateway_url, timeout=_REQUEST_SECONDS)
        self._issuer = issuer
        self._tokens: dict[tuple[str, str], str] = {}
        self.calls = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def query(self, document: str, variables: Json, *, role: str | None = None) -> Json:
        """Data of a query; the caller is an officer with ``role``, or the public.

        Raises:
            DemoError: the answer has errors.
        """
        return await self._send(document, variables, self._token(role, role) if role else None)

    async def command(
        self,
        document: str,
        payload: str,
        input_: Json,
        key: str,
        *,
        role: str,
        subject: str | None = None,
        producer_ids: Iterable[str] = (),
    ) -> Json:
        """The payload of a mutation with one root field.

        Raises:
            DemoError: it has errors or was refused.
        """
        answer = await self.attempt(
            document, payload, input_, key, role=role, subject=subject, producer_ids=producer_ids
        )
        if answer["refusals"]:
            reasons = "; ".join(f"{refusal['rule']} {refusal['message']}" for refusal in answer["refusals"])
            raise DemoError(f"{payload} was refused: {reasons}")
        return answer

    async def attempt(
        self,
        document: str,
        payload: str,
        input_: Json,
        key: str,
        *,
        role: str,
        subject: str | None = None,
        producer_ids: Iterable[str] = (),
    ) -> Json:
        """Like ``command``, but a refusal is an answer."""
        token = self._token(role, subject or role, tuple(producer_ids))
        data = await self._send(document, {"input": input_, "key": key}, token)
        answer: Json = data[payload]
        return answer

    async def until(self, what: str, condition: Callable[[], Awaitable[bool]]) -> None:
        """Wait for what other services learn from events.

        Raises:
            DemoError: it did not come.
        """
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not await condition():
            if time.monotonic() > deadline:
                raise DemoError(f"waited {_PATIENCE_SECONDS:g} s in vain: {what}")
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _send(self, document: str, variables: Json, token: str | None) -> Json:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            self.calls += 1
            answer = await self._post(document, variables, token)
            errors = answer.get("errors")
            if not errors:
                data: Json = answer["data"]
                return data
            passing = all(error.get("extensions", {}).get("code") in _MAY_PASS for error in errors)
            if not passing or time.monotonic() > deadline:
                raise DemoError("; ".join(f"{error['message']} {error.get('extensions', {})}" for error in errors))
            await asyncio.sleep(_PAUSE_SECONDS * 4)

    async def _post(self, document: str, variables: Json, token: str | None) -> Json:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        try:
            response = await self._http.post(
                "/graphql", json={"query": document, "variables": variables}, headers=headers
            )
            answer: Json = response.json()
        except (httpx.TransportError, ValueError):
            return {"errors": [{"message": "the gateway did not answer", "extensions": {"code": "UNAVAILABLE"}}]}
        return answer

    def _token(self, role: str, subject: str, producer_ids: tuple[str, ...] = ()) -> str:
        known = self._tokens.get((role, subject))
        if known is None:
            known = self._issuer.issue(role, f"demo-{subject}", producer_ids)
            self._tokens[role, subject] = known
        return known
