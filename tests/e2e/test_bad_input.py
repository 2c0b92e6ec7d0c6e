"""Bad input gets the right error through the gateway, and changes nothing."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from deploy.demo import documents as gql
from deploy.stack import Stack
from shared.authentication.development_issuer import DevelopmentIssuer
from tests.e2e.gateway import Client, everything_stored

pytestmark = pytest.mark.xdist_group("stack")

CASE = {
    "caseNumber": "A-570-001",
    "caseName": "Example from China",
    "kind": "AD",
    "country": "CN",
    "productGroupId": "EXAMPLE",
}


@pytest.fixture
def client(stack: Stack) -> Client:
    return Client(stack)


@pytest.fixture
def nothing_changes(stack: Stack) -> Iterator[None]:
    before = everything_stored(stack)
    yield
    assert everything_stored(stack) == before


def an_entry(amount: Any) -> dict[str, Any]:
    deposit = {"caseNumber": "A-570-890", "amount": amount, "depositedOn": "2005-09-15", "instrument": "CASH"}
    return {
        "number": "XDM-9999999-9",
        "importerNumber": "00-000000900",
        "filedOn": "2005-09-15",
        "deposits": [deposit],
    }


@pytest.mark.usefixtures("nothing_changes")
async def test_a_malformed_case_number_says_how_to_write_it(client: Client) -> None:
    answer = await client.with_role("order_registrar").send(
        gql.REGISTER_CASE, input=CASE | {"caseNumber": "A570890"}, key="malformed"
    )
    assert answer.codes == ["BAD_USER_INPUT"]
    assert "A-570-831" in answer.body["errors"][0]["message"]


@pytest.mark.usefixtures("nothing_changes")
async def test_an_unknown_id_is_not_found(client: Client) -> None:
    unknown = "01890000-0000-7000-8000-000000000000"
    answer = await client.with_role("distribution_approver").send(
        gql.APPROVE_DISTRIBUTION, input={"distributionId": unknown}, key="unknown"
    )
    assert answer.codes == ["NOT_FOUND"]


@pytest.mark.parametrize("amount", ["10.005", "10", 10.5, "1,000.00", "ten"])
@pytest.mark.usefixtures("nothing_changes")
async def test_an_amount_that_is_no_money_is_bad_input(client: Client, amount: object) -> None:
    answer = await client.with_role("fund_accountant").send(
        gql.IMPORT_ENTRIES, input={"entries": [an_entry(amount)]}, key="third decimal"
    )
    assert answer.codes == ["BAD_USER_INPUT"]
    assert "1250.00" in answer.body["errors"][0]["message"]


async def test_a_negative_amount_is_refused_row_by_row(client: Client, stack: Stack) -> None:
    """Bulk input is refused with every row's reason at once; only the answer itself is kept, under its key."""
    before = everything_stored(stack)
    entries = [an_entry("-10.00"), an_entry("10.00") | {"number": "XDM-9999998-9"}]
    answer = await client.with_role("fund_accountant").send(
        gql.IMPORT_ENTRIES, input={"entries": entries}, key="negative"
    )
    payload = answer.data["importEntries"]
    assert payload["entriesImported"] is None
    reasons = {(refusal["code"], refusal["field"]) for refusal in payload["refusals"]}
    assert ("AMOUNT_NOT_POSITIVE", "entries[0].deposits[0].amount") in reasons
    after = everything_stored(stack)
    assert after["accounts"] == {**before["accounts"], "idempotency_keys": before["accounts"]["idempotency_keys"] + 1}


@pytest.mark.parametrize("kind", ["expired", "forged", "malformed"])
@pytest.mark.usefixtures("nothing_changes")
async def test_a_token_that_does_not_verify_is_unauthenticated(client: Client, kind: str) -> None:
    issuer = client.stack.issuer
    token = {
        "expired": issuer.issue("order_registrar", lifetime=timedelta(hours=-1)),
        "forged": DevelopmentIssuer(issuer.issuer).issue("order_registrar"),
        "malformed": "not.a.token",
    }[kind]
    answer = await client.with_token(token).send(gql.REGISTER_CASE, input=CASE, key=kind)
    assert answer.status == 401
    assert answer.codes == ["UNAUTHENTICATED"]


@pytest.mark.usefixtures("nothing_changes")
async def test_no_token_is_told_that_one_is_needed(client: Client) -> None:
    answer = await client.send(gql.REGISTER_CASE, input=CASE, key="no token")
    assert answer.codes == ["UNAUTHENTICATED"]


@pytest.mark.usefixtures("nothing_changes")
async def test_a_role_without_the_right_is_told_which_have_it(client: Client) -> None:
    answer = await client.with_role("claimant").send(gql.REGISTER_CASE, input=CASE, key="no right")
    assert answer.codes == ["FORBIDDEN"]
    assert "order_registrar" in answer.body["errors"][0]["message"]


@pytest.mark.usefixtures("nothing_changes")
async def test_whoever_prepares_may_not_approve(client: Client) -> None:
    answer = await client.with_role("distribution_preparer").send(
        gql.APPROVE_DISTRIBUTION, input={"distributionId": "01890000-0000-7000-8000-000000000000"}, key="self"
    )
    assert answer.codes == ["FORBIDDEN"]


async def test_a_query_too_deep_is_refused_before_it_runs(client: Client) -> None:
    deep = "{ orders { edges { node " + "{ notices { orders { order " * 6 + "{ caseNumber }" + " } } }" * 6 + " } } }"
    answer = await client.send(deep)
    assert answer.codes == ["QUERY_TOO_DEEP"]
    assert answer.body.get("data") is None


@pytest.mark.parametrize(("size", "code"), [(200_000, "QUERY_TOO_LARGE"), (10_000_000, "BODY_TOO_LARGE")])
async def test_a_query_too_large_is_refused_before_it_runs(client: Client, size: int, code: str) -> None:
    answer = await client.send("{ __typename #" + "x" * size + "\n}")
    assert answer.codes == [code]
    assert answer.body.get("data") is None


@pytest.mark.parametrize("body", [b"no json", b'{"query": ', b"[]", b'"text"', b""])
async def test_a_body_that_is_no_json_request_is_400(client: Client, body: bytes) -> None:
    answer = await client.post(content=body, content_type="application/json")
    assert answer.status == 400
    assert answer.codes


async def test_a_service_that_is_down_gives_partial_data_and_unavailable(client: Client, stack: Stack) -> None:
    """What the others have is answered; the part that is missing says so, in time."""
    query = "{ notices(first: 1) { pageInfo { hasNextPage } } orders(first: 1) { pageInfo { hasNextPage } } }"
    assert (await client.send(query)).data["orders"] is not None
    stack.kill_process("certification")
    try:
        answer = await client.send(
            '{ __typename  orders(first: 1) { pageInfo { hasNextPage } } notice(id: "x") { id } }'
        )
    finally:
        stack.start_process("certification")
    assert answer.status == 200
    assert answer.codes == ["UNAVAILABLE"]
    assert answer.body["errors"][0]["path"] == ["notice"]
    assert answer.body["data"]["orders"] is not None
    assert answer.body["data"]["notice"] is None


async def test_errors_carry_the_correlation_id_of_the_request(client: Client) -> None:
    client.headers = {"x-request-id": "e2e-correlation-1"}
    answer = await client.send('{ certification(id: "01890000-0000-7000-8000-000000000000") { id } }')
    assert answer.headers["x-request-id"] == "e2e-correlation-1"
    assert answer.codes == ["UNAUTHENTICATED"]
    assert "e2e-correlation-1" in str(answer.body["errors"])
