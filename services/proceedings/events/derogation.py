"""What the Treasury is told of a case that rests on an export-credit derogation (ORD-10)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from services.proceedings.events.case_event import CaseEvent


class DerogationDutyImposed(CaseEvent):
    """Security or an order rests on a derogation of an export-credit undertaking.

    Until the basis ends, the Treasury may not authorise the Export-Import Bank to support competing sellers
    (19 USC 1671g; 12 USC 635a-3).
    """

    aggregate: ClassVar[str] = "case"
    event: ClassVar[str] = "derogation-duty-imposed"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "public"

    basis: Annotated[
        Literal["SECURITY", "ORDER"],
        Field(description="what rests on it: security at the preliminary stage or at the final, or the order"),
    ]

    @property
    def about(self) -> str:
        """The case."""
        return f"cases/{self.case_number}"
