"""Section 1592 matters as the person concerned sees them, and what it does itself (section 12, column IMP).

Nothing shows before a notice was issued or the person disclosed: an open matter would tip it off. Reasons of officers,
reports, recommendations and the limitation of the claim stay inside.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Final, Self, TypeVar
from uuid import UUID

import strawberry

from services.enforcement.domain.compromise.offers import CLOCKS_RUN
from services.enforcement.domain.compromise.states import PENDING, OfferState
from services.enforcement.domain.matters.states import DisclosureState, MatterState
from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.matters.parts import MatterNotice, ReliefPetition
from services.enforcement.graphql.mutations import IdempotencyKey
from services.enforcement.graphql.records import After, First, parse_id, seen
from services.enforcement.rights import Right
from services.enforcement.storage.matters import queries
from services.enforcement.storage.matters.queries import Parts, Row
from services.enforcement.usecases.matters import compromise, duties, notices, relief
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import NotFound
from shared.graphql import Connection, Date, Money, Refusal, connection_from, page_arguments, requires, to_refusals

Command = TypeVar("Command")

# Where an offer stands inside is not told before it is decided.
_INSIDE: Final = (OfferState.REPORTED, OfferState.RECOMMENDED)


@strawberry.type(description="The person's own prior disclosure.")
class OwnDisclosure:
    """A disclosure."""

    state: DisclosureState = strawberry.field(description="Where it stands.")
    disclosed_on: Date = strawberry.field(description="Day of disclosure.")
    data_by: Date | None = strawberry.field(description="Missing data follow by this day.")
    loss: Money = strawberry.field(description="The actual loss as calculated.")
    tendered: Money = strawberry.field(description="What is kept of everything tendered.")
    tender_by: Date | None = strawberry.field(description="Last day to tender what is short.")
    penalty: Money | None = strawberry.field(description="Most the penalty may be, once granted (CUL-10).")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The disclosure as the person sees it."""
        return cls(
            state=DisclosureState(row.state),
            disclosed_on=row.disclosed_on,
            data_by=row.data_by,
            loss=Money(row.loss_cents),
            tendered=Money(row.tendered_cents),
            tender_by=row.tender_by,
            penalty=None if row.penalty_cents is None else Money(row.penalty_cents),
        )


@strawberry.type(description="The person's own offer in compromise.")
class OwnCompromiseOffer:
    """An offer."""

    id: strawberry.ID = strawberry.field(description="The offer's id.")
    state: OfferState = strawberry.field(description="Where it stands, as far as it is told.")
    information: list[str] = strawberry.field(description="CMP_CLOCKS_RUN while it is pending: it stops no clock.")
    offered: Money = strawberry.field(description="The sum offered.")
    deposited: Money = strawberry.field(description="The sum deposited.")
    notified_on: Date | None = strawberry.field(description="Day of the written decision.")
    conditions: str | None = strawberry.field(description="Collateral agreement or security.")
    released: Money = strawberry.field(description="What of the claim was given up.")
    returned: Money = strawberry.field(description="What of the deposit was returned.")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The offer as the person sees it."""
        state = OfferState(row.state)
        return cls(
            id=strawberry.ID(str(row.id)),
            state=OfferState.UNDER_CONSIDERATION if state in _INSIDE else state,
            information=[CLOCKS_RUN] if state in PENDING else [],
            offered=Money(row.offered_cents),
            deposited=Money(row.deposited_cents),
            notified_on=row.notified_on,
            conditions=row.conditions,
            released=Money(row.released_cents),
            returned=Money(row.returned_cents),
        )


@strawberry.type(description="A section 1592 matter as the person concerned sees it.")
class OwnMatter:
    """A matter."""

    id: strawberry.ID = strawberry.field(description="The matter's id.")
    importer_number: strawberry.ID = strawberry.field(description="The person's number.")
    state: MatterState = strawberry.field(description="Where it stands.")
    respond_by: Date | None = strawberry.field(description="Last day to answer the prepenalty notice.")
    petition_by: Date | None = strawberry.field(description="Last day to petition.")
    pay_by: Date | None = strawberry.field(description="Last day to pay the mitigated penalty.")
    penalty_owed: Money = strawberry.field(description="What is owed of the penalty.")
    penalty_collected: Money = strawberry.field(description="What was collected of it.")
    duties_by: Date | None = strawberry.field(description="Last day to pay the demanded duties.")
    duties_owed: Money = strawberry.field(description="Duties demanded.")
    duties_collected: Money = strawberry.field(description="What was collected of them.")
    final_statement: str | None = strawberry.field(description="Written final determination (CUL-08).")
    closed_on: Date | None = strawberry.field(description="Day of closing.")

    @strawberry.field(description="The notices issued, in order.")
    async def notices(self, info: Info) -> list[MatterNotice]:
        """Its notices."""
        return [MatterNotice.of(row) for row in (await self._parts(info)).notices]

    @strawberry.field(description="Petitions for relief and their decisions, in order.")
    async def petitions(self, info: Info) -> list[ReliefPetition]:
        """Its petitions."""
        return [ReliefPetition.of(row) for row in (await self._parts(info)).petitions]

    @strawberry.field(description="The prior disclosure; null when there is none.")
    async def disclosure(self, info: Info) -> OwnDisclosure | None:
        """Its disclosure."""
        found = (await self._parts(info)).disclosures
        return OwnDisclosure.of(found[0]) if found else None

    @strawberry.field(description="Offers in compromise, in order.")
    async def offers(self, info: Info) -> list[OwnCompromiseOffer]:
        """Its offers."""
        return [OwnCompromiseOffer.of(row) for row in (await self._parts(info)).offers]

    async def _parts(self, info: Info) -> Parts:
        found = await info.context.loaders.matter_parts.load(UUID(str(self.id)))
        assert found is not None, "every matter has its parts"
        return found

    @classmethod
    def of(cls, row: Row) -> Self:
        """The matter as the person sees it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            importer_number=strawberry.ID(row.importer_number),
            state=MatterState(row.state),
            respond_by=row.respond_by,
            petition_by=row.petition_by,
            pay_by=row.pay_by,
            penalty_owed=Money(row.penalty_owed_cents),
            penalty_collected=Money(row.penalty_collected_cents),
            duties_by=row.duties_by,
            duties_owed=Money(row.duties_owed_cents),
            duties_collected=Money(row.duties_collected_cents),
            final_statement=row.final_statement,
            closed_on=row.closed_on,
        )


