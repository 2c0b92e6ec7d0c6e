"""What the accounts tell of a Special Account in deficit, and of its end."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from services.accounts.events.base import CaseEvent

NoticeId = Annotated[str, Field(description="the notice of final distribution")]


class SpecialAccountWentNegative(CaseEvent):
    """Refunds took a Special Account below zero; they were paid all the same (REFD-03)."""

    aggregate: ClassVar[str] = "special-account"
    event: ClassVar[str] = "went-negative"
    visibility: ClassVar[str] = "internal"

    balance_cents: Annotated[int, Field(description="balance, US cents", lt=0)]


class FinalDistributionReopened(CaseEvent):
    """Something new came up after a notice of final distribution; it stands as an ordinary notice (TERM-02)."""

    aggregate: ClassVar[str] = "final-distribution"
    event: ClassVar[str] = "reopened"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "public"

    notice_id: NoticeId
    reopened_on: Annotated[date, Field(description="day from which the notice is an ordinary one")]
    cause: Annotated[str, Field(description="what came up, in general terms")]


class SpecialAccountSwept(CaseEvent):
    """What nobody claimed went to the General Fund of the Treasury, permanently (TERM-03)."""

    aggregate: ClassVar[str] = "special-account"
    event: ClassVar[str] = "swept"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "public"

    notice_id: NoticeId
    amount_cents: Annotated[int, Field(description="amount swept, US cents", ge=0)]


class SpecialAccountTerminated(CaseEvent):
    """A Special Account ended; what still comes in goes to the General Fund (TERM-04)."""

    aggregate: ClassVar[str] = "special-account"
    event: ClassVar[str] = "terminated"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "public"

    terminated_on: Annotated[date, Field(description="day of the sweep")]
