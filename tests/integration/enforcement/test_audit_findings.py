"""Findings in the database count as the domain says, and what changes of them later: AUD-10, OFF-02, OFF-06, OFF-10."""

import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.enforcement.domain.audits.findings import (
    Cause,
    Direction,
    Facts,
    FindingClass,
    FindingKind,
    RefundBasis,
    Scope,
    Suspicion,
)
from services.enforcement.domain.audits.offsets import Use, add_up, use_of
from services.enforcement.domain.audits.states import OffsetEvent, OffsetState
from services.enforcement.storage.audits import findings as stored
from services.enforcement.usecases.audits.correct_findings import (
    EntryLiquidation,
    FlagFindings,
    RecordAuditLiquidations,
    flag_findings,
    record_audit_liquidations,
)
from services.enforcement.usecases.audits.figures import reckon
from services.enforcement.usecases.audits.record_findings import FindingInput
from shared.errors import BadInput
from tests.integration.enforcement.auditing import (
    SCOPE,
    a_finding,
    audit,
    codes,
    determine,
    fieldwork,
    found,
    latest,
    over,
    referred,
    under,
)
from tests.integration.enforcement.conftest import IMPORTER, Enforcement

_TODAY = date(2024, 2, 1)
_MONEY = (FindingClass.DUTY, FindingClass.FEE, FindingClass.TAX)


def any_finding(number: int, chance: random.Random) -> FindingInput:
    """A finding of any kind that can be brought."""
    kind = chance.choice(list(FindingKind))
    of_kind = _MONEY if kind is FindingKind.PAYMENT else (FindingClass.VALUE, FindingClass.QUANTITY)
    final_on = chance.choice([None, _TODAY - timedelta(days=1), _TODAY, _TODAY + timedelta(days=1)])
    changes: dict[str, Any] = {
        "kind": kind,
        "finding_class": chance.choice(of_kind),
        "issue": chance.choice(["V", "C", "Z"]),
        "importer_number": chance.choice([IMPORTER, "99-9999999ZZ"]),
        "entry_date": chance.choice([date(2020, 12, 31), date(2021, 1, 1), date(2022, 12, 31), date(2023, 1, 1)]),
        "liquidated_on": None if final_on is None else date(2023, 1, 1),
        "final_on": final_on,
        "cause": chance.choice(list(Cause)),
        "refunded": chance.random() < 0.1,
    }
    return a_finding(f"N{number:04}", chance.choice(list(Direction)), chance.randrange(10**9), **changes)


def facts_of(finding: FindingInput) -> Facts:
    """The facts of a finding, by the domain alone."""
    scope = Scope(
        period_from=SCOPE.period_from,
        period_to=SCOPE.period_to,
        issues=frozenset(SCOPE.issues),
        importer_numbers=frozenset(SCOPE.importer_numbers),
    )
    return Facts(
        direction=finding.direction,
        finding_class=finding.finding_class,
        within_period=scope.holds_day(finding.entry_date),
        within_scope=scope.holds(finding.issue, finding.importer_number),
        is_final=finding.final_on is not None and finding.final_on <= _TODAY,
        late_preference=finding.cause is Cause.LATE_PREFERENCE,
        refunded=finding.refunded,
    )


async def test_off_10_off_20_the_database_counts_as_the_domain_says(service: Enforcement) -> None:
    chance = random.Random(20240201)  # noqa: S311
    brought = [any_finding(number, chance) for number in range(600)]
    audit_id = await fieldwork(service)
    await found(service, audit_id, *brought)
    expected = {one.number: use_of(facts_of(one)) for one in brought}
    assert set(expected.values()) >= {Use.LATE_PREFERENCE, Use.TAX_OVERPAYMENT, Use.OUTSIDE_SCOPE, Use.NOT_FINAL}
    record = await audit(service, audit_id)
    async with service.database.reading() as connection:
        outcome = await reckon(connection, record, _TODAY)
        seen = await stored.read_findings(connection, record, _TODAY)
        over_payments = await stored.over_payments_by_basis(connection, record, _TODAY, outcome.uses)
        losses = await stored.losses(connection, record, _TODAY, outcome.uses)
    assert {one.number: use_of(one.facts) for one in seen} == expected
    sums = add_up((facts_of(one), one.amount_cents or 0) for one in brought)
    assert outcome.sums == sums
    assert over_payments == [(sums.over_final_cents, RefundBasis.NONE)]
    assert sum(one.final_cents for one in losses) == sums.under_final_cents
    assert sum(one.potential_cents for one in losses) == sums.under_potential_cents


async def test_off_02_a_liquidation_that_changes_changes_the_figures_and_no_earlier_record(
    service: Enforcement,
) -> None:
    audit_id = await fieldwork(service)
    await found(service, audit_id, under("U", cents=9_000_00), over("O", cents=3_000_00, final=False))
    before = await latest(service, audit_id)
    final = EntryLiquidation(entry_number="E-O", liquidated_on=date(2023, 1, 4), final_on=date(2023, 7, 3))
    record = RecordAuditLiquidations(audit_id=audit_id, entries=(final,), reason="protest decided")
    assert not (await service.run(record, record_audit_liquidations)).refusals
    after = await latest(service, audit_id)
    assert (before.total_loss_cents, after.total_loss_cents) == (9_000_00, 6_000_00)
    assert after.version == before.version + 1
    unknown = EntryLiquidation(entry_number="E-X", liquidated_on=None, final_on=None)
    backwards = EntryLiquidation(entry_number="E-O", liquidated_on=None, final_on=date(2023, 7, 3))
    for entries in ((), (unknown,), (final, final), (backwards,)):
        wrong = RecordAuditLiquidations(audit_id=audit_id, entries=entries, reason="slip")
        with pytest.raises(BadInput):
            await service.run(wrong, record_audit_liquidations)


def a_flag(audit_id: UUID, suspicion: Suspicion, *items: str) -> FlagFindings:
    return FlagFindings(audit_id=audit_id, items=items, suspicion=suspicion, evidence="memo")


async def test_off_06_off_08_a_suspicion_after_the_referral_takes_the_offset_to_fpf(service: Enforcement) -> None:
    audit_id = await referred(service, under("U", cents=9_000_00), over("O", cents=3_000_00))
    assert (await audit(service, audit_id)).offset_state is OffsetState.PROVISIONAL
    for suspicion, item in ((Suspicion.PURPOSE, "U"), (Suspicion.KNOWING, "O"), (Suspicion.KNOWING, "NONE")):
        with pytest.raises(BadInput):
            await service.run(a_flag(audit_id, suspicion, item), flag_findings, actor="auditor-1")
    flag = a_flag(audit_id, Suspicion.PURPOSE, "O")
    assert not (await service.run(flag, flag_findings, actor="auditor-1")).refusals
    assert (await audit(service, audit_id)).offset_state is OffsetState.WITH_FPF
    assert (await latest(service, audit_id)).total_loss_cents == 6_000_00  # a suspicion decides nothing
    assert not (await determine(service, audit_id, OffsetEvent.DETERMINE_ALLOWED)).refusals
    again = await service.run(flag, flag_findings, actor="auditor-1")
    assert codes(again) == ["SEC_ILLEGAL_TRANSITION"]
    record = await audit(service, audit_id)
    async with service.database.reading() as connection:
        determined = {
            one.number: one.facts.fpf for one in await stored.read_findings(connection, record, service.clock.today())
        }
    assert determined == {"U": None, "O": "ALLOWED"}
