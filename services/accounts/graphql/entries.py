"""Entries and importers as the API shows them."""

from typing import Self

import strawberry

from services.accounts.domain.collection import PaymentBasis
from services.accounts.domain.liquidation import Instrument
from services.accounts.graphql import enums  # noqa: F401  (gives the domain's enumerations their GraphQL names)
from services.accounts.graphql.instructions.types import EntryInstructions
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.reliquidations.types import EntryChanges
from services.accounts.graphql.types import After, First, Order, text_after
from services.accounts.rights import Right
from services.accounts.storage import entries
from services.accounts.storage.rows import AnyRow
from shared.graphql import Connection, Date, Money, connection_from, page_arguments, requires


@strawberry.type(description="Estimated duty deposited on an entry under one order.")
class Deposit:
    """A deposit."""

    order: Order = strawberry.field(description="The order.")
    amount: Money = strawberry.field(description="Amount deposited, or secured by a bond.")
    deposited_on: Date = strawberry.field(description="Day of the deposit.")
    instrument: Instrument = strawberry.field(description="Cash or bond.")
    in_clearing: bool = strawberry.field(description="Whether it entered the Clearing Account.")
    rule: str = strawberry.field(description="The rule that decided where it went.")
    code: str = strawberry.field(description="Its code.")
    returned_on: Date | None = strawberry.field(
        description="Day it was refunded or released without a liquidation; null while it is in hand."
    )

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The deposit as the API shows it."""
        return cls(
            order=Order(case_number=strawberry.ID(row.case_number)),
            amount=Money(row.amount_cents),
            deposited_on=row.deposited_on,
            instrument=Instrument(row.instrument),
            in_clearing=row.in_clearing,
            rule=row.rule,
            code=row.code,
            returned_on=row.returned_on,
        )


@strawberry.type(description="The liquidation of an entry under one order (ACCT-03).")
class Liquidation:
    """A liquidation."""

    order: Order = strawberry.field(description="The order.")
    liquidated_on: Date = strawberry.field(description="Day of liquidation.")
    deemed: bool = strawberry.field(description="By operation of law, at the amounts deposited (19 USC 1504).")
    collected: Money = strawberry.field(description="What was in the Clearing Account.")
    assessed: Money = strawberry.field(description="Final duty.")
    transferred: Money = strawberry.field(description="To the Special Account, or the General Fund.")
    refunded: Money = strawberry.field(description="Excess deposit, to the importer.")
    billed: Money = strawberry.field(description="Duty billed to the importer.")
    interest_1677g: Money = strawberry.field(description="Interest billed with it (19 USC 1677g).")
    rule: str = strawberry.field(description="The rule that decided where the transfer went.")
    code: str = strawberry.field(description="Its code.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The liquidation as the API shows it."""
        return cls(
            order=Order(case_number=strawberry.ID(row.case_number)),
            liquidated_on=row.liquidated_on,
            deemed=row.deemed,
            collected=Money(row.collected_cents),
            assessed=Money(row.assessed_cents),
            transferred=Money(row.transfer_cents),
            refunded=Money(row.refund_cents),
            billed=Money(row.bill_cents),
            interest_1677g=Money(row.interest_cents),
            rule=row.rule,
            code=row.code,
        )


@strawberry.type(description="Money collected on a liquidated entry under one order (ACCT-04).")
class EntryCollection:
    """A collection."""

    id: strawberry.ID = strawberry.field(description="Id of the collection.")
    order: Order = strawberry.field(description="The order.")
    received_on: Date = strawberry.field(description="Day Customs received it.")
    duty: Money = strawberry.field(description="Duty.")
    interest_1677g: Money = strawberry.field(description="Interest charged at liquidation.")
    delinquency_interest: Money = strawberry.field(description="Interest after liquidation.")
    equitable_interest: Money = strawberry.field(description="Equitable interest, or interest under 19 USC 580.")
    payment_basis: PaymentBasis = strawberry.field(description="Why it was paid.")
    reversed_on: Date | None = strawberry.field(description="Day it was taken back; null while it stands.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The collection as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            order=Order(case_number=strawberry.ID(row.case_number)),
            received_on=row.received_on,
            duty=Money(row.duty_cents),
            interest_1677g=Money(row.interest_cents),
            delinquency_interest=Money(row.delinquency_cents),
            equitable_interest=Money(row.equitable_cents),
            payment_basis=PaymentBasis(row.payment_basis),
            reversed_on=row.reversed_on,
        )


@strawberry.federation.type(keys=["number"], description="An import entry.")
class Entry(EntryChanges, EntryInstructions):
    """An entry with its deposits and liquidations."""

    @strawberry.field(
        description="Its importer; null when the entry was not imported here.",
        extensions=[requires(Right.READ_ENTRIES)],
    )
    async def importer(self, info: Info) -> "Importer | None":
        """The importer."""
        row = await info.context.loaders.entry.load(str(self.number))
        return None if row is None else Importer(number=strawberry.ID(row.importer_number))

    @strawberry.field(
        description="Day it was filed; null when the entry was not imported here.",
        extensions=[requires(Right.READ_ENTRIES)],
    )
    async def filed_on(self, info: Info) -> Date | None:
        """The day."""
        row = await info.context.loaders.entry.load(str(self.number))
        return None if row is None else row.filed_on

    @strawberry.field(description="Its deposits, the oldest first.", extensions=[requires(Right.READ_ENTRIES)])
    async def deposits(self, info: Info) -> list[Deposit]:
        """The deposits."""
        return [Deposit.of(row) for row in await info.context.loaders.deposits.load(str(self.number)) or []]

    @strawberry.field(description="Its liquidations by order.", extensions=[requires(Right.READ_ENTRIES)])
    async def liquidations(self, info: Info) -> list[Liquidation]:
        """The liquidations."""
        return [Liquidation.of(row) for row in await info.context.loaders.liquidations.load(str(self.number)) or []]

    @strawberry.field(description="What was collected on it, by day.", extensions=[requires(Right.READ_ENTRIES)])
    async def collections(self, info: Info) -> list[EntryCollection]:
        """The collections."""
        return [EntryCollection.of(row) for row in await info.context.loaders.collections.load(str(self.number)) or []]

    @classmethod
    def resolve_reference(cls, number: strawberry.ID) -> Self:
        """The entry another subgraph refers to."""
        return cls(number=number)


@strawberry.federation.type(keys=["number"], description="An importer of record.")
class Importer:
    """An importer with its entries."""

    number: strawberry.ID = strawberry.field(description="Importer number.")

    @strawberry.field(description="Its entries by number.", extensions=[requires(Right.READ_ENTRIES)])
    async def entries(self, info: Info, first: First = None, after: After = None) -> Connection[Entry]:
        """A page of entries."""
        page = page_arguments(first, after)
        seen = text_after(page.after)
        async with info.context.database.reading() as connection:
            rows = await entries.entries_of_importer(connection, str(self.number), seen, page.fetch)
        return connection_from(
            rows, page, key=lambda row: (row.number,), node=lambda row: Entry(number=strawberry.ID(row.number))
        )

    @classmethod
    def resolve_reference(cls, number: strawberry.ID) -> Self:
        """The importer another subgraph refers to."""
        return cls(number=number)