@strawberry.type(description="Answer to an act of the person concerned.")
class OwnMatterPayload:
    """The matter or the refusals."""

    matter: OwnMatter | None = strawberry.field(description="The matter as it stands; null when refused.")
    offer_id: strawberry.ID | None = strawberry.field(description="The compromise offer concerned, if one is.")
    refusals: list[Refusal] = strawberry.field(description="Every reason why nothing was done; empty when it was.")


@strawberry.input(description="What the person writes in a matter.")
class OwnMatterInput:
    """A matter and a text."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    text: str = strawberry.field(description="Representations, grounds or reasons.")


@strawberry.input(description="A supplemental petition (RLF-07).")
class PetitionForReliefAgainInput:
    """See FileSupplemental."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    text: str = strawberry.field(description="Grounds.")
    loss_reduced_on: Date | None = strawberry.field(default=None, description="A decision that reduces the loss.")


@strawberry.input(description="An offer in compromise, in writing and of civil liability alone (CMP-01).")
class OfferCompromiseInput:
    """See SubmitOffer."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    offered: Money = strawberry.field(description="The sum offered.")
    terms: str = strawberry.field(description="Its terms.")


@strawberry.input(description="An own offer to withdraw (CMP-06).")
class WithdrawOwnOfferInput:
    """See OfferOnly."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    offer_id: strawberry.ID = strawberry.field(description="The offer's id.")
    reason: str = strawberry.field(description="Why.")


_Written = Annotated[OwnMatterInput, strawberry.argument(description="What is written.")]


async def _own(info: Info, given: str) -> UUID:
    """The id of a matter that is the caller's and was told it.

    Raises:
        NotFound: there is none, it is another person's, or nothing was told yet: nobody learns which.
    """
    matter_id = parse_id(given, field="matterId")
    numbers = sorted(info.context.principal.importer_numbers)
    async with info.context.database.reading() as connection:
        if not await queries.told_page(connection, numbers, only=matter_id, after=None, limit=1):
            raise NotFound("There is no such matter.", field="matterId")
    return matter_id


async def _act(
    info: Info,
    name: str,
    key: str,
    command: Command,
    use_case: Callable[[Transaction, Command], Awaitable[dict[str, JSON]]],
) -> OwnMatterPayload:
    result = await info.context.command(name, key, command, use_case)
    matter, offer_id = None, None
    if result.value is not None:
        matter_id = UUID(result.value["matter_id"])
        async with info.context.database.reading() as connection:
            matter = OwnMatter.of((await queries.by_ids(connection, [matter_id]))[matter_id])
        offer = result.value.get("offer_id")
        offer_id = None if offer is None else strawberry.ID(offer)
    return OwnMatterPayload(matter=matter, offer_id=offer_id, refusals=to_refusals(result.refusals))


