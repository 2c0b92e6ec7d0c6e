"""The schema of this subgraph."""

from typing import Final

import strawberry

from services.accounts.graphql import mutations, queries
from services.accounts.graphql.bills.mutations import BillMutations
from services.accounts.graphql.bills.queries import BillQueries
from services.accounts.graphql.distributions.operations import DistributionMutations, DistributionQueries
from services.accounts.graphql.holds.mutations import HoldMutations
from services.accounts.graphql.holds.queries import HoldQueries
from services.accounts.graphql.instructions.mutations import InstructionMutations
from services.accounts.graphql.payment_files.mutations import PaymentFileMutations
from services.accounts.graphql.payment_files.queries import PaymentFileQueries
from services.accounts.graphql.receivables.operations import ReceivableMutations, ReceivableQueries
from services.accounts.graphql.reconsideration.mutations import ReconsiderationMutations
from services.accounts.graphql.reconsideration.queries import ReconsiderationQueries
from services.accounts.graphql.reliquidations.mutations import ReliquidationMutations
from services.accounts.graphql.reports.queries import ReportQueries
from services.accounts.graphql.termination.mutations import TerminationMutations
from services.accounts.graphql.termination.queries import TerminationQueries
from services.accounts.graphql.types import DomesticProducer, Order
from shared.graphql import CONFIG, EXTENSIONS


@strawberry.type(description="Reports and paid distributions are public; the rest needs a right.")
class Query(
    queries.Query,
    DistributionQueries,
    HoldQueries,
    BillQueries,
    PaymentFileQueries,
    ReceivableQueries,
    ReconsiderationQueries,
    ReportQueries,
    TerminationQueries,
):
    """Every function's queries."""


@strawberry.type(description="Every mutation takes an idempotency key.")
class Mutation(
    mutations.Mutation,
    DistributionMutations,
    HoldMutations,
    BillMutations,
    InstructionMutations,
    PaymentFileMutations,
    ReceivableMutations,
    ReconsiderationMutations,
    ReliquidationMutations,
    TerminationMutations,
):
    """Every function's mutations."""


schema: Final = strawberry.federation.Schema(
    query=Query, mutation=Mutation, types=[DomesticProducer, Order], extensions=EXTENSIONS, config=CONFIG
)
