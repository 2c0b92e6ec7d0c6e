"""The schema in service: composed from what the services publish, swapped whole, kept when the next one is no good."""

import asyncio
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from time import perf_counter, time
from typing import Final

import structlog

from services.gateway.federation import (
    CompositionErrors,
    EngineOptions,
    Subgraph,
    SupergraphError,
    SupergraphState,
    Transport,
)
from services.gateway.limits import Limits
from services.gateway.metrics import GatewayMetrics
from services.gateway.operations import Operations, Used
from services.gateway.traffic.guarded import Traffic, TrafficPolicy
from services.gateway.transport import SubgraphTransport
from services.gateway.upstream import UpstreamClient

WARMED_OPERATIONS: Final = 100
SWITCH_SECONDS: Final = 0.0005

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadedSchema:
    """One schema with all that belongs to it. A request keeps the one it started with."""

    state: SupergraphState
    operations: Operations
    reading: Transport
    writing: Transport
    asks_for_rights: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SchemaSettings:
    """What a schema is loaded with."""

    engine: EngineOptions
    limits: Limits
    operations_cached_max: int
    response_bytes_max: int
    expected_subgraphs: frozenset[str] = frozenset()
    traffic: TrafficPolicy = field(default_factory=TrafficPolicy)


@dataclass(frozen=True, kw_only=True, slots=True)
class TrustedDocuments:
    """What a schema must know of the manifest: its texts are planned ahead, and may be free of the limits."""

    texts: Callable[[], Iterable[str]] = tuple
    is_unlimited: Callable[[str], bool] = lambda _: False


class SchemaInService:
    """Holds the schema that requests use. ``current`` is read by each of them; one assignment replaces it."""

    def __init__(
        self,
        settings: SchemaSettings,
        client: UpstreamClient,
        metrics: GatewayMetrics,
        *,
        after_load: Callable[[], None] = lambda: None,
        trusted: TrustedDocuments | None = None,
    ) -> None:
        self._settings = settings
        self._trusted = trusted or TrustedDocuments()
        self._traffic = Traffic(settings.traffic, metrics)
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
        return await self._replace(lambda: SupergraphState.compose(ordered, self._settings.engine))

    async def read(self, sdl: str) -> bool:
        """Take a composed supergraph into service; False when it is none."""
        try:
            return await self._replace(lambda: SupergraphState.from_supergraph_sdl(sdl, self._settings.engine))
        except SupergraphError as error:
            log.error("gateway.supergraph.unusable", reason=str(error))
            return False

    def load(self, state: SupergraphState) -> None:
        """Take a state into service at once: nobody is waiting yet."""
        self._swap(self._ready(state, ()))

    async def _replace(self, build: Callable[[], SupergraphState | CompositionErrors]) -> bool:
        """Build a schema and take it into service.

        Building and planning ahead take a while, in a thread, while requests go on with the schema there is. A thread
        that computes is left alone for shorter slices meanwhile, or every request would wait for it at every step.
        """
        used = self.current.operations.most_used(WARMED_OPERATIONS) if self.current else []
        try:
            with _short_slices():
                outcome = await asyncio.to_thread(self._built, build, used)
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

    def _built(
        self, build: Callable[[], SupergraphState | CompositionErrors], used: Iterable[Used]
    ) -> LoadedSchema | CompositionErrors:
        started = perf_counter()
        outcome = build()
        if isinstance(outcome, CompositionErrors):
            return outcome
        loaded = self._ready(outcome, used)
        self._metrics.schema_build_seconds.observe(perf_counter() - started)
        return loaded

    def _ready(self, state: SupergraphState, used: Iterable[Used]) -> LoadedSchema:
        """A schema with what is trusted and what was asked most planned ahead, so that the swap slows nobody down."""
        loaded = self._loaded(state)
        trusted = [Used(text, None) for text in islice(self._trusted.texts(), self._settings.operations_cached_max)]
        self._metrics.operations_warmed.inc(loaded.operations.warm([*trusted, *used]))
        return loaded

    def _loaded(self, state: SupergraphState) -> LoadedSchema:
        settings = self._settings
        return LoadedSchema(
            state=state,
            operations=Operations(
                state, settings.limits, settings.operations_cached_max, self._metrics, self._trusted.is_unlimited
            ),
            reading=self._transport(state, reads=True),
            writing=self._transport(state, reads=False),
            asks_for_rights=state.supergraph.protected,
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

    def _transport(self, state: SupergraphState, *, reads: bool) -> Transport:
        bare = SubgraphTransport(
            self._client,
            state.subgraphs,
            self._metrics,
            response_bytes_max=self._settings.response_bytes_max,
            retry=reads,
        )
        return self._traffic.guard(bare, reads=reads)


@contextmanager
def _short_slices() -> Iterator[None]:
    """While a thread computes, let the others in more often than the usual 5 milliseconds."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
