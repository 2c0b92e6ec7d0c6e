"""Use cases one by one: what they do, what they refuse, that a refused one changes nothing, two callers at once."""

import asyncio
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from services.certification.domain.forms import Expenditure, Signer, Succession
from services.certification.domain.producers import ProducerKind, producer_id
from services.certification.domain.states import State
from services.certification.events.consumed import DistributionFrozen, OrderRevoked, SpecialAccountStated
from services.certification.storage.queries import notices
from services.certification.usecases.accept_certification import AcceptCertification, accept_certification
from services.certification.usecases.certify_claims import CertifyClaims, certify_claims
from services.certification.usecases.draft_notice import DraftNotice, draft_notice
from services.certification.usecases.lapse_overdue import lapse_overdue
from services.certification.usecases.publish_notice import PublishNotice, publish_notice
from services.certification.usecases.reduce_certification import ReduceCertification, reduce_certification
from services.certification.usecases.register_domestic_producer import (
    RegisterDomesticProducer,
    register_domestic_producer,
)
from services.certification.usecases.reject_certification import RejectCertification, reject_certification
from services.certification.usecases.resolve_minor_error import ResolveMinorError, resolve_minor_error
from services.certification.usecases.return_certification import Defect, ReturnCertification, return_certification
from services.certification.usecases.start_review import StartReview, start_review
from services.certification.usecases.withdraw_certification import WithdrawCertification, withdraw_certification
from shared.errors import BadInput, NotFound
from tests.integration.certification.conftest import Service
from tests.integration.certification.world import CASE, Year, form, lines, listed, on_paper, told

NOBODY = uuid4()


@pytest.fixture
async def notice(service: Service) -> UUID:
    """A published notice of one order, on 2 July 2007."""
    await service.order(Year())
    notice_id = await service.notice(CASE)
    service.on(date(2007, 7, 2))
    return notice_id


async def test_note_02_a_notice_lacking_elements_cannot_be_released(service: Service) -> None:
    service.on(date(2007, 6, 1))
    command = DraftNotice(
        fiscal_year=2007,
        case_numbers=(CASE,),
        publish_on=date(2007, 6, 1),
        fr_citation=None,
        instructions=" ",
        address=None,
    )
    draft = UUID((await service.do(command, draft_notice))["notice_id"])
    publish = PublishNotice(notice_id=draft, late_decision=None)
    assert await service.refused(publish, publish_notice) == ["NOTICE_INCOMPLETE"] * 4
    await service.order(Year())
    assert await service.refused(publish, publish_notice) == ["NOTICE_INCOMPLETE"]


async def test_note_01_a_late_notice_needs_a_recorded_decision_and_is_flagged(service: Service) -> None:
    await service.order(Year())
    service.on(date(2007, 7, 3))
    draft = await service.draft(CASE, fiscal_year=2007, publish_on=date(2007, 7, 3))
    silent = PublishNotice(notice_id=draft, late_decision=None)
    assert await service.refused(silent, publish_notice) == ["LATE_DECISION_MISSING"]
    await service.do(replace(silent, late_decision="The list came late."), publish_notice)
    async with service.database.reading() as connection:
        stored = (await notices.notices_by_id(connection, [draft]))[draft]
    assert stored.flags == ["NOTICE_LATE"]
    assert await service.refused(silent, publish_notice) == ["ILLEGAL_TRANSITION"]


async def test_note_03_another_day_of_the_amount_is_flagged_and_1_june_preferred(service: Service) -> None:
    await service.order(Year(fiscal_year=2018))
    await service.hear(
        told(SpecialAccountStated, case_number=CASE, fiscal_year=2018, as_of="2018-06-30", balance_cents=1)
    )
    other = Year(case_number="C-990-811", fiscal_year=2017)
    await service.order(other)
    await service.hear(
        told(SpecialAccountStated, case_number="C-990-811", fiscal_year=2018, as_of="2018-05-01", balance_cents=-7)
    )
    notice_id = await service.notice(CASE, "C-990-811", fiscal_year=2018, publish_on=date(2018, 5, 31))
    async with service.database.reading() as connection:
        stored = (await notices.notices_by_id(connection, [notice_id]))[notice_id]
        orders = (await notices.orders_of_notices(connection, [notice_id]))[notice_id]
    assert stored.flags == ["AS_OF_DATE_DIFFERS"]
    assert [(line.as_of, line.special_account_cents) for line in orders] == [
        (date(2018, 6, 1), 32_500_000),
        (date(2018, 5, 1), -7),
    ]


