"""Petitions against recordkeeping penalties (PEN-11): what the mutations take and run."""

from typing import Annotated

import strawberry

from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.mutations import IdempotencyKey, RecordDemandPayload, run_on_demand
from services.enforcement.graphql.records import parse_id
from services.enforcement.rights import Right
from services.enforcement.usecases.penalties import relief
from shared.authentication import Role
from shared.graphql import Date, Money, requires

_PENALTY_ID = "The penalty's id."


@strawberry.input(description="A petition against a recordkeeping penalty (RLF-01 to RLF-04).")
class FilePenaltyPetitionInput:
    """See FilePenaltyPetition."""

    penalty_id: strawberry.ID = strawberry.field(description=_PENALTY_ID)
    filed_on: Date = strawberry.field(description="Day of filing.")
    grounds: str = strawberry.field(description="Why relief is asked.")
    copies: int = strawberry.field(default=2, description="How many came on paper (RLF-04).")
    electronic: bool = strawberry.field(default=False, description="Filed electronically; one is enough.")
    extended_to: Date | None = strawberry.field(default=None, description="Later day to which FP&F extends the period.")

    def command(self) -> relief.FilePenaltyPetition:
        """The command."""
        return relief.FilePenaltyPetition(
            penalty_id=parse_id(self.penalty_id, field="penaltyId"),
            filed_on=self.filed_on,
            grounds=self.grounds,
            copies=self.copies,
            electronic=self.electronic,
            extended_to=self.extended_to,
        )


@strawberry.input(description="A supplemental petition against a recordkeeping penalty (RLF-07, RLF-08).")
class FilePenaltySupplementalPetitionInput:
    """See FilePenaltySupplemental."""

    penalty_id: strawberry.ID = strawberry.field(description=_PENALTY_ID)
    filed_on: Date = strawberry.field(description="Day of filing.")
    grounds: str = strawberry.field(description="Why relief is asked.")
    waiver_required: bool = strawberry.field(default=False, description="The official asks for a waiver (RLF-08).")
    waiver_until: Date | None = strawberry.field(default=None, description="Day to which limitation is waived.")

    def command(self) -> relief.FilePenaltySupplemental:
        """The command."""
        return relief.FilePenaltySupplemental(
            penalty_id=parse_id(self.penalty_id, field="penaltyId"),
            filed_on=self.filed_on,
            grounds=self.grounds,
            waiver_required=self.waiver_required,
            waiver_until=self.waiver_until,
        )


@strawberry.input(description="The decision on a petition against a recordkeeping penalty (RLF-05 to RLF-07).")
class DecidePenaltyPetitionInput:
    """See DecidePenaltyPetition."""

    penalty_id: strawberry.ID = strawberry.field(description=_PENALTY_ID)
    mitigated: Money = strawberry.field(description="What is left of the penalty; 0.00 is remission.")
    notified_on: Date = strawberry.field(description="Day of the notice of the decision.")
    reasons: str = strawberry.field(description="Why.")
    pay_by: Date | None = strawberry.field(default=None, description="Last day to pay, where the notice says another.")
    supplemental_by: Date | None = strawberry.field(
        default=None, description="Last day for a supplemental petition, where the decision fixes another."
    )


class _Given:
    """A command already made, because it needs more than its input."""

    def __init__(self, command: relief.DecidePenaltyPetition) -> None:
        self._command = command

    def command(self) -> relief.DecidePenaltyPetition:
        """The command."""
        return self._command


@strawberry.type
class PenaltyReliefMutations:
    """Every mutation takes an idempotency key."""

    @strawberry.mutation(
        description="Record a petition against a recordkeeping penalty (PEN-11, RLF-01 to RLF-04).",
        extensions=[requires(Right.DECIDE_PENALTIES)],
    )
    async def file_penalty_petition(
        self,
        info: Info,
        input: Annotated[FilePenaltyPetitionInput, strawberry.argument(description="The petition.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordDemandPayload:
        """See file_petition."""
        return await run_on_demand(info, "filePenaltyPetition", idempotency_key, input, relief.file_petition)

    @strawberry.mutation(
        description="Record a supplemental petition against a recordkeeping penalty (PEN-11, RLF-07, RLF-08).",
        extensions=[requires(Right.DECIDE_PENALTIES)],
    )
    async def file_penalty_supplemental_petition(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            FilePenaltySupplementalPetitionInput, strawberry.argument(description="The petition.")
        ],
        idempotency_key: IdempotencyKey,
    ) -> RecordDemandPayload:
        """See file_supplemental."""
        name = "filePenaltySupplementalPetition"
        return await run_on_demand(info, name, idempotency_key, input, relief.file_supplemental)

    @strawberry.mutation(
        description="Decide the petition that waits: FP&F within its authority, else headquarters (PEN-11, RLF-05).",
        extensions=[requires(Right.DECIDE_PETITIONS)],
    )
    async def decide_penalty_petition(
        self,
        info: Info,
        input: Annotated[DecidePenaltyPetitionInput, strawberry.argument(description="The decision.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordDemandPayload:
        """See decide_petition."""
        command = relief.DecidePenaltyPetition(
            penalty_id=parse_id(input.penalty_id, field="penaltyId"),
            mitigated_cents=input.mitigated,
            notified_on=input.notified_on,
            pay_by=input.pay_by,
            supplemental_by=input.supplemental_by,
            reasons=input.reasons,
            headquarters=Role.PENALTIES_BRANCH in info.context.principal.roles,
        )
        return await run_on_demand(
            info, "decidePenaltyPetition", idempotency_key, _Given(command), relief.decide_petition
        )
