"""Sampling plans: adopted, accepted in writing, challenged (SMP-01 to SMP-06, SMP-10)."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from services.enforcement.domain.audits.reasons import refusal
from services.enforcement.domain.audits.sampling import (
    ChallengeType,
    Estimator,
    Stratum,
    refuse_challenge,
    refuse_criteria,
    refuse_self_test,
)
from services.enforcement.domain.audits.states import AuditEvent, move_audit
from services.enforcement.domain.text import clean_text
from services.enforcement.storage.audits import queries, tables
from services.enforcement.storage.audits.rows import AuditRecord, PlanRecord
from services.enforcement.usecases.audits.keeping import answer, locked_audit, note, step
from services.enforcement.usecases.audits.prepare import AuditOrigin
from shared.canonical import JSON
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
            not authorised and approved (SMP_SELFTEST_NOT_AUTHORISED).
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
    await _insert_plan(tx, plan, command.strata)
    await step(tx, audit, AuditEvent.ADOPT_SAMPLING_PLAN, plan_version=version)
    return answer(audit.id)


def _refusals(audit: AuditRecord, command: AdoptSamplingPlan, today: date) -> list[Refusal]:
    found = refuse_criteria(
        impractical=command.review_impractical,
        recognised=command.procedure_recognised,
        followed=command.execution_follows_plan,
    )
    if command.discussed_on is None or command.discussed_on > today:
        found.append(refusal("SMP_CRITERIA_NOT_MET", field="discussedOn", message="SMP-02: discuss the plan first."))
    if audit.origin != AuditOrigin.CBP:
        found += refuse_self_test(
            authorised_in_advance=command.authorised_in_advance or audit.origin == AuditOrigin.PRIOR_DISCLOSURE,
            execution_approved=command.execution_approved,
            results_approved=command.results_approved,
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
    """Keep corrected figures beside the first ones; a computation after it uses them (SMP-10).

    Raises:
        BadInput: strata that cannot be projected, or no reason.
        NotFound: no such audit.
        Refused: there is no plan (SMP_CRITERIA_NOT_MET).
    """
    audit = await locked_audit(tx, command.audit_id)
    plan = await _plan(tx, audit)
    reason = clean_text(command.reason, field="reason")
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
    return answer(audit.id)


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
