"""What the audited person sees of its own audits, and what it may do itself (OFF-15, OFF-16, section 11 PARTY).

Nothing here tells of a suspicion or of an investigation: deadlines stand as they were started, and the offset of an
audit whose every issue is investigated stays provisional (AUD-06, AUD-09).
"""

from collections.abc import Mapping
from typing import Annotated, Final, Self

import strawberry

from services.enforcement.domain.audits.deadlines import ClockKind
from services.enforcement.domain.audits.states import DETERMINED, AuditState, OffsetState
from services.enforcement.graphql.audits.inputs import AuditScopeInput
from services.enforcement.graphql.audits.report_types import AuditReport, find_shown
from services.enforcement.graphql.audits.running import act_on_audit
from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.mutations import IdempotencyKey
from services.enforcement.graphql.records import parse_id
from services.enforcement.rights import Right
from services.enforcement.storage.audits import queries
from services.enforcement.storage.audits.rows import AuditRecord, ComputationRecord
from services.enforcement.usecases.audits import conclude, scope
from shared.clock import AGENCY_ZONE
from shared.errors import NotFound
from shared.graphql import Date, Money, Refusal, requires

_PAGE: Final = 100
# Acts the person is told of, as section 11 names them; the reason is told where the law asks for one.
_TOLD: Final[Mapping[str, tuple[str, bool]]] = {
    "GIVE_NOTICE": ("AUDIT_NOTICE_GIVEN", False),
    "PLAN_AUDIT": ("AUDIT_SCOPE_SET", False),
    "CHANGE_SCOPE": ("AUDIT_SCOPE_CHANGED", False),
    "HOLD_ENTRANCE_CONFERENCE": ("ENTRANCE_CONFERENCE_HELD", False),
    "WAIVE_ENTRANCE_CONFERENCE": ("ENTRANCE_CONFERENCE_HELD", False),
    "REVISE_ESTIMATE": ("AUDIT_ESTIMATE_REVISED", False),
    "PETITION_CLOSING_CONFERENCE": ("CLOSING_CONFERENCE_PETITIONED", False),
    "HOLD_CLOSING_CONFERENCE": ("CLOSING_CONFERENCE_HELD", False),
    "ACCEPT_SAMPLING_PLAN": ("SAMPLING_PLAN_ACCEPTED", False),
    "NOTIFY_DELAY": ("AUDIT_REPORT_DELAYED", True),
    "COMPLETE_REPORT": ("AUDIT_REPORT_COMPLETED", False),
    "SEND_COPY": ("AUDIT_REPORT_SENT", False),
    "CONFIRM_OFFSET": ("OFFSET_DETERMINED", False),
    "DETERMINE_ALLOWED": ("OFFSET_DETERMINED", False),
    "DETERMINE_ITEM_DISALLOWED": ("OFFSET_DETERMINED", False),
    "DETERMINE_DISALLOWED_ENTIRELY": ("OFFSET_DETERMINED", False),
    "DECIDE_REFUND_BASIS": ("REFUND_ELIGIBILITY_DECIDED", False),
}


@strawberry.type(description="A deadline of an audit, as it was started.")
class OwnAuditDeadline:
    """A deadline."""

    kind: ClockKind = strawberry.field(description="What is owed.")
    due_on: Date = strawberry.field(description="Last day for it.")


@strawberry.type(description="Something the person was told.")
class OwnAuditNotice:
    """A notice."""

    event: str = strawberry.field(description="What happened, for example AUDIT_REPORT_DELAYED.")
    on: Date = strawberry.field(description="Day.")
    reason: str | None = strawberry.field(description="Why, where the law asks that it be told.")


@strawberry.type(description="A computation as the person sees it (OFF-16).")
class OwnAuditComputation:
    """One of the two, or the one that matches the determination."""

    with_offset: bool = strawberry.field(description="Whether over-payments offset.")
    provisional: bool = strawberry.field(description="Whether nothing is determined yet.")
    actual_loss: Money = strawberry.field(description="Actual loss.")
    potential_loss: Money = strawberry.field(description="Potential loss.")
    total_loss: Money = strawberry.field(description="Total loss.")


@strawberry.type(description="An audit as the audited person sees it.")
class OwnAudit:
    """An audit."""

    record: strawberry.Private[AuditRecord]
    id: strawberry.ID = strawberry.field(description="The audit's id.")
    importer_number: str = strawberry.field(description="The person's number.")
    state: AuditState = strawberry.field(description="Where it stands.")
    scope_version: int = strawberry.field(description="Version of period and scope, which CBP alone fixes.")
    period_from: Date = strawberry.field(description="First entry date inside.")
    period_to: Date = strawberry.field(description="Last entry date inside.")
    issues: list[str] = strawberry.field(description="Issues of the scope.")
    termination_on: Date | None = strawberry.field(description="Latest estimate of its termination.")
    deadlines: list[OwnAuditDeadline] = strawberry.field(description="What is owed to the person, and until when.")
    offset_result: OffsetState | None = strawberry.field(
        description="Whether offsetting is allowed, in whole or in part; null until it is determined (OFF-15)."
    )

    @classmethod
    def of(cls, record: AuditRecord) -> Self:
        """The audit as the person sees it."""
        return cls(
            record=record,
            id=strawberry.ID(str(record.id)),
            importer_number=record.importer_number,
            state=record.state,
            scope_version=record.scope_version,
            period_from=record.scope.period_from,
            period_to=record.scope.period_to,
            issues=sorted(record.scope.issues),
            termination_on=record.termination_on,
            deadlines=[OwnAuditDeadline(kind=one.kind, due_on=one.due_on) for one in record.clocks],
            offset_result=record.offset_state if record.offset_state in DETERMINED else None,
        )

    @strawberry.field(description="Both computations, provisional; after the determination the one that matches it.")
    async def computations(self, info: Info) -> list[OwnAuditComputation]:
        """What the person may see of the figures (OFF-16)."""
        async with info.context.database.reading() as connection:
            kept = await queries.computations_of(connection, self.record.id)
        return computations_shown(kept[-1], self.record.offset_state) if kept else []

    @strawberry.field(description="What the person was told, in order.")
    async def notices(self, info: Info) -> list[OwnAuditNotice]:
        """The notices."""
        async with info.context.database.reading() as connection:
            acts = await queries.history_of(connection, self.record.id)
        return [
            OwnAuditNotice(
                event=_TOLD[act.event][0],
                on=act.at.astimezone(AGENCY_ZONE).date(),
                reason=act.reason if _TOLD[act.event][1] else None,
            )
            for act in acts
            if act.event in _TOLD
        ]

    @strawberry.field(description="The copy of the report, null before it was sent (AUD-08).")
    async def copy(self, info: Info) -> AuditReport | None:
        """The copy."""
        return None if self.record.copy_sent_on is None else await find_shown(info, self.record, as_copy=True)


