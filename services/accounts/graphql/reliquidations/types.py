"""How a liquidated entry stands, its reliquidations and its refunds."""

from typing import Self

import strawberry

from services.accounts.domain import importer_bills
from services.accounts.domain.reliquidation import Cause, finality_on
from services.accounts.graphql import enums  # noqa: F401  (gives the domain's enumerations their GraphQL names)
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.types import Order
from services.accounts.rights import Right
from services.accounts.storage.reliquidations.queries import LiquidatedEntry
from services.accounts.storage.rows import AnyRow
from shared.graphql import Date, Money, requires


@strawberry.type(description="A bill to an importer: of a liquidation, or of a later increase (ACCT-04).")
class ImporterBill:
    """A bill."""

    issued_on: Date = strawberry.field(description="Day of the liquidation or reliquidation.")
    duty: Money = strawberry.field(description="Duty billed, less what later reliquidations took off.")
    interest_1677g: Money = strawberry.field(description="Interest billed with it, likewise.")
    unpaid_duty: Money = strawberry.field(description="Unpaid duty; payments pay the oldest bill first.")
    unpaid_interest_1677g: Money = strawberry.field(description="Unpaid interest, without delinquency interest.")

    @classmethod
    def of(cls, bill: importer_bills.UnpaidBill) -> Self:
        """The bill as the API shows it."""
        return cls(
            issued_on=bill.bill.issued_on,
            duty=Money(bill.bill.duty_cents),
            interest_1677g=Money(bill.bill.interest_cents),
            unpaid_duty=Money(bill.unpaid_duty_cents),
            unpaid_interest_1677g=Money(bill.unpaid_interest_cents),
        )


@strawberry.type(description="A liquidated entry under one order as it stands, every reliquidation counted.")
class EntryStanding:
    """A standing."""

    order: Order = strawberry.field(description="The order.")
    assessed: Money = strawberry.field(description="Final duty now.")
    interest_1677g: Money = strawberry.field(description="Interest charged at liquidation now.")
    paid_duty: Money = strawberry.field(description="Duty paid and not refunded.")
    paid_interest_1677g: Money = strawberry.field(description="Interest paid and not refunded.")
    changed_on: Date = strawberry.field(description="Day of the liquidation or of the last reliquidation.")
    final_on: Date = strawberry.field(
        description="Last day for a protest, or for Customs on its own; after it only what is pending (ACCT-13)."
    )
    bills: list[ImporterBill] = strawberry.field(description="Bills to the importer, oldest first.")

    @classmethod
    def of(cls, found: LiquidatedEntry) -> Self:
        """The standing as the API shows it."""
        standing = found.standing
        unpaid_duty = max(0, standing.assessed_cents - standing.paid_duty_cents)
        unpaid_interest = max(0, standing.interest_cents - standing.paid_interest_cents)
        return cls(
            order=Order(case_number=strawberry.ID(found.case_number)),
            assessed=Money(standing.assessed_cents),
            interest_1677g=Money(standing.interest_cents),
            paid_duty=Money(standing.paid_duty_cents),
            paid_interest_1677g=Money(standing.paid_interest_cents),
            changed_on=standing.changed_on,
            final_on=finality_on(standing),
            bills=[ImporterBill.of(bill) for bill in importer_bills.unpaid(found.bills, unpaid_duty, unpaid_interest)],
        )


