"""The schema of this subgraph."""

from typing import Final

import strawberry

from services.enforcement.graphql import mutations, queries
from services.enforcement.graphql.audits.fpf_mutations import AuditDeterminationMutations
from services.enforcement.graphql.audits.mutations import AuditMutations
from services.enforcement.graphql.audits.own import OwnAuditMutations, OwnAuditQueries
from services.enforcement.graphql.audits.queries import AuditQueries
from services.enforcement.graphql.audits.refund_mutations import RefundMutations
from services.enforcement.graphql.audits.sampling_mutations import SamplingMutations
from services.enforcement.graphql.cases.queries import CaseQueries
from services.enforcement.graphql.debts.roots import DebtMutations, DebtQueries
from services.enforcement.graphql.informants.mutations import InformantMutations
from services.enforcement.graphql.informants.oversight import OversightMutations, OversightQueries
from services.enforcement.graphql.informants.queries import InformantQueries
from services.enforcement.graphql.matters.compromise_roots import CompromiseMutations
from services.enforcement.graphql.matters.disclosure_roots import DisclosureMutations
from services.enforcement.graphql.matters.own import OwnMatterMutations, OwnMatterQueries
from services.enforcement.graphql.matters.roots import MatterMutations, MatterQueries
from services.enforcement.graphql.penalty_relief import PenaltyReliefMutations
from services.enforcement.graphql.records import Entry, Importer
from services.enforcement.graphql.referrals.roots import ReferralMutations, ReferralQueries
from services.enforcement.graphql.violations.mutations import ViolationsMutation
from services.enforcement.graphql.violations.queries import ViolationsQuery
from shared.graphql import CONFIG, EXTENSIONS


@strawberry.type(description="Nothing here is public.")
class Query(
    queries.Query,
    AuditQueries,
    OwnAuditQueries,
    InformantQueries,
    OversightQueries,
    ViolationsQuery,
    ReferralQueries,
    CaseQueries,
    MatterQueries,
    OwnMatterQueries,
    DebtQueries,
):
    """Every function's queries."""


@strawberry.type(description="Every mutation takes an idempotency key.")
class Mutation(
    mutations.Mutation,
    PenaltyReliefMutations,
    AuditMutations,
    AuditDeterminationMutations,
    SamplingMutations,
    RefundMutations,
    OwnAuditMutations,
    InformantMutations,
    OversightMutations,
    ViolationsMutation,
    ReferralMutations,
    MatterMutations,
    OwnMatterMutations,
    DisclosureMutations,
    CompromiseMutations,
    DebtMutations,
):
    """Every function's mutations."""


schema: Final = strawberry.federation.Schema(
    query=Query, mutation=Mutation, types=[Importer, Entry], extensions=EXTENSIONS, config=CONFIG
)
