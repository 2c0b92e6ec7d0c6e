"""Recording petition and initiation."""

from typing import Annotated

import strawberry

from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.petition import inputs
from services.proceedings.graphql.record.acting import IdempotencyKey, RecordActPayload, recorded
from services.proceedings.rights import Right
from shared.graphql import requires

_COMMERCE = requires(Right.RECORD_COMMERCE_ACTS)


@strawberry.type
class PetitionMutations:
    """Acts from the petition to the decision on it."""

    @strawberry.mutation(description="Enter a petition (PET-01 to PET-05).", extensions=[_COMMERCE])
    async def file_petition(
        self,
        info: Info,
        input: Annotated[inputs.FilePetitionInput, strawberry.argument(description="The petition.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Enter a petition."""
        return await recorded(info, "filePetition", idempotency_key, input.record())

    @strawberry.mutation(description="Cure a defect of filing (PET-02).", extensions=[_COMMERCE])
    async def cure_filing(
        self,
        info: Info,
        input: Annotated[inputs.CureFilingInput, strawberry.argument(description="The day.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Cure a filing."""
        return await recorded(info, "cureFiling", idempotency_key, input.record())

    @strawberry.mutation(description="Record that consultations were offered (PET-05).", extensions=[_COMMERCE])
    async def offer_consultations(
        self,
        info: Info,
        input: Annotated[inputs.OfferConsultationsInput, strawberry.argument(description="The offer.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Offer consultations."""
        return await recorded(info, "offerConsultations", idempotency_key, input.record())

    @strawberry.mutation(description="Open a poll of the industry (PET-09, PET-14).", extensions=[_COMMERCE])
    async def open_poll(
        self,
        info: Info,
        input: Annotated[inputs.OpenPollInput, strawberry.argument(description="The poll.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Open a poll."""
        return await recorded(info, "openPoll", idempotency_key, input.record())

    @strawberry.mutation(description="Assess the industry's support (PET-11 to PET-13).", extensions=[_COMMERCE])
    async def assess_industry_support(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            inputs.AssessIndustrySupportInput, strawberry.argument(description="What producers stand behind it.")
        ],
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Assess support."""
        return await recorded(info, "assessIndustrySupport", idempotency_key, input.record())

    @strawberry.mutation(description="Initiate upon a petition (PET-08, PET-10).", extensions=[_COMMERCE])
    async def initiate_investigation(
        self,
        info: Info,
        input: Annotated[inputs.InitiateInvestigationInput, strawberry.argument(description="The decision.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Initiate."""
        return await recorded(info, "initiateInvestigation", idempotency_key, input.record())

    @strawberry.mutation(description="Dismiss a petition (PET-10).", extensions=[_COMMERCE])
    async def dismiss_petition(
        self,
        info: Info,
        input: Annotated[inputs.DismissPetitionInput, strawberry.argument(description="The decision.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Dismiss."""
        return await recorded(info, "dismissPetition", idempotency_key, input.record())

    @strawberry.mutation(description="Initiate without a petition (PET-17).", extensions=[_COMMERCE])
    async def self_initiate(
        self,
        info: Info,
        input: Annotated[inputs.SelfInitiateInput, strawberry.argument(description="The decision.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Initiate."""
        return await recorded(info, "selfInitiate", idempotency_key, input.record())
