"""Instructions, suspensions and how entries stand towards them."""

from typing import Annotated, Self
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

from services.accounts.domain.assessment.classes import EntryClass
from services.accounts.domain.instructions.messages import Kind, State
from services.accounts.domain.instructions.rates import Step
from services.accounts.graphql.instructions import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.accounts.graphql.loaders import Info
from services.accounts.rights import Right
from services.accounts.storage.instructions import queries
from services.accounts.storage.instructions.reading import EntryStanding
from services.accounts.storage.rows import AnyRow
from shared.errors import BadInput
from shared.graphql import Connection, Date, Money, connection_from, page_arguments, requires

_FIRST = Annotated[int | None, strawberry.argument(description="How many, 1 to 100; 25 when left out.")]
_AFTER = Annotated[str | None, strawberry.argument(description="Cursor of the last item already seen.")]


@strawberry.type(description="An entry that an instruction is about and could not be applied to.")
class LeftOutEntry:
    """An entry and why."""

    entry_number: strawberry.ID = strawberry.field(description="Entry number.")
    code: str = strawberry.field(description="Why, for example ENTRY_HELD, FIRM_UNKNOWN or VALUE_MISSING.")


@strawberry.type(description="A message to customs as it was received, and what it did to entries (17.2).")
class CustomsInstruction:
    """An instruction."""

    id: strawberry.ID = strawberry.field(description="Its id here.")
    case_number: strawberry.ID = strawberry.field(description="The case.")
    message_number: int | None = strawberry.field(description="Number in its case; null for one keyed in from paper.")
    kind: Kind = strawberry.field(description="What it does.")
    content: JSON = strawberry.field(description="What it says, as far as it is used here.")
    entry_from: Date | None = strawberry.field(description="First day of entry concerned.")
    entry_to: Date | None = strawberry.field(description="Last day of entry concerned; null while it is open.")
    effective_on: Date | None = strawberry.field(description="Day its effects are posted on; null when it has none.")
    target_on: Date | None = strawberry.field(description="Day by which customs aims to have liquidated (ASM-08).")
    deemed_after: Date | None = strawberry.field(description="Day after which entries left are deemed (ASM-09).")
    state: State = strawberry.field(description="How far it is applied.")
    waits_for: str | None = strawberry.field(
        description="Why it is not applied yet: MESSAGE_MISSING, ORDER_NOT_REGISTERED or RATE_MISSING."
    )
    entry_count: int = strawberry.field(description="Entries it was applied to.")
    assessed: Money = strawberry.field(description="Duty assessed.")
    collected: Money = strawberry.field(description="Short of the duty, owed by importers.")
    refunded: Money = strawberry.field(description="Security refunded or released.")
    interest: Money = strawberry.field(description="Interest owed by importers (19 USC 1677g).")
    refund_interest: Money = strawberry.field(description="Interest owed to importers.")

    @strawberry.field(
        description="Entries it could not be applied to, by number.", extensions=[requires(Right.READ_ENTRIES)]
    )
    async def left_out(self, info: Info, first: _FIRST = None, after: _AFTER = None) -> Connection[LeftOutEntry]:
        """A page of entries."""
        page = page_arguments(first, after)
        seen = "" if page.after is None else str(page.after[0])
        async with info.context.database.reading() as connection:
            rows = await queries.left_out(connection, UUID(str(self.id)), seen, page.fetch)
        return connection_from(
            rows,
            page,
            key=lambda row: (row.entry_number,),
            node=lambda row: LeftOutEntry(entry_number=strawberry.ID(row.entry_number), code=row.code),
        )

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The instruction as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            case_number=strawberry.ID(row.case_number),
            message_number=row.message_number,
            kind=Kind(row.kind),
            content=row.content,
            entry_from=row.first_on,
            entry_to=row.last_on,
            effective_on=row.effective_on,
            target_on=row.target_on,
            deemed_after=row.deemed_after,
            state=State(row.state),
            waits_for=row.waits_for,
            entry_count=row.entry_count,
            assessed=Money(row.assessed_cents),
            collected=Money(row.collect_cents),
            refunded=Money(row.refund_cents),
            interest=Money(row.interest_cents),
            refund_interest=Money(row.refund_interest_cents),
        )


