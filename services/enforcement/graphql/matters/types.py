"""Section 1592 matters as the API shows them."""

from typing import Self

import strawberry

from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.matters.states import MatterState
from services.enforcement.graphql.matters import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.enforcement.storage.matters.queries import Row
from shared.graphql import Date, Money, Refusal


@strawberry.type(description="A section 1592 matter.")
class Matter:
    """A matter."""

    id: strawberry.ID = strawberry.field(description="The matter's id.")
    importer_number: strawberry.ID = strawberry.field(description="Number of the importer.")
    state: MatterState = strawberry.field(description="Where it stands.")
    culpability: Culpability = strawberry.field(description="What is found, or proposed.")
    last_day: Date = strawberry.field(description="Last day of suit, without a waiver (LIM-06).")
    waived_until: Date | None = strawberry.field(description="Limitation is waived until this day.")
    respond_by: Date | None = strawberry.field(description="Last day to answer the prepenalty notice.")
    proposed_penalty: Money = strawberry.field(description="The penalty proposed.")
    claimed: Money = strawberry.field(description="The penalty claimed.")
    penalty_owed: Money = strawberry.field(description="What is owed of it, after relief.")
    penalty_collected: Money = strawberry.field(description="What was collected of it.")
    petition_by: Date | None = strawberry.field(description="Last day to petition.")
    pay_by: Date | None = strawberry.field(description="Last day to pay the mitigated penalty.")
    duties_owed: Money = strawberry.field(description="Duties demanded.")
    duties_collected: Money = strawberry.field(description="What was collected of them.")
    duties_by: Date | None = strawberry.field(description="Last day to pay them.")
    closed_on: Date | None = strawberry.field(description="Day of closing.")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The matter as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            importer_number=strawberry.ID(row.importer_number),
            state=MatterState(row.state),
            culpability=Culpability(row.culpability),
            last_day=row.last_day,
            waived_until=row.waived_until,
            respond_by=row.respond_by,
            proposed_penalty=Money(row.proposed_penalty_cents),
            claimed=Money(row.claimed_cents),
            penalty_owed=Money(row.penalty_owed_cents),
            penalty_collected=Money(row.penalty_collected_cents),
            petition_by=row.petition_by,
            pay_by=row.pay_by,
            duties_owed=Money(row.duties_owed_cents),
            duties_collected=Money(row.duties_collected_cents),
            duties_by=row.duties_by,
            closed_on=row.closed_on,
        )


@strawberry.type(description="Answer to a mutation of a section 1592 matter.")
class MatterPayload:
    """The matter or the refusals."""

    matter: Matter | None = strawberry.field(description="The matter as it stands; null when refused.")
    offer_id: strawberry.ID | None = strawberry.field(description="The compromise offer concerned, if one is.")
    refusals: list[Refusal] = strawberry.field(description="Every reason why nothing was done; empty when it was.")


@strawberry.type(description="Answer to publishInterestRate.")
class InterestRatePayload:
    """The day or the refusals."""

    from_date: Date | None = strawberry.field(description="First day of the rate; null when refused.")
    refusals: list[Refusal] = strawberry.field(description="Every reason why nothing was done; empty when it was.")
