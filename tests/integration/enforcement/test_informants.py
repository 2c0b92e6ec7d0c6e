"""A tip from the first word to payment, over HTTP: the figures of S01, the reads of S08, the planted person nowhere."""

import json
import logging
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import asyncpg
import pytest

from services.enforcement.app import create, define
from services.enforcement.domain.informants.law import CapMode
from services.enforcement.settings import EnforcementSettings
from services.enforcement.storage.informants import queries, reads
from services.enforcement.storage.informants.vault import IdentityVault
from services.enforcement.usecases.informants import awards, rotate
from shared.clock import SystemClock
from shared.database import Cause, Database, UnitOfWork
from shared.events import PermanentFailure
from shared.events.streams import reconcile_streams
from tests.conftest import FreshSettings
from tests.integration.serving import Api, development_issuer, serving

LIAISON, AGENT, DIRECTOR, HQ, FPF = (
    "informant_liaison",
    "special_agent_in_charge",
    "port_director",
    "award_officer",
    "fpf_officer",
)
# Another person of the same office: the token's subject is named after the first of its roles.
ANOTHER_HQ = ("auditor", HQ)
NAME, ADDRESS, WORDS = "Planted Alpha Zebra", "17 Planted Quay", "planted words of the tip"
PLANTED = ("Planted", "planted", "Zebra")
FIELDS = "[NAME, ADDRESS, CLAIM_FORM, STATEMENT]"


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
            identity={"name": NAME, "address": ADDRESS, "contactDetails": "planted@example.test"},
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