@strawberry.type(description="What is assessed on a liquidated entry was changed (REFD-01, REFD-02).")
class Reliquidation:
    """A reliquidation, or a refund that a court ordered."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    order: Order = strawberry.field(description="The order.")
    cause: Cause = strawberry.field(description="Why.")
    reliquidated_on: Date = strawberry.field(description="Day of it.")
    assessed_before: Money = strawberry.field(description="Final duty before.")
    assessed: Money = strawberry.field(description="Final duty after.")
    interest_1677g_before: Money = strawberry.field(description="Interest charged at liquidation before.")
    interest_1677g: Money = strawberry.field(description="Interest charged at liquidation after.")
    refunded: Money = strawberry.field(description="Duty and interest given back.")
    reference: str | None = strawberry.field(description="Protest number, or court and docket.")
    reversed_on: Date | None = strawberry.field(description="Day it was undone; null while it stands.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The change as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            order=Order(case_number=strawberry.ID(row.case_number)),
            cause=Cause(row.cause),
            reliquidated_on=row.reliquidated_on,
            assessed_before=Money(row.assessed_before_cents),
            assessed=Money(row.assessed_cents),
            interest_1677g_before=Money(row.interest_before_cents),
            interest_1677g=Money(row.interest_cents),
            refunded=Money(row.refund_duty_cents + row.refund_interest_cents),
            reference=row.reference,
            reversed_on=row.reversed_on,
        )


@strawberry.type(description="A refund to an importer after transfer, paid at once (REFD-03).")
class Refund:
    """A refund."""

    id: strawberry.ID = strawberry.field(description="Its id; that of the reliquidation it belongs to.")
    order: Order = strawberry.field(description="The order.")
    entry_number: strawberry.ID = strawberry.field(description="The entry.")
    cause: Cause = strawberry.field(description="Why.")
    refunded_on: Date = strawberry.field(description="Day of it.")
    duty: Money = strawberry.field(description="Duty given back.")
    interest_1677g: Money = strawberry.field(description="Interest at liquidation given back.")
    interest_owed_to_importer: Money = strawberry.field(description="Interest paid to the importer on it (REFD-05).")
    from_special_account: Money = strawberry.field(description="Of duty and interest, charged here (REFD-04).")
    from_distributed: Money = strawberry.field(description="Of that, paid out to producers before (ACCT-16).")
    from_general_fund: Money = strawberry.field(description="What never was program money.")
    from_appropriation: Money = strawberry.field(description="For a terminated account (TERM-04).")
    reversed_on: Date | None = strawberry.field(description="Day it was taken back; null while it stands.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The refund as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            order=Order(case_number=strawberry.ID(row.case_number)),
            entry_number=strawberry.ID(row.entry_number),
            cause=Cause(row.cause),
            refunded_on=row.refunded_on,
            duty=Money(row.duty_cents),
            interest_1677g=Money(row.interest_cents),
            interest_owed_to_importer=Money(row.interest_owed_cents),
            from_special_account=Money(row.special_cents),
            from_distributed=Money(row.distributed_cents),
            from_general_fund=Money(row.general_fund_cents),
            from_appropriation=Money(row.appropriation_cents),
            reversed_on=row.reversed_on,
        )


@strawberry.type
class EntryChanges:
    """What an entry has of its liquidations' afterlife."""

    number: strawberry.ID = strawberry.field(description="Entry number.")

    @strawberry.field(
        description="How it stands under each order it is liquidated under.", extensions=[requires(Right.READ_ENTRIES)]
    )
    async def standings(self, info: Info) -> list[EntryStanding]:
        """The standings."""
        return [EntryStanding.of(found) for found in await info.context.loaders.standings.load(str(self.number)) or []]

    @strawberry.field(
        description="Changes of what was assessed, oldest first.", extensions=[requires(Right.READ_ENTRIES)]
    )
    async def reliquidations(self, info: Info) -> list[Reliquidation]:
        """The changes."""
        rows = await info.context.loaders.reliquidations.load(str(self.number))
        return [Reliquidation.of(row) for row in rows or []]

    @strawberry.field(description="Refunds after transfer, oldest first.", extensions=[requires(Right.READ_ENTRIES)])
    async def refunds(self, info: Info) -> list[Refund]:
        """The refunds."""
        return [Refund.of(row) for row in await info.context.loaders.refunds.load(str(self.number)) or []]

    @strawberry.field(
        description="Last day on which a protest, or Customs on its own, can still change it under any order; null "
        "before it is liquidated (ACCT-13).",
        extensions=[requires(Right.READ_ENTRIES)],
    )
    async def finality_date(self, info: Info) -> Date | None:
        """The day."""
        found = await info.context.loaders.standings.load(str(self.number))
        return max((finality_on(one.standing) for one in found or []), default=None)
