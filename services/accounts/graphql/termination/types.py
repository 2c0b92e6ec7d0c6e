"""Conditions of an account's end, final notices, sweeps, legal actions."""

from typing import Self

import strawberry

from services.accounts.domain.termination import Blocking, Condition, LegalActionKind, LegalActionOutcome
from services.accounts.graphql import enums  # noqa: F401  (gives the domain's enumerations their GraphQL names)
from services.accounts.graphql.loaders import Info
from services.accounts.rights import Right
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.termination import conditions
from shared.graphql import Date, Money, requires


@strawberry.type(description="One condition of a final distribution (TERM-01).")
class TerminationCondition:
    """A condition and what blocks it."""

    condition: Condition = strawberry.field(description="The condition.")
    met: bool = strawberry.field(description="Whether it is true today.")
    blocking_count: int = strawberry.field(description="How many items block it.")
    blocking: list[str] = strawberry.field(description="The first 50 of them.")

    @classmethod
    def of(cls, condition: Condition, found: Blocking) -> Self:
        """The condition as the API shows it."""
        return cls(condition=condition, met=not found.count, blocking_count=found.count, blocking=list(found.items))


@strawberry.type(description="A notice of final distribution (TERM-02).")
class FinalNotice:
    """A notice."""

    notice_id: strawberry.ID = strawberry.field(description="Id of the notice.")
    fiscal_year: int = strawberry.field(description="Fiscal year of the distribution.")
    published_on: Date = strawberry.field(description="Day of publication.")
    sweep_after: Date = strawberry.field(description="Nothing is swept up to this day (TERM-03).")
    is_final: bool = strawberry.field(description="False once it counts as an ordinary notice.")
    ordinary_on: Date | None = strawberry.field(description="Day from which it does; null while it is final.")
    ordinary_because: str | None = strawberry.field(
        description="What stood against it, or came up after it; null while it is final."
    )

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The notice as the API shows it."""
        return cls(
            notice_id=strawberry.ID(row.notice_id),
            fiscal_year=row.fiscal_year,
            published_on=row.published_on,
            sweep_after=row.sweep_after,
            is_final=row.ordinary_on is None,
            ordinary_on=row.ordinary_on,
            ordinary_because=row.ordinary_because,
        )


@strawberry.type(description="A sweep of what nobody claimed to the General Fund (TERM-03).")
class Sweep:
    """A sweep."""

    id: strawberry.ID = strawberry.field(description="Id of the sweep.")
    case_number: strawberry.ID = strawberry.field(description="The order.")
    notice_id: strawberry.ID = strawberry.field(description="The final notice.")
    proposed_by: str = strawberry.field(description="Who proposed it.")
    proposed_on: Date = strawberry.field(description="When.")
    approved_by: str | None = strawberry.field(description="Who approved it; somebody else.")
    approved_on: Date | None = strawberry.field(description="Day it was carried out.")
    withdrawn_on: Date | None = strawberry.field(description="Day it was withdrawn.")
    amount: Money | None = strawberry.field(description="Amount swept; null until it is carried out.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The sweep as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            case_number=strawberry.ID(row.case_number),
            notice_id=strawberry.ID(row.notice_id),
            proposed_by=row.proposed_by,
            proposed_on=row.proposed_on,
            approved_by=row.approved_by,
            approved_on=row.approved_on,
            withdrawn_on=row.withdrawn_on,
            amount=None if row.amount_cents is None else Money(row.amount_cents),
        )


@strawberry.type(description="A protest, petition or court action about an order or one of its entries.")
class LegalAction:
    """A legal action."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    case_number: strawberry.ID = strawberry.field(description="The order.")
    entry_number: strawberry.ID | None = strawberry.field(description="The entry; null: the order as a whole.")
    kind: LegalActionKind = strawberry.field(description="What it is.")
    reference: str = strawberry.field(description="Protest number, or court and docket.")
    filed_on: Date = strawberry.field(description="Day it was filed.")
    concluded_on: Date | None = strawberry.field(description="Day it was fully concluded; null while it is open.")
    outcome: LegalActionOutcome | None = strawberry.field(description="How it ended; null while it is open.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The action as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            case_number=strawberry.ID(row.case_number),
            entry_number=None if row.entry_number is None else strawberry.ID(row.entry_number),
            kind=LegalActionKind(row.kind),
            reference=row.reference,
            filed_on=row.filed_on,
            concluded_on=row.concluded_on,
            outcome=None if row.outcome is None else LegalActionOutcome(row.outcome),
        )


@strawberry.type(description="Importers' bills on an entry that are given up: properly accounted for (TERM-01).")
class UncollectibleBill:
    """Bills given up, or proposed to be."""

    id: strawberry.ID = strawberry.field(description="Id of the proposal.")
    case_number: strawberry.ID = strawberry.field(description="The order.")
    entry_number: strawberry.ID = strawberry.field(description="The entry.")
    reason: str = strawberry.field(description="Why.")
    proposed_by: str = strawberry.field(description="Who proposed it.")
    proposed_on: Date = strawberry.field(description="When.")
    approved_by: str | None = strawberry.field(description="Who approved it; somebody else.")
    approved_on: Date | None = strawberry.field(description="When; null until it is approved.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The proposal as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            case_number=strawberry.ID(row.case_number),
            entry_number=strawberry.ID(row.entry_number),
            reason=row.reason,
            proposed_by=row.proposed_by,
            proposed_on=row.proposed_on,
            approved_by=row.approved_by,
            approved_on=row.approved_on,
        )


@strawberry.type
class OrderEnd:
    """What an order has of its account's end."""

    case_number: strawberry.ID = strawberry.field(description='Case number, for example "A-570-831".')

    @strawberry.field(
        description="Every condition of a final distribution with what blocks it today (TERM-01).",
        extensions=[requires(Right.READ_ACCOUNTS)],
    )
    async def termination_conditions(self, info: Info) -> list[TerminationCondition]:
        """The conditions."""
        async with info.context.database.reading() as connection:
            found = await conditions.blocking(connection, str(self.case_number), info.context.today)
        return [TerminationCondition.of(condition, blocking) for condition, blocking in found.items()]

    @strawberry.field(
        description="Notices of final distribution, oldest first.", extensions=[requires(Right.READ_ACCOUNTS)]
    )
    async def final_notices(self, info: Info) -> list[FinalNotice]:
        """The notices."""
        rows = await info.context.loaders.final_notices.load(str(self.case_number))
        return [FinalNotice.of(row) for row in rows or []]

    @strawberry.field(
        description="Sweeps proposed, carried out or withdrawn, oldest first.",
        extensions=[requires(Right.READ_ACCOUNTS)],
    )
    async def sweeps(self, info: Info) -> list[Sweep]:
        """The sweeps."""
        return [Sweep.of(row) for row in await info.context.loaders.sweeps.load(str(self.case_number)) or []]
