"""A planted person goes through everything that can be done about an informant, and is found nowhere (INF-24).

The whole run: a claim with an identity, both recommendations, approval, payment, wrong input, refusals, denials, an
outgoing referral, a rotation of the key. Then every row, event, message of the broker, metric, log line and answer is
searched for the person.
"""

import json
import logging
from collections.abc import Mapping
from datetime import date
from typing import Any

import asyncpg
import pytest

from deploy.embedded import Embedded
from services.enforcement.domain.informants.access import IdentityField
from services.enforcement.domain.informants.law import CapMode
from services.enforcement.storage.informants import queries, reads
from services.enforcement.storage.informants.vault import IdentityVault
from services.enforcement.usecases.informants import awards, rotate
from shared.database import Cause
from shared.events import PermanentFailure
from shared.events.broker import Broker
from shared.events.replay import read_stream
from tests.integration.enforcement.informants import (
    ADDRESS,
    AGENT,
    ANOTHER_HQ,
    DETAILS,
    DIRECTOR,
    FIELDS,
    FPF,
    HQ,
    LIAISON,
    NAME,
    WORDS,
    Office,
)

PLANTED = ("planted", "zebra", "quay")
NEW_KEY = "TkVXLUVORk9SQ0VNRU5ULUtFWS0zMi1CWVRFUy0hISE="
OPEN = """mutation($input: OpenInformantContactInput!, $key: String!) {
  openInformantContact(input: $input, idempotencyKey: $key) { contact { id } refusals { code } } }"""


def codes(payload: Mapping[str, Any]) -> list[str]:
    return [one["code"] for one in payload["refusals"]]


