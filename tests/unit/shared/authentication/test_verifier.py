"""Tokens, row by row: what verifies, what does not, and what the caller is told."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
import structlog
from joserfc import jws, jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.authentication import ANONYMOUS, Principal, Verifier
from shared.authentication.development_issuer import DevelopmentIssuer
from shared.errors import Unauthenticated, Unavailable

ISSUER = "http://127.0.0.1:4010"
JWKS_URL = f"{ISSUER}/jwks.json"
AUDIENCE = "countervail"
EC_KEY = ECKey.generate_key("P-256", {"kid": "ec"})
STRANGER = ECKey.generate_key("P-256", {"kid": "ec"})
UNPUBLISHED = ECKey.generate_key("P-256", {"kid": "unpublished"})
RSA_KEY = RSAKey.generate_key(2048, {"kid": "rsa"})
OKP_KEY = OKPKey.generate_key("Ed25519", {"kid": "okp"})


class Keys:
    """An issuer's key endpoint whose keys, and whose health, a test can change."""

    def __init__(self, *keys: ECKey | RSAKey | OKPKey) -> None:
        self.entries: list[dict[str, Any]] = [dict(key.as_dict(private=False)) for key in keys]
        self.issuer_claimed = ISSUER
        self.broken = False
        self.requests = 0
        self.app = Starlette(
            routes=[
                Route("/jwks.json", self._jwks),
                Route("/.well-known/openid-configuration", self._configuration),
            ]
        )

    async def _jwks(self, _: Request) -> Response:
        self.requests += 1
        return JSONResponse({"keys": self.entries}, status_code=503 if self.broken else 200)

    async def _configuration(self, _: Request) -> Response:
        return JSONResponse({"issuer": self.issuer_claimed, "jwks_uri": JWKS_URL})


class Time:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def verifier(
    keys: Keys, *, jwks_url: str | None = JWKS_URL, monotonic: Callable[[], float] = time.monotonic
) -> Verifier:
    return Verifier(ISSUER, AUDIENCE, jwks_url, transport=httpx.ASGITransport(app=keys.app), monotonic=monotonic)


def claims(**changes: Any) -> dict[str, Any]:
    """Claims that verify, with changes; a change to None leaves the claim out."""
    now = int(time.time())
    base = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "officer-1",
        "iat": now,
        "exp": now + 4 * 3600,  # made when the tests are collected, used when they run
        "roles": ["auditor"],
        "producer_ids": [],
    }
    return {name: value for name, value in (base | changes).items() if value is not None}


def signed(key: ECKey | RSAKey | OKPKey = EC_KEY, algorithm: str = "ES256", **changes: Any) -> str:
    return jwt.encode({"alg": algorithm, "kid": key.kid}, claims(**changes), key, algorithms=[algorithm])


def by_hand(header: dict[str, Any], payload: bytes, secret: bytes | None = None) -> str:
    """A token no honest library would make."""
    signing_input = b".".join(
        base64.urlsafe_b64encode(part).rstrip(b"=") for part in (json.dumps(header).encode(), payload)
    )
    mac = hmac.new(secret, signing_input, hashlib.sha256).digest() if secret is not None else b""
    return (signing_input + b"." + base64.urlsafe_b64encode(mac).rstrip(b"=")).decode()


def with_other_payload(token: str) -> str:
    head, _, signature = token.split(".")
    payload = base64.urlsafe_b64encode(json.dumps(claims(roles=["operator"])).encode()).rstrip(b"=").decode()
    return f"{head}.{payload}.{signature}"


NOW = int(time.time())
EC_PEM = EC_KEY.as_pem(private=False)
GOOD = json.dumps(claims()).encode()


@pytest.mark.parametrize("scope", ["read:items write:items", ["read:items", "write:items"]])
async def test_scopes_come_as_words_or_as_a_list(scope: object) -> None:
    principal = await verifier(Keys(EC_KEY)).verify(signed(scope=scope))
    assert principal.scopes == {"read:items", "write:items"}


