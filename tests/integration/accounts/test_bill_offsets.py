"""Offsets of bills against distributions, reviews, agreements, reductions and write-offs (BILL-07 to BILL-11)."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa

from services.accounts.domain.bills.kinds import ReviewOutcome, WriteOffKind
from services.accounts.domain.holds import Outcome
from services.accounts.domain.ledger import Account
from services.accounts.storage.bills.tables import bill_payments, bills, determination_reductions
from services.accounts.storage.reliquidations.tables import refunds
from services.accounts.storage.tables import orders, payments, postings
from services.accounts.usecases.bills.collect import (
    AskBillReview,
    DecideBillReview,
    GiveOffsetNotice,
    SignRepaymentAgreement,
    ask_bill_review,
    decide_bill_review,
    give_offset_notice,
    sign_repayment_agreement,
)
from services.accounts.usecases.bills.debts import ProposeDebt, propose_debt
from services.accounts.usecases.bills.deficits import ReviewDeficit, raise_deficit_reviews, review_deficit
from services.accounts.usecases.bills.determine import DetermineOverpayment, determine_overpayment
from services.accounts.usecases.bills.issue import IssueBills, issue_bills
from services.accounts.usecases.bills.offsets import take_offsets
from services.accounts.usecases.bills.reduce import (
    ReduceDebt,
    ReduceDetermination,
    reduce_debt,
    reduce_determination,
)
from services.accounts.usecases.bills.reductions import DecideReduction, decide_reduction
from services.accounts.usecases.bills.write_off import (
    ApproveWriteOff,
    ProposeWriteOff,
    approve_write_off,
    propose_write_off,
)
from services.accounts.usecases.litigation_holds import (
    PlaceLitigationHold,
    ReleaseLitigationHold,
    place_litigation_hold,
    release_litigation_hold,
)
from services.accounts.usecases.reliquidations.court_refund import RecordCourtRefund, record_court_refund
from services.accounts.usecases.reliquidations.reverse_refund import ReverseRefund, reverse_refund
from shared.database import Cause
from tests.integration.accounts.billing import (
    BILLED,
    RECEIVED,
    SHARES,
    bill,
    bills_by_producer,
    charges,
    days_pass,
    determine,
    distribute_once,
    into_deficit,
    one_bill,
    pay_bill,
)
from tests.integration.accounts.conftest import CASE, Desk, a_claim, claims_certified, notice_published


async def ready_for_offset(desk: Desk, name: str = "Beta") -> UUID:
    """S11's bills, past due; the one of a producer with a matured notice."""
    await into_deficit(desk)
    await bill(desk, 10_000_000)
    await days_pass(desk, date(2006, 5, 1))
    bill_id: UUID = (await bills_by_producer(desk))[name].id
    await desk.done(give_offset_notice, GiveOffsetNotice(bill_id=bill_id))
    return bill_id


async def state_of(desk: Desk, name: str = "Beta") -> str:
    return str((await bills_by_producer(desk))[name].state)


async def test_bill_07_offset_is_possible_from_the_day_after_the_response_period(desk: Desk) -> None:
    bill_id = await ready_for_offset(desk)
    (notified,) = await desk.events("bill.offset-notified")
    assert (notified["notice_on"], notified["response_by"]) == ("2006-05-01", "2006-05-31")
    await days_pass(desk, date(2006, 5, 31))
    assert await state_of(desk) == "PAST_DUE"
    await days_pass(desk, date(2006, 6, 1))
    assert await state_of(desk) == "OFFSET_READY"
    assert await desk.refused(give_offset_notice, GiveOffsetNotice(bill_id=bill_id)) == {"billId": "ILLEGAL_TRANSITION"}


async def test_bill_07_no_notice_before_the_bill_is_past_due(desk: Desk) -> None:
    bill_id = await one_bill(desk)
    desk.on(date(2006, 3, 31))
    assert await desk.refused(give_offset_notice, GiveOffsetNotice(bill_id=bill_id)) == {"billId": "ILLEGAL_TRANSITION"}
    desk.on(date(2006, 4, 1))
    await desk.done(give_offset_notice, GiveOffsetNotice(bill_id=bill_id))


