"""CPU of a query that needs one fetch: through the gateway, over the same query to the service itself."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx

from deploy.stack import GATEWAY, Stack
from tests.bench.processes import cpu_seconds

YARDSTICK_MS = 1.5
_SERVICE = "proceedings"
_REQUESTS = 3_000
_WARM_UP = 300
_AT_ONCE = 4
_ROUNDS = 3
_QUERY: Mapping[str, Any] = {
    "query": "query One($n: ID!) { order(caseNumber: $n) { caseNumber caseName country issuedOn } }",
    "variables": {"n": "A-990-801"},
}


async def measure(stack: Stack) -> bool:
    """Print the CPU per request both ways and the difference; whether it stays within the yardstick."""
    gateway, service = stack.pid(GATEWAY), stack.pid(_SERVICE)
    await _send(stack.url(GATEWAY), _WARM_UP)
    await _send(stack.url(_SERVICE), _WARM_UP)
    extra: list[float] = []
    print(f"\nCPU of a one-fetch query, milliseconds a request ({_REQUESTS} requests a round)")
    for _ in range(_ROUNDS):
        before = cpu_seconds(service)
        await _send(stack.url(_SERVICE), _REQUESTS)
        direct = (cpu_seconds(service) - before) * 1000 / _REQUESTS
        before = cpu_seconds(gateway) + cpu_seconds(service)
        await _send(stack.url(GATEWAY), _REQUESTS)
        through = (cpu_seconds(gateway) + cpu_seconds(service) - before) * 1000 / _REQUESTS
        extra.append(through - direct)
        print(
            f"  direct {direct:.2f}, through the gateway {through:.2f}, {through / direct:.2f} times; "
            f"the gateway costs {extra[-1]:.2f} ms, {extra[-1] / YARDSTICK_MS:.2f} of the yardstick {YARDSTICK_MS} ms"
        )
    return sorted(extra)[len(extra) // 2] <= YARDSTICK_MS


async def _send(url: str, count: int) -> None:
    async with httpx.AsyncClient(base_url=url) as client:

        async def some(number: int) -> None:
            for _ in range(number):
                response = await client.post("/graphql", json=_QUERY)
                if response.status_code != 200 or b'"errors"' in response.content:
                    raise RuntimeError(f"{url}: {response.status_code} {response.text[:300]}")

        await asyncio.gather(*(some(count // _AT_ONCE) for _ in range(_AT_ONCE)))
