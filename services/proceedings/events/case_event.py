"""What every event of a case has."""

from typing import Annotated, ClassVar

from pydantic import Field

from shared.events import Event

CaseNumber = Annotated[str, Field(description='case number of the order, for example "A-570-831"')]


class CaseEvent(Event):
    """Events of one case are ordered by its number."""

    service: ClassVar[str] = "proceedings"

    case_number: CaseNumber

    @property
    def key(self) -> str:
        """The case number."""
        return self.case_number

    @property
    def about(self) -> str:
        """The order."""
        return f"orders/{self.case_number}"
