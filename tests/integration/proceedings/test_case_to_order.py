"""A case over HTTP from the petition to its order: S02 with its gap, its events, and the order that others read."""

from typing import Any

from deploy.embedded import Embedded
from shared.events.broker import Broker
from shared.events.replay import read_stream
from tests.integration.proceedings.test_http import REFUSALS, REGISTER_CASE, api, mutation
from tests.integration.serving import Api

__all__ = ["api"]

NUMBER = "C-570-900"
CASE = {"caseNumber": NUMBER, "caseName": "Alpha from China", "kind": "CVD", "country": "CN", "productGroupId": "alpha"}
ALPHA = {"exporter": "Alpha", "producer": "Alpha", "exportValue": "500.00"}
BETA = {"exporter": "Beta", "producer": "Beta", "exportValue": "300.00"}
COMMERCE, COMMISSION = "commerce_analyst", "itc_liaison"


def rates(alpha: str, beta: str) -> list[dict[str, str]]:
    return [ALPHA | {"ratePercent": alpha}, BETA | {"ratePercent": beta}]


ACTS: list[tuple[str, str, dict[str, Any]]] = [
    (
        "filePetition",
        COMMERCE,
        {
            "occurredOn": "2023-03-15",
            "petitioner": "Gamma",
            "petitionerClass": "C",
            "itcFiledOn": "2023-03-15",
            "scopeText": "Alpha of every size.",
            "companionAdCase": "A-570-900",
        },
    ),
    ("offerConsultations", COMMERCE, {"occurredOn": "2023-03-20"}),
    (
        "assessIndustrySupport",
        COMMERCE,
        {"occurredOn": "2023-03-31", "total": "1000", "supporting": "600", "opposing": "100"},
    ),
    ("initiateInvestigation", COMMERCE, {"occurredOn": "2023-04-04", "sufficient": True, "publishedOn": "2023-04-10"}),
    ("recordItcPreliminary", COMMISSION, {"occurredOn": "2023-05-01", "result": "AFFIRMATIVE"}),
    (
        "postponePreliminary",
        COMMERCE,
        {
            "occurredOn": "2023-05-17",
            "ground": "PETITIONER_REQUEST",
            "requestedOn": "2023-05-10",
            "newDueOn": "2023-08-14",
        },
    ),
    (
        "determinePreliminary",
        COMMERCE,
        {
            "occurredOn": "2023-08-14",
            "affirmative": True,
            "rates": rates("6.00", "6.00"),
            "publishedOn": "2023-08-18",
        },
    ),
    (
        "alignFinal",
        COMMERCE,
        {
            "occurredOn": "2023-10-25",
            "adCase": "A-570-900",
            "requestedOn": "2023-08-21",
            "adFinalDueOn": "2024-03-04",
            "adPreliminaryPublishedOn": "2023-10-20",
            "adPostponed": True,
        },
    ),
    (
        "determineFinal",
        COMMERCE,
        {
            "occurredOn": "2024-03-04",
            "affirmative": True,
            "rates": rates("18.00", "9.00"),
            "publishedOn": "2024-03-08",
        },
    ),
    (
        "recordItcFinal",
        COMMISSION,
        {"occurredOn": "2024-04-11", "finding": "INJURY", "notifiedOn": "2024-04-18", "publishedOn": "2024-04-24"},
    ),
    (
        "publishOrder",
        COMMERCE,
        {
            "occurredOn": "2024-04-25",
            "scopeText": "Alpha of every size, whatever its tariff number.",
            "federalRegisterCitation": "89 FR 31700",
        },
    ),
]
ORDER = f"""{{ order(caseNumber: "{NUMBER}") {{
  issuedOn itcNotifiedOn dueOn issuedLate scopeText federalRegisterCitation revokedOn
  provisional: depositRates(on: "2023-12-15") {{ exporter ratePercent stage }}
  gap: depositRates(on: "2024-01-15") {{ exporter }}
  definitive: depositRates(on: "2024-04-24") {{ exporter ratePercent stage }}
}} }}"""


async def act(api: Api, name: str, role: str, variables: dict[str, Any], key: str) -> dict[str, Any]:
    document = mutation(name, "case { caseNumber } act { number act }")
    data = await api.data(document, {"input": {"caseNumber": NUMBER} | variables, "key": key}, roles=role)
    payload: dict[str, Any] = data[name]
    return payload


async def whole_case(api: Api) -> None:
    await api.data(REGISTER_CASE, {"input": CASE, "key": "case"}, roles="order_registrar")
    status = {"country": "CN", "startsOn": "2001-12-11", "reason": "WTO_MEMBER", "source": "Accession"}
    document = f"""mutation($input: SetCountryStatusInput!, $key: String!) {{
      setCountryStatus(input: $input, idempotencyKey: $key) {{ {REFUSALS} }} }}"""
    await api.data(document, {"input": status, "key": "status"}, roles="order_registrar")
    for position, (name, role, variables) in enumerate(ACTS):
        assert (await act(api, name, role, variables, f"act-{position}"))["refusals"] == [], name