async def test_s13_offset_against_a_distribution_of_another_order(desk: Desk) -> None:
    other = "A-990-850"
    await desk.open(other)
    await ready_for_offset(desk)
    await distribute_once(desk, other, {"Beta": 5_000_000}, year=2006)
    row = (await bills_by_producer(desk))["Beta"]
    assert (row.state, row.charged_cents, row.interest_paid_cents) == ("PAID", 138_739, 138_739)
    assert row.principal_paid_cents == 2_768_724
    assert (await desk.balances(other))[Account.PRODUCER_PAYABLE] == 2_092_537
    balances = await desk.balances(BILLED)
    assert balances[Account.GENERAL_FUND] == 138_739
    assert balances[Account.SPECIAL] == -10_000_000 + 2_768_724
    (taken,) = await desk.events("bill.offset-taken")
    assert (taken["from_case_number"], taken["amount_cents"]) == (other, 2_907_463)
    gross = sa.select(sa.func.sum(payments.c.amount_cents)).where(
        payments.c.lineage_id == "lineage-Beta", payments.c.paid_on == date(2006, 11, 29)
    )
    async with desk.database.reading() as connection:
        assert (await connection.execute(gross)).scalar_one() == 5_000_000
    await desk.verified()


async def test_dist_11_a_hold_won_is_paid_gross_and_offset(desk: Desk) -> None:
    other = "A-990-850"
    await desk.open(other)
    await ready_for_offset(desk)
    await desk.receive("notice.published", notice_published(other, fiscal_year=2006))
    place = PlaceLitigationHold(
        case_number=other, fiscal_year=2006, certification_number="0001", court_reference="c", legal_basis="b"
    )
    claim = a_claim("0001", "Beta", 5_000_000)
    await desk.receive("claims.certified", claims_certified(claim, case_number=other, fiscal_year=2006))
    hold = await desk.done(place_litigation_hold, place, actor="preparer")
    await distribute_once(desk, other, {"Beta": 5_000_000}, year=2006)
    assert await desk.events("bill.offset-taken") == [], "nothing is paid while the share is withheld"
    release = ReleaseLitigationHold(hold_id=UUID(hold["hold_id"]), outcome=Outcome.WON)
    await desk.done(release_litigation_hold, release, actor="approver")
    assert await state_of(desk) == "PAID"
    query = sa.select(payments.c.kind, payments.c.amount_cents, payments.c.offset_cents).where(
        payments.c.paid_on == date(2006, 11, 29)
    )
    async with desk.database.reading() as connection:
        assert [tuple(row) for row in await connection.execute(query)] == [("HOLD_RELEASE", 5_000_000, 2_907_463)]
    assert (await desk.balances(other))[Account.PRODUCER_PAYABLE] == 2_092_537
    assert (await desk.balances(BILLED))[Account.SPECIAL] == -10_000_000 + 2_768_724
    await desk.verified()


async def test_dist_11_an_offset_never_takes_more_than_the_payment(desk: Desk) -> None:
    await ready_for_offset(desk)
    desk.on(date(2006, 6, 1))
    payees = [(BILLED, "producer-Beta", "lineage-Beta", 1_000_000), (BILLED, "producer-Alpha", "lineage-Alpha", 500)]
    async with desk.uow.begin(Cause(actor="approver", correlation_id="test")) as tx:
        assert await take_offsets(tx, payees, date(2006, 6, 1)) == {0: 1_000_000}
    assert await state_of(desk) == "PAST_DUE"
    (payment,) = await desk.rows(bill_payments, "paid_by", "amount_cents", "interest_cents", "from_case_number")
    assert payment == ("OFFSET", 1_000_000, 31_860, BILLED)
    await days_pass(desk, date(2006, 6, 2))
    async with desk.uow.begin(Cause(actor="approver", correlation_id="test")) as tx:
        assert await take_offsets(tx, payees[:1], date(2006, 6, 2)) == {0: 1_000_000}, "the notice still stands"
    await desk.verified()


