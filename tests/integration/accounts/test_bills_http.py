"""Overpayments and bills over HTTP: from a court's refund to the payment, and who may see or do what."""

from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from tests.integration.accounts.test_http import CASE, Desk, desk, mutation

__all__ = ["desk"]

BILL = "bill { id number state amount unpaid principalPaid interestMethod weight payments { toPrincipal excess } }"
DETERMINE = mutation(
    "determineOverpayment",
    "DetermineOverpaymentInput",
    "determination { id amount deficit shares { producer { id } received weight share } }",
)
REDUCE = mutation("reduceDetermination", "ReduceDeterminationInput", "determination { amount original }")
ISSUE = mutation("issueBills", "IssueBillsInput", "bills { id number state amount payBy issuedBy producer { id } }")
PAYMENT = mutation("recordBillPayment", "RecordBillPaymentInput", BILL)
NOTICE = mutation("giveOffsetNotice", "BillInput", BILL)
ASK = mutation("askBillReview", "AskBillReviewInput", BILL)
DECIDE = mutation("decideBillReview", "DecideBillReviewInput", BILL)
AGREE = mutation("signRepaymentAgreement", "SignRepaymentAgreementInput", BILL)
PROPOSE_WRITE_OFF = mutation("proposeBillWriteOff", "ProposeBillWriteOffInput", "bill { writeOffs { id kind } }")
APPROVE_WRITE_OFF = mutation("approveBillWriteOff", "ApproveBillWriteOffInput", "bill { state closedReason }")
DEBT = mutation("proposeDebt", "ProposeDebtInput", BILL)
REDUCE_DEBT = mutation("reduceDebt", "ReduceDebtInput", BILL)
REVIEW = mutation("reviewDeficit", "ReviewDeficitInput", "deficitReview { conclusion }")
COLLECT = mutation("collectReceivable", "CollectReceivableInput", "receivable { unpaid }")
RELEASE_AWARD = mutation("releaseAward", "AwardPaymentInput", "awardPayment { releasedOn }")
PAY_AWARD = mutation("payAward", "AwardPaymentInput", "awardPayment { paidOn }")
COURT_REFUND = mutation("recordCourtRefund", "RecordCourtRefundInput", "refund { fromDistributed }")
SUGGESTION = f"""{{ overpaymentSuggestion(caseNumber: "{CASE}", expectedReceipts: "4000.00") {{
  deficit limit suggested }} }}"""
OWN = """query($id: ID!) { _entities(representations: [{__typename: "DomesticProducer", id: $id}]) {
  ... on DomesticProducer { bills { edges { node {
    number amount offsetRights howToPay determination { id } } } } } } }"""
ORDER = f"""{{ _entities(representations: [{{__typename: "Order", caseNumber: "{CASE}"}}]) {{ ... on Order {{
  bills {{ edges {{ node {{ state }} }} }} overpaymentDeterminations {{ edges {{ node {{ formula
  bills {{ edges {{ node {{ number }} }} }} }} }} }} }} }} }}"""


async def into_deficit(desk: Desk) -> None:
    """S02 paid, then 10,000.00 of it refunded by a court."""
    await desk.pay(await desk.prepare())
    refund = {
        "entryNumber": "E1",
        "caseNumber": CASE,
        "refundedOn": desk_day(),
        "duty": "10000.00",
        "courtReference": "Court 1",
    }
    done = await desk.do(COURT_REFUND, refund, "fund_accountant")
    assert done["refund"]["fromDistributed"] == "10000.00"


def desk_day() -> str:
    return datetime.now(ZoneInfo("America/New_York")).date().isoformat()


async def bills(desk: Desk) -> dict[str, dict[str, Any]]:
    """10,000.00 determined and issued; the bills by producer."""
    command = {"caseNumber": CASE, "amount": "10000.00", "reason": "Judgment", "evidence": "Court 1"}
    determined = (await desk.do(DETERMINE, command, "collections_officer"))["determination"]
    assert [share["share"] for share in determined["shares"]] == ["5000.00", "3333.33", "1666.67"]
    same = await desk.api.data(
        ISSUE, {"input": {"determinationId": determined["id"]}, "key": str(uuid4())}, roles="collections_officer"
    )
    assert [refusal["code"] for refusal in same["issueBills"]["refusals"]] == ["SAME_PERSON"]
    issued = await desk.do(ISSUE, {"determinationId": determined["id"]}, "distribution_approver")
    assert {bill["state"] for bill in issued["bills"]} == {"ISSUED"}
    return {bill["producer"]["id"]: bill for bill in issued["bills"]}


async def test_refd_07_from_the_refund_to_the_payment(desk: Desk) -> None:
    await into_deficit(desk)
    suggestion = (await desk.api.data(SUGGESTION, roles="collections_officer"))["overpaymentSuggestion"]
    assert suggestion == {"deficit": "10000.00", "limit": "10000.00", "suggested": "6000.00"}
    issued = await bills(desk)
    alpha = issued["producer-Alpha"]
    paid = {"billId": alpha["id"], "receivedOn": desk_day(), "amount": "5100.00"}
    done = (await desk.do(PAYMENT, paid, "collections_officer"))["bill"]
    assert (done["state"], done["principalPaid"], done["unpaid"]) == ("PAID", "5000.00", "0.00")
    assert done["payments"] == [{"toPrincipal": "5000.00", "excess": "100.00"}]
    assert done["weight"] == "50000.00"
    order = (await desk.api.data(ORDER, roles="auditor"))["_entities"][0]
    assert [edge["node"]["state"] for edge in order["bills"]["edges"]] == ["PAID", "ISSUED", "ISSUED"]
    (determination,) = order["overpaymentDeterminations"]["edges"]
    assert len(determination["node"]["bills"]["edges"]) == 3