@strawberry.type(description="Days of entry whose liquidation is, or was, suspended.")
class LiquidationSuspension:
    """A window."""

    kind: str = strawberry.field(description="Why: PROVISIONAL, RETROACTIVE, DEFINITIVE, AGREEMENT or VIOLATION.")
    first_on: Date = strawberry.field(description="First day of entry.")
    end_on: Date | None = strawberry.field(description="First day no longer suspended; null while it is open.")
    security_required: bool = strawberry.field(description="Whether deposits or bonds are asked for.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The window as the API shows it."""
        return cls(kind=row.kind, first_on=row.first_on, end_on=row.end_on, security_required=row.security_required)


@strawberry.type(description="How an entry stands under one order: its security, suspension and delivery.")
class EntrySecurity:
    """A standing."""

    case_number: strawberry.ID = strawberry.field(description="The order.")
    expected_security: Money | None = strawberry.field(
        description="What its day of entry asks for (RATE-07); null where no rate or no value is known."
    )
    rate_applied: str | None = strawberry.field(
        description='The rate of its day in percent, "EXCLUDED", or null (RATE-06).'
    )
    rate_step: Step | None = strawberry.field(description="The step of the look-up that found it.")
    security: Money = strawberry.field(description="Security in hand, bonds counted.")
    suspended: bool = strawberry.field(description="Liquidation is suspended and no instruction lets it go.")
    held: bool = strawberry.field(description="A court forbids its liquidation (ASM-10).")
    release_allowed: bool = strawberry.field(
        description="Delivery is allowed: deposit received; information, records and undertaking confirmed (ORD-09)."
    )

    @classmethod
    def of(cls, standing: EntryStanding) -> Self:
        """The standing as the API shows it."""
        required = standing.required
        return cls(
            case_number=strawberry.ID(standing.case_number),
            expected_security=None if required.security_cents is None else Money(required.security_cents),
            rate_applied=None if required.rate is None else required.rate.text,
            rate_step=None if required.rate is None else required.rate.step,
            security=Money(standing.security_cents),
            suspended=standing.suspended,
            held=standing.held,
            release_allowed=standing.release_allowed,
        )


@strawberry.type(description="How an entry settled when it was liquidated by instruction (ASM-02 to ASM-05).")
class EntrySettlement:
    """A settlement."""

    case_number: strawberry.ID = strawberry.field(description="The order.")
    instruction_id: strawberry.ID = strawberry.field(description="The instruction.")
    entry_class: EntryClass | None = strawberry.field(description="Its class; null for a deemed liquidation.")
    security: Money = strawberry.field(description="Security it bore.")
    duty: Money = strawberry.field(description="Duty at the instructed rate, before the cap.")
    collected: Money = strawberry.field(description="Owed by the importer beyond the security.")
    refunded: Money = strawberry.field(description="Refunded, or released where the security was a bond.")
    refund_interest: Money = strawberry.field(description="Interest owed to the importer on its refund.")
    disregarded: bool = strawberry.field(description="Liquidated as entered: a difference below $20 (ACCT-12).")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The settlement as the API shows it."""
        return cls(
            case_number=strawberry.ID(row.case_number),
            instruction_id=strawberry.ID(str(row.instruction_id)),
            entry_class=None if row.entry_class is None else EntryClass(row.entry_class),
            security=Money(row.security_cents),
            duty=Money(row.duty_cents),
            collected=Money(row.collect_cents),
            refunded=Money(row.refund_cents),
            refund_interest=Money(row.refund_interest_cents),
            disregarded=row.disregarded,
        )


@strawberry.type
class OrderInstructions:
    """What an order's messages to customs are; part of Order."""

    case_number: strawberry.ID = strawberry.field(description='Case number, for example "A-570-831".')

    @strawberry.field(
        description="Its messages to customs, in the order they were received.",
        extensions=[requires(Right.READ_ENTRIES)],
    )
    async def instructions(
        self, info: Info, first: _FIRST = None, after: _AFTER = None
    ) -> Connection[CustomsInstruction]:
        """A page of messages."""
        page = page_arguments(first, after)
        seen = None if page.after is None else _uuid(str(page.after[0]))
        async with info.context.database.reading() as connection:
            rows = await queries.instructions_page(connection, str(self.case_number), seen, page.fetch)
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=CustomsInstruction.of)

    @strawberry.field(
        description="Days of entry whose liquidation is, or was, suspended.", extensions=[requires(Right.READ_ENTRIES)]
    )
    async def suspensions(self, info: Info) -> list[LiquidationSuspension]:
        """The windows."""
        rows = await info.context.loaders.suspensions.load(str(self.case_number))
        return [LiquidationSuspension.of(row) for row in rows or []]


