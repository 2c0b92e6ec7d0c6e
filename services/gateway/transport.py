"""How the gateway talks to the services: one pooled HTTP client, deadlines, a size limit, one careful retry."""

import time
from asyncio import CancelledError, get_running_loop
from collections.abc import Mapping

import structlog

from services.gateway.federation import TransportError, TransportResponse
from services.gateway.metrics import GatewayMetrics
from services.gateway.upstream import Answer, AnswerTooLarge, NoAnswer, TooLate, UpstreamClient, UpstreamError
from services.gateway.upstream.client import header_lines

CONTENT_HEADERS = {
    "user-agent": "countervail-gateway",
    "content-type": "application/json",
    "accept": "application/graphql-response+json, application/json;q=0.9",
}
COMPLAIN_SECONDS = 1.0

log = structlog.stdlib.get_logger(__name__)


def build_client(*, connect_seconds: float, connections_max: int) -> UpstreamClient:
    """The client that all calls to services share."""
    return UpstreamClient(connect_seconds=connect_seconds, calls_max=connections_max, headers=CONTENT_HEADERS)


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
        self,
        client: UpstreamClient,
        urls: Mapping[str, str],
        metrics: GatewayMetrics,
        *,
        response_bytes_max: int,
        retry: bool,
    ) -> None:
        self._client = client
        self._urls = urls
        self._metrics = metrics
        self._response_bytes_max = response_bytes_max
        self._retry = retry
        self._complained_at: dict[str, float] = {}
        # The calls of one request come together and bring one and the same mapping: written out once for all of them.
        self._headers: Mapping[str, str] = {}
        self._header_lines = b""

    async def send(self, subgraph: str, body: bytes, headers: Mapping[str, str], deadline: float) -> TransportResponse:
        """One GraphQL request to one service.

        Raises:
            TransportError: no answer came, or one that is too large.
        """
        started = time.perf_counter()
        outcome = "error"
        try:
            answer = await self._attempt(subgraph, body, headers, deadline)
            if answer.status < 500:
                outcome = "ok"
        except CancelledError:
            outcome = "timeout" if get_running_loop().time() >= deadline else "cancelled"
            raise
        except TooLate as error:
            outcome = "timeout"
            self._complain(subgraph, error)
            raise TransportError(f"The service {subgraph} did not answer in time.") from error
        except AnswerTooLarge as error:
            self._complain(subgraph, error)
            raise TransportError(f"The answer of the service {subgraph} is too large.") from error
        except UpstreamError as error:
            self._complain(subgraph, error)
            raise TransportError(f"The service {subgraph} does not answer.") from error
        finally:
            self._metrics.subgraph_answered(subgraph, outcome, time.perf_counter() - started)
        return TransportResponse(answer.status, answer.body)

    def _complain(self, subgraph: str, error: UpstreamError) -> None:
        """Log a failure, once a second for each service: a dead one fails as often as it is asked."""
        now = time.monotonic()
        if now - self._complained_at.get(subgraph, -COMPLAIN_SECONDS) >= COMPLAIN_SECONDS:
            self._complained_at[subgraph] = now
            log.warning("gateway.subgraph.failed", subgraph=subgraph, error_type=type(error))

    async def _attempt(self, subgraph: str, body: bytes, headers: Mapping[str, str], deadline: float) -> Answer:
        if headers is not self._headers:
            self._headers, self._header_lines = headers, header_lines(headers)
        url, lines = self._urls[subgraph], self._header_lines
        try:
            return await self._client.post(url, lines, body, deadline, self._response_bytes_max)
        except NoAnswer:
            if not self._retry:
                raise
        self._metrics.subgraph_retried(subgraph)
        return await self._client.post(url, lines, body, deadline, self._response_bytes_max)
