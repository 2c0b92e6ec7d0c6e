"""Acts that end an investigation by withdrawal, or suspend it by an agreement."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from services.proceedings.domain.agreement.terms import AgreementTerms, AgreementType, PublicInterest, Signatory
from services.proceedings.domain.petition.acts import PartyClass
from services.proceedings.domain.rates import RateRow
from services.proceedings.domain.record.acts import Act, Authority, Visibility


class TerminationGround(StrEnum):
    """Why an investigation may be terminated without a negative determination (TRM-01, TRM-04, TRM-05)."""

    WITHDRAWAL = "WITHDRAWAL"
    VOLUME_AGREEMENT = "VOLUME_AGREEMENT"
    SELF_INITIATED = "SELF_INITIATED"


@dataclass(frozen=True, kw_only=True, slots=True)
class PetitionWithdrawn(Act):
    """The petition, or a case of Commerce's own, was withdrawn; that alone ends nothing (TRM-01, TRM-03).

    Attributes:
        refiled: the petition had been withdrawn and filed again before: its record cannot be used a second time.
    """

    name = "PetitionWithdrawn"
    authority = Authority.PARTY
    rules = ("TRM-01", "TRM-03")

    refiled: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class InvestigationTerminated(Act):
    """The investigation is terminated; ``occurred_on`` is the day its notice is published (TRM-01 to TRM-05, 17.1).

    Attributes:
        by: the agency that terminates.
        parties_notified_on: day all parties had notice.
        public_interest: for a termination by an understanding on volume.
    """

    name = "InvestigationTerminated"
    authority = Authority.COMMERCE
    rules = ("TRM-01", "TRM-02", "TRM-04", "TRM-05")

    by: Authority
    ground: TerminationGround
    parties_notified_on: date
    public_interest: PublicInterest | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordReused(Act):
    """A new petition, filed on ``occurred_on``, uses the record of this withdrawn one (TRM-03).

    Attributes:
        new_case: its case number.
        same_goods: it covers the same goods.
        other_country: and goods from another country.
    """

    name = "RecordReused"
    authority = Authority.PARTY
    rules = ("TRM-03",)

    new_case: str
    same_goods: bool
    other_country: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class VolumeConsultationsOpened(Act):
    """The President opened consultations with the government that limits volume (TRM-04, 19 USC 1676(a))."""

    name = "VolumeConsultationsOpened"
    authority = Authority.PRESIDENT
    rules = ("TRM-04",)


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreementProposed(Act):
    """Exporters or the government proposed an agreement (SUS-07).

    Attributes:
        good_cause: Commerce takes a late proposal.
    """

    name = "AgreementProposed"
    authority = Authority.PARTY
    visibility = Visibility.RESTRICTED
    rules = ("SUS-07",)

    type: AgreementType
    signatory: Signatory
    good_cause: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreementNotified(Act):
    """Petitioner, other parties and the Commission were told; ``occurred_on`` is the latest of these days (SUS-08).

    Attributes:
        consulted: the petitioner was consulted.
        copy_given: it has the proposed text,
        explained: with an explanation of how it is enforced and meets the statute.
        planned_on: day on which Commerce means to publish the notice of suspension.
    """

    name = "AgreementNotified"
    authority = Authority.COMMERCE
    visibility = Visibility.RESTRICTED
    rules = ("SUS-08",)

    type: AgreementType
    signatory: Signatory
    consulted: bool
    copy_given: bool
    explained: bool
    planned_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreementAccepted(Act):
    """Commerce accepts an agreement; it suspends on the day the notice is published (SUS-09).

    Attributes:
        comments_allowed: all interested parties could comment before the publication (SUS-08).
        effective_on: day of publication, where it is known or planned; tested again as the notice is published.
        rates: of the affirmative preliminary determination issued with it where there is none yet (SUS-09).
        security_percent: security of every firm while liquidation is suspended, where it is adjusted (SUS-11).
    """

    name = "AgreementAccepted"
    authority = Authority.COMMERCE
    visibility = Visibility.UNTIL_PUBLISHED
    rules = ("SUS-01", "SUS-02", "SUS-03", "SUS-04", "SUS-05", "SUS-06", "SUS-09")

    terms: AgreementTerms
    comments_allowed: bool
    effective_on: date | None = None
    rates: tuple[RateRow, ...] = ()
    security_percent: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreementDeclined(Act):
    """Commerce does not accept a proposed agreement (SUS-03, 19 USC 1671c(d)(1)).

    Attributes:
        reasons: as the exporters are given them, where practicable.
        comments_allowed: they could comment on them, where practicable.
    """

    name = "AgreementDeclined"
    authority = Authority.COMMERCE
    visibility = Visibility.RESTRICTED
    rules = ("SUS-03",)

    reasons: str
    comments_allowed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class RegionalAgreementOffered(Act):
    """Commerce offered exporters with substantially all exports to a region the chance to agree (SUS-20)."""

    name = "RegionalAgreementOffered"
    authority = Authority.COMMERCE
    visibility = Visibility.RESTRICTED
    rules = ("SUS-20",)


@dataclass(frozen=True, kw_only=True, slots=True)
class ContinuationRequested(Act):
    """The investigation must go on under the agreement (SUS-13)."""

    name = "ContinuationRequested"
    authority = Authority.PARTY
    rules = ("SUS-13",)

    party: str
    party_class: PartyClass
    is_party: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SuspensionReviewPetitioned(Act):
    """The Commission is asked whether the agreement eliminates the injurious effect completely (SUS-15)."""

    name = "SuspensionReviewPetitioned"
    authority = Authority.PARTY
    rules = ("SUS-15",)

    party: str
    party_class: PartyClass
    is_party: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SuspensionReviewDecided(Act):
    """The Commission's answer; it has effect as its notice is published (SUS-12, SUS-15)."""

    name = "SuspensionReviewDecided"
    authority = Authority.ITC
    visibility = Visibility.UNTIL_PUBLISHED
    rules = ("SUS-12", "SUS-15")

    eliminated: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreementViolationFound(Act):
    """Commerce finds a violation, or that the agreement no longer meets the statute; effect on publication (SUS-17).

    Attributes:
        first_entry_on: day the first offending goods were entered.
        intentional: customs is notified; the persons are referred to it (SUS-18).
    """

    name = "AgreementViolationFound"
    authority = Authority.COMMERCE
    visibility = Visibility.UNTIL_PUBLISHED
    rules = ("SUS-17", "SUS-18")

    first_entry_on: date
    intentional: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreementFoundWanting(Act):
    """The Commission found on changed circumstances that the injurious effect is no longer eliminated (SUS-16).

    From publication the agreement is treated as violated that day, without duty on entries before.
    """

    name = "AgreementFoundWanting"
    authority = Authority.ITC
    visibility = Visibility.UNTIL_PUBLISHED
    rules = ("SUS-16", "SUS-17")


