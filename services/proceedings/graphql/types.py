"""Cases, orders, rates and producer lists as the API shows them."""

from decimal import Decimal
from typing import Annotated, Self

import strawberry

from services.proceedings.domain.case_number import CaseKind, parse_case_number
from services.proceedings.domain.producer_lists import ListedProducer, ProducerKind, ProducerRole
from services.proceedings.domain.rates import (
    AllOthersMethod,
    DatedRate,
    RateBasis,
    RateStage,
    RateStatus,
    dated,
    deposit_due,
    in_force,
    rate_for,
)
from services.proceedings.domain.reach import rated_on, reaches
from services.proceedings.domain.security import asked_for, pauses
from services.proceedings.graphql import enums  # noqa: F401  (gives the domain's enumerations their GraphQL names)
from services.proceedings.graphql.agreement.fields import CaseAgreementFields
from services.proceedings.graphql.calendar.fields import CaseFeedFields
from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.subsidies.types import CaseSubsidyFields
from services.proceedings.rights import Right
from services.proceedings.storage.queries import CaseRecord, OrderRecord, ProducerListRecord
from shared.graphql import Date, Money, requires


@strawberry.type(description="A deposit rate of one combination of exporter and producer.")
class DepositRate:
    """A dated rate row."""

    exporter: str = strawberry.field(description='Name of the exporter, "*" for any.')
    producer: str = strawberry.field(description='Name of the producer, "*" for any.')
    rate_percent: str = strawberry.field(description='Percent ad valorem with two places, like "14.63".')
    status: RateStatus = strawberry.field(description="Whether deposits are due.")
    basis: RateBasis = strawberry.field(description="What the rate rests on.")
    stage: RateStage = strawberry.field(description="The determination it comes from.")
    rate_group: str | None = strawberry.field(description="Affiliates with one joint rate share it.")
    all_others_method: AllOthersMethod | None = strawberry.field(
        description="How the rate for everybody was found; null for a named firm."
    )
    unit_amount: str | None = strawberry.field(
        description="US dollars per unit of quantity, where deposits are by quantity (RATE-07)."
    )
    unit: str | None = strawberry.field(description='The unit of quantity, like "kg".')
    effective_from: Date = strawberry.field(description="First day of entry at this rate.")
    effective_to: Date | None = strawberry.field(
        description="First day of entry no longer at this rate; null while it is open."
    )

    @classmethod
    def of(cls, rate: DatedRate) -> Self:
        """The rate as the API shows it."""
        row = rate.row
        return cls(
            exporter=row.exporter,
            producer=row.producer,
            rate_percent=str(row.rate_percent),
            status=row.status,
            basis=row.basis,
            stage=rate.stage,
            rate_group=row.rate_group,
            all_others_method=row.method,
            unit_amount=None if row.unit_rate is None else f"{row.unit_rate.amount.normalize():f}",
            unit=None if row.unit_rate is None else row.unit_rate.unit,
            effective_from=rate.effective_from,
            effective_to=rate.effective_to,
        )


@strawberry.type(description="The rate that applies to an entry, and the deposit at it (RATE-06, RATE-07).")
class RateForEntry:
    """A looked-up rate."""

    rate: DepositRate = strawberry.field(description="The rate that applies.")
    deposit: Money | None = strawberry.field(
        description="Entered value times the rate, or quantity times a specific rate, half up to the cent; null when "
        "excluded, or when what the rate is of was not given."
    )

    @classmethod
    def of(cls, rate: DatedRate, entered_value_cents: int | None, quantity: Decimal | None) -> Self:
        """The rate with the deposit at it."""
        due = deposit_due(rate.row, entered_value_cents=entered_value_cents, quantity=quantity)
        return cls(rate=DepositRate.of(rate), deposit=None if due is None else Money(due))


