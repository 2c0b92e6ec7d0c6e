"""Reports of audits on a real database: AUD-03, AUD-04, AUD-08, AUD-11, SMP-10, and findings by the thousand."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from services.enforcement.domain.audits.deadlines import ClockKind
from services.enforcement.domain.audits.findings import Direction, Suspicion
from services.enforcement.domain.audits.report import Report, sections, text_of
from services.enforcement.domain.audits.states import AuditOrigin, AuditState, OffsetEvent
from services.enforcement.graphql.audits.report_pdf import report_pdf
from services.enforcement.storage.audits import reports
from services.enforcement.usecases.audits.conclude import (
    CompleteReport,
    HoldClosingConference,
    SendCopy,
    hold_closing_conference,
)
from services.enforcement.usecases.audits.prepare import (
    PlanAudit,
    Procedure,
    ReviseEstimate,
    SkipProcedure,
    revise_estimate,
    skip_procedure,
)
from services.enforcement.usecases.audits.scope import ChangeScope, change_scope
from shared.errors import BadInput
from tests.integration.enforcement.auditing import (
    NINE,
    PLAN,
    SCOPE,
    a_finding,
    audit,
    codes,
    completing,
    compute,
    determine,
    fieldwork,
    found,
    over,
    referred,
    sending,
    under,
)
from tests.integration.enforcement.conftest import Enforcement


async def reported(service: Enforcement, *findings: Any) -> UUID:
    """An audit with its report complete on 8 May 2024."""
    audit_id = await fieldwork(service)
    await found(service, audit_id, *findings)
    service.on(date(2024, 2, 14))
    await service.run(HoldClosingConference(audit_id=audit_id, on_site_work_complete=True), hold_closing_conference)
    service.on(date(2024, 5, 8))
    complete = CompleteReport(audit_id=audit_id, states_period_and_scope=True, persons=("Beta reviewer",))
    assert not (await service.run(complete, completing)).refusals
    return audit_id


async def the_report(service: Enforcement, audit_id: UUID, *, as_copy: bool = False) -> Report:
    record = await audit(service, audit_id)
    async with service.database.reading() as connection:
        report = await reports.find_report(connection, record, as_copy=as_copy)
    assert report is not None
    return report


async def test_aud_11_every_over_payment_has_its_period_and_its_scope_stated(service: Enforcement) -> None:
    outside = over("F10", cents=77_00, issue="Z")
    audit_id = await reported(service, *NINE, outside)
    report = await the_report(service, audit_id)
    stated = {one.number: (one.within_period, one.within_scope) for one in report.findings if one.direction == "OVER"}
    assert stated == {
        "F5": (True, True),
        "F6": (True, True),
        "F7": (True, True),
        "F8": (True, True),
        "F9": (False, True),
        "F10": (True, False),
    }
    assert report.figures.computation is not None
    assert report.figures.computation["total_loss_cents"] == 20_089_75
    assert report.figures.computation["loss_without_offset_cents"] == 27_777_90
    assert report.figures.uses["OFF_OUTSIDE_SCOPE"] == (1, 77_00)
    assert report.persons == ("auditor-1", "Beta reviewer")
    text = text_of(sections(report))
    assert "6 over-payments or over-declarations were identified: 4 within" in text
    assert "No sampling was used." in text


async def test_aud_11_an_audit_without_over_payments_says_so(service: Enforcement) -> None:
    report = await the_report(service, await reported(service, under("F1", cents=5_00)))
    assert "No over-payment or over-declaration was identified." in text_of(sections(report))


async def test_aud_11_the_report_never_says_what_fpf_decides(service: Enforcement) -> None:
    bad = over("B", cents=5_200_00, suspicion=Suspicion.PURPOSE, evidence="memo")
    audit_id = await referred(service, under("A", cents=14_000_00), bad)
    assert not (await determine(service, audit_id, OffsetEvent.DETERMINE_ITEM_DISALLOWED, purpose=("B",))).refusals
    await compute(service, audit_id)
    report = await the_report(service, audit_id)
    assert report.version == 2
    assert "OFF_PURPOSE_VIOLATION" not in text_of(sections(report))
    assert "SUSPECT" not in text_of(sections(report))
    assert report.referred == (("FPF-1", ("V",)),)


async def test_aud_08_the_copy_leaves_out_what_is_exempt_and_states_period_and_scope_all_the_same(
    service: Enforcement,
) -> None:
    audit_id = await reported(service, *NINE)
    wrong = SendCopy(audit_id=audit_id, redacted=True, redactions="trade secrets", withheld=(("NOTHING", 4),))
    with pytest.raises(BadInput, match="Withhold"):
        await service.run(wrong, sending)
    tenth = SendCopy(audit_id=audit_id, redacted=True, redactions="trade secrets", withheld=(("F5", 10),))
    with pytest.raises(BadInput, match="552"):
        await service.run(tenth, sending)
    send = SendCopy(audit_id=audit_id, redacted=True, redactions="trade secrets", withheld=(("F5", 4), ("PERSONS", 6)))
    assert not (await service.run(send, sending)).refusals
    assert (await audit(service, audit_id)).copy_sent_on == date(2024, 5, 8)
    copy = text_of(sections(await the_report(service, audit_id, as_copy=True)))
    assert "F5 [withheld, 5 USC 552(b)(4)]" in copy
    assert "E-F5" not in copy
    assert "Beta reviewer" not in copy
    assert "trade secrets" in copy
    whole = text_of(sections(await the_report(service, audit_id)))
    assert "E-F5" in whole
    assert "Beta reviewer" in whole


async def test_aud_08_inf_28_a_pseudonym_never_leaves_in_a_report_or_its_copy(service: Enforcement) -> None:
    audit_id = await fieldwork(service)
    await found(service, audit_id, *NINE)
    await service.run(HoldClosingConference(audit_id=audit_id, on_site_work_complete=True), hold_closing_conference)
    leaking = CompleteReport(audit_id=audit_id, states_period_and_scope=True, persons=("SRC-ABCDEFGHIJ",))
    assert codes(await service.run(leaking, completing)) == ["SEC_INFORMANT_LEAK"]
    clean = CompleteReport(audit_id=audit_id, states_period_and_scope=True)
    assert not (await service.run(clean, completing)).refusals
    before = await service.stored()
    copy = SendCopy(audit_id=audit_id, redacted=True, redactions="told by src-abcdefghij")
    assert codes(await service.run(copy, sending)) == ["SEC_INFORMANT_LEAK"]
    after = await service.stored()
    assert after["audits"] == before["audits"]
    assert after["audit_redactions"] == before["audit_redactions"]


async def test_smp_10_aud_05_a_changed_scope_issues_the_report_anew_and_keeps_the_first(service: Enforcement) -> None:
    audit_id = await reported(service, *NINE)
    assert (await the_report(service, audit_id)).version == 1
    wider = ChangeScope(
        audit_id=audit_id,
        scope=replace(SCOPE, period_from=date(2020, 1, 1), universe_hash="b2", reason="wider"),
    )
    assert not (await service.run(wider, change_scope)).refusals
    report = await the_report(service, audit_id)
    assert (report.version, report.period_from) == (2, date(2020, 1, 1))
    assert {one.number for one in report.findings if not one.within_period} == set()
    record = await audit(service, audit_id)
    async with service.database.reading() as connection:
        first = await reports.find_report(connection, record, as_copy=False, version=1)
    assert first is not None
    assert {one.number for one in first.findings if not one.within_period} == {"F9"}


async def test_aud_11_the_same_report_makes_the_same_pdf(service: Enforcement) -> None:
    report = await the_report(service, await reported(service, *NINE, over("F11", cents=1)))
    made = report_pdf(report, as_copy=False)
    assert made.startswith(b"%PDF-")
    assert made == report_pdf(report, as_copy=False)
    assert made != report_pdf(report, as_copy=True)


async def test_aud_03_aud_04_estimates_are_versions_and_the_conference_ends_fieldwork(service: Enforcement) -> None:
    audit_id = await fieldwork(service)
    for day in (date(2024, 4, 1), date(2024, 5, 1)):
        revise = ReviseEstimate(audit_id=audit_id, termination_on=day)
        assert not (await service.run(revise, revise_estimate)).refusals
    stored = await service.stored()
    assert [row[1:3] for row in stored["audit_estimates"]] == [
        (1, date(2024, 3, 1)),
        (2, date(2024, 4, 1)),
        (3, date(2024, 5, 1)),
    ]
    early = HoldClosingConference(audit_id=audit_id, on_site_work_complete=False)
    with pytest.raises(BadInput, match="on-site"):
        await service.run(early, hold_closing_conference)
    held = HoldClosingConference(audit_id=audit_id, on_site_work_complete=True)
    assert not (await service.run(held, hold_closing_conference)).refusals
    assert (await audit(service, audit_id)).state is AuditState.REPORTING
    revise = ReviseEstimate(audit_id=audit_id, termination_on=date(2024, 6, 1))
    assert codes(await service.run(revise, revise_estimate)) == ["SEC_ILLEGAL_TRANSITION"]


async def test_aud_09_a_copy_switched_off_before_the_report_is_never_due(service: Enforcement) -> None:
    disclosed = PlanAudit(
        importer_number=PLAN.importer_number, origin=AuditOrigin.PRIOR_DISCLOSURE, purpose=PLAN.purpose, scope=SCOPE
    )
    audit_id = await fieldwork(service, disclosed)
    await service.run(HoldClosingConference(audit_id=audit_id, on_site_work_complete=True), hold_closing_conference)
    skip = SkipProcedure(audit_id=audit_id, procedure=Procedure.COPY, reason="disclosed")
    assert not (await service.run(skip, skip_procedure)).refusals
    complete = CompleteReport(audit_id=audit_id, states_period_and_scope=True)
    assert not (await service.run(complete, completing)).refusals
    assert (await audit(service, audit_id)).clock(ClockKind.COPY) is None


async def test_aud_10_aud_11_statements_do_not_grow_with_the_findings(service: Enforcement) -> None:
    counts = []
    for size in (100, 2_000):
        many = [
            a_finding(f"N{number:06}", (Direction.UNDER, Direction.OVER)[number % 2], 1_000 + number)
            for number in range(size)
        ]
        statements: list[str] = []

        def counting(*arguments: Any, into: list[str] = statements) -> None:
            into.append(arguments[2])

        engine = service.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", counting)
        audit_id = await reported(service, *many)
        send = SendCopy(audit_id=audit_id, redacted=True, redactions="none")
        assert not (await service.run(send, sending)).refusals
        event.remove(engine, "before_cursor_execute", counting)
        assert len((await the_report(service, audit_id)).findings) == size
        counts.append(len(statements))
    assert counts[0] == counts[1]
