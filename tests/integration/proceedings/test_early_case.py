"""The preliminary phase over HTTP: waivers, critical circumstances of one exporter, an upstream subsidy decided now."""

from typing import Any

from tests.integration.proceedings.test_case_to_order import COMMERCE, COMMISSION, NUMBER, act
from tests.integration.proceedings.test_http import REFUSALS, REGISTER_CASE, api, mutation
from tests.integration.serving import Api

__all__ = ["api"]

CASE = {"caseNumber": NUMBER, "caseName": "Alpha from China", "kind": "CVD", "country": "CN", "productGroupId": "alpha"}
ALPHA = {"party": "Alpha", "partyClass": "C"}
BETA = {"party": "Beta", "partyClass": "D"}
SEEN = f"""{{ case(caseNumber: "{NUMBER}") {{
  deadlines {{ key segment due status }}
  instructions {{ edges {{ node {{ kind content }} }} }}
  state {{ liquidation criticalCircumstances }}
}} }}"""

BEGUN: list[tuple[str, str, dict[str, Any]]] = [
    (
        "filePetition",
        COMMERCE,
        {
            "occurredOn": "2023-08-14",
            "petitioner": "Alpha",
            "petitionerClass": "C",
            "itcFiledOn": "2023-08-14",
            "scopeText": "Alpha of every size.",
        },
    ),
    ("allegeCriticalCircumstances", COMMERCE, {"occurredOn": "2023-08-14"}),
    ("offerConsultations", COMMERCE, {"occurredOn": "2023-08-21"}),
    (
        "assessIndustrySupport",
        COMMERCE,
        {"occurredOn": "2023-08-31", "total": "1000", "supporting": "600", "opposing": "100"},
    ),
    ("initiateInvestigation", COMMERCE, {"occurredOn": "2023-09-01", "sufficient": True, "publishedOn": "2023-09-08"}),
    ("recordItcPreliminary", COMMISSION, {"occurredOn": "2023-09-28", "result": "AFFIRMATIVE"}),
    ("discloseForWaiver", COMMERCE, {"occurredOn": "2023-10-26", "sufficient": True, "disclosedTo": [ALPHA, BETA]}),
    ("waiveVerification", COMMERCE, {"occurredOn": "2023-10-30"} | ALPHA),
]
EARLY = {
    "occurredOn": "2023-11-02",
    "affirmative": True,
    "expedited": True,
    "publishedOn": "2023-11-06",
    "rates": [
        {"exporter": " Gamma  Works", "producer": "Gamma Works", "ratePercent": "12.00", "exportValue": "600.00"},
        {
            "exporter": "Delta",
            "producer": "Delta",
            "ratePercent": "6.00",
            "exportValue": "400.00",
            "unitAmount": "0.125",
            "unit": "kg",
        },
    ],
}
FINDING = {
    "inconsistent": True,
    "massive": True,
    "firms": [{"exporter": "Delta", "producer": "Delta"}],
    "baseVolume": "40000",
    "comparisonVolume": "46000",
}

RETROACTIVE = f"""{{ order(caseNumber: "{NUMBER}") {{
  delta: rateForEntry(exporter: "Delta", producer: "Delta", entryDate: "2023-09-20", quantity: "8") {{
    rate {{ ratePercent unitAmount unit }} deposit
  }}
  gamma: rateForEntry(exporter: "Gamma Works", producer: "Gamma Works", entryDate: "2023-09-20") {{ deposit }}
}} }}"""


async def begin(api: Api) -> None:
    await api.data(REGISTER_CASE, {"input": CASE, "key": "case"}, roles="order_registrar")
    status = {"country": "CN", "startsOn": "2001-12-11", "reason": "WTO_MEMBER", "source": "Accession"}
    document = f"""mutation($input: SetCountryStatusInput!, $key: String!) {{
      setCountryStatus(input: $input, idempotencyKey: $key) {{ {REFUSALS} }} }}"""
    await api.data(document, {"input": status, "key": "status"}, roles="order_registrar")
    for position, (name, role, variables) in enumerate(BEGUN):
        assert await codes(api, name, variables, f"begun-{position}", role=role) == [], name


async def codes(api: Api, name: str, variables: dict[str, Any], key: str, *, role: str = COMMERCE) -> list[str]:
    return [one["code"] for one in (await act(api, name, role, variables, key))["refusals"]]


async def seen(api: Api) -> tuple[dict[str, str], list[dict[str, Any]], dict[str, str]]:
    """The days by key, the messages to customs, the state."""
    case = (await api.data(SEEN))["case"]
    days = {"/".join(filter(None, (one["key"], one["segment"]))): one["due"] for one in case["deadlines"]}
    return days, [edge["node"] for edge in case["instructions"]["edges"]], case["state"]