async def test_note_05_a_supplement_names_only_omitted_orders_and_runs_its_own_window(service: Service) -> None:
    await service.order(Year())
    await service.order(Year(case_number="C-990-811"))
    await service.notice(CASE)
    again = DraftNotice(
        fiscal_year=2007,
        case_numbers=(CASE, "C-990-811", "C-990-811"),
        publish_on=date(2007, 6, 15),
        fr_citation=None,
        instructions="x",
        address=None,
    )
    assert await service.refused(again, draft_notice) == ["ORDER_ALREADY_NOTICED"] * 2
    supplement = await service.notice("C-990-811", publish_on=date(2007, 6, 15))
    async with service.database.reading() as connection:
        stored = (await notices.notices_by_id(connection, [supplement]))[supplement]
    assert stored.close_on == date(2007, 8, 14)


async def test_note_05_of_two_drafts_for_an_order_only_one_is_published(service: Service) -> None:
    await service.order(Year())
    service.on(date(2007, 6, 1))
    first = await service.draft(CASE, fiscal_year=2007, publish_on=date(2007, 6, 1))
    second = await service.draft(CASE, fiscal_year=2007, publish_on=date(2007, 6, 1))
    await service.do(PublishNotice(notice_id=first, late_decision=None), publish_notice)
    assert await service.refused(PublishNotice(notice_id=second, late_decision=None), publish_notice) == [
        "ORDER_ALREADY_NOTICED"
    ]


async def test_def_13_the_federal_register_appears_on_business_days_and_not_before_its_day(service: Service) -> None:
    await service.order(Year())
    service.on(date(2007, 6, 1))
    draft = await service.draft(CASE, fiscal_year=2007, publish_on=date(2007, 6, 2))
    assert await service.refused(PublishNotice(notice_id=draft, late_decision=None), publish_notice) == [
        "NOT_YET_PUBLISHED",
        "NOT_A_BUSINESS_DAY",
    ]


async def test_cert_17_the_latest_filing_replaces_and_keeps_the_first_number(service: Service, notice: UUID) -> None:
    first = await service.file(notice, form("Alpha"))
    await service.file(notice, form("Beta"))
    second = await service.file(notice, form("Alpha", total=45_000_000), day=date(2007, 7, 31))
    numbers = [(await service.get(each)).certification_number for each in (first, second)]
    assert numbers == ["2007-000001", "2007-000001"]
    assert (await service.state(first))[0] is State.SUPERSEDED
    assert (await service.get(second)).replaces_id == first
    late = await service.file(notice, form("Alpha", total=90_000_000), day=date(2007, 8, 1))
    assert await service.state(late) == (State.LATE_DENIED, "LATE")
    assert (await service.state(second))[0] is State.RECEIVED


@pytest.mark.parametrize("how_far", ["under review", "returned", "accepted"])
async def test_18_1_a_filing_replaces_one_that_is_further(service: Service, notice: UUID, how_far: str) -> None:
    first = await service.file(notice, on_paper(form("Alpha", signer=None if how_far == "returned" else _signer())))
    await service.review(first)
    if how_far == "returned":
        await service.return_(first)
    if how_far == "accepted":
        await service.accept(first)
    await service.file(notice, form("Alpha"))
    assert (await service.state(first))[0] is State.SUPERSEDED


def _signer() -> Signer | None:
    return form().signer


