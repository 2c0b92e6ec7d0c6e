"""Commerce's final determination and what moves its day."""

from dataclasses import dataclass
from datetime import date

from services.proceedings.domain.critical.acts import CriticalFinding
from services.proceedings.domain.rates import RateRow
from services.proceedings.domain.record.acts import Act, Authority, Visibility


@dataclass(frozen=True, kw_only=True, slots=True)
class FinalAligned(Act):
    """The final is aligned with that of the antidumping case initiated with it: a link, not a number (FIN-02).

    Attributes:
        requested_on: day of the petitioner's request.
        ad_preliminary_published_on: publication of the antidumping preliminary, once it is known.
        ad_final_due_on: day the antidumping final is due.
        ad_postponed: the antidumping final is postponed to day 135 (D-16).
    """

    name = "FinalAligned"
    authority = Authority.COMMERCE
    rules = ("FIN-02",)

    ad_case: str
    requested_on: date
    ad_final_due_on: date
    ad_preliminary_published_on: date | None = None
    ad_postponed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class CommerceFinal(Act):
    """Commerce's final determination; ``occurred_on`` is the day it was made (FIN-01, FIN-03).

    Attributes:
        rates: rates of the firms examined, and that of everybody else where it is stated and not computed (RATE-04).
        critical: the findings on critical circumstances, wherever they were alleged (CRC-06).
    """

    name = "CommerceFinal"
    authority = Authority.COMMERCE
    visibility = Visibility.UNTIL_PUBLISHED
    rules = ("FIN-01", "FIN-03", "FIN-08")

    affirmative: bool
    rates: tuple[RateRow, ...]
    critical: CriticalFinding | None = None