async def test_bill_07_a_review_blocks_the_offset_and_interest_goes_on(desk: Desk) -> None:
    bill_id = await ready_for_offset(desk)
    in_time = AskBillReview(bill_id=bill_id, received_on=date(2006, 5, 1), grounds="The weight is wrong")
    await desk.done(ask_bill_review, in_time)
    await days_pass(desk, date(2006, 6, 15))
    assert await state_of(desk) == "IN_REVIEW"
    async with desk.uow.begin(Cause(actor="approver", correlation_id="test")) as tx:
        payee = (BILLED, "producer-Beta", "lineage-Beta", 100)
        assert await take_offsets(tx, [payee], date(2006, 6, 15)) == {}
    assert (await bills_by_producer(desk))["Beta"].charged_cents == 31_860
    decided = DecideBillReview(bill_id=bill_id, outcome=ReviewOutcome.UPHELD, reasons="The weights are right")
    await desk.done(decide_bill_review, decided)
    assert await state_of(desk) == "PAST_DUE"
    assert await desk.refused(decide_bill_review, decided) == {"billId": "ILLEGAL_TRANSITION"}


async def test_bill_07_a_late_review_needs_an_officers_reason(desk: Desk) -> None:
    bill_id = await ready_for_offset(desk)
    await days_pass(desk, date(2006, 6, 2))
    late = AskBillReview(bill_id=bill_id, received_on=date(2006, 6, 2), grounds="The weight is wrong")
    assert await desk.refused(ask_bill_review, late) == {"lateReason": "REVIEW_LATE"}
    admitted = AskBillReview(
        bill_id=bill_id, received_on=date(2006, 6, 2), grounds="The weight is wrong", late_reason="Notice went astray"
    )
    await desk.done(ask_bill_review, admitted)
    assert await state_of(desk) == "IN_REVIEW"


async def test_bill_07_a_kept_agreement_blocks_the_offset_until_an_instalment_is_missed(desk: Desk) -> None:
    bill_id = await ready_for_offset(desk)
    plan = ((date(2006, 6, 30), 1_400_000), (date(2006, 7, 31), 1_400_000))
    command = SignRepaymentAgreement(bill_id=bill_id, reference="Agreement 1", instalments=plan)
    short = SignRepaymentAgreement(bill_id=bill_id, reference="Agreement 1", instalments=plan[:1])
    assert await desk.refused(sign_repayment_agreement, short) == {"instalments": "LESS_THAN_OWED"}
    await desk.done(sign_repayment_agreement, command)
    await days_pass(desk, date(2006, 6, 30))
    await pay_bill(desk, bill_id, 1_400_000, date(2006, 6, 30))
    await days_pass(desk, date(2006, 7, 31))
    assert await state_of(desk) == "AGREEMENT"
    await days_pass(desk, date(2006, 8, 1))
    assert await state_of(desk) == "OFFSET_READY", "missed, and the notice matured long ago"


