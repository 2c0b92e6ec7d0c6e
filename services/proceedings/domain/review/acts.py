"""Acts of reviews after an order or a suspension: requested, initiated, extended, decided, rescinded (17.1)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from services.proceedings.domain.instructions import Firm
from services.proceedings.domain.rates import RateRow
from services.proceedings.domain.record.acts import Act, Authority, Visibility


class ReviewStage(StrEnum):
    """The step of a review that more time is given to."""

    PRELIMINARY = "PRELIMINARY"
    FINAL = "FINAL"


class RescissionReason(StrEnum):
    """Why a review ends without results (REV-05, REV-08, REV-09)."""

    WITHDRAWN = "WITHDRAWN"
    DECLINED = "DECLINED"
    NOT_BONA_FIDE = "NOT_BONA_FIDE"


class EnforcementCause(StrEnum):
    """What calls for a subsidies-enforcement review (REV-11, 19 USC 1675(g))."""

    ARTICLE_8_VIOLATION = "ARTICLE_8_VIOLATION"
    COUNTERMEASURES = "COUNTERMEASURES"
    SUBSIDY_WITHDRAWN = "SUBSIDY_WITHDRAWN"


class RevocationGround(StrEnum):
    """What a revocation rests on (REV-10, REV-11, 15.2 transition 34)."""

    ADMINISTRATIVE_REVIEW = "ADMINISTRATIVE_REVIEW"
    CHANGED_CIRCUMSTANCES = "CHANGED_CIRCUMSTANCES"
    SUBSIDIES_ENFORCEMENT = "SUBSIDIES_ENFORCEMENT"
    COURT = "COURT"


@dataclass(frozen=True, slots=True)
class AssessmentRate:
    """A firm's assessment rate where it is not its deposit rate (ASM-08).

    Attributes:
        exact_percent: percent of entered value, unrounded.
        first, last: days of entry it is for; every day of the period where left out.
    """

    exporter: str
    producer: str
    exact_percent: Decimal
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewRequested(Act):
    """Somebody asks for an administrative review of firms, in the anniversary month (REV-01, REV-02).

    The segment is ``AR-`` with the year of that anniversary month.
    """

    name = "ReviewRequested"
    authority = Authority.PARTY
    rules = ("REV-01", "REV-02")

    requester: str
    firms: tuple[Firm, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewRequestWithdrawn(Act):
    """A requester withdraws its request for firms (REV-05).

    Attributes:
        discretion: why Commerce takes a withdrawal after the 90 days; empty when it came in time.
    """

    name = "ReviewRequestWithdrawn"
    authority = Authority.PARTY
    rules = ("REV-05",)

    segment: str
    requester: str
    firms: tuple[Firm, ...]
    discretion: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class NewShipperReviewRequested(Act):
    """An exporter or producer that did not export in the investigation period asks for its own rate (REV-08).

    The segment is ``NSR-`` with the number of this act.

    Attributes:
        exported_in_investigation: it exported to the United States during the period of investigation.
        affiliated: it is affiliated with one that did.
    """

    name = "NewShipperReviewRequested"
    authority = Authority.PARTY
    rules = ("REV-08",)

    firm: Firm
    exported_in_investigation: bool
    affiliated: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangedCircumstancesRequested(Act):
    """A party, or Commerce itself, shows changed circumstances (REV-09). The segment is ``CCR-`` with the act's number.

    Attributes:
        good_cause: why it is looked at within 24 months of the final determination or the suspension; else empty.
    """

    name = "ChangedCircumstancesRequested"
    authority = Authority.PARTY
    rules = ("REV-09",)

    requester: str
    circumstances: str
    good_cause: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SubsidiesEnforcementOpened(Act):
    """An expedited review after a notice of the Trade Representative (REV-11).

    The segment is ``SER-`` with the number of this act.
    """

    name = "SubsidiesEnforcementOpened"
    authority = Authority.COMMERCE
    rules = ("REV-11",)

    cause: EnforcementCause
    notice_received_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class ExpeditedReviewRequested(Act):
    """An exporter that was not examined asks for a deposit rate of its own (REV-12).

    The segment is ``EXP-`` with the number of this act.

    Attributes:
        good_cause: why a late request is taken (19 CFR 351.302); empty when it came in time.
    """

    name = "ExpeditedReviewRequested"
    authority = Authority.PARTY
    rules = ("REV-12",)

    firm: Firm
    good_cause: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewInitiated(Act):
    """Commerce initiates a requested review (REV-01, REV-08, REV-09, REV-12).

    Attributes:
        all_agree: all parties agree to the outcome of a changed-circumstances review: final results in 45 days.
    """

    name = "ReviewInitiated"
    authority = Authority.COMMERCE
    rules = ("REV-01", "REV-08", "REV-09", "REV-12")

    segment: str
    all_agree: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewExtended(Act):
    """Commerce takes more time, as it is not practicable otherwise (REV-04, REV-08).

    Attributes:
        to_day: the day that now counts from the same trigger, for example 365 or 180.
    """

    name = "ReviewExtended"
    authority = Authority.COMMERCE
    rules = ("REV-04", "REV-08")

    segment: str
    stage: ReviewStage
    to_day: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewPreliminary(Act):
    """Preliminary results of a review (REV-04, REV-08)."""

    name = "ReviewPreliminary"
    authority = Authority.COMMERCE
    visibility = Visibility.UNTIL_PUBLISHED
    rules = ("REV-04", "REV-08")

    segment: str
    rates: tuple[RateRow, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewFinal(Act):
    """Final results of a review; effects begin with their publication (REV-06, REV-07, REV-08, ASM-08).

    Attributes:
        rates: deposit rates of the firms examined.
        not_selected: firms under review that were not examined: the average of those that were (REV-07).
        assessments: assessment rates where they differ from the deposit rates.
        bona_fide: a new shipper's sales are bona fide.
    """

    name = "ReviewFinal"
    authority = Authority.COMMERCE
    visibility = Visibility.UNTIL_PUBLISHED
    rules = ("REV-04", "REV-06", "REV-07", "REV-08", "REV-09", "REV-11", "REV-12", "ASM-08")

    segment: str
    rates: tuple[RateRow, ...] = ()
    not_selected: tuple[Firm, ...] = ()
    assessments: tuple[AssessmentRate, ...] = ()
    bona_fide: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewRescinded(Act):
    """A review ends without results, for some firms or for all (REV-05).

    Attributes:
        firms: of an administrative review those it is rescinded for; none for the whole review.
    """

    name = "ReviewRescinded"
    authority = Authority.COMMERCE
    rules = ("REV-05", "REV-08", "REV-09")

    segment: str
    reason: RescissionReason
    firms: tuple[Firm, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class CourtSummonsFiled(Act):
    """Final results are taken to court: instructions wait until an injunction can no longer be asked for (ASM-08)."""

    name = "CourtSummonsFiled"
    authority = Authority.PARTY
    rules = ("ASM-08",)

    segment: str
    court_reference: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderRevokedAfterReview(Act):
    """Commerce revokes the order, wholly or for firms; ``occurred_on`` is the publication (REV-10, REV-11).

    Attributes:
        segment: the review it follows; None for a court's decision.
        effective_on: first day of entry that is free, as Commerce determines.
        firms: combinations it is limited to; none for the whole order.
        rests_on_export_charges: the ground is an export tax or charge meant to offset the subsidy.
        burden_met: who asked for revocation in a changed-circumstances review has persuaded Commerce.
    """

    name = "OrderRevokedAfterReview"
    authority = Authority.COMMERCE
    rules = ("REV-10", "REV-11")

    ground: RevocationGround
    effective_on: date
    segment: str | None = None
    firms: tuple[Firm, ...] = ()
    rests_on_export_charges: bool = False
    burden_met: bool = False
    fr_citation: str | None = None
