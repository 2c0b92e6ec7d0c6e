"""What the accounts' events have in common."""

from typing import Annotated, ClassVar

from pydantic import Field

from shared.events import Event

CaseNumber = Annotated[str, Field(description='case number of the order, for example "A-570-831"')]
FiscalYear = Annotated[int, Field(description="federal fiscal year that the money was received in")]
DistributionId = Annotated[str, Field(description="id of the distribution")]
CertificationNumber = Annotated[str, Field(description="number of the certification")]


class CaseEvent(Event):
    """Events of one order's accounts are ordered by its case number."""

    service: ClassVar[str] = "accounts"

    case_number: CaseNumber
    fiscal_year: FiscalYear

    @property
    def key(self) -> str:
        """The case number."""
        return self.case_number

    @property
    def about(self) -> str:
        """The order."""
        return f"orders/{self.case_number}"
