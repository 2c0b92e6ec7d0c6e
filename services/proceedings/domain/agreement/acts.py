"""Acts that end an investigation by withdrawal, or suspend it by an agreement."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from services.proceedings.domain.petition.acts import PartyClass
from services.proceedings.domain.rates import RateRow
from services.proceedings.domain.record.acts import Act, Authority, Visibility


class AgreementType(StrEnum):
    """What an agreement does (9.2)."""

    ELIM = "ELIM"
    CEASE = "CEASE"
    INJURY = "INJURY"
    QR = "QR"
    REGIONAL = "REGIONAL"


class Signatory(StrEnum):
    """Who signs."""

    GOVERNMENT = "GOVERNMENT"
    EXPORTERS = "EXPORTERS"


class TerminationGround(StrEnum):
    """Why an investigation may be terminated without a negative determination (TRM-01, TRM-04, TRM-05)."""

    WITHDRAWAL = "WITHDRAWAL"
    VOLUME_AGREEMENT = "VOLUME_AGREEMENT"
    SELF_INITIATED = "SELF_INITIATED"


@dataclass(frozen=True, kw_only=True, slots=True)
class PetitionWithdrawn(Act):
    """The petitioner withdrew its petition; that alone ends nothing (TRM-01, TRM-03)."""

    name = "PetitionWithdrawn"
    authority = Authority.PARTY
    rules = ("TRM-01", "TRM-03")


@dataclass(frozen=True, slots=True)
class PublicInterest:
    """The three factors and the consultations of TRM-04.

    Attributes:
        consumers_weighed: the effect on U.S. consumers against that of duties.
        economy_weighed: U.S. international economic interests.
        industry_weighed: competitiveness of the domestic industry, employment and investment.
        consulted: consuming industries, and domestic producers and workers.
        in_public_interest: the conclusion.
    """

    consumers_weighed: bool
    economy_weighed: bool
    industry_weighed: bool
    consulted: bool
    in_public_interest: bool

    @property
    def complete(self) -> bool:
        """Everything was weighed, and it is in the public interest."""
        return all(
            (
                self.consumers_weighed,
                self.economy_weighed,
                self.industry_weighed,
                self.consulted,
                self.in_public_interest,
            )
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class InvestigationTerminated(Act):
    """The investigation is terminated after notice to all parties (TRM-01, TRM-02, TRM-04, TRM-05).

    Attributes:
        by: the agency that terminates.
        parties_notified_on: day all parties had notice.
        public_interest: for a termination by an understanding on volume.
    """

    name = "InvestigationTerminated"
    authority = Authority.COMMERCE
    rules = ("TRM-01", "TRM-04", "TRM-05")

    by: Authority
    ground: TerminationGround
    parties_notified_on: date
    public_interest: PublicInterest | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreementProposed(Act):
    """Exporters or the government proposed an agreement (SUS-07)."""

    name = "AgreementProposed"
    authority = Authority.PARTY
    visibility = Visibility.RESTRICTED
    rules = ("SUS-07",)

    type: AgreementType
    signatory: Signatory


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreementNotified(Act):
    """Petitioner, other parties and the Commission were told; ``occurred_on`` is the latest of these days (SUS-08).

    Attributes:
        copy_given: the petitioner has the proposed text.
        explained: with an explanation of how it is enforced and meets the statute.
    """

    name = "AgreementNotified"
    authority = Authority.COMMERCE
    rules = ("SUS-08",)

    type: AgreementType
    signatory: Signatory
    copy_given: bool
    explained: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreementAccepted(Act):
    """Commerce accepts an agreement; it suspends on the day the notice is published (SUS-09).

    Attributes:
        signatory_share_percent: the signatories' share of imports, by volume or value (substantially all: 85).
        complete_by: day by which the subsidy is eliminated or offset, or exports have ceased (SUS-01).
        interim_cap: greatest quantity of exports in the meantime (SUS-02).
        net_subsidy_percent, offset_percent: what an agreement on injury offsets (SUS-06).
        prevents_undercutting: price suppression and undercutting are prevented.
        beneficial, complex_case: extraordinary circumstances (SUS-04).
        monitorable: effective monitoring is practicable (SUS-03).
        rates: of the affirmative preliminary determination issued with it where there is none yet (SUS-09).
        security_percent: security while liquidation is suspended, where it is adjusted (SUS-11).
    """

    name = "AgreementAccepted"
    authority = Authority.COMMERCE
    visibility = Visibility.UNTIL_PUBLISHED
    rules = ("SUS-03", "SUS-09")

    type: AgreementType
    signatory: Signatory
    signatory_share_percent: Decimal
    in_public_interest: bool
    monitorable: bool
    comments_allowed: bool
    complete_by: date | None = None
    interim_cap: Decimal | None = None
    net_subsidy_percent: Decimal | None = None
    offset_percent: Decimal | None = None
    prevents_undercutting: bool = False
    eliminates_injurious_effect: bool = False
    beneficial: bool = False
    complex_case: bool = False
    public_interest: PublicInterest | None = None
    rates: tuple[RateRow, ...] = ()
    security_percent: Decimal | None = None


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
    rules = ("SUS-12", "SUS-15")

    eliminated: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreementViolationFound(Act):
    """Commerce finds a violation, or that the agreement no longer meets the statute; effect on publication (SUS-17).

    Attributes:
        first_entry_on: day the first offending goods were entered.
        intentional: the persons are referred to customs (SUS-18).
        changed_circumstances: the Commission found that it no longer eliminates the injurious effect (SUS-16): no duty
            on entries before the publication.
    """

    name = "AgreementViolationFound"
    authority = Authority.COMMERCE
    visibility = Visibility.UNTIL_PUBLISHED
    rules = ("SUS-16", "SUS-17", "SUS-18")

    first_entry_on: date
    intentional: bool = False
    changed_circumstances: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class RegionalAgreementAccepted(Act):
    """After an order on a regional industry, an agreement with the exporters to the region (SUS-20).

    Attributes:
        signatory_share_percent: their share of exports to the region.
    """

    name = "RegionalAgreementAccepted"
    authority = Authority.COMMERCE
    rules = ("SUS-20",)

    signatory_share_percent: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportsReported(Act):
    """Exports under an agreement in a period ending on ``occurred_on`` (SUS-02)."""

    name = "ExportsReported"
    authority = Authority.PARTY
    visibility = Visibility.RESTRICTED
    rules = ("SUS-02",)

    quantity: Decimal
