"""A case of any kind, and the work queue of the caller's roles."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, Self
from uuid import UUID

import strawberry

from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.records import After, First, parse_id
from services.enforcement.rights import Right
from services.enforcement.storage.cases import queries
from services.enforcement.storage.cases.lines import CaseHead, CaseKind, Clock, Step, WorkItem
from shared.authentication import Role
from shared.errors import BadInput
from shared.graphql import Connection, Date, DateTime, PageRequest, connection_from, page_arguments, requires

_KINDS: Final = (
    "RECORD_DEMAND, AGENCY_REFERRAL, AUDIT, MATTER (section 1592), PRIOR_DISCLOSURE, PETITION, COMPROMISE_OFFER, DEBT."
)
_PART: Final = "The release concerned; empty for the whole case."
# Who may see a case of a kind: whoever may read that kind itself.
_READS: Final[Mapping[CaseKind, Right]] = {
    CaseKind.RECORD_DEMAND: Right.READ_DEMANDS,
    CaseKind.AGENCY_REFERRAL: Right.READ_REFERRALS,
    CaseKind.AUDIT: Right.READ_AUDITS,
    CaseKind.MATTER: Right.READ_MATTERS,
    CaseKind.PRIOR_DISCLOSURE: Right.READ_MATTERS,
    CaseKind.PETITION: Right.READ_MATTERS,
    CaseKind.COMPROMISE_OFFER: Right.READ_MATTERS,
    CaseKind.DEBT: Right.READ_DEBTS,
}


@strawberry.type(description="Something an officer has to do in a case.")
class EnforcementWorkItem:
    """A next action."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    kind: str = strawberry.field(description=_KINDS)
    part: str = strawberry.field(description=_PART)
    action: str = strawberry.field(description="What is to be done.")
    rule: str = strawberry.field(description="Its rule.")
    waits_on: Date = strawberry.field(description="Day it is due, or since which it waits.")
    due_on: Date | None = strawberry.field(description="Legal day; null without one.")

    @classmethod
    def of(cls, item: WorkItem) -> Self:
        """The item as the API shows it."""
        return cls(
            case_id=strawberry.ID(str(item.case_id)),
            kind=item.kind,
            part=item.part,
            action=item.action,
            rule=item.rule,
            waits_on=item.waits_on,
            due_on=item.due_on,
        )


@strawberry.type(description="A deadline of a case (CLK-07).")
class EnforcementDeadline:
    """A clock."""

    case_id: strawberry.ID = strawberry.field(description="The case, or what belongs to it.")
    clock: str = strawberry.field(description="Which clock.")
    rule: str = strawberry.field(description="Its rule.")
    part: str = strawberry.field(description=_PART)
    due_on: Date = strawberry.field(description="The last day.")

    @classmethod
    def of(cls, clock: Clock) -> Self:
        """The deadline as the API shows it."""
        return cls(
            case_id=strawberry.ID(str(clock.case_id)),
            clock=clock.clock,
            rule=clock.rule,
            part=clock.part,
            due_on=clock.due_on,
        )


@strawberry.type(description="A step in the history of a case.")
class EnforcementStep:
    """A step."""

    at: DateTime = strawberry.field(description="When it was recorded.")
    on: Date = strawberry.field(description="Legal day.")
    actor: str = strawberry.field(description="Who did it.")
    action: str = strawberry.field(description="What was done.")
    reason: str | None = strawberry.field(description="Why.")

    @classmethod
    def of(cls, step: Step) -> Self:
        """The step as the API shows it."""
        return cls(at=step.at, on=step.on, actor=step.actor, action=step.action, reason=step.reason)


@strawberry.type(description="A case of any kind, with its history, deadlines and next actions.")
class EnforcementCase:
    """A case."""

    id: strawberry.ID = strawberry.field(description="The case's id.")
    kind: str = strawberry.field(description=_KINDS)
    reference: str = strawberry.field(description="Importer number, or the agency referred to.")
    state: str = strawberry.field(description="Where it stands.")
    opened_on: Date = strawberry.field(description="Day it began.")
    deadlines: list[EnforcementDeadline] = strawberry.field(description="Its deadlines, the next first.")
    next_actions: list[EnforcementWorkItem] = strawberry.field(description="What is to be done.")
    history: list[EnforcementStep] = strawberry.field(description="What was done, in order.")

    @classmethod
    def of(cls, head: CaseHead, clocks: list[Clock], items: list[WorkItem], steps: list[Step]) -> Self:
        """The case as the API shows it."""
        return cls(
            id=strawberry.ID(str(head.id)),
            kind=head.kind,
            reference=head.reference,
            state=head.state,
            opened_on=head.opened_on,
            deadlines=[EnforcementDeadline.of(one) for one in clocks],
            next_actions=[EnforcementWorkItem.of(one) for one in items],
            history=[EnforcementStep.of(one) for one in steps],
        )


@strawberry.type
class CaseQueries:
    """Cases are for officers; nothing of an informant is a case here."""

    @strawberry.field(
        description="A case of any kind; null when there is none of that id that the caller may see.",
        extensions=[requires(Right.READ_CASES)],
    )
    async def enforcement_case(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The case's id.")],  # noqa: A002
    ) -> EnforcementCase | None:
        """One case."""
        case_id = parse_id(id, field="id")
        async with info.context.database.reading() as connection:
            head = await queries.case_head(connection, case_id)
            if head is None or not info.context.rights[_READS[CaseKind(head.kind)]] & info.context.principal.roles:
                return None
            clocks = await queries.case_clocks(connection, case_id)
            items = await queries.case_lines(connection, [case_id])
            return EnforcementCase.of(head, clocks, items, await queries.case_history(connection, head))

    @strawberry.field(
        description="What the caller's roles have to do, by the day it is due or waits since; all work for an auditor.",
        extensions=[requires(Right.READ_CASES)],
    )
    async def enforcement_work_queue(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[EnforcementWorkItem]:
        """A page of the queue."""
        page = page_arguments(first, after)
        roles = info.context.principal.roles
        async with info.context.database.reading() as connection:
            rows = await queries.work_page(
                connection, None if Role.AUDITOR in roles else roles, after=_seen(page), limit=page.fetch
            )
        return connection_from(
            rows,
            page,
            key=lambda item: (item.waits_on.isoformat(), str(item.case_id), item.part, item.action),
            node=EnforcementWorkItem.of,
        )


def _seen(page: PageRequest) -> tuple[date, UUID, str, str] | None:
    if page.after is None:
        return None
    try:
        waits_on, case_id, part, action = page.after
        return date.fromisoformat(str(waits_on)), UUID(str(case_id)), str(part), str(action)
    except ValueError:
        raise BadInput("after is not a cursor of this list.", field="after") from None