async def test_cert_17_the_latest_received_governs_also_when_paper_is_keyed_in_after_it(
    service: Service, notice: UUID
) -> None:
    service.on(date(2007, 7, 20))
    electronic = await service.file(notice, form("Alpha", total=40_000_000))
    service.on(date(2007, 7, 24))
    paper = replace(service.filing(notice, on_paper(form("Alpha", total=90_000_000))), received_on=date(2007, 7, 10))
    keyed_in = UUID((await service.do(paper, service.file_use_case))["certification_id"])
    assert [await service.state(each) for each in (electronic, keyed_in)] == [
        (State.RECEIVED, None),
        (State.SUPERSEDED, None),
    ]
    assert {(await service.get(each)).certification_number for each in (electronic, keyed_in)} == {"2007-000001"}
    same_day = replace(paper, received_on=date(2007, 7, 20))
    newest = UUID((await service.do(same_day, service.file_use_case))["certification_id"])
    assert (await service.state(electronic), await service.state(newest)) == (
        (State.SUPERSEDED, None),
        (State.RECEIVED, None),
    )
    withdraw = WithdrawCertification(certification_id=newest, reason=None)
    await service.do(withdraw, withdraw_certification)
    older = UUID((await service.do(paper, service.file_use_case))["certification_id"])
    assert await service.state(older) == (State.SUPERSEDED, None), "what was withdrawn had replaced it"


async def test_cert_13_after_its_correction_deadline_a_returned_one_cannot_be_replaced(
    service: Service, notice: UUID
) -> None:
    alpha = await service.file(notice, on_paper(form("Alpha", notice_published_on=date(2007, 6, 4))))
    await service.review(alpha)
    await service.return_(alpha)
    row = await service.get(alpha)
    assert row.correct_by == date(2007, 7, 12)
    service.on(date(2007, 7, 13))
    assert await service.refused(service.filing(notice, form("Alpha")), service.file_use_case) == ["ILLEGAL_TRANSITION"]
    service.on(date(2007, 7, 12))
    await service.file(notice, form("Alpha"))
    assert (await service.state(alpha))[0] is State.SUPERSEDED


async def test_cert_09_a_correction_that_desires_no_distribution_claims_nothing(service: Service, notice: UUID) -> None:
    alpha = await service.file(notice, on_paper(form("Alpha", notice_published_on=date(2007, 6, 4))))
    await service.review(alpha)
    await service.return_(alpha)
    await service.correct(alpha, form("Alpha", desires_distribution=False))
    assert await service.state(alpha) == (State.WITHDRAWN, "NO_DISTRIBUTION_DESIRED")


async def test_cert_17_and_publ_01_a_claim_the_producer_lowers_is_its_claim_as_last_filed(
    service: Service, notice: UUID
) -> None:
    alpha = await service.accepted(notice, form("Alpha", total=40_000_000))
    lower = ReduceCertification(certification_id=alpha, expenditures=lines({"Q01": 30_000_000}), reason="Twice.")
    await service.do(lower, reduce_certification)
    row = await service.get(alpha)
    assert (row.net_cents, row.claimed_cents) == (30_000_000, 30_000_000)


async def test_cert_15_a_final_rejection_bars_a_fresh_filing_of_the_year(service: Service, notice: UUID) -> None:
    zeta = await service.file(notice, form("Alpha", produced_in_fiscal_year=False))
    await service.review(zeta)
    await service.reject(zeta, "CEASED_PRODUCTION")
    assert await service.refused(service.filing(notice, form("Alpha")), service.file_use_case) == ["ILLEGAL_TRANSITION"]


async def test_cert_09_no_to_a_distribution_claims_nothing(service: Service, notice: UUID) -> None:
    filed = await service.file(notice, form("Alpha", desires_distribution=False))
    assert await service.state(filed) == (State.WITHDRAWN, "NO_DISTRIBUTION_DESIRED")
    again = await service.file(notice, form("Alpha"))
    assert (await service.get(again)).certification_number == "2007-000002"


