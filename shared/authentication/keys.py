"""The issuer's public keys: fetched once, kept, and fetched again when a token names one that is not known."""

import asyncio
import time
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey

from shared.errors import Unauthenticated, Unavailable

PublicKey = ECKey | RSAKey | OKPKey

ASYMMETRIC_KEY_TYPES: Final = ("EC", "RSA", "OKP")
FRESH_SECONDS: Final = 3600.0  # a key the issuer withdrew is forgotten after this long
USABLE_SECONDS: Final = 24 * 3600.0  # how long keys serve on while the issuer does not answer
RETRY_SECONDS: Final = 1.0  # between attempts while there are no keys at all
UNKNOWN_KEY_SECONDS: Final = 10.0  # between attempts on behalf of unknown key ids: forged ids must not load the issuer
FETCH_TIMEOUT_SECONDS: Final = 3.0

log = structlog.stdlib.get_logger(__name__)


class IssuerKeys:
    """The key set of one issuer, by key id."""

    def __init__(
        self,
        issuer: str,
        jwks_url: str | None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._issuer = issuer
        self._jwks_url = jwks_url
        self._transport = transport
        self._monotonic = monotonic
        self._keys: dict[str | None, PublicKey] = {}
        self._fetched_at: float | None = None
        self._attempted_at: float | None = None
        self._fetching = asyncio.Lock()
        self.generation = 0
        source = jwks_url or issuer
        if urlsplit(source).scheme != "https" and not _is_loopback(source):
            # Whoever can answer in the issuer's place can sign any token.
            log.warning("authentication.keys_not_encrypted", url=source)

    async def get(self, key_id: str | None) -> PublicKey:
        """The key with this id; without an id, the only key there is.

        Raises:
            Unauthenticated: the issuer has no such key.
            Unavailable: the issuer's keys cannot be had.
        """
        if self._age() > FRESH_SECONDS:
            await self._refresh(RETRY_SECONDS)
        if (key := self._find(key_id)) is None:
            await self._refresh(UNKNOWN_KEY_SECONDS)
            key = self._find(key_id)
        if self._age() > USABLE_SECONDS:
            raise Unavailable("Tokens cannot be verified now: the issuer's keys cannot be fetched.")
        if key is None:
            raise Unauthenticated("The token is signed with a key that the issuer does not publish.")
        return key

    def _find(self, key_id: str | None) -> PublicKey | None:
        if key_id is None and len(self._keys) == 1:
            return next(iter(self._keys.values()))
        return self._keys.get(key_id)

    def _age(self) -> float:
        return float("inf") if self._fetched_at is None else self._monotonic() - self._fetched_at

    async def _refresh(self, pause_seconds: float) -> None:
        """Fetch the keys, unless somebody did so just now; a failure leaves the ones we have."""
        async with self._fetching:
            if self._attempted_at is not None and self._monotonic() - self._attempted_at < pause_seconds:
                return
            self._attempted_at = self._monotonic()
            try:
                self._keys = await self._fetch()
            except (httpx.HTTPError, httpx.InvalidURL, ValueError, TypeError, KeyError) as error:
                log.warning("authentication.keys_not_fetched", issuer=self._issuer, error_type=type(error).__name__)
                return
            self._fetched_at = self._monotonic()
            self.generation += 1

    async def _fetch(self) -> dict[str | None, PublicKey]:
        async with self._client() as client:
            url = self._jwks_url or await self._discover(client)
            document = await _json(client, url)
        return {key.kid: key for key in _public_keys(document["keys"])}

    async def _discover(self, client: httpx.AsyncClient) -> str:
        document = await _json(client, f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        if document.get("issuer") != self._issuer:
            raise ValueError("the discovery document names another issuer")
        return str(document["jwks_uri"])

    def _client(self) -> httpx.AsyncClient:
        # A proxy from the environment is for the world outside, not for an issuer on this machine.
        return httpx.AsyncClient(
            transport=self._transport,
            timeout=FETCH_TIMEOUT_SECONDS,
            trust_env=not _is_loopback(self._jwks_url or self._issuer),
        )


async def _json(client: httpx.AsyncClient, url: str) -> dict[str, Any]:
    response = await client.get(url, headers={"accept": "application/json"})
    response.raise_for_status()
    document = response.json()
    if not isinstance(document, dict):
        raise ValueError("the issuer did not answer with a JSON object")
    return document


def _public_keys(entries: Iterable[dict[str, Any]]) -> Iterable[PublicKey]:
    """The keys that may sign tokens; shared secrets, encryption keys and what cannot be read are passed over."""
    for entry in entries:
        if entry.get("kty") not in ASYMMETRIC_KEY_TYPES or entry.get("use", "sig") != "sig":
            continue
        try:
            key = JWKRegistry.import_key(entry)
        except (JoseError, ValueError) as error:
            log.warning("authentication.key_not_readable", error_type=type(error).__name__)
            continue
        if isinstance(key, PublicKey):
            yield key


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
