"""An event for these tests."""

from typing import ClassVar

from pydantic import Field

from shared.events import Event


class SomethingHappened(Event):
    """Something happened to an order."""

    service: ClassVar[str] = "accounts"
    aggregate: ClassVar[str] = "order"
    event: ClassVar[str] = "happened"
    visibility: ClassVar[str] = "internal"

    case_number: str = Field(description="Case number of the order.")
    amount_cents: int = Field(description="US cents.")

    @property
    def key(self) -> str:
        """The case number."""
        return self.case_number