async def test_pre_05_crc_04_rate_07_an_expedited_preliminary_with_one_exporter_reached(api: Api) -> None:
    await begin(api)
    assert await codes(api, "determinePreliminary", EARLY, "early-1") == ["NOT_ALL_WAIVED"]
    assert await codes(api, "waiveVerification", {"occurredOn": "2023-10-31"} | BETA, "beta") == []
    weak = FINDING | {"comparisonVolume": "45900"}
    finding = {"occurredOn": "2023-11-01", "finding": weak}
    assert await codes(api, "findCriticalCircumstances", finding, "weak") == ["MASSIVE_CONTRADICTS_VOLUMES"]
    assert await codes(api, "findCriticalCircumstances", finding | {"finding": FINDING}, "finding") == []
    twice = EARLY | {"rates": [EARLY["rates"][0], EARLY["rates"][0] | {"exporter": "gamma works"}]}  # type: ignore[index]
    assert await codes(api, "determinePreliminary", twice, "twice") == ["RATE_COMBINATION_TWICE"] * 2
    assert await codes(api, "determinePreliminary", EARLY, "early-2") == []
    days, told, _ = await seen(api)
    assert (days["SUSPENSION_FLOOR"], days["PROVISIONAL_LAPSE"]) == ("2023-11-07", "2024-03-06")
    ordered, deposits, amended = told
    assert [one["kind"] for one in told] == ["SuspensionOrdered", "DepositRates", "SuspensionAmended"]
    assert ordered["content"]["effective_from"] == "2023-11-07"
    rows = deposits["content"]["rows"]
    assert [(row["exporter"], row["rate_percent"], row["unit_amount"]) for row in rows] == [
        ("Gamma Works", "12.00", None),
        ("Delta", "6.00", "0.125"),
        ("*", "9.60", None),
    ]
    assert amended["content"]["retroactive_from"] == "2023-09-08"
    assert amended["content"]["firms"] == [{"exporter": "Delta", "producer": "Delta"}]
    await finish(api)
    # Delta's entries before the suspension bear security by the unit; those of others are not reached (RATE-07).
    assert (await api.data(RETROACTIVE))["order"] == {
        "delta": {"rate": {"ratePercent": "6.00", "unitAmount": "0.125", "unit": "kg"}, "deposit": "1.00"},
        "gamma": None,
    }


async def finish(api: Api) -> None:
    """From the preliminary to the order, critical circumstances confirmed by both agencies."""
    final = EARLY | {"occurredOn": "2024-01-10", "publishedOn": "2024-01-17", "critical": FINDING}
    final = {key: value for key, value in final.items() if key != "expedited"}
    assert await codes(api, "determineFinal", final, "final") == []
    injury = {"occurredOn": "2024-02-20", "finding": "INJURY", "undermines": True}
    published = {"notifiedOn": "2024-02-26", "publishedOn": "2024-03-01"}
    assert await codes(api, "recordItcFinal", injury | published, "itc", role=COMMISSION) == []
    order = {"occurredOn": "2024-03-04", "scopeText": "Alpha of every size."}
    assert await codes(api, "publishOrder", order, "order") == []


async def test_ups_04_ups_05_an_upstream_subsidy_decided_now(api: Api) -> None:
    await begin(api)
    ordinary = EARLY | {"expedited": False}
    assert await codes(api, "determinePreliminary", ordinary, "preliminary") == []
    suspected = {"occurredOn": "2023-12-01", "timeNeeded": True}
    choice = {"occurredOn": "2023-12-08"}
    assert await codes(api, "chooseUpstreamResolution", choice, "too-early") == ["UPSTREAM_TIME_NOT_NEEDED"]
    late = {"occurredOn": "2024-01-03"}
    assert await codes(api, "allegeUpstreamSubsidy", late, "late") == ["UPSTREAM_ALLEGATION_LATE"]
    assert await codes(api, "allegeUpstreamSubsidy", {"occurredOn": "2023-11-20"}, "alleged") == []
    assert await codes(api, "suspectUpstreamSubsidy", suspected, "suspected") == []
    assert await codes(api, "chooseUpstreamResolution", choice, "chosen") == []
    days, _, state = await seen(api)
    assert (days["FINAL/NORMAL"], days["FINAL"]) == ("2024-01-16", "2024-04-15")
    # The floor made the suspension start a day after publication; it ends 120 days after publication all the same.
    assert (days["PROVISIONAL_LAPSE"], days["UPSTREAM_LIQ_END"]) == ("2024-03-06", "2024-03-05")
    assert state == {"liquidation": "LAPSED", "criticalCircumstances": "ALLEGED"}


async def test_without_the_right_nobody_records_these_acts(api: Api) -> None:
    for name in ("postponePreliminary", "allegeCriticalCircumstances", "suspectUpstreamSubsidy"):
        kinds: dict[str, dict[str, Any]] = {
            "postponePreliminary": {"ground": "PETITIONER_REQUEST", "newDueOn": "2023-12-01"},
            "allegeCriticalCircumstances": {},
            "suspectUpstreamSubsidy": {"timeNeeded": True},
        }
        variables: dict[str, Any] = {"caseNumber": NUMBER, "occurredOn": "2023-11-20"} | kinds[name]
        document = mutation(name, REFUSALS)
        assert await api.error_code(document, {"input": variables, "key": name}, roles=COMMISSION) == "FORBIDDEN"
