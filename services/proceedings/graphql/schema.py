"""The schema of this subgraph."""

from typing import Final

import strawberry

from services.proceedings.graphql import mutations
from services.proceedings.graphql.agreement.ending_mutations import AgreementEndMutations
from services.proceedings.graphql.agreement.mutations import AgreementMutations
from services.proceedings.graphql.assessment.mutations import AssessmentMutations
from services.proceedings.graphql.calendar.mutations import CalendarMutations
from services.proceedings.graphql.commission.mutations import CommissionMutations
from services.proceedings.graphql.countries.fields import CountryMutations
from services.proceedings.graphql.critical.mutations import CriticalMutations
from services.proceedings.graphql.final.mutations import FinalMutations
from services.proceedings.graphql.order.mutations import OrderMutations
from services.proceedings.graphql.petition.mutations import PetitionMutations
from services.proceedings.graphql.petition.paper_mutations import PaperMutations
from services.proceedings.graphql.preliminary.mutations import PreliminaryMutations
from services.proceedings.graphql.queries import Query
from services.proceedings.graphql.record.mutations import RecordMutations
from services.proceedings.graphql.review.mutations import ReviewMutations
from services.proceedings.graphql.subsidies.fields import SubsidyMutations
from services.proceedings.graphql.sunset.mutations import SunsetMutations
from services.proceedings.graphql.upstream.mutations import UpstreamMutations
from shared.graphql import CONFIG, EXTENSIONS


@strawberry.type(description="Every mutation takes an idempotency key.")
class Mutation(
    mutations.Mutation,
    PetitionMutations,
    PaperMutations,
    SubsidyMutations,
    CommissionMutations,
    CountryMutations,
    PreliminaryMutations,
    CriticalMutations,
    UpstreamMutations,
    FinalMutations,
    OrderMutations,
    AgreementMutations,
    AgreementEndMutations,
    AssessmentMutations,
    ReviewMutations,
    SunsetMutations,
    CalendarMutations,
    RecordMutations,
):
    """Every function's mutations."""


schema: Final = strawberry.federation.Schema(query=Query, mutation=Mutation, extensions=EXTENSIONS, config=CONFIG)
