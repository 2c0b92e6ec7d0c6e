"""What enforcement publishes, to the other services only. A version never changes its meaning; payloads only grow."""

from datetime import date
from typing import Annotated, ClassVar, Final
from uuid import UUID

from pydantic import Field

from services.enforcement.domain.penalties.special_rate import RateAction, RateColumn
from services.enforcement.events.audits import AUDIT_EVENTS
from services.enforcement.events.awards import AWARD_EVENTS
from services.enforcement.events.cases import ClockBreached
from services.enforcement.events.liquidation import LIQUIDATION_EVENTS
from services.enforcement.events.matters import MATTER_EVENTS
from services.enforcement.events.parties import PARTY_EVENTS
from services.enforcement.events.records import RECORD_EVENTS
from services.enforcement.events.referrals import REFERRAL_EVENTS
from shared.calendar import FiscalYear
from shared.events import Event

DemandId = Annotated[UUID, Field(description="the record demand")]
PenaltyId = Annotated[UUID, Field(description="the penalty")]
ImporterNumber = Annotated[str, Field(description="number of the recordkeeper")]


class RecordDemandIssued(Event):
    """A record demand was issued and received: its clock runs. Told at receipt: before, there is no due date."""

    service: ClassVar[str] = "enforcement"
    aggregate: ClassVar[str] = "record-demand"
    event: ClassVar[str] = "issued"
    visibility: ClassVar[str] = "internal"
    classification: ClassVar[str] = "confidential"

    demand_id: DemandId
    importer_number: ImporterNumber
    issued_on: Annotated[date, Field(description="day of the written or electronic demand")]
    received_on: Annotated[date, Field(description="day of its proved receipt")]
    due_on: Annotated[date, Field(description="last day for producing the records")]
    release_count: Annotated[int, Field(description="releases whose records are demanded")]

    @property
    def key(self) -> str:
        """Fiscal year of issue."""
        return str(FiscalYear.of(self.issued_on).year)

    @property
    def about(self) -> str:
        """The demand."""
        return f"record-demands/{self.demand_id}"


class _PenaltyEvent(Event):
    """Events of penalties are ordered by the fiscal year of the assessment."""

    service: ClassVar[str] = "enforcement"
    aggregate: ClassVar[str] = "penalty"
    visibility: ClassVar[str] = "internal"
    classification: ClassVar[str] = "confidential"

    penalty_id: PenaltyId
    demand_id: Annotated[UUID | None, Field(description="the record demand; null for a section 1592 matter")] = None
    case_reference: Annotated[str | None, Field(description="the section 1592 matter; null for a record demand")] = None
    importer_number: ImporterNumber
    assessed_on: Annotated[date, Field(description="day of the assessment")]

    @property
    def key(self) -> str:
        """Fiscal year of the assessment."""
        return str(FiscalYear.of(self.assessed_on).year)

    @property
    def about(self) -> str:
        """The penalty."""
        return f"penalties/{self.penalty_id}"


class PenaltyAssessed(_PenaltyEvent):
    """A penalty was assessed: for one release's records, or for a section 1592 matter. Accounts bills it."""

    event: ClassVar[str] = "assessed"

    amount_cents: Annotated[int, Field(description="the penalty, US cents")]


class PenaltyReduced(_PenaltyEvent):
    """Another sum is owed: a new ceiling (PEN-05), mitigation, or the whole again when that went unpaid (RLF-06)."""

    event: ClassVar[str] = "reduced"

    amount_cents: Annotated[int, Field(description="the penalty from now on, US cents")]
    reduced_on: Annotated[date, Field(description="day of the change")]


class SpecialRateWithdrawn(Event):
    """A special rate of duty is lost for want of a record it rested on (PEN-06, PEN-07). For liquidation."""

    service: ClassVar[str] = "enforcement"
    aggregate: ClassVar[str] = "special-rate"
    event: ClassVar[str] = "withdrawn"
    visibility: ClassVar[str] = "internal"
    classification: ClassVar[str] = "confidential"

    demand_id: DemandId
    importer_number: ImporterNumber
    entry_number: Annotated[str, Field(description="the entry")]
    action: Annotated[RateAction, Field(description="liquidate, or reliquidate despite the usual time limits")]
    column_applied: Annotated[RateColumn, Field(description="column 1 general rate, or column 2")]
    extra_duty_cents: Annotated[int, Field(description="duty beyond what the special rate gave, US cents")]
    decided_on: Annotated[date, Field(description="day of the decision")]

    @property
    def key(self) -> str:
        """Fiscal year of the decision."""
        return str(FiscalYear.of(self.decided_on).year)

    @property
    def about(self) -> str:
        """The entry."""
        return f"entries/{self.entry_number}"


class _NoticeOfViolationEvent(Event):
    """Events of notices of violation, ordered by the fiscal year of issue. Certification counts notices by them."""

    service: ClassVar[str] = "enforcement"
    aggregate: ClassVar[str] = "notice-of-violation"
    visibility: ClassVar[str] = "internal"
    classification: ClassVar[str] = "confidential"

    importer_number: ImporterNumber
    demand_id: DemandId
    issued_on: Annotated[date, Field(description="day of the notice")]

    @property
    def key(self) -> str:
        """Fiscal year of issue."""
        return str(FiscalYear.of(self.issued_on).year)

    @property
    def about(self) -> str:
        """The demand; there is one notice for each (RCP-13)."""
        return f"notices-of-violation/{self.demand_id}"


class NoticeOfViolationIssued(_NoticeOfViolationEvent):
    """A notice of violation was issued to a certified recordkeeper in lieu of a penalty (RCP-12)."""

    event: ClassVar[str] = "issued"

    due_on: Annotated[date, Field(description="due date of the demand, as extended")]
    received_on: Annotated[date | None, Field(description="day of its receipt; null when not proved yet")]


class NoticeOfViolationReceived(_NoticeOfViolationEvent):
    """The recordkeeper received the notice: a reasonable time for its answer begins (RCP-15)."""

    event: ClassVar[str] = "received"

    received_on: Annotated[date, Field(description="day of its receipt")]


class NoticeOfViolationWithdrawn(_NoticeOfViolationEvent):
    """A notice of violation was taken back: it counts no more (RCP-13)."""

    event: ClassVar[str] = "withdrawn"

    withdrawn_on: Annotated[date, Field(description="day on which it was taken back")]


PUBLISHED: Final[tuple[type[Event], ...]] = (
    RecordDemandIssued,
    PenaltyAssessed,
    PenaltyReduced,
    NoticeOfViolationIssued,
    NoticeOfViolationReceived,
    NoticeOfViolationWithdrawn,
    SpecialRateWithdrawn,
    *LIQUIDATION_EVENTS,
    *RECORD_EVENTS,
    *REFERRAL_EVENTS,
    ClockBreached,
    *AUDIT_EVENTS,
    *AWARD_EVENTS,
    *MATTER_EVENTS,
    *PARTY_EVENTS,
)