@strawberry.type
class EntryInstructions:
    """How an entry stands towards instructions; part of Entry."""

    number: strawberry.ID = strawberry.field(description="Entry number.")

    @strawberry.field(description="How it stands under each of its orders.", extensions=[requires(Right.READ_ENTRIES)])
    async def securities(self, info: Info) -> list[EntrySecurity]:
        """The standings."""
        found = await info.context.loaders.entry_standings.load(str(self.number))
        return [EntrySecurity.of(standing) for standing in found or []]

    @strawberry.field(
        description="Security its day of entry asks for under all of its orders; null where it is not known (RATE-07).",
        extensions=[requires(Right.READ_ENTRIES)],
    )
    async def expected_security(self, info: Info) -> Money | None:
        """The sum."""
        found = await info.context.loaders.entry_standings.load(str(self.number))
        amounts = [standing.required.security_cents for standing in found or []]
        known = [cents for cents in amounts if cents is not None]
        return Money(sum(known)) if known and len(known) == len(amounts) else None

    @strawberry.field(
        description="The deposit rate of its day in percent, or EXCLUDED (RATE-06); null where none is in force, or"
        " where it is under several orders: then see securities.",
        extensions=[requires(Right.READ_ENTRIES)],
    )
    async def rate_applied(self, info: Info) -> str | None:
        """The rate."""
        found = await info.context.loaders.entry_standings.load(str(self.number)) or []
        rate = found[0].required.rate if len(found) == 1 else None
        return None if rate is None else rate.text

    @strawberry.field(
        description="Whether its goods may be delivered (ORD-09); null when the entry was not imported here.",
        extensions=[requires(Right.READ_ENTRIES)],
    )
    async def release_allowed(self, info: Info) -> bool | None:
        """Under all of its orders."""
        found = await info.context.loaders.entry_standings.load(str(self.number))
        return None if found is None else all(standing.release_allowed for standing in found)

    @strawberry.field(
        description="How it settled where it was liquidated by instruction.", extensions=[requires(Right.READ_ENTRIES)]
    )
    async def settlements(self, info: Info) -> list[EntrySettlement]:
        """The settlements."""
        rows = await info.context.loaders.settlements.load(str(self.number))
        return [EntrySettlement.of(row) for row in rows or []]

    @strawberry.field(description="Exporter of the goods.", extensions=[requires(Right.READ_ENTRIES)])
    async def exporter(self, info: Info) -> str | None:
        """The exporter."""
        row = await info.context.loaders.entry.load(str(self.number))
        return None if row is None else row.exporter

    @strawberry.field(description="Producer of the goods.", extensions=[requires(Right.READ_ENTRIES)])
    async def producer(self, info: Info) -> str | None:
        """The producer."""
        row = await info.context.loaders.entry.load(str(self.number))
        return None if row is None else row.producer

    @strawberry.field(description="Entered value of the goods.", extensions=[requires(Right.READ_ENTRIES)])
    async def entered_value(self, info: Info) -> Money | None:
        """The value."""
        row = await info.context.loaders.entry.load(str(self.number))
        return None if row is None or row.entered_value_cents is None else Money(row.entered_value_cents)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadInput("after is not a cursor of this list", field="after") from None
