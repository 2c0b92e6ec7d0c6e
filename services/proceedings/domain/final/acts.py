"""Commerce's final determination, what moves its day, and the correction of errors in a determination."""

from dataclasses import dataclass
from datetime import date

from services.proceedings.domain.critical.acts import CriticalFinding
from services.proceedings.domain.rates import RateRow
from services.proceedings.domain.record.acts import Act, Authority, Visibility


@dataclass(frozen=True, kw_only=True, slots=True)
class FinalAligned(Act):
    """The final is aligned with that of the antidumping case initiated with it: a link, not a number (FIN-02).

    Recorded again when the antidumping final gets another day.

    Attributes:
        requested_on: day of the petitioner's request.
        ad_preliminary_published_on: publication of the antidumping preliminary, once it is known.
        ad_final_due_on: day the antidumping final is due.
        ad_postponed: the antidumping final is postponed, at most to day 135 (D-16).
        good_cause: why a late request is accepted (19 CFR 351.302); empty when it came in time.
    """

    name = "FinalAligned"
    authority = Authority.COMMERCE
    rules = ("FIN-02",)

    ad_case: str
    requested_on: date
    ad_final_due_on: date
    ad_preliminary_published_on: date | None = None
    ad_postponed: bool = False
    good_cause: str = ""


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


@dataclass(frozen=True, kw_only=True, slots=True)
class CalculationsDisclosed(Act):
    """The disclosure documents of a determination were released to the parties (MIN-02).

    Attributes:
        act_number: the determination.
    """

    name = "CalculationsDisclosed"
    authority = Authority.COMMERCE
    rules = ("MIN-02",)

    act_number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ErrorCommentsFiled(Act):
    """A party alleged ministerial errors in a determination (MIN-01, MIN-02).

    Attributes:
        act_number: the determination.
        good_cause: why late comments are accepted (19 CFR 351.302); empty when they came in time.
    """

    name = "ErrorCommentsFiled"
    authority = Authority.PARTY
    rules = ("MIN-01", "MIN-02")

    act_number: int
    party: str
    good_cause: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ErrorRepliesFiled(Act):
    """A party replied to comments on ministerial errors (MIN-02).

    Attributes:
        act_number: the determination.
        good_cause: why a late reply is accepted (19 CFR 351.302); empty when it came in time.
    """

    name = "ErrorRepliesFiled"
    authority = Authority.PARTY
    rules = ("MIN-02",)

    act_number: int
    party: str
    good_cause: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class MinisterialErrorCorrected(Act):
    """A determination is amended for its arithmetic, copying, duplication or like errors (MIN-01, MIN-03, MIN-04).

    Attributes:
        act_number: the determination.
        rates: the corrected rates; a rate keeps its weight where none is given. The rate of everybody else is computed
            again, unless it is stated here.
        errors: what was wrong.
        effective_from: day stated in the notice; its publication when left out.
    """

    name = "MinisterialErrorCorrected"
    authority = Authority.COMMERCE
    visibility = Visibility.UNTIL_PUBLISHED
    rules = ("MIN-01", "MIN-03", "MIN-04")

    act_number: int
    rates: tuple[RateRow, ...]
    errors: str = ""
    effective_from: date | None = None
