"""Acts from the filing of a petition to the decision on it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from services.proceedings.domain.record.acts import Act, Authority, Visibility


class PartyClass(StrEnum):
    """Interested parties by letter (PET-07, 19 USC 1677(9))."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"
    G = "G"


@dataclass(frozen=True, kw_only=True, slots=True)
class PetitionFiled(Act):
    """A petition was filed; ``occurred_on`` is the day it is deemed filed with Commerce (PET-02, CAL-09).

    Attributes:
        itc_filed_on: day deemed filed with the Commission.
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
    """

    name = "IndustrySupportAssessed"
    authority = Authority.COMMERCE
    visibility = Visibility.RESTRICTED
    rules = ("PET-11", "PET-12", "PET-13")

    total: Decimal
    supporting: Decimal
    opposing: Decimal


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
    """Either answer was no; the proceeding ends (PET-10)."""

    name = "PetitionDismissed"
    authority = Authority.COMMERCE
    rules = ("PET-10",)

    reasons: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SelfInitiated(Act):
    """Commerce initiates on its own information; no petition and no support test (PET-17)."""

    name = "SelfInitiated"
    authority = Authority.COMMERCE
    rules = ("PET-17",)

    scope_text: str
    article_8_only: bool = False
    companion_ad_case: str | None = None