async def test_cert_02_paper_counts_from_its_day_of_receipt_never_before_publication(
    service: Service, notice: UUID
) -> None:
    service.on(date(2007, 8, 3))
    paper = service.filing(notice, on_paper(form("Alpha")))
    for received, registered in ((date(2007, 5, 30), date(2007, 6, 1)), (date(2007, 7, 31), date(2007, 7, 31))):
        done = await service.do(replace(paper, received_on=received), service.file_use_case)
        row = await service.get(UUID(done["certification_id"]))
        assert (row.state, row.received_on) == (State.RECEIVED, registered)
    with pytest.raises(BadInput):
        await service.run(replace(paper, received_on=date(2007, 8, 4)), service.file_use_case)
    electronic = replace(service.filing(notice, form("Alpha")), received_on=date(2007, 7, 31))
    with pytest.raises(BadInput):
        await service.run(electronic, service.file_use_case)


async def test_cert_01_the_order_must_be_one_of_the_notice(service: Service, notice: UUID) -> None:
    for case in ("A-111-111", None):
        filing = service.filing(notice, on_paper(form("Alpha", case=case or CASE), case_number=case))
        assert await service.refused(filing, service.file_use_case) == ["ORDER_NOT_IN_NOTICE"]


async def test_a_draft_cannot_be_answered_and_unknown_ids_are_not_found(service: Service, notice: UUID) -> None:
    draft = await service.draft("C-990-811", fiscal_year=2007, publish_on=date(2007, 7, 2))
    for unknown in (
        service.filing(draft, form("Alpha")),
        service.filing(NOBODY, form("Alpha")),
        service.filing(notice, form("Alpha"), by="Stranger"),
    ):
        with pytest.raises(NotFound):
            await service.run(unknown, service.file_use_case)
    with pytest.raises(NotFound):
        await service.run(StartReview(certification_id=NOBODY), start_review)
    with pytest.raises(NotFound):
        await service.run(PublishNotice(notice_id=NOBODY, late_decision=None), publish_notice)
    with pytest.raises(NotFound):
        await service.run(CertifyClaims(case_number="A-111-111", fiscal_year=2007), certify_claims)


async def test_cert_01_a_false_claim_to_succession_shuts_nobody_out(service: Service, notice: UUID) -> None:
    succession = Succession(predecessor_name="Beta", description="All of it.", succeeded_on=date(2003, 4, 1))
    await service.do(RegisterDomesticProducer(name="Newco", kind=ProducerKind.PRODUCER), register_domestic_producer)
    newco = await service.file(notice, form("Newco", total=41_000_000, succession=succession))
    beta = await service.file(notice, form("Beta"))
    assert (await service.get(newco)).lineage_id == (await service.get(beta)).lineage_id
    await service.review(newco)
    await service.review(beta)
    await service.accept(beta)
    assert await service.refused(AcceptCertification(certification_id=newco), accept_certification) == [
        "LINEAGE_ALREADY_CLAIMED"
    ]


async def test_cert_12_a_late_return_needs_a_reason_and_is_flagged(service: Service, notice: UUID) -> None:
    filed = await service.file(notice, on_paper(form("Alpha", signer=None)))
    await service.review(filed)
    service.on(date(2007, 8, 16))
    plain = ReturnCertification(certification_id=filed, defects=(), late_return_reason=" ")
    assert await service.refused(plain, return_certification) == ["ILLEGAL_TRANSITION"]
    await service.return_(filed, late="Found late.")
    row = await service.get(filed)
    assert (row.state, row.correct_by, row.flags) == (State.RETURNED, date(2007, 8, 27), ["LATE_RETURN"])


async def test_cert_12_a_defect_found_late_may_be_denied(service: Service, notice: UUID) -> None:
    filed = await service.file(notice, on_paper(form("Alpha", signer=None)))
    await service.review(filed)
    deny = RejectCertification(certification_id=filed, code="NOT_SATISFACTORY", reasons="Unsigned.")
    assert await service.refused(deny, reject_certification) == ["ILLEGAL_TRANSITION"]
    service.on(date(2007, 8, 16))
    assert await service.refused(replace(deny, reasons=" "), reject_certification) == ["REASONS_MISSING"]
    await service.do(deny, reject_certification)
    assert await service.state(filed) == (State.REJECTED, "NOT_SATISFACTORY")