@strawberry.type(description="A producer as the Commission lists it.")
class ListedDomesticProducer:
    """One line of the list."""

    name: str = strawberry.field(description="Name as listed.")
    role: ProducerRole = strawberry.field(description="Its stand on the petition for this order.")
    kind: ProducerKind = strawberry.field(description="What it is.")

    @classmethod
    def of(cls, producer: ListedProducer) -> Self:
        """The producer as the API shows it."""
        return cls(name=producer.name, role=producer.role, kind=producer.kind)


@strawberry.type(description="The Commission's list of domestic producers of an order: complete, versioned (PROD-02).")
class ProducerList:
    """The newest version of a list."""

    list_version: int = strawberry.field(description="Counts the lists of this order, from 1.")
    received_on: Date = strawberry.field(description="Day the list was received.")
    due_on: Date = strawberry.field(description="Last day for forwarding it (19 USC 1675c(d)(1)).")
    received_late: bool = strawberry.field(description="Received after that day: a flag without consequence.")
    producers: list[ListedDomesticProducer] = strawberry.field(description="The producers, as listed.")

    @classmethod
    def of(cls, record: ProducerListRecord) -> Self:
        """The list as the API shows it."""
        return cls(
            list_version=record.list_version,
            received_on=record.received_on,
            due_on=record.due_on,
            received_late=record.received_on > record.due_on,
            producers=[ListedDomesticProducer.of(one) for one in record.producers],
        )


async def _dated_rates(info: Info, case_number: str, entered_on: Date) -> list[DatedRate]:
    """The rates of a case, none for a day of entry on which no security is asked for."""
    messages = await info.context.loaders.instructions.load(case_number) or []
    if not asked_for(pauses(messages), entered_on):
        return []
    return dated(await info.context.loaders.rate_settings.load(case_number) or [])


async def _rates_in_force(info: Info, case_number: str, on: Date | None) -> list[DepositRate]:
    day = on or info.context.today
    return [DepositRate.of(rate) for rate in in_force(await _dated_rates(info, case_number, day), day)]


EntryDay = Annotated[
    Date | None, strawberry.argument(description="Day of entry, or withdrawal from warehouse; today when left out.")
]


@strawberry.type(description="A proceeding under a case number: what may end in an order.")
class Case(CaseSubsidyFields, CaseAgreementFields, CaseFeedFields):
    """A registered case."""

    case_name: str = strawberry.field(description="Name of the case.")
    kind: CaseKind = strawberry.field(description="What it ends in.")
    country: str = strawberry.field(description="Country of the goods, ISO 3166 alpha-2.")
    product_group_id: str = strawberry.field(description="Orders on the same product share it (DEF-02).")
    itc_case_number: str | None = strawberry.field(description="The Commission's number of its investigation.")

    @strawberry.field(description="The order the case ended in; null while there is none.")
    async def order(self, info: Info) -> "Order | None":
        """The order."""
        record = await info.context.loaders.order.load(str(self.case_number))
        return None if record is None else Order.of(record)

    @strawberry.field(description="Rates in force for entries of a day, by first day, exporter and producer.")
    async def deposit_rates(self, info: Info, on: EntryDay = None) -> list[DepositRate]:
        """The rates in force."""
        return await _rates_in_force(info, str(self.case_number), on)

    @classmethod
    def of(cls, record: CaseRecord) -> Self:
        """The case as the API shows it."""
        return cls(
            case_number=strawberry.ID(record.case_number),
            case_name=record.case_name,
            kind=record.kind,
            country=record.country,
            product_group_id=record.product_group_id,
            itc_case_number=record.itc_case_number,
        )


