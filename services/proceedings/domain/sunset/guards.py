"""Refusals that acts of five-year reviews share."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from services.proceedings.domain.petition.party_class import PartyClass
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Case
from services.proceedings.domain.record.rules import refusal
from services.proceedings.domain.sunset.acts import SunsetInitiated
from services.proceedings.domain.sunset.anniversary import available
from services.proceedings.domain.sunset.facts import DOMESTIC, open_initiation
from shared.refusals import Refusal

FIVE_YEAR: Final = "19 USC 1675(c)"
# Transitions 32, 33, 42 and 43.
SUNSET_CASES: Final = frozenset({Case.ORDER_IN_FORCE, Case.SUSPENDED, Case.COMPLETED_ORDER_WITHHELD})


def not_available(state: Proceeding) -> list[Refusal]:
    """Where there is no injury test, there is no five-year review (IMP-03, 19 USC 1671(c))."""
    if available(state):
        return []
    message = "There is no five-year review for a country outside the Subsidies Agreement."
    return [refusal("NOT_AVAILABLE_NON_SAC", "IMP-03", "19 USC 1671(c)", message)]


def in_review(state: Proceeding, rule: str) -> tuple[Step[SunsetInitiated] | None, list[Refusal]]:
    """The review that goes on, published; or what is said where there is none."""
    found = not_available(state)
    begun = open_initiation(state)
    if found or begun is None:
        message = "No five-year review is going on (15.2)."
        return None, found or [refusal("ILLEGAL_TRANSITION", rule, FIVE_YEAR, message)]
    if begun.published_on is None:
        message = "Every step counts from the publication of the initiation; record it first."
        return None, [refusal("INITIATION_NOT_PUBLISHED", "SUN-02", f"{FIVE_YEAR}(2)", message)]
    return begun, []


def by_then(day: date, last: date, good_cause: str, rule: str, citation: str) -> Sequence[Refusal]:
    """What comes too late is taken for good cause alone (CAL-10, 19 CFR 351.302)."""
    if day <= last or good_cause.strip():
        return ()
    message = f"It was due by {last.isoformat()}; Commerce takes it later for good cause alone."
    return [refusal("SUNSET_FILING_LATE", rule, citation, message, "occurredOn")]


def domestic_refusal(party_class: PartyClass) -> Sequence[Refusal]:
    """Notices of intent are of domestic parties, classes C to G (SUN-03)."""
    if party_class in DOMESTIC:
        return ()
    message = "Interested parties of classes C to G give notice that they take part."
    return [refusal("PARTY_NOT_ENTITLED", "SUN-03", "19 CFR 351.218(d)(1)", message, "partyClass")]
