"""Acts on the way to the preliminary determination."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.proceedings.domain.instructions import Instrument
from services.proceedings.domain.petition.acts import PartyClass
from services.proceedings.domain.rates import RateRow
from services.proceedings.domain.record.acts import Act, Authority, Visibility


class PostponementGround(StrEnum):
    """Why the preliminary determination may wait until day 130 (PRE-03)."""

    PETITIONER_REQUEST = "PETITIONER_REQUEST"
    EXTRAORDINARILY_COMPLICATED = "EXTRAORDINARILY_COMPLICATED"


class Complication(StrEnum):
    """What can make a case extraordinarily complicated (PRE-03, 19 USC 1671b(c)(1)(B)(i))."""

    PRACTICES = "PRACTICES"
    NOVELTY = "NOVELTY"
    FIRM_LEVEL_USE = "FIRM_LEVEL_USE"
    NUMBER_OF_FIRMS = "NUMBER_OF_FIRMS"


@dataclass(frozen=True, kw_only=True, slots=True)
class PreliminaryPostponed(Act):
    """The preliminary determination is postponed; ``occurred_on`` is the day the parties were notified (PRE-03).

    Attributes:
        requested_on: day of the petitioner's request, for that ground.
        new_due_on: the day chosen, up to the 130th day after initiation.
        cooperating: Commerce concludes that the parties cooperate; with ``complications`` and ``time_needed`` the other
            ground.
    """

    name = "PreliminaryPostponed"
    authority = Authority.COMMERCE
    rules = ("PRE-03",)

    ground: PostponementGround
    new_due_on: date
    requested_on: date | None = None
    cooperating: bool = False
    complications: tuple[Complication, ...] = ()
    time_needed: bool = False
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A party to whom the record was disclosed."""

    party: str
    party_class: PartyClass


@dataclass(frozen=True, kw_only=True, slots=True)
class WaiverDisclosure(Act):
    """The record of the first 50 days was reviewed and disclosed (PRE-05).

    Attributes:
        sufficient: it looks sufficient for a determination.
        disclosed_to: the petitioner, and the parties that asked for it.
    """

    name = "WaiverDisclosure"
    authority = Authority.COMMERCE
    rules = ("PRE-05",)

    sufficient: bool
    disclosed_to: tuple[Disclosed, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class VerificationWaived(Act):
    """A party irrevocably waived verification and agreed to a determination on the record (PRE-05)."""

    name = "VerificationWaived"
    authority = Authority.PARTY
    rules = ("PRE-05",)

    party: str
    party_class: PartyClass


@dataclass(frozen=True, kw_only=True, slots=True)
class CommercePreliminary(Act):
    """Commerce's preliminary determination; ``occurred_on`` is the day it was made (PRE-01, PRE-07).

    Attributes:
        rates: rates of the firms examined, and that of everybody else where it is stated and not computed (RATE-04).
        expedited: made early on waivers of verification (PRE-05).
        instrument: what security is asked for (PRE-09).
    """

    name = "CommercePreliminary"
    authority = Authority.COMMERCE
    visibility = Visibility.UNTIL_PUBLISHED
    rules = ("PRE-01", "PRE-07", "PRE-09")

    affirmative: bool
    rates: tuple[RateRow, ...]
    expedited: bool = False
    instrument: Instrument = Instrument.CASH
