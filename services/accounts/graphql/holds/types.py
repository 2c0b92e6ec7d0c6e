"""Holds and sequestration as the API shows them."""

from typing import Self
from uuid import UUID

import strawberry

from services.accounts.domain.holds import Outcome, Scope
from services.accounts.domain.sequester import ReleasePolicy
from services.accounts.graphql.holds import enums  # noqa: F401  (gives the domain's enumerations their GraphQL names)
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.types import LitigationHold, Order
from services.accounts.storage.rows import AnyRow
from shared.graphql import Date, Money, Refusal


@strawberry.type(description="Money withheld from distributions, with its legal basis and its release.")
class Hold:
    """A hold of any scope."""

    id: strawberry.ID = strawberry.field(description="Id of the hold.")
    scope: Scope = strawberry.field(description="What it withholds.")
    order: Order | None = strawberry.field(description="The order; null where the withheld shares name it.")
    fiscal_year: int | None = strawberry.field(description="Its year; null where the withheld shares name it.")
    court_reference: str | None = strawberry.field(description="Court and docket.")
    rate_percent: str | None = strawberry.field(description="Percent of the gross amount, of a percentage.")
    legal_basis: str = strawberry.field(description="What it rests on.")
    sequestered: Money = strawberry.field(description="Withheld by a percentage; zero until payment, and otherwise.")
    placed_by: str = strawberry.field(description="Who placed it.")
    placed_on: Date = strawberry.field(description="Day it was placed.")
    outcome: Outcome | None = strawberry.field(description="How its matter ended; null while it is open.")
    release_basis: str | None = strawberry.field(description="What the release rests on.")
    released_by: str | None = strawberry.field(description="Who released it: another person.")
    released_on: Date | None = strawberry.field(description="Day it was released.")

    @strawberry.field(description="The shares it withholds, by order, year and certification.")
    async def shares(self, info: Info) -> list[LitigationHold]:
        """Its lines."""
        rows = await info.context.loaders.hold_lines.load(UUID(str(self.id)))
        return [LitigationHold.of(row) for row in rows or ()]

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The hold as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            scope=Scope(row.scope),
            order=None if row.case_number is None else Order(case_number=strawberry.ID(row.case_number)),
            fiscal_year=row.fiscal_year,
            court_reference=row.court_reference,
            rate_percent=None if row.rate_percent is None else f"{row.rate_percent.normalize():f}",
            legal_basis=row.legal_basis,
            sequestered=Money(row.held_cents),
            placed_by=row.placed_by,
            placed_on=row.placed_on,
            outcome=None if row.outcome is None else Outcome(row.outcome),
            release_basis=row.release_basis,
            released_by=row.released_by,
            released_on=row.released_on,
        )


@strawberry.type(description="A rate of sequestration; the newest of a fiscal year counts (ACCT-17).")
class SequesterRate:
    """A rate."""

    id: strawberry.ID = strawberry.field(description="Id of the rate.")
    fiscal_year: int = strawberry.field(description="Fiscal year.")
    rate_percent: str = strawberry.field(description="Percent of each order's gross amount.")
    release: ReleasePolicy = strawberry.field(description="When the money becomes available.")
    legal_basis: str = strawberry.field(description="What it rests on.")
    set_by: str = strawberry.field(description="Who set it.")
    set_on: Date = strawberry.field(description="Day it was set.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The rate as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            fiscal_year=row.fiscal_year,
            rate_percent=f"{row.rate_percent.normalize():f}",
            release=ReleasePolicy(row.release),
            legal_basis=row.legal_basis,
            set_by=row.set_by,
            set_on=row.set_on,
        )


_REFUSALS = "Every reason why nothing was done; empty when it was."


@strawberry.type(description="Answer to the mutations on holds.")
class HoldPayload:
    """The hold or refusals."""

    hold: Hold | None = strawberry.field(description="The hold; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to setSequesterRate.")
class SequesterRatePayload:
    """The year or refusals."""

    fiscal_year: int | None = strawberry.field(description="The year whose rate it is; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to releaseSequester.")
class ReleaseSequesterPayload:
    """A count or refusals."""

    holds_released: int | None = strawberry.field(description="How many orders' holds; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)