async def test_a_good_token_names_its_bearer() -> None:
    token = signed(roles=["claimant", "auditor"], producer_ids=["p-1"])
    assert await verifier(Keys(EC_KEY)).verify(token) == Principal(
        subject="officer-1", roles=frozenset({"claimant", "auditor"}), producer_ids=frozenset({"p-1"})
    )


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [(EC_KEY, "ES256"), (RSA_KEY, "RS256"), (OKP_KEY, "Ed25519")],
    ids=["ES256", "RS256", "Ed25519"],
)
async def test_each_accepted_algorithm_verifies(key: ECKey | RSAKey | OKPKey, algorithm: str) -> None:
    principal = await verifier(Keys(EC_KEY, RSA_KEY, OKP_KEY)).verify(signed(key, algorithm))
    assert principal.subject == "officer-1"


async def test_the_old_name_of_ed25519_verifies_too() -> None:
    header = base64.urlsafe_b64encode(b'{"alg":"EdDSA","kid":"okp"}').rstrip(b"=")
    body = base64.urlsafe_b64encode(GOOD).rstrip(b"=")
    signature = OKP_KEY.get_op_key("sign").sign(header + b"." + body)  # type: ignore[union-attr]
    token = b".".join((header, body, base64.urlsafe_b64encode(signature).rstrip(b"="))).decode()
    assert (await verifier(Keys(OKP_KEY)).verify(token)).subject == "officer-1"


@pytest.mark.parametrize(
    ("case", "token", "told"),
    [
        ("expired", signed(exp=NOW - 60), "The token has expired."),
        ("not yet valid", signed(nbf=NOW + 3 * 3600), "The token is not valid yet."),
        ("issued in the future", signed(iat=NOW + 3 * 3600), "The token is not valid yet."),
        ("wrong issuer", signed(iss="https://elsewhere.example"), "The token is from another issuer."),
        ("wrong audience", signed(aud="other"), "The token is for another audience."),
        ("none of several audiences", signed(aud=["other", "third"]), "The token is for another audience."),
        ("no expiry", signed(exp=None), "The token lacks the claim exp."),
        ("expiry is not a number", signed(exp="tomorrow"), "The token's claim exp is malformed."),
        ("no issuer", signed(iss=None), "The token lacks the claim iss."),
        ("no audience", signed(aud=None), "The token lacks the claim aud."),
        ("no subject", signed(sub=None), "The token lacks the claim sub."),
        ("blank subject", signed(sub=""), "The token's claim sub is malformed."),
        ("roles are not a list", signed(roles="auditor"), "The token's claim roles is malformed."),
        ("roles are not strings", signed(roles=[1]), "The token's claim roles is malformed."),
        ("producers are not a list", signed(producer_ids="p-1"), "The token's claim producer_ids is malformed."),
        ("scopes are neither words nor a list", signed(scope=1), "The token's claim scope is malformed."),
        ("importers are no list", signed(importer_numbers="1"), "The token's claim importer_numbers is malformed."),
        ("forged signature", signed(STRANGER), "The token's signature does not verify."),
        ("changed payload", with_other_payload(signed()), "The token's signature does not verify."),
        ("no signature", signed().rsplit(".", 1)[0] + ".", "The token's signature does not verify."),
        ("algorithm none", by_hand({"alg": "none", "kid": "ec"}, GOOD), "algorithm that is not accepted"),
        (
            "HS256 with the public key",
            by_hand({"alg": "HS256", "kid": "ec"}, GOOD, EC_PEM),
            "algorithm that is not accepted",
        ),
        ("no algorithm", by_hand({"kid": "ec"}, GOOD), "The token is malformed."),
        ("another key's algorithm", by_hand({"alg": "RS256", "kid": "ec"}, GOOD, b"x"), "The token is malformed."),
        ("unknown key", signed(UNPUBLISHED), "a key that the issuer does not publish"),
        ("key id is not text", by_hand({"alg": "ES256", "kid": 7}, GOOD, b"x"), "The token is malformed."),
        (
            "unknown critical header",
            by_hand({"alg": "ES256", "kid": "ec", "crit": ["x"]}, GOOD),
            "The token is malformed.",
        ),
        (
            "payload is not an object",
            jws.serialize_compact({"alg": "ES256", "kid": "ec"}, b"[1]", EC_KEY),
            "The token is malformed.",
        ),
        ("two parts", "a.b", "The token is malformed."),
        ("empty", "", "The token is malformed."),
        ("not ASCII", "é.é.é", "The token is malformed."),
        ("far too long", "a" * 9000, "The token is malformed."),
    ],
)
async def test_a_bad_token_is_refused_with_its_reason_and_leaks_nothing(case: str, token: str, told: str) -> None:
    with pytest.raises(Unauthenticated) as refused:
        await verifier(Keys(EC_KEY)).verify(token)
    assert told in refused.value.message, case
    assert "officer-1" not in refused.value.message
    assert "elsewhere" not in refused.value.message


