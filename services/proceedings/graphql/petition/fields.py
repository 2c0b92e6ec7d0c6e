"""What a case shows of its petition, its parties and its support."""

from decimal import Decimal
from typing import Annotated, Self

import strawberry

from services.proceedings.domain.case_law import BOOK
from services.proceedings.domain.petition.acts import IndustrySupportAssessed, PetitionElement
from services.proceedings.domain.petition.facts import expedite, missing_elements, support_of
from services.proceedings.domain.petition.filing import petition_filed
from services.proceedings.domain.petition.parties import INVESTIGATION, is_party, parties
from services.proceedings.domain.petition.party_class import PartyClass, PartyRight, rights
from services.proceedings.domain.petition.positions import Disregarded, DisregardReason
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.replay import replay
from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.petition import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.proceedings.graphql.record.fields import CaseRecordFields
from services.proceedings.rights import Right
from services.proceedings.storage.record.queries import almanac
from shared.graphql import Date, DateTime, public


@strawberry.type(description="Days on which a petition is deemed filed (PET-02, CAL-09).")
class DeemedFilingDays:
    """The days."""

    commerce: Date = strawberry.field(description="With Commerce.")
    commission: Date = strawberry.field(description="With the Commission.")
    defect: bool = strawberry.field(description="They differ: the petition is held until that is cured (D-06).")


@strawberry.type(description="An interested party (PET-07).")
class CaseParty:
    """A party."""

    party: str = strawberry.field(description="Its name.")
    party_class: PartyClass = strawberry.field(description="Its letter.")
    rights: list[PartyRight] = strawberry.field(description="What it may ask for.")


@strawberry.type(description="Production that counts for neither side (PET-12).")
class DisregardedPosition:
    """A position."""

    producer: str = strawberry.field(description="The producer.")
    production: Decimal = strawberry.field(description="Its production; it stays in the total (D-07).")
    reason: DisregardReason = strawberry.field(description="Why.")

    @classmethod
    def of(cls, one: Disregarded) -> Self:
        """The position as the API shows it."""
        return cls(producer=one.producer, production=one.production, reason=one.reason)


@strawberry.type(
    description="The industry's support as last assessed; the result is public, the amounts are not (17.1)."
)
class IndustrySupport:
    """An assessment."""

    assessed_on: Date = strawberry.field(description="Day of the assessment.")
    passes: bool = strawberry.field(description="Both tests are passed (PET-11).")
    of_total: Decimal = strawberry.field(description="Supporters' share of all production, percent.")
    of_expressed: Decimal = strawberry.field(description="Their share of those who took a stand, percent.")
    poll_required: bool = strawberry.field(description="The petition does not show a majority of production (PET-14).")
    shortfalls: list[str] = strawberry.field(description="Why it fails (PET-10).")
    total: Decimal | None = strawberry.field(description="All production; for officers.")
    supporting: Decimal | None = strawberry.field(description="Production of supporters; for officers.")
    opposing: Decimal | None = strawberry.field(description="Production of opponents; for officers.")
    disregarded: list[DisregardedPosition] | None = strawberry.field(
        description="What counts for neither; for officers."
    )

    @classmethod
    def of(cls, state: Proceeding, step: Step[IndustrySupportAssessed], *, officer: bool) -> Self:
        """The assessment as this reader may see it."""
        act, result = step.act, support_of(state, step.act)
        return cls(
            assessed_on=act.occurred_on,
            passes=result.passes,
            of_total=result.of_total,
            of_expressed=result.of_expressed,
            poll_required=result.poll,
            shortfalls=list(result.shortfalls),
            total=act.total if officer else None,
            supporting=act.supporting if officer else None,
            opposing=act.opposing if officer else None,
            disregarded=[DisregardedPosition.of(one) for one in act.disregarded] if officer else None,
        )


@strawberry.type
class CasePetitionFields(CaseRecordFields):
    """Inherited by ``Case``."""

    @strawberry.field(description="Both agencies hurry: an order on the goods ended in the last 24 months (PET-16).")
    async def expedite(self, info: Info) -> bool:
        """The flag."""
        return expedite(await _state(info, self.case_number))

    @strawberry.field(description="What the petition and its amendments say nothing of (PET-03).")
    async def petition_lacks(self, info: Info) -> list[PetitionElement]:
        """The gaps."""
        state = await _state(info, self.case_number)
        return list(missing_elements(state))

    @strawberry.field(description="The industry's support; null before it is assessed (PET-11 to PET-15).")
    async def industry_support(self, info: Info) -> IndustrySupport | None:
        """The newest assessment."""
        state = await _state(info, self.case_number)
        step = state.last(IndustrySupportAssessed)
        officer = info.context.may(Right.READ_RESTRICTED_ACTS)
        return None if step is None else IndustrySupport.of(state, step, officer=officer)

    @strawberry.field(description="The interested parties of a segment, with what they may ask for (PET-07).")
    async def parties(
        self,
        info: Info,
        segment: Annotated[
            str, strawberry.argument(description="INVESTIGATION, or the id of a review.")
        ] = INVESTIGATION,
    ) -> list[CaseParty]:
        """The registry."""
        state = await _state(info, self.case_number)
        return [
            CaseParty(
                party=name,
                party_class=letter,
                rights=sorted(rights(letter, party_to_investigation=is_party(state, name))),
            )
            for name, letter in parties(state, segment).items()
        ]


@strawberry.type
class PetitionQueries:
    """Reads beside cases."""

    @strawberry.field(
        description="Days on which a petition filed at these instants is deemed filed (PET-02, CAL-09).",
        extensions=[public()],
    )
    async def deemed_filing_days(
        self,
        info: Info,
        commerce: Annotated[DateTime, strawberry.argument(description="Instant of the filing with Commerce.")],
        commission: Annotated[DateTime, strawberry.argument(description="That with the Commission.")],
    ) -> DeemedFilingDays:
        """The days."""
        async with info.context.database.reading() as connection:
            days = (await almanac(connection)).days
        found = petition_filed(commerce, commission, days)
        return DeemedFilingDays(commerce=found.commerce, commission=found.itc, defect=found.commerce != found.itc)


async def _state(info: Info, case_number: strawberry.ID) -> Proceeding:
    docket = await info.context.loaders.docket.load(str(case_number))
    assert docket is not None, "a case that is shown is registered"
    return replay(docket.background, docket.record, BOOK, until=info.context.today).state
