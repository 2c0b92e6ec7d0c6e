"""The notice of a recordkeeping penalty: everything that PEN-15 names, in words (design choice, after CUL-05)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from services.enforcement.domain.law import Culpability
from services.enforcement.domain.penalties.decision import Factors
from shared.money import format_money


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordFact:
    """A missing record with what was found of it; ``defence`` is the one shown, if one was."""

    code: str
    culpability: Culpability
    facts: str
    defence: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PenalisedRelease:
    """A release and its penalty, amounts in US cents."""

    release_number: str
    records: tuple[RecordFact, ...]
    culpability: Culpability
    appraised_value_cents: int
    ceiling_cents: int
    amount_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeOfPenalty:
    """What a notice states.

    Attributes:
        extended_by: days of each extension granted, in order.
        petition_by: last day for a petition, the same for all releases of a decision.
    """

    demand_id: str
    importer_number: str
    received_on: date
    due_on: date
    extended_by: tuple[int, ...]
    releases: tuple[PenalisedRelease, ...]
    factors: Factors
    petition_by: date

    def words(self) -> str:
        """The text of the notice.

        Source: PEN-15; 19 CFR 163.6(b), 171.2; 19 USC 1509(g), 1618.
        """
        return "\n".join(self._paragraphs())

    def _paragraphs(self) -> Iterator[str]:
        yield f"Notice of penalty to recordkeeper {self.importer_number}, 19 USC 1509(g), 19 CFR 163.6(b)."
        yield (
            f"Demand {self.demand_id} was received on {self.received_on.isoformat()}; the records were due on "
            f"{self.due_on.isoformat()} ({_extensions(self.extended_by)})."
        )
        for one in self.releases:
            yield from _release(one)
        yield f"Penalty in all: ${format_money(sum(one.amount_cents for one in self.releases))}."
        yield (
            f"Considered: {self.factors.failures} failures in {self.factors.importations} importations; nature of the "
            f"records: {self.factors.nature_of_records}; cooperation: {self.factors.cooperation}."
        )
        yield (
            f"You may petition for remission or mitigation under 19 USC 1618 by {self.petition_by.isoformat()}, in "
            "duplicate unless electronically (19 CFR part 171)."
        )


def _extensions(days: Sequence[int]) -> str:
    if not days:
        return "no extension"
    return "extended by " + ", ".join(f"{one} days" for one in days)


def _release(one: PenalisedRelease) -> Iterator[str]:
    yield (
        f"Release {one.release_number}: appraised value ${format_money(one.appraised_value_cents)}, {one.culpability}, "
        f"at most ${format_money(one.ceiling_cents)}, penalty ${format_money(one.amount_cents)}."
    )
    for record in one.records:
        defence = "no defence was shown" if record.defence is None else f"defence accepted: {record.defence}"
        yield f"  {record.code}: {record.culpability}; {record.facts}; {defence}."
