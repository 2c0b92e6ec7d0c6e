"""The Commission's determinations."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.proceedings.domain.commission.negligibility import ImportVolumes
from services.proceedings.domain.commission.votes import Votes
from services.proceedings.domain.record.acts import Act, Authority


class PreliminaryResult(StrEnum):
    """Whether there is a reasonable indication of injury (ITP-01, ITP-03)."""

    AFFIRMATIVE = "AFFIRMATIVE"
    NEGATIVE = "NEGATIVE"
    NEGLIGIBLE = "NEGLIGIBLE"


class Finding(StrEnum):
    """What the final determination found (FIN-05)."""

    INJURY = "INJURY"
    THREAT_BUT_FOR = "THREAT_BUT_FOR"
    THREAT = "THREAT"
    RETARDATION = "RETARDATION"
    NEGATIVE = "NEGATIVE"
    NEGLIGIBLE = "NEGLIGIBLE"


AFFIRMATIVE: Final = frozenset({Finding.INJURY, Finding.THREAT_BUT_FOR, Finding.THREAT, Finding.RETARDATION})
REACHING_BACK: Final = frozenset({Finding.INJURY, Finding.THREAT_BUT_FOR})


@dataclass(frozen=True, kw_only=True, slots=True)
class ItcPreliminary(Act):
    """The Commission's preliminary determination; ``occurred_on`` is the day it was made (ITP-01).

    Attributes:
        regional: it found a regional industry (SUS-20).
        votes, imports: what it rests on, where they are recorded (IMP-09, NEG-01 to NEG-04).
    """

    name = "ItcPreliminary"
    authority = Authority.ITC
    rules = ("ITP-01", "ITP-02", "ITP-03")

    result: PreliminaryResult
    regional: bool = False
    votes: Votes | None = None
    imports: ImportVolumes | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ItcFinal(Act):
    """The Commission's final determination; notice to Commerce and publication are moments of their own (FIN-10).

    Attributes:
        undermines: whether the retroactive imports are likely to undermine the order seriously (CRC-07); None where
            it was not asked.
        regional: it found a regional industry (ORD-07, SUS-20).
        plurality: the affirmative votes were for different findings, and ``finding`` is that of most of them (D-05).
        votes, imports: what it rests on, where they are recorded (IMP-09, NEG-05).
    """

    name = "ItcFinal"
    authority = Authority.ITC
    rules = ("FIN-04", "FIN-05", "FIN-06")

    finding: Finding
    undermines: bool | None = None
    regional: bool = False
    plurality: bool = False
    votes: Votes | None = None
    imports: ImportVolumes | None = None
