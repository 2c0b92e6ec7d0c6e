"""How the Commission's votes make a determination (IMP-09)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Votes:
    """Votes by what they were for."""

    injury: int = 0
    threat_but_for: int = 0
    threat: int = 0
    retardation: int = 0
    negative: int = 0

    @property
    def by_kind(self) -> Mapping[str, int]:
        """Affirmative votes by the name of the finding, where there are any."""
        kinds = {
            "INJURY": self.injury,
            "THREAT_BUT_FOR": self.threat_but_for,
            "THREAT": self.threat,
            "RETARDATION": self.retardation,
        }
        return {kind: count for kind, count in kinds.items() if count}

    @property
    def affirmative(self) -> int:
        """Votes for any of the kinds: each counts as affirmative."""
        return sum(self.by_kind.values())

    @property
    def valid(self) -> bool:
        """Whether somebody voted and no count is negative."""
        counts = (self.injury, self.threat_but_for, self.threat, self.retardation, self.negative)
        return min(counts) >= 0 and sum(counts) > 0


def affirmative(yes: int, no: int) -> bool:
    """Whether votes make an affirmative determination; evenly divided ones do.

    Raises:
        ValueError: a negative count, or nobody voted.

    Source: IMP-09, 19 USC 1677(11).
    """
    if min(yes, no) < 0 or yes + no == 0:
        raise ValueError("votes are counted, and somebody votes")
    return yes >= no


def plurality(votes: Votes) -> frozenset[str]:
    """The kinds of finding with most of the affirmative votes; several where they are level.

    Source: D-05: the text does not say which kind governs ORD-05 and ORD-06; here that of the plurality.
    """
    kinds = votes.by_kind
    most = max(kinds.values(), default=0)
    return frozenset(kind for kind, count in kinds.items() if count == most)
