"""Recording papers, parties, governments and entry data."""

from typing import Annotated

import strawberry

from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.petition import paper_inputs as inputs
from services.proceedings.graphql.record.acting import IdempotencyKey, RecordActPayload, recorded
from services.proceedings.rights import Right
from shared.graphql import requires

_COMMERCE = requires(Right.RECORD_COMMERCE_ACTS)


@strawberry.type
class PaperMutations:
    """What comes in and goes out beside the decisions."""

    @strawberry.mutation(
        description="Enter a draft petition; nothing about it is disclosed (PET-03).", extensions=[_COMMERCE]
    )
    async def receive_draft_petition(
        self,
        info: Info,
        input: Annotated[inputs.ReceiveDraftPetitionInput, strawberry.argument(description="The draft.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Enter a draft petition; nothing about it is disclosed."""
        return await recorded(info, "receiveDraftPetition", idempotency_key, input.record())

    @strawberry.mutation(description="Amend the petition (PET-03).", extensions=[_COMMERCE])
    async def amend_petition(
        self,
        info: Info,
        input: Annotated[inputs.AmendPetitionInput, strawberry.argument(description="The amendment.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Amend the petition."""
        return await recorded(info, "amendPetition", idempotency_key, input.record())

    @strawberry.mutation(
        description="Record that the public version was delivered to the exporting country (PET-05).",
        extensions=[_COMMERCE],
    )
    async def notify_governments(
        self,
        info: Info,
        input: Annotated[inputs.NotifyGovernmentsInput, strawberry.argument(description="The delivery.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Record that the public version was delivered to the exporting country."""
        return await recorded(info, "notifyGovernments", idempotency_key, input.record())

    @strawberry.mutation(
        description="Record that the Treasury was told of a derogation petition (PET-04).", extensions=[_COMMERCE]
    )
    async def notify_treasury(
        self,
        info: Info,
        input: Annotated[inputs.NotifyTreasuryInput, strawberry.argument(description="The notice.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Record that the Treasury was told of a derogation petition."""
        return await recorded(info, "notifyTreasury", idempotency_key, input.record())

    @strawberry.mutation(
        description="Record the Treasury's determination on a derogation (PET-04).", extensions=[_COMMERCE]
    )
    async def determine_derogation(
        self,
        info: Info,
        input: Annotated[inputs.DetermineDerogationInput, strawberry.argument(description="The determination.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Record the Treasury's determination on a derogation."""
        return await recorded(info, "determineDerogation", idempotency_key, input.record())

    @strawberry.mutation(description="Register an interested party of a segment (PET-07).", extensions=[_COMMERCE])
    async def register_party(
        self,
        info: Info,
        input: Annotated[inputs.RegisterPartyInput, strawberry.argument(description="The party.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Register an interested party of a segment."""
        return await recorded(info, "registerParty", idempotency_key, input.record())

    @strawberry.mutation(description="Enter a communication to Commerce (PET-06, PET-15).", extensions=[_COMMERCE])
    async def receive_communication(
        self,
        info: Info,
        input: Annotated[inputs.ReceiveCommunicationInput, strawberry.argument(description="The communication.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Enter a communication to Commerce."""
        return await recorded(info, "receiveCommunication", idempotency_key, input.record())

    @strawberry.mutation(description="Enter a document (PET-19).", extensions=[_COMMERCE])
    async def file_document(
        self,
        info: Info,
        input: Annotated[inputs.FileDocumentInput, strawberry.argument(description="The document.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Enter a document."""
        return await recorded(info, "fileDocument", idempotency_key, input.record())

    @strawberry.mutation(description="Record a submitter's consent (PET-19).", extensions=[_COMMERCE])
    async def consent_to_disclosure(
        self,
        info: Info,
        input: Annotated[inputs.ConsentToDisclosureInput, strawberry.argument(description="The consent.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Record a submitter's consent."""
        return await recorded(info, "consentToDisclosure", idempotency_key, input.record())

    @strawberry.mutation(description="Record the disclosure of a document (PET-19).", extensions=[_COMMERCE])
    async def disclose_document(
        self,
        info: Info,
        input: Annotated[inputs.DiscloseDocumentInput, strawberry.argument(description="The disclosure.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Record the disclosure of a document."""
        return await recorded(info, "discloseDocument", idempotency_key, input.record())

    @strawberry.mutation(
        description="Record that the Commission was given the record (PET-10, PET-19).", extensions=[_COMMERCE]
    )
    async def share_record(
        self,
        info: Info,
        input: Annotated[inputs.ShareRecordInput, strawberry.argument(description="The stage.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Record that the Commission was given the record."""
        return await recorded(info, "shareRecord", idempotency_key, input.record())

    @strawberry.mutation(description="Ask customs for data on entries (PET-18).", extensions=[_COMMERCE])
    async def request_entry_data(
        self,
        info: Info,
        input: Annotated[inputs.RequestEntryDataInput, strawberry.argument(description="The request.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Ask customs for data on entries."""
        return await recorded(info, "requestEntryData", idempotency_key, input.record())

    @strawberry.mutation(description="Record that customs sent the data (PET-18).", extensions=[_COMMERCE])
    async def transmit_entry_data(
        self,
        info: Info,
        input: Annotated[inputs.TransmitEntryDataInput, strawberry.argument(description="The day.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Record that customs sent the data."""
        return await recorded(info, "transmitEntryData", idempotency_key, input.record())

    @strawberry.mutation(description="Withdraw the request for data (PET-18).", extensions=[_COMMERCE])
    async def withdraw_entry_data(
        self,
        info: Info,
        input: Annotated[inputs.WithdrawEntryDataInput, strawberry.argument(description="The day.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Withdraw the request for data."""
        return await recorded(info, "withdrawEntryData", idempotency_key, input.record())
