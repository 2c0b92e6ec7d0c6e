"""What officers do about informants; what identifies a person goes into the vault and nowhere else."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, TypeVar
from uuid import UUID

import strawberry

from services.enforcement.domain.informants.reasons import refusal
from services.enforcement.graphql.informants import inputs
from services.enforcement.graphql.informants.types import (
    InformantClaim,
    InformantClaimPayload,
    InformantContact,
    InformantContactPayload,
    Recovery,
    RecoveryPayload,
)
from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.mutations import IdempotencyKey
from services.enforcement.graphql.records import parse_id
from services.enforcement.rights import Right
from services.enforcement.storage.informants import queries
from services.enforcement.storage.informants import recoveries as stored
from services.enforcement.usecases.informants import awards, claims, contacts, reading
from services.enforcement.usecases.informants import recoveries as recovering
from shared.canonical import JSON, canonical_bytes
from shared.database import Transaction
from shared.graphql import requires, to_refusals

Command = TypeVar("Command")
UseCase = Callable[[Transaction, Command], Awaitable[dict[str, JSON]]]


async def on_contact(
    info: Info, name: str, key: str, command: Command, use_case: UseCase[Command]
) -> InformantContactPayload:
    """Run a use case and show the contact it answers with."""
    result = await info.context.command(name, key, command, use_case)
    row = None
    if result.value is not None:
        async with info.context.database.reading() as connection:
            row = await queries.contact_by_id(connection, UUID(result.value["contact_id"]))
    shown = None if row is None else InformantContact.of(row)
    return InformantContactPayload(contact=shown, refusals=to_refusals(result.refusals))


async def on_claim(
    info: Info, name: str, key: str, command: Command, use_case: UseCase[Command]
) -> InformantClaimPayload:
    """Run a use case and show the claim it answers with, and why it waits or was stopped."""
    result = await info.context.command(name, key, command, use_case)
    if result.value is None:
        return InformantClaimPayload(claim=None, refusals=to_refusals(result.refusals))
    async with info.context.database.reading() as connection:
        row = await queries.claim_by_id(connection, UUID(result.value["claim_id"]))
    reasons = [refusal(code) for code in result.value.get("reasons", [])]
    return InformantClaimPayload(claim=None if row is None else InformantClaim.of(row), refusals=to_refusals(reasons))


async def _recovery(info: Info, name: str, key: str, command: Command, use_case: UseCase[Command]) -> RecoveryPayload:
    result = await info.context.command(name, key, command, use_case)
    if result.value is None:
        return RecoveryPayload(recovery=None, hold_id=None, refusals=to_refusals(result.refusals))
    async with info.context.database.reading() as connection:
        row = await stored.by_id(connection, UUID(result.value["recovery_id"]))
    hold = result.value.get("hold_id")
    return RecoveryPayload(
        recovery=None if row is None else Recovery.of(row),
        hold_id=None if hold is None else strawberry.ID(hold),
        refusals=[],
    )


def office_of(info: Info, right: Right) -> str:
    """The office in which the caller acts."""
    return ",".join(sorted(info.context.rights[right] & info.context.principal.roles))


def claim_id_of(given: strawberry.ID) -> UUID:
    """The id of a claim."""
    return parse_id(given, field="claimId")


def contact_id_of(given: strawberry.ID) -> UUID:
    """The id of a contact."""
    return parse_id(given, field="contactId")


@strawberry.type
class InformantMutations:
    """Informants, their claims, and recoveries of every case (INF)."""

    @strawberry.mutation(
        description="Open a contact; the person is sealed under a random pseudonym (INF-26).",
        extensions=[requires(Right.OPEN_CONTACTS)],
    )
    async def open_informant_contact(
        self,
        info: Info,
        input: Annotated[inputs.OpenInformantContactInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantContactPayload:
        """Open a contact; the person is sealed under a random pseudonym (INF-26)."""
        vault, identity = info.context.loaders.vault, input.identity.fields()
        command = contacts.OpenContact(
            liaison=input.liaison,
            fingerprint=vault.fingerprint(canonical_bytes(list(identity.values())).decode()),
            role=office_of(info, Right.OPEN_CONTACTS),
        )
        return await on_contact(
            info,
            "openInformantContact",
            idempotency_key,
            command,
            partial(contacts.open_contact, vault=vault, identity=identity),
        )

    @strawberry.mutation(
        description="Note that both points were told (INF-08).", extensions=[requires(Right.OPEN_CONTACTS)]
    )
    async def record_informant_advice(
        self,
        info: Info,
        input: Annotated[inputs.RecordInformantAdviceInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantContactPayload:
        """Note that both points were told (INF-08)."""
        command = contacts.RecordAdvice(
            contact_id=contact_id_of(input.contact_id),
            entitlement_at=input.entitlement_at,
            deduction_at=input.deduction_at,
            role=office_of(info, Right.OPEN_CONTACTS),
        )
        return await on_contact(info, "recordInformantAdvice", idempotency_key, command, contacts.record_advice)

    @strawberry.mutation(
        description="Note what was furnished or done; the wording is sealed (INF-02, INF-03).",
        extensions=[requires(Right.OPEN_CONTACTS)],
    )
    async def record_information(
        self,
        info: Info,
        input: Annotated[inputs.RecordInformationInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantContactPayload:
        """Note what was furnished or done; the wording is sealed (INF-02, INF-03)."""
        vault = info.context.loaders.vault
        command = contacts.RecordInformation(
            contact_id=contact_id_of(input.contact_id),
            route=input.route,
            received_at=input.received_at,
            allegations=tuple(input.allegations),
            detected=input.detected,
            seized=input.seized,
            reported=input.reported,
            own_violation=input.own_violation,
            fingerprint=vault.fingerprint(input.statement),
            role=office_of(info, Right.OPEN_CONTACTS),
        )
        return await on_contact(
            info,
            "recordInformation",
            idempotency_key,
            command,
            partial(contacts.record_information, vault=vault, statement=input.statement),
        )

    @strawberry.mutation(
        description="Keep the signed stipulation (INF-09).", extensions=[requires(Right.KEEP_CONTACTS)]
    )
    async def sign_stipulation(
        self,
        info: Info,
        input: Annotated[inputs.SignStipulationInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantContactPayload:
        """Keep the signed stipulation (INF-09)."""
        command = contacts.SignStipulation(
            contact_id=contact_id_of(input.contact_id),
            signed_on=input.signed_on,
            document_hash=input.document_hash,
            covers_earlier=input.covers_earlier,
            role=office_of(info, Right.KEEP_CONTACTS),
        )
        return await on_contact(info, "signStipulation", idempotency_key, command, contacts.sign_stipulation)

    @strawberry.mutation(description="Add to the purchase money (INF-19).", extensions=[requires(Right.KEEP_CONTACTS)])
    async def record_purchase_payment(
        self,
        info: Info,
        input: Annotated[inputs.RecordPurchasePaymentInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantContactPayload:
        """Add to the purchase money (INF-19)."""
        command = contacts.RecordPurchase(
            contact_id=contact_id_of(input.contact_id),
            paid_on=input.paid_on,
            amount_cents=input.amount,
            role=office_of(info, Right.KEEP_CONTACTS),
        )
        return await on_contact(info, "recordPurchasePayment", idempotency_key, command, contacts.record_purchase)

    @strawberry.mutation(
        description="Link a contact to the cases that flow from it (INF-14).",
        extensions=[requires(Right.KEEP_CONTACTS)],
    )
    async def link_recovery_group(
        self,
        info: Info,
        input: Annotated[inputs.LinkRecoveryGroupInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantContactPayload:
        """Link a contact to the cases that flow from it (INF-14)."""
        command = contacts.LinkRecoveryGroup(
            contact_id=contact_id_of(input.contact_id),
            case_references=tuple(input.case_references),
            role=office_of(info, Right.KEEP_CONTACTS),
        )
        return await on_contact(info, "linkRecoveryGroup", idempotency_key, command, contacts.link_recovery_group)

    @strawberry.mutation(
        description="Assign a contact to another liaison (INF-25).", extensions=[requires(Right.KEEP_CONTACTS)]
    )
    async def hand_over_informant_contact(
        self,
        info: Info,
        input: Annotated[inputs.HandOverContactInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantContactPayload:
        """Assign a contact to another liaison (INF-25)."""
        command = contacts.HandOver(
            contact_id=contact_id_of(input.contact_id), liaison=input.liaison, role=office_of(info, Right.KEEP_CONTACTS)
        )
        return await on_contact(info, "handOverInformantContact", idempotency_key, command, contacts.hand_over)

    @strawberry.mutation(
        description="Close a contact without an open claim (10.1).", extensions=[requires(Right.KEEP_CONTACTS)]
    )
    async def close_informant_contact(
        self,
        info: Info,
        input: Annotated[inputs.EndContactInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantContactPayload:
        """Close a contact without an open claim (10.1)."""
        command = contacts.EndContact(
            contact_id=contact_id_of(input.contact_id), reason=input.reason, role=office_of(info, Right.KEEP_CONTACTS)
        )
        return await on_contact(info, "closeInformantContact", idempotency_key, command, contacts.close_contact)

    @strawberry.mutation(
        description="File Form 4623 for the informant (INF-01, 02, 05 to 07, 10).",
        extensions=[requires(Right.KEEP_CONTACTS)],
    )
    async def file_informant_claim(
        self,
        info: Info,
        input: Annotated[inputs.FileInformantClaimInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantClaimPayload:
        """File Form 4623 for the informant (INF-01, 02, 05 to 07, 10)."""
        vault, form = info.context.loaders.vault, input.form.form()
        command = claims.FileClaim(
            contact_id=contact_id_of(input.contact_id),
            standing=input.standing(),
            fingerprint=vault.fingerprint(canonical_bytes(form).decode()),
            role=office_of(info, Right.KEEP_CONTACTS),
        )
        return await on_claim(
            info, "fileInformantClaim", idempotency_key, command, partial(claims.file_claim, vault=vault, form=form)
        )

    @strawberry.mutation(
        description="The special agent in charge recommends (INF-10).", extensions=[requires(Right.RECOMMEND_FIRST)]
    )
    async def recommend_on_claim_as_special_agent(
        self,
        info: Info,
        input: Annotated[inputs.RecommendOnClaimInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantClaimPayload:
        """The special agent in charge recommends (INF-10)."""
        command = claims.Recommend(
            claim_id=claim_id_of(input.claim_id),
            step=claims.Step.SAC,
            approve=input.approve,
            amount_cents=input.amount,
            reason=input.reason,
            role=office_of(info, Right.RECOMMEND_FIRST),
        )
        return await on_claim(info, "recommendOnClaimAsSpecialAgent", idempotency_key, command, claims.recommend)

    @strawberry.mutation(
        description="The port or Center director recommends (INF-10).", extensions=[requires(Right.RECOMMEND_SECOND)]
    )
    async def recommend_on_claim_as_director(
        self,
        info: Info,
        input: Annotated[inputs.RecommendOnClaimInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantClaimPayload:
        """The port or Center director recommends (INF-10)."""
        command = claims.Recommend(
            claim_id=claim_id_of(input.claim_id),
            step=claims.Step.DIRECTOR,
            approve=input.approve,
            amount_cents=input.amount,
            reason=input.reason,
            role=office_of(info, Right.RECOMMEND_SECOND),
        )
        return await on_claim(info, "recommendOnClaimAsDirector", idempotency_key, command, claims.recommend)

    @strawberry.mutation(
        description="Apply straight to headquarters for the claimant (INF-11).",
        extensions=[requires(Right.KEEP_CONTACTS)],
    )
    async def apply_direct_to_headquarters(
        self,
        info: Info,
        input: Annotated[inputs.InformantClaimInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantClaimPayload:
        """Apply straight to headquarters for the claimant (INF-11)."""
        command = claims.ApplyDirect(claim_id=claim_id_of(input.claim_id), role=office_of(info, Right.KEEP_CONTACTS))
        return await on_claim(info, "applyDirectToHeadquarters", idempotency_key, command, claims.apply_direct)

    @strawberry.mutation(
        description="Name the official who decides (INF-25).", extensions=[requires(Right.DECIDE_AWARDS)]
    )
    async def name_award_decider(
        self,
        info: Info,
        input: Annotated[inputs.NameAwardDeciderInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantClaimPayload:
        """Name the official who decides (INF-25)."""
        command = claims.NameDecider(claim_id=claim_id_of(input.claim_id), decider=input.decider)
        return await on_claim(info, "nameAwardDecider", idempotency_key, command, claims.name_decider)

    @strawberry.mutation(
        description="Decide on originality and causation (INF-03, INF-04).", extensions=[requires(Right.DECIDE_AWARDS)]
    )
    async def assess_claim_eligibility(
        self,
        info: Info,
        input: Annotated[inputs.AssessEligibilityInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantClaimPayload:
        """Decide on originality and causation (INF-03, INF-04)."""
        command = claims.AssessEligibility(
            claim_id=claim_id_of(input.claim_id),
            originality=tuple(one.finding() for one in input.originality),
            causation=tuple(one.finding() for one in input.causation),
            role=office_of(info, Right.DECIDE_AWARDS),
        )
        return await on_claim(info, "assessClaimEligibility", idempotency_key, command, claims.assess_eligibility)

    @strawberry.mutation(
        description="Decide on recoveries that came in later (INF-04).", extensions=[requires(Right.DECIDE_AWARDS)]
    )
    async def decide_recovery_causation(
        self,
        info: Info,
        input: Annotated[inputs.DecideCausationInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantClaimPayload:
        """Decide on recoveries that came in later (INF-04)."""
        command = claims.DecideCausation(
            claim_id=claim_id_of(input.claim_id), causation=tuple(one.finding() for one in input.causation)
        )
        return await on_claim(info, "decideRecoveryCausation", idempotency_key, command, claims.decide_causation)

    @strawberry.mutation(
        description="Assign the shares of the informants of a case (INF-15).",
        extensions=[requires(Right.DECIDE_AWARDS)],
    )
    async def assign_award_shares(
        self,
        info: Info,
        input: Annotated[inputs.AssignAwardSharesInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantClaimPayload:
        """Assign the shares of the informants of a case (INF-15)."""
        command = claims.AssignShares(
            group_id=parse_id(input.group_id, field="groupId"),
            shares=tuple((claim_id_of(one.claim_id), one.basis_points) for one in input.shares),
        )
        return await on_claim(info, "assignAwardShares", idempotency_key, command, claims.assign_shares)

    @strawberry.mutation(
        description="See whether something can be awarded now (INF-05, INF-20).",
        extensions=[requires(Right.DECIDE_AWARDS)],
    )
    async def assess_claim(
        self,
        info: Info,
        input: Annotated[inputs.InformantClaimInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantClaimPayload:
        """See whether something can be awarded now (INF-05, INF-20)."""
        command = awards.AssessClaim(claim_id=claim_id_of(input.claim_id), role=office_of(info, Right.DECIDE_AWARDS))
        return await on_claim(
            info,
            "assessClaim",
            idempotency_key,
            command,
            partial(awards.assess_claim, mode=info.context.loaders.cap_mode),
        )

    @strawberry.mutation(
        description="Decide on an award (INF-13, 14, 20, 21).", extensions=[requires(Right.DECIDE_AWARDS)]
    )
    async def decide_award(
        self,
        info: Info,
        input: Annotated[inputs.DecideAwardInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantClaimPayload:
        """Decide on an award (INF-13, 14, 20, 21)."""
        command = awards.DecideAward(
            claim_id=claim_id_of(input.claim_id),
            award_cents=input.award,
            reason=input.reason,
            role=office_of(info, Right.DECIDE_AWARDS),
        )
        return await on_claim(
            info,
            "decideAward",
            idempotency_key,
            command,
            partial(awards.decide_award, mode=info.context.loaders.cap_mode),
        )

    @strawberry.mutation(
        description="Have an award paid to an opaque reference (INF-01, 07, 19, 23).",
        extensions=[requires(Right.DECIDE_AWARDS)],
    )
    async def request_award_payment(
        self,
        info: Info,
        input: Annotated[inputs.RequestAwardPaymentInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantClaimPayload:
        """Have an award paid to an opaque reference (INF-01, 07, 19, 23)."""
        command = awards.RequestPayment(
            claim_id=claim_id_of(input.claim_id),
            fund_code=input.fund_code,
            officer_when_furnished=input.officer_when_furnished,
            officer_now=input.officer_now,
            payee=input.payee.payee(),
            role=office_of(info, Right.DECIDE_AWARDS),
        )
        return await on_claim(info, "requestAwardPayment", idempotency_key, command, awards.request_payment)

    @strawberry.mutation(
        description="Close the claims of a case in which nothing more can be recovered (10.2).",
        extensions=[requires(Right.DECIDE_AWARDS)],
    )
    async def close_recovery_group(
        self,
        info: Info,
        input: Annotated[inputs.CloseRecoveryGroupInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantClaimPayload:
        """Close the claims of a case in which nothing more can be recovered (10.2)."""
        command = awards.CloseGroup(
            claim_id=claim_id_of(input.claim_id), reason=input.reason, role=office_of(info, Right.DECIDE_AWARDS)
        )
        return await on_claim(info, "closeRecoveryGroup", idempotency_key, command, awards.close_group)

    @strawberry.mutation(description="Authorise a disclosure (INF-25).", extensions=[requires(Right.DECIDE_AWARDS)])
    async def authorise_informant_disclosure(
        self,
        info: Info,
        input: Annotated[inputs.AuthoriseDisclosureInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> InformantClaimPayload:
        """Authorise a disclosure (INF-25)."""
        command = reading.AuthoriseDisclosure(
            claim_id=claim_id_of(input.claim_id),
            reader=input.reader,
            fields=tuple(input.fields),
            expires_on=input.expires_on,
            counsel_concurred_on=input.counsel_concurred_on,
            reason=input.reason,
        )
        return await on_claim(
            info, "authoriseInformantDisclosure", idempotency_key, command, reading.authorise_disclosure
        )

    @strawberry.mutation(
        description="Record a recovery in any case (INF-12, INF-16 to INF-18).",
        extensions=[requires(Right.RECORD_RECOVERIES)],
    )
    async def record_recovery(
        self,
        info: Info,
        input: Annotated[inputs.RecordRecoveryInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecoveryPayload:
        """Record a recovery in any case (INF-12, INF-16 to INF-18)."""
        command = input.command()
        return await _recovery(info, "recordRecovery", idempotency_key, command, recovering.record_recovery)

    @strawberry.mutation(description="Count money paid back (INF-22).", extensions=[requires(Right.RECORD_RECOVERIES)])
    async def adjust_recovery(
        self,
        info: Info,
        input: Annotated[inputs.AdjustRecoveryInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecoveryPayload:
        """Count money paid back (INF-22)."""
        command = recovering.AdjustRecovery(
            recovery_id=parse_id(input.recovery_id, field="recoveryId"),
            refunded_cents=input.refunded,
            reason=input.reason,
        )
        return await _recovery(info, "adjustRecovery", idempotency_key, command, recovering.adjust_recovery)

    @strawberry.mutation(
        description="Note an open petition, protest or refund claim (INF-22).",
        extensions=[requires(Right.RECORD_RECOVERIES)],
    )
    async def hold_recovery(
        self,
        info: Info,
        input: Annotated[inputs.HoldRecoveryInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecoveryPayload:
        """Note an open petition, protest or refund claim (INF-22)."""
        command = recovering.HoldRecovery(recovery_id=parse_id(input.recovery_id, field="recoveryId"), kind=input.kind)
        return await _recovery(info, "holdRecovery", idempotency_key, command, recovering.hold_recovery)

    @strawberry.mutation(description="It is decided (INF-22).", extensions=[requires(Right.RECORD_RECOVERIES)])
    async def release_recovery_hold(
        self,
        info: Info,
        input: Annotated[inputs.ReleaseRecoveryHoldInput, strawberry.argument(description="What is given.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecoveryPayload:
        """It is decided (INF-22)."""
        command = recovering.ReleaseHold(hold_id=parse_id(input.hold_id, field="holdId"))
        return await _recovery(info, "releaseRecoveryHold", idempotency_key, command, recovering.release_hold)