async def test_an_expired_token_has_a_few_seconds_of_leeway_and_no_more() -> None:
    keys = Keys(EC_KEY)
    assert await verifier(keys).verify(signed(exp=int(time.time()) - 2))
    with pytest.raises(Unauthenticated):
        await verifier(keys).verify(signed(exp=int(time.time()) - 11))


async def test_one_of_several_audiences_is_enough() -> None:
    assert await verifier(Keys(EC_KEY)).verify(signed(aud=["other", AUDIENCE]))


async def test_a_token_without_roles_has_no_rights() -> None:
    principal = await verifier(Keys(EC_KEY)).verify(signed(roles=None, producer_ids=None))
    assert principal.roles == frozenset()
    assert principal.producer_ids == frozenset()


async def test_a_recordkeeper_speaks_for_the_importers_its_token_names() -> None:
    principal = await verifier(Keys(EC_KEY)).verify(signed(importer_numbers=["12-3456789AB"]))
    assert principal.importer_numbers == frozenset({"12-3456789AB"})
    assert (await verifier(Keys(EC_KEY)).verify(signed())).importer_numbers == frozenset()


async def test_an_expiry_beyond_all_numbers_does_not_crash() -> None:
    assert await verifier(Keys(EC_KEY)).verify(signed(exp=10**400))


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ({"kty": "oct", "kid": "shared", "k": "c2VjcmV0"}, "a shared secret"),
        (dict(ECKey.generate_key("P-256", {"kid": "enc", "use": "enc"}).as_dict(private=False)), "an encryption key"),
        ({"kty": "EC", "kid": "broken", "crv": "P-256", "x": "AA", "y": "AA"}, "not on the curve"),
        ({"kty": "RSA", "kid": "incomplete"}, "no modulus"),
        ({"kid": "typeless"}, "no key type"),
    ],
)
async def test_an_unusable_key_is_passed_over_and_the_others_serve(entry: dict[str, Any], why: str) -> None:
    keys = Keys(EC_KEY)
    keys.entries.insert(0, entry)
    assert await verifier(keys).verify(signed()), why
    with pytest.raises(Unauthenticated, match="does not publish"):
        await verifier(keys).verify(by_hand({"alg": "ES256", "kid": entry["kid"]}, GOOD, b"x"))


