"""Corrections of Customs' keying errors, in the API (CERT-19)."""

from functools import partial
from typing import Annotated, Self
from uuid import UUID

import strawberry

from services.certification.domain.keying import KeyingState
from services.certification.graphql.access import parse_id, visible_certification
from services.certification.graphql.enums import describe
from services.certification.graphql.filing import fingerprint, notice_id_of, sealed
from services.certification.graphql.inputs import FileCertificationInput, IdempotencyKey
from services.certification.graphql.loaders import Info
from services.certification.graphql.paging import After, First, cursor_id
from services.certification.graphql.types import Certification
from services.certification.rights import Right
from services.certification.storage.queries import keying
from services.certification.storage.queries.keying import KeyingRow
from services.certification.usecases.correct_keying_error import (
    CorrectKeyingError,
    DecideKeyingCorrection,
    correct_keying_error,
    decide_keying_correction,
)
from shared.database import CommandResult
from shared.errors import BadInput
from shared.graphql import (
    Connection,
    Date,
    Money,
    Refusal,
    connection_from,
    page_arguments,
    requires,
    to_refusals,
)

describe(
    KeyingState,
    "KeyingCorrectionState",
    "What became of a correction of a keying error.",
    {
        "PENDING": "It raises the net claim and waits for a second officer.",
        "MADE": "The certification has a new version.",
        "REFUSED": "The second officer refused it.",
    },
)


@strawberry.type(description="A correction of what Customs keyed in wrongly from paper (CERT-19).")
class KeyingCorrection:
    """A correction."""

    id: strawberry.ID = strawberry.field(description="The correction.")
    certification_id: strawberry.ID = strawberry.field(description="The certification.")
    state: KeyingState = strawberry.field(description="What became of it.")
    reason: str = strawberry.field(description="How the error came about.")
    net_claim_before: Money = strawberry.field(description="Net claim as it was keyed in.")
    net_claim_after: Money = strawberry.field(description="Net claim as on paper.")
    proposed_on: Date = strawberry.field(description="Day.")
    proposed_by: str = strawberry.field(description="The officer.")
    decided_on: Date | None = strawberry.field(description="Day of the second officer's decision.")
    decided_by: str | None = strawberry.field(description="The second officer.")
    decision_reason: str | None = strawberry.field(description="Why it was made or refused.")

    @strawberry.field(description="The certification as it stands.")
    async def certification(self, info: Info) -> Certification | None:
        """The certification."""
        row = await info.context.loaders.certification.load(UUID(str(self.certification_id)))
        return None if row is None else Certification.of(row)

    @classmethod
    def of(cls, row: KeyingRow) -> Self:
        """The row as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            certification_id=strawberry.ID(str(row.certification_id)),
            state=row.state,
            reason=row.reason,
            net_claim_before=Money(row.net_before_cents),
            net_claim_after=Money(row.net_after_cents),
            proposed_on=row.proposed_on,
            proposed_by=row.proposed_by,
            decided_on=row.decided_on,
            decided_by=row.decided_by,
            decision_reason=row.decision_reason,
        )


@strawberry.input(description="The whole certification as the paper states it, after a keying error (CERT-19).")
class CorrectKeyingErrorInput:
    """A correction."""

    certification_id: strawberry.ID = strawberry.field(description="The accepted certification.")
    certification: FileCertificationInput = strawberry.field(
        description="What the paper states, under the same notice and of the same producer; the channel is PAPER."
    )
    reason: str = strawberry.field(description="How the error came about.")


@strawberry.input(description="A second officer's decision on a correction that raises the net claim.")
class DecideKeyingCorrectionInput:
    """A decision."""

    correction_id: strawberry.ID = strawberry.field(description="The correction.")
    approve: bool = strawberry.field(description="True to make it, false to refuse it.")
    reason: str = strawberry.field(description="Why.")


@strawberry.type(description="Answer to a mutation on a correction of a keying error.")
class KeyingCorrectionPayload:
    """The correction or the refusals."""

    keying_correction: KeyingCorrection | None = strawberry.field(description="The correction; null when refused.")
    refusals: list[Refusal] = strawberry.field(description="Every reason why nothing was done; empty when it was.")


@strawberry.type
class KeyingMutations:
    """Corrections of keying errors."""

    @strawberry.mutation(
        description="Corrects what Customs keyed in wrongly of an accepted certification, before a distribution is "
        "frozen; one that raises the net claim waits for a second officer (CERT-19).",
        extensions=[requires(Right.FILE_ON_PAPER)],
    )
    async def correct_keying_error(
        self,
        info: Info,
        input: Annotated[CorrectKeyingErrorInput, strawberry.argument(description="The correction.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> KeyingCorrectionPayload:
        """See the use case."""
        certification_id = parse_id(input.certification_id, "certificationId")
        row = await visible_certification(info, certification_id)
        stated = input.certification
        if parse_id(stated.producer_id, "producerId") != row.producer_id:
            raise BadInput("a correction is of the same producer", field="certification.producerId")
        if notice_id_of(stated) != row.notice_id:
            raise BadInput("a correction is under the same notice", field="certification.noticeId")
        command = CorrectKeyingError(
            certification_id=certification_id,
            form=stated.form(),
            tax_fingerprint=fingerprint(info, stated),
            reason=input.reason,
        )
        handler = partial(correct_keying_error, sealed_tax_number=sealed(info, stated))
        return await _payload(info, await info.context.command("correctKeyingError", idempotency_key, command, handler))

    @strawberry.mutation(
        description="Makes or refuses a correction that raises the net claim (CERT-19). Not by whoever proposed it.",
        extensions=[requires(Right.APPROVE_KEYING_CORRECTION)],
    )
    async def decide_keying_correction(
        self,
        info: Info,
        input: Annotated[DecideKeyingCorrectionInput, strawberry.argument(description="The decision.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> KeyingCorrectionPayload:
        """See the use case."""
        command = DecideKeyingCorrection(
            correction_id=parse_id(input.correction_id, "correctionId"), approve=input.approve, reason=input.reason
        )
        return await _payload(
            info,
            await info.context.command("decideKeyingCorrection", idempotency_key, command, decide_keying_correction),
        )


@strawberry.type
class KeyingQueries:
    """Corrections of keying errors."""

    @strawberry.field(
        description="Corrections of keying errors, the oldest first (CERT-19).",
        extensions=[requires(Right.READ_FINDINGS)],
    )
    async def keying_corrections(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        pending_only: Annotated[bool, strawberry.argument(description="Only those that wait.")] = True,
    ) -> Connection[KeyingCorrection]:
        """A page of corrections."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await keying.page(
                connection, pending_only=pending_only, after=cursor_id(page.after), limit=page.fetch
            )
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=KeyingCorrection.of)


async def _payload(info: Info, result: CommandResult) -> KeyingCorrectionPayload:
    shown = None
    if result.value is not None:
        async with info.context.database.reading() as connection:
            row = await keying.find(connection, UUID(result.value["correction_id"]))
        shown = None if row is None else KeyingCorrection.of(row)
    return KeyingCorrectionPayload(keying_correction=shown, refusals=to_refusals(result.refusals))
