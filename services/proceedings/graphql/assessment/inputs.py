"""What the mutations of assessment take."""

import strawberry

from services.proceedings.domain.assessment.acts import (
    AccountingYearStated,
    AssessmentDirected,
    AssessmentInformationReceived,
    CourtDecided,
    EntryHoldOrdered,
    LiquidationReported,
)
from services.proceedings.domain.text import clean_name
from services.proceedings.graphql.record.acting import ActInput
from services.proceedings.graphql.record.parts import FirmInput
from services.proceedings.usecases.record.record_act import RecordAct
from services.proceedings.usecases.set_deposit_rates import read_percent
from shared.graphql import Date


@strawberry.input(description="An annual accounting period of a manufacturer or exporter (ASM-01).")
class AccountingYearInput(ActInput):
    """Inherited by the acts about such a year."""

    firm: FirmInput = strawberry.field(description="The manufacturer or exporter.")
    year_ends_on: Date = strawberry.field(description="Last day of the period.")


@strawberry.input(description="Goods were entered in this accounting year (ASM-01).")
class StateAccountingYearInput(AccountingYearInput):
    """See AccountingYearStated."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            AccountingYearStated(occurred_on=self.occurred_on, firm=self.firm.firm(), ends_on=self.year_ends_on)
        )


@strawberry.input(description="Satisfactory information on the year came in (ASM-01).")
class ReceiveAssessmentInformationInput(AccountingYearInput):
    """See AssessmentInformationReceived."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            AssessmentInformationReceived(
                occurred_on=self.occurred_on, firm=self.firm.firm(), year_ends_on=self.year_ends_on
            )
        )


@strawberry.input(description="Customs was directed to assess the entries of the year (ASM-01).")
class DirectAssessmentInput(AccountingYearInput):
    """See AssessmentDirected."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            AssessmentDirected(occurred_on=self.occurred_on, firm=self.firm.firm(), year_ends_on=self.year_ends_on)
        )


@strawberry.input(description="Customs has liquidated what a lift of suspension freed (ASM-08, ASM-09).")
class ReportLiquidationInput(ActInput):
    """See LiquidationReported."""

    lifted_on: Date = strawberry.field(description="Day of that lift.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(LiquidationReported(occurred_on=self.occurred_on, lifted_on=self.lifted_on))


@strawberry.input(description="A court enjoins the liquidation of entries (ASM-10).")
class OrderEntryHoldInput(ActInput):
    """See EntryHoldOrdered."""

    court_reference: str = strawberry.field(description="The court's own reference.")
    entry_numbers: list[str] = strawberry.field(description="The entries.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            EntryHoldOrdered(
                occurred_on=self.occurred_on,
                court_reference=clean_name(self.court_reference, field="courtReference"),
                entry_numbers=tuple(clean_name(number, field="entryNumbers") for number in self.entry_numbers),
            )
        )


@strawberry.input(description="The final disposition of an action over entries on hold (ASM-10).")
class DecideCourtActionInput(ActInput):
    """See CourtDecided; its publication carries the instructions."""

    court_reference: str = strawberry.field(description="The court's own reference.")
    firms: list[FirmInput] = strawberry.field(description="The combinations whose entries it disposes of.")
    first: Date = strawberry.field(description="First day of entry.")
    last: Date = strawberry.field(description="Last day of entry.")
    rate_percent: str | None = strawberry.field(
        default=None, description="The rate it leads to, percent with two places; null for the deposit rate."
    )

    def record(self) -> RecordAct:
        """The command."""
        rate = None if self.rate_percent is None else read_percent(self.rate_percent, field="ratePercent")
        return self.command(
            CourtDecided(
                occurred_on=self.occurred_on,
                court_reference=clean_name(self.court_reference, field="courtReference"),
                firms=tuple(one.firm() for one in self.firms),
                first=self.first,
                last=self.last,
                rate_percent=rate,
            )
        )