async def test_publ_03_a_producer_sees_its_own_bills_and_no_others(desk: Desk) -> None:
    await into_deficit(desk)
    issued = await bills(desk)
    own = await desk.as_producer("producer-Alpha", OWN, {"id": "producer-Alpha"})
    (edge,) = own["data"]["_entities"][0]["bills"]["edges"]
    assert edge["node"]["number"] == issued["producer-Alpha"]["number"]
    assert edge["node"]["determination"] is None, "it names the others"
    foreign = await desk.as_producer("producer-Beta", OWN, {"id": "producer-Alpha"})
    assert foreign["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    query = "query($id: ID!) { bill(id: $id) { number } }"
    one = {"id": issued["producer-Alpha"]["id"]}
    assert (await desk.as_producer("producer-Alpha", query, one))["data"]["bill"] is not None
    assert (await desk.as_producer("producer-Beta", query, one))["data"]["bill"] is None


async def test_bill_04_the_rates_are_public(desk: Desk) -> None:
    query = '{ interestRates(on: "2006-07-01") { edges { node { beginOn endOn underpaymentPercent source } } } }'
    (edge,) = (await desk.api.data(query))["interestRates"]["edges"]
    assert (edge["node"]["beginOn"], edge["node"]["underpaymentPercent"]) == ("2006-07-01", "8.00")
    page = """query($after: String) { interestRates(first: 60, after: $after) {
      edges { cursor } pageInfo { hasNextPage endCursor } } }"""
    first = (await desk.api.data(page))["interestRates"]
    assert first["pageInfo"]["hasNextPage"]
    rest = (await desk.api.data(page, {"after": first["pageInfo"]["endCursor"]}))["interestRates"]
    assert not rest["pageInfo"]["hasNextPage"]


_ID = "019a0000-0000-7000-8000-000000000000"
_REASON = {"reason": "Reason"}
GUARDED = (
    (DETERMINE, {"caseNumber": CASE, "amount": "1.00", "evidence": "Evidence"} | _REASON),
    (REDUCE, {"determinationId": _ID, "amount": "1.00"} | _REASON),
    (ISSUE, {"determinationId": _ID}),
    (PAYMENT, {"billId": _ID, "receivedOn": "2006-03-01", "amount": "1.00"}),
    (NOTICE, {"billId": _ID}),
    (ASK, {"billId": _ID, "receivedOn": "2006-03-01", "grounds": "Grounds"}),
    (DECIDE, {"billId": _ID, "outcome": "UPHELD", "reasons": "Reasons"}),
    (AGREE, {"billId": _ID, "reference": "R", "instalments": [{"dueOn": "2099-01-01", "amount": "1.00"}]}),
    (PROPOSE_WRITE_OFF, {"billId": _ID, "kind": "WRITE_OFF"} | _REASON),
    (APPROVE_WRITE_OFF, {"writeOffId": _ID}),
    (DEBT, {"paymentId": _ID, "amount": "1.00"} | _REASON),
    (REDUCE_DEBT, {"billId": _ID, "amount": "0.00"} | _REASON),
    (REVIEW, {"caseNumber": CASE, "fiscalYear": 2006, "conclusion": "Conclusion"}),
    (COLLECT, {"receivableId": _ID, "receivedOn": "2006-03-01", "amount": "1.00"}),
    (RELEASE_AWARD, {"requestId": "request-1"}),
    (PAY_AWARD, {"requestId": "request-1"}),
)
READS = (
    "{ bills { edges { cursor } } }",
    "{ billWorkList(work: OVERDUE) { edges { cursor } } }",
    "{ deficitReviews { edges { cursor } } }",
    "{ receivables { edges { cursor } } }",
    "{ awardPayments { edges { cursor } } }",
    SUGGESTION,
    f'{{ overpaymentDetermination(id: "{_ID}") {{ id }} }}',
)


async def test_bills_are_not_for_just_anybody(desk: Desk) -> None:
    for document, variables in GUARDED:
        arguments = {"input": variables, "key": str(uuid4())}
        assert await desk.api.error_code(document, arguments) == "UNAUTHENTICATED"
        assert await desk.api.error_code(document, arguments, roles="auditor") == "FORBIDDEN"
    for query in READS:
        assert await desk.api.error_code(query) == "UNAUTHENTICATED"
        assert await desk.api.error_code(query, roles="claimant") == "FORBIDDEN"


async def test_what_does_not_exist_is_not_found(desk: Desk) -> None:
    roles = {"collections_officer": GUARDED[3:9], "distribution_approver": (GUARDED[1], GUARDED[2], GUARDED[9])}
    for role, documents in roles.items():
        for document, variables in documents:
            arguments = {"input": variables, "key": str(uuid4())}
            assert await desk.api.error_code(document, arguments, roles=role) == "NOT_FOUND", document


async def test_the_work_lists_of_a_collections_officer(desk: Desk) -> None:
    await into_deficit(desk)
    await bills(desk)
    for work, count in {"TO_ISSUE": 0, "OVERDUE": 0, "TO_NOTIFY": 0, "OFFSET_READY": 0, "IN_REVIEW": 0}.items():
        query = f"{{ billWorkList(work: {work}) {{ edges {{ node {{ number offsetEligible }} }} }} }}"
        found = (await desk.api.data(query, roles="collections_officer"))["billWorkList"]["edges"]
        assert len(found) == count, work
    states = "{ bills(first: 2, state: ISSUED) { edges { node { state } } pageInfo { hasNextPage } } }"
    page = (await desk.api.data(states, roles="auditor"))["bills"]
    assert (len(page["edges"]), page["pageInfo"]["hasNextPage"]) == (2, True)
