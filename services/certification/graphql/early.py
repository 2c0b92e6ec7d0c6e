"""Filings received before their notice, in the API (CERT-02)."""

from functools import partial
from typing import Annotated, Self
from uuid import UUID

import strawberry

from services.certification.graphql.access import may_see, parse_id, visible_producers
from services.certification.graphql.filing import fingerprint, own_filing, sealed
from services.certification.graphql.inputs import FileCertificationInput, IdempotencyKey
from services.certification.graphql.loaders import Info
from services.certification.graphql.paging import After, First, cursor_id
from services.certification.rights import Right
from services.certification.storage.queries import held
from services.certification.storage.queries.held import HeldRow
from services.certification.usecases.hold_filing import HoldFiling, hold_filing
from services.certification.usecases.withdraw_held_filing import WithdrawHeldFiling, withdraw_held_filing
from shared.database import CommandResult
from shared.errors import BadInput, NotFound
from shared.graphql import (
    Connection,
    Date,
    DateTime,
    Refusal,
    connection_from,
    page_arguments,
    requires,
    to_refusals,
)


@strawberry.type(description="A filing received before its notice; registered when that is published (CERT-02).")
class HeldFiling:
    """A held filing."""

    id: strawberry.ID = strawberry.field(description="The held filing.")
    producer_id: strawberry.ID = strawberry.field(description="The claimant.")
    case_number: str = strawberry.field(description="The order.")
    fiscal_year: int = strawberry.field(description="Fiscal year whose notice it waits for.")
    claimant_name: str | None = strawberry.field(description="Name as certified.")
    received_on: Date = strawberry.field(description="Day of arrival; it counts as received on the notice's day.")
    received_at: DateTime = strawberry.field(description="Instant of arrival.")
    certification_id: strawberry.ID | None = strawberry.field(
        description="The certification it was registered as; null while it waits."
    )
    withdrawn_on: Date | None = strawberry.field(description="Day on which it was withdrawn while held (CERT-17).")
    withdrawal_reason: str | None = strawberry.field(description="Why it was withdrawn, if that was said.")

    @classmethod
    def of(cls, row: HeldRow) -> Self:
        """The row as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            producer_id=strawberry.ID(str(row.producer_id)),
            case_number=row.case_number,
            fiscal_year=row.fiscal_year,
            claimant_name=row.form.claimant_name,
            received_on=row.received_on,
            received_at=row.received_at,
            certification_id=None if row.certification_id is None else strawberry.ID(str(row.certification_id)),
            withdrawn_on=row.withdrawn_on,
            withdrawal_reason=row.withdrawal_reason,
        )


@strawberry.input(description="A certification for a fiscal year whose notice is not published yet.")
class FileEarlyCertificationInput:
    """An early filing."""

    fiscal_year: int = strawberry.field(description="Fiscal year whose notice it is to answer.")
    certification: FileCertificationInput = strawberry.field(
        description="The certification, without a noticeId; the date of the notice may be left out or expected."
    )


@strawberry.input(description="A filing that waits for its notice and is withdrawn (CERT-17).")
class WithdrawHeldFilingInput:
    """A withdrawal."""

    held_filing_id: strawberry.ID = strawberry.field(description="The held filing.")
    reason: str | None = strawberry.field(default=None, description="Why.")


@strawberry.type(description="Answer to fileEarlyCertification and withdrawHeldFiling.")
class HeldFilingPayload:
    """The held filing or the refusals."""

    held_filing: HeldFiling | None = strawberry.field(description="The held filing; null when refused.")
    refusals: list[Refusal] = strawberry.field(description="Every reason why nothing was done; empty when it was.")


@strawberry.type
class EarlyMutations:
    """Filing before the notice."""

    @strawberry.mutation(
        description="Files a certification before its notice is published: it is held, and registered on the day of "
        "the publication in order of arrival (CERT-02).",
        extensions=[requires(Right.FILE)],
    )
    async def file_early_certification(
        self,
        info: Info,
        input: Annotated[FileEarlyCertificationInput, strawberry.argument(description="The certification.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> HeldFilingPayload:
        """See the use case."""
        filed = input.certification
        if filed.notice_id is not None:
            raise BadInput("an early filing has no notice yet", field="certification.noticeId")
        command = HoldFiling(
            fiscal_year=input.fiscal_year,
            producer_id=own_filing(info, filed),
            form=filed.form(),
            tax_fingerprint=fingerprint(info, filed),
            received_on=filed.received_on,
        )
        handler = partial(hold_filing, sealed_tax_number=sealed(info, filed))
        return await _payload(
            info, await info.context.command("fileEarlyCertification", idempotency_key, command, handler)
        )

    @strawberry.mutation(
        description="Withdraws a filing while it is held; once registered it is withdrawn as a certification (CERT-02, "
        "CERT-17).",
        extensions=[requires(Right.FILE)],
    )
    async def withdraw_held_filing(
        self,
        info: Info,
        input: Annotated[WithdrawHeldFilingInput, strawberry.argument(description="The withdrawal.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> HeldFilingPayload:
        """See the use case."""
        held_filing_id = parse_id(input.held_filing_id, "heldFilingId")
        async with info.context.database.reading() as connection:
            row = await held.held_by_id(connection, held_filing_id)
        if row is None or not may_see(info, row.producer_id):
            raise NotFound("there is no such held filing", field="heldFilingId")
        command = WithdrawHeldFiling(held_filing_id=held_filing_id, reason=input.reason)
        return await _payload(
            info, await info.context.command("withdrawHeldFiling", idempotency_key, command, withdraw_held_filing)
        )


async def _payload(info: Info, result: CommandResult) -> HeldFilingPayload:
    """The held filing a command changed, or its refusals."""
    if result.value is None:
        return HeldFilingPayload(held_filing=None, refusals=to_refusals(result.refusals))
    async with info.context.database.reading() as connection:
        row = await held.held_by_id(connection, UUID(result.value["held_filing_id"]))
    assert row is not None, "it was just written"
    return HeldFilingPayload(held_filing=HeldFiling.of(row), refusals=[])


@strawberry.type
class EarlyQueries:
    """Reading what is held."""

    @strawberry.field(
        description="Filings received before their notice, in order of arrival: all for officers, its own for a "
        "claimant.",
        extensions=[requires(Right.READ_OWN_CERTIFICATIONS)],
    )
    async def held_filings(self, info: Info, first: First = None, after: After = None) -> Connection[HeldFiling]:
        """A page of held filings."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await held.held_page(
                connection, producer_ids=visible_producers(info), after=cursor_id(page.after), limit=page.fetch
            )
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=HeldFiling.of)