async def test_s01_s08_inf_24_from_a_tip_to_payment_and_the_person_is_nowhere(
    office: Office, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    claim = await office.filed()
    claim_id, pseudonym = claim["id"], claim["pseudonym"]
    out_of_order = await office.do(
        "recommendOnClaimAsDirector",
        DIRECTOR,
        "claim",
        "RecommendOnClaimInput",
        claimId=claim_id,
        approve=True,
        amount="1.00",
        reason="x",
    )
    assert [one["code"] for one in out_of_order["refusals"]] == ["INF_STEP_OUT_OF_ORDER"]
    for name, role, amount in (
        ("recommendOnClaimAsSpecialAgent", AGENT, "120000.00"),
        ("recommendOnClaimAsDirector", DIRECTOR, "90000.00"),
    ):
        if role == DIRECTOR:
            given = f'pseudonym: "{pseudonym}", purpose: RECOMMEND, reason: "see"'
            identity = f"informantIdentity({given}, fields: {FIELDS}) {{ value }}"
            dossier = f"informantDossier({given}) {{ contact {{ pseudonym }} }}"
            denied = await office.read(identity, DIRECTOR)
            assert denied["errors"][0]["extensions"]["code"] == "NOT_FOUND"
            shown = await office.read(dossier, DIRECTOR)
            assert shown["data"]["informantDossier"]["contact"]["pseudonym"] == pseudonym
            office.answers += [json.dumps(denied), json.dumps(shown)]
        said = {"claimId": claim_id, "approve": True, "amount": amount, "reason": "as the file shows"}
        assert not (await office.do(name, role, "claim", "RecommendOnClaimInput", **said))["refusals"]
    items = []
    for kind, collected in (("DUTIES_WITHHELD", "480000.00"), ("PENALTY", "120000.00")):
        kept = await office.do(
            "recordRecovery",
            FPF,
            "recovery",
            caseReference="CASE-1",
            kind=kind,
            collected=collected,
            receivedOn="2024-05-01",
        )
        items.append(kept["recovery"]["id"])
    await office.do("nameAwardDecider", HQ, "claim", claimId=claim_id, decider=f"development-{HQ}")
    dossier = (
        f'informantDossier(pseudonym: "{pseudonym}", purpose: DECIDE, reason: "decide") {{ allegations {{ id }} }}'
    )
    allegation = (await office.read(dossier, HQ))["data"]["informantDossier"]["allegations"][0]["id"]
    await office.do(
        "assessClaimEligibility",
        HQ,
        "claim",
        "AssessEligibilityInput",
        claimId=claim_id,
        originality=[{"allegationId": allegation, "original": True}],
        causation=[{"recoveryId": one, "causation": "LED_TO", "reason": "followed it"} for one in items],
    )
    ready = await office.do("assessClaim", HQ, "claim", "InformantClaimInput", claimId=claim_id)
    assert ready["claim"]["state"] == "READY_TO_AWARD"
    over = await office.do("decideAward", HQ, "claim", claimId=claim_id, award="150000.01", reason="most")
    assert [one["code"] for one in over["refusals"]] == ["INF_OVER_CEILING"]
    decided = await office.do("decideAward", HQ, "claim", claimId=claim_id, award="120000.00", reason="a fifth")
    assert decided["claim"]["state"] == "AWARDED"
    payee = {"isClaimant": True, "linkedToOfficer": False, "isSplit": True}
    asked = {"claimId": claim_id, "fundCode": "F-1", "officerWhenFurnished": False, "officerNow": False}
    stopped = await office.do("requestAwardPayment", HQ, "claim", **asked, payee=payee)
    assert [one["code"] for one in stopped["refusals"]] == ["INF_PROHIBITED_SHARING"]
    proper = {**asked, "payee": {**payee, "isSplit": False}}
    still = await office.do("requestAwardPayment", HQ, "claim", **proper)
    assert [one["code"] for one in still["refusals"]] == ["INF_PROHIBITED_SHARING"]
    release = {"claimId": claim_id, "finding": "the instruction was withdrawn"}
    same = await office.do("releaseAwardPayment", HQ, "claim", **release)
    assert [one["code"] for one in same["refusals"]] == ["SEC_SAME_DECIDER"]
    assert not (await office.do("releaseAwardPayment", ANOTHER_HQ, "claim", **release))["refusals"]
    assert not (await office.do("requestAwardPayment", HQ, "claim", **proper))["refusals"]
    await the_reads_of_s08(office, pseudonym)
    events = await published(office)
    (requested,) = [event for event in events if event["type"].endswith("award-payment.requested.v1")]
    assert set(requested["data"]) == {"request_id", "payee_reference", "amount_cents", "requested_on"}
    assert requested["data"]["amount_cents"] == 120_000_00
    assert {event["type"].rpartition(".v1")[0].removeprefix("gov.customs.enforcement.") for event in events} == {
        "recovery.posted",
        "award-payment.requested",
    }
    await paid(office, requested["data"]["request_id"])
    printed = capfd.readouterr()
    logged = "\n".join([caplog.text, *(str(vars(record)) for record in caplog.records), printed.out, printed.err])
    everything = "\n".join([await office.dump(), logged, json.dumps(events), *office.answers])
    assert pseudonym in everything
    for word in PLANTED:
        assert word not in everything
        assert word.encode().hex() not in everything
    assert pseudonym not in json.dumps(events)
    assert pseudonym not in logged


async def the_reads_of_s08(office: Office, pseudonym: str) -> None:
    """Allowed to two; to everybody else the answer for what is not there."""

    def query(purpose: str, of: str = pseudonym) -> str:
        given = f'pseudonym: "{of}", purpose: {purpose}, reason: "case"'
        return f"informantIdentity({given}, fields: {FIELDS}) {{ field value }}"

    for role, purpose in ((LIAISON, "CONTACT"), (HQ, "DECIDE")):
        found = (await office.read(query(purpose), role))["data"]["informantIdentity"]
        assert {one["field"]: one["value"] for one in found}["NAME"] == NAME
    unknown = await office.read(query("CONTACT", "SRC-AAAAAAAAAA"), LIAISON)
    for role_denied in (FPF, "auditor", "operator", None):
        denied = await office.read(query("CONTACT"), role_denied)
        assert denied["errors"][0]["message"] == unknown["errors"][0]["message"]
        office.answers.append(json.dumps(denied))
    async with office.database.reading() as connection:
        rows = await reads.page(connection, after=None, limit=100)
        assert await reads.verify(connection) == []
    of_identity = [row for row in rows if "NAME" in row.fields_requested and row.pseudonym == pseudonym]
    assert [row.outcome for row in of_identity] == ["DENIED", "ALLOWED", "ALLOWED", *["DENIED"] * 4]
    assert all(row.fields_returned == [] for row in rows if row.outcome == "DENIED")


async def published(office: Office) -> list[dict[str, Any]]:
    """The outbox."""
    connection = await asyncpg.connect(office.settings.database_url.get_secret_value())
    try:
        rows = await connection.fetch("SELECT type, data::text AS data FROM outbox ORDER BY id")
        return [{"type": row["type"], "data": json.loads(row["data"])} for row in rows]
    finally:
        await connection.close()


async def paid(office: Office, request_id: str) -> None:
    """Accounts' answer, twice, and one about another amount."""
    cause = Cause(actor="event:award.paid", correlation_id="test")
    for _ in range(2):
        async with office.uow.begin(cause) as tx:
            await awards.award_paid(tx, request_id, 120_000_00, date(2024, 7, 1))
    with pytest.raises(PermanentFailure):
        async with office.uow.begin(cause) as tx:
            await awards.award_paid(tx, request_id, 1, date(2024, 7, 1))
    await awards.review_claims(office.uow, mode=CapMode.CASE_TOTAL)
    async with office.database.reading() as connection:
        queue = await queries.claims_page(connection, ["PARTLY_PAID"], after=None, limit=5)
    assert len(queue) == 1


async def test_inf_11_straight_to_headquarters_and_a_late_recommendation(office: Office) -> None:
    claim = await office.filed()
    again = await office.do("applyDirectToHeadquarters", LIAISON, "claim", "InformantClaimInput", claimId=claim["id"])
    assert again["claim"]["state"] == "AT_HQ"
    late = {"claimId": claim["id"], "approve": False, "amount": "0.00", "reason": "late"}
    kept = await office.do("recommendOnClaimAsDirector", DIRECTOR, "claim", "RecommendOnClaimInput", **late)
    assert (kept["claim"]["state"], kept["refusals"]) == ("AT_HQ", [])
    given = 'input: {claimId: "x", award: "1.00", reason: "r"}, idempotencyKey: "k"'
    code = await office.api.error_code(f"mutation {{ decideAward({given}) {{ claim {{ id }} }} }}", roles=LIAISON)
    assert code == "FORBIDDEN"


async def test_inf_26_a_new_key_seals_what_an_old_one_sealed(office: Office) -> None:
    claim = await office.filed()
    old = office.settings.enforcement_identity_key.get_secret_value()
    new = IdentityVault("TkVXLUVORk9SQ0VNRU5ULUtFWS0zMi1CWVRFUy0hISE=", [old])
    assert await rotate.rotate(office.uow, new) == 1
    assert await rotate.rotate(office.uow, new) == 0
    alone = IdentityVault("TkVXLUVORk9SQ0VNRU5ULUtFWS0zMi1CWVRFUy0hISE=")
    async with office.database.reading() as connection:
        key = await queries.key_of(connection, claim["pseudonym"])
    assert key is not None
    sealed = alone.seal(key, claim["pseudonym"], "NAME", NAME)
    assert alone.open(key, claim["pseudonym"], "NAME", sealed) == NAME
    with pytest.raises(ValueError, match="not among"):
        IdentityVault(old).open(key, claim["pseudonym"], "NAME", sealed)
    with pytest.raises(ValueError, match="not sealed"):
        alone.open(key, claim["pseudonym"], "ADDRESS", sealed)
