"""The registry of interested parties, by segment (PET-07)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from services.proceedings.domain.petition.acts import PetitionFiled
from services.proceedings.domain.petition.party_class import PartyClass
from services.proceedings.domain.record.acts import Act, Authority
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.rules import ActRule, refusal
from services.proceedings.domain.text import comparable
from shared.refusals import Refusal

INVESTIGATION: Final = "INVESTIGATION"


@dataclass(frozen=True, kw_only=True, slots=True)
class PartyRegistered(Act):
    """An interested party entered a segment, or takes part in it as something else (PET-07).

    Attributes:
        segment: INVESTIGATION, or the id of a review.
    """

    name = "PartyRegistered"
    authority = Authority.PARTY
    rules = ("PET-07",)

    party: str
    party_class: PartyClass
    segment: str = INVESTIGATION


class PartyRegisteredRule(ActRule[PartyRegistered]):
    """A segment is the investigation or a review that exists."""

    act = PartyRegistered

    def refuse(self, state: Proceeding, act: PartyRegistered) -> Sequence[Refusal]:
        """No such segment."""
        if act.segment == INVESTIGATION or act.segment in state.reviews:
            return ()
        message = f"There is no review {act.segment[:60]} in this case."
        return [refusal("NO_SUCH_SEGMENT", "PET-07", "19 USC 1677(9)", message, "segment")]


def parties(state: Proceeding, segment: str = INVESTIGATION) -> Mapping[str, PartyClass]:
    """The parties to a segment with their letters, as last registered; the petitioner is one to the investigation."""
    found: dict[str, tuple[str, PartyClass]] = {}
    petition = state.last(PetitionFiled)
    if petition is not None and segment == INVESTIGATION:
        name = petition.act.petitioner
        found[comparable(name)] = name, petition.act.petitioner_class
    for step in state.every(PartyRegistered):
        if step.act.segment == segment:
            found[comparable(step.act.party)] = step.act.party, step.act.party_class
    return dict(found.values())


def is_party(state: Proceeding, name: str) -> bool:
    """Whether somebody is a party to the investigation."""
    return comparable(name) in {comparable(known) for known in parties(state)}
