"""The schema in service: composed from what the services publish, swapped whole, kept when the next one is no good."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import time
from typing import Final

import structlog

from services.gateway.federation import CompositionErrors, EngineOptions, Subgraph, SupergraphState
from services.gateway.limits import Limits
from services.gateway.metrics import GatewayMetrics
from services.gateway.operations import Operations
from services.gateway.transport import SubgraphTransport
from services.gateway.upstream import UpstreamClient

WARMED_OPERATIONS: Final = 100

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadedSchema:
    """One schema with all that belongs to it. A request keeps the one it started with."""

    state: SupergraphState
    operations: Operations
    reading: SubgraphTransport
    writing: SubgraphTransport


@dataclass(frozen=True, kw_only=True, slots=True)
class SchemaSettings:
    """What a schema is loaded with."""

    engine: EngineOptions
    limits: Limits
    operations_cached_max: int
    response_bytes_max: int
    expected_subgraphs: frozenset[str] = frozenset()


class SchemaInService:
    """Holds the schema that requests use. ``current`` is read by each of them; one assignment replaces it."""

    def __init__(
        self,
        settings: SchemaSettings,
        client: UpstreamClient,
        metrics: GatewayMetrics,
        *,
        after_load: Callable[[], None] = lambda: None,
    ) -> None:
        self._settings = settings
        self._client = client
        self._metrics = metrics
        self._after_load = after_load
        self.current: LoadedSchema | None = None

    @property
    def engine_options(self) -> EngineOptions:
        """How every state is built."""
        return self._settings.engine

    async def compose(self, subgraphs: Mapping[str, Subgraph]) -> bool:
        """Compose what the services publish and take it into service; False when it does not compose."""
        missing = self._settings.expected_subgraphs - subgraphs.keys()
        if missing or not subgraphs:
            log.info("gateway.schema.waiting", subgraph=sorted(missing))
            return False
        ordered = [subgraphs[name] for name in sorted(subgraphs)]
        try:
            # Composing and warming take a while; requests go on meanwhile.
            outcome = await asyncio.to_thread(self._composed, ordered, self._recent())
        except Exception:
            self._failing()  # a fault of the composer itself: whoever watches must see that nothing changes any more
            raise
        if isinstance(outcome, CompositionErrors):
            self._refused(outcome)
            return False
        self._metrics.composition_failing.set(0)
        if self.current is None or self.current.state.version != outcome.state.version:
            self._swap(outcome)
        return True

    def load(self, state: SupergraphState) -> None:
        """Take a state into service."""
        self._swap(self._loaded(state))

    def _composed(
        self, subgraphs: Sequence[Subgraph], recent: Iterable[tuple[str, str | None]]
    ) -> LoadedSchema | CompositionErrors:
        """Compose, and make ready what was asked lately, so that the swap does not slow anybody down."""
        outcome = SupergraphState.compose(subgraphs, self._settings.engine)
        if isinstance(outcome, CompositionErrors):
            return outcome
        loaded = self._loaded(outcome)
        for query, operation_name in recent:
            loaded.operations.prepare_again(query, operation_name)
        return loaded

    def _recent(self) -> list[tuple[str, str | None]]:
        return self.current.operations.recent(WARMED_OPERATIONS) if self.current else []

    def _loaded(self, state: SupergraphState) -> LoadedSchema:
        settings = self._settings
        return LoadedSchema(
            state=state,
            operations=Operations(state, settings.limits, settings.operations_cached_max, self._metrics),
            reading=self._transport(state, retry=True),
            writing=self._transport(state, retry=False),
        )

    def _swap(self, loaded: LoadedSchema) -> None:
        self.current = loaded
        self._after_load()
        state = loaded.state
        self._metrics.schema_loads.inc()
        self._metrics.schema_loaded_at.set(time())
        self._metrics.subgraphs.set(len(state.subgraphs))
        log.info("gateway.schema.loaded", version=state.version[:12], subgraph=sorted(state.subgraphs))

    def _refused(self, outcome: CompositionErrors) -> None:
        self._failing()
        for error in outcome.errors:
            log.error(
                "gateway.composition.failed",
                code=error.code,
                reason=error.message,
                subgraph=sorted(error.subgraphs),
                version=self.current.state.version[:12] if self.current else None,
            )

    def _failing(self) -> None:
        self._metrics.composition_failures.inc()
        self._metrics.composition_failing.set(1)

    def _transport(self, state: SupergraphState, *, retry: bool) -> SubgraphTransport:
        return SubgraphTransport(
            self._client,
            state.subgraphs,
            self._metrics,
            response_bytes_max=self._settings.response_bytes_max,
            retry=retry,
        )
