"""Sampling plans: adopted, accepted in writing, challenged (SMP-01 to SMP-06, SMP-10)."""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.enforcement.domain.audits.reasons import refusal
from services.enforcement.domain.audits.sampling import (
    ChallengeType,
    Estimator,
    Stratum,
    refuse_challenge,
    refuse_criteria,
    refuse_self_test,
    select_sample,
)
from services.enforcement.domain.audits.states import AuditEvent, AuditOrigin, AuditState, move_audit
from services.enforcement.domain.text import clean_text, parse_number
from services.enforcement.events.audits import SamplingPlanAccepted
from services.enforcement.storage.audits import queries, tables
from services.enforcement.storage.audits.rows import AuditRecord, PlanRecord
from services.enforcement.usecases.audits.compute import refresh
from services.enforcement.usecases.audits.keeping import answer, locked_audit, note, step, tell
from shared.canonical import JSON, digest
from shared.database import Transaction
from shared.errors import BadInput, Conflict
from shared.refusals import Refusal, Refused, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class AdoptSamplingPlan:
    """A plan as it was explained and discussed, with the three attestations of SMP-01."""

    audit_id: UUID
    explanation: str
    seed: int
    confidence_bps: int
    lower_limit: bool
    discussed_on: date | None
    review_impractical: bool
    procedure_recognised: bool
    execution_follows_plan: bool
    authorised_in_advance: bool
    execution_approved: bool
    results_approved: bool
    strata: tuple[Stratum, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AcceptSamplingPlan:
    """Acceptance in writing by an official who can bind the company, and by the field director."""

    audit_id: UUID
    company_signer: str
    can_bind: bool
    signed_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class ChallengeSampling:
    """What the person says against the sampling."""

    audit_id: UUID
    kind: ChallengeType
    statement: str


class ApprovedPart(StrEnum):
    """What CBP approves of a self-test or of a discloser's review."""

    EXECUTION = "EXECUTION"
    RESULTS = "RESULTS"


@dataclass(frozen=True, kw_only=True, slots=True)
class ApproveOwnTest:
    """CBP's approval of one part of what the person tested itself."""

    audit_id: UUID
    part: ApprovedPart
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawSample:
    """The universe of a stratum, of which the plan's seed draws the sample."""

    audit_id: UUID
    stratum: str
    is_final: bool
    units: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectSampling:
    """Corrected figures of the strata; the plan and its acceptance stand (SMP-10)."""

    audit_id: UUID
    strata: tuple[Stratum, ...]
    reason: str


async def adopt_sampling_plan(tx: Transaction, command: AdoptSamplingPlan) -> dict[str, JSON]:
    """Adopt a plan, or adjust it: each version needs its own acceptance (SMP-01 to SMP-03).

    Raises:
        BadInput: strata that cannot be projected, or an explanation that cannot be kept.
        NotFound: no such audit.
        Refused: a criterion is not met, the plan was not discussed first (SMP_CRITERIA_NOT_MET), or a self-test was
            not authorised in advance (SMP_SELFTEST_NOT_AUTHORISED).
    """
    audit = await locked_audit(tx, command.audit_id)
    move_audit(audit.state, AuditEvent.ADOPT_SAMPLING_PLAN)
    refuse_if_any(_refusals(audit, command, tx.today))
    version = (audit.plan_version or 0) + 1
    plan = {
        "audit_id": audit.id,
        "version": version,
        "explanation": clean_text(command.explanation, field="explanation"),
        "seed": command.seed,
        "confidence_bps": command.confidence_bps,
        "lower_limit": command.lower_limit,
        "discussed_on": command.discussed_on,
        "adopted_on": tx.today,
        "adopted_by": tx.cause.actor,
        "reason": "",
    }
    if not 1 <= command.confidence_bps <= 9_999:
        raise BadInput("The confidence level lies between 0.01 and 99.99 percent.", field="confidence")
    if command.lower_limit and not all(_has_precision(one) for one in command.strata):
        raise BadInput(
            "A prescribed lower limit needs two sampled units and, of a ratio, their squared values.", field="strata"
        )
    await _insert_plan(tx, plan, command.strata)
    approved: dict[str, object] = {
        "execution_approved_on": tx.today if command.execution_approved else audit.execution_approved_on,
        "results_approved_on": tx.today if command.results_approved else audit.results_approved_on,
    }
    if audit.origin is not AuditOrigin.CBP:
        await queries.update_audit(tx.connection, audit.id, **approved)
    await step(tx, audit, AuditEvent.ADOPT_SAMPLING_PLAN, plan_version=version)
    await refresh(tx, audit.id, f"version {version} of the sampling plan")
    return answer(audit.id)


async def approve_own_test(tx: Transaction, command: ApproveOwnTest) -> dict[str, JSON]:
    """Approve execution or results of a self-test or of a discloser's review; offsetting needs both (SMP-05, SMP-06).

    Raises:
        BadInput: no reason.
        Conflict: CBP itself audits, or the part is approved already.
        NotFound: no such audit.
        Refused: the audit is closed.
    """
    audit = await locked_audit(tx, command.audit_id)
    reason = clean_text(command.reason, field="reason")
    if audit.state is AuditState.CLOSED:
        move_audit(audit.state, AuditEvent.ADOPT_SAMPLING_PLAN)
    column = f"{command.part.value.lower()}_approved_on"
    if audit.origin is AuditOrigin.CBP or getattr(audit, column) is not None:
        raise Conflict("There is nothing to approve: CBP itself tests, or the part is approved.")
    await queries.update_audit(tx.connection, audit.id, **{column: tx.today})
    await note(tx, audit, f"APPROVE_{command.part}", audit.state, reason)
    await refresh(tx, audit.id, f"{command.part.value.lower()} approved")
    return answer(audit.id)


async def draw_sample(tx: Transaction, command: DrawSample) -> dict[str, JSON]:
    """Draw the sample of a stratum by the plan's seed: the same universe gives the same units again (SMP-01).

    Raises:
        BadInput: a unit that is no number or stands twice, a stratum the plan has not, or another number of units than
            it states.
        Conflict: another universe was drawn from already.
        NotFound: no such audit.
        Refused: there is no plan (SMP_CRITERIA_NOT_MET).
    """
    audit = await locked_audit(tx, command.audit_id)
    plan = await _plan(tx, audit)
    keys = {(one.name, one.is_final): one for one in plan.strata}
    stratum = keys.get((command.stratum, command.is_final))
    if stratum is None or len(command.units) != stratum.universe_units or len(set(command.units)) != len(command.units):
        raise BadInput("Give a stratum of the plan and each unit of its universe once.", field="units")
    for unit in command.units:
        parse_number(unit, field="units")
    drawn = select_sample(command.units, stratum.sample_units, plan.seed)
    frame = digest(sorted(command.units))
    kept = await queries.sample_of(tx.connection, audit.id, plan.version, stratum.name, is_final=stratum.is_final)
    if kept is None:
        row = {
            "audit_id": audit.id,
            "plan_version": plan.version,
            "stratum": stratum.name,
            "is_final": stratum.is_final,
            "seed": plan.seed,
            "frame_units": stratum.universe_units,
            "frame_digest": frame,
            "units": drawn,
            "drawn_by": tx.cause.actor,
            "drawn_on": tx.today,
        }
        await queries.insert_rows(tx.connection, tables.samples, [row])
        await note(tx, audit, "DRAW_SAMPLE", audit.state, f"stratum {stratum.name}, universe {frame}")
    elif kept.frame_digest != frame:
        raise Conflict("The sample of this stratum was drawn from another universe.", field="units")
    return answer(audit.id)


def _has_precision(stratum: Stratum) -> bool:
    if stratum.estimator is Estimator.FULL:
        return True
    return stratum.sample_units > 1 and (
        stratum.estimator is Estimator.MEAN_PER_UNIT or stratum.sample_value_squares is not None
    )


def _refusals(audit: AuditRecord, command: AdoptSamplingPlan, today: date) -> list[Refusal]:
    found = refuse_criteria(
        impractical=command.review_impractical,
        recognised=command.procedure_recognised,
        followed=command.execution_follows_plan,
    )
    if command.discussed_on is None or command.discussed_on > today:
        found.append(refusal("SMP_CRITERIA_NOT_MET", field="discussedOn", message="SMP-02: discuss the plan first."))
    if audit.origin is AuditOrigin.SELF_TEST:
        # Execution and results are approved when they are there, before any offset (SMP-05).
        found += refuse_self_test(
            authorised_in_advance=command.authorised_in_advance, execution_approved=True, results_approved=True
        )
    return found


async def accept_sampling_plan(tx: Transaction, command: AcceptSamplingPlan) -> dict[str, JSON]:
    """Keep the signed acceptance: from now on plan and method are waived (SMP-03).

    Raises:
        BadInput: the signer cannot bind the company, or a day to come.
        Conflict: the plan is accepted already.
        NotFound: no such audit.
        Refused: there is no plan (SMP_CRITERIA_NOT_MET).
    """
    audit = await locked_audit(tx, command.audit_id)
    plan = await _plan(tx, audit)
    if plan.accepted_on is not None:
        raise Conflict("The plan in force is accepted already.")
    if not command.can_bind or command.signed_on > tx.today:
        raise BadInput("A management official with authority to bind the company signs.", field="canBind")
    await queries.accept_plan(
        tx.connection,
        audit.id,
        plan.version,
        on=command.signed_on,
        company=clean_text(command.company_signer, field="companySigner", longest=200),
        customs=tx.cause.actor,
    )
    await note(tx, audit, "ACCEPT_SAMPLING_PLAN", audit.state)
    tell(tx, audit, SamplingPlanAccepted, plan_version=plan.version, signed_on=command.signed_on)
    return answer(audit.id)


async def challenge_sampling(tx: Transaction, command: ChallengeSampling) -> dict[str, JSON]:
    """Keep a challenge, unless it is waived (SMP-03, SMP-04).

    Raises:
        BadInput: a statement that cannot be kept.
        NotFound: no such audit.
        Refused: plan and method were accepted (SMP_WAIVED), or there is no plan.
    """
    audit = await locked_audit(tx, command.audit_id)
    plan = await _plan(tx, audit)
    refuse_if_any(refuse_challenge(command.kind, accepted=plan.accepted_on is not None))
    row = {
        "audit_id": audit.id,
        "plan_version": plan.version,
        "kind": command.kind,
        "statement": clean_text(command.statement, field="statement"),
        "received_on": tx.today,
    }
    await queries.insert_rows(tx.connection, tables.challenges, [row])
    await note(tx, audit, "CHALLENGE_SAMPLING", audit.state)
    return answer(audit.id)


async def correct_sampling(tx: Transaction, command: CorrectSampling) -> dict[str, JSON]:
    """Keep corrected figures beside the first ones and compute anew; matters and report follow (SMP-10).

    Raises:
        BadInput: strata that cannot be projected or are not those of the plan, or no reason.
        NotFound: no such audit.
        Refused: there is no plan (SMP_CRITERIA_NOT_MET).
    """
    audit = await locked_audit(tx, command.audit_id)
    plan = await _plan(tx, audit)
    reason = clean_text(command.reason, field="reason")
    if _design(command.strata) != _design(plan.strata):
        raise BadInput("Another stratum or estimator is another plan: adopt it (SMP-03).", field="strata")
    corrected = {
        "audit_id": audit.id,
        "version": plan.version + 1,
        "explanation": plan.explanation,
        "seed": plan.seed,
        "confidence_bps": plan.confidence_bps,
        "lower_limit": plan.lower_limit,
        "discussed_on": plan.discussed_on,
        "adopted_on": tx.today,
        "adopted_by": tx.cause.actor,
        "accepted_on": plan.accepted_on,
        "company_signer": plan.company_signer,
        "customs_signer": plan.customs_signer,
        "reason": reason,
    }
    await _insert_plan(tx, corrected, command.strata)
    await queries.update_audit(tx.connection, audit.id, plan_version=plan.version + 1)
    await note(tx, audit, "CORRECT_SAMPLING", audit.state, reason)
    await refresh(tx, audit.id, reason)
    return answer(audit.id)


def _design(strata: tuple[Stratum, ...]) -> set[tuple[str, bool, Estimator]]:
    """What of a plan no correction changes; numbers and values can be wrong by a slip."""
    return {(one.name, one.is_final, one.estimator) for one in strata}


async def _plan(tx: Transaction, audit: AuditRecord) -> PlanRecord:
    plan = await queries.plan_of(tx.connection, audit.id, audit.plan_version)
    if plan is None:
        raise Refused([refusal("SMP_CRITERIA_NOT_MET", message="The audit has no sampling plan.")])
    return plan


async def _insert_plan(tx: Transaction, plan: dict[str, object], strata: tuple[Stratum, ...]) -> None:
    keys = {(stratum.name, stratum.is_final) for stratum in strata}
    if not strata or len(keys) != len(strata):
        raise BadInput("Give strata, each name once for each liquidation status.", field="strata")
    for position, stratum in enumerate(strata):
        _check(stratum, position)
    await queries.insert_rows(tx.connection, tables.plans, [plan])
    rows = [asdict(one) | {"audit_id": plan["audit_id"], "plan_version": plan["version"]} for one in strata]
    await queries.insert_rows(tx.connection, tables.strata, rows)


def _check(stratum: Stratum, position: int) -> None:
    sampled = 0 < stratum.sample_units <= stratum.universe_units
    if stratum.estimator is Estimator.FULL:
        fits = stratum.sample_units == stratum.universe_units
    elif stratum.estimator is Estimator.RATIO:
        fits = 0 < stratum.sample_value_cents <= stratum.universe_value_cents
    else:
        fits = True
    if not (sampled and fits and stratum.name.strip()):
        raise BadInput("The sample does not lie within its universe.", field=f"strata[{position}]")