async def test_a_shared_secret_in_the_key_set_never_verifies() -> None:
    secret = OctKey.import_key({"kty": "oct", "kid": "shared", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"})
    keys = Keys(EC_KEY)
    keys.entries.append(dict(secret.as_dict(private=True)))
    token = jwt.encode({"alg": "HS256", "kid": "shared"}, claims(), secret)
    with pytest.raises(Unauthenticated, match="algorithm that is not accepted"):
        await verifier(keys).verify(token)


async def test_the_only_key_serves_a_token_that_names_none() -> None:
    token = jwt.encode({"alg": "ES256"}, claims(), EC_KEY)
    assert await verifier(Keys(EC_KEY)).verify(token)
    with pytest.raises(Unauthenticated, match="does not publish"):
        await verifier(Keys(EC_KEY, RSA_KEY)).verify(token)


async def test_a_new_key_is_found_without_a_restart() -> None:
    now, keys = Time(), Keys(EC_KEY)
    verify = verifier(keys, monotonic=now).verify
    await verify(signed())
    keys.entries.append(dict(UNPUBLISHED.as_dict(private=False)))
    now.seconds += 11
    assert await verify(signed(UNPUBLISHED))


async def test_forged_key_ids_do_not_load_the_issuer() -> None:
    now, keys = Time(), Keys(EC_KEY)
    verify = verifier(keys, monotonic=now).verify
    await verify(signed())
    for number in range(50):
        with pytest.raises(Unauthenticated):
            await verify(by_hand({"alg": "ES256", "kid": f"forged-{number}"}, GOOD, b"x"))
    assert keys.requests == 1
    now.seconds += 11
    with pytest.raises(Unauthenticated):
        await verify(by_hand({"alg": "ES256", "kid": "forged"}, GOOD, b"x"))
    assert keys.requests == 2


async def test_a_withdrawn_key_is_forgotten_with_the_tokens_it_signed() -> None:
    now, keys = Time(), Keys(EC_KEY, UNPUBLISHED)
    verify = verifier(keys, monotonic=now).verify
    await verify(signed(UNPUBLISHED))
    del keys.entries[1]
    now.seconds += 3601
    with pytest.raises(Unauthenticated, match="does not publish"):
        await verify(signed(UNPUBLISHED))


async def test_a_silent_issuer_is_outlived_for_a_day() -> None:
    now, keys = Time(), Keys(EC_KEY)
    verify = verifier(keys, monotonic=now).verify
    await verify(signed())
    keys.broken = True
    now.seconds += 7200
    assert await verify(signed())
    now.seconds += 24 * 3600
    with pytest.raises(Unavailable):
        await verify(signed())


async def test_without_keys_the_fault_is_ours_and_recovers() -> None:
    now, keys = Time(), Keys(EC_KEY)
    keys.broken = True
    verify = verifier(keys, monotonic=now).verify
    for _ in range(20):
        with pytest.raises(Unavailable):
            await verify(signed())
    assert keys.requests == 1
    keys.broken = False
    now.seconds += 11
    assert await verify(signed())


async def test_a_remembered_token_is_verified_again_after_a_minute() -> None:
    now, keys = Time(), Keys(EC_KEY)
    verify = verifier(keys, monotonic=now).verify
    token = signed(exp=int(time.time()) + 3)
    first = await verify(token)
    assert await verify(token) is first
    now.seconds += 4
    assert await verify(token) is not first


async def test_keys_are_discovered_from_the_issuer() -> None:
    assert await verifier(Keys(EC_KEY), jwks_url=None).verify(signed())


async def test_a_discovery_document_of_another_issuer_is_not_believed() -> None:
    keys = Keys(EC_KEY)
    keys.issuer_claimed = "https://elsewhere.example"
    with pytest.raises(Unavailable):
        await verifier(keys, jwks_url=None).verify(signed())


@pytest.mark.parametrize(
    ("issuer", "jwks_url", "warned"),
    [
        ("https://issuer.example", None, False),
        ("http://127.0.0.1:4010", None, False),
        ("http://localhost:4010", None, False),
        ("http://[::1]:4010", None, False),
        ("http://issuer.example", None, True),
        ("http://issuer.example", "https://keys.example/jwks.json", False),
        ("https://issuer.example", "http://keys.example/jwks.json", True),
    ],
)
def test_keys_that_travel_in_the_open_are_warned_of(issuer: str, jwks_url: str | None, warned: bool) -> None:
    with structlog.testing.capture_logs() as lines:
        Verifier(issuer, AUDIENCE, jwks_url)
    assert [line["event"] for line in lines] == ["authentication.keys_not_encrypted"] * warned


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Token x"])
async def test_a_header_that_is_no_bearer_token_is_refused(header: str) -> None:
    with pytest.raises(Unauthenticated, match="Bearer"):
        await verifier(Keys(EC_KEY)).principal_of(header)


async def test_no_token_is_nobody_in_particular() -> None:
    principal = await verifier(Keys(EC_KEY)).principal_of(None)
    assert principal is ANONYMOUS
    assert principal.is_anonymous
    assert not principal.roles


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_the_scheme_is_read_in_any_case(scheme: str) -> None:
    assert (await verifier(Keys(EC_KEY)).principal_of(f"{scheme} {signed()}")).subject == "officer-1"


async def test_a_token_may_not_pass_for_nobody() -> None:
    principal = await verifier(Keys(EC_KEY)).verify(signed(sub="anonymous", roles=None))
    assert not principal.is_anonymous


async def test_the_development_issuer_is_verified_like_any_other() -> None:
    issuer = DevelopmentIssuer(ISSUER)
    checked = Verifier(ISSUER, AUDIENCE, transport=httpx.ASGITransport(app=issuer.app))
    token = issuer.issue({"claimant"}, "filer-1", ["p-1", "p-2"])
    assert await checked.verify(token) == Principal(
        subject="filer-1", roles=frozenset({"claimant"}), producer_ids=frozenset({"p-1", "p-2"})
    )
    with pytest.raises(Unauthenticated, match="expired"):
        await checked.verify(issuer.issue("claimant", lifetime=timedelta(seconds=-60)))
