"""A tip over HTTP: the steps that tests of informants take, and everything that the service stores or tells."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, Final

import asyncpg
import pytest

from services.enforcement.app import create, define
from services.enforcement.settings import EnforcementSettings
from shared.clock import SystemClock
from shared.database import Database, UnitOfWork
from shared.events.streams import reconcile_streams
from tests.conftest import FreshSettings
from tests.integration.serving import Api, development_issuer, serving

LIAISON: Final = "informant_liaison"
AGENT: Final = "special_agent_in_charge"
DIRECTOR: Final = "port_director"
HQ: Final = "award_officer"
FPF: Final = "fpf_officer"
# Another person of the same office: the token's subject is named after the first of its roles.
ANOTHER_HQ: Final = ("auditor", HQ)
NAME: Final = "Planted Alpha Zebra"
ADDRESS: Final = "17 Planted Quay"
DETAILS: Final = "planted@example.test"
WORDS: Final = "planted words of the tip"
FIELDS: Final = "[NAME, ADDRESS, CLAIM_FORM, STATEMENT]"


class Office:
    """The service over HTTP and its database beside it."""

    def __init__(self, api: Api, settings: EnforcementSettings, database: Database) -> None:
        self.api = api
        self.settings = settings
        self.database = database
        self.uow = UnitOfWork(database, SystemClock())
        self.answers: list[str] = []
        self._key = 0

    async def do(
        self, name: str, role: str | tuple[str, ...], kind: str, input_type: str = "", /, **given: Any
    ) -> dict[str, Any]:
        """A mutation's payload."""
        self._key += 1
        selection = {
            "contact": "contact { id pseudonym state }",
            "claim": "claim { id pseudonym state groupId reasonCode }",
            "recovery": "recovery { id held } holdId",
        }[kind]
        input_type = input_type or name[0].upper() + name[1:] + "Input"
        document = (
            f"mutation($input: {input_type}!, $key: String!) "
            f"{{ {name}(input: $input, idempotencyKey: $key) {{ {selection} refusals {{ code rule }} }} }}"
        )
        data = await self.api.data(document, {"input": given, "key": f"key-{self._key}"}, roles=role)
        self.answers.append(json.dumps(data))
        payload: dict[str, Any] = data[name]
        return payload

    async def read(self, query: str, role: str | None) -> dict[str, Any]:
        """The whole answer of a query."""
        return await self.api.post(f"{{ {query} }}", roles=role)

    async def dump(self) -> str:
        """Every row of every table as text; what is sealed as hexadecimal, and as the bytes it is."""
        connection = await asyncpg.connect(self.settings.database_url.get_secret_value())
        try:
            tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            found = []
            for table in tables:
                for row in await connection.fetch(f'SELECT t::text AS line, t.* FROM "{table["tablename"]}" t'):
                    found.append(str(dict(row)))
            return "\n".join(found)
        finally:
            await connection.close()

    async def filed(self, case: str = "CASE-1") -> dict[str, Any]:
        """A contact linked to a case, and its claim."""
        now = datetime.now(UTC).isoformat()  # the service runs on the machine's own clock
        opened = await self.do(
            "openInformantContact",
            LIAISON,
            "contact",
            liaison=f"development-{LIAISON}",
            identity={"name": NAME, "address": ADDRESS, "contactDetails": DETAILS},
        )
        contact = opened["contact"]["id"]
        assert [
            one["code"]
            for one in (await self.do("recordInformantAdvice", LIAISON, "contact", contactId=contact))["refusals"]
        ] == [
            "INF_NOT_ADVISED",
            "INF_NOT_ADVISED",
        ]
        await self.do(
            "recordInformantAdvice", LIAISON, "contact", contactId=contact, entitlementAt=now, deductionAt=now
        )
        await self.do(
            "recordInformation",
            LIAISON,
            "contact",
            contactId=contact,
            route="INFORMATION",
            receivedAt=now,
            statement=WORDS,
            allegations=["FRAUD"],
        )
        linked = await self.do("linkRecoveryGroup", LIAISON, "contact", contactId=contact, caseReferences=[case])
        assert linked["contact"]["state"] == "LINKED"
        form = {
            "claimantName": NAME,
            "claimantAddress": ADDRESS,
            "statement": WORDS,
            "furnishedTo": "port office",
            "furnishedOn": "2024-01-02",
            "signedOn": "2024-01-03",
            "notAnOfficer": True,
        }
        claim = await self.do("fileInformantClaim", LIAISON, "claim", contactId=contact, form=form)
        assert claim["claim"]["state"] == "FILED_SAC"
        found: dict[str, Any] = claim["claim"]
        return found

    async def recovered(self, case: str, collected: str, *, kind: str = "PENALTY", **more: Any) -> str:
        """A recovery that FP&F records."""
        kept = await self.do(
            "recordRecovery",
            FPF,
            "recovery",
            caseReference=case,
            kind=kind,
            collected=collected,
            receivedOn="2024-05-01",
            **more,
        )
        assert kept["refusals"] == []
        recovery: str = kept["recovery"]["id"]
        return recovery

    async def eligible(self, claim_id: str, pseudonym: str, recoveries: list[str]) -> dict[str, Any]:
        """Headquarters' findings: original, and each of the recoveries followed from it."""
        given = f'pseudonym: "{pseudonym}", purpose: DECIDE, reason: "decide"'
        dossier = await self.read(f"informantDossier({given}) {{ allegations {{ id }} }}", HQ)
        allegation = dossier["data"]["informantDossier"]["allegations"][0]["id"]
        return await self.do(
            "assessClaimEligibility",
            HQ,
            "claim",
            "AssessEligibilityInput",
            claimId=claim_id,
            originality=[{"allegationId": allegation, "original": True}],
            causation=[{"recoveryId": one, "causation": "LED_TO", "reason": "followed it"} for one in recoveries],
        )


@pytest.fixture
async def office(fresh_settings: FreshSettings, clean_broker: object) -> AsyncIterator[Office]:
    """The service, migrated and running."""
    async with development_issuer() as issuer:
        environment: dict[str, Any] = {name.lower(): value for name, value in fresh_settings("enforcement").items()}
        settings = EnforcementSettings(**environment, oidc_issuer=issuer.issuer)
        async with define(settings).make_broker() as broker:
            await reconcile_streams(broker, "enforcement")
        database = Database(settings.database_url.get_secret_value(), application_name="test", pool_size=2)
        async with serving(create(settings), issuer) as api:
            yield Office(api, settings, database)
        await database.close()
