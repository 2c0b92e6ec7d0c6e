"""Federation 2 in one library: composition, query planning and execution. See README.md for the public API."""

from services.gateway.federation.authorisation.rights import NO_RIGHTS, Rights
from services.gateway.federation.composition.errors import CompositionError, CompositionErrors, Hint, Level
from services.gateway.federation.composition.positions import Position
from services.gateway.federation.composition.subgraph import Subgraph
from services.gateway.federation.errors import FederationError, PlanningError, SupergraphError
from services.gateway.federation.executor.sharing import SharedReads
from services.gateway.federation.executor.transport import Transport, TransportError, TransportResponse
from services.gateway.federation.operations import Prepared
from services.gateway.federation.request import Request, Result
from services.gateway.federation.selections import Field, Selection
from services.gateway.federation.state import EngineOptions, Explanation, Rejected, SupergraphState
from services.gateway.federation.subscriptions import Subscription

__all__ = [
    "NO_RIGHTS",
    "CompositionError",
    "CompositionErrors",
    "EngineOptions",
    "Explanation",
    "FederationError",
    "Field",
    "Hint",
    "Level",
    "PlanningError",
    "Position",
    "Prepared",
    "Rejected",
    "Request",
    "Result",
    "Rights",
    "Selection",
    "SharedReads",
    "Subgraph",
    "Subscription",
    "SupergraphError",
    "SupergraphState",
    "Transport",
    "TransportError",
    "TransportResponse",
]
