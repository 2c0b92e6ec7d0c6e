"""The schema changes again and again under hundreds of requests, and none of them fails."""

import asyncio
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import orjson
import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from services.gateway.federation import Subgraph, SupergraphState
from services.gateway.upstream import UpstreamClient
from tests.integration.gateway.conftest import Publish
from tests.integration.gateway.processes import GatewayProcess, SubgraphProcess, wait_for
from tests.integration.gateway.subgraphs import SCHEMAS

LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])'
OWNER = f'{LINK} type Query {{ item: Item! slow: Item! }} type Item @key(fields: "id") {{ id: ID! name: String! }}'
RATER = f'{LINK} type Query {{ best: Item! }} type Item @key(fields: "id") {{ id: ID! rating: Int! }}'
CHANGES = 4
AT_ONCE = 240
PAUSE_SECONDS = 0.05
SLOW_SECONDS = 0.5
ITEM = {"__typename": "Item", "id": "1", "name": "first", "rating": 10}
QUICK = "{ item { name rating } best { name } }"
SLOW = "{ slow { name rating } }"
ANSWERS = {
    QUICK: {"item": {"name": "first", "rating": 10}, "best": {"name": "first"}},
    SLOW: {"slow": {"name": "first", "rating": 10}},
}
SETTINGS = {"CONCURRENT_REQUESTS_MAX": "1000", "OPERATIONS_CACHED_MAX": "100"}


async def both_services(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers as either service does, without looking closely: the gateway is what is under load."""
    assert scope["type"] == "http"
    body = b""
    while True:
        message = await receive()
        body += message["body"]
        if not message["more_body"]:
            break
    if b"slow" in body:
        await asyncio.sleep(SLOW_SECONDS)
    if b"_entities" in body:
        data: dict[str, object] = {"_entities": [ITEM for _ in orjson.loads(body)["variables"]["representations"]]}
    else:
        data = {"item": ITEM, "slow": ITEM, "best": ITEM}
    answer = orjson.dumps({"data": data})
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(answer))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer})


@pytest.fixture
async def service_url() -> AsyncIterator[str]:
    """Where both services are."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(both_services, log_config=None, lifespan="off", ws="none"))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving


class Load:
    """Callers who ask one thing after another, each time for an answer they know."""

    def __init__(self, url: str) -> None:
        self.answered: Counter[str] = Counter()
        self.wrong: list[bytes] = []
        self.under_way = self.most_under_way = 0
        self._url = url
        self._ended = False
        self._client = UpstreamClient(
            connect_seconds=10, calls_max=AT_ONCE, headers={"content-type": "application/json"}
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """While this is entered, they ask."""
        async with asyncio.TaskGroup() as callers:
            for number in range(AT_ONCE):
                callers.create_task(self._keep_asking(SLOW if number % 6 else QUICK, number % 40))
            try:
                yield
            finally:
                self._ended = True
        await self._client.close()

    async def _keep_asking(self, query: str, number: int) -> None:
        # Several texts, so that there is something to make ready.
        body = orjson.dumps({"query": f"query Caller{number} {query}"})
        while not self._ended:
            self.under_way += 1
            self.most_under_way = max(self.most_under_way, self.under_way)
            deadline = asyncio.get_running_loop().time() + 60
            answer = await self._client.post(self._url, b"", body, deadline, 1_000_000)
            self.under_way -= 1
            if answer.status != 200 or orjson.loads(answer.body) != {"data": ANSWERS[query]}:
                self.wrong.append(answer.body)
            self.answered[query] += 1
            await asyncio.sleep(PAUSE_SECONDS)


async def until(condition: Callable[[], bool]) -> None:
    """Return when the condition holds; the callers go on meanwhile."""
    await asyncio.to_thread(wait_for, condition)


def fields_of(gateway: GatewayProcess) -> set[str]:
    """What can be asked for at the root."""
    fields = gateway.ask('{ __type(name: "Query") { fields { name } } }').json()["data"]["__type"]["fields"]
    return {field["name"] for field in fields}


@pytest.fixture
def following(broker_settings: dict[str, str], logs: Path) -> Iterator[GatewayProcess]:
    """A gateway that composes what is published."""
    with GatewayProcess(broker_settings | SETTINGS, log=logs / "reloading.log") as gateway:
        yield gateway


async def test_no_request_fails_while_the_schema_changes(
    publish: Publish, following: GatewayProcess, service_url: str
) -> None:
    await publish("owner", f"{service_url}/owner", OWNER)
    await publish("rater", f"{service_url}/rater", RATER)
    loads = partial(following.metric, "countervail_gateway_schema_loads_total")
    await until(lambda: following.metric("countervail_gateway_subgraphs") == 2)
    before = loads()
    load = Load(following.url)

    async def change(number: int) -> None:
        answered = load.answered.total()
        await publish("rater", f"{service_url}/rater", RATER.replace("best:", f"version{number}: Int best:"))
        await until(lambda: loads() == before + number)
        await until(lambda: load.answered.total() > answered + AT_ONCE)

    async with load.running():
        await until(lambda: load.answered[SLOW] > AT_ONCE)
        for number in range(1, CHANGES + 1):
            load.most_under_way = 0
            await change(number)
            assert load.most_under_way > AT_ONCE / 2, "hundreds waited for an answer while it changed"
    assert load.wrong == []
    assert load.answered.total() > CHANGES * AT_ONCE
    assert fields_of(following) == {"best", "item", "slow", f"version{CHANGES}"}
    assert following.metric("countervail_gateway_operations_warmed_total") >= CHANGES * 40


async def test_a_supergraph_file_is_taken_when_it_changes_and_kept_when_it_breaks(
    alpha: SubgraphProcess, tmp_path: Path, logs: Path
) -> None:
    file = tmp_path / "supergraph.graphql"
    sdl = SCHEMAS["alpha"].as_str()

    def write(text: str) -> None:
        composed = SupergraphState.compose([Subgraph("alpha", alpha.url, text)])
        assert isinstance(composed, SupergraphState), composed
        file.write_text(composed.supergraph_sdl)

    write(sdl)
    with GatewayProcess({"SUPERGRAPH_FILE": str(file)}, log=logs / "file.log") as gateway:
        assert "added" not in fields_of(gateway)
        write(sdl.replace("process:", "added: Int process:"))
        await until(lambda: "added" in fields_of(gateway))
        file.write_text("type Query { nothing: Int }")
        await until(lambda: gateway.metric("countervail_gateway_composition_failing") == 1)
        assert "added" in fields_of(gateway)
        assert "gateway.supergraph.unusable" in gateway.log_text()
