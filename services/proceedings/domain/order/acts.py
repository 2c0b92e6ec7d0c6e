"""The publication of an order."""

from dataclasses import dataclass

from services.proceedings.domain.instructions import Firm
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