@dataclass(frozen=True, kw_only=True, slots=True)
class PenaltyReferral(Act):
    """Persons who violated an agreement intentionally are referred to customs, which decides (SUS-18).

    The penalty is that of a fraudulent violation: up to the domestic value of the merchandise (19 USC 1592(c)(1)).

    Attributes:
        determination: number of the act that found the violation.
    """

    name = "PenaltyReferral"
    authority = Authority.COMMERCE
    visibility = Visibility.RESTRICTED
    rules = ("SUS-18",)

    determination: int
    persons: tuple[str, ...]
    entry_numbers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryConditionSet(Act):
    """Commerce prescribed a rule of entry to carry out an agreement, for example an export licence (SUS-22)."""

    name = "EntryConditionSet"
    authority = Authority.COMMERCE
    rules = ("SUS-22",)

    condition: str
    effective_from: date


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportsReported(Act):
    """Exports under an agreement in a period that ended on ``occurred_on`` (SUS-02)."""

    name = "ExportsReported"
    authority = Authority.PARTY
    visibility = Visibility.RESTRICTED
    rules = ("SUS-02",)

    quantity: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class RegionalAgreementAccepted(Act):
    """After an order on a regional industry, an agreement with the exporters to the region (SUS-20)."""

    name = "RegionalAgreementAccepted"
    authority = Authority.COMMERCE
    rules = ("SUS-20",)

    terms: AgreementTerms


@dataclass(frozen=True, kw_only=True, slots=True)
class ExpiryOpened(Act):
    """Before a restriction of quantity expires, both agencies look at what follows (SUS-21, 19 USC 1676a).

    Attributes:
        expires_on: first day on which the agreement is not in force any more.
    """

    name = "ExpiryOpened"
    authority = Authority.COMMERCE
    rules = ("SUS-21",)

    expires_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class ExpirySubsidyDetermined(Act):
    """Commerce's determination on subsidy upon termination of the agreement (SUS-21)."""

    name = "ExpirySubsidyDetermined"
    authority = Authority.COMMERCE
    visibility = Visibility.UNTIL_PUBLISHED
    rules = ("SUS-21",)

    affirmative: bool
    rates: tuple[RateRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ExpiryInjuryDetermined(Act):
    """The Commission's determination on injury upon termination of the agreement (SUS-21)."""

    name = "ExpiryInjuryDetermined"
    authority = Authority.ITC
    visibility = Visibility.UNTIL_PUBLISHED
    rules = ("SUS-21",)

    affirmative: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ExpiryOrderPublished(Act):
    """The order that follows a restriction of quantity; ``occurred_on`` is the day of publication (SUS-21)."""

    name = "ExpiryOrderPublished"
    authority = Authority.COMMERCE
    rules = ("SUS-21",)

    scope_text: str
    fr_citation: str | None = None
