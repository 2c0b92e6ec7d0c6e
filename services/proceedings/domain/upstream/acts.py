"""Acts about an upstream subsidy: one on an input, paid in the same country (IMP-05)."""

from dataclasses import dataclass

from services.proceedings.domain.record.acts import Act, Authority


@dataclass(frozen=True, kw_only=True, slots=True)
class UpstreamAlleged(Act):
    """A party alleged an upstream subsidy (PRE-15).

    Attributes:
        good_cause: why a late allegation is accepted (19 CFR 351.302); empty when it came in time.
    """

    name = "UpstreamAlleged"
    authority = Authority.PARTY
    rules = ("PRE-15", "UPS-01")

    good_cause: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class UpstreamSuspected(Act):
    """Commerce concludes that there is a reasonable basis to believe or suspect an upstream subsidy (UPS-01).

    Attributes:
        time_needed: it determines that more time is necessary; without that nothing is extended.
        extraordinarily_complicated: the case is declared so: day 310 in place of day 250 (UPS-02).
    """

    name = "UpstreamSuspected"
    authority = Authority.COMMERCE
    rules = ("UPS-01", "UPS-02", "UPS-03")

    time_needed: bool
    extraordinarily_complicated: bool = False
    reasons: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class UpstreamResolutionChosen(Act):
    """The petitioner has the upstream subsidy decided in the investigation, not in the first review (UPS-04)."""

    name = "UpstreamResolutionChosen"
    authority = Authority.PARTY
    rules = ("UPS-04", "UPS-05")