async def test_s01_s08_inf_24_from_a_tip_to_payment_and_the_person_is_nowhere(
    office: Office, clean_broker: Embedded, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    claim = await office.filed()
    claim_id, pseudonym = claim["id"], claim["pseudonym"]
    await wrong_input(office)
    await recommended(office, claim_id, pseudonym)
    await awarded(office, claim_id, pseudonym)
    await payment_requested(office, claim_id)
    await the_reads_of_s08(office, pseudonym)
    await a_referral_that_would_tell(office, pseudonym)
    events = await published(office)
    (requested,) = [event for event in events if event["type"].endswith("award-payment.requested.v1")]
    # INF-23: neither the fund nor the case stands where the payee does.
    assert set(requested["data"]) == {"request_id", "payee_reference", "amount_cents", "requested_on"}
    assert requested["data"]["amount_cents"] == 120_000_00
    assert {event["type"].rpartition(".v1")[0].removeprefix("gov.customs.enforcement.") for event in events} == {
        "recovery.posted",
        "award-payment.requested",
    }
    await paid(office, requested["data"]["request_id"])
    await rotated(office, pseudonym)
    told = json.dumps(events) + await on_the_broker(clean_broker, len(events))
    metrics = (await office.api.get("/metrics")).text
    printed = capfd.readouterr()
    logged = "\n".join([caplog.text, *(str(vars(record)) for record in caplog.records), printed.out, printed.err])
    kept = await office.dump()
    assert pseudonym in kept
    everything = "\n".join([kept, told, metrics, logged, *office.answers]).casefold()
    for word in PLANTED:
        assert word not in everything
        assert word.encode().hex() not in everything
        assert word.title().encode().hex() not in everything
    assert pseudonym not in told + metrics + logged


async def wrong_input(office: Office) -> None:
    """Input that does not fit, a key used twice, a refused step: no answer repeats the person."""
    person = {"name": NAME, "address": ADDRESS, "contactDetails": DETAILS}
    wrong: list[Any] = [
        {"liaison": "x", "identity": NAME},
        {"liaison": "x", "identity": {"name": [NAME]}},
        {"liaison": "x", "identity": {"name": NAME}},
        {"liaison": "x", "identity": {**person, "unknown": ADDRESS}},
        {"identity": person},
    ]
    for position, given in enumerate(wrong):
        body = await office.api.post(OPEN, {"input": given, "key": f"wrong-{position}"}, roles=LIAISON)
        assert body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
        office.answers.append(json.dumps(body))
    literal = (
        f'mutation {{ openInformantContact(input: "{NAME}", idempotencyKey: "{ADDRESS}") {{ contact {{ id }} }} }}'
    )
    unterminated = f'{{ informantDossier(pseudonym "{NAME}") }}'
    for document in (literal, unterminated):
        body = await office.api.post(document, roles=LIAISON)
        assert body["errors"]
        office.answers.append(json.dumps(body))
    for liaison, expected in (("someone", None), ("someone else", "CONFLICT")):
        given = {"liaison": liaison, "identity": person}
        body = await office.api.post(OPEN, {"input": given, "key": "twice"}, roles=AGENT)
        assert [one["extensions"]["code"] for one in body.get("errors", [])] == ([expected] if expected else [])
        office.answers.append(json.dumps(body))


async def recommended(office: Office, claim_id: str, pseudonym: str) -> None:
    """The chain of INF-10; the director sees the dossier and not the person (S08)."""
    said = {"claimId": claim_id, "approve": True, "amount": "1.00", "reason": "as the file shows"}
    early = await office.do("recommendOnClaimAsDirector", DIRECTOR, "claim", "RecommendOnClaimInput", **said)
    assert codes(early) == ["INF_STEP_OUT_OF_ORDER"]
    skipped = {"claimId": claim_id, "originality": [], "causation": []}
    early = await office.do("assessClaimEligibility", HQ, "claim", "AssessEligibilityInput", **skipped)
    assert codes(early) == ["INF_STEP_OUT_OF_ORDER"]
    first = await office.do("recommendOnClaimAsSpecialAgent", AGENT, "claim", "RecommendOnClaimInput", **said)
    assert codes(first) == []
    given = f'pseudonym: "{pseudonym}", purpose: RECOMMEND, reason: "see"'
    denied = await office.read(f"informantIdentity({given}, fields: {FIELDS}) {{ value }}", DIRECTOR)
    assert denied["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    shown = await office.read(f"informantDossier({given}) {{ contact {{ pseudonym }} }}", DIRECTOR)
    assert shown["data"]["informantDossier"]["contact"]["pseudonym"] == pseudonym
    office.answers += [json.dumps(denied), json.dumps(shown)]
    second = await office.do("recommendOnClaimAsDirector", DIRECTOR, "claim", "RecommendOnClaimInput", **said)
    assert codes(second) == []


async def awarded(office: Office, claim_id: str, pseudonym: str) -> None:
    """The figures of S01."""
    items = [
        await office.recovered("CASE-1", "480000.00", kind="DUTIES_WITHHELD"),
        await office.recovered("CASE-1", "120000.00", kind="PENALTY"),
    ]
    await office.do("nameAwardDecider", HQ, "claim", claimId=claim_id, decider=f"development-{HQ}")
    await office.eligible(claim_id, pseudonym, items)
    ready = await office.do("assessClaim", HQ, "claim", "InformantClaimInput", claimId=claim_id)
    assert ready["claim"]["state"] == "READY_TO_AWARD"
    over = await office.do("decideAward", HQ, "claim", claimId=claim_id, award="150000.01", reason="most")
    assert codes(over) == ["INF_OVER_CEILING"]
    decided = await office.do("decideAward", HQ, "claim", claimId=claim_id, award="120000.00", reason="a fifth")
    assert decided["claim"]["state"] == "AWARDED"
    position = (
        f'informantClaimPosition(claimId: "{claim_id}", reason: "see") '
        "{ netRecovery ceiling awarded payable overAwarded capLeft }"
    )
    shown = await office.read(position, HQ)
    assert shown["data"]["informantClaimPosition"] == {
        "netRecovery": "600000.00",
        "ceiling": "150000.00",
        "awarded": "120000.00",
        "payable": "30000.00",
        "overAwarded": "0.00",
        "capLeft": "130000.00",
    }
    other = await office.api.error_code(f"{{ {position} }}", roles=ANOTHER_HQ)
    assert other == "NOT_FOUND"


async def payment_requested(office: Office, claim_id: str) -> None:
    """INF-07, S07: a split stops the payment until another officer closes the integrity referral."""
    proper = {"isClaimant": True, "linkedToOfficer": False, "isSplit": False}
    asked = {"claimId": claim_id, "fundCode": "F-1", "officerWhenFurnished": False, "officerNow": False}
    stopped = await office.do("requestAwardPayment", HQ, "claim", **asked, payee={**proper, "isSplit": True})
    assert codes(stopped) == ["INF_PROHIBITED_SHARING"]
    assert codes(await office.do("requestAwardPayment", HQ, "claim", **asked, payee=proper)) == [
        "INF_PROHIBITED_SHARING"
    ]
    release = {"claimId": claim_id, "finding": "the instruction was withdrawn"}
    assert codes(await office.do("releaseAwardPayment", HQ, "claim", **release)) == ["SEC_SAME_DECIDER"]
    assert codes(await office.do("releaseAwardPayment", ANOTHER_HQ, "claim", **release)) == []
    assert codes(await office.do("releaseAwardPayment", ANOTHER_HQ, "claim", **release)) == ["INF_STEP_OUT_OF_ORDER"]
    now_an_officer = {**asked, "officerNow": True}
    assert codes(await office.do("requestAwardPayment", HQ, "claim", **now_an_officer, payee=proper)) == [
        "INF_GOV_EMPLOYEE"
    ]
    assert codes(await office.do("requestAwardPayment", HQ, "claim", **asked, payee=proper)) == []


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


async def a_referral_that_would_tell(office: Office, pseudonym: str) -> None:
    """INF-28 (d): what goes to another agency is searched for pseudonyms and for what the vault holds."""
    create = """mutation($input: CreateAgencyReferralsInput!, $key: String!) {
      createAgencyReferrals(input: $input, idempotencyKey: $key) { referrals { id } refusals { code rule } } }"""
    for position, facts in enumerate((f"As {pseudonym} told.", "Seen by PLANTED, Alpha  (Zebra).", f"At {ADDRESS}!")):
        given = {
            "movement": "IMPORT",
            "subjects": ["CONTROLLED_SUBSTANCES"],
            "facts": facts,
            "goods": "substances",
            "authority": "21 USC 952",
        }
        made = await office.api.data(create, {"input": given, "key": f"make-{position}"}, roles=FPF)
        assert made["createAgencyReferrals"]["refusals"] == [{"code": "SEC_INFORMANT_LEAK", "rule": "INF-28"}]
        office.answers.append(json.dumps(made))


async def published(office: Office) -> list[dict[str, Any]]:
    """The outbox."""
    connection = await asyncpg.connect(office.settings.database_url.get_secret_value())
    try:
        rows = await connection.fetch("SELECT type, data::text AS data FROM outbox ORDER BY id")
        return [{"type": row["type"], "data": json.loads(row["data"])} for row in rows]
    finally:
        await connection.close()


async def on_the_broker(servers: Embedded, least: int) -> str:
    """Every message of the service's streams, headers and all, once the outbox is relayed."""
    async with Broker.from_environment(servers.settings_for("operator"), name="operator") as broker:
        seen: list[str] = []
        while len(seen) < least:
            seen = [f"{one.envelope} {one.data}" async for one in read_stream(broker, "ENFORCEMENT_INTERNAL")]
    return "\n".join(seen)


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


async def rotated(office: Office, pseudonym: str) -> None:
    """A new key seals every person's key; what was sealed opens as before, and leaks are still found."""
    old = office.settings.enforcement_identity_key.get_secret_value()
    assert await rotate.rotate(office.uow, IdentityVault(NEW_KEY, [old])) == 2
    alone = IdentityVault(NEW_KEY)
    async with office.database.reading() as connection:
        key = await queries.key_of(connection, pseudonym)
        assert key is not None
        sealed = await queries.secrets_of(connection, pseudonym, list(IdentityField))
        assert await queries.any_marked(connection, {alone.fingerprint("planted alpha zebra")})
    opened = {field: alone.open(key, pseudonym, field, text) for field, text in sealed.items()}
    assert (opened[IdentityField.NAME], opened[IdentityField.STATEMENT]) == (NAME, WORDS)
    assert json.loads(opened[IdentityField.CLAIM_FORM])["claimant_address"] == ADDRESS
