"""Reads: of what is confidential each attempt is logged first; a denial looks like nothing at all (INF-25, INF-27)."""

from typing import Annotated, Final

import strawberry

from services.enforcement.domain.informants.access import IdentityField, Office, Purpose
from services.enforcement.domain.informants.eligibility import Route
from services.enforcement.domain.informants.states import ClaimState
from services.enforcement.graphql.informants.types import (
    ClaimRecommendation,
    InformantAllegation,
    InformantAward,
    InformantClaim,
    InformantContact,
    InformantDossier,
    InformantIdentityValue,
    InformantRead,
    Recovery,
)
from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.records import After, First, seen
from services.enforcement.rights import Right
from services.enforcement.storage.informants import queries, reads
from services.enforcement.storage.informants import recoveries as stored
from services.enforcement.usecases.informants.claims import Step
from services.enforcement.usecases.informants.reading import Asked, note_list_read, read_dossier, read_identity
from shared.authentication import Role
from shared.errors import BadInput
from shared.graphql import Connection, connection_from, page_arguments, public, requires

_OFFICES: Final = {
    Role.INFORMANT_LIAISON: Office.LIAISON,
    Role.SPECIAL_AGENT_IN_CHARGE: Office.SPECIAL_AGENT,
    Role.PORT_DIRECTOR: Office.DIRECTOR,
    Role.AWARD_OFFICER: Office.HEADQUARTERS,
}
_QUEUES: Final = {
    Role.SPECIAL_AGENT_IN_CHARGE: (ClaimState.FILED_SAC,),
    Role.PORT_DIRECTOR: (ClaimState.AT_DIRECTOR,),
    Role.AWARD_OFFICER: (
        ClaimState.AT_HQ,
        ClaimState.ELIGIBLE,
        ClaimState.AWAITING_RECOVERY,
        ClaimState.READY_TO_AWARD,
        ClaimState.AWARDED,
        ClaimState.PARTLY_PAID,
    ),
}
# Of a claim that went straight to headquarters their recommendation is still asked for (INF-11).
_LATE: Final = {Role.SPECIAL_AGENT_IN_CHARGE: Step.SAC, Role.PORT_DIRECTOR: Step.DIRECTOR}
_Pseudonym = Annotated[str, strawberry.argument(description="The pseudonym.")]
_Why = Annotated[Purpose, strawberry.argument(description="The purpose.")]
Reason = Annotated[str, strawberry.argument(description="Why, in words; logged.")]


def asked_by(info: Info, purpose: Purpose, reason: str) -> Asked:
    """What the caller asks, for the log."""
    principal = info.context.principal
    return Asked(
        subject=principal.subject,
        roles=principal.roles,
        offices=frozenset(office for role, office in _OFFICES.items() if role in principal.roles),
        purpose=purpose,
        reason=reason,
        correlation_id=info.context.correlation_id,
    )


@strawberry.type
class InformantQueries:
    """Informants and recoveries."""

    @strawberry.field(
        description="Sealed fields of a person, for those whom INF-25 names. Everybody else, and an unknown pseudonym, "
        "is answered NOT_FOUND; each attempt is logged.",
        extensions=[public()],
    )
    async def informant_identity(
        self,
        info: Info,
        pseudonym: _Pseudonym,
        purpose: _Why,
        reason: Reason,
        fields: Annotated[list[IdentityField], strawberry.argument(description="The fields wanted.")],
    ) -> list[InformantIdentityValue]:
        """The fields."""
        asked = asked_by(info, purpose, reason)
        found = await read_identity(info.context.uow, info.context.loaders.vault, asked, pseudonym, fields)
        return [InformantIdentityValue(field=field, value=found[field]) for field in fields if field in found]

    @strawberry.field(
        description="The dossier under a pseudonym, for those whom INF-25 names. Everybody else, and an unknown "
        "pseudonym, is answered NOT_FOUND; each attempt is logged.",
        extensions=[public()],
    )
    async def informant_dossier(
        self, info: Info, pseudonym: _Pseudonym, purpose: _Why, reason: Reason
    ) -> InformantDossier:
        """The dossier."""
        contact = await read_dossier(info.context.uow, asked_by(info, purpose, reason), pseudonym)
        async with info.context.database.reading() as connection:
            alleged = await queries.allegations(connection, contact.id)
            purchases = await queries.purchases(connection, contact.id)
            claims = await queries.claims_of_contact(connection, contact.id)
            ids = [row.id for row in claims]
            recommended = await queries.recommendations(connection, ids)
            awarded = await queries.awards_of_claims(connection, ids)
        return InformantDossier(
            contact=InformantContact.of(contact),
            route=None if contact.route is None else Route(contact.route),
            stipulated=contact.stipulated_on is not None,
            purchase_money=sum(row.amount_cents for row in purchases),
            allegations=[InformantAllegation.of(row) for row in alleged],
            claims=[InformantClaim.of(row) for row in claims],
            recommendations=[ClaimRecommendation.of(row) for rows in recommended.values() for row in rows],
            awards=[InformantAward.of(row) for rows in awarded.values() for row in rows],
        )

    @strawberry.field(
        description="The contacts assigned to the caller; logged.", extensions=[requires(Right.KEEP_CONTACTS)]
    )
    async def informant_contacts(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[InformantContact]:
        """A page of contacts."""
        page = page_arguments(first, after)
        await note_list_read(info.context.uow, asked_by(info, Purpose.CONTACT, "own contacts"))
        async with info.context.database.reading() as connection:
            rows = await queries.contacts_of_liaison(
                connection, info.context.principal.subject, after=seen(page), limit=page.fetch
            )
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=InformantContact.of)

    @strawberry.field(
        description="Claims that wait for the caller's office; logged.",
        extensions=[requires(Right.READ_CLAIM_QUEUE)],
    )
    async def informant_claims(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[InformantClaim]:
        """A page of claims."""
        page = page_arguments(first, after)
        roles = info.context.principal.roles
        states = [state for role, queue in _QUEUES.items() if role in roles for state in queue]
        late = [step for role, step in _LATE.items() if role in roles]
        decides = Role.AWARD_OFFICER in roles
        await note_list_read(
            info.context.uow, asked_by(info, Purpose.DECIDE if decides else Purpose.RECOMMEND, "work queue")
        )
        async with info.context.database.reading() as connection:
            rows = await queries.claims_page(connection, states, late=late, after=seen(page), limit=page.fetch)
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=InformantClaim.of)

    @strawberry.field(
        description="The log of reads, the oldest first (INF-27).", extensions=[requires(Right.READ_READ_LOG)]
    )
    async def informant_reads(self, info: Info, first: First = None, after: After = None) -> Connection[InformantRead]:
        """A page of reads."""
        page = page_arguments(first, after)
        try:
            last = None if page.after is None else int(str(page.after[0]))
        except ValueError:
            raise BadInput("after is no cursor of this list.", field="after") from None
        async with info.context.database.reading() as connection:
            rows = await reads.page(connection, after=last, limit=page.fetch)
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=InformantRead.of)

    @strawberry.field(
        description="What was recovered in a case, the oldest first.", extensions=[requires(Right.READ_RECOVERIES)]
    )
    async def recoveries(
        self,
        info: Info,
        case_reference: Annotated[str, strawberry.argument(description="The case.")],
        first: First = None,
        after: After = None,
    ) -> Connection[Recovery]:
        """A page of recoveries."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await stored.page(connection, case_reference=case_reference, after=seen(page), limit=page.fetch)
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=Recovery.of)
