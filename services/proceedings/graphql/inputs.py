"""What the mutations take."""

import strawberry

from services.proceedings.domain.case_number import CaseKind
from services.proceedings.domain.law import DeMinimisTier
from services.proceedings.domain.producer_lists import ListedProducer, ProducerKind, ProducerRole
from services.proceedings.domain.rates import ANY, RateBasis, RateStage, RateStatus
from services.proceedings.domain.record.proceeding import Practice
from services.proceedings.graphql import enums  # noqa: F401  (gives the domain's enumerations their GraphQL names)
from services.proceedings.usecases.receive_producer_list import ReceiveProducerList
from services.proceedings.usecases.register_case import RegisterCase
from services.proceedings.usecases.register_order import RegisterOrder
from services.proceedings.usecases.revoke_order import RevokeOrder
from services.proceedings.usecases.set_deposit_rates import RateInput, SetDepositRates
from shared.graphql import Date, Money

_CITATION = 'Federal Register citation, like "70 FR 5149".'
_CASE_NUMBER = 'Case number, for example "A-570-831".'


@strawberry.input(description="A case to register.")
class RegisterCaseInput:
    """See RegisterCase."""

    case_number: strawberry.ID = strawberry.field(description=_CASE_NUMBER)
    case_name: str = strawberry.field(description="Name of the case, as published.")
    kind: CaseKind = strawberry.field(description="What it ends in.")
    country: str = strawberry.field(description="Country of the goods, ISO 3166 alpha-2.")
    product_group_id: str = strawberry.field(description="Orders on the same product share it (DEF-02).")
    itc_case_number: str | None = strawberry.field(
        default=None, description="The Commission's number of its investigation."
    )

    def command(self, practice: Practice) -> RegisterCase:
        """The command."""
        return RegisterCase(
            case_number=str(self.case_number),
            case_name=self.case_name,
            kind=self.kind,
            country=self.country,
            product_group_id=self.product_group_id,
            itc_case_number=self.itc_case_number,
            practice=practice,
        )


@strawberry.input(description="An order to register.")
class RegisterOrderInput:
    """See RegisterOrder."""

    case_number: strawberry.ID = strawberry.field(description=_CASE_NUMBER)
    issued_on: Date = strawberry.field(description="Day the order was published.")
    federal_register_citation: str | None = strawberry.field(default=None, description=_CITATION)
    scope_text: str | None = strawberry.field(default=None, description="Description of the merchandise (ORD-03).")
    itc_notified_on: Date | None = strawberry.field(
        default=None, description="Day Commerce was notified of the Commission's affirmative final (ORD-01)."
    )

    def command(self) -> RegisterOrder:
        """The command."""
        return RegisterOrder(
            case_number=str(self.case_number),
            issued_on=self.issued_on,
            federal_register_citation=self.federal_register_citation,
            scope_text=self.scope_text,
            itc_notified_on=self.itc_notified_on,
        )


@strawberry.input(description="An order to revoke.")
class RevokeOrderInput:
    """See RevokeOrder."""

    case_number: strawberry.ID = strawberry.field(description=_CASE_NUMBER)
    revoked_on: Date = strawberry.field(description="First day on which the order no longer applies.")
    federal_register_citation: str | None = strawberry.field(default=None, description=_CITATION)

    def command(self) -> RevokeOrder:
        """The command."""
        return RevokeOrder(
            case_number=str(self.case_number),
            revoked_on=self.revoked_on,
            federal_register_citation=self.federal_register_citation,
        )


@strawberry.input(description="A rate of one combination of exporter and producer.")
class DepositRateInput:
    """See RateInput."""

    rate_percent: str = strawberry.field(
        description='Percent ad valorem as determined, up to six places, like "14.625"; published with two, half up.'
    )
    exporter: str = strawberry.field(default=ANY, description='Name of the exporter, "*" for any.')
    producer: str = strawberry.field(
        default=ANY, description='Name of the producer, "*" for any. Both "*" is the rate for everybody else.'
    )
    status: RateStatus = strawberry.field(default=RateStatus.ACTIVE, description="Whether deposits are due.")
    basis: RateBasis | None = strawberry.field(
        default=None, description="CALCULATED when left out; ALL_OTHERS for the rate for everybody else."
    )
    export_value: Money | None = strawberry.field(
        default=None,
        description="Value of the firm's exports to the United States in the period: its weight (RATE-04).",
    )
    rate_group: str | None = strawberry.field(default=None, description="Affiliates with one joint rate share it.")
    unit_amount: str | None = strawberry.field(
        default=None,
        description='US dollars per unit of quantity, like "0.125", of a specific rate (RATE-07); ratePercent is then '
        "its ad valorem equivalent.",
    )
    unit: str | None = strawberry.field(default=None, description='The unit of quantity, like "kg".')

    def command(self) -> RateInput:
        """The rate as the use case takes it."""
        return RateInput(
            exporter=self.exporter,
            producer=self.producer,
            rate_percent=self.rate_percent,
            status=self.status,
            basis=self.basis,
            export_value_cents=self.export_value,
            rate_group=self.rate_group,
            unit_amount=self.unit_amount,
            unit=self.unit,
        )


@strawberry.input(description="Rates of one determination.")
class SetDepositRatesInput:
    """See SetDepositRates."""

    case_number: strawberry.ID = strawberry.field(description=_CASE_NUMBER)
    stage: RateStage = strawberry.field(description="The determination the rates come from.")
    effective_from: Date = strawberry.field(
        description="First day of entry. A row replaces the row of the same exporter and producer from that day."
    )
    rows: list[DepositRateInput] = strawberry.field(description="The rates, at most 2,000.")
    determined_on: Date | None = strawberry.field(
        default=None, description="Day of the determination, for the de minimis test; effectiveFrom when left out."
    )
    compute_all_others: bool = strawberry.field(
        default=False, description="Compute the all-others rate from the rows (RATE-04, RATE-05) and set it with them."
    )
    de_minimis_tier: DeMinimisTier = strawberry.field(
        default=DeMinimisTier.STANDARD,
        description="The country's test in countervailing-duty investigations (PRE-08); reviews and antidumping cases "
        "take their own.",
    )

    def command(self) -> SetDepositRates:
        """The command."""
        return SetDepositRates(
            case_number=str(self.case_number),
            stage=self.stage,
            effective_from=self.effective_from,
            determined_on=self.determined_on,
            rows=tuple(row.command() for row in self.rows),
            compute_all_others=self.compute_all_others,
            de_minimis_tier=self.de_minimis_tier,
        )


@strawberry.input(description="A producer on the list.")
class ListedProducerInput:
    """See ListedProducer."""

    name: str = strawberry.field(description="Name as the Commission lists it.")
    role: ProducerRole = strawberry.field(description="Its stand on the petition for this order (PROD-03).")
    kind: ProducerKind = strawberry.field(description="What it is (PROD-01).")


@strawberry.input(description="The Commission's list for an order, complete.")
class ReceiveProducerListInput:
    """See ReceiveProducerList."""

    case_number: strawberry.ID = strawberry.field(description=_CASE_NUMBER)
    received_on: Date = strawberry.field(description="Day the list was received.")
    producers: list[ListedProducerInput] = strawberry.field(description="Every producer on the list, at most 5,000.")

    def command(self) -> ReceiveProducerList:
        """The command."""
        return ReceiveProducerList(
            case_number=str(self.case_number),
            received_on=self.received_on,
            producers=tuple(ListedProducer(name=one.name, role=one.role, kind=one.kind) for one in self.producers),
        )
