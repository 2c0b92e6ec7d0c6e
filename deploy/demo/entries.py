"""Import entries that bring exactly the published pool into an order's Special Account: made up for the run."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from deploy.demo.plan import ORDERS, CaseRun
from shared.money import format_money, largest_remainder

_SPLIT: Final = {"1": 4, "2": 3, "3": 3}
_EXCESS_DEPOSIT_CENTS: Final = 2_500_00
_SHORT_DEPOSIT_CENTS: Final = 12_000_00
_UNLIQUIDATED_SINCE: Final = date(2010, 12, 8)
_LATEST_FILED_ON: Final = date(2006, 9, 15)


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoEntry:
    """One entry: deposited, and later liquidated above, at or below its deposit (ACCT-03).

    Attributes:
        deposited_cents: estimated duty deposited in cash.
        assessed_cents: duty fixed at liquidation.
        liquidated_first: liquidated before the notice of the year, or shortly before the fiscal year ends.
    """

    number: str
    case_number: str
    importer_number: str
    filed_on: date
    deposited_cents: int
    assessed_cents: int
    liquidated_first: bool
    fiscal_year: int

    def to_import(self) -> Mapping[str, Any]:
        """Input of importEntries. What is liquidated after 2010 was in litigation on 8 December 2010 (ELIG-04)."""
        entry: dict[str, Any] = {
            "number": self.number,
            "importerNumber": self.importer_number,
            "filedOn": self.filed_on.isoformat(),
            "deposits": [
                {
                    "caseNumber": self.case_number,
                    "amount": format_money(self.deposited_cents),
                    "depositedOn": self.filed_on.isoformat(),
                    "instrument": "CASH",
                }
            ],
        }
        if date(self.fiscal_year, 3, 1) > _UNLIQUIDATED_SINCE:
            entry["snapshot2010"] = {"unliquidated": True, "inLitigation": True, "liquidationOrdered": False}
        return entry

    def to_liquidate(self, day: date) -> Mapping[str, Any]:
        """Input of recordLiquidations."""
        return {
            "entryNumber": self.number,
            "caseNumber": self.case_number,
            "liquidatedOn": day.isoformat(),
            "assessed": format_money(self.assessed_cents),
            "interest1677g": "0.00",
            "deemed": False,
        }


def entries_of(run: CaseRun, fiscal_year: int) -> tuple[DemoEntry, ...]:
    """Three entries whose transfers at liquidation add up to the run's pool.

    The first was deposited too high (the importer is refunded), the second exactly, the third too low (the importer is
    billed; nothing more than the deposit is transferred).
    """
    below, exact, above = largest_remainder(run.pool_cents, _SPLIT).values()
    figures = (
        (below + _EXCESS_DEPOSIT_CENTS, below, True),
        (exact, exact, True),
        (above, above + _SHORT_DEPOSIT_CENTS, False),
    )
    filed_on = first_entry_day(run.case_number)
    return tuple(
        DemoEntry(
            number=_entry_number(run.case_number, fiscal_year, position),
            case_number=run.case_number,
            importer_number=f"00-000000{position}00",
            filed_on=filed_on,
            deposited_cents=deposited,
            assessed_cents=assessed,
            liquidated_first=first,
            fiscal_year=fiscal_year,
        )
        for position, (deposited, assessed, first) in enumerate(figures, start=1)
    )


def first_entry_day(case_number: str) -> date:
    """A day after the order was issued on which its entries were filed; always before 1 October 2007 (ELIG-03)."""
    issued_on = ORDERS[case_number].issued_on
    return min(_LATEST_FILED_ON, date(issued_on.year, 12, 20)) if issued_on.year < 2005 else date(2005, 9, 15)


def _entry_number(case_number: str, fiscal_year: int, position: int) -> str:
    """Filer code, seven digits, check digit: unique per order, year and position."""
    order = sorted(ORDERS).index(case_number)
    return f"XDM-{order:02d}{fiscal_year}{position}-0"
