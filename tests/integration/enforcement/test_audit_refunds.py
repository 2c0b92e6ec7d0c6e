"""Refunds of over-payments on a real database: OFF-13, OFF-14, scenario S13, TV-11."""

from datetime import date
from functools import partial
from uuid import UUID

import pytest

from services.enforcement.domain.audits.findings import FindingClass, RefundBasis, Suspicion
from services.enforcement.domain.audits.offsets import RefundAllocation
from services.enforcement.domain.audits.states import OffsetEvent
from services.enforcement.storage.audits import refunds
from services.enforcement.usecases.audits.correct_findings import (
    EntryLiquidation,
    RecordAuditLiquidations,
    record_audit_liquidations,
)
from services.enforcement.usecases.audits.refunds import (
    CreditRefund,
    DecideRefundBasis,
    OtherUse,
    UseOverPayment,
    credit_refund,
    decide_refund_basis,
    refundable_now,
    use_over_payment,
)
from shared.errors import BadInput, Conflict
from tests.integration.enforcement.auditing import (
    audit,
    codes,
    compute,
    determine,
    fieldwork,
    found,
    latest,
    over,
    referred,
    under,
)
from tests.integration.enforcement.conftest import Enforcement

FIRST, PRO_RATA = RefundAllocation.NON_REFUNDABLE_FIRST, RefundAllocation.PRO_RATA
decision = partial(DecideRefundBasis, reason="own circumstances", allocation=FIRST)


async def refundable(service: Enforcement, audit_id: UUID, allocation: RefundAllocation = FIRST) -> int:
    record = await audit(service, audit_id)
    async with service.database.reading() as connection:
        return await refundable_now(connection, record, service.clock.today(), allocation)


async def allowed(service: Enforcement) -> UUID:
    """S13: $9,200.00 under, $8,000.00 and $5,750.00 over, the offset allowed by FP&F."""
    suspect = under("U", cents=9_200_00, suspicion=Suspicion.KNOWING, evidence="e-mail")
    audit_id = await referred(service, suspect, over("A", cents=8_000_00), over("B", cents=5_750_00))
    early = CreditRefund(audit_id=audit_id, allocation=FIRST)
    with pytest.raises(Conflict):
        await service.run(early, credit_refund, actor="director")
    assert not (await determine(service, audit_id, OffsetEvent.DETERMINE_ALLOWED)).refusals
    return audit_id


async def test_off_13_s13_tv_11_what_is_left_over_and_has_a_basis_is_credited_once(service: Enforcement) -> None:
    audit_id = await allowed(service)
    assert await refundable(service, audit_id) == 0
    credit = CreditRefund(audit_id=audit_id, allocation=FIRST)
    assert codes(await service.run(credit, credit_refund, actor="director")) == ["OFF_REFUND_NOT_AUTHORISED"]
    basis = decision(audit_id=audit_id, items=("A",), basis=RefundBasis.S1514A)
    assert not (await service.run(basis, decide_refund_basis, actor="director")).refusals
    assert (await refundable(service, audit_id), await refundable(service, audit_id, PRO_RATA)) == (4_550_00, 2_647_27)
    subject, told = (await service.events())[-1]
    assert ".audit.refund-eligibility-decided." in subject
    assert (told["finding_numbers"], told["basis"], told["refundable_cents"]) == (["A"], "S1514A", 4_550_00)
    assert not (await service.run(credit, credit_refund, actor="director")).refusals
    async with service.database.reading() as connection:
        kept = await refunds.refund_of(connection, audit_id)
    assert kept is not None
    assert kept.amount_cents == 4_550_00
    with pytest.raises(Conflict, match="credited already"):
        await service.run(credit, credit_refund, actor="director")
    with pytest.raises(BadInput, match="over-payments"):
        await service.run(decision(audit_id=audit_id, items=("U",), basis=RefundBasis.S1520), decide_refund_basis)


async def test_off_13_disallowed_entirely_nothing_is_refunded_here(service: Enforcement) -> None:
    suspect = under("U", cents=9_200_00, suspicion=Suspicion.KNOWING, evidence="e-mail")
    audit_id = await referred(service, suspect, over("A", cents=13_750_00))
    await service.run(decision(audit_id=audit_id, items=("A",), basis=RefundBasis.S1520), decide_refund_basis)
    assert not (await determine(service, audit_id, OffsetEvent.DETERMINE_DISALLOWED_ENTIRELY, knowing=("U",))).refusals
    credit = CreditRefund(audit_id=audit_id, allocation=FIRST)
    assert codes(await service.run(credit, credit_refund)) == ["OFF_REFUND_NOT_AUTHORISED"]


async def test_off_14_an_over_payment_is_used_once_whichever_way_comes_first(service: Enforcement) -> None:
    audit_id = await allowed(service)
    use = partial(UseOverPayment, line_number=1, finding_class=FindingClass.DUTY, reason="asked")
    used = use(entry_number="E-A", use=OtherUse.PROTEST_CREDIT)
    assert codes(await service.run(used, use_over_payment, actor="director")) == ["OFF_ALREADY_CONSUMED"]
    free = use(entry_number="E-FREE", use=OtherUse.REFUND)
    assert not (await service.run(free, use_over_payment, actor="director")).refusals
    with pytest.raises(Conflict, match="already"):
        await service.run(free, use_over_payment, actor="director")
    second = await fieldwork(service)
    await found(service, second, under("U", cents=500_00), over("X", cents=300_00, entry_number="E-FREE"))
    computed = await compute(service, second)
    assert computed.total_loss_cents == 500_00
    assert computed.uses["OFF_ALREADY_REFUNDED"] == {"count": 1, "cents": 300_00}
    assert (await audit(service, audit_id)).offset_state == "ALLOWED"


async def test_off_14_what_a_recomputation_uses_is_locked_as_well(service: Enforcement) -> None:
    suspect = under("U", cents=9_200_00, suspicion=Suspicion.KNOWING, evidence="e-mail")
    audit_id = await referred(service, suspect, over("A", cents=1_000_00), over("L", cents=500_00, final=False))
    assert not (await determine(service, audit_id, OffsetEvent.DETERMINE_ALLOWED)).refusals
    use = UseOverPayment(
        entry_number="E-L", line_number=1, finding_class=FindingClass.DUTY, use=OtherUse.REFUND, reason="asked"
    )
    final = EntryLiquidation(entry_number="E-L", liquidated_on=date(2023, 1, 4), final_on=date(2023, 7, 3))
    liquidated = RecordAuditLiquidations(audit_id=audit_id, entries=(final,), reason="protest decided")
    assert not (await service.run(liquidated, record_audit_liquidations)).refusals
    assert (await latest(service, audit_id)).offset_cents == 1_500_00
    assert codes(await service.run(use, use_over_payment, actor="director")) == ["OFF_ALREADY_CONSUMED"]
