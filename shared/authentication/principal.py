"""Who is asking: the outcome of verifying a token, and nothing more."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Principal:
    """A verified caller: its subject, roles and scopes, and the producers and importers it speaks for."""

    subject: str
    roles: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    producer_ids: frozenset[str] = frozenset()
    importer_numbers: frozenset[str] = frozenset()

    @property
    def is_anonymous(self) -> bool:
        """True for a caller that brought no token."""
        return self is ANONYMOUS


ANONYMOUS = Principal(subject="anonymous")
