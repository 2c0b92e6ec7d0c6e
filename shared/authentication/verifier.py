"""Bearer tokens in, principals out. Every service verifies for itself; nobody's word is taken for it."""

import hashlib
import time
import warnings
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final

import httpx
from joserfc import jws, jwt
from joserfc.errors import (
    BadSignatureError,
    ClaimError,
    ExpiredTokenError,
    JoseError,
    MissingClaimError,
    SecurityWarning,
)

from shared.authentication.keys import IssuerKeys, PublicKey
from shared.authentication.principal import ANONYMOUS, Principal
from shared.errors import Unauthenticated

# Asymmetric only: with "none" or a shared secret anybody who knows the public key could sign.
ALGORITHMS: Final = frozenset({"ES256", "RS256", "EdDSA", "Ed25519"})
LEEWAY_SECONDS: Final = 10
TOKEN_LENGTH_MAX: Final = 8192
REMEMBERED_TOKENS_MAX: Final = 1024
REMEMBERED_SECONDS: Final = 60.0


class Verifier:
    """Verifies the tokens of one issuer for one audience.

    Token times are always compared with the machine's own clock, never with the simulated one: how long a token
    lives protects against its theft in the real world, and the issuer knows nothing of a simulation. A fiscal year
    that passes in seconds must neither expire every token nor revive an old one.
    """

    def __init__(
        self,
        issuer: str,
        audience: str,
        jwks_url: str | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._keys = IssuerKeys(issuer, jwks_url, transport=transport, monotonic=monotonic)
        self._monotonic = monotonic
        self._headers = jws.JWSRegistry(algorithms=sorted(ALGORITHMS), strict_check_header=False)
        self._claims = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            sub={"essential": True},
        )
        self._remembered: OrderedDict[bytes, tuple[float, Principal]] = OrderedDict()
        self._remembered_generation = 0

    async def principal_of(self, authorization: str | None) -> Principal:
        """Who sends this ``Authorization`` header; nobody in particular when there is none.

        Raises:
            Unauthenticated: the header is no bearer token, or the token does not verify.
            Unavailable: the issuer's keys cannot be had.
        """
        if authorization is None:
            return ANONYMOUS
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise Unauthenticated("The Authorization header must be 'Bearer <token>'.")
        return await self.verify(token.strip())

    async def verify(self, token: str) -> Principal:
        """Who this token speaks for.

        Raises:
            Unauthenticated: the token does not verify; the message says why and repeats nothing of the token.
            Unavailable: the issuer's keys cannot be had.
        """
        if len(token) > TOKEN_LENGTH_MAX or not token.isascii():
            raise Unauthenticated("The token is malformed.")
        digest = hashlib.sha256(token.encode()).digest()
        if (known := self._recall(digest)) is not None:
            return known
        key = await self._keys.get(_key_id(token))
        claims = self._decode(token, key)
        principal = _principal(claims)
        self._remember(digest, claims["exp"], principal)
        return principal

    def _decode(self, token: str, key: PublicKey) -> dict[str, Any]:
        try:
            with warnings.catch_warnings():
                # RFC 9864 renames EdDSA to Ed25519; issuers will use the old name for years, with the same strength.
                warnings.filterwarnings("ignore", message="EdDSA is deprecated", category=SecurityWarning)
                decoded = jwt.decode(token, key, registry=self._headers)
            self._claims.validate(decoded.claims)
        except (JoseError, ValueError) as error:
            raise Unauthenticated(_reason(error)) from error
        return decoded.claims

    def _recall(self, digest: bytes) -> Principal | None:
        """A principal verified a moment ago: many requests of one caller bring the same token."""
        self._forget_if_keys_changed()
        until, principal = self._remembered.get(digest, (0.0, None))
        return principal if self._monotonic() < until else None

    def _remember(self, digest: bytes, expires: float, principal: Principal) -> None:
        self._forget_if_keys_changed()
        now = time.time()
        lifetime = min(expires, now + REMEMBERED_SECONDS) - now
        self._remembered[digest] = (self._monotonic() + lifetime, principal)
        if len(self._remembered) > REMEMBERED_TOKENS_MAX:
            self._remembered.popitem(last=False)

    def _forget_if_keys_changed(self) -> None:
        if self._remembered_generation != self._keys.generation:
            self._remembered.clear()
            self._remembered_generation = self._keys.generation


def _key_id(token: str) -> str | None:
    """The key id in the token's header, read before anything is verified and used only to choose a key."""
    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError) as error:
        raise Unauthenticated("The token is malformed.") from error
    if header.get("alg") not in ALGORITHMS:
        raise Unauthenticated("The token is signed with an algorithm that is not accepted.")
    key_id = header.get("kid")
    if not isinstance(key_id, str | None):
        raise Unauthenticated("The token is malformed.")
    return key_id


def _reason(error: Exception) -> str:
    """What to tell the caller. The library's own words can repeat parts of the token, so they stay inside."""
    match error:
        case ExpiredTokenError():
            return "The token has expired."
        case MissingClaimError():
            return f"The token lacks the claim {error.claim}."
        case ClaimError(claim="iss"):
            return "The token is from another issuer."
        case ClaimError(claim="aud"):
            return "The token is for another audience."
        case ClaimError(claim="nbf" | "iat"):
            return "The token is not valid yet."
        case ClaimError():
            return f"The token's claim {error.claim} is malformed."
        case BadSignatureError():
            return "The token's signature does not verify."
        case _:
            return "The token is malformed."


def _principal(claims: dict[str, Any]) -> Principal:
    return Principal(
        subject=claims["sub"],
        roles=_strings(claims, "roles"),
        scopes=_scopes(claims),
        producer_ids=_strings(claims, "producer_ids"),
        importer_numbers=_strings(claims, "importer_numbers"),
    )


def _scopes(claims: dict[str, Any]) -> frozenset[str]:
    """The claim ``scope``: words in one string (RFC 8693 4.2); some issuers write a list."""
    if isinstance(words := claims.get("scope"), str):
        return frozenset(words.split())
    return _strings(claims, "scope")


def _strings(claims: dict[str, Any], name: str) -> frozenset[str]:
    values = claims.get(name, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise Unauthenticated(f"The token's claim {name} is malformed.")
    return frozenset(values)
