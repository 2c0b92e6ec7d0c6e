"""Reconsideration and payment files over HTTP: each step by who may take it, and by nobody else."""

import csv
from typing import Any

from services.accounts.domain.payment_files.pain001 import NAMESPACE
from tests.integration.accounts.test_http import NOTIFY, Desk, desk, mutation

__all__ = ["desk"]

REQUEST = "reconsideration { id number state reasonCode adjustment adjustmentPaid outstanding outcome decidedBy }"
ASK = mutation("requestReconsideration", "RequestReconsiderationInput", REQUEST)
SCREEN = mutation("screenReconsideration", "ScreenReconsiderationInput", REQUEST)
DECIDE = mutation("decideReconsideration", "DecideReconsiderationInput", REQUEST)
APPROVE_GRANT = mutation("approveReconsideration", "ReconsiderationInput", REQUEST)
SEND_BACK = mutation("sendBackReconsideration", "SendBackReconsiderationInput", REQUEST)
OWN = """{ reconsiderations { edges { node { number state outcome adjustment decidedBy producer { id } } } } }"""
RUN = """query($id: ID!) { reconsideration(id: $id) { results { edges { node {
  certificationNumber claimantName netClaim corrected share originalShare } } } } }"""

FILE = "paymentFile { id messageId state lineCount controlSum sha256 createdBy releasedBy acceptedOn }"
REGISTER = mutation("registerPayee", "RegisterPayeeInput", "payee { method accountLastFour version }")
REMOVE = mutation("removePayee", "RemovePayeeInput", "payee { method accountLastFour version }")
CREATE = mutation("createPaymentFile", "CreatePaymentFileInput", FILE)
RELEASE_FILE = mutation("releasePaymentFile", "PaymentFileInput", FILE)
CANCEL_FILE = mutation("cancelPaymentFile", "CancelPaymentFileInput", FILE)
ACCEPT = mutation("acceptPaymentFile", "AcceptPaymentFileInput", FILE)
CONFIRM = mutation("importPaymentConfirmations", "ImportPaymentConfirmationsInput", "paid returned")
REISSUE = mutation("reissuePayment", "ReissuePaymentInput", "paymentId")
DOWNLOAD = "query($id: ID!) { paymentFile(id: $id) { csv pain001 } }"
LINES = """query($id: ID!) { paymentFile(id: $id) { lines(first: 2) { edges { node {
  endToEndId method amount payeeName state paymentId } } pageInfo { hasNextPage } } } }"""
ACCOUNT = {
    "producerId": "producer-Alpha",
    "holderName": "Alpha",
    "routingNumber": "111000025",
    "accountNumber": "0001234567",
    "accountType": "CHECKING",
}


async def paid(desk: Desk) -> str:
    """The distribution of S02, paid and told of."""
    distribution_id = await desk.prepare()
    await desk.pay(distribution_id)
    await desk.do(NOTIFY, {"distributionId": distribution_id}, "distribution_preparer")
    return distribution_id


async def test_reco_from_the_producers_request_to_the_queue(desk: Desk) -> None:
    await paid(desk)
    asked: dict[str, Any] = {
        "caseNumber": "A-990-802",
        "fiscalYear": 2005,
        "certificationNumber": "0001",
        "statement": "a digit was lost",
    }
    answer = await desk.as_producer("producer-Beta", ASK, {"input": asked, "key": "beta"})
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    answer = await desk.as_producer("producer-Alpha", ASK, {"input": asked, "key": "alpha"})
    request = answer["data"]["requestReconsideration"]["reconsideration"]
    assert request["state"] == "FILED"
    which = {"requestId": request["id"]}

    await desk.do(
        SCREEN, which | {"finding": "CUSTOMS_ERROR_ALLEGED", "reasons": "it says so"}, "reconsideration_officer"
    )
    proposal = which | {
        "outcome": "GRANTED_IN_PART",
        "reasons": "the figure keyed in was not the one filed",
        "available": "200000.00",
    }
    proposed = await desk.do(DECIDE, proposal, "reconsideration_officer")
    assert proposed["reconsideration"]["adjustment"] == "50000.00"
    own = await desk.as_producer("producer-Alpha", OWN, {})
    (edge,) = own["data"]["reconsiderations"]["edges"]
    assert (edge["node"]["outcome"], edge["node"]["adjustment"], edge["node"]["decidedBy"]) == (None, None, None)
    assert (await desk.as_producer("producer-Beta", OWN, {}))["data"]["reconsiderations"]["edges"] == []
    run = await desk.api.data(RUN, {"id": request["id"]}, roles="distribution_approver")
    assert [edge["node"]["share"] for edge in run["reconsideration"]["results"]["edges"]] == [
        "100000.00",
        "66666.66",
        "33333.34",
    ]
    await desk.do(SEND_BACK, which | {"reason": "say why"}, "distribution_approver")
    await desk.do(DECIDE, proposal, "reconsideration_officer")
    granted = await desk.do(APPROVE_GRANT, which, "distribution_approver")
    assert granted["reconsideration"]["state"] == "AWAITING_FUNDS"
    assert granted["reconsideration"]["outstanding"] == "50000.00"

    late = asked | {"certificationNumber": "0003", "receivedOn": "2005-01-01"}
    assert (await desk.do(ASK, late, "reconsideration_officer"))["reconsideration"]["state"] == "FILED"


