"""Recording how suspension agreements end."""

from typing import Annotated

import strawberry

from services.proceedings.graphql.agreement import expiry_inputs, inputs
from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.record.acting import IdempotencyKey, RecordActPayload, recorded
from services.proceedings.rights import Right
from shared.graphql import requires

_COMMERCE = requires(Right.RECORD_COMMERCE_ACTS)
_ITC = requires(Right.RECORD_ITC_ACTS)


@strawberry.type
class AgreementEndMutations:
    """Acts that end an agreement, or an order by one."""

    @strawberry.mutation(description="Find that an agreement is or was violated (SUS-17).", extensions=[_COMMERCE])
    async def find_agreement_violation(
        self,
        info: Info,
        input: Annotated[inputs.FindAgreementViolationInput, strawberry.argument(description="The finding.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Find."""
        return await recorded(info, "findAgreementViolation", idempotency_key, input.record())

    @strawberry.mutation(
        description="Record the Commission's finding on changed circumstances (SUS-16).", extensions=[_ITC]
    )
    async def find_agreement_wanting(
        self,
        info: Info,
        input: Annotated[inputs.FindAgreementWantingInput, strawberry.argument(description="The finding.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Find."""
        return await recorded(info, "findAgreementWanting", idempotency_key, input.record())

    @strawberry.mutation(description="Refer an intentional violation to customs (SUS-18).", extensions=[_COMMERCE])
    async def refer_penalty(
        self,
        info: Info,
        input: Annotated[inputs.ReferPenaltyInput, strawberry.argument(description="The referral.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Refer."""
        return await recorded(info, "referPenalty", idempotency_key, input.record())

    @strawberry.mutation(description="Accept a regional agreement after the order (SUS-20).", extensions=[_COMMERCE])
    async def accept_regional_agreement(
        self,
        info: Info,
        input: Annotated[inputs.AcceptRegionalAgreementInput, strawberry.argument(description="The agreement.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Accept."""
        return await recorded(info, "acceptRegionalAgreement", idempotency_key, input.record())

    @strawberry.mutation(description="Open a proceeding on an expiring restriction (SUS-21).", extensions=[_COMMERCE])
    async def open_expiry(
        self,
        info: Info,
        input: Annotated[expiry_inputs.OpenExpiryInput, strawberry.argument(description="The opening.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Open."""
        return await recorded(info, "openExpiry", idempotency_key, input.record())

    @strawberry.mutation(
        description="Record Commerce's determination on an expiring restriction (SUS-21).", extensions=[_COMMERCE]
    )
    async def determine_expiry_subsidy(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            expiry_inputs.DetermineExpirySubsidyInput, strawberry.argument(description="The determination.")
        ],
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Determine."""
        return await recorded(info, "determineExpirySubsidy", idempotency_key, input.record())

    @strawberry.mutation(
        description="Record the Commission's determination on an expiring restriction (SUS-21).", extensions=[_ITC]
    )
    async def determine_expiry_injury(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            expiry_inputs.DetermineExpiryInjuryInput, strawberry.argument(description="The determination.")
        ],
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Determine."""
        return await recorded(info, "determineExpiryInjury", idempotency_key, input.record())

    @strawberry.mutation(
        description="Publish the order after a restriction of quantity (SUS-21).", extensions=[_COMMERCE]
    )
    async def publish_expiry_order(
        self,
        info: Info,
        input: Annotated[expiry_inputs.PublishExpiryOrderInput, strawberry.argument(description="The order.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Publish."""
        return await recorded(info, "publishExpiryOrder", idempotency_key, input.record())
