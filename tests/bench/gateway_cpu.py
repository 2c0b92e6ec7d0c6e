"""CPU of a query that needs one fetch: through the gateway, over the same query to the service itself."""

import asyncio
from collections.abc import Mapping
from statistics import median
from typing import Any

import httpx

from deploy.stack import GATEWAY, Stack
from tests.bench.processes import cpu_seconds

YARDSTICK_MS = 1.5
_SERVICE = "proceedings"
_REQUESTS = 200
_WARM_UP = 400
_AT_ONCE = 4
_ROUNDS = 25
_QUERY: Mapping[str, Any] = {
    "query": "query One($n: ID!) { order(caseNumber: $n) { caseNumber caseName country issuedOn } }",
    "variables": {"n": "A-990-801"},
}


async def measure(stack: Stack) -> bool:
    """Print the CPU per request both ways and the difference; whether it stays within the yardstick.

    The two ways take turns in short rounds, so that what else the machine does weighs on both alike.
    """
    direct, through, of_gateway = [], [], []
    await _send(stack.url(GATEWAY), _WARM_UP)
    await _send(stack.url(_SERVICE), _WARM_UP)
    gateway, service = stack.pid(GATEWAY), stack.pid(_SERVICE)
    for _ in range(_ROUNDS):
        before = cpu_seconds(service)
        await _send(stack.url(_SERVICE), _REQUESTS)
        direct.append((cpu_seconds(service) - before) * 1000 / _REQUESTS)
        before, before_gateway = cpu_seconds(service), cpu_seconds(gateway)
        await _send(stack.url(GATEWAY), _REQUESTS)
        of_gateway.append((cpu_seconds(gateway) - before_gateway) * 1000 / _REQUESTS)
        through.append((cpu_seconds(service) - before) * 1000 / _REQUESTS + of_gateway[-1])
    extra = median(one - other for one, other in zip(through, direct, strict=True))
    print(f"\nCPU of a one-fetch query, milliseconds a request, median of {_ROUNDS} rounds of {_REQUESTS}")
    print(f"  to the service itself  {median(direct):5.2f} ms")
    ratio = median(through) / median(direct)
    print(f"  through the gateway    {median(through):5.2f} ms   {ratio:5.2f} of the direct one")
    print(f"  of it in the gateway   {median(of_gateway):5.2f} ms")
    print(
        f"  the gateway adds       {extra:5.2f} ms   {extra / YARDSTICK_MS:5.2f} of the yardstick ({YARDSTICK_MS} ms)"
    )
    return extra <= YARDSTICK_MS


async def _send(url: str, count: int) -> None:
    async with httpx.AsyncClient(base_url=url) as client:

        async def some(number: int) -> None:
            for _ in range(number):
                response = await client.post("/graphql", json=_QUERY)
                if response.status_code != 200 or b'"errors"' in response.content:
                    raise RuntimeError(f"{url}: {response.status_code} {response.text[:300]}")

        await asyncio.gather(*(some(count // _AT_ONCE) for _ in range(_AT_ONCE)))
