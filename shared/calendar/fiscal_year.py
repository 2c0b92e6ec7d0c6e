"""Federal fiscal years: FY n runs from 1 October of n-1 to 30 September of n (DEF-08)."""

from dataclasses import dataclass
from datetime import date
from typing import Self


@dataclass(frozen=True, order=True, slots=True)
class FiscalYear:
    """A federal fiscal year, named by the calendar year in which it ends."""

    year: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The fiscal year that ``day`` belongs to: 2005-09-30 is in FY2005, 2005-10-01 in FY2006 (DEF-08)."""
        return cls(day.year + (day.month >= 10))

    @property
    def first_day(self) -> date:
        """1 October of the calendar year before."""
        return date(self.year - 1, 10, 1)

    @property
    def last_day(self) -> date:
        """30 September."""
        return date(self.year, 9, 30)

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def __str__(self) -> str:
        return f"FY{self.year}"
