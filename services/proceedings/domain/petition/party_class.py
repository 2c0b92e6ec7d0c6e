"""Interested parties by letter, and what each letter may do (PET-07)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class PartyClass(StrEnum):
    """Interested parties by letter (PET-07, 19 USC 1677(9))."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"
    G = "G"


class PartyRight(StrEnum):
    """What an interested party may ask for.

    The last two of an industry's rights need it to be a party to the investigation as well (PET-07).
    """

    PETITION = "PETITION"
    CONTINUATION_AS_GOVERNMENT = "CONTINUATION_AS_GOVERNMENT"
    CONTINUATION_AS_INDUSTRY = "CONTINUATION_AS_INDUSTRY"
    REVIEW_OF_SUSPENSION = "REVIEW_OF_SUSPENSION"
    SUNSET_NOTICE_OF_INTENT = "SUNSET_NOTICE_OF_INTENT"


MAY_PETITION: Final = frozenset(PartyClass) - {PartyClass.A, PartyClass.B}
_AS_PARTY: Final = frozenset({PartyRight.CONTINUATION_AS_INDUSTRY, PartyRight.REVIEW_OF_SUSPENSION})
_INDUSTRY: Final = frozenset({PartyRight.PETITION, PartyRight.SUNSET_NOTICE_OF_INTENT}) | _AS_PARTY
_RIGHTS: Final[Mapping[PartyClass, frozenset[PartyRight]]] = {
    PartyClass.A: frozenset(),
    PartyClass.B: frozenset({PartyRight.CONTINUATION_AS_GOVERNMENT}),
    **dict.fromkeys(sorted(MAY_PETITION), _INDUSTRY),
}


def rights(party_class: PartyClass, *, party_to_investigation: bool) -> frozenset[PartyRight]:
    """What a letter may ask for (PET-07, 19 USC 1677(9), 1671c(g), (h)(1), 1675(d)(2))."""
    found = _RIGHTS[party_class]
    return found if party_to_investigation else found - _AS_PARTY
