"""What can be read of audits at the root."""

from typing import Annotated

import strawberry

from services.enforcement.domain.audits import summons
from services.enforcement.domain.audits.states import AuditState
from services.enforcement.domain.audits.summons import Profession, SummonsOffice
from services.enforcement.graphql.audits.types import Audit
from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.records import parse_id
from services.enforcement.rights import Right
from services.enforcement.storage.audits import queries
from shared.graphql import requires


@strawberry.type(description="What holds for a summons (AUD-14). No penalty and no demand ever blocks one (PEN-12).")
class SummonsRules:
    """The rules."""

    may_issue: bool = strawberry.field(description="Whether the office has the authority.")
    third_party: bool = strawberry.field(description="Whether the one summoned is a third-party recordkeeper.")
    notice_owed: bool = strawberry.field(description="Whether whose records they are is told and may stay compliance.")


@strawberry.type
class AuditQueries:
    """Audits are for officers."""

    @strawberry.field(
        description="One audit; null when there is none of that id.", extensions=[requires(Right.READ_AUDITS)]
    )
    async def audit(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The audit's id.")],  # noqa: A002
    ) -> Audit | None:
        """One audit."""
        audit_id = parse_id(id, field="id")
        async with info.context.database.reading() as connection:
            record = (await queries.audits_by_id(connection, [audit_id])).get(audit_id)
        return None if record is None else Audit.of(record)

    @strawberry.field(
        description="Up to 100 audits after an id, the oldest first.", extensions=[requires(Right.READ_AUDITS)]
    )
    async def audits(
        self,
        info: Info,
        importer_number: Annotated[str | None, strawberry.argument(description="Only audits of this importer.")] = None,
        state: Annotated[AuditState | None, strawberry.argument(description="Only audits in this state.")] = None,
        after: Annotated[strawberry.ID | None, strawberry.argument(description="Id of the last audit seen.")] = None,
    ) -> list[Audit]:
        """A page of audits."""
        last = None if after is None else parse_id(after, field="after")
        async with info.context.database.reading() as connection:
            ids = await queries.audit_ids_page(
                connection, after=last, limit=100, importer_number=importer_number, state=state
            )
            found = await queries.audits_by_id(connection, ids)
        return [Audit.of(found[one]) for one in ids]

    @strawberry.field(
        description="What holds for a summons: who may issue it, and who must be told (AUD-14).",
        extensions=[requires(Right.READ_AUDITS)],
    )
    def summons_rules(
        self,
        office: Annotated[SummonsOffice, strawberry.argument(description="Who would issue it.")],
        profession: Annotated[Profession, strawberry.argument(description="Profession of the one summoned.")],
        importer_of_record: Annotated[
            bool, strawberry.argument(description="Whether the one summoned is the importer of record.")
        ] = False,
    ) -> SummonsRules:
        """See summons_rules."""
        found = summons.summons_rules(office, profession, importer_of_record=importer_of_record)
        return SummonsRules(may_issue=found.may_issue, third_party=found.third_party, notice_owed=found.notice_owed)
