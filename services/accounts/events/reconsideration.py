"""What is told of requests for reconsideration."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from services.accounts.events.base import CaseEvent, CertificationNumber

RequestId = Annotated[str, Field(description="id of the request")]
RequestNumber = Annotated[int, Field(description="number of the request, in order of receipt")]


class ReconsiderationFiled(CaseEvent):
    """A producer asked for reconsideration in time (RECO-01)."""

    aggregate: ClassVar[str] = "reconsideration"
    event: ClassVar[str] = "filed"
    visibility: ClassVar[str] = "internal"

    request_id: RequestId
    request_number: RequestNumber
    certification_number: CertificationNumber
    filed_on: Annotated[date, Field(description="day it counts as filed")]
    decide_by: Annotated[date, Field(description="target for the decision")]


class ReconsiderationRefused(CaseEvent):
    """A request was refused without being considered (RECO-01, RECO-02)."""

    aggregate: ClassVar[str] = "reconsideration"
    event: ClassVar[str] = "refused"
    visibility: ClassVar[str] = "internal"

    request_id: RequestId
    request_number: RequestNumber
    certification_number: CertificationNumber
    reason_code: Annotated[
        Literal["RECON_LATE", "NOT_REDUCED", "NO_CUSTOMS_ERROR_ALLEGED", "PRODUCER_ERROR"],
        Field(description="why, as its letter says"),
    ]


class ReconsiderationDecided(CaseEvent):
    """A request was denied, or its grant approved (RECO-03)."""

    aggregate: ClassVar[str] = "reconsideration"
    event: ClassVar[str] = "decided"
    visibility: ClassVar[str] = "internal"

    request_id: RequestId
    request_number: RequestNumber
    certification_number: CertificationNumber
    outcome: Annotated[Literal["GRANTED_IN_FULL", "GRANTED_IN_PART", "DENIED"], Field(description="how it was decided")]
    adjustment_cents: Annotated[int, Field(description="amount granted, US cents", ge=0)]


class AdjustmentPaid(CaseEvent):
    """A granted adjustment was paid, or a part of it, out of what remained in the account (RECO-06)."""

    aggregate: ClassVar[str] = "reconsideration"
    event: ClassVar[str] = "adjustment-paid"
    visibility: ClassVar[str] = "internal"

    request_id: RequestId
    request_number: RequestNumber
    certification_number: CertificationNumber
    amount_cents: Annotated[int, Field(description="paid now, US cents", gt=0)]
    outstanding_cents: Annotated[int, Field(description="still owed, US cents", ge=0)]


class ReconsiderationOverdue(CaseEvent):
    """A request is not decided though the target for its decision is over (RECO-03). Told once."""

    aggregate: ClassVar[str] = "reconsideration"
    event: ClassVar[str] = "overdue"
    visibility: ClassVar[str] = "internal"

    request_id: RequestId
    request_number: RequestNumber
    decide_by: Annotated[date, Field(description="the target")]
