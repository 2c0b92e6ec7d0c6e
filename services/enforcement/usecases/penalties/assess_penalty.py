"""Decide on the failures of a demand, release by release, in the order of PEN-16 (PEN-01 to 05, 08 to 10, 13, 15)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.enforcement.domain.law import Culpability
from services.enforcement.domain.penalties.ceilings import OriginCertificate, last_day_of_suit
from services.enforcement.domain.penalties.decision import (
    Decision,
    Defence,
    Factors,
    Finding,
    ReleaseCase,
    decide,
    missing_records,
)
from services.enforcement.domain.penalties.states import FailureEvent, move
from services.enforcement.domain.records.demands import DemandChannel, Line, pass_due_date
from services.enforcement.domain.records.rules import is_recordkeeper
from services.enforcement.domain.relief.petitions import petition_due
from services.enforcement.domain.text import clean_text
from services.enforcement.domain.violations.notices import NoticeText
from services.enforcement.events.published import PenaltyAssessed
from services.enforcement.events.records import RecordkeepingDefenceAccepted, RecordkeepingPenaltyIssued
from services.enforcement.storage import penalties, records
from services.enforcement.storage.penalties import FailureRecord, Penalty, StatedFinding
from services.enforcement.storage.records import DemandRecord
from services.enforcement.usecases.records.holds import release_holds
from services.enforcement.usecases.records.keeping import keep, locked_demand
from services.enforcement.usecases.violations.notices import is_first_violation, issue_notice
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput
from shared.refusals import Refusal, Refused, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingInput:
    """The officer's finding on one missing record."""

    record_code: str
    culpability: Culpability
    facts: str
    defence: Defence | None
    evidence: str | None
    penalised_under_1592: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleaseAssessment:
    """One release of the demand."""

    release_number: str
    appraised_value_cents: int
    value_is_provisional: bool
    certificate: OriginCertificate
    amount_cents: int
    broker_discipline: bool
    findings: tuple[FindingInput, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AssessPenalty:
    """The officer's draft for a demand.

    Attributes:
        notice_text: the officer's own text of a notice of violation, if it comes to one; None for the standard words.
        petition_by: last day for a petition, where FP&F shortens the period (RLF-03); None for the whole 60 days.
    """

    demand_id: UUID
    factors: Factors | None
    releases: tuple[ReleaseAssessment, ...]
    notice_text: NoticeText | None = None
    petition_by: date | None = None


async def assess_penalty(tx: Transaction, command: AssessPenalty) -> dict[str, JSON]:
    """Decide on every release named, or on none; each penalty is published as ``penalty.assessed``.

    The releases that come to a notice of violation share one, published as ``notice-of-violation.issued`` (RCP-13).
    A release that is not penalised loses no special rate, and its entry is held no more (PEN-06, Q8).
    Neither a penalty nor a notice bars a summons, an order of court or another demand for the same records (PEN-12,
    RCP-01): nothing here looks at whether one was issued before a record is demanded.

    Raises:
        BadInput: no releases, one twice or not demanded, findings that do not name each missing record once.
        NotFound: no such demand.
        Refused: what PEN-16 refuses of any release, all at once.
    """
    before = await locked_demand(tx, command.demand_id)
    record = replace(before, demand=pass_due_date(before.demand, tx.today))
    await keep(tx, before, record.demand)
    _check_releases(record, command.releases)
    given = {one.release_number: _stated(one, position) for position, one in enumerate(command.releases)}
    stated = await _already_presented(tx, record, given)
    failures = await _failures(tx, record.id)
    decisions = await _decide(tx, record, command, stated, failures)
    await penalties.insert_findings(tx.connection, record.id, stated, decided_on=tx.today)
    assessed: list[JSON] = []
    for one in command.releases:
        decision = decisions[one.release_number]
        await _keep_decision(tx, record, one.release_number, decision, failures)
        if decision.amount_cents is not None:
            assessed.append(str(await _issue(tx, record, one, decision, command)))
    unpenalised = [number for number, one in decisions.items() if one.event is not FailureEvent.ISSUE_PENALTY]
    await release_holds(tx, record.id, _entries(record, unpenalised))
    noticed = {number for number, decision in decisions.items() if decision.event is FailureEvent.ISSUE_NOV}
    if noticed:
        missing = missing_records(record.demand.lines, record.demand.due)
        unproduced = [line.key for line in missing if line.release_number in noticed]
        await issue_notice(tx, record, unproduced, command.notice_text)
    return {"demand_id": str(record.id), "penalty_ids": assessed}


async def _decide(
    tx: Transaction,
    record: DemandRecord,
    command: AssessPenalty,
    stated: Mapping[str, Sequence[StatedFinding]],
    failures: Mapping[str, FailureRecord],
) -> dict[str, Decision]:
    penalised = await penalties.penalised_releases(tx.connection, list(stated))
    first_violation = await is_first_violation(tx, record)
    decisions: dict[str, Decision] = {}
    refusals: list[Refusal] = []
    for position, one in enumerate(command.releases):
        try:
            if one.release_number in penalised:
                raise _already_penalised(one.release_number)
            case = _case(record, one, stated[one.release_number], command.factors, first_violation=first_violation)
            decision = decide(case, tx.today)
            failure = failures.get(one.release_number)
            move(None if failure is None else failure.state, decision.event)
            decisions[one.release_number] = decision
        except Refused as refused:
            refusals += [_of_release(refusal, position) for refusal in refused.refusals if refusal not in refusals]
    refuse_if_any(refusals)
    return decisions


def _case(
    record: DemandRecord,
    one: ReleaseAssessment,
    stated: Sequence[StatedFinding],
    factors: Factors | None,
    *,
    first_violation: bool,
) -> ReleaseCase:
    demand = record.demand
    lines = _lines(record, one.release_number)
    if demand.due_on is not None:
        _check_findings(lines, [finding.finding.record_code for finding in stated], demand.due_on)
    return ReleaseCase(
        demanded_in_writing=record.head.channel is not DemandChannel.ORAL,
        receipt_proved=record.proof is not None,
        is_recordkeeper=is_recordkeeper(record.head.capacity),
        lines=lines,
        due_on=demand.due_on,
        extended=demand.extended,
        findings=[finding.finding for finding in stated],
        first_violation=first_violation,
        broker_discipline=one.broker_discipline,
        factors=factors,
        certificate=one.certificate,
        appraised_value_cents=one.appraised_value_cents,
        penalty_cents=one.amount_cents,
    )


async def _keep_decision(
    tx: Transaction,
    record: DemandRecord,
    release_number: str,
    decision: Decision,
    failures: Mapping[str, FailureRecord],
) -> None:
    before = failures[release_number].state
    state = move(before, decision.event)
    await penalties.save_failure(
        tx.connection, record.id, release_number, state=state, reason=decision.reason, decided_on=tx.today
    )
    if decision.event is FailureEvent.ACCEPT_DEFENCE and decision.reason is not None:
        tx.record(
            RecordkeepingDefenceAccepted(
                demand_id=record.id,
                importer_number=record.head.importer_number,
                acted_on=tx.today,
                release_number=release_number,
                code=decision.reason,
            )
        )
    tx.audit(
        "decide_recordkeeping_failure",
        f"record-demands/{record.id}/{release_number}",
        before={"state": before},
        after={"state": state, "amount_cents": decision.amount_cents, "ceiling_cents": decision.ceiling_cents},
        reason=decision.reason,
    )


async def _issue(
    tx: Transaction, record: DemandRecord, one: ReleaseAssessment, decision: Decision, command: AssessPenalty
) -> UUID:
    assert command.factors is not None, "a penalty has its factors (PEN-10)"
    assert decision.culpability is not None, "a penalty has a level"
    assert decision.ceiling_cents is not None, "a penalty has a ceiling"
    assert decision.amount_cents is not None, "a penalty has an amount"
    penalty = Penalty(
        demand_id=record.id,
        release_number=one.release_number,
        importer_number=record.head.importer_number,
        culpability=decision.culpability,
        certificate=one.certificate,
        appraised_value_cents=one.appraised_value_cents,
        value_is_provisional=one.value_is_provisional,
        ceiling_cents=decision.ceiling_cents,
        amount_cents=decision.amount_cents,
        failed_as_of=record.demand.due,
        assessed_on=tx.today,
        petition_by=petition_due(
            tx.today, shortened_to=command.petition_by, last_day=last_day_of_suit(record.demand.due)
        ),
        factors=command.factors,
    )
    penalty_id = await penalties.insert_penalty(tx.connection, penalty)
    tx.record(
        RecordkeepingPenaltyIssued(
            demand_id=record.id,
            importer_number=penalty.importer_number,
            acted_on=penalty.assessed_on,
            release_number=penalty.release_number,
            penalty_id=penalty_id,
            culpability=penalty.culpability,
            ceiling_cents=penalty.ceiling_cents,
            penalty_cents=penalty.amount_cents,
            failures=penalty.factors.failures,
            importations=penalty.factors.importations,
            nature_of_records=penalty.factors.nature_of_records,
            cooperation=penalty.factors.cooperation,
            petition_by=penalty.petition_by,
        )
    )
    tx.record(
        PenaltyAssessed(
            penalty_id=penalty_id,
            demand_id=record.id,
            importer_number=penalty.importer_number,
            amount_cents=penalty.amount_cents,
            assessed_on=penalty.assessed_on,
        )
    )
    return penalty_id


async def _failures(tx: Transaction, demand_id: UUID) -> dict[str, FailureRecord]:
    found = await penalties.failures_by_demand(tx.connection, [demand_id])
    return {failure.release_number: failure for failure in found.get(demand_id, [])}


def _entries(record: DemandRecord, releases: Sequence[str]) -> list[str]:
    return [one.entry_number for one in record.releases if one.release_number in releases]


def _lines(record: DemandRecord, release_number: str) -> list[Line]:
    return [line for line in record.demand.lines if line.release_number == release_number]


def _stated(one: ReleaseAssessment, position: int) -> list[StatedFinding]:
    """The findings with their facts: the level is decided with reasons (PEN-02), a defence is shown (PEN-08)."""
    if one.appraised_value_cents < 0 or one.amount_cents < 0:
        raise BadInput("Amounts cannot be negative.", field=f"releases[{position}]")
    stated = []
    for number, finding in enumerate(one.findings):
        field = f"releases[{position}].findings[{number}]"
        evidence = None
        if finding.defence is not None:
            evidence = clean_text(finding.evidence or "", field=f"{field}.evidence")
        stated.append(
            StatedFinding(
                finding=Finding(
                    record_code=finding.record_code,
                    culpability=finding.culpability,
                    defence=finding.defence,
                    penalised_under_1592=finding.penalised_under_1592,
                ),
                facts=clean_text(finding.facts, field=f"{field}.facts"),
                evidence=evidence,
            )
        )
    return stated


async def _already_presented(
    tx: Transaction, record: DemandRecord, stated: Mapping[str, Sequence[StatedFinding]]
) -> dict[str, Sequence[StatedFinding]]:
    """Excuse what an earlier demand brought: customs has it, and it need not be produced again (REC-07, PEN-08).

    Source: 19 USC 1509(g)(3)(C).
    """
    if record.demand.due_on is None:
        return dict(stated)
    known = await records.presented_before(
        tx.connection, record.head.importer_number, list(stated), other_than=record.id, by=record.demand.due_on
    )
    return {release: [_excused(one, known.get(release, {})) for one in group] for release, group in stated.items()}


def _excused(one: StatedFinding, known: Mapping[str, date]) -> StatedFinding:
    accepted_on = known.get(one.finding.record_code)
    if one.finding.defence is not None or accepted_on is None:
        return one
    evidence = f"accepted on {accepted_on.isoformat()} under an earlier demand"
    return replace(one, finding=replace(one.finding, defence=Defence.ALREADY_PRESENTED), evidence=evidence)


def _check_releases(record: DemandRecord, releases: Sequence[ReleaseAssessment]) -> None:
    demanded = {release.release_number for release in record.releases}
    named = [one.release_number for one in releases]
    if not named or max(Counter(named).values()) > 1 or not demanded.issuperset(named):
        raise BadInput("Name releases of the demand, each once.", field="releases")


def _check_findings(lines: Sequence[Line], named: Sequence[str], due_on: date) -> None:
    missing = [line.record_code for line in missing_records(lines, due_on)]
    if missing and Counter(named) != Counter(missing):
        raise BadInput(f"Give one finding for each missing record: {', '.join(missing)}.", field="findings")


def _already_penalised(release_number: str) -> Refused:
    return Refused(
        [
            Refusal(
                code="PEN_RELEASE_ALREADY_PENALISED",
                rule="PEN-04",
                citation="19 CFR 163.6(b)(1)",
                message=f"Release {release_number} has a penalty; there is one penalty per release.",
                field="releaseNumber",
            )
        ]
    )


def _of_release(refusal: Refusal, position: int) -> Refusal:
    """The refusal with its field inside the list of releases; the factors belong to all of them."""
    if refusal.field is None or refusal.field == "factors":
        return refusal
    return replace(refusal, field=f"releases[{position}].{refusal.field}")