async def test_cert_15_still_defective_before_the_return_deadline_is_returned_again(
    service: Service, notice: UUID
) -> None:
    filed = await service.file(notice, on_paper(form("Alpha", signer=None)))
    await service.review(filed)
    await service.return_(filed)
    service.on(date(2007, 7, 9))
    await service.correct(filed, on_paper(form("Alpha", signer=Signer(name="Signer"))))
    await service.return_(filed)
    row = await service.get(filed)
    assert (row.corrections, row.correct_by) == (1, date(2007, 7, 19))


async def test_cert_14_minor_errors_alone_are_not_returned(service: Service, notice: UUID) -> None:
    filed = await service.file(notice, form("Alpha", organisation=None, net_cents=39_999_950))
    await service.review(filed)
    minor = Defect(code="ELEMENT_MISSING", message="Form of organisation.", field="organisation")
    command = ReturnCertification(certification_id=filed, defects=(minor,), late_return_reason=None)
    assert await service.refused(command, return_certification) == ["MINOR_ERROR_ONLY"]
    wrong = ResolveMinorError(certification_id=filed, field="signer", before=None, after=None, note="x")
    assert await service.refused(wrong, resolve_minor_error) == ["NOT_A_MINOR_ERROR"]
    await service.accept(filed)
    assert (await service.get(filed)).net_cents == 40_000_000


async def test_cert_13_a_correction_changes_only_what_cures_the_defects(service: Service, notice: UUID) -> None:
    filed = await service.file(notice, on_paper(form("Alpha", signer=None)))
    await service.review(filed)
    await service.return_(filed)
    more = service.correction(filed, form("Alpha", total=50_000_000))
    assert set(await service.refused(more, service.correct_use_case)) == {
        "CORRECTION_EXCEEDS_DEFECTS",
        "CORRECTION_RAISES_CLAIM",
    }
    other = service.correction(filed, form("Alpha", case="A-111-111"))
    assert await service.refused(other, service.correct_use_case) == ["ORDER_NOT_IN_NOTICE"]
    unsigned = service.correction(filed, form("Alpha", signer=None))
    assert set(await service.refused(unsigned, service.correct_use_case)) == {"NOT_EXECUTED"}


async def test_cert_13_the_job_lapses_what_is_overdue_and_nothing_else(service: Service, notice: UUID) -> None:
    filed = await service.file(notice, on_paper(form("Alpha", signer=None)))
    await service.review(filed)
    await service.return_(filed)
    service.on(date(2007, 7, 12))
    await lapse_overdue(service.uow, keying_days=0)
    assert (await service.state(filed))[0] is State.RETURNED
    service.on(date(2007, 7, 13))
    await lapse_overdue(service.uow, keying_days=1)
    assert (await service.state(filed))[0] is State.RETURNED
    await lapse_overdue(service.uow, keying_days=0)
    assert await service.state(filed) == (State.LAPSED, "CORRECTION_LATE")
    stored = await service.stored()
    await lapse_overdue(service.uow, keying_days=0)
    assert await service.stored() == stored


async def test_cert_13_paper_received_in_time_may_be_keyed_in_after_the_deadline(
    service: Service, notice: UUID
) -> None:
    filed = await service.file(notice, on_paper(form("Alpha", signer=None)))
    await service.review(filed)
    await service.return_(filed)
    service.on(date(2007, 7, 16))
    keyed = service.correction(filed, on_paper(form("Alpha")))
    assert await service.refused(keyed, service.correct_use_case) == ["CORRECTION_LATE"]
    electronic = service.correction(filed, form("Alpha"))
    for day, correction in ((date(2007, 7, 1), keyed), (date(2007, 7, 17), keyed), (date(2007, 7, 12), electronic)):
        with pytest.raises(BadInput):
            await service.run(replace(correction, received_on=day), service.correct_use_case)
    await service.do(replace(keyed, received_on=date(2007, 7, 12)), service.correct_use_case)
    row = await service.get(filed)
    assert (row.state, row.version_received_on) == (State.UNDER_REVIEW, date(2007, 7, 12))


