"""The first acts of a case, for every test that needs one under investigation."""

from dataclasses import replace
from decimal import Decimal

from services.proceedings.domain.petition.acts import (
    ConsultationsOffered,
    IndustrySupportAssessed,
    InvestigationInitiated,
    PartyClass,
    PetitionFiled,
)
from tests.unit.proceedings.record.story import Story, day


def petition(on: str, *, itc: str | None = None, party: PartyClass = PartyClass.C) -> PetitionFiled:
    """A petition of one subsidy program."""
    return PetitionFiled(
        occurred_on=day(on),
        petitioner="Alpha",
        petitioner_class=party,
        itc_filed_on=day(itc or on),
        scope_text="Alpha of every size.",
        programs=("Grant",),
    )


def support(on: str, total: int = 1000, supporting: int = 501, opposing: int = 100) -> IndustrySupportAssessed:
    """An assessment of support."""
    return IndustrySupportAssessed(
        occurred_on=day(on), total=Decimal(total), supporting=Decimal(supporting), opposing=Decimal(opposing)
    )


def initiate(
    story: Story, *, filed: str, initiated: str, published: str | None = None, companion: str | None = None
) -> Story:
    """From the petition to the initiation."""
    story.tell(replace(petition(filed), companion_ad_case=companion))
    story.tell(ConsultationsOffered(occurred_on=day(filed)))
    story.tell(support(filed))
    story.tell(InvestigationInitiated(occurred_on=day(initiated), sufficient=True), published=published)
    return story
