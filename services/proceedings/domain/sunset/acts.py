"""Acts of five-year reviews (SUN-01 to SUN-10)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.proceedings.domain.petition.party_class import PartyClass
from services.proceedings.domain.rates import RateRow
from services.proceedings.domain.record.acts import Act, Authority, Visibility


class Branch(StrEnum):
    """How a five-year review goes on: by who responds (SUN-05 to SUN-07)."""

    NO_DOMESTIC_RESPONSE = "NO_DOMESTIC_RESPONSE"
    EXPEDITED = "EXPEDITED"
    FULL = "FULL"


@dataclass(frozen=True, kw_only=True, slots=True)
class SanctionsImposed(Act):
    """Imports from a country that is no WTO member are banned from this day (SUN-01, 19 USC 1675(c)(7))."""

    name = "SanctionsImposed"
    authority = Authority.PRESIDENT
    rules = ("SUN-01",)


@dataclass(frozen=True, kw_only=True, slots=True)
class SanctionsLifted(Act):
    """The ban ends: this is the first day that counts again (SUN-01, 19 USC 1675(c)(7))."""

    name = "SanctionsLifted"
    authority = Authority.PRESIDENT
    rules = ("SUN-01",)


@dataclass(frozen=True, kw_only=True, slots=True)
class SunsetInitiated(Act):
    """Commerce initiates the five-year review; every clock runs from the notice's publication (SUN-02)."""

    name = "SunsetInitiated"
    authority = Authority.COMMERCE
    rules = ("SUN-01", "SUN-02")


@dataclass(frozen=True, kw_only=True, slots=True)
class IntentFiled(Act):
    """A domestic party intends to take part (SUN-03).

    Attributes:
        good_cause: why a late notice is taken (19 CFR 351.302); empty when it came in time.
    """

    name = "IntentFiled"
    authority = Authority.PARTY
    rules = ("SUN-03",)

    party: str
    party_class: PartyClass
    good_cause: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SubstantiveResponseFiled(Act):
    """A party's substantive response (SUN-04); parties of classes A and B are respondents."""

    name = "SubstantiveResponseFiled"
    authority = Authority.PARTY
    rules = ("SUN-04",)

    party: str
    party_class: PartyClass
    good_cause: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ParticipationWaived(Act):
    """A respondent waives its participation before Commerce: it concludes "likely" for it (SUN-04, SUN-06)."""

    name = "ParticipationWaived"
    authority = Authority.PARTY
    rules = ("SUN-04", "SUN-06")

    party: str
    good_cause: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SunsetRebuttalFiled(Act):
    """A rebuttal of a substantive response (SUN-04)."""

    name = "SunsetRebuttalFiled"
    authority = Authority.PARTY
    rules = ("SUN-04",)

    party: str
    good_cause: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SunsetBranchDetermined(Act):
    """Commerce finds which responses are adequate, and so how the review goes on (SUN-05 to SUN-07)."""

    name = "SunsetBranchDetermined"
    authority = Authority.COMMERCE
    rules = ("SUN-05", "SUN-06", "SUN-07")

    branch: Branch


@dataclass(frozen=True, kw_only=True, slots=True)
class SunsetExtended(Act):
    """An agency takes more time for a full review that is extraordinarily complicated (SUN-07).

    Attributes:
        by: COMMERCE or ITC.
        days: added to its normal time, at most 90.
        preliminary_days: of these, added to Commerce's preliminary results.
    """

    name = "SunsetExtended"
    authority = Authority.COMMERCE
    rules = ("SUN-07",)

    by: Authority
    days: int
    extraordinarily_complicated: bool
    preliminary_days: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class SunsetPreliminary(Act):
    """Commerce's preliminary results of a full review (SUN-07)."""

    name = "SunsetPreliminary"
    authority = Authority.COMMERCE
    visibility = Visibility.UNTIL_PUBLISHED
    rules = ("SUN-07",)

    likely: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SunsetCommerceDetermined(Act):
    """Commerce's final determination on subsidisation in a five-year review (SUN-06 to SUN-09).

    Attributes:
        likely: a countervailable subsidy is likely to continue or recur.
        prevailing_rates: what it tells the Commission is likely to prevail; from the investigation or a review.
        rates_reason: why they are others.
        only_low_rates: the one reason for "not likely" is that subsidies found so far were zero or de minimis.
    """

    name = "SunsetCommerceDetermined"
    authority = Authority.COMMERCE
    visibility = Visibility.UNTIL_PUBLISHED
    rules = ("SUN-06", "SUN-07", "SUN-08", "SUN-09")

    likely: bool
    prevailing_rates: tuple[RateRow, ...] = ()
    rates_reason: str = ""
    only_low_rates: bool = False


@dataclass(frozen=True, slots=True)
class Cumulated:
    """Another order's review that the Commission looks at together with this one (SUN-09)."""

    case_number: str
    initiated_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class SunsetItcDetermined(Act):
    """The Commission's determination on injury in a five-year review (SUN-06 to SUN-09).

    Attributes:
        likely: material injury is likely to continue or recur.
        cumulated: reviews it was looked at together with; initiated the same day.
    """

    name = "SunsetItcDetermined"
    authority = Authority.ITC
    visibility = Visibility.UNTIL_PUBLISHED
    rules = ("SUN-06", "SUN-07", "SUN-08", "SUN-09")

    likely: bool
    cumulated: tuple[Cumulated, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderContinued(Act):
    """Both findings are affirmative: the order, or the suspension, goes on; ``occurred_on`` is publication (SUN-08)."""

    name = "OrderContinued"
    authority = Authority.COMMERCE
    rules = ("SUN-08",)

    fr_citation: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderRevokedAfterSunset(Act):
    """The order is revoked, or the suspended investigation ends; ``occurred_on`` is publication (SUN-05, SUN-08)."""

    name = "OrderRevokedAfterSunset"
    authority = Authority.COMMERCE
    rules = ("SUN-05", "SUN-08", "SUN-10")

    fr_citation: str | None = None
