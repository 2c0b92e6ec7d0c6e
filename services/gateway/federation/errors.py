"""What can go wrong before a plan runs."""

from __future__ import annotations

TOO_COMPLEX = "QUERY_PLANNING_TOO_COMPLEX"


class FederationError(Exception):
    """Base of the library's own errors."""


class SupergraphError(FederationError):
    """The text is not a supergraph this library can run."""


class PlanningError(FederationError):
    """No way through the subgraphs gives what the operation asks for."""

    code = "QUERY_PLANNING_FAILED"


class PlanningTooComplexError(PlanningError):
    """The search for a plan was given up: too many ways, or too much time."""

    code = TOO_COMPLEX
