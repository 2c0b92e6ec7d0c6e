"""Reliquidations, refunds and the end of an account over HTTP: what is answered, and to whom."""

from datetime import UTC, datetime
from uuid import uuid4

from tests.integration.accounts.test_http import CASE, Desk, desk, mutation

__all__ = ["desk"]

REFUND = "refund { id entryNumber fromSpecialAccount fromDistributed fromGeneralFund reversedOn }"
RELIQUIDATE = mutation(
    "recordReliquidations",
    "RecordReliquidationsInput",
    "reliquidationsRecorded netChange refunded fromSpecialAccounts billed",
)
COURT_REFUND = mutation("recordCourtRefund", "RecordCourtRefundInput", REFUND)
REVERSE_REFUND = mutation("reverseRefund", "ReverseRefundInput", REFUND)
REGISTER = mutation("registerLegalAction", "RegisterLegalActionInput", "legalAction { id kind concludedOn }")
CONCLUDE = mutation("concludeLegalAction", "ConcludeLegalActionInput", "legalAction { id outcome }")
PROPOSE_SWEEP = mutation("proposeSweep", "ProposeSweepInput", "sweep { id }")
APPROVE_SWEEP = mutation("approveSweep", "SweepInput", "sweep { amount }")
WITHDRAW_SWEEP = mutation("withdrawSweep", "SweepInput", "sweep { withdrawnOn }")
PROPOSE_UNCOLLECTIBLE = mutation(
    "proposeUncollectible", "ProposeUncollectibleInput", "uncollectibleBill { id approvedOn }"
)
APPROVE_UNCOLLECTIBLE = mutation(
    "approveUncollectible", "ApproveUncollectibleInput", "uncollectibleBill { approvedBy }"
)
ENTRY = """{ entry(number: "E1") {
  finalityDate
  standings { assessed paidDuty finalOn bills { issuedOn duty unpaidDuty } }
  reliquidations { cause assessedBefore assessed refunded reversedOn }
  refunds { fromSpecialAccount } } }"""
ORDER = f"""query {{ _entities(representations: [{{__typename: "Order", caseNumber: "{CASE}"}}]) {{ ... on Order {{
  terminationConditions {{ condition met blockingCount blocking }}
  finalNotices {{ noticeId }} sweeps {{ id }} }} }} }}"""
ACTIONS = f'{{ legalActions(caseNumber: "{CASE}") {{ edges {{ node {{ reference entryNumber outcome }} }} }} }}'


async def test_refd_01_an_entry_shows_its_reliquidations_refunds_and_bills(desk: Desk) -> None:
    await desk.open()
    await desk.fund("1000.00")
    row = {
        "entryNumber": "E1",
        "caseNumber": CASE,
        "reliquidatedOn": "2005-05-02",
        "cause": "PROTEST",
        "assessed": "900.00",
        "requestFiledOn": "2005-04-01",
    }
    done = await desk.do(RELIQUIDATE, {"reliquidations": [row]}, "fund_accountant")
    assert done["netChange"] == "-100.00"
    assert done["fromSpecialAccounts"] == "100.00"
    increase = row | {"cause": "REMAND", "reliquidatedOn": "2005-06-01", "assessed": "1200.00"}
    assert (await desk.do(RELIQUIDATE, {"reliquidations": [increase]}, "fund_accountant"))["billed"] == "300.00"
    entry = (await desk.api.data(ENTRY, roles="auditor"))["entry"]
    assert entry == {
        "finalityDate": "2005-08-30",
        "standings": [
            {
                "assessed": "1200.00",
                "paidDuty": "900.00",
                "finalOn": "2005-08-30",
                "bills": [{"issuedOn": "2005-06-01", "duty": "300.00", "unpaidDuty": "300.00"}],
            }
        ],
        "reliquidations": [
            {
                "cause": "PROTEST",
                "assessedBefore": "1000.00",
                "assessed": "900.00",
                "refunded": "100.00",
                "reversedOn": None,
            },
            {
                "cause": "REMAND",
                "assessedBefore": "900.00",
                "assessed": "1200.00",
                "refunded": "0.00",
                "reversedOn": None,
            },
        ],
        "refunds": [{"fromSpecialAccount": "100.00"}],
    }


