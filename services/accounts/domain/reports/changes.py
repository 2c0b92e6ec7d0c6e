"""What an updated version of a report changed (REPT-05)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from services.accounts.domain.reports.content import CaseAmount, Content, Section


class Item(StrEnum):
    """The figure that changed."""

    AMOUNT_CLAIMED = "AMOUNT_CLAIMED"
    AMOUNT_DISBURSED = "AMOUNT_DISBURSED"
    UNCOLLECTED = "UNCOLLECTED"
    CLEARING_BALANCE = "CLEARING_BALANCE"
    NET_RELIQUIDATED = "NET_RELIQUIDATED"


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One figure that differs from the version before, US cents; None where the line was not there.

    Attributes:
        certification_number: the claimant's line; None for a figure of the whole order.
    """

    section: Section
    item: Item
    case_number: str
    certification_number: str | None
    claimant_name: str | None
    before_cents: int | None
    after_cents: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class LinePair:
    """A claimant's line in the version before and in this one, US cents; None where it was not there."""

    case_number: str
    certification_number: str
    claimant_name: str
    claimed_before: int | None
    claimed_after: int | None
    disbursed_before: int | None
    disbursed_after: int | None


def line_changes(pairs: Iterable[LinePair]) -> Iterator[Change]:
    """Amounts of claimants that differ (REPT-05)."""
    for pair in pairs:
        figures = (
            (Item.AMOUNT_CLAIMED, pair.claimed_before, pair.claimed_after),
            (Item.AMOUNT_DISBURSED, pair.disbursed_before, pair.disbursed_after),
        )
        for item, before, after in figures:
            if before != after:
                yield Change(
                    section=Section.DISBURSEMENTS,
                    item=item,
                    case_number=pair.case_number,
                    certification_number=pair.certification_number,
                    claimant_name=pair.claimant_name,
                    before_cents=before,
                    after_cents=after,
                )


def case_changes(before: Content, after: Content) -> Iterator[Change]:
    """Amounts of orders that differ, section by section, by case number (REPT-05).

    The disbursement of an order is compared where no claimant's line shows it: where it is negative (REPT-04).
    """
    yield from _differences(Section.CASE_TOTALS, Item.AMOUNT_DISBURSED, _deficits(before), _deficits(after))
    yield from _differences(
        Section.UNCOLLECTED, Item.UNCOLLECTED, _amounts(before.uncollected), _amounts(after.uncollected)
    )
    yield from _differences(
        Section.CLEARING_BALANCES,
        Item.CLEARING_BALANCE,
        _amounts(before.clearing_balances),
        _amounts(after.clearing_balances),
    )
    yield from _differences(
        Section.RELIQUIDATIONS,
        Item.NET_RELIQUIDATED,
        _amounts(before.reliquidations),
        _amounts(after.reliquidations),
    )


def _differences(section: Section, item: Item, before: dict[str, int], after: dict[str, int]) -> Iterator[Change]:
    for case_number in sorted(before.keys() | after.keys()):
        if before.get(case_number) != after.get(case_number):
            yield Change(
                section=section,
                item=item,
                case_number=case_number,
                certification_number=None,
                claimant_name=None,
                before_cents=before.get(case_number),
                after_cents=after.get(case_number),
            )


def _amounts(lines: Iterable[CaseAmount]) -> dict[str, int]:
    return {line.case_number: line.amount_cents for line in lines}


def _deficits(content: Content) -> dict[str, int]:
    return {case.case_number: case.disbursed_cents for case in content.case_totals if case.disbursed_cents < 0}
