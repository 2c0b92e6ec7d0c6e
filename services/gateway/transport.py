"""How the gateway talks to the services: one pooled HTTP client, deadlines, a size limit, one careful retry."""

import time
from asyncio import CancelledError, get_running_loop
from collections.abc import Mapping
from datetime import timedelta

import structlog
from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import NetworkError, PyreqwestError, RequestTimeoutError
from pyreqwest.request import RequestBuilder

from services.gateway.federation import TransportError, TransportResponse
from services.gateway.metrics import GatewayMetrics

CONTENT_HEADERS = {
    "content-type": "application/json",
    "accept": "application/graphql-response+json, application/json;q=0.9",
}
POOL_IDLE_SECONDS = 60.0  # less than the services keep an idle connection, so that it is not they who close it
READ_AHEAD_BYTES = 65_536
COMPLAIN_SECONDS = 1.0

log = structlog.stdlib.get_logger(__name__)


def build_client(*, connect_seconds: float, connections_max: int) -> Client:
    """The client that all calls to services share. Proxies of the environment are for the world outside."""
    return (
        ClientBuilder()
        .no_proxy()
        .follow_redirects(False)
        .user_agent("countervail-gateway")
        .default_headers(CONTENT_HEADERS)
        .connect_timeout(timedelta(seconds=connect_seconds))
        .max_connections(connections_max)
        .pool_idle_timeout(timedelta(seconds=POOL_IDLE_SECONDS))
        .build()
    )


class SubgraphTransport:
    """Sends requests to the services of one schema.

    Args:
        client: shared by all.
        urls: address of each service, by name.
        response_bytes_max: an answer beyond it is dropped and counts as none.
        retry: whether a call whose connection broke before any byte came back is sent once more. Right for queries;
            a mutation may have been carried out.
    """

    def __init__(
        self, client: Client, urls: Mapping[str, str], metrics: GatewayMetrics, *, response_bytes_max: int, retry: bool
    ) -> None:
        self._client = client
        self._urls = urls
        self._metrics = metrics
        self._response_bytes_max = response_bytes_max
        self._retry = retry
        self._complained_at: dict[str, float] = {}

    async def send(self, subgraph: str, body: bytes, headers: Mapping[str, str], deadline: float) -> TransportResponse:
        """One GraphQL request to one service.

        Raises:
            TransportError: no answer came, or one that is too large.
        """
        started = time.perf_counter()
        outcome = "error"
        try:
            response = await self._attempt(subgraph, body, headers, deadline)
            outcome = "ok" if response.status < 500 else "error"
        except CancelledError:
            outcome = "timeout" if get_running_loop().time() >= deadline else "cancelled"
            raise
        except RequestTimeoutError as error:
            outcome = "timeout"
            self._complain(subgraph, error)
            raise TransportError(f"The service {subgraph} did not answer in time.") from error
        except PyreqwestError as error:
            self._complain(subgraph, error)
            raise TransportError(f"The service {subgraph} does not answer.") from error
        finally:
            self._metrics.subgraph_answered(subgraph, outcome, time.perf_counter() - started)
        return response

    def _complain(self, subgraph: str, error: PyreqwestError) -> None:
        """Log a failure, once a second for each service: a dead one fails as often as it is asked."""
        now = time.monotonic()
        if now - self._complained_at.get(subgraph, -COMPLAIN_SECONDS) >= COMPLAIN_SECONDS:
            self._complained_at[subgraph] = now
            log.warning("gateway.subgraph.failed", subgraph=subgraph, error_type=type(error))

    async def _attempt(
        self, subgraph: str, body: bytes, headers: Mapping[str, str], deadline: float
    ) -> TransportResponse:
        try:
            return await self._exchange(subgraph, self._request(subgraph, body, headers, deadline))
        except NetworkError:  # before any byte of an answer; one that breaks off later is another error
            if not self._retry:
                raise
        self._metrics.subgraph_retried(subgraph)
        return await self._exchange(subgraph, self._request(subgraph, body, headers, deadline))

    def _request(self, subgraph: str, body: bytes, headers: Mapping[str, str], deadline: float) -> RequestBuilder:
        remaining = deadline - get_running_loop().time()
        if remaining <= 0:
            raise TransportError(f"No time was left to ask the service {subgraph}.")
        return (
            self._client.post(self._urls[subgraph])
            .headers(headers)
            .body_bytes(body)
            .timeout(timedelta(seconds=remaining))
            .streamed_read_buffer_limit(READ_AHEAD_BYTES)
        )

    async def _exchange(self, subgraph: str, request: RequestBuilder) -> TransportResponse:
        async with request.build_streamed() as response:
            reader = response.body_reader
            chunks = []
            size = 0
            while (chunk := await reader.read_chunk()) is not None:
                size += len(chunk)
                if size > self._response_bytes_max:
                    raise TransportError(f"The answer of the service {subgraph} is too large.")
                chunks.append(bytes(chunk))
            return TransportResponse(response.status, b"".join(chunks))
