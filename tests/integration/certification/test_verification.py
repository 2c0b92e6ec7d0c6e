"""Samples and verifications on a real database (VERI-01 to VERI-04): before and after payment, holds, refusals."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from services.certification.domain.risk import Severity
from services.certification.domain.sampling import METHOD, SampleReason, draw
from services.certification.domain.states import State
from services.certification.domain.verification import HoldEvent, HoldState, VerificationState
from services.certification.events.consumed import DistributionCompleted, DistributionFrozen, PaymentIssued
from services.certification.storage.queries import certifications, risk, verification
from services.certification.storage.queries.verification import VerificationRow
from services.certification.storage.tables import verifications
from services.certification.usecases.certify_claims import CertifyClaims, certify_claims
from services.certification.usecases.decide_risk_flag import DecideRiskFlag, decide_risk_flag
from services.certification.usecases.reduce_certification import ReduceCertification, reduce_certification
from services.certification.usecases.verification.conclude import (
    CloseVerification,
    ConcludeVerification,
    close_verification,
    conclude_verification,
)
from services.certification.usecases.verification.draw_sample import (
    DrawVerificationSample,
    draw_verification_sample,
)
from services.certification.usecases.verification.hold import ChangeHold, change_hold
from services.certification.usecases.verification.open_verification import OpenVerification, open_verification
from services.certification.usecases.verification.records import (
    ReceiveRecords,
    RecordResult,
    RequestRecords,
    receive_records,
    record_result,
    request_records,
)
from shared.errors import BadInput, NotFound
from tests.integration.certification.api import Api
from tests.integration.certification.conftest import Service
from tests.integration.certification.world import CASE, Year, form, lines, shared, told

CERTIFY = CertifyClaims(case_number=CASE, fiscal_year=2007)
SAMPLE = DrawVerificationSample(case_number=CASE, fiscal_year=2007, seed="7 August, dice: 3 5 2")
NOBODY = uuid4()


@pytest.fixture
async def notice(service: Service) -> UUID:
    """A published notice of one order, on 2 July 2007."""
    await service.order(Year())
    notice_id = await service.notice(CASE)
    service.on(date(2007, 7, 2))
    return notice_id


async def opened(service: Service, certification_id: UUID) -> UUID:
    """Open a verification."""
    command = OpenVerification(certification_id=certification_id, reason="Drawn for verification.")
    return UUID((await service.do(command, open_verification))["verification_id"])


async def verified(service: Service, certification_id: UUID, **unsupported: int) -> UUID:
    """Open a verification, have the records, and record these results."""
    verification_id = await opened(service, certification_id)
    await service.do(RequestRecords(verification_id=verification_id, request="Invoices."), request_records)
    await service.do(ReceiveRecords(verification_id=verification_id), receive_records)
    for category, cents in unsupported.items():
        command = RecordResult(
            verification_id=verification_id, category=category, unsupported_cents=cents, note="Invoices missing."
        )
        await service.do(command, record_result)
    return verification_id


async def stored(service: Service, verification_id: UUID) -> VerificationRow:
    """A verification as it stands."""
    async with service.database.reading() as connection:
        return (await verification.verifications_by_id(connection, [verification_id]))[verification_id]


async def paid(service: Service, claims: dict[UUID, tuple[int, int]]) -> None:
    """Freeze, pay and complete a distribution: claimed and paid US cents per certification."""
    year: dict[str, Any] = {"case_number": CASE, "fiscal_year": 2007, "distribution_id": str(uuid4())}
    await service.hear(told(DistributionFrozen, **year))
    lines_paid = []
    for certification_id, (claimed, cents) in claims.items():
        row = await service.get(certification_id)
        lines_paid.append(
            {
                "certification_number": row.certification_number,
                "claimant_name": row.claimant_name,
                "claimed_cents": claimed,
                "disbursed_cents": cents,
            }
        )
        await service.hear(
            told(
                PaymentIssued,
                **year,
                certification_number=row.certification_number,
                lineage_id=str(row.lineage_id),
                producer_id=str(row.producer_id),
                amount_cents=cents,
                paid_on="2007-11-20",
                kind="DISTRIBUTION",
            )
        )
    await service.hear(told(DistributionCompleted, **year, payments=lines_paid))


async def test_veri_04_before_payment_the_claim_falls_by_what_is_unsupported(service: Service, notice: UUID) -> None:
    alpha = await service.accepted(notice, form("Alpha", expenditures=lines({"Q01": 30_000_000, "Q02": 10_000_000})))
    service.on(date(2007, 8, 1))
    await service.certify(CASE)
    verification_id = await verified(service, alpha, Q01=25_000_000)
    conclude = ConcludeVerification(verification_id=verification_id, conclusion="Five sixths unsupported.")
    assert await service.refused(conclude, conclude_verification) == ["ILLEGAL_TRANSITION"]
    result = RecordResult(verification_id=verification_id, category="Q02", unsupported_cents=0, note="All there.")
    await service.do(result, record_result)
    assert await service.refused(replace(conclude, conclusion=" "), conclude_verification) == ["REASONS_MISSING"]
    await service.do(conclude, conclude_verification)
    row = await service.get(alpha)
    assert (row.version, row.total_cents, row.net_cents, row.state) == (2, 15_000_000, 15_000_000, State.ACCEPTED)
    found = await stored(service, verification_id)
    assert (found.state, found.unsupported_cents, found.overclaim_cents, found.paid_already, found.ended_by) == (
        VerificationState.CONCLUDED,
        25_000_000,
        0,
        False,
        "tester",
    )
    versions = await service.events("claims.certified")
    assert [event["claims"][0]["net_cents"] for event in versions] == [40_000_000, 15_000_000]
    [event] = await service.events("verification.concluded")
    assert event == {
        "verification_id": str(verification_id),
        "case_number": CASE,
        "fiscal_year": 2007,
        "certification_number": "2007-000001",
        "certification_id": str(alpha),
        "lineage_id": str(row.lineage_id),
        "producer_id": str(row.producer_id),
        "unsupported_cents": 25_000_000,
        "disallowed_cents": 25_000_000,
        "corrected_net_cents": 15_000_000,
        "overclaim_cents": 0,
        "paid_already": False,
        "concluded_on": "2007-08-01",
    }
    assert await service.refused(conclude, conclude_verification) == ["ILLEGAL_TRANSITION"]


async def test_veri_04_worked_example_after_payment_an_overclaim_is_told(service: Service, notice: UUID) -> None:
    alpha = await service.accepted(notice, form("Alpha", total=100_000_000))
    beta = await service.accepted(notice, form("Beta", total=50_000_000))
    service.on(date(2007, 8, 1))
    await service.certify(CASE)
    await paid(service, {alpha: (100_000_000, 20_000_000), beta: (50_000_000, 10_000_000)})
    service.on(date(2008, 2, 1))
    verification_id = await verified(service, alpha, Q01=25_000_000)
    await service.do(
        ConcludeVerification(verification_id=verification_id, conclusion="A quarter unsupported."),
        conclude_verification,
    )
    [event] = await service.events("verification.concluded")
    assert (event["paid_already"], event["unsupported_cents"], event["overclaim_cents"]) == (
        True,
        25_000_000,
        2_000_000,
    )
    assert (event["disallowed_cents"], event["corrected_net_cents"]) == (25_000_000, 75_000_000)
    row = await service.get(alpha)
    assert (row.state, row.version, row.net_cents) == (State.SETTLED, 1, 100_000_000)
    assert len(await service.events("claims.certified")) == 1


async def a_paid_and_verified_one(service: Service, notice: UUID, unsupported: int = 25_000_000) -> UUID:
    """The worked example of VERI-04: Alpha, paid 200,000.00 on 1,000,000.00, of which a part is unsupported."""
    alpha = await service.accepted(notice, form("Alpha", total=100_000_000))
    beta = await service.accepted(notice, form("Beta", total=50_000_000))
    service.on(date(2007, 8, 1))
    await service.certify(CASE)
    await paid(service, {alpha: (100_000_000, 20_000_000), beta: (50_000_000, 10_000_000)})
    service.on(date(2008, 2, 1))
    await conclude(service, alpha, Q01=unsupported)
    return alpha


async def conclude(service: Service, certification_id: UUID, **unsupported: int) -> dict[str, Any]:
    """Verify with these results; the event."""
    verification_id = await verified(service, certification_id, **unsupported)
    command = ConcludeVerification(verification_id=verification_id, conclusion="A part is unsupported.")
    await service.do(command, conclude_verification)
    return (await service.events("verification.concluded"))[-1]


async def the_next_year(service: Service) -> UUID:
    await service.account(Year(fiscal_year=2008))
    return await service.notice(CASE, fiscal_year=2008, publish_on=date(2008, 6, 2))


async def test_veri_04_after_payment_the_total_of_later_years_is_lower(service: Service, notice: UUID) -> None:
    alpha = await a_paid_and_verified_one(service, notice)
    following = await the_next_year(service)
    filed = form("Alpha", total=78_000_000, prior=20_000_000, notice_published_on=date(2008, 6, 2))
    again = await service.accepted(following, filed, day=date(2008, 7, 1))
    row = await service.get(again)
    assert row.findings is not None
    assert row.findings["new_expenditures"]["Q01"] == 3_000_000, "CERT-08: 780,000.00 after 750,000.00"
    assert (row.flags, row.net_cents) == ([], 58_000_000)
    caller = Api(service)
    query = "query($id: ID!) { certification(id: $id) { version verifiedExpenditures { category amount } netClaim } }"
    answer = await caller.data(query, {"id": str(alpha)}, role="claimant", producers=[row.producer_id])
    await caller.close()
    found = answer["certification"]
    assert (found["version"], found["netClaim"]) == (1, "1000000.00"), "what was distributed upon stays (PUBL-01)"
    assert {"category": "Q01", "amount": "750000.00"} in found["verifiedExpenditures"]


@pytest.mark.parametrize(
    ("total", "flags"),
    [
        (74_999_999, ["TOTAL_DECREASED"]),
        (75_000_000, []),
        (99_999_999, []),
        (100_000_000, ["DISALLOWED_AGAIN"]),
        (130_000_000, ["DISALLOWED_AGAIN"]),
    ],
)
async def test_veri_04_and_cert_08_what_was_disallowed_and_comes_again_is_asked_about(
    service: Service, notice: UUID, total: int, flags: list[str]
) -> None:
    await a_paid_and_verified_one(service, notice)
    following = await the_next_year(service)
    filed = form("Alpha", total=total, prior=20_000_000, notice_published_on=date(2008, 6, 2))
    again = await service.file(following, filed, day=date(2008, 7, 1))
    await service.review(again)
    assert (await service.get(again)).flags == flags


async def test_veri_04_a_second_verification_after_payment_looks_at_what_is_left(
    service: Service, notice: UUID
) -> None:
    alpha = await a_paid_and_verified_one(service, notice)
    verification_id = await opened(service, alpha)
    assert (await stored(service, verification_id)).version == 2
    await service.do(RequestRecords(verification_id=verification_id, request="Invoices."), request_records)
    await service.do(ReceiveRecords(verification_id=verification_id), receive_records)
    result = RecordResult(verification_id=verification_id, category="Q01", unsupported_cents=75_000_001, note="Gone.")
    assert await service.refused(result, record_result) == ["RESULT_EXCEEDS_LINE"]
    await service.do(replace(result, unsupported_cents=25_000_000), record_result)
    command = ConcludeVerification(verification_id=verification_id, conclusion="As much again.")
    await service.do(command, conclude_verification)
    event = (await service.events("verification.concluded"))[-1]
    # Alpha of 500,000.00 beside Beta's 500,000.00 deserved half of 300,000.00: 50,000.00 owed, 20,000.00 told before.
    assert (event["disallowed_cents"], event["corrected_net_cents"], event["overclaim_cents"]) == (
        25_000_000,
        50_000_000,
        3_000_000,
    )


async def test_veri_04_growth_is_measured_against_what_was_left(service: Service, notice: UUID) -> None:
    await a_paid_and_verified_one(service, notice, unsupported=75_000_000)
    following = await the_next_year(service)
    filed = form("Alpha", total=75_000_000, prior=20_000_000, notice_published_on=date(2008, 6, 2))
    again = await service.file(following, filed, day=date(2008, 7, 1))
    async with service.database.reading() as connection:
        flags = (await risk.flags_of_certifications(connection, [again]))[again]
    assert [(flag.kind.value, flag.severity) for flag in flags] == [("YEAR_ON_YEAR", Severity.LOW)]


async def test_veri_04_a_share_that_is_withheld_is_no_debt(service: Service, notice: UUID) -> None:
    alpha = await service.accepted(notice, form("Alpha", total=100_000_000))
    await service.accepted(notice, form("Beta", total=50_000_000))
    row = await service.get(alpha)
    year: dict[str, Any] = {"case_number": CASE, "fiscal_year": 2007, "distribution_id": str(uuid4())}
    await service.hear(told(DistributionFrozen, **year))
    payments = [
        {"certification_number": row.certification_number, "claimed_cents": 100_000_000, "disbursed_cents": 0},
        {"certification_number": "2007-000002", "claimed_cents": 50_000_000, "disbursed_cents": 10_000_000},
    ]
    await service.hear(
        told(DistributionCompleted, **year, available_cents=30_000_000, carry_forward_cents=0, payments=payments)
    )
    assert (await service.get(alpha)).outcome == "HELD"
    event = await conclude(service, alpha, Q01=25_000_000)
    assert (event["paid_already"], event["overclaim_cents"], event["corrected_net_cents"]) == (True, 0, 75_000_000)


async def test_veri_04_of_a_claim_wholly_shared_the_group_falls_too(service: Service, notice: UUID) -> None:
    group = shared("g", 40_000_000, "C-990-811")
    await service.order(Year(case_number="C-990-811"))
    alpha = await service.accepted(notice, form("Alpha", total=40_000_000, shared_groups=(group,)))
    await conclude(service, alpha, Q01=10_000_000)
    row = await service.get(alpha)
    assert (row.total_cents, row.net_cents) == (30_000_000, 30_000_000)
    async with service.database.reading() as connection:
        parts = (await certifications.parts_by_certification(connection, [alpha]))[alpha]
    assert {part.group_id: part.total_cents for part in parts} == {"": 0, "g": 30_000_000}


async def test_veri_04_where_less_is_left_than_was_paid_before_the_claim_is_zero(
    service: Service, notice: UUID
) -> None:
    await a_paid_and_verified_one(service, notice, unsupported=0)
    following = await the_next_year(service)
    filed = form("Alpha", total=100_000_000, prior=20_000_000, notice_published_on=date(2008, 6, 2))
    again = await service.accepted(following, filed, day=date(2008, 7, 1))
    event = await conclude(service, again, Q01=90_000_000)
    row = await service.get(again)
    assert (row.total_cents, row.prior_cents, row.net_cents, row.version) == (10_000_000, 10_000_000, 0, 2)
    assert (event["paid_already"], event["corrected_net_cents"]) == (False, 0)


async def test_veri_04_in_a_frozen_distribution_the_result_waits(service: Service, notice: UUID) -> None:
    alpha = await service.accepted(notice, form("Alpha"))
    verification_id = await verified(service, alpha, Q01=1)
    await service.hear(told(DistributionFrozen, case_number=CASE, fiscal_year=2007, distribution_id=str(uuid4())))
    conclude = ConcludeVerification(verification_id=verification_id, conclusion="A cent.")
    assert await service.refused(conclude, conclude_verification) == ["DISTRIBUTION_FROZEN"]


async def test_veri_04_an_undecided_certification_is_decided_first(service: Service, notice: UUID) -> None:
    alpha = await service.file(notice, form("Alpha"))
    verification_id = await verified(service, alpha, Q01=1)
    conclude = ConcludeVerification(verification_id=verification_id, conclusion="A cent.")
    assert await service.refused(conclude, conclude_verification) == ["CERTIFICATION_OPEN"]
    await service.review(alpha)
    await service.accept(alpha)
    await service.do(conclude, conclude_verification)
    assert (await service.get(alpha)).net_cents == 39_999_999


async def test_veri_04_a_version_that_was_replaced_meanwhile_is_verified_anew(service: Service, notice: UUID) -> None:
    alpha = await service.accepted(notice, form("Alpha"))
    verification_id = await verified(service, alpha, Q01=1)
    lower = ReduceCertification(certification_id=alpha, expenditures=lines({"Q01": 30_000_000}), reason="Twice.")
    await service.do(lower, reduce_certification)
    conclude = ConcludeVerification(verification_id=verification_id, conclusion="A cent.")
    assert await service.refused(conclude, conclude_verification) == ["VERSION_CHANGED"]
    close = CloseVerification(verification_id=verification_id, reason="Verified anew.")
    assert await service.refused(replace(close, reason=""), close_verification) == ["REASONS_MISSING"]
    await service.do(close, close_verification)
    assert await service.refused(close, close_verification) == ["ILLEGAL_TRANSITION"]
    assert (await stored(service, verification_id)).state is VerificationState.CLOSED
    await opened(service, alpha)


async def test_veri_04_a_rejected_claim_may_be_verified_and_nothing_follows(service: Service, notice: UUID) -> None:
    alpha = await service.file(notice, form("Alpha", produced_in_fiscal_year=False))
    await service.review(alpha)
    await service.reject(alpha, "CEASED_PRODUCTION")
    verification_id = await verified(service, alpha, Q01=40_000_000)
    await service.do(
        ConcludeVerification(verification_id=verification_id, conclusion="Nothing there."), conclude_verification
    )
    assert await service.state(alpha) == (State.REJECTED, "CEASED_PRODUCTION")
    [event] = await service.events("verification.concluded")
    assert (event["paid_already"], event["unsupported_cents"], event["overclaim_cents"]) == (False, 40_000_000, 0)


async def test_veri_03_without_records_nothing_is_recorded_until_their_day_has_passed(
    service: Service, notice: UUID
) -> None:
    alpha = await service.accepted(notice, form("Alpha"))
    verification_id = await opened(service, alpha)
    result = RecordResult(
        verification_id=verification_id, category="Q01", unsupported_cents=40_000_000, note="No records came."
    )
    assert await service.refused(result, record_result) == ["ILLEGAL_TRANSITION"]
    request = RequestRecords(verification_id=verification_id, request=" ")
    assert await service.refused(request, request_records) == ["REQUEST_MISSING"]
    await service.do(replace(request, request="Invoices of Q01, and how they relate to the product."), request_records)
    assert (await stored(service, verification_id)).respond_by == date(2007, 8, 1)
    service.on(date(2007, 8, 1))
    assert await service.refused(result, record_result) == ["ILLEGAL_TRANSITION"]
    service.on(date(2007, 8, 2))
    too_much = replace(result, unsupported_cents=40_000_001, note="")
    assert await service.refused(too_much, record_result) == ["RESULT_EXCEEDS_LINE", "REASONS_MISSING"]
    await service.do(result, record_result)
    await service.do(
        ConcludeVerification(verification_id=verification_id, conclusion="No records."), conclude_verification
    )
    assert (await service.get(alpha)).net_cents == 0


async def test_veri_01_and_02_one_verification_at_a_time_until_the_five_years_are_over(
    service: Service, notice: UUID
) -> None:
    alpha = await service.accepted(notice, form("Alpha"))
    command = OpenVerification(certification_id=alpha, reason=" ")
    assert await service.refused(command, open_verification) == ["REASONS_MISSING"]
    verification_id = await opened(service, alpha)
    again = replace(command, reason="Again.")
    assert await service.refused(again, open_verification) == ["VERIFICATION_RUNNING"]
    await service.do(CloseVerification(verification_id=verification_id, reason="Done."), close_verification)
    service.on(date(2012, 7, 2))
    await service.do(again, open_verification)
    service.on(date(2012, 7, 3))
    assert await service.refused(again, open_verification) == ["RETENTION_OVER", "VERIFICATION_RUNNING"]


async def test_veri_01_opening_delays_nothing_a_hold_needs_a_reason_and_another_person(
    service: Service, notice: UUID
) -> None:
    alpha = await service.accepted(notice, form("Alpha"))
    verification_id = await opened(service, alpha)
    service.on(date(2007, 8, 1))
    assert await service.certify(CASE) == 1
    propose = ChangeHold(verification_id=verification_id, event=HoldEvent.PROPOSE, reason="")
    assert await service.refused(propose, change_hold) == ["REASONS_MISSING"]
    await service.do(replace(propose, reason="Invoices doubtful."), change_hold)
    assert await service.certify(CASE) == 1
    own = ChangeHold(verification_id=verification_id, event=HoldEvent.APPROVE, reason="Agreed.")
    assert await service.refused(own, change_hold) == ["SECOND_PERSON_NEEDED"]
    with pytest.raises(IntegrityError, match="hold_two_people"):
        async with service.database.writing() as connection:
            await connection.execute(sa.update(verifications).values(hold_state="APPROVED", hold_decided_by="tester"))


async def test_veri_01_an_approved_hold_keeps_the_claim_from_certification_until_it_ends(
    service: Service, notice: UUID
) -> None:
    api = Api(service)
    alpha = await service.accepted(notice, form("Alpha"))
    verification_id = await opened(service, alpha)
    service.on(date(2007, 8, 1))
    given = {"verificationId": str(verification_id), "reason": "Invoices doubtful."}
    selection = "verification { holdState holdReason holdProposedBy holdDecidedBy }"
    await api.ask("proposeVerificationHold", selection, given, role="verifier")
    refused = await api.ask("approveVerificationHold", selection, given, role="verifier")
    assert [refusal["code"] for refusal in refused["refusals"]] == ["SECOND_PERSON_NEEDED"]
    approved = await api.ask("approveVerificationHold", selection, given, role="certification_reviewer")
    assert approved["verification"] == {
        "holdState": "APPROVED",
        "holdReason": "Invoices doubtful.",
        "holdProposedBy": "test-verifier",
        "holdDecidedBy": "test-certification_reviewer",
    }
    assert await service.refused(CERTIFY, certify_claims) == ["VERIFICATION_HOLD"]
    released = await api.ask("releaseVerificationHold", selection, given, role="certification_reviewer")
    assert released["verification"]["holdState"] == HoldState.ENDED
    assert await service.certify(CASE) == 1
    await api.ask("proposeVerificationHold", selection, given, role="verifier")
    again = await api.ask("refuseVerificationHold", selection, given, role="certification_reviewer")
    assert again["verification"]["holdState"] == HoldState.ENDED
    await api.close()


async def test_veri_01_a_hold_ends_with_its_verification(service: Service, notice: UUID) -> None:
    alpha = await service.accepted(notice, form("Alpha"))
    verification_id = await opened(service, alpha)
    async with service.database.writing() as connection:
        await connection.execute(
            sa.update(verifications).values(hold_state="APPROVED", hold_proposed_by="a", hold_decided_by="b")
        )
    service.on(date(2007, 8, 1))
    assert await service.refused(CERTIFY, certify_claims) == ["VERIFICATION_HOLD"]
    await service.do(CloseVerification(verification_id=verification_id, reason="In order."), close_verification)
    assert await service.certify(CASE) == 1


async def test_veri_01_the_sample_is_drawn_once_and_can_be_drawn_again_by_anybody(
    service: Service, notice: UUID
) -> None:
    names = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon")
    filed = [await service.file(notice, form(name, total=1_000_000 * place)) for place, name in enumerate(names, 1)]
    twin = replace(service.filing(notice, form("Beta", total=1_000_000)), tax_fingerprint=service.fingerprint("Alpha"))
    beta = UUID((await service.do(twin, service.file_use_case))["certification_id"])
    async with service.database.reading() as connection:
        high = (await risk.flags_of_certifications(connection, [beta]))[beta]
    assert [flag.severity for flag in high] == [Severity.HIGH]
    await service.do(DecideRiskFlag(flag_id=high[0].id, cleared=True, reason="Sisters."), decide_risk_flag)
    assert await service.refused(SAMPLE, draw_verification_sample) == ["WINDOW_OPEN"]
    service.on(date(2007, 8, 7))
    await service.do(SAMPLE, draw_verification_sample)
    async with service.database.reading() as connection:
        sample = await verification.sample_of_year(connection, CASE, 2007)
        assert sample is not None
        items = (await verification.sample_items(connection, [sample.id]))[sample.id]
        candidates = await verification.candidates(connection, CASE, 2007)
    assert (sample.seed, sample.method, sample.population, sample.drawn_by) == (SAMPLE.seed, METHOD, 5, "tester")
    again = draw(candidates, sample.seed, sample.drawn_on)
    assert [(item.certification_id, item.reason, item.explanation) for item in items] == [
        (each.certification_id, each.reason, each.explanation) for each in again
    ]
    reasons = {item.certification_id: item.reason for item in items}
    assert reasons == {
        filed[0]: SampleReason.HIGH_FLAG,
        beta: SampleReason.HIGH_FLAG,
        filed[4]: SampleReason.LARGEST,
        filed[3]: SampleReason.LARGEST,
        filed[2]: SampleReason.DRAWN,
    }
    assert await service.refused(replace(SAMPLE, seed="Better."), draw_verification_sample) == ["SAMPLE_DRAWN"]
    for table in ("verification_samples", "verification_sample_items"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with service.database.writing() as connection:
                await connection.execute(sa.text(f"DELETE FROM {table}"))


async def test_what_is_not_there_or_says_nothing(service: Service, notice: UUID) -> None:
    for seed in (" ", "x" * 201):
        with pytest.raises(BadInput):
            await service.run(replace(SAMPLE, seed=seed), draw_verification_sample)
    with pytest.raises(NotFound):
        await service.run(replace(SAMPLE, case_number="A-111-111"), draw_verification_sample)
    with pytest.raises(NotFound):
        await service.run(OpenVerification(certification_id=NOBODY, reason="x"), open_verification)
    with pytest.raises(NotFound):
        await service.run(ReceiveRecords(verification_id=NOBODY), receive_records)


@pytest.fixture
async def api(service: Service) -> AsyncIterator[Api]:
    """A caller."""
    caller = Api(service)
    yield caller
    await caller.close()


VERIFIER: dict[str, Any] = {"role": "verifier"}


async def test_the_whole_way_through_the_api(api: Api, service: Service, notice: UUID) -> None:
    alpha = await service.accepted(notice, form("Alpha"))
    service.on(date(2007, 8, 7))
    sample = await api.ask(
        "drawVerificationSample",
        "sample { population drawnBy drawnOn claims { position reason explanation certification { claimantName } } }",
        {"caseNumber": CASE, "fiscalYear": 2007, "seed": "dice: 6"},
        **VERIFIER,
    )
    assert sample["sample"] == {
        "population": 1,
        "drawnBy": "test-verifier",
        "drawnOn": "2007-08-07",
        "claims": [
            {
                "position": 1,
                "reason": "LARGEST",
                "explanation": "Among the largest: 400000.00.",
                "certification": {"claimantName": "Alpha"},
            }
        ],
    }
    again = await api.ask(
        "drawVerificationSample",
        "sample { id }",
        {"caseNumber": CASE, "fiscalYear": 2007, "seed": "dice: 5"},
        **VERIFIER,
    )
    assert [refusal["code"] for refusal in again["refusals"]] == ["SAMPLE_DRAWN"]
    start = {"certificationId": str(alpha), "reason": "In the sample."}
    made = await api.ask("openVerification", "verification { id state version }", start, **VERIFIER)
    verification_id = made["verification"]["id"]
    of = {"verificationId": verification_id}
    requested = await api.ask(
        "requestRecords", "verification { state respondBy }", of | {"request": "Invoices."}, **VERIFIER
    )
    assert requested["verification"] == {"state": "RECORDS_REQUESTED", "respondBy": "2007-09-06"}
    await api.ask("receiveRecords", "verification { state }", of, **VERIFIER)
    result = {"category": "Q01", "unsupported": "2500.00", "note": "One invoice missing."}
    recorded = await api.ask(
        "recordVerificationResult",
        "verification { results { category stated unsupported note recordedBy } }",
        of | result,
        **VERIFIER,
    )
    assert recorded["verification"]["results"] == [
        {
            "category": "Q01",
            "stated": "400000.00",
            "unsupported": "2500.00",
            "note": "One invoice missing.",
            "recordedBy": "test-verifier",
        }
    ]
    queue = await api.data(
        "{ workQueue { edges { node { dueOn beingVerified certification { claimantName } } } } }", **VERIFIER
    )
    assert queue["workQueue"]["edges"] == [
        {"node": {"dueOn": "2007-09-30", "beingVerified": True, "certification": {"claimantName": "Alpha"}}}
    ]
    concluded = await api.ask(
        "concludeVerification",
        "verification { state unsupported overclaim paidAlready certification { netClaim version } }",
        of | {"conclusion": "Lowered."},
        **VERIFIER,
    )
    assert concluded["verification"] == {
        "state": "CONCLUDED",
        "unsupported": "2500.00",
        "overclaim": "0.00",
        "paidAlready": False,
        "certification": {"netClaim": "397500.00", "version": 2},
    }
    read = f'{{ verification(id: "{verification_id}") {{ conclusion endedBy certification {{ id }} }} }}'
    assert (await api.data(read, role="auditor"))["verification"] == {
        "conclusion": "Lowered.",
        "endedBy": "test-verifier",
        "certification": {"id": str(alpha)},
    }
    for role in ("claimant", "operator", "notice_officer"):
        assert await api.code(read, role=role) == "FORBIDDEN"
    assert (await api.data(f'{{ verification(id: "{alpha}") {{ id }} }}', role="auditor"))["verification"] is None
    second = await api.ask("openVerification", "verification { id }", start, **VERIFIER)
    closed = await api.ask(
        "closeVerification",
        "verification { state conclusion }",
        {"verificationId": second["verification"]["id"], "reason": "Opened twice."},
        **VERIFIER,
    )
    assert closed["verification"] == {"state": "CLOSED", "conclusion": "Opened twice."}
