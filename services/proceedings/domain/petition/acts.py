"""Acts from the filing of a petition to the decision on it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from services.proceedings.domain.petition.party_class import PartyClass as PartyClass
from services.proceedings.domain.petition.positions import Disregarded, Position
from services.proceedings.domain.record.acts import Act, Authority, Visibility


class PetitionElement(StrEnum):
    """What a petition alleges and shows (PET-03, 19 CFR 351.202(b))."""

    PETITIONER = "PETITIONER"
    INDUSTRY = "INDUSTRY"
    PRODUCTION = "PRODUCTION"
    SCOPE = "SCOPE"
    COUNTRY = "COUNTRY"
    PROGRAMS = "PROGRAMS"
    IMPORTS = "IMPORTS"
    INJURY = "INJURY"


class SupportBasis(StrEnum):
    """How Commerce learned what producers think (PET-14)."""

    PETITION = "PETITION"
    POLL = "POLL"
    SAMPLE = "SAMPLE"
    OTHER_INFORMATION = "OTHER_INFORMATION"


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftPetitionReceived(Act):
    """A draft came in for comment; nothing about it is ever disclosed (PET-03, 19 USC 1671a(b)(4)(C))."""

    name = "DraftPetitionReceived"
    authority = Authority.PARTY
    visibility = Visibility.SECRET
    rules = ("PET-03",)

    petitioner: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PetitionFiled(Act):
    """A petition was filed; ``occurred_on`` is the day it is deemed filed with Commerce (PET-02, CAL-09).

    Attributes:
        itc_filed_on: day deemed filed with the Commission.
        filed_at, itc_filed_at: instants of the filings, where known; the deemed days follow from them (CAL-09).
        contents: what it alleges and shows; None where that was not taken down one by one (PET-03).
        earlier_order_ended_on: publication of the revocation or termination, under 1675(d), of an order or suspended
            investigation on the same goods (PET-16, D-08).
        export_credit_derogation: the sole basis is the derogation of an export-credit undertaking (PET-04).
        article_8_only: the only subsidy is one notified as an Article 8 violation (PRE-04).
        companion_ad_case: the antidumping case filed with it, if any (FIN-02).
    """

    name = "PetitionFiled"
    authority = Authority.PARTY
    rules = ("PET-01", "PET-02", "PET-03", "PET-05")

    petitioner: str
    petitioner_class: PartyClass
    itc_filed_on: date
    scope_text: str
    programs: tuple[str, ...] = ()
    export_credit_derogation: bool = False
    article_8_only: bool = False
    regional: bool = False
    companion_ad_case: str | None = None
    filed_at: datetime | None = None
    itc_filed_at: datetime | None = None
    contents: tuple[PetitionElement, ...] | None = None
    earlier_order_ended_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PetitionAmended(Act):
    """The petition was amended, as both agencies permitted (PET-03, 19 USC 1671a(b)(1)).

    Attributes:
        contents: what it alleges and shows in addition.
    """

    name = "PetitionAmended"
    authority = Authority.PARTY
    rules = ("PET-03",)

    contents: tuple[PetitionElement, ...] = ()
    programs: tuple[str, ...] = ()
    permitted_by_commerce: bool
    permitted_by_itc: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class GovernmentsNotified(Act):
    """The public version was delivered to a representative of the exporting country (PET-05)."""

    name = "GovernmentsNotified"
    authority = Authority.COMMERCE
    rules = ("PET-05",)

    country: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TreasuryNotified(Act):
    """The Secretary of the Treasury was told of a petition that rests on a derogation alone (PET-04)."""

    name = "TreasuryNotified"
    authority = Authority.COMMERCE
    rules = ("PET-04",)


@dataclass(frozen=True, kw_only=True, slots=True)
class DerogationDetermined(Act):
    """The Treasury determined whether an undertaking on export credits was derogated from (PET-04).

    Attributes:
        value_cents: estimated value of the derogation, US cents; None where there is none.
    """

    name = "DerogationDetermined"
    authority = Authority.TREASURY
    rules = ("PET-04",)

    exists: bool
    value_cents: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FilingCured(Act):
    """Both agencies now deem the petition filed on one day, ``occurred_on`` (PET-02)."""

    name = "FilingCured"
    authority = Authority.COMMERCE
    rules = ("PET-02",)


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsultationsOffered(Act):
    """Consultations were offered to the government of a Subsidies Agreement country (PET-05)."""

    name = "ConsultationsOffered"
    authority = Authority.COMMERCE
    rules = ("PET-05",)


@dataclass(frozen=True, kw_only=True, slots=True)
class PollOpened(Act):
    """Commerce polls the industry, or otherwise determines its support (PET-14).

    Attributes:
        exceptional: circumstances are exceptional, so the decision is due on day 40 (PET-09).
    """

    name = "PollOpened"
    authority = Authority.COMMERCE
    rules = ("PET-09", "PET-14")

    exceptional: bool
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class IndustrySupportAssessed(Act):
    """What producers stand behind the petition, after disregarded positions (PET-11, PET-12); one unit throughout.

    Attributes:
        total: U.S. production of the like product, or production in the region (PET-13).
        supporting: production of supporters; ``opposing`` of opponents.
        positions: what they follow from, where producers were taken down one by one.
        disregarded: production that counts for neither side; it stays in the total (D-07).
    """

    name = "IndustrySupportAssessed"
    authority = Authority.COMMERCE
    visibility = Visibility.RESTRICTED
    rules = ("PET-11", "PET-12", "PET-13")

    total: Decimal
    supporting: Decimal
    opposing: Decimal
    basis: SupportBasis = SupportBasis.PETITION
    positions: tuple[Position, ...] = ()
    disregarded: tuple[Disregarded, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class InvestigationInitiated(Act):
    """Commerce initiates; ``occurred_on`` is the day of the decision (PET-08, PET-10).

    Attributes:
        sufficient: the petition alleges the elements with the support reasonably available (PET-08(i)).
    """

    name = "InvestigationInitiated"
    authority = Authority.COMMERCE
    rules = ("PET-08", "PET-10")

    sufficient: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class PetitionDismissed(Act):
    """Either answer was no; the proceeding ends (PET-10).

    Attributes:
        sufficient: the first answer was yes, so that it is support that is wanting.
    """

    name = "PetitionDismissed"
    authority = Authority.COMMERCE
    rules = ("PET-10",)

    reasons: str
    sufficient: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SelfInitiated(Act):
    """Commerce initiates on its own information; no petition and no support test (PET-17)."""

    name = "SelfInitiated"
    authority = Authority.COMMERCE
    rules = ("PET-17",)

    scope_text: str
    article_8_only: bool = False
    companion_ad_case: str | None = None
