"""What a caller may show."""

from __future__ import annotations

from dataclasses import dataclass

from services.gateway.federation.supergraph.annotations import Access, AnyOf


@dataclass(frozen=True, slots=True)
class Rights:
    """A caller's rights, as whoever runs the operation has found them out."""

    authenticated: bool = False
    scopes: frozenset[str] = frozenset()
    policies: frozenset[str] = frozenset()

    def meet(self, access: Access) -> bool:
        """Whether they are enough for what an element asks."""
        if access.authenticated and not self.authenticated:
            return False
        return _meets(self.scopes, access.scopes) and _meets(self.policies, access.policies)


NO_RIGHTS = Rights()


def _meets(held: frozenset[str], asked: AnyOf) -> bool:
    return not asked or any(group <= held for group in asked)