async def test_bill_10_reduced_determination_is_split_again_and_given_back(desk: Desk) -> None:
    await into_deficit(desk)
    determination_id = await bill(desk, 10_000_000)
    for name, row in (await bills_by_producer(desk)).items():
        await pay_bill(desk, row.id, SHARES[name], date(2006, 3, 1))
    command = ReduceDetermination(
        determination_id=determination_id, amount_cents=6_000_000, reason="Judgment reversed on appeal"
    )
    assert await desk.refused(reduce_determination, command, actor="collector") == {"reason": "SAME_PERSON"}
    await desk.done(reduce_determination, command, actor="approver")
    after = await bills_by_producer(desk)
    assert {name: row.principal_cents for name, row in after.items()} == {
        "Alpha": 3_298_765,
        "Beta": 1_661_235,
        "Gamma": 640_000,
        "Delta": 400_000,
    }
    back = {"Alpha": 2_199_177, "Beta": 1_107_489, "Gamma": 426_667, "Delta": 266_667}
    assert {name: row.excess_cents for name, row in after.items()} == back
    assert {row.state for row in after.values()} == {"PAID"}
    query = sa.select(payments).where(payments.c.bill_id.is_not(None))
    async with desk.database.reading() as connection:
        returned = {row.producer_id: row.amount_cents for row in await connection.execute(query)}
    assert returned == {f"producer-{name}": cents for name, cents in back.items()}
    assert (await desk.balances(BILLED))[Account.SPECIAL] == -4_000_000
    recovered = await desk.events("bill.principal-recovered")
    assert [event["principal_cents"] for event in recovered if event["principal_cents"] < 0] == [
        -back[event["lineage_id"].removeprefix("lineage-")] for event in recovered if event["principal_cents"] < 0
    ]
    assert sum(event["principal_cents"] for event in recovered) == 6_000_000
    await desk.verified()


async def test_bill_10_a_reversed_refund_proposes_the_reduction_and_an_officer_makes_it(desk: Desk) -> None:
    await into_deficit(desk)
    desk.on(date(2006, 3, 1))
    determination_id = await determine(desk, 4_000_000)
    later = await determine(desk, 6_000_000)
    await desk.done(issue_bills, IssueBills(determination_id=determination_id), actor="approver")
    (refund_id,) = (row for (row,) in await desk.rows(refunds, "id"))
    desk.on(date(2006, 4, 3))
    reverse = ReverseRefund(refund_id=refund_id, reason="judgment reversed on appeal")
    await desk.done(reverse_refund, reverse, actor="another")
    proposals = await desk.rows(determination_reductions, "determination_id", "cut_cents", "approved")
    assert set(proposals) == {(later, 6_000_000, None), (determination_id, 4_000_000, None)}
    for (reduction_id,) in await desk.rows(determination_reductions, "id"):
        approve = DecideReduction(reduction_id=reduction_id, approve=True, reason="the refund does not stand")
        assert await desk.refused(decide_reduction, approve, actor="another") == {"reductionId": "SAME_PERSON"}
        assert await desk.refused(decide_reduction, approve, actor="collector") == {"reason": "SAME_PERSON"}
        await desk.done(decide_reduction, approve, actor="approver")
        assert await desk.refused(decide_reduction, approve, actor="approver") == {"reductionId": "ILLEGAL_TRANSITION"}
    assert {row.state for row in (await bills_by_producer(desk)).values()} == {"CANCELLED"}
    await desk.verified()


async def test_bill_10_a_determination_older_than_the_refund_does_not_rest_on_it(desk: Desk) -> None:
    await into_deficit(desk)
    desk.on(date(2006, 3, 1))
    await determine(desk, 10_000_000)
    desk.on(date(2006, 3, 10))
    await desk.done(
        record_court_refund,
        RecordCourtRefund(
            entry_number=f"entry-{BILLED}-2005",
            case_number=BILLED,
            refunded_on=date(2006, 3, 10),
            duty_cents=5_000,
            interest_cents=0,
            interest_owed_cents=0,
            reference="Court 05-2",
        ),
    )
    refund_id = (await desk.rows(refunds, "id"))[-1][0]
    await desk.done(reverse_refund, ReverseRefund(refund_id=refund_id, reason="reversed"), actor="another")
    assert await desk.rows(determination_reductions, "id") == []


