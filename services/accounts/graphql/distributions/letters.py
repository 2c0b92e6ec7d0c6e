"""Letters on distributions as the API shows them (DIST-10)."""

from typing import Self
from uuid import UUID

import strawberry

from services.accounts.domain import distribution as rules
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.types import DomesticProducer, Order, text_after
from services.accounts.storage import letters
from services.accounts.storage.rows import AnyRow
from shared.errors import BadInput
from shared.graphql import Connection, Date, Money, connection_from, page_arguments


@strawberry.type(description="The right to ask that a reduced payment be reconsidered (19 CFR 159.64(c)(3)).")
class ReconsiderationRight:
    """What a letter says of it."""

    last_day: Date = strawberry.field(description="Last day on which Customs must have the request (RECO-01).")
    address: str = strawberry.field(description="Where to send it.")


@strawberry.type(
    description="What a claimant was told of a distribution; for the claimant itself and for officers (DIST-10)."
)
class DistributionLetter:
    """A letter as it was sent."""

    order: Order = strawberry.field(description="The order.")
    fiscal_year: int = strawberry.field(description="Fiscal year the money was received in.")
    distribution_id: strawberry.ID = strawberry.field(description="The distribution.")
    certification_number: str = strawberry.field(description="The certification.")
    claimant_name: str = strawberry.field(description="Claimant as certified.")
    producer: DomesticProducer = strawberry.field(description="The producer.")
    notification_date: Date = strawberry.field(description="Date on the letter; the 30 days run from it (RECO-01).")
    accepted: bool = strawberry.field(description="False for a claim that was rejected, lapsed or denied late.")
    reason_code: str | None = strawberry.field(description="Why a claim that is not accepted is not.")
    net_claim: Money = strawberry.field(description="Certified net claim (N).")
    available: Money = strawberry.field(description="Amount available; may be negative.")
    claims_total: Money = strawberry.field(description="Sum of all net claims (ΣN).")
    allocation_percentage: str = strawberry.field(description="Percent of all net claims, six decimals (DIST-06).")
    amount: Money = strawberry.field(description="Amount distributed, gross of any offset.")
    withheld: Money = strawberry.field(description="Withheld during litigation (ACCT-18).")
    offset: Money = strawberry.field(description="Kept of the amount for overdue bills (DIST-11).")
    reconsideration: ReconsiderationRight | None = strawberry.field(
        description="Right to request reconsideration; null when paid all that was certified."
    )

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The letter as the API shows it."""
        right = None
        if row.reconsideration_by is not None:
            right = ReconsiderationRight(last_day=row.reconsideration_by, address=row.reconsideration_address)
        return cls(
            order=Order(case_number=strawberry.ID(row.case_number)),
            fiscal_year=row.fiscal_year,
            distribution_id=strawberry.ID(str(row.distribution_id)),
            certification_number=row.certification_number,
            claimant_name=row.claimant_name,
            producer=DomesticProducer(id=strawberry.ID(row.producer_id)),
            notification_date=row.notified_on,
            accepted=row.accepted,
            reason_code=row.reason_code,
            net_claim=Money(row.net_cents),
            available=Money(row.available_cents),
            claims_total=Money(row.claims_total_cents),
            allocation_percentage=rules.allocation_percentage(row.weight_cents, row.claims_total_cents),
            amount=Money(row.amount_cents),
            withheld=Money(row.withheld_cents),
            offset=Money(row.offset_cents),
            reconsideration=right,
        )


async def letters_of_distribution(
    info: Info, first: int | None, after: str | None, distribution_id: UUID
) -> Connection[DistributionLetter]:
    """A page of a distribution's letters."""
    page = page_arguments(first, after)
    async with info.context.database.reading() as connection:
        rows = await letters.of_distribution(connection, distribution_id, text_after(page.after), page.fetch)
    return connection_from(rows, page, key=lambda row: (row.certification_number,), node=DistributionLetter.of)


async def letters_of_producer(
    info: Info, first: int | None, after: str | None, producer_id: str
) -> Connection[DistributionLetter]:
    """A page of a producer's letters."""
    page = page_arguments(first, after)
    seen = None if page.after is None else _place(page.after)
    async with info.context.database.reading() as connection:
        rows = await letters.of_producer(connection, producer_id, seen, page.fetch)
    return connection_from(
        rows,
        page,
        key=lambda row: (str(row.distribution_id), row.certification_number),
        node=DistributionLetter.of,
    )


def _place(after: tuple[object, ...]) -> tuple[UUID, str]:
    if len(after) == 2:
        distribution_id, number = after
        if isinstance(distribution_id, str) and isinstance(number, str):
            try:
                return UUID(distribution_id), number
            except ValueError:
                pass
    raise BadInput("after is not a cursor of this list", field="after")
