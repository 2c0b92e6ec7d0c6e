"""The subgraph over HTTP: the whole way of an order, rights, errors, and the event that reaches the broker."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from deploy.embedded import Embedded
from services.proceedings.app import create, define
from services.proceedings.settings import ProceedingsSettings
from shared.events.broker import Broker
from shared.events.replay import read_stream
from shared.events.streams import reconcile_streams
from tests.conftest import FreshSettings
from tests.integration.serving import Api, development_issuer, serving

NUMBER = "C-570-831"
REFUSALS = "refusals { code rule citation message field }"
CASE = {"caseNumber": NUMBER, "caseName": "Alpha from China", "kind": "CVD", "country": "CN", "productGroupId": "alpha"}
ORDER = {
    "caseNumber": NUMBER,
    "issuedOn": "2024-08-27",
    "federalRegisterCitation": "89 FR 68586",
    "itcNotifiedOn": "2024-08-19",
}
RATES = {
    "caseNumber": NUMBER,
    "stage": "ORDER",
    "effectiveFrom": "2024-08-27",
    "computeAllOthers": True,
    "rows": [
        {"exporter": "Alpha", "ratePercent": "18.00", "exportValue": "500.00"},
        {"exporter": "Beta", "ratePercent": "9.00", "exportValue": "300.00"},
        {"exporter": "Gamma", "producer": "Gamma", "ratePercent": "0", "status": "EXCLUDED"},
    ],
}
LIST = {
    "caseNumber": NUMBER,
    "receivedOn": "2024-10-01",
    "producers": [{"name": "Alpha Works", "role": "PETITIONER", "kind": "MANUFACTURER"}],
}


def mutation(name: str, selection: str) -> str:
    kind = name[0].upper() + name[1:]
    return (
        f"mutation($input: {kind}Input!, $key: String!) "
        f"{{ {name}(input: $input, idempotencyKey: $key) {{ {selection} {REFUSALS} }} }}"
    )


REGISTER_CASE = mutation("registerCase", "case { caseNumber order { issuedOn } }")
REGISTER_ORDER = mutation("registerOrder", "order { caseNumber issuedOn dueOn issuedLate revokedOn }")
REVOKE_ORDER = mutation("revokeOrder", "order { caseNumber revokedOn }")
SET_RATES = mutation("setDepositRates", "case { depositRates { exporter ratePercent allOthersMethod } }")
RECEIVE_LIST = mutation("receiveProducerList", "producerList { listVersion receivedLate producers { name role kind } }")

MUTATIONS = [
    (REGISTER_CASE, CASE, "order_registrar"),
    (REGISTER_ORDER, ORDER, "order_registrar"),
    (REVOKE_ORDER, {"caseNumber": NUMBER, "revokedOn": "2025-01-02"}, "order_registrar"),
    (SET_RATES, RATES, "commerce_analyst"),
    (RECEIVE_LIST, LIST, "itc_liaison"),
]


@pytest.fixture
async def api(fresh_settings: FreshSettings, clean_broker: object) -> AsyncIterator[Api]:
    """The service, migrated and running."""
    async with development_issuer() as issuer:
        environment: dict[str, Any] = {name.lower(): value for name, value in fresh_settings("proceedings").items()}
        settings = ProceedingsSettings(**environment, oidc_issuer=issuer.issuer)
        async with define(settings).make_broker() as broker:
            await reconcile_streams(broker, "proceedings")
        async with serving(create(settings), issuer) as caller:
            yield caller


async def register(api: Api) -> None:
    for position, (document, variables, role) in enumerate((MUTATIONS[0], MUTATIONS[1], MUTATIONS[3], MUTATIONS[4])):
        data = await api.data(document, {"input": variables, "key": f"setup-{position}"}, roles=role)
        assert next(iter(data.values()))["refusals"] == []


async def test_an_order_from_case_to_rate_look_up(api: Api) -> None:
    data = await api.data(REGISTER_CASE, {"input": CASE, "key": "1"}, roles="order_registrar")
    assert data["registerCase"]["case"] == {"caseNumber": NUMBER, "order": None}
    data = await api.data(REGISTER_ORDER, {"input": ORDER, "key": "2"}, roles="order_registrar")
    assert data["registerOrder"]["order"] == {
        "caseNumber": NUMBER,
        "issuedOn": "2024-08-27",
        "dueOn": "2024-08-26",
        "issuedLate": True,
        "revokedOn": None,
    }
    data = await api.data(SET_RATES, {"input": RATES, "key": "3"}, roles="commerce_analyst")
    assert data["setDepositRates"]["case"]["depositRates"] == [
        {"exporter": "*", "ratePercent": "14.63", "allOthersMethod": "WEIGHTED_AVERAGE"},
        {"exporter": "Alpha", "ratePercent": "18.00", "allOthersMethod": None},
        {"exporter": "Beta", "ratePercent": "9.00", "allOthersMethod": None},
        {"exporter": "Gamma", "ratePercent": "0.00", "allOthersMethod": None},
    ]
    data = await api.data(
        """query($number: ID!) { order(caseNumber: $number) {
             other: rateForEntry(exporter: "Nobody", producer: "P", entryDate: "2024-09-02", enteredValue: "80437.55")
               { deposit rate { ratePercent basis stage effectiveTo } }
             excluded: rateForEntry(exporter: "gamma", producer: "Gamma", entryDate: "2024-09-02", enteredValue: "1.00")
               { deposit rate { status } }
             early: rateForEntry(exporter: "Alpha", producer: "P", entryDate: "2024-08-26") { deposit }
           } }""",
        {"number": NUMBER},
    )
    assert data["order"] == {
        "other": {
            "deposit": "11768.01",
            "rate": {"ratePercent": "14.63", "basis": "ALL_OTHERS", "stage": "ORDER", "effectiveTo": None},
        },
        "excluded": {"deposit": None, "rate": {"status": "EXCLUDED"}},
        "early": None,
    }


async def test_prod_02_the_list_is_for_officers(api: Api) -> None:
    await register(api)
    query = f'{{ order(caseNumber: "{NUMBER}") {{ caseNumber producerList {{ listVersion producers {{ name }} }} }} }}'
    for role in ("itc_liaison", "notice_officer", "certification_reviewer", "auditor"):
        data = await api.data(query, roles=role)
        assert data["order"]["producerList"] == {"listVersion": 1, "producers": [{"name": "Alpha Works"}]}
    for roles, code in ((None, "UNAUTHENTICATED"), ("claimant", "FORBIDDEN")):
        body = await api.post(query, roles=roles)
        assert body["data"]["order"] == {"caseNumber": NUMBER, "producerList": None}
        assert body["errors"][0]["extensions"]["code"] == code


async def test_the_entity_order_resolves_by_its_key_and_a_stranger_is_null(api: Api) -> None:
    await register(api)
    data = await api.data(
        "query($r: [_Any!]!) { _entities(representations: $r) { ... on Order { caseNumber caseName kind country } } }",
        {"r": [{"__typename": "Order", "caseNumber": number} for number in (NUMBER, "A-999-999", NUMBER)]},
    )
    order = {"caseNumber": NUMBER, "caseName": "Alpha from China", "kind": "CVD", "country": "CN"}
    assert data["_entities"] == [order, None, order]


async def test_orders_come_in_pages_with_cursors(api: Api) -> None:
    await register(api)
    page = """query($after: String) { orders(first: 1, after: $after, kind: CVD) {
      edges { cursor node { caseNumber } } pageInfo { hasNextPage endCursor }
    } }"""
    first = (await api.data(page))["orders"]
    assert [edge["node"]["caseNumber"] for edge in first["edges"]] == [NUMBER]
    assert first["pageInfo"] == {"hasNextPage": False, "endCursor": first["edges"][0]["cursor"]}
    assert (await api.data(page, {"after": first["pageInfo"]["endCursor"]}))["orders"]["edges"] == []
    assert (await api.data("{ cases { edges { node { caseNumber order { kind } } } } }"))["cases"]["edges"] == [
        {"node": {"caseNumber": NUMBER, "order": {"kind": "CVD"}}}
    ]


@pytest.mark.parametrize(
    ("document", "variables", "role"), MUTATIONS, ids=[m[0].split("(")[1].split(" { ")[-1] for m in MUTATIONS]
)
async def test_without_the_right_nobody_changes_anything(
    api: Api, document: str, variables: dict[str, Any], role: str
) -> None:
    arguments = {"input": variables, "key": "1"}
    assert await api.error_code(document, arguments) == "UNAUTHENTICATED"
    assert await api.error_code(document, arguments, roles="claimant") == "FORBIDDEN"
    assert await api.error_code(document, arguments, roles="auditor") == "FORBIDDEN"
    assert (await api.data("{ cases { edges { cursor } } }"))["cases"]["edges"] == []


async def test_def_01_a_malformed_case_number_is_bad_input_that_says_how_to_mend_it(api: Api) -> None:
    body = await api.post('{ order(caseNumber: "570-831") { caseNumber } }')
    assert body["errors"][0]["extensions"] | {"correlationId": ""} == {
        "code": "BAD_USER_INPUT",
        "correlationId": "",
        "field": "caseNumber",
    }
    assert "A-570-831" in body["errors"][0]["message"]


async def test_an_unknown_case_is_not_found_and_an_unknown_order_is_null(api: Api) -> None:
    assert await api.error_code(REGISTER_ORDER, {"input": ORDER, "key": "1"}, roles="order_registrar") == "NOT_FOUND"
    assert await api.data(
        '{ order(caseNumber: "A-999-999") { caseNumber } case(caseNumber: "A-999-999") { kind } }'
    ) == {
        "order": None,
        "case": None,
    }


async def test_def_01_a_second_order_is_a_refusal_with_its_rule(api: Api) -> None:
    await register(api)
    data = await api.data(REGISTER_ORDER, {"input": ORDER, "key": "again"}, roles="order_registrar")
    assert data["registerOrder"]["order"] is None
    (refusal,) = data["registerOrder"]["refusals"]
    assert (refusal["code"], refusal["rule"], refusal["field"]) == ("ORDER_ALREADY_ISSUED", "DEF-01", "caseNumber")
    assert refusal["citation"] == "19 CFR 159.61(a)"


async def test_a_repeat_gives_the_first_answer_and_other_input_is_a_conflict(api: Api) -> None:
    first = await api.data(REGISTER_CASE, {"input": CASE, "key": "1"}, roles="order_registrar")
    assert await api.data(REGISTER_CASE, {"input": CASE, "key": "1"}, roles="order_registrar") == first
    other = {"input": CASE | {"caseName": "Beta"}, "key": "1"}
    assert await api.error_code(REGISTER_CASE, other, roles="order_registrar") == "CONFLICT"


async def test_the_events_of_an_order_reach_the_broker_in_order(api: Api, clean_broker: Embedded) -> None:
    await register(api)
    async with Broker.from_environment(clean_broker.settings_for("gateway"), name="gateway") as broker:
        heard: list[str] = []
        while len(heard) < 2:
            heard = [seen.envelope.type async for seen in read_stream(broker, "PROCEEDINGS_PUBLIC")]
    assert heard == [
        "gov.customs.proceedings.order.issued.v1",
        "gov.customs.proceedings.deposit-rates.set.v1",
    ]


async def test_the_revocation_is_shown(api: Api) -> None:
    await register(api)
    document, variables, role = MUTATIONS[2]
    data = await api.data(document, {"input": variables, "key": "1"}, roles=role)
    assert data["revokeOrder"]["order"] == {"caseNumber": NUMBER, "revokedOn": "2025-01-02"}
