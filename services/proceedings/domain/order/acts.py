"""The publication of an order, and what may follow it without a review."""

from dataclasses import dataclass
from datetime import date

from services.proceedings.domain.instructions import Firm
from services.proceedings.domain.petition.acts import PartyClass
from services.proceedings.domain.rates import RateRow
from services.proceedings.domain.record.acts import Act, Authority


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderPublished(Act):
    """An order; ``occurred_on`` is the day it stood in the Federal Register (ORD-01, ORD-03).

    Attributes:
        scope_text: description of the merchandise; the text is authoritative (ORD-04).
        rates: rates published with the order, where they differ from the final's (MIN-03).
        region_exporters: with a regional finding, those who sold in the region during the investigation (ORD-07).
    """

    name = "OrderPublished"
    authority = Authority.COMMERCE
    rules = ("ORD-01", "ORD-03")

    scope_text: str
    fr_citation: str | None = None
    rates: tuple[RateRow, ...] = ()
    region_exporters: tuple[Firm, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RegionalExporterFound(Act):
    """After the order another exporter or producer ships to the region; its goods are assessed too (ORD-08).

    Attributes:
        firm: the combination.
        shipped_from: first day of entry of its goods for the region.
    """

    name = "RegionalExporterFound"
    authority = Authority.COMMERCE
    rules = ("ORD-08",)

    firm: Firm
    shipped_from: date


@dataclass(frozen=True, kw_only=True, slots=True)
class InjuryReviewRequested(Act):
    """The country joined the Subsidies Agreement, and a party asks whether injury is likely without the order (ORD-12).

    Attributes:
        party_class: an interested party of classes C to G.
    """

    name = "InjuryReviewRequested"
    authority = Authority.PARTY
    rules = ("ORD-12",)

    party: str
    party_class: PartyClass


@dataclass(frozen=True, kw_only=True, slots=True)
class InjuryReviewInitiated(Act):
    """The Commission initiates that investigation, and decides within a year if possible (ORD-12)."""

    name = "InjuryReviewInitiated"
    authority = Authority.ITC
    rules = ("ORD-12",)


@dataclass(frozen=True, kw_only=True, slots=True)
class InjuryReviewDetermined(Act):
    """The Commission determines it; its publication counts (ORD-12).

    Attributes:
        likely: injury is likely if the order is revoked.
    """

    name = "InjuryReviewDetermined"
    authority = Authority.ITC
    rules = ("ORD-12",)

    likely: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderRevokedWithoutInjury(Act):
    """Commerce revokes: injury is not likely, or nobody asked in time (ORD-12); ``occurred_on`` is its publication."""

    name = "OrderRevokedWithoutInjury"
    authority = Authority.COMMERCE
    rules = ("ORD-12",)