async def test_bill_10_interest_is_computed_again_on_the_new_share(desk: Desk) -> None:
    bill_id = await one_bill(desk, 1_000_000)
    await days_pass(desk, date(2006, 5, 15))
    await pay_bill(desk, bill_id, 500_000, date(2006, 5, 15))
    row = (await bills_by_producer(desk))["Alpha"]
    assert (row.charged_cents, row.interest_paid_cents) == (5_753, 5_753)
    command = ReduceDetermination(determination_id=row.determination_id, amount_cents=300_000, reason="Reversed")
    await desk.done(reduce_determination, command, actor="approver")
    row = (await bills_by_producer(desk))["Alpha"]
    assert (row.state, row.charged_cents, row.interest_paid_cents) == ("PAID", 1_726, 1_726)
    assert (row.principal_paid_cents, row.excess_cents) == (300_000, 500_000 - 301_726)
    assert (await desk.balances(BILLED))[Account.GENERAL_FUND] == 1_726
    await desk.verified()


async def test_bill_10_cancelled_returns_what_was_paid(desk: Desk) -> None:
    bill_id = await one_bill(desk, 1_000_000)
    await pay_bill(desk, bill_id, 400_000, date(2006, 3, 1))
    row = (await bills_by_producer(desk))["Alpha"]
    command = ReduceDetermination(determination_id=row.determination_id, amount_cents=0, reason="Reversed on appeal")
    await desk.done(reduce_determination, command, actor="approver")
    row = (await bills_by_producer(desk))["Alpha"]
    assert (row.state, row.principal_cents, row.excess_cents) == ("CANCELLED", 0, 400_000)
    assert row.closed_reason == "Reversed on appeal"
    assert [event["outcome"] for event in await desk.events("bill.closed")] == ["CANCELLED"]
    await desk.verified()


async def test_bill_10_a_write_off_needs_an_approver_and_leaves_the_deficit(desk: Desk) -> None:
    bill_id = await one_bill(desk, 1_000_000)
    before = (await desk.balances(BILLED))[Account.SPECIAL]
    command = ProposeWriteOff(bill_id=bill_id, kind=WriteOffKind.WRITE_OFF, accepted_cents=0, reason="Dissolved")
    value = await desk.done(propose_write_off, command, actor="collector")
    approve = ApproveWriteOff(write_off_id=UUID(str(value["write_off_id"])))
    assert await desk.refused(approve_write_off, approve, actor="collector") == {"writeOffId": "SAME_PERSON"}
    assert await desk.refused(propose_write_off, command, actor="other") == {"billId": "ALREADY_PROPOSED"}
    await desk.done(approve_write_off, approve, actor="approver")
    row = (await bills_by_producer(desk))["Alpha"]
    assert (row.state, row.closed_reason) == ("WRITTEN_OFF", "Dissolved")
    assert (await desk.balances(BILLED))[Account.SPECIAL] == before
    assert await desk.refused(approve_write_off, approve, actor="approver") == {"writeOffId": "ILLEGAL_TRANSITION"}


async def test_bill_10_a_compromise_is_approved_once_it_is_paid(desk: Desk) -> None:
    bill_id = await one_bill(desk, 1_000_000)
    command = ProposeWriteOff(bill_id=bill_id, kind=WriteOffKind.COMPROMISE, accepted_cents=600_000, reason="Offer")
    value = await desk.done(propose_write_off, command, actor="collector")
    approve = ApproveWriteOff(write_off_id=UUID(str(value["write_off_id"])))
    assert await desk.refused(approve_write_off, approve, actor="approver") == {"writeOffId": "COMPROMISE_NOT_PAID"}
    await pay_bill(desk, bill_id, 600_000, date(2006, 3, 1))
    await desk.done(approve_write_off, approve, actor="approver")
    (closed,) = await desk.events("bill.closed")
    assert (closed["outcome"], closed["unpaid_cents"]) == ("WRITTEN_OFF", 400_000)