@strawberry.type
class OwnMatterQueries:
    """For the persons concerned."""

    @strawberry.field(
        description="The caller's own matters in which it was told something, the oldest first.",
        extensions=[requires(Right.READ_OWN_MATTERS)],
    )
    async def own_matters(self, info: Info, first: First = None, after: After = None) -> Connection[OwnMatter]:
        """A page of matters."""
        page = page_arguments(first, after)
        numbers = sorted(info.context.principal.importer_numbers)
        async with info.context.database.reading() as connection:
            rows = await queries.told_page(connection, numbers, only=None, after=seen(page), limit=page.fetch)
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=OwnMatter.of)


@strawberry.type
class OwnMatterMutations:
    """What the person does itself, received today; every mutation takes an idempotency key."""

    @strawberry.mutation(
        description="Answer a prepenalty notice (CUL-07).", extensions=[requires(Right.ACT_IN_OWN_MATTERS)]
    )
    async def answer_prepenalty_notice(
        self,
        info: Info,
        input: _Written,  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> OwnMatterPayload:
        """See respond."""
        command = notices.Respond(
            matter_id=await _own(info, input.matter_id),
            responded_on=info.context.today,
            representations=input.text,
        )
        return await _act(info, "answerPrepenaltyNotice", idempotency_key, command, notices.respond)

    @strawberry.mutation(
        description="Petition for relief (RLF-01, RLF-02).", extensions=[requires(Right.ACT_IN_OWN_MATTERS)]
    )
    async def petition_for_relief(
        self,
        info: Info,
        input: _Written,  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> OwnMatterPayload:
        """See file_petition."""
        command = relief.FilePetition(
            matter_id=await _own(info, input.matter_id),
            filed_on=info.context.today,
            grounds=input.text,
            copies=0,
            electronic=True,
            extended_to=None,
        )
        return await _act(info, "petitionForRelief", idempotency_key, command, relief.file_petition)

    @strawberry.mutation(
        description="Petition again after a decision (RLF-07).", extensions=[requires(Right.ACT_IN_OWN_MATTERS)]
    )
    async def petition_for_relief_again(
        self,
        info: Info,
        input: Annotated[PetitionForReliefAgainInput, strawberry.argument(description="The petition.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> OwnMatterPayload:
        """See file_supplemental."""
        command = relief.FileSupplemental(
            matter_id=await _own(info, input.matter_id),
            filed_on=info.context.today,
            grounds=input.text,
            loss_reduced_on=input.loss_reduced_on,
            waiver_required=False,
        )
        return await _act(info, "petitionForReliefAgain", idempotency_key, command, relief.file_supplemental)

    @strawberry.mutation(
        description="Apply to the Commissioner for review of demanded duties (CUL-16).",
        extensions=[requires(Right.ACT_IN_OWN_MATTERS)],
    )
    async def apply_for_duty_review(
        self,
        info: Info,
        input: _Written,  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> OwnMatterPayload:
        """See review_duties."""
        matter_id = await _own(info, input.matter_id)
        command = duties.ReviewDuties(matter_id=matter_id, is_open=True, reason=input.text)
        return await _act(info, "applyForDutyReview", idempotency_key, command, duties.review_duties)

    @strawberry.mutation(
        description="Offer a compromise; it waits for its deposit and stops no clock (CMP-01, CMP-06).",
        extensions=[requires(Right.ACT_IN_OWN_MATTERS)],
    )
    async def offer_compromise(
        self,
        info: Info,
        input: Annotated[OfferCompromiseInput, strawberry.argument(description="The offer.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> OwnMatterPayload:
        """See submit_offer."""
        command = compromise.SubmitOffer(
            matter_id=await _own(info, input.matter_id),
            offered_on=info.context.today,
            offered_cents=input.offered,
            terms=input.terms,
            in_writing=True,
            civil_only=True,
        )
        return await _act(info, "offerCompromise", idempotency_key, command, compromise.submit_offer)

    @strawberry.mutation(description="Withdraw an own offer (CMP-06).", extensions=[requires(Right.ACT_IN_OWN_MATTERS)])
    async def withdraw_own_offer(
        self,
        info: Info,
        input: Annotated[WithdrawOwnOfferInput, strawberry.argument(description="The offer.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> OwnMatterPayload:
        """See withdraw_offer."""
        matter_id, offer_id = await _own(info, input.matter_id), parse_id(input.offer_id, field="offerId")
        async with info.context.database.reading() as connection:
            offers = (await queries.parts_by_ids(connection, [matter_id]))[matter_id].offers
        if offer_id not in [row.id for row in offers]:
            raise NotFound("There is no such offer.", field="offerId")
        command = compromise.OfferOnly(offer_id=offer_id, reason=input.reason)
        return await _act(info, "withdrawOwnOffer", idempotency_key, command, compromise.withdraw_offer)
