"""What a recordkeeper is shown of a record demand and its failures (section 11, class PARTY); nothing is public."""

from datetime import date
from typing import Annotated, ClassVar, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.enforcement.domain.law import Culpability
from services.enforcement.domain.records.demands import ProductionOutcome
from shared.calendar import FiscalYear
from shared.events import Event


class _DemandEvent(Event):
    """Ordered by the fiscal year of the act."""

    service: ClassVar[str] = "enforcement"
    aggregate: ClassVar[str] = "record-demand"
    visibility: ClassVar[str] = "internal"
    classification: ClassVar[str] = "confidential"

    demand_id: Annotated[UUID, Field(description="the record demand")]
    importer_number: Annotated[str, Field(description="number of the recordkeeper, who is shown this")]
    acted_on: Annotated[date, Field(description="legal day of the act")]

    @property
    def key(self) -> str:
        """Fiscal year of the act."""
        return str(FiscalYear.of(self.acted_on).year)

    @property
    def about(self) -> str:
        """The demand."""
        return f"record-demands/{self.demand_id}"


class ExtensionRequested(_DemandEvent):
    """More time was asked for (REC-13)."""

    event: ClassVar[str] = "extension-requested"

    received_on: Annotated[date, Field(description="day the request was received")]
    days: Annotated[int, Field(description="additional days asked for")]


class ExtensionDecided(_DemandEvent):
    """A request for more time was approved, approved for a shorter period, or denied (REC-14)."""

    event: ClassVar[str] = "extension-decided"

    days: Annotated[int, Field(description="additional days approved; 0 when denied")]
    due_on: Annotated[date, Field(description="due date from now on")]


class ProducedRecord(BaseModel):
    """A record that was produced."""

    model_config = ConfigDict(frozen=True)

    release_number: Annotated[str, Field(description="the release")]
    record_code: Annotated[str, Field(description="the record")]
    outcome: Annotated[ProductionOutcome, Field(description="accepted, accepted in part, or rejected")]


class RecordsProduced(_DemandEvent):
    """Records were produced, in time or late (REC-10, REC-12)."""

    event: ClassVar[str] = "records-produced"

    produced_on: Annotated[date, Field(description="day of the production")]
    lines: Annotated[tuple[ProducedRecord, ...], Field(description="what was produced and what became of it")]


class DemandFailed(_DemandEvent):
    """The due date passed with records missing (REC-11, 10.7)."""

    event: ClassVar[str] = "failed"

    failed_as_of: Annotated[date, Field(description="the due date missed")]
    releases: Annotated[tuple[str, ...], Field(description="releases with a missing entry record")]


class _ReleaseEvent(_DemandEvent):
    """A decision on one release."""

    aggregate: ClassVar[str] = "recordkeeping-failure"

    release_number: Annotated[str, Field(description="the release")]


class RecordkeepingDefenceAccepted(_ReleaseEvent):
    """Every missing record of a release is excused (PEN-08)."""

    event: ClassVar[str] = "defence-accepted"

    code: Annotated[str, Field(description="reason code of the defence")]


class RecordkeepingPenaltyIssued(_ReleaseEvent):
    """A penalty was issued for a release (PEN-03, PEN-10, PEN-15)."""

    event: ClassVar[str] = "penalty-issued"

    penalty_id: Annotated[UUID, Field(description="the penalty")]
    culpability: Annotated[Culpability, Field(description="negligent or willful")]
    ceiling_cents: Annotated[int, Field(description="the most it could be, US cents")]
    penalty_cents: Annotated[int, Field(description="the penalty, US cents")]
    failures: Annotated[int, Field(description="failures found, compared with")]
    importations: Annotated[int, Field(description="the total number of importations")]
    nature_of_records: Annotated[str, Field(description="what the demanded records are")]
    cooperation: Annotated[str, Field(description="how the person cooperated")]
    petition_by: Annotated[date, Field(description="last day for a petition for relief")]


class CorrectiveStepsReported(_DemandEvent):
    """The recordkeeper told what it did to prevent a recurrence (RCP-15)."""

    aggregate: ClassVar[str] = "notice-of-violation"
    event: ClassVar[str] = "steps-reported"

    answered_on: Annotated[date, Field(description="day of the answer")]


RECORD_EVENTS: Final[tuple[type[Event], ...]] = (
    ExtensionRequested,
    ExtensionDecided,
    RecordsProduced,
    DemandFailed,
    RecordkeepingDefenceAccepted,
    RecordkeepingPenaltyIssued,
    CorrectiveStepsReported,
)
