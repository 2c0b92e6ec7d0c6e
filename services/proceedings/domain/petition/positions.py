"""What each producer said of a petition, and which positions are disregarded (PET-12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from services.proceedings.domain.petition.party_class import MAY_PETITION, PartyClass


class Stance(StrEnum):
    """Where somebody stands on a petition."""

    SUPPORTS = "SUPPORTS"
    OPPOSES = "OPPOSES"
    NEUTRAL = "NEUTRAL"


class DisregardReason(StrEnum):
    """Why a position does not count."""

    RELATED_TO_FOREIGN_PRODUCER = "RELATED_TO_FOREIGN_PRODUCER"
    IMPORTS_SUBJECT_MERCHANDISE = "IMPORTS_SUBJECT_MERCHANDISE"
    WORKERS_DISAGREE = "WORKERS_DISAGREE"
    MAY_NOT_PETITION = "MAY_NOT_PETITION"


@dataclass(frozen=True, kw_only=True, slots=True)
class Position:
    """A producer's position.

    Attributes:
        production: of the like product, in the unit of the assessment.
        stance: the management's; ``workers`` that of the workers, None where they said nothing.
        related_to_foreign_producer: by control, common control, or joint control of a third party.
        harmed_by_order: it showed that its interests as a domestic producer would suffer from an order.
        imports: it imports the subject merchandise; ``disregard_importer`` is Commerce's choice on that.
    """

    producer: str
    party_class: PartyClass = PartyClass.C
    production: Decimal
    stance: Stance
    workers: Stance | None = None
    related_to_foreign_producer: bool = False
    harmed_by_order: bool = False
    imports: bool = False
    disregard_importer: bool = False


@dataclass(frozen=True, slots=True)
class Disregarded:
    """Production that counts for neither side."""

    producer: str
    production: Decimal
    reason: DisregardReason


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """Production of supporters and opponents after disregarded positions."""

    supporting: Decimal
    opposing: Decimal
    disregarded: tuple[Disregarded, ...]


_NOTHING: Final = Decimal(0)


def tally(positions: Sequence[Position]) -> Tally:
    """Add up positions; what is disregarded leaves its side and stays in total production (D-07).

    Source: PET-11 (only parties that could petition count, 19 USC 1671a(c)(5)); PET-12, 19 USC 1671a(c)(4)(B),
        1677(4)(B)(ii); 19 CFR 351.203(e)(3).
    """
    judged = [(position, _stance(position), _reason(position)) for position in positions]
    return Tally(
        supporting=_sum(judged, Stance.SUPPORTS),
        opposing=_sum(judged, Stance.OPPOSES),
        disregarded=tuple(
            Disregarded(position.producer, position.production, reason)
            for position, stance, reason in judged
            if reason is not None
        ),
    )


def _sum(judged: Sequence[tuple[Position, Stance, DisregardReason | None]], side: Stance) -> Decimal:
    counted = (position.production for position, stance, reason in judged if stance is side and reason is None)
    return sum(counted, _NOTHING)


def _stance(position: Position) -> Stance:
    """Management and workers weigh equally; where one says nothing, the other speaks."""
    if position.workers in {None, Stance.NEUTRAL}:
        return position.stance
    if position.stance is Stance.NEUTRAL:
        assert position.workers is not None
        return position.workers
    return position.stance


def _reason(position: Position) -> DisregardReason | None:
    stance = _stance(position)
    if stance is Stance.NEUTRAL:
        return None
    if position.party_class not in MAY_PETITION:
        return DisregardReason.MAY_NOT_PETITION
    if {position.stance, position.workers} == {Stance.SUPPORTS, Stance.OPPOSES}:
        return DisregardReason.WORKERS_DISAGREE
    if stance is Stance.OPPOSES and position.related_to_foreign_producer and not position.harmed_by_order:
        return DisregardReason.RELATED_TO_FOREIGN_PRODUCER
    if position.imports and position.disregard_importer:
        return DisregardReason.IMPORTS_SUBJECT_MERCHANDISE
    return None