def computations_shown(last: ComputationRecord, state: OffsetState | None) -> list[OwnAuditComputation]:
    """Both computations, labelled provisional, until the determination; then the one that matches it (OFF-16)."""
    provisional = state not in DETERMINED
    with_offset = OwnAuditComputation(
        with_offset=last.with_offset,
        provisional=provisional,
        actual_loss=Money(last.actual_loss_cents),
        potential_loss=Money(last.potential_loss_cents),
        total_loss=Money(last.total_loss_cents),
    )
    without = OwnAuditComputation(
        with_offset=False,
        provisional=True,
        actual_loss=Money(last.under_final_cents),
        potential_loss=Money(last.potential_loss_cents),
        total_loss=Money(last.loss_without_offset_cents),
    )
    return [with_offset, without] if provisional else [with_offset]


async def own_audit_record(info: Info, given: str) -> AuditRecord:
    """An audit of one of the caller's importers.

    Raises:
        NotFound: there is none, or it is another person's: nobody is told which.
    """
    audit_id = parse_id(given, field="auditId")
    async with info.context.database.reading() as connection:
        record = (await queries.audits_by_id(connection, [audit_id])).get(audit_id)
    if record is None or record.importer_number not in info.context.principal.importer_numbers:
        raise NotFound("There is no such audit.", field="auditId")
    return record


@strawberry.type
class OwnAuditQueries:
    """For the persons audited."""

    @strawberry.field(
        description="The caller's own audits, up to 100 after an id.", extensions=[requires(Right.READ_OWN_AUDITS)]
    )
    async def own_audits(
        self,
        info: Info,
        after: Annotated[strawberry.ID | None, strawberry.argument(description="Id of the last audit seen.")] = None,
    ) -> list[OwnAudit]:
        """A page of audits."""
        last = None if after is None else parse_id(after, field="after")
        numbers = info.context.principal.importer_numbers
        async with info.context.database.reading() as connection:
            ids = await queries.audit_ids_of(connection, sorted(numbers), after=last, limit=_PAGE)
            found = await queries.audits_by_id(connection, ids)
        return [OwnAudit.of(found[one]) for one in ids]


@strawberry.type(description="Answer to an act of the audited person.")
class OwnAuditPayload:
    """The audit or the refusals."""

    audit: OwnAudit | None = strawberry.field(description="The audit as it stands; null when refused.")
    refusals: list[Refusal] = strawberry.field(description="Every reason why nothing was done; empty when it was.")


@strawberry.type
class OwnAuditMutations:
    """What the person does itself; every mutation takes an idempotency key."""

    @strawberry.mutation(
        description="Petition for a closing conference, received today (AUD-06).",
        extensions=[requires(Right.ACT_AS_AUDITED)],
    )
    async def petition_for_closing_conference(
        self,
        info: Info,
        audit_id: Annotated[strawberry.ID, strawberry.argument(description="The audit's id.")],
        idempotency_key: IdempotencyKey,
    ) -> OwnAuditPayload:
        """See petition_closing_conference."""
        record = await own_audit_record(info, audit_id)
        command = conclude.PetitionClosingConference(audit_id=record.id, received_on=info.context.today)
        name = "petitionForClosingConference"
        return _payload(*await act_on_audit(info, name, idempotency_key, command, conclude.petition_closing_conference))

    @strawberry.mutation(
        description="Propose period and scope of an own review; of other audits CBP alone fixes them (AUD-05).",
        extensions=[requires(Right.ACT_AS_AUDITED)],
    )
    async def propose_audit_scope(
        self,
        info: Info,
        audit_id: Annotated[strawberry.ID, strawberry.argument(description="The audit's id.")],
        scope_proposed: Annotated[AuditScopeInput, strawberry.argument(name="scope", description="Period and scope.")],
        idempotency_key: IdempotencyKey,
    ) -> OwnAuditPayload:
        """See propose_scope."""
        record = await own_audit_record(info, audit_id)
        command = scope.ProposeScope(audit_id=record.id, scope=scope_proposed.command())
        return _payload(*await act_on_audit(info, "proposeAuditScope", idempotency_key, command, scope.propose_scope))


def _payload(record: AuditRecord | None, refusals: list[Refusal]) -> OwnAuditPayload:
    return OwnAuditPayload(audit=None if record is None else OwnAudit.of(record), refusals=refusals)