async def test_reco_02_a_refused_request_is_kept_with_its_reason(desk: Desk) -> None:
    await paid(desk)
    asked = {"caseNumber": "A-990-802", "fiscalYear": 2005, "certificationNumber": "0002", "statement": "15 %"}
    request = (await desk.do(ASK, asked, "reconsideration_officer"))["reconsideration"]
    screened = await desk.do(
        SCREEN,
        {"requestId": request["id"], "finding": "NO_CUSTOMS_ERROR_ALLEGED", "reasons": "a shortage is no error"},
        "reconsideration_officer",
    )
    assert (screened["reconsideration"]["state"], screened["reconsideration"]["reasonCode"]) == (
        "REFUSED",
        "NO_CUSTOMS_ERROR_ALLEGED",
    )


async def test_payment_files_from_the_account_to_the_confirmation(desk: Desk) -> None:
    await paid(desk)
    answer = await desk.as_producer("producer-Beta", REGISTER, {"input": ACCOUNT, "key": "beta"})
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    answer = await desk.as_producer("producer-Alpha", REGISTER, {"input": ACCOUNT, "key": "alpha"})
    assert answer["data"]["registerPayee"]["payee"] == {"method": "TRF", "accountLastFour": "4567", "version": 1}
    wrong = ACCOUNT | {"routingNumber": "111000026"}
    answer = await desk.as_producer("producer-Alpha", REGISTER, {"input": wrong, "key": "wrong"})
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"

    when = {"executeOn": "2190-01-02"}
    first = (await desk.do(CREATE, when, "distribution_preparer"))["paymentFile"]
    await desk.do(CANCEL_FILE, {"fileId": first["id"], "reason": "wrong day"}, "distribution_preparer")
    file = (await desk.do(CREATE, when, "distribution_preparer"))["paymentFile"]
    assert (file["lineCount"], file["controlSum"], file["state"]) == (3, "100000.00", "CREATED")
    released = (await desk.do(RELEASE_FILE, {"fileId": file["id"]}, "distribution_approver"))["paymentFile"]
    assert (released["state"], released["sha256"]) == ("RELEASED", file["sha256"])

    content = (await desk.api.data(DOWNLOAD, {"id": file["id"]}, roles="distribution_approver"))["paymentFile"]
    assert NAMESPACE in content["pain001"]
    rows = list(csv.DictReader(content["csv"].splitlines()))
    assert sorted((row["method"], row["amount"], row["account_number"]) for row in rows[:-1]) == [
        ("CHK", "16666.67", ""),
        ("CHK", "33333.33", ""),
        ("TRF", "50000.00", "0001234567"),
    ]
    for role in ("auditor", "fund_accountant"):
        assert await desk.api.error_code(DOWNLOAD, {"id": file["id"]}, roles=role) == "FORBIDDEN"
    shown = (await desk.api.data(LINES, {"id": file["id"]}, roles="auditor"))["paymentFile"]["lines"]
    assert shown["pageInfo"]["hasNextPage"]
    assert "0001234567" not in str(shown)

    await desk.do(
        ACCEPT, {"fileId": file["id"], "acceptedOn": "2005-12-01", "reference": "receipt 1"}, "fund_accountant"
    )
    line = shown["edges"][0]["node"]
    told = {"endToEndId": line["endToEndId"], "outcome": "RETURNED", "on": "2005-12-02", "reason": "no such account"}
    confirmed = await desk.do(CONFIRM, {"fileId": file["id"], "confirmations": [told]}, "fund_accountant")
    assert (confirmed["paid"], confirmed["returned"]) == (0, 1)
    back = await desk.api.data(
        "{ returnedPayments { edges { node { paymentId returnReason } } } }", roles="fund_accountant"
    )
    assert [edge["node"]["paymentId"] for edge in back["returnedPayments"]["edges"]] == [line["paymentId"]]
    await desk.do(REMOVE, {"producerId": "producer-Alpha"}, "fund_accountant")
    await desk.do(REISSUE, {"paymentId": line["paymentId"], "reason": "by check"}, "distribution_preparer")