async def test_bill_11_an_error_is_billed_to_who_got_it_without_interest(desk: Desk) -> None:
    await desk.open(BILLED)
    await distribute_once(desk, BILLED, RECEIVED)
    payment_id = (await desk.rows(payments, "id", "producer_id"))[0][0]
    too_much = ProposeDebt(payment_id=payment_id, amount_cents=41_234_568, reason="Keyed twice")
    assert await desk.refused(propose_debt, too_much) == {"amount": "DEBT_TOO_LARGE"}
    value = await desk.done(
        propose_debt, ProposeDebt(payment_id=payment_id, amount_cents=100_000, reason="Keyed twice"), actor="collector"
    )
    bill_id = UUID(str(value["bill_id"]))
    await desk.done(issue_bills, IssueBills(bill_ids=(bill_id,)), actor="approver")
    await days_pass(desk, date(2006, 6, 1))
    row = (await bills_by_producer(desk))["Alpha"]
    assert (row.kind, row.state, row.method, row.charged_cents) == ("ADMIN_ERROR", "PAST_DUE", "NONE", 0)
    await desk.done(reduce_debt, ReduceDebt(bill_id=bill_id, amount_cents=40_000, reason="Less"), actor="approver")
    await pay_bill(desk, bill_id, 40_000, date(2006, 6, 1))
    assert (await bills_by_producer(desk))["Alpha"].state == "PAID"


async def test_veri_04_an_overclaim_is_billed_to_the_claimant_alone(desk: Desk) -> None:
    await desk.fund(30_000_000)
    await desk.receive("notice.published", notice_published(CASE))
    claims = (a_claim("0001", "Alpha", 100_000_000), a_claim("0002", "Beta", 50_000_000))
    await desk.receive("claims.certified", claims_certified(*claims))
    await desk.close(2005)
    await desk.distribute()
    found = {
        "verification_id": "019a0000-0000-7000-8000-000000000001",
        "case_number": CASE,
        "fiscal_year": 2005,
        "certification_number": "0001",
        "certification_id": "019a0000-0000-7000-8000-000000000002",
        "lineage_id": "019a0000-0000-7000-8000-000000000003",
        "producer_id": "019a0000-0000-7000-8000-000000000004",
        "unsupported_cents": 25_000_000,
        "overclaim_cents": 2_000_000,
        "paid_already": True,
        "concluded_on": "2006-01-10",
    }
    await desk.receive("verification.concluded", found)
    row = (await bills_by_producer(desk))["Alpha"]
    assert (row.kind, row.state, row.principal_cents) == ("OVERCLAIM", "DRAFT", 2_000_000)
    await desk.receive("verification.concluded", found)
    await desk.receive("verification.concluded", {**found, "verification_id": "019a0000-0000-7000-8000-000000000009"})
    stored = sorted(cents for (cents,) in await desk.rows(bills, "principal_cents"))
    # 30,000,000 x 50 / 100 = 15,000,000: 5,000,000 too much, of which 2,000,000 is billed already.
    assert stored == [2_000_000, 3_000_000]


async def test_refd_07_a_deficit_is_reviewed_at_each_year_end_while_it_lasts(desk: Desk) -> None:
    await into_deficit(desk)
    desk.on(date(2006, 9, 30))
    await raise_deficit_reviews(desk.uow)
    assert await desk.events("deficit.review-due") == []
    desk.on(date(2006, 10, 2))
    for _ in range(2):
        await raise_deficit_reviews(desk.uow)
    assert [(event["case_number"], event["fiscal_year"]) for event in await desk.events("deficit.review-due")] == [
        (BILLED, 2006)
    ]
    command = ReviewDeficit(
        case_number=BILLED, fiscal_year=2006, expected_receipts_cents=3_500_000, conclusion="Bill the rest"
    )
    await desk.done(review_deficit, command, actor="collector")
    desk.on(date(2007, 10, 1))
    await raise_deficit_reviews(desk.uow)
    assert len(await desk.events("deficit.review-due")) == 2


