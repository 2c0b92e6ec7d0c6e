"""Debts as the API shows them."""

from datetime import timedelta
from typing import Annotated, Self
from uuid import UUID

import strawberry

from services.enforcement.domain.debts.set_off import (
    Capacity,
    ClaimLaw,
    duty_bill_interest,
    treasury_notice_from,
    treasury_transfer_from,
)
from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.matters import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.enforcement.graphql.matters.types import Matter
from services.enforcement.storage.debts.queries import Row
from services.enforcement.usecases.debts.keeping import balance_of
from services.enforcement.usecases.matters.rates import rate_table
from shared.graphql import Date, Money, Refusal
from shared.refusals import Refused

_REFUSALS = "Every reason why nothing was done; empty when it was."


@strawberry.type(description="What was applied to a debt.")
class DebtCredit:
    """A payment, an offset or a settlement."""

    means: str = strawberry.field(description="PAYMENT, TREASURY_OFFSET, SET_OFF or COMPROMISE.")
    reference: str = strawberry.field(description="The payment or refund.")
    available: Money = strawberry.field(description="Its amount.")
    applied: Money = strawberry.field(description="What of it was applied.")
    remaining: Money = strawberry.field(description="What of the debt was left.")
    on: Date = strawberry.field(description="Day on which it counts.")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The credit as the API shows it."""
        return cls(
            means=row.means,
            reference=row.reference,
            available=Money(row.available_cents),
            applied=Money(row.applied_cents),
            remaining=Money(row.remaining_cents),
            on=row.on_day,
        )


@strawberry.type(description="A duty bill, or a debt under another law (DBT-01 to DBT-04).")
class Debt:
    """A debt."""

    row: strawberry.Private[Row]
    id: strawberry.ID = strawberry.field(description="The debt's id.")
    debtor_number: strawberry.ID = strawberry.field(description="Number of the debtor.")
    capacity: Capacity = strawberry.field(description="In what capacity it owes.")
    law: ClaimLaw = strawberry.field(description="The law it arises under.")
    description: str = strawberry.field(description="What it is.")
    principal: Money = strawberry.field(description="The sum billed.")
    interest: Money = strawberry.field(description="Interest charged so far.")
    paid: Money = strawberry.field(description="Paid and offset so far.")
    released: Money = strawberry.field(description="Given up by compromise.")
    remaining: Money = strawberry.field(description="What is left.")
    billed_on: Date = strawberry.field(description="Day of the bill.")
    due_on: Date = strawberry.field(description="Last day to pay.")
    liquidated_on: Date | None = strawberry.field(description="Of a duty bill: day of liquidation.")
    fixed: bool = strawberry.field(description="Legally fixed.")
    disputed: bool = strawberry.field(description="Disputed.")
    notice_given_on: Date | None = strawberry.field(description="First step (DBT-03).")
    inspection_offered_on: Date | None = strawberry.field(description="Second step.")
    review_offered_on: Date | None = strawberry.field(description="Third step.")
    agreement_offered_on: Date | None = strawberry.field(description="Fourth step.")
    notify_treasury_from: Date | None = strawberry.field(
        description="First day over 120 days delinquent; null for a debt under the tariff laws."
    )
    transfer_from: Date | None = strawberry.field(description="180th day of delinquency; null likewise.")
    treasury_notified_on: Date | None = strawberry.field(description="The Treasury was notified for offset.")
    transferred_on: Date | None = strawberry.field(description="Transferred for collection.")
    closed_on: Date | None = strawberry.field(description="Paid in full or settled.")

    @strawberry.field(description="What was applied to it, in order.")
    async def credits(self, info: Info) -> list[DebtCredit]:
        """Its credits."""
        found = await info.context.loaders.debt_credits.load(UUID(str(self.id)))
        return [DebtCredit.of(row) for row in found or []]

    @strawberry.field(description="Further interest if the unpaid principal were paid on a day (DBT-01).")
    async def interest_on(
        self, info: Info, paid_on: Annotated[Date, strawberry.argument(description="Day of payment.")]
    ) -> Money | None:
        """Interest of whole 30-day periods; null when the rate of one is not published, 0.00 of other debts."""
        if self.row.liquidated_on is None:
            return Money(0)
        async with info.context.database.reading() as connection:
            rates = await rate_table(connection)
        unpaid = balance_of(self.row).unpaid_principal_cents
        try:
            return Money(duty_bill_interest(unpaid, self.row.liquidated_on, paid_on, rates))
        except Refused:
            return None

    @classmethod
    def of(cls, row: Row) -> Self:
        """The debt as the API shows it."""
        other = row.law == ClaimLaw.OTHER
        since = row.delinquent_since
        return cls(
            row=row,
            id=strawberry.ID(str(row.id)),
            debtor_number=strawberry.ID(row.debtor_number),
            capacity=Capacity(row.capacity),
            law=ClaimLaw(row.law),
            description=row.description,
            principal=Money(row.principal_cents),
            interest=Money(row.interest_cents),
            paid=Money(row.paid_cents),
            released=Money(row.released_cents),
            remaining=Money(balance_of(row).left_cents),
            billed_on=row.billed_on,
            due_on=since - timedelta(days=1),
            liquidated_on=row.liquidated_on,
            fixed=row.fixed,
            disputed=row.disputed,
            notice_given_on=row.notice_given_on,
            inspection_offered_on=row.inspection_offered_on,
            review_offered_on=row.review_offered_on,
            agreement_offered_on=row.agreement_offered_on,
            notify_treasury_from=treasury_notice_from(since) if other else None,
            transfer_from=treasury_transfer_from(since) if other else None,
            treasury_notified_on=row.treasury_notified_on,
            transferred_on=row.transferred_on,
            closed_on=row.closed_on,
        )


@strawberry.type(description="Answer to a mutation of a debt.")
class DebtPayload:
    """The debt or the refusals."""

    debt: Debt | None = strawberry.field(description="The debt as it stands; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to setOffRefund.")
class SetOffPayload:
    """The matter and what is left, or the refusals."""

    matter: Matter | None = strawberry.field(description="The matter as it stands; null when refused.")
    remaining: Money | None = strawberry.field(description="What of the debt is left; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to publishInterestRate.")
class InterestRatePayload:
    """The day or the refusals."""

    from_date: Date | None = strawberry.field(description="First day of the rate; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)
