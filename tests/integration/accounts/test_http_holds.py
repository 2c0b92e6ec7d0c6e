"""Whole years, holds, sequestration and runs again over HTTP: what is answered, and to whom."""

from uuid import uuid4

from tests.integration.accounts.conftest import a_claim, claims_certified
from tests.integration.accounts.test_http import CASE, CLOSE, Desk, desk, mutation

__all__ = ["desk"]

HOLD = "hold { id scope ratePercent sequestered outcome releasedBy shares { certificationNumber held } }"
PLACE = mutation("placeHold", "PlaceHoldInput", HOLD)
RELEASE = mutation("releaseHold", "ReleaseHoldInput", HOLD)
SET_RATE = mutation("setSequesterRate", "SetSequesterRateInput", "fiscalYear")
RELEASE_YEAR = mutation("releaseSequester", "ReleaseSequesterInput", "holdsReleased")
YEAR = "orders { caseNumber } leftOut { order { caseNumber } refusals { code } }"
PREPARE_YEAR = mutation("prepareDistributions", "DistributionsInput", YEAR)
APPROVE_YEAR = mutation("approveDistributions", "DistributionsInput", YEAR)
PAY_YEAR = mutation("payDistributions", "DistributionsInput", YEAR)
RERUN = "rerun { id version state supplements debts lines { edges { node { certificationNumber share received } } } }"
RECALL = mutation("recallDistribution", "DistributionReasonInput", RERUN)
ISSUE = mutation("issueRerun", "RerunInput", RERUN)
REJECT = mutation("rejectRerun", "RerunReasonInput", RERUN)

NOBODY = "00000000-0000-7000-8000-000000000000"
MUTATIONS = [
    (PLACE, {"scope": "CASE", "legalBasis": "b", "caseNumber": CASE, "fiscalYear": 2005}, "distribution_preparer"),
    (RELEASE, {"holdId": NOBODY, "outcome": "WON", "releaseBasis": "b"}, "distribution_approver"),
    (SET_RATE, {"fiscalYear": 2014, "ratePercent": "7.2", "legalBasis": "b"}, "fund_accountant"),
    (RELEASE_YEAR, {"fiscalYear": 2014, "releaseBasis": "b"}, "distribution_approver"),
    (PREPARE_YEAR, {"fiscalYear": 2005}, "distribution_preparer"),
    (APPROVE_YEAR, {"fiscalYear": 2005}, "distribution_approver"),
    (PAY_YEAR, {"fiscalYear": 2005}, "distribution_approver"),
    (RECALL, {"distributionId": NOBODY, "reason": "r"}, "distribution_preparer"),
    (ISSUE, {"rerunId": NOBODY}, "distribution_approver"),
    (REJECT, {"rerunId": NOBODY, "reason": "r"}, "distribution_approver"),
]
QUERIES = [
    "{ holds(first: 1) { edges { node { id } } } }",
    "{ sequesterRates(first: 1) { edges { node { ratePercent } } } }",
    f'{{ distributionReruns(distributionId: "{NOBODY}") {{ id }} }}',
]


async def test_acct_17_without_the_right_nobody_does_anything(desk: Desk) -> None:
    for document, variables, role in MUTATIONS:
        arguments = {"input": variables, "key": str(uuid4())}
        assert await desk.api.error_code(document, arguments) == "UNAUTHENTICATED"
        for other in sorted({"auditor", "claimant", "fund_accountant", "distribution_preparer"} - {role}):
            assert await desk.api.error_code(document, arguments, roles=other) == "FORBIDDEN", document
        body = await desk.api.post(document, arguments, roles=role)
        assert {error["extensions"]["code"] for error in body.get("errors", [])} <= {"NOT_FOUND"}, body
    for query in QUERIES:
        assert await desk.api.error_code(query) == "UNAUTHENTICATED"
        assert await desk.api.error_code(query, roles="claimant") == "FORBIDDEN"
        assert "errors" not in await desk.api.post(query, roles="auditor")


async def test_dist_12_a_sequestered_year_is_paid_recalled_and_its_differences_issued(desk: Desk) -> None:
    rate = {"fiscalYear": 2005, "ratePercent": "10", "legalBasis": "budget law"}
    await desk.do(SET_RATE, rate, "fund_accountant")
    wrong = {"input": rate | {"ratePercent": "7.23456"}, "key": str(uuid4())}
    assert await desk.api.error_code(SET_RATE, wrong, roles="fund_accountant") == "BAD_USER_INPUT"
    await desk.open()
    await desk.fund("100000.00")
    await desk.notice_and_certify()
    await desk.do(CLOSE, {"fiscalYear": 2005}, "fund_accountant")
    await desk.eventually(
        "{ distributions(state: PLANNED) { edges { node { claimsVersion } } } }",
        "auditor",
        lambda data: data["distributions"]["edges"][0]["node"]["claimsVersion"] == 1,
    )
    done = await desk.do(PREPARE_YEAR, {"fiscalYear": 2005}, "distribution_preparer")
    assert (done["orders"], done["leftOut"]) == ([{"caseNumber": CASE}], [])
    for document in (APPROVE_YEAR, PAY_YEAR):
        await desk.do(document, {"fiscalYear": 2005}, "distribution_approver")
    shown = await desk.api.data(
        "{ distributions { edges { node { id state sequester available sequesterRatePercent } } } }"
    )
    (edge,) = shown["distributions"]["edges"]
    distribution_id = edge["node"].pop("id")
    assert edge["node"] == {
        "state": "PAID",
        "sequester": "10000.00",
        "available": "90000.00",
        "sequesterRatePercent": "10",
    }
    await desk.do(RELEASE_YEAR, {"fiscalYear": 2005, "releaseBasis": "lifted"}, "distribution_approver")
    holds = await desk.api.data("{ holds { edges { node { scope sequestered outcome } } } }", roles="auditor")
    assert holds["holds"]["edges"] == [{"node": {"scope": "PERCENTAGE", "sequestered": "10000.00", "outcome": "WON"}}]

    claims = claims_certified(a_claim("0001", "Alpha", 33_333_333), case_number=CASE, version=2)
    await desk.publish("certification", "claims.certified", "internal", claims)
    await desk.eventually(
        "{ distributions { edges { node { claimsVersion } } } }",
        "auditor",
        lambda data: data["distributions"]["edges"][0]["node"]["claimsVersion"] == 2,
    )
    recall = {"distributionId": distribution_id, "reason": "two claims rejected"}
    run = (await desk.do(RECALL, recall, "distribution_preparer"))["rerun"]
    assert (run["version"], run["state"], run["supplements"], run["debts"]) == (2, "COMPUTED", "50000.00", "50000.00")
    issued = (await desk.do(ISSUE, {"rerunId": run["id"]}, "distribution_approver"))["rerun"]
    assert issued["state"] == "ISSUED"
    runs = await desk.api.data(
        f'{{ distributionReruns(distributionId: "{distribution_id}") {{ version decidedBy }} }}', roles="auditor"
    )
    assert runs["distributionReruns"] == [{"version": 2, "decidedBy": "development-distribution_approver"}]
