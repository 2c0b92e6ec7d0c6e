"""What the mutations of the order take."""

import strawberry

from services.proceedings.domain.order.acts import (
    InjuryReviewDetermined,
    InjuryReviewInitiated,
    InjuryReviewRequested,
    OrderPublished,
    OrderRevokedWithoutInjury,
    RegionalExporterFound,
)
from services.proceedings.domain.petition.acts import PartyClass
from services.proceedings.domain.text import clean_name, clean_scope, parse_citation
from services.proceedings.graphql.inputs import DepositRateInput
from services.proceedings.graphql.petition import inputs as petition  # noqa: F401  (gives PartyClass its GraphQL name)
from services.proceedings.graphql.record.acting import ActInput
from services.proceedings.graphql.record.parts import FirmInput, rate_rows
from services.proceedings.usecases.record.record_act import RecordAct
from shared.graphql import Date


@strawberry.input(description="The order; occurredOn is the day it stood in the Federal Register (ORD-01, ORD-03).")
class PublishOrderInput(ActInput):
    """See OrderPublished."""

    scope_text: str = strawberry.field(
        description="Description of the merchandise; the text is authoritative (ORD-04)."
    )
    rates: list[DepositRateInput] = strawberry.field(
        default_factory=list, description="Corrected rates published with the order (MIN-03); others stay."
    )
    region_exporters: list[FirmInput] = strawberry.field(
        default_factory=list, description="With a regional finding, those who sold in the region (ORD-07)."
    )

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            OrderPublished(
                occurred_on=self.occurred_on,
                scope_text=clean_scope(self.scope_text) or "",
                fr_citation=parse_citation(self.federal_register_citation),
                rates=rate_rows(self.rates),
                region_exporters=tuple(one.firm() for one in self.region_exporters),
            )
        )


@strawberry.input(description="Another exporter or producer ships to the region after the order (ORD-08).")
class AddRegionalExporterInput(ActInput):
    """See RegionalExporterFound."""

    firm: FirmInput = strawberry.field(description="The combination.")
    shipped_from: Date = strawberry.field(description="First day of entry of its goods for the region.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            RegionalExporterFound(occurred_on=self.occurred_on, firm=self.firm.firm(), shipped_from=self.shipped_from)
        )


@strawberry.input(description="Request that the Commission decide on injury after the country joined (ORD-12).")
class RequestInjuryReviewInput(ActInput):
    """See InjuryReviewRequested."""

    party: str = strawberry.field(description="Who asks.")
    party_class: PartyClass = strawberry.field(description="What it is; classes C to G may ask.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            InjuryReviewRequested(
                occurred_on=self.occurred_on,
                party=clean_name(self.party, field="party"),
                party_class=self.party_class,
            )
        )


@strawberry.input(description="The Commission initiates that investigation (ORD-12).")
class InitiateInjuryReviewInput(ActInput):
    """See InjuryReviewInitiated."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(InjuryReviewInitiated(occurred_on=self.occurred_on))


@strawberry.input(description="The Commission's determination in it; its publication counts (ORD-12).")
class DetermineInjuryReviewInput(ActInput):
    """See InjuryReviewDetermined."""

    likely: bool = strawberry.field(description="Injury is likely if the order is revoked.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(InjuryReviewDetermined(occurred_on=self.occurred_on, likely=self.likely))


@strawberry.input(description="Revocation for want of likely injury, or of a request in time (ORD-12).")
class RevokeWithoutInjuryInput(ActInput):
    """See OrderRevokedWithoutInjury; occurredOn is its publication."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(OrderRevokedWithoutInjury(occurred_on=self.occurred_on))
