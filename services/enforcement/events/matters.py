"""What enforcement tells of section 1592 matters besides their penalties."""

from datetime import date
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from shared.calendar import FiscalYear
from shared.events import Event


class _MatterEvent(Event):
    """Internal; ordered by the fiscal year of the day told."""

    service: ClassVar[str] = "enforcement"
    visibility: ClassVar[str] = "internal"
    classification: ClassVar[str] = "confidential"


class DutiesDemanded(_MatterEvent):
    """Duties, taxes and fees were demanded under 19 USC 1592(d) (CUL-16). Accounts bills them."""

    aggregate: ClassVar[str] = "duties"
    event: ClassVar[str] = "demanded"

    demand_id: Annotated[str, Field(description="the duty demand: the id of its matter")]
    case_reference: Annotated[str, Field(description="the matter")]
    importer_number: Annotated[str, Field(description="number of the importer")]
    amount_cents: Annotated[int, Field(description="duties, taxes and fees demanded, US cents")]
    demanded_on: Annotated[date, Field(description="day of the notice")]

    @property
    def key(self) -> str:
        """Fiscal year of the notice."""
        return str(FiscalYear.of(self.demanded_on).year)

    @property
    def about(self) -> str:
        """The matter."""
        return f"matters/{self.case_reference}"


class DutiesReduced(_MatterEvent):
    """Another sum of demanded duties is owed: after review, compromise, reopening or limitation (CUL-16, CMP-05)."""

    aggregate: ClassVar[str] = "duties"
    event: ClassVar[str] = "reduced"

    demand_id: Annotated[str, Field(description="the duty demand: the id of its matter")]
    amount_cents: Annotated[int, Field(description="what is owed in all from now on, US cents", ge=0)]
    reduced_on: Annotated[date, Field(description="day of the change")]

    @property
    def key(self) -> str:
        """Fiscal year of the change."""
        return str(FiscalYear.of(self.reduced_on).year)

    @property
    def about(self) -> str:
        """The matter."""
        return f"matters/{self.demand_id}"


class DebtSettled(_MatterEvent):
    """Enforcement itself applied money to a penalty or to demanded duties (CMP-05, CUL-15, DBT-04).

    Accounts enters it on the receivable and does not tell it back as ``money.recovered``: the recovery is posted here.
    """

    aggregate: ClassVar[str] = "debt"
    event: ClassVar[str] = "settled"

    settlement_id: Annotated[str, Field(description="the set-off, offer or seizure it comes from, with the kind")]
    kind: Annotated[Literal["PENALTY", "DUTIES"], Field(description="what was paid on")]
    reference: Annotated[str, Field(description="the penalty or duty demand: the id of its matter")]
    means: Annotated[Literal["SET_OFF", "COMPROMISE", "SALE"], Field(description="how it was paid")]
    applied_cents: Annotated[int, Field(description="applied to the debt, US cents", gt=0)]
    settled_on: Annotated[date, Field(description="day on which it counts")]

    @property
    def key(self) -> str:
        """Fiscal year of the settlement."""
        return str(FiscalYear.of(self.settled_on).year)

    @property
    def about(self) -> str:
        """The matter."""
        return f"matters/{self.reference}"


class DebtDeadlineReached(_MatterEvent):
    """A debt under another law must be notified to the Treasury, or is to be transferred there; told once (DBT-03)."""

    aggregate: ClassVar[str] = "debt"
    event: ClassVar[str] = "deadline-reached"

    debt_id: Annotated[str, Field(description="the debt")]
    step: Annotated[Literal["NOTICE", "TRANSFER"], Field(description="notify for offset, or transfer for collection")]
    since: Annotated[date, Field(description="first day on which it must be done")]

    @property
    def key(self) -> str:
        """Fiscal year of the deadline."""
        return str(FiscalYear.of(self.since).year)

    @property
    def about(self) -> str:
        """The debt."""
        return f"debts/{self.debt_id}"


class MatterInvestigationCommenced(_MatterEvent):
    """A formal investigation of a violation commenced; never shown to the person: it would tip off (CUL-09)."""

    aggregate: ClassVar[str] = "matter-investigation"
    event: ClassVar[str] = "commenced"

    matter_id: Annotated[str, Field(description="the matter")]
    recorded_on: Annotated[date, Field(description="day on which Customs recorded it in writing")]

    @property
    def key(self) -> str:
        """Fiscal year of the record."""
        return str(FiscalYear.of(self.recorded_on).year)

    @property
    def about(self) -> str:
        """The matter."""
        return f"matters/{self.matter_id}"


class LimitationWarned(_MatterEvent):
    """The limitation period of a matter ends soon: 12, 6 or 3 months are left, each told once (LIM-06)."""

    aggregate: ClassVar[str] = "limitation"
    event: ClassVar[str] = "warned"

    matter_id: Annotated[str, Field(description="the matter")]
    months_left: Annotated[int, Field(description="which of the warnings: 12, 6 or 3 months before the last day")]
    last_day: Annotated[date, Field(description="last day on which suit may be filed, a waiver included")]
    raised_on: Annotated[date, Field(description="day of the warning")]

    @property
    def key(self) -> str:
        """Fiscal year of the warning."""
        return str(FiscalYear.of(self.raised_on).year)

    @property
    def about(self) -> str:
        """The matter."""
        return f"matters/{self.matter_id}"


MATTER_EVENTS: Final[tuple[type[Event], ...]] = (
    DutiesDemanded,
    DutiesReduced,
    DebtSettled,
    DebtDeadlineReached,
    MatterInvestigationCommenced,
    LimitationWarned,
)
