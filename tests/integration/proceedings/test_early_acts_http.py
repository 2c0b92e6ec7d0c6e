"""From a draft petition to the Commission's preliminary determination through the API (PET, ITP)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.proceedings.app import create, define
from services.proceedings.settings import ProceedingsSettings
from shared.events.streams import reconcile_streams
from tests.conftest import FreshSettings
from tests.integration.proceedings.test_http import CASE, NUMBER, REGISTER_CASE, mutation
from tests.integration.serving import Api, development_issuer, serving

ANALYST, LIAISON, REGISTRAR = "commerce_analyst", "itc_liaison", "order_registrar"
STATUS = {"country": "CN", "startsOn": "2001-12-11", "reason": "WTO_MEMBER", "source": "Alpha list"}
SET_STATUS = mutation("setCountryStatus", "countryStatuses { startsOn endsOn subsidiesAgreement development }")
FILED = {"occurredOn": "2024-06-03", "petitioner": "Alpha", "petitionerClass": "C", "scopeText": "Alpha of every size."}
INSTANTS = {"filedAt": "2024-06-03T14:00:00Z", "itcFiledAt": "2024-06-03T15:00:00Z"}
POSITIONS = [
    {"producer": "Alpha", "production": "400000", "stance": "SUPPORTS"},
    {"producer": "Beta", "production": "300000", "stance": "OPPOSES"},
    {"producer": "Gamma", "production": "120000", "stance": "OPPOSES", "relatedToForeignProducer": True},
]


@pytest.fixture
async def api(fresh_settings: FreshSettings, clean_broker: object) -> AsyncIterator[Api]:
    """The service with a case, migrated and running."""
    async with development_issuer() as issuer:
        environment: dict[str, Any] = {name.lower(): value for name, value in fresh_settings("proceedings").items()}
        settings = ProceedingsSettings(**environment, oidc_issuer=issuer.issuer)
        async with define(settings).make_broker() as broker:
            await reconcile_streams(broker, "proceedings")
        async with serving(create(settings), issuer) as caller:
            await caller.data(REGISTER_CASE, {"input": CASE, "key": "case"}, roles=REGISTRAR)
            data = await caller.data(SET_STATUS, {"input": STATUS, "key": "status"}, roles=REGISTRAR)
            assert data["setCountryStatus"]["refusals"] == []
            yield caller


async def act(api: Api, name: str, role: str = ANALYST, **content: Any) -> dict[str, Any]:
    """Record an act; the payload."""
    document = mutation(name, "act { number content }")
    variables = {"input": {"caseNumber": NUMBER, **content}, "key": f"{name}-{sorted(content.items())}"[:200]}
    payload: dict[str, Any] = (await api.data(document, variables, roles=role))[name]
    return payload


async def codes(api: Api, name: str, role: str = ANALYST, **content: Any) -> list[str]:
    """The codes an act is refused with."""
    return [refusal["code"] for refusal in (await act(api, name, role, **content))["refusals"]]


async def test_s03_through_the_api(api: Api) -> None:
    assert await codes(api, "filePetition", **FILED, **INSTANTS) == []
    assert await codes(api, "offerConsultations", occurredOn="2024-06-03") == []
    assert await codes(api, "notifyGovernments", occurredOn="2024-06-03", country="CN") == []
    assert await codes(api, "openPoll", occurredOn="2024-06-10", exceptional=True) == []
    support: dict[str, Any] = {"occurredOn": "2024-07-10", "total": "1000000", "basis": "POLL", "positions": POSITIONS}
    assert await codes(api, "assessIndustrySupport", **support) == []
    decided: dict[str, Any] = {"occurredOn": "2024-07-15", "sufficient": True, "notifiedOn": "2024-07-15"}
    assert await codes(api, "initiateInvestigation", **decided) == []
    query = f"""{{ case(caseNumber: "{NUMBER}") {{
      industrySupport {{ passes ofTotal ofExpressed pollRequired shortfalls total disregarded {{ producer reason }} }}
      parties {{ party partyClass rights }} expedite petitionLacks deadlines {{ id due }}
    }} }}"""
    case = (await api.data(query, roles=ANALYST))["case"]
    assert case["industrySupport"] == {
        "passes": True,
        "ofTotal": "40.00",
        "ofExpressed": "57.14",
        "pollRequired": True,
        "shortfalls": [],
        "total": "1000000",
        "disregarded": [{"producer": "Gamma", "reason": "RELATED_TO_FOREIGN_PRODUCER"}],
    }
    assert (case["expedite"], case["petitionLacks"]) == (False, [])
    assert [party["party"] for party in case["parties"]] == ["Alpha"]
    due = {deadline["id"].removeprefix(f"{NUMBER}/"): deadline["due"] for deadline in case["deadlines"]}
    assert (due["INITIATION"], due["ITC_PRELIM"], due["PRELIM"]) == ("2024-07-15", "2024-08-09", "2024-09-18")
    anybody = (await api.data(query))["case"]["industrySupport"]
    assert (anybody["passes"], anybody["total"], anybody["disregarded"]) == (True, None, None)

    votes: dict[str, Any] = {"occurredOn": "2024-08-08", "votes": {"injury": 3, "negative": 3}}
    payload = await act(api, "recordItcPreliminary", LIAISON, **votes)
    assert payload["refusals"] == []
    assert payload["act"]["content"]["result"] == "AFFIRMATIVE"
    # The Commission's liaison publishes the Commission's acts, and no others (ITP-04).
    number = payload["act"]["number"]
    assert await codes(api, "publishAct", LIAISON, actNumber=number, publishedOn="2024-08-09") == []


async def test_itp_04_the_commission_s_liaison_announces_no_act_of_commerce(api: Api) -> None:
    assert await codes(api, "filePetition", **FILED, **INSTANTS) == []
    publish = mutation("publishAct", "act { number }")
    for number in (1, 99):
        arguments = {"input": {"caseNumber": NUMBER, "actNumber": number, "publishedOn": "2024-06-04"}, "key": "theirs"}
        assert await api.error_code(publish, arguments, roles=LIAISON) == "FORBIDDEN"


async def test_pet_02_the_days_deemed_are_computed_and_checked(api: Api) -> None:
    query = "query($a: DateTime!, $b: DateTime!) { deemedFilingDays(commerce: $a, commission: $b) { %s } }"
    data = await api.data(
        query % "commerce commission defect", {"a": "2017-06-21T17:00:00Z", "b": "2017-06-21T17:30:00Z"}
    )
    assert data["deemedFilingDays"] == {"commerce": "2017-06-22", "commission": "2017-06-22", "defect": False}
    late = {**FILED, "filedAt": "2024-06-03T17:00:00Z", "itcFiledAt": "2024-06-03T17:00:00Z"}
    assert await codes(api, "filePetition", **late) == ["NOT_THE_DEEMED_DAY"]
    document = mutation("filePetition", "act { number }")
    variables = {"input": {"caseNumber": NUMBER, **FILED}, "key": "no day"}
    assert await api.error_code(document, variables, roles=ANALYST) == "BAD_USER_INPUT"


async def test_pet_03_nobody_hears_of_a_draft(api: Api) -> None:
    assert await codes(api, "receiveDraftPetition", occurredOn="2024-05-01", petitioner="Alpha") == []
    query = f'{{ case(caseNumber: "{NUMBER}") {{ state {{ case }} acts {{ edges {{ node {{ act }} }} }} }} }}'
    assert (await api.data(query))["case"] == {"state": None, "acts": {"edges": []}}
    officer = (await api.data(query, roles="auditor"))["case"]
    assert officer["state"] == {"case": "DRAFT_CONFIDENTIAL"}
    assert len(officer["acts"]["edges"]) == 1


async def test_imp_02_statuses_are_read_by_anybody_and_refused_where_they_overlap(api: Api) -> None:
    wrong = {**STATUS, "startsOn": "2000-01-01"}
    data = await api.data(SET_STATUS, {"input": wrong, "key": "wrong"}, roles=REGISTRAR)
    assert [refusal["code"] for refusal in data["setCountryStatus"]["refusals"]] == ["STATUS_OVERLAPS"]
    read = await api.data('{ countryStatuses(country: "CN") { startsOn endsOn reason source } }')
    assert read["countryStatuses"] == [
        {"startsOn": "2001-12-11", "endsOn": None, "reason": "WTO_MEMBER", "source": "Alpha list"}
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("recordItcPreliminary", {"occurredOn": "2024-08-08"}),
        ("recordItcFinal", {"occurredOn": "2024-08-08"}),
    ],
)
async def test_the_commissions_acts_are_recorded_by_its_liaison_alone(
    api: Api, name: str, content: dict[str, Any]
) -> None:
    document = mutation(name, "act { number }")
    variables = {"input": {"caseNumber": NUMBER, **content}, "key": "1"}
    assert await api.error_code(document, variables) == "UNAUTHENTICATED"
    for role in (ANALYST, "auditor", REGISTRAR):
        assert await api.error_code(document, variables, roles=role) == "FORBIDDEN"


async def test_imp_08_programs_are_for_officers(api: Api) -> None:
    assert await codes(api, "filePetition", **FILED, **INSTANTS) == []
    program: dict[str, Any] = {"program": "Grant", "kind": "DOMESTIC", "grossPercent": "7.40", "countervailable": True}
    elements: dict[str, Any] = {"contribution": True, "benefit": True, "specific": True}
    found = await codes(api, "examineProgram", occurredOn="2024-06-04", **program, **elements)
    assert found == ["ILLEGAL_TRANSITION"]
    query = f'{{ case(caseNumber: "{NUMBER}") {{ subsidies {{ netPercent programs {{ program }} }} }} }}'
    assert (await api.data(query, roles="auditor"))["case"]["subsidies"] == {"netPercent": "0.00", "programs": []}
    assert await api.error_code(query) == "UNAUTHENTICATED"
