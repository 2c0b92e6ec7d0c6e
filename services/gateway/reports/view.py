"""One version of a year's report as an address asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.gateway.reports.markup import Html
from services.gateway.reports.model import Report, Version
from services.gateway.reports.shell import REPORTS
from services.gateway.reports.sorting import Sort
from services.gateway.reports.tables import Row, Table, render


@dataclass(frozen=True, slots=True)
class View:
    """What is shown, and in which order.

    Attributes:
        versions: every version of the year, the newest first.
        sort: the order of one table; None leaves every table in its own.
    """

    report: Report
    versions: Sequence[Version]
    sort: Sort | None = None

    @property
    def address(self) -> str:
        """Of this version, unsorted."""
        return f"{REPORTS}/{self.report.fiscal_year}{self._query()}"

    @property
    def outdated(self) -> bool:
        """Whether a later version replaces this one."""
        return self.report.version != self.versions[0].version

    def sheet(self, name: str) -> str:
        """Address of a section of this version as CSV."""
        return f"{REPORTS}/{self.report.fiscal_year}/{name}.csv{self._query()}"

    def table(self, table: Table[Row]) -> Html:
        """A table, with links that sort it and stay in this version."""
        return render(table, self.sort, lambda sort: f"{self._query(sort)}#{table.anchor}")

    def _query(self, sort: Sort | None = None) -> str:
        parts = [f"version={self.report.version}"] if self.outdated else []
        if sort is not None:
            parts.append(f"sort={sort}")
        return f"?{'&'.join(parts)}" if parts else ""


def long_date(day: date) -> str:
    """ "3 October 2009"."""
    return f"{day.day} {day:%B %Y}"