async def test_refd_02_a_court_refund_is_taken_back_by_somebody_else(desk: Desk) -> None:
    await desk.open()
    await desk.fund("1000.00")
    today = datetime.now(UTC).date().isoformat()
    variables = {
        "entryNumber": "E1",
        "caseNumber": CASE,
        "refundedOn": "2005-11-01",
        "duty": "250.00",
        "courtReference": "Ct. 05-00001",
    }
    refund = (await desk.do(COURT_REFUND, variables, "fund_accountant"))["refund"]
    assert refund["fromSpecialAccount"] == "250.00"
    back = {"refundId": refund["id"], "reason": "reversed on appeal"}
    answer = await desk.api.data(REVERSE_REFUND, {"input": back, "key": str(uuid4())}, roles="fund_accountant")
    assert [refusal["rule"] for refusal in answer["reverseRefund"]["refusals"]] == ["BILL-10"]
    reversed_ = await desk.do(REVERSE_REFUND, back, "distribution_approver")
    assert reversed_["refund"]["reversedOn"] is not None
    assert reversed_["refund"]["reversedOn"] <= today


async def test_term_01_conditions_and_actions_are_shown(desk: Desk) -> None:
    await desk.open()
    await desk.fund("1000.00")
    protest = {
        "caseNumber": CASE,
        "entryNumber": "E1",
        "kind": "PROTEST",
        "reference": "4601-05-100001",
        "filedOn": "2005-05-02",
    }
    action = (await desk.do(REGISTER, protest, "collections_officer"))["legalAction"]
    conditions = (await desk.api.data(ORDER, roles="auditor"))["_entities"][0]["terminationConditions"]
    assert {found["condition"]: found["blocking"] for found in conditions if not found["met"]} == {
        "ORDER_TERMINATED": [CASE],
        "ACTIONS_CONCLUDED": ["PROTEST 4601-05-100001"],
    }
    end = {"actionId": action["id"], "outcome": "DENIED", "concludedOn": "2005-10-03"}
    await desk.do(CONCLUDE, end, "collections_officer")
    (edge,) = (await desk.api.data(ACTIONS, roles="auditor"))["legalActions"]["edges"]
    assert edge["node"] == {"reference": "4601-05-100001", "entryNumber": "E1", "outcome": "DENIED"}
    proposal = {"entryNumber": "E1", "caseNumber": CASE, "reason": "importer dissolved"}
    given_up = (await desk.do(PROPOSE_UNCOLLECTIBLE, proposal, "collections_officer"))["uncollectibleBill"]
    approved = await desk.do(APPROVE_UNCOLLECTIBLE, {"proposalId": given_up["id"]}, "fund_accountant")
    assert approved["uncollectibleBill"]["approvedBy"] == "development-fund_accountant"
    answer = await desk.api.data(
        PROPOSE_SWEEP, {"input": {"caseNumber": CASE}, "key": str(uuid4())}, roles="distribution_preparer"
    )
    assert [refusal["code"] for refusal in answer["proposeSweep"]["refusals"]] == ["ILLEGAL_TRANSITION"]


_ID = "00000000-0000-0000-0000-000000000000"
_ENTRY = {"entryNumber": "E1", "caseNumber": CASE}
_DAY = {"reliquidatedOn": "2005-05-02", "cause": "COURT", "assessed": "1.00"}
GUARDED = (
    (RELIQUIDATE, {"reliquidations": [_ENTRY | _DAY]}),
    (COURT_REFUND, _ENTRY | {"refundedOn": "2005-11-01", "duty": "1.00", "courtReference": "Ct. 05-00001"}),
    (REVERSE_REFUND, {"refundId": _ID, "reason": "reversed"}),
    (REGISTER, {"caseNumber": CASE, "kind": "COURT_ACTION", "reference": "Ct. 05-00001", "filedOn": "2005-11-01"}),
    (CONCLUDE, {"actionId": _ID, "outcome": "DENIED", "concludedOn": "2005-11-01"}),
    (PROPOSE_UNCOLLECTIBLE, _ENTRY | {"reason": "importer dissolved"}),
    (APPROVE_UNCOLLECTIBLE, {"proposalId": _ID}),
    (PROPOSE_SWEEP, {"caseNumber": CASE}),
    (APPROVE_SWEEP, {"sweepId": _ID}),
    (WITHDRAW_SWEEP, {"sweepId": _ID}),
)


async def test_refunds_and_sweeps_are_not_for_just_anybody(desk: Desk) -> None:
    for number, (document, variables) in enumerate(GUARDED):
        arguments = {"input": variables, "key": f"mutation-{number}"}
        assert await desk.api.error_code(document, arguments) == "UNAUTHENTICATED"
        for role in ("auditor", "claimant", "notice_officer"):
            assert await desk.api.error_code(document, arguments, roles=role) == "FORBIDDEN", document
    for query in (ENTRY, ORDER, ACTIONS):
        assert await desk.api.error_code(query) == "UNAUTHENTICATED"
        assert await desk.api.error_code(query, roles="claimant") == "FORBIDDEN"
