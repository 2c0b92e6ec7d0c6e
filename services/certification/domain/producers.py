"""Who a domestic producer is: its kinds (PROD-01), its id, and how the Commission listed it (PROD-02)."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid5

# Fixed for ever: a producer's id is derived from its name, so that every list and every filing agree on it.
PRODUCER_NAMESPACE = UUID("6f1d3a52-8f0e-5c7b-9d35-1f6b0a4e2c90")


class ProducerKind(StrEnum):
    """Kinds of claimant; the law knows only the first six (PROD-01)."""

    MANUFACTURER = "MANUFACTURER"
    PRODUCER = "PRODUCER"
    FARMER = "FARMER"
    RANCHER = "RANCHER"
    WORKER_REPRESENTATIVE = "WORKER_REPRESENTATIVE"
    ASSOCIATION = "ASSOCIATION"
    OTHER = "OTHER"


class ListRole(StrEnum):
    """What a party did in the petition that led to the order (PROD-02, PROD-03)."""

    PETITIONER = "PETITIONER"
    SUPPORTER = "SUPPORTER"
    OPPONENT = "OPPONENT"


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedProducer:
    """One entry of the Commission's list for one order."""

    producer_id: UUID
    name: str
    role: ListRole
    kind: ProducerKind


def normalised(name: str) -> str:
    """A name without regard to case and blanks."""
    return " ".join(name.split()).casefold()


def producer_id(name: str) -> UUID:
    """The producer's id: the same for every spelling that differs only in case and blanks."""
    return uuid5(PRODUCER_NAMESPACE, normalised(name))
