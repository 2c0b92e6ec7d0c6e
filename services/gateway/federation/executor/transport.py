"""What the executor needs from whoever talks to the subgraphs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


class TransportError(Exception):
    """A subgraph gave no answer: refused, broken off, or too late."""


@dataclass(frozen=True, slots=True)
class TransportResponse:
    """What a subgraph answered."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Transport(Protocol):
    """Sends one GraphQL request to a subgraph."""

    async def send(self, subgraph: str, body: bytes, headers: Mapping[str, str], deadline: float) -> TransportResponse:
        """Send ``body``; give up at ``deadline`` (asyncio loop time). Raises TransportError when nothing came back."""
        ...