@strawberry.federation.type(
    keys=["caseNumber"],
    description="An antidumping or countervailing duty order, or a finding of 1921 (DEF-01). Owned by proceedings.",
)
class Order:
    """An order with the case it ended."""

    case_number: strawberry.ID = strawberry.field(description='Case number, for example "A-570-831".')
    case_name: str = strawberry.field(description="Name of the case.")
    kind: CaseKind = strawberry.field(description="Order or finding, and under which law.")
    country: str = strawberry.field(description="Country of the goods, ISO 3166 alpha-2.")
    product_group_id: str = strawberry.field(description="Orders on the same product share it (DEF-02).")
    itc_case_number: str | None = strawberry.field(description="The Commission's number of its investigation.")
    issued_on: Date = strawberry.field(description="Day the order was published.")
    federal_register_citation: str | None = strawberry.field(description="Where the order was published.")
    scope_text: str | None = strawberry.field(
        description="Description of the merchandise. The text is authoritative; tariff numbers are not (ORD-04)."
    )
    itc_notified_on: Date | None = strawberry.field(
        description="Day Commerce was notified of the Commission's affirmative final; null where none applies (ORD-02)."
    )
    due_on: Date | None = strawberry.field(
        description="Last day for issuing the order after that notice (ORD-01); null where no clock runs."
    )
    issued_late: bool = strawberry.field(description="Issued after that day: a flag without consequence (CAL-11).")
    revoked_on: Date | None = strawberry.field(
        description="First day on which the order no longer applies; null while it is in force."
    )
    revocation_citation: str | None = strawberry.field(description="Where the revocation was published.")

    @strawberry.field(description="Rates in force for entries of a day, by first day, exporter and producer.")
    async def deposit_rates(self, info: Info, on: EntryDay = None) -> list[DepositRate]:
        """The rates in force."""
        return await _rates_in_force(info, str(self.case_number), on)

    @strawberry.field(
        description="The rate for one entry (RATE-06); one that critical circumstances reach back to bears that of the "
        "first day of suspension (CRC-04). Null where no rate is in force."
    )
    async def rate_for_entry(
        self,
        info: Info,
        exporter: Annotated[str, strawberry.argument(description="Exporter of the goods.")],
        producer: Annotated[str, strawberry.argument(description="Producer of the goods.")],
        entry_date: Annotated[Date, strawberry.argument(description="Day of entry or withdrawal, never of arrival.")],
        entered_value: Annotated[
            Money | None, strawberry.argument(description="Entered value, to compute the deposit.")
        ] = None,
        quantity: Annotated[
            Decimal | None,
            strawberry.argument(description="Quantity in the unit of a specific rate, to compute the deposit."),
        ] = None,
    ) -> RateForEntry | None:
        """The rate and the deposit at it."""
        messages = await info.context.loaders.instructions.load(str(self.case_number)) or []
        day = rated_on(reaches(messages), entry_date, exporter, producer)
        rates = await _dated_rates(info, str(self.case_number), day)
        found = rate_for(rates, exporter=exporter, producer=producer, entry_date=day)
        return None if found is None else RateForEntry.of(found, entered_value, quantity)

    @strawberry.field(
        description="The Commission's newest list of domestic producers; for officers, until a notice publishes it. "
        "Null before the first list.",
        extensions=[requires(Right.READ_PRODUCER_LIST)],
    )
    async def producer_list(self, info: Info) -> ProducerList | None:
        """The newest list."""
        record = await info.context.loaders.producer_list.load(str(self.case_number))
        return None if record is None else ProducerList.of(record)

    @classmethod
    async def resolve_reference(cls, info: Info, caseNumber: strawberry.ID) -> Self | None:  # noqa: N803
        """The order another subgraph refers to; null when there is none."""
        parse_case_number(str(caseNumber))
        record = await info.context.loaders.order.load(str(caseNumber))
        return None if record is None else cls.of(record)

    @classmethod
    def of(cls, record: OrderRecord) -> Self:
        """The order as the API shows it."""
        case = record.case
        return cls(
            case_number=strawberry.ID(case.case_number),
            case_name=case.case_name,
            kind=case.kind,
            country=case.country,
            product_group_id=case.product_group_id,
            itc_case_number=case.itc_case_number,
            issued_on=record.issued_on,
            federal_register_citation=record.fr_citation,
            scope_text=record.scope_text,
            itc_notified_on=record.itc_notified_on,
            due_on=record.due_on,
            issued_late=record.issued_late,
            revoked_on=record.revoked_on,
            revocation_citation=record.revocation_fr_citation,
        )
