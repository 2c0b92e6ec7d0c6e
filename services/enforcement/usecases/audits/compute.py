"""Compute both sides of the offset, projected if the audit sampled, and keep every version (OFF-10, OFF-16, SMP-07)."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from uuid import UUID

from services.enforcement.domain.audits.offsets import (
    COUNTED,
    OFFSET_PURPOSES,
    Computation,
    Sums,
    Use,
    net,
    result_of,
    use_of,
)
from services.enforcement.domain.audits.reasons import refusal
from services.enforcement.domain.audits.sampling import Projection, SampleErrors, project_strata
from services.enforcement.domain.audits.states import (
    DETERMINED,
    OffsetEvent,
    OffsetState,
    check_offset,
    move_offset,
)
from services.enforcement.domain.text import clean_text
from services.enforcement.storage.audits import findings, queries, tables
from services.enforcement.storage.audits.rows import AuditRecord, Group, PlanRecord
from services.enforcement.usecases.audits.keeping import answer, locked_audit, note
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput
from shared.refusals import Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class ComputeOffset:
    """A computation, or another version of it."""

    audit_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A computation with what it rests on."""

    groups: tuple[Group, ...]
    sums: Sums
    projections: dict[Use, Projection]

    def result(self) -> OffsetState:
        """The name the result has by these findings (OFF-23)."""
        return result_of([use_of(group.facts) for group in self.groups], [group.facts.fpf for group in self.groups])


async def compute_offset(tx: Transaction, command: ComputeOffset) -> dict[str, JSON]:
    """Compute with and without offset, the liquidation status read today, and keep it as a new version.

    The first computation opens the offset (10.4); later ones before the determination replace it (OFF-16); after the
    determination they are recomputations on corrected figures (SMP-10).

    Raises:
        BadInput: no reason, or there is nothing to compute.
        NotFound: no such audit.
        Refused: the purpose is not section 1592 (OFF_NOT_1592), or no stratum fits a sampled finding.
    """
    audit = await locked_audit(tx, command.audit_id)
    reason = clean_text(command.reason, field="reason")
    if audit.purpose not in OFFSET_PURPOSES:
        raise Refused([refusal("OFF_NOT_1592")])
    event, state = _event(audit.offset_state)
    outcome = await reckon(tx, audit)
    if not outcome.groups:
        raise BadInput("The audit has no findings to compute.", field="auditId")
    version = await keep_computation(
        tx, audit, outcome, with_offset=state is not OffsetState.DISALLOWED_ENTIRELY, reason=reason
    )
    await queries.update_audit(tx.connection, audit.id, offset_state=state, computation_version=version)
    await note(tx, audit, event, audit.state, reason)
    return answer(audit.id) | {"version": version}


def _event(state: OffsetState | None) -> tuple[OffsetEvent, OffsetState]:
    if state in {OffsetState.PROVISIONAL, OffsetState.WITH_FPF} and state is not None:
        return OffsetEvent.COMPUTE_PROVISIONAL, state
    event = OffsetEvent.RECOMPUTE if state in DETERMINED else OffsetEvent.COMPUTE_PROVISIONAL
    (following,) = check_offset(state, event)
    return event, move_offset(state, event, following)


async def reckon(tx: Transaction, audit: AuditRecord) -> Outcome:
    """Add the findings up by their facts and project what was sampled; nothing is kept.

    Raises:
        Refused: a sampled finding has no stratum of its liquidation status (SMP-09).
    """
    groups = tuple(await findings.add_up_by_facts(tx.connection, audit, tx.today))
    plan = await queries.plan_of(tx.connection, audit.id, audit.plan_version)
    totals = dict.fromkeys(COUNTED, 0)
    sampled: defaultdict[Use, list[Group]] = defaultdict(list)
    for group in groups:
        use = use_of(group.facts)
        if use not in COUNTED:
            continue  # SMP-07: what is excluded is not magnified
        if group.stratum is None:
            totals[use] += group.errors.cents
        else:
            sampled[use].append(group)
    projections = {use: _project(plan, parts) for use, parts in sampled.items()}
    for use, projection in projections.items():
        prescribed = plan is not None and plan.lower_limit and projection.lower_limit_cents is not None
        totals[use] += (projection.lower_limit_cents or 0) if prescribed else projection.projected_cents
    sums = Sums(totals[Use.UNDER_FINAL], totals[Use.UNDER_POTENTIAL], totals[Use.OVER_FINAL])
    return Outcome(groups, sums, projections)


def _project(plan: PlanRecord | None, groups: list[Group]) -> Projection:
    strata = {} if plan is None else {(one.name, one.is_final): one for one in plan.strata}
    errors: dict[tuple[str, bool], SampleErrors] = {}
    for group in groups:
        key = (group.stratum or "", group.facts.is_final)
        if plan is None or key not in strata:
            message = f"SMP-09: the plan has no stratum {key[0]} of this liquidation status."
            raise Refused([refusal("SMP_CRITERIA_NOT_MET", message=message)])
        sofar, more = errors.get(key, SampleErrors(0)), group.errors
        errors[key] = SampleErrors(
            sofar.cents + more.cents, sofar.squares + more.squares, sofar.products + more.products
        )
    assert plan is not None, "a sampled group was found in the plan"
    return project_strata([(strata[key], errors[key]) for key in sorted(errors)], plan.confidence_bps)


async def keep_computation(
    tx: Transaction, audit: AuditRecord, outcome: Outcome, *, with_offset: bool, reason: str
) -> int:
    """Keep a new version with both totals; its number."""
    version = (audit.computation_version or 0) + 1
    computed: Computation = net(outcome.sums, with_offset=with_offset)
    uses: defaultdict[Use, dict[str, int]] = defaultdict(lambda: {"count": 0, "cents": 0})
    for group in outcome.groups:
        uses[use_of(group.facts)]["count"] += group.count
        uses[use_of(group.facts)]["cents"] += group.errors.cents
    amounts = asdict(computed)
    row = amounts.pop("sums") | amounts
    row |= {
        "audit_id": audit.id,
        "version": version,
        "as_of": tx.today,
        "scope_version": audit.scope_version,
        "plan_version": audit.plan_version,
        "with_offset": with_offset,
        "loss_without_offset_cents": net(outcome.sums, with_offset=False).total_loss_cents,
        "uses": {use.value: counts for use, counts in uses.items()},
        "projections": {use.value: asdict(projection) for use, projection in outcome.projections.items()},
        "reason": reason,
        "computed_at": tx.now,
    }
    await queries.insert_rows(tx.connection, tables.computations, [row])
    return version