async def test_dist_09_claims_are_certified_once_and_anew_after_a_change(service: Service, notice: UUID) -> None:
    alpha = await service.accepted(notice, form("Alpha"))
    beta = await service.accepted(notice, form("Beta"))
    gamma = await service.file(notice, form("Gamma"))
    service.on(date(2007, 8, 1))
    open_ = CertifyClaims(case_number=CASE, fiscal_year=2007)
    assert await service.refused(open_, certify_claims) == ["CERTIFICATION_OPEN"]
    await service.do(WithdrawCertification(certification_id=gamma, reason=None), withdraw_certification)
    assert [await service.certify(CASE), await service.certify(CASE)] == [1, 1]
    await service.do(WithdrawCertification(certification_id=beta, reason="Sold."), withdraw_certification)
    reduce = ReduceCertification(
        certification_id=alpha, expenditures=lines({"Q01": 30_000_000}), reason="Counted twice."
    )
    await service.do(reduce, reduce_certification)
    await service.file(notice, form("Delta"))
    versions = await service.events("claims.certified")
    assert [(event["version"], len(event["claims"])) for event in versions] == [(1, 2), (2, 1), (3, 1), (4, 2)]
    assert [claim["state"] for claim in versions[-1]["claims"]] == ["ACCEPTED", "LATE_DENIED"]
    assert versions[-1]["claims"][0]["net_cents"] == 30_000_000
    assert versions[-1]["claims"][0]["claimed_cents"] == 30_000_000
    await service.hear(told(DistributionFrozen, case_number=CASE, fiscal_year=2007, distribution_id=str(uuid4())))
    assert await service.certify(CASE) == 4
    await service.file(notice, form("Epsilon"))
    assert await service.refused(open_, certify_claims) == ["DISTRIBUTION_FROZEN"]


@pytest.mark.parametrize("end", ["accepted", "rejected", "lapsed"])
async def test_dist_09_paper_keyed_in_after_the_list_was_certified_joins_the_next_version(
    service: Service, notice: UUID, end: str
) -> None:
    await service.accepted(notice, form("Alpha"))
    service.on(date(2007, 8, 2))
    assert await service.certify(CASE) == 1
    paper = on_paper(form("Beta", signer=None) if end == "lapsed" else form("Beta"))
    late = replace(service.filing(notice, paper), received_on=date(2007, 7, 31))
    beta = UUID((await service.do(late, service.file_use_case))["certification_id"])
    await service.review(beta)
    assert len(await service.events("claims.certified")) == 1
    if end == "accepted":
        await service.accept(beta)
    elif end == "rejected":
        await service.reject(beta, "CEASED_PRODUCTION")
    else:
        await service.return_(beta)
        service.on(date(2007, 8, 14))
        await lapse_overdue(service.uow, keying_days=0)
    _, second = await service.events("claims.certified")
    assert (second["version"], [claim["state"] for claim in second["claims"]]) == (2, ["ACCEPTED", end.upper()])


async def test_dist_13_an_order_without_any_claim_is_certified_empty(service: Service, notice: UUID) -> None:
    service.on(date(2007, 8, 1))
    assert await service.certify(CASE) == 1
    assert (await service.events("claims.certified"))[0]["claims"] == []


async def test_cert_17_an_accepted_claim_may_only_fall(service: Service, notice: UUID) -> None:
    alpha = await service.accepted(notice, form("Alpha", expenditures=lines({"Q01": 30_000_000, "Q02": 10_000_000})))

    def to(*changed: Expenditure) -> ReduceCertification:
        return ReduceCertification(certification_id=alpha, expenditures=changed, reason="x")

    raised = to(*lines({"Q01": 29_000_000, "Q02": 10_000_001}))
    assert await service.refused(raised, reduce_certification) == ["NOT_A_REDUCTION"]
    same = to(*lines({"Q01": 30_000_000, "Q02": 10_000_000}))
    assert await service.refused(same, reduce_certification) == ["NOT_A_REDUCTION"]
    await service.do(to(*lines({"Q01": 25_000_000})), reduce_certification)
    row = await service.get(alpha)
    assert (row.version, row.total_cents, row.net_cents, row.state) == (2, 25_000_000, 25_000_000, State.ACCEPTED)


