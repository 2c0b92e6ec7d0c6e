"""Waivers of verification: who may give one, until when, and whether all have (PRE-05)."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from services.proceedings.domain.petition.acts import PartyClass, PetitionFiled
from services.proceedings.domain.petition.facts import initiation
from services.proceedings.domain.preliminary.acts import VerificationWaived, WaiverDisclosure
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.text import comparable

REVIEW_DAYS: Final = 55
FILING_BUSINESS_DAYS: Final = 3
DOMESTIC: Final = frozenset(PartyClass) - {PartyClass.A, PartyClass.B}


def asked(state: Proceeding) -> Mapping[str, str]:
    """Whose waiver counts, by comparable name: the petitioner, and each domestic party it was disclosed to."""
    petition, disclosed = state.last(PetitionFiled), state.last(WaiverDisclosure)
    names = [] if petition is None else [petition.act.petitioner]
    if disclosed is not None:
        names += [one.party for one in disclosed.act.disclosed_to if one.party_class in DOMESTIC]
    return {comparable(name): name for name in names}


def filing_closes(state: Proceeding) -> date | None:
    """Last day for waivers, the third business day after disclosure; None before a sufficient record is disclosed."""
    disclosed = state.last(WaiverDisclosure)
    if disclosed is None or not disclosed.act.sufficient:
        return None
    return state.background.days.add(disclosed.act.occurred_on, FILING_BUSINESS_DAYS)


def waived_in_time(state: Proceeding) -> Mapping[str, date]:
    """The first waiver of each party between disclosure and the last day, by comparable name (D-29)."""
    closes, disclosed = filing_closes(state), state.last(WaiverDisclosure)
    if closes is None or disclosed is None:
        return {}
    found: dict[str, date] = {}
    for step in state.every(VerificationWaived):
        if disclosed.act.occurred_on <= step.act.occurred_on <= closes:
            found.setdefault(comparable(step.act.party), step.act.occurred_on)
    return found


def all_waived_on(state: Proceeding) -> date | None:
    """Day on which the last of those asked had waived in time; None while one is missing."""
    days = [waived_in_time(state).get(name) for name in asked(state)]
    given = [day for day in days if day is not None]
    return max(given) if given and len(given) == len(days) else None


def hindrance(state: Proceeding) -> str | None:
    """What keeps Commerce from an expedited determination; None when all waived in time on a sufficient record.

    Source: PRE-05, 19 USC 1671b(b)(3); D-29.
    """
    started, disclosed, closes = initiation(state), state.last(WaiverDisclosure), filing_closes(state)
    if started is None or disclosed is None or closes is None:
        return "No sufficient record was disclosed."
    review_by = state.background.days.roll(date.fromordinal(started.act.occurred_on.toordinal() + REVIEW_DAYS))
    if disclosed.act.occurred_on > review_by:
        return f"Review and disclosure came after {review_by.isoformat()}."
    given = waived_in_time(state)
    missing = [name for key, name in asked(state).items() if key not in given]
    if missing or not given:
        return f"No waiver by {closes.isoformat()} from {', '.join(missing) or 'anybody'}."
    return None
