"""Amendments of the list of affected domestic producers, in the API."""

from typing import Annotated, Self

import strawberry

from services.certification.domain.amendments import AmendmentKind, in_force
from services.certification.graphql import filing_enums  # noqa: F401  (gives the kinds their GraphQL names)
from services.certification.graphql.access import parse_id
from services.certification.graphql.inputs import IdempotencyKey
from services.certification.graphql.loaders import Info
from services.certification.rights import Right
from services.certification.storage.queries import amendments as queries
from services.certification.storage.queries.amendments import AmendmentRow
from services.certification.usecases.amend_producer_list import AmendProducerList, amend_producer_list
from shared.graphql import Date, Refusal, requires, to_refusals


@strawberry.type(description="One amendment of an order's list, with its evidence.")
class ListAmendment:
    """An amendment."""

    version: int = strawberry.field(description="1 for the order's first amendment, one higher each time.")
    list_version: int = strawberry.field(description="The Commission's newest list when it was recorded.")
    kind: AmendmentKind = strawberry.field(description="What it records.")
    listed_producer_id: strawberry.ID | None = strawberry.field(
        description="The predecessor, the producer acquired, or the association."
    )
    producer_id: strawberry.ID | None = strawberry.field(description="The successor or the member.")
    company: str | None = strawberry.field(description="The acquirer.")
    related_to_opponent: bool = strawberry.field(description="The acquirer opposed or is related to an opponent.")
    effective_on: Date | None = strawberry.field(description="Day of the succession or acquisition.")
    revokes: int | None = strawberry.field(description="Version of the amendment it takes back.")
    evidence: str = strawberry.field(description="The documents that show it.")
    reason: str = strawberry.field(description="The officer's reasons.")
    recorded_on: Date = strawberry.field(description="Day.")
    recorded_by: str = strawberry.field(description="The officer.")

    @classmethod
    def of(cls, row: AmendmentRow) -> Self:
        """The row as the API shows it."""
        return cls(
            version=row.version,
            list_version=row.list_version,
            kind=row.kind,
            listed_producer_id=None if row.listed_producer_id is None else strawberry.ID(str(row.listed_producer_id)),
            producer_id=None if row.producer_id is None else strawberry.ID(str(row.producer_id)),
            company=row.company,
            related_to_opponent=row.related_to_opponent,
            effective_on=row.effective_on,
            revokes=row.revokes,
            evidence=row.evidence,
            reason=row.reason,
            recorded_on=row.recorded_on,
            recorded_by=row.recorded_by,
        )


@strawberry.type(description="What stands on top of the Commission's list of an order at one version.")
class ListAmendments:
    """A snapshot."""

    case_number: str = strawberry.field(description="The order.")
    version: int = strawberry.field(description="The snapshot's version; 0 before the first amendment.")
    in_force: list[ListAmendment] = strawberry.field(description="The amendments that stand, oldest first.")
    history: list[ListAmendment] = strawberry.field(description="Every amendment up to this version, oldest first.")


@strawberry.input(description="What an officer found about a listed producer (PROD-04, PROD-05, PROD-08).")
class AmendProducerListInput:
    """An amendment."""

    case_number: strawberry.ID = strawberry.field(description="The order.")
    kind: AmendmentKind = strawberry.field(description="What it records.")
    listed_producer_id: strawberry.ID | None = strawberry.field(
        default=None, description="The predecessor, the producer acquired, or the association."
    )
    producer_id: strawberry.ID | None = strawberry.field(default=None, description="The successor or the member.")
    company: str | None = strawberry.field(default=None, description="The acquirer.")
    related_to_opponent: bool = strawberry.field(
        default=False, description="The acquirer opposed the petition or is related to one that did (PROD-08)."
    )
    effective_on: Date | None = strawberry.field(default=None, description="Day of the succession or acquisition.")
    revokes: int | None = strawberry.field(default=None, description="Version of the amendment to take back.")
    evidence: str = strawberry.field(description="The documents that show it.")
    reason: str = strawberry.field(description="The officer's reasons.")


@strawberry.type(description="Answer to amendProducerList.")
class AmendProducerListPayload:
    """The snapshot or the refusals."""

    list_amendments: ListAmendments | None = strawberry.field(description="The new snapshot; null when refused.")
    refusals: list[Refusal] = strawberry.field(description="Every reason why nothing was done; empty when it was.")


@strawberry.type
class AmendmentMutations:
    """Amending lists."""

    @strawberry.mutation(
        description="Records on top of the Commission's list of an order who succeeded to, acquired or belonged to "
        "whom, as a new version; the list itself stays as it came (PROD-02, PROD-04, PROD-05, PROD-08).",
        extensions=[requires(Right.AMEND_LIST)],
    )
    async def amend_producer_list(
        self,
        info: Info,
        input: Annotated[AmendProducerListInput, strawberry.argument(description="The amendment.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> AmendProducerListPayload:
        """See the use case."""
        listed, producer = input.listed_producer_id, input.producer_id
        command = AmendProducerList(
            case_number=input.case_number,
            kind=input.kind,
            listed_producer_id=None if listed is None else parse_id(listed, "listedProducerId"),
            producer_id=None if producer is None else parse_id(producer, "producerId"),
            company=input.company,
            related_to_opponent=input.related_to_opponent,
            effective_on=input.effective_on,
            revokes=input.revokes,
            evidence=input.evidence,
            reason=input.reason,
        )
        result = await info.context.command("amendProducerList", idempotency_key, command, amend_producer_list)
        if result.value is None:
            return AmendProducerListPayload(list_amendments=None, refusals=to_refusals(result.refusals))
        snapshot = await _snapshot(info, input.case_number, result.value["version"])
        return AmendProducerListPayload(list_amendments=snapshot, refusals=[])


@strawberry.type
class AmendmentQueries:
    """Reading amendments."""

    @strawberry.field(
        description="What officers recorded on top of the Commission's list of an order.",
        extensions=[requires(Right.READ_LIST_AMENDMENTS)],
    )
    async def list_amendments(
        self,
        info: Info,
        case_number: Annotated[strawberry.ID, strawberry.argument(description="The order.")],
        version: Annotated[
            int | None, strawberry.argument(description="The snapshot of this version; the newest when left out.")
        ] = None,
    ) -> ListAmendments:
        """A snapshot."""
        return await _snapshot(info, case_number, version)


async def _snapshot(info: Info, case_number: str, version: int | None) -> ListAmendments:
    async with info.context.database.reading() as connection:
        rows = (await queries.amendments_by_case(connection, [case_number])).get(case_number, [])
    known = [row for row in rows if version is None or row.version <= version]
    standing = {each.version for each in in_force(row.amendment for row in known)}
    return ListAmendments(
        case_number=case_number,
        version=max((row.version for row in known), default=0),
        in_force=[ListAmendment.of(row) for row in known if row.version in standing],
        history=[ListAmendment.of(row) for row in known],
    )