async def test_cert_08_a_lower_total_than_last_time_is_flagged_not_refused(service: Service, notice: UUID) -> None:
    await service.accepted(notice, form("Alpha", total=100_000_000))
    await service.account(Year(fiscal_year=2008))
    following = await service.notice(CASE, fiscal_year=2008, publish_on=date(2008, 5, 30))
    lower = form("Alpha", total=90_000_000, notice_published_on=date(2008, 5, 30))
    accepted = await service.accepted(following, lower, day=date(2008, 6, 20))
    row = await service.get(accepted)
    assert row.flags == ["TOTAL_DECREASED"]
    assert row.findings is not None
    assert row.findings["new_expenditures"]["Q01"] == -10_000_000


async def test_exp_02_no_day_between_order_and_revocation_qualifies(service: Service, notice: UUID) -> None:
    filed = await service.file(notice, form("Alpha"))
    await service.hear(told(OrderRevoked, case_number=CASE, revoked_on="2001-05-11"))
    await service.review(filed)
    assert await service.refused(AcceptCertification(certification_id=filed), accept_certification) == [
        "OUTSIDE_PERIOD"
    ]


async def test_cert_06_a_claim_of_zero_is_accepted_for_the_record(service: Service, notice: UUID) -> None:
    accepted = await service.accepted(notice, form("Alpha", total=5_000_000, prior=5_000_000))
    assert (await service.get(accepted)).net_cents == 0


async def test_registering_a_producer_twice_gives_one_id_and_keeps_it(service: Service) -> None:
    command = RegisterDomesticProducer(name=" Alpha   Works ", kind=ProducerKind.FARMER)
    first = await service.do(command, register_domestic_producer)
    stored = await service.stored()
    assert await service.do(replace(command, name="ALPHA WORKS"), register_domestic_producer) == first
    assert (await service.stored())["producers"] == stored["producers"]
    assert first["producer_id"] == str(producer_id("alpha works"))
    with pytest.raises(BadInput):
        await service.run(replace(command, name="  "), register_domestic_producer)


async def test_two_at_once_get_two_numbers_and_one_producer_keeps_one_live_filing(
    service: Service, notice: UUID
) -> None:
    names = ["Alpha", "Beta", "Gamma", "Alpha"]
    filed = await asyncio.gather(*(service.file(notice, form(name)) for name in names))
    rows = [await service.get(each) for each in filed]
    assert sorted(row.state for row in rows) == [State.RECEIVED, State.RECEIVED, State.RECEIVED, State.SUPERSEDED]
    assert len({row.certification_number for row in rows}) == 3


async def test_two_reviewers_at_once_one_decides(service: Service, notice: UUID) -> None:
    filed = await service.file(notice, form("Alpha"))
    await service.review(filed)
    results = await asyncio.gather(
        service.run(AcceptCertification(certification_id=filed), accept_certification),
        service.run(AcceptCertification(certification_id=filed), accept_certification),
    )
    assert sorted(len(result.refusals) for result in results) == [0, 1]


async def test_prod_01_something_else_than_a_producer_is_refused(service: Service, notice: UUID) -> None:
    await service.do(RegisterDomesticProducer(name="Omega", kind=ProducerKind.OTHER), register_domestic_producer)
    filed = await service.file(notice, form("Omega"))
    await service.review(filed)
    assert await service.refused(AcceptCertification(certification_id=filed), accept_certification) == [
        "NOT_A_PRODUCER",
        "NOT_ON_ITC_LIST",
    ]
    await service.reject(filed, "NOT_A_PRODUCER")


async def test_prod_03_an_opponent_is_no_affected_producer(service: Service) -> None:
    await service.order(Year(producers=[*listed("Alpha"), *listed("Beta", role="OPPONENT")]))
    notice_id = await service.notice(CASE)
    filed = await service.file(notice_id, form("Beta"), day=date(2007, 7, 2))
    await service.review(filed)
    found = (await service.get(filed)).findings
    assert found is not None
    assert [test["rule"] for test in found["predicates"] if not test["passed"]] == ["PROD-03"]