async def test_s02_a_case_becomes_an_order_that_everybody_reads(api: Api) -> None:
    await whole_case(api)
    order = (await api.data(ORDER))["order"]
    assert order == {
        "issuedOn": "2024-04-25",
        "itcNotifiedOn": "2024-04-18",
        "dueOn": "2024-04-25",
        "issuedLate": False,
        "scopeText": "Alpha of every size, whatever its tariff number.",
        "federalRegisterCitation": "89 FR 31700",
        "revokedOn": None,
        "provisional": [
            {"exporter": "*", "ratePercent": "6.00", "stage": "PRELIM"},
            {"exporter": "Alpha", "ratePercent": "6.00", "stage": "PRELIM"},
            {"exporter": "Beta", "ratePercent": "6.00", "stage": "PRELIM"},
        ],
        "gap": [],
        "definitive": [
            {"exporter": "*", "ratePercent": "14.63", "stage": "ORDER"},
            {"exporter": "Alpha", "ratePercent": "18.00", "stage": "ORDER"},
            {"exporter": "Beta", "ratePercent": "9.00", "stage": "ORDER"},
        ],
    }
    state = await api.data(
        f'{{ case(caseNumber: "{NUMBER}") {{ state(on: "2024-04-25") {{ case liquidation }} order {{ issuedOn }} }} }}'
    )
    assert state["case"] == {
        "state": {"case": "ORDER_IN_FORCE", "liquidation": "SUSPENDED_DEFINITIVE"},
        "order": {"issuedOn": "2024-04-25"},
    }


async def test_s02_the_order_and_its_terms_reach_the_broker_in_order(api: Api, clean_broker: Embedded) -> None:
    await whole_case(api)
    last = "gov.customs.proceedings.instruction.conditional-delivery.v1"
    async with Broker.from_environment(clean_broker.settings_for("gateway"), name="gateway") as broker:
        heard: list[str] = []
        while last not in heard:
            heard = [seen.envelope.type async for seen in read_stream(broker, "PROCEEDINGS_PUBLIC")]
    told = [one.removeprefix("gov.customs.proceedings.") for one in heard]
    assert told.index("order.issued.v1") < told.index("instruction.order-terms.v1")
    assert told.count("deposit-rates.set.v1") == 3


async def test_min_03_and_the_court_through_the_api(api: Api) -> None:
    await whole_case(api)
    numbers = {one["act"]: one["number"] for one in await acts(api)}
    final = numbers["CommerceFinal"]
    late = {"occurredOn": "2024-05-10", "actNumber": final, "party": "Gamma"}
    refused = await act(api, "fileErrorComments", COMMERCE, late, "comments")
    assert [one["code"] for one in refused["refusals"]] == ["NOT_DISCLOSED"]
    steps: list[tuple[str, dict[str, Any]]] = [
        ("discloseCalculations", {"occurredOn": "2024-05-01", "actNumber": final}),
        ("fileErrorComments", {"occurredOn": "2024-05-06", "actNumber": final, "party": "Gamma"}),
        ("fileErrorReplies", {"occurredOn": "2024-05-10", "actNumber": final, "party": "Alpha"}),
        (
            "correctMinisterialErrors",
            {
                "occurredOn": "2024-05-20",
                "actNumber": final,
                "rates": [{"exporter": "Alpha", "producer": "Alpha", "ratePercent": "17.20"}],
                "publishedOn": "2024-05-24",
            },
        ),
        (
            "orderEntryHold",
            {"occurredOn": "2024-06-03", "courtReference": "24-00012", "entryNumbers": ["ABC-1234567-8"]},
        ),
        (
            "decideCourtAction",
            {
                "occurredOn": "2025-03-03",
                "courtReference": "24-00012",
                "firms": [{"exporter": "Alpha"}],
                "first": "2023-08-18",
                "last": "2024-12-31",
                "ratePercent": "4.00",
                "publishedOn": "2025-03-10",
            },
        ),
        (
            "stateAccountingYear",
            {"occurredOn": "2025-04-01", "firm": {"exporter": "Alpha"}, "yearEndsOn": "2024-12-31"},
        ),
    ]
    for position, (name, variables) in enumerate(steps):
        assert (await act(api, name, COMMERCE, variables, f"more-{position}"))["refusals"] == [], name
    amended = (
        f'{{ order(caseNumber: "{NUMBER}") {{ depositRates(on: "2024-05-24") {{ exporter ratePercent stage }} }} }}'
    )
    assert (await api.data(amended))["order"]["depositRates"] == [
        {"exporter": "*", "ratePercent": "14.13", "stage": "AMENDED"},
        {"exporter": "Alpha", "ratePercent": "17.20", "stage": "AMENDED"},
        {"exporter": "Beta", "ratePercent": "9.00", "stage": "AMENDED"},
    ]


async def acts(api: Api) -> list[dict[str, Any]]:
    query = f'{{ case(caseNumber: "{NUMBER}") {{ acts(first: 100) {{ edges {{ node {{ number act }} }} }} }} }}'
    return [edge["node"] for edge in (await api.data(query))["case"]["acts"]["edges"]]


async def test_acts_of_the_order_need_their_rights(api: Api) -> None:
    for name, variables, role in (
        ("publishOrder", ACTS[-1][2], COMMISSION),
        ("determineFinal", ACTS[-3][2], "order_registrar"),
        ("initiateInjuryReview", {"occurredOn": "2024-05-01"}, COMMERCE),
    ):
        document = mutation(name, "act { number }")
        arguments = {"input": {"caseNumber": NUMBER} | variables, "key": "1"}
        assert await api.error_code(document, arguments, roles=role) == "FORBIDDEN"
        assert await api.error_code(document, arguments) == "UNAUTHENTICATED"
