"""Informants over HTTP: straight to headquarters, the liaison's duties, and the key."""

import json
from datetime import UTC, datetime

import pytest

from services.enforcement.storage.informants import queries
from services.enforcement.storage.informants.vault import IdentityVault
from services.enforcement.usecases.informants import rotate
from tests.integration.enforcement.informants import (
    AGENT,
    DIRECTOR,
    FPF,
    HQ,
    LIAISON,
    NAME,
    Office,
)


async def test_inf_11_straight_to_headquarters_and_a_late_recommendation(office: Office) -> None:
    claim = await office.filed()
    again = await office.do("applyDirectToHeadquarters", LIAISON, "claim", "InformantClaimInput", claimId=claim["id"])
    assert again["claim"]["state"] == "AT_HQ"
    # Their recommendation is still asked for: it stands in their queues, and the director may read the dossier.
    queue = "informantClaims { edges { node { id } } }"
    dossier = (
        f'informantDossier(pseudonym: "{claim["pseudonym"]}", purpose: RECOMMEND, reason: "late") {{ stipulated }}'
    )
    for role in (AGENT, DIRECTOR):
        waiting = (await office.read(queue, role))["data"]["informantClaims"]["edges"]
        assert [edge["node"]["id"] for edge in waiting] == [claim["id"]]
    assert (await office.read(dossier, DIRECTOR))["data"] is not None
    late = {"claimId": claim["id"], "approve": False, "amount": "0.00", "reason": "late"}
    kept = await office.do("recommendOnClaimAsDirector", DIRECTOR, "claim", "RecommendOnClaimInput", **late)
    assert (kept["claim"]["state"], kept["refusals"]) == ("AT_HQ", [])
    assert (await office.read(queue, DIRECTOR))["data"]["informantClaims"]["edges"] == []
    assert (await office.read(dossier, DIRECTOR))["errors"][0]["extensions"]["code"] == "NOT_FOUND"
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


async def test_inf_08_without_both_points_of_advice_a_contact_stays_a_draft(office: Office) -> None:
    now = datetime.now(UTC).isoformat()
    identity = {"name": NAME, "address": "1 Alpha Street", "contactDetails": ""}
    opened = await office.do(
        "openInformantContact", FPF, "contact", liaison=f"development-{LIAISON}", identity=identity
    )
    contact = opened["contact"]["id"]
    told = {"contactId": contact, "entitlementAt": now}
    half = await office.do("recordInformantAdvice", FPF, "contact", **told)
    assert [one["code"] for one in half["refusals"]] == ["INF_NOT_ADVISED"]
    information = {
        "contactId": contact,
        "route": "INFORMATION",
        "receivedAt": now,
        "statement": "words",
        "allegations": ["FRAUD"],
    }
    early = await office.do("recordInformation", FPF, "contact", **information)
    assert [one["code"] for one in early["refusals"]] == ["INF_NOT_ADVISED"]
    advised = await office.do("recordInformantAdvice", FPF, "contact", **told, deductionAt=now)
    assert advised["contact"]["state"] == "ADVISED"
    # INF-25: whoever received the tip loses it when the contact is handed over.
    handed = {"contactId": contact, "liaison": "another liaison"}
    assert not (await office.do("handOverInformantContact", LIAISON, "contact", "HandOverContactInput", **handed))[
        "refusals"
    ]
    document = (
        "mutation($input: RecordInformationInput!) "
        '{ recordInformation(input: $input, idempotencyKey: "late") { contact { id } } }'
    )
    for role in (FPF, LIAISON):
        assert await office.api.error_code(document, {"input": information}, roles=role) == "NOT_FOUND"


async def test_inf_27_the_log_of_reads_is_reviewed_every_week(office: Office) -> None:
    claim = await office.filed()
    given = f'pseudonym: "{claim["pseudonym"]}", purpose: CONTACT, reason: "call back"'
    await office.read(f"informantIdentity({given}, fields: [NAME]) {{ value }}", LIAISON)
    await office.read(f"informantIdentity({given}, fields: [NAME]) {{ value }}", FPF)
    standing = "informantReadReview { reviewedThrough newest waiting dueOn }"
    before = (await office.read(standing, AGENT))["data"]["informantReadReview"]
    assert (before["reviewedThrough"], before["newest"], before["waiting"]) == (0, 2, 2)
    assert before["dueOn"] is not None
    document = (
        "mutation($input: ReviewInformantReadsInput!, $key: String!) { reviewInformantReads(input: $input, "
        "idempotencyKey: $key) { chainIntact refusals { code } } }"
    )
    for position, (through, expected) in enumerate(((3, None), (2, True), (2, None))):
        review = {"input": {"throughRead": through, "remarks": "one denial looked into"}, "key": f"review-{position}"}
        answer = (await office.api.data(document, review, roles=AGENT))["reviewInformantReads"]
        assert answer["chainIntact"] is expected
        assert [one["code"] for one in answer["refusals"]] == ([] if expected else ["INF_STEP_OUT_OF_ORDER"])
    after = (await office.read(standing, HQ))["data"]["informantReadReview"]
    assert after == {"reviewedThrough": 2, "newest": 2, "waiting": 0, "dueOn": None}
    assert await office.api.error_code(f"{{ {standing} }}", roles=LIAISON) == "FORBIDDEN"


async def test_inf_27_a_read_that_cannot_be_logged_is_no_read(office: Office) -> None:
    claim = await office.filed()
    given = f'pseudonym: "{claim["pseudonym"]}", purpose: CONTACT, reason: "call back"'
    async with office.database.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE informant_reads ADD CONSTRAINT full_disk CHECK (id < 0)")
    for field in (
        f"informantIdentity({given}, fields: [NAME]) {{ value }}",
        f"informantDossier({given}) {{ stipulated }}",
    ):
        answer = await office.read(field, LIAISON)
        (error,) = answer["errors"]
        assert error["extensions"]["code"] == "UNAVAILABLE"
        assert "SEC_AUDIT_WRITE_FAILED" in error["message"]
        assert NAME not in json.dumps(answer)
