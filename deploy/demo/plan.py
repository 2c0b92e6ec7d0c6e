"""Which fiscal years the demonstration runs, and what was published of each: pure, from the file of public figures.

Certified amounts were not published with these figures, so every claim is made up in proportion to the published
payments. Where payees or a split over orders were not published either, stand-ins are made up. All of that is labelled.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any, Final

from shared.money import largest_remainder

_STAND_IN_WEIGHTS: Final = {"Alpha": 5, "Beta": 3, "Gamma": 2}
_LITIGANTS: Final = "Claimants in litigation"
_OTHERS: Final = "Other payees, not named"
_SHRIMP: Final = ("A-331-802", "A-351-838", "A-533-840", "A-549-822", "A-552-802", "A-570-893")
_SHRIMP_LARGEST: Final = "A-549-822"
_LARGEST_SHARE_PERMILLE: Final = 966  # "96.6% comes from the Thai order", FY 2011
_ALL_CASES: Final = "A-990-900"


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderFacts:
    """An order to register. Numbers and dates of the real ones are from general knowledge, not from the figures."""

    case_number: str
    case_name: str
    country: str
    product_group: str
    issued_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Payee:
    """One claimant of a case and year.

    Attributes:
        name: as published, or a stand-in's plain label.
        weight_cents: what its claim is in proportion to, US cents.
        published_cents: the payment published for it, or None.
        precision: how exactly it was published.
        withheld: its share was withheld pending litigation.
    """

    name: str
    weight_cents: int
    published_cents: int | None = None
    precision: str | None = None
    withheld: bool = False

    @property
    def is_stand_in(self) -> bool:
        """Whether the name was made up for the run."""
        return self.published_cents is None


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseRun:
    """One order in one fiscal year: the pool to distribute and who claims."""

    case_number: str
    pool_cents: int
    payees: tuple[Payee, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedYear:
    """One published record: a fiscal year and a case, or several orders published together."""

    fiscal_year: int
    title: str
    runs: tuple[CaseRun, ...]
    published_available_cents: int | None
    published_paid_cents: int | None
    published_withheld_cents: int | None
    source: str
    made_up: tuple[str, ...]


ORDERS: Final[Mapping[str, OrderFacts]] = {
    facts.case_number: facts
    for facts in (
        OrderFacts(
            case_number=_ALL_CASES,
            case_name="All cases together (stand-in for orders that were not published one by one)",
            country="XX",
            product_group="ALL-CASES-STAND-IN",
            issued_on=date(1999, 1, 4),
        ),
        OrderFacts(
            case_number="A-570-848",
            case_name="Freshwater Crawfish Tail Meat from China",
            country="CN",
            product_group="CRAWFISH",
            issued_on=date(1997, 9, 15),
        ),
        OrderFacts(
            case_number="A-570-863",
            case_name="Honey from China",
            country="CN",
            product_group="HONEY",
            issued_on=date(2001, 12, 10),
        ),
        OrderFacts(
            case_number="A-570-890",
            case_name="Wooden Bedroom Furniture from China",
            country="CN",
            product_group="BEDROOM-FURNITURE",
            issued_on=date(2005, 1, 4),
        ),
        *(
            OrderFacts(
                case_number=number,
                case_name=f"Frozen Warmwater Shrimp from {name}",
                country=country,
                product_group="SHRIMP",
                issued_on=date(2005, 2, 1),
            )
            for number, name, country in zip(
                _SHRIMP,
                ("Ecuador", "Brazil", "India", "Thailand", "Vietnam", "China"),
                ("EC", "BR", "IN", "TH", "VN", "CN"),
                strict=True,
            )
        ),
    )
}


def published_years() -> tuple[PublishedYear, ...]:
    """Every record of the file that names payees and amounts or a pool, oldest first."""
    text = files("deploy.demo").joinpath("data/real_distributions.json").read_text()
    years = [_published_year(record) for record in json.loads(text)]
    return tuple(sorted(years, key=lambda year: (year.fiscal_year, year.title)))


def _published_year(record: Mapping[str, Any]) -> PublishedYear:
    labels = ["claims: in proportion to the published payments"]
    pool = _pool(record, labels)
    return PublishedYear(
        fiscal_year=record["fiscal_year"],
        title=record["case_name"],
        runs=tuple(_runs(record, pool, labels)),
        published_available_cents=record["available_cents"],
        published_paid_cents=record.get("paid_total_cents") or _aggregate(record),
        published_withheld_cents=record.get("withheld_cents"),
        source=record["source"],
        made_up=tuple(labels),
    )


def _aggregate(record: Mapping[str, Any]) -> int | None:
    cents: int | None = record.get("aggregate", {}).get("paid_total_cents_approx")
    return cents


def _pool(record: Mapping[str, Any], labels: list[str]) -> int:
    """The money to distribute: published, or else what was paid and withheld together."""
    if record["available_cents"] is not None:
        return int(record["available_cents"])
    labels.append("pool: not published, taken as paid plus withheld")
    named = sum(claim["paid_cents"] for claim in record["claims"])
    total = record.get("paid_total_cents") or _aggregate(record) or 0
    withheld: int = record.get("withheld_cents") or 0
    return int(max(named, total)) + withheld


def _runs(record: Mapping[str, Any], pool: int, labels: list[str]) -> Iterator[CaseRun]:
    for case_number, share in _orders(record, pool, labels).items():
        yield CaseRun(case_number=case_number, pool_cents=share, payees=tuple(_payees(record, share, labels)))


def _orders(record: Mapping[str, Any], pool: int, labels: list[str]) -> Mapping[str, int]:
    """Pool per order."""
    group: str | list[str] = record.get("case_group", "all cases")
    if record["case_number"] is not None:
        return {record["case_number"]: pool}
    if group == "all cases":
        labels.append(f"order: {_ALL_CASES} stands in for all cases together")
        return {_ALL_CASES: pool}
    if isinstance(group, str):
        labels.append(f"order: not named in the source, {_SHRIMP_LARGEST} taken")
        return {_SHRIMP_LARGEST: pool}
    labels.append("split over the six orders: 96.6 % to Thailand as published for FY2011, the rest in equal parts")
    rest = 1000 - _LARGEST_SHARE_PERMILLE
    weights = {number: _LARGEST_SHARE_PERMILLE * 5 if number == _SHRIMP_LARGEST else rest for number in group}
    return largest_remainder(pool, weights)


def _payees(record: Mapping[str, Any], pool: int, labels: list[str]) -> Iterator[Payee]:
    named: Sequence[Mapping[str, Any]] = record["claims"]
    for claim in named:
        yield Payee(
            name=claim["claimant"],
            weight_cents=claim["paid_cents"],
            published_cents=claim["paid_cents"],
            precision=claim.get("paid_precision", "as published"),
        )
    withheld = record.get("withheld_cents") or 0
    if withheld:
        yield Payee(name=_LITIGANTS, weight_cents=withheld, withheld=True)
        _label(labels, "claimants whose share was withheld: one stand-in for all of them")
    of_this_order = record.get("paid_total_cents") if record["case_number"] is not None else None
    rest = (of_this_order or pool - withheld) - sum(claim["paid_cents"] for claim in named)
    if named and rest > 0:
        yield Payee(name=_OTHERS, weight_cents=rest)
        _label(labels, "payees not named: one stand-in for all of them")
    elif not named:
        _label(labels, "payees: not published, three stand-ins 5:3:2")
        for name, cents in largest_remainder(rest, _STAND_IN_WEIGHTS).items():
            yield Payee(name=name, weight_cents=cents)


def _label(labels: list[str], label: str) -> None:
    if label not in labels:
        labels.append(label)