async def test_bill_02_warnings_are_told_once(desk: Desk) -> None:
    await one_bill(desk)
    for day in (date(2006, 3, 23), date(2006, 3, 24), date(2006, 3, 25), date(2006, 4, 1), date(2006, 4, 2)):
        await days_pass(desk, day)
    told = [(event["kind"], event["deadline"]) for event in await desk.events("bill.deadline-near")]
    assert told == [("PAY_BY_NEAR", "2006-03-31"), ("PAY_BY_PASSED", "2006-03-31")]


async def test_dist_11_two_payments_of_one_day_settle_one_bill_together(desk: Desk) -> None:
    await ready_for_offset(desk)
    desk.on(date(2006, 6, 1))
    owed = 2_768_724 + 15_930 * 2
    payees = [(BILLED, "producer-Beta", "lineage-Beta", 1_000_000), (BILLED, "producer-Beta", "other", 3_000_000)]
    async with desk.uow.begin(Cause(actor="approver", correlation_id="test")) as tx:
        assert await take_offsets(tx, payees, date(2006, 6, 1)) == {0: 1_000_000, 1: owed - 1_000_000}
    assert await state_of(desk) == "PAID"
    await desk.verified()


async def statements_of(desk: Desk, day: date) -> int:
    """How many statements the job sends on a day."""
    sent: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        sent.append(statement)

    engine = desk.database.engine.sync_engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        await days_pass(desk, day)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len(sent)


async def test_bill_05_the_jobs_statements_do_not_grow_with_the_bills(desk: Desk) -> None:
    await into_deficit(desk, received={f"Producer-{n:03}": 1_000_000 for n in range(40)}, deficit_cents=10_000_000)
    await bill(desk, 400_000)
    await days_pass(desk, date(2006, 4, 1))
    many = await statements_of(desk, date(2006, 5, 1))
    assert len(await charges(desk)) == 40
    stored = await bills_by_producer(desk)
    for row in list(stored.values())[1:]:
        await pay_bill(desk, row.id, 10_058, date(2006, 5, 1))
    few = await statements_of(desk, date(2006, 5, 31))
    assert len(await charges(desk)) == 41
    assert many <= few, (many, few)


async def test_bill_08_money_known_after_its_year_is_closed_is_posted_in_a_later_one(desk: Desk) -> None:
    bill_id = await one_bill(desk, 1_000_000, on=date(2006, 9, 1))
    desk.on(date(2006, 10, 10))
    await desk.close(2006)
    await pay_bill(desk, bill_id, 1_000_000, date(2006, 9, 20))
    row = (await bills_by_producer(desk))["Alpha"]
    assert (row.state, row.charged_cents) == ("PAID", 0), "it counts as of the day it was received"
    posted = sa.select(postings.c.effective_on).where(postings.c.movement == "BILL_PRINCIPAL")
    async with desk.database.reading() as connection:
        assert (await connection.scalars(posted)).all() == [date(2006, 10, 10)]


async def test_term_04_principal_recovered_for_an_ended_account_goes_to_the_general_fund(desk: Desk) -> None:
    bill_id = await one_bill(desk, 1_000_000)
    before = await desk.balances(BILLED)
    async with desk.database.writing() as connection:
        await connection.execute(
            sa.update(orders).where(orders.c.case_number == BILLED).values(special_state="TERMINATED")
        )
    await pay_bill(desk, bill_id, 1_000_000, date(2006, 3, 1))
    after = await desk.balances(BILLED)
    assert after[Account.SPECIAL] == before[Account.SPECIAL]
    assert after[Account.GENERAL_FUND] == 1_000_000


async def test_refd_07_none_while_a_distribution_is_under_way(desk: Desk) -> None:
    await into_deficit(desk)
    async with desk.database.writing() as connection:
        await connection.execute(sa.update(orders).where(orders.c.case_number == BILLED).values(special_state="FROZEN"))
    command = DetermineOverpayment(
        case_number=BILLED, amount_cents=1, expected_receipts_cents=0, reason="Reason", evidence="Evidence"
    )
    assert list((await desk.refused(determine_overpayment, command)).values()) == ["ILLEGAL_TRANSITION"]
