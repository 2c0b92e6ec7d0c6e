"""Every mutation of reviews and five-year reviews through the API: it reaches its rule, for those who may use it."""

from collections.abc import AsyncIterator
from typing import Any, Final

import pytest

from services.proceedings.app import create, define
from services.proceedings.settings import ProceedingsSettings
from shared.events.streams import reconcile_streams
from tests.conftest import FreshSettings
from tests.integration.proceedings.test_http import CASE, NUMBER, REGISTER_CASE, mutation
from tests.integration.serving import Api, development_issuer, serving

ANALYST, LIAISON, REGISTRAR = "commerce_analyst", "itc_liaison", "order_registrar"
FIRM: Final = {"exporter": "Alpha", "producer": "Alpha"}
RATE: Final = {**FIRM, "ratePercent": "6.505"}
PARTY: Final = {"party": "Alpha"}
SEGMENT: Final = {"segment": "AR-2024"}

MUTATIONS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "requestReview": ("ReviewRequested", {"requester": "Alpha", "firms": [FIRM]}),
    "withdrawReviewRequest": ("ReviewRequestWithdrawn", {**SEGMENT, "requester": "Alpha", "firms": [FIRM]}),
    "requestNewShipperReview": (
        "NewShipperReviewRequested",
        {"firm": FIRM, "exportedInInvestigation": False, "affiliated": False},
    ),
    "requestChangedCircumstancesReview": (
        "ChangedCircumstancesRequested",
        {"requester": "Alpha", "circumstances": "The program has ended."},
    ),
    "openSubsidiesEnforcementReview": (
        "SubsidiesEnforcementOpened",
        {"cause": "COUNTERMEASURES", "noticeReceivedOn": "2024-12-01"},
    ),
    "requestExpeditedReview": ("ExpeditedReviewRequested", {"firm": FIRM}),
    "initiateReview": ("ReviewInitiated", SEGMENT),
    "rescindReview": ("ReviewRescinded", {**SEGMENT, "reason": "WITHDRAWN", "firms": [FIRM]}),
    "extendReview": ("ReviewExtended", {**SEGMENT, "stage": "FINAL", "toDay": 180, "reason": "Many programs."}),
    "issuePreliminaryResults": ("ReviewPreliminary", {**SEGMENT, "rates": [RATE]}),
    "issueFinalResults": (
        "ReviewFinal",
        {**SEGMENT, "rates": [RATE], "notSelected": [FIRM], "assessments": [{**FIRM, "ratePercent": "8.00"}]},
    ),
    "fileCourtSummons": ("CourtSummonsFiled", {**SEGMENT, "courtReference": "24-00001"}),
    "revokeAfterReview": ("OrderRevokedAfterReview", {"ground": "COURT", "effectiveOn": "2024-12-01"}),
    "imposeSanctions": ("SanctionsImposed", {}),
    "liftSanctions": ("SanctionsLifted", {}),
    "initiateSunsetReview": ("SunsetInitiated", {}),
    "fileIntent": ("IntentFiled", {**PARTY, "partyClass": "C"}),
    "fileSubstantiveResponse": ("SubstantiveResponseFiled", {**PARTY, "partyClass": "B"}),
    "waiveParticipation": ("ParticipationWaived", PARTY),
    "fileSunsetRebuttal": ("SunsetRebuttalFiled", PARTY),
    "determineSunsetBranch": ("SunsetBranchDetermined", {"branch": "EXPEDITED"}),
    "extendSunsetReview": ("SunsetExtended", {"days": 90, "extraordinarilyComplicated": True}),
    "extendCommissionSunsetReview": ("SunsetExtended", {"days": 90, "extraordinarilyComplicated": True}),
    "issueSunsetPreliminary": ("SunsetPreliminary", {"likely": True}),
    "determineSunsetSubsidy": ("SunsetCommerceDetermined", {"likely": True, "prevailingRates": [RATE]}),
    "determineSunsetInjury": (
        "SunsetItcDetermined",
        {"likely": True, "cumulated": [{"caseNumber": "C-570-832", "initiatedOn": "2024-12-02"}]},
    ),
    "continueOrder": ("OrderContinued", {}),
    "revokeAfterSunset": ("OrderRevokedAfterSunset", {}),
}
OF_THE_COMMISSION: Final = {"extendCommissionSunsetReview", "determineSunsetInjury"}


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
            yield caller


async def test_every_mutation_reaches_its_rule_before_there_is_an_order(api: Api) -> None:
    for name, (kind, content) in MUTATIONS.items():
        role = LIAISON if name in OF_THE_COMMISSION else ANALYST
        variables = {"input": {"caseNumber": NUMBER, "occurredOn": "2024-12-20", **content}, "key": name}
        payload = (await api.data(mutation(name, "act { number }"), variables, roles=role))[name]
        first = payload["refusals"][0]
        assert (first["code"], first["message"].split()[0]) == ("ILLEGAL_TRANSITION", kind), name
        assert payload["act"] is None
