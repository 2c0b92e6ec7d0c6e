"""Encryption at rest of what identifies an informant: a key per person, itself sealed by the service's key (INF-26)."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


def parse_key(key: str) -> bytes:
    """The bytes of a key.

    Raises:
        ValueError: it is not 32 bytes in url-safe base64.
    """
    raw = base64.b64decode(key, altchars=b"-_", validate=True)
    if len(raw) != KEY_BYTES:
        raise ValueError("a key has 32 bytes")
    return raw


def key_id(raw: bytes) -> str:
    """Names a key without telling it."""
    return hashlib.sha256(b"key-id:" + raw).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class SealedKey:
    """A person's key, sealed by one of the service's."""

    key_id: str
    sealed: bytes


class IdentityVault:
    """Seals with AES-256-GCM; the pseudonym is authenticated with each text, so that none can be moved to another.

    Args:
        key: the service's key, 32 bytes in url-safe base64.
        previous: keys it replaced, which still open what they sealed.

    Raises:
        ValueError: one of them is no such key.
    """

    def __init__(self, key: str, previous: Sequence[str] = ()) -> None:
        current = parse_key(key)
        self.key_id = key_id(current)
        self._keys = {key_id(raw): raw for raw in (*map(parse_key, previous), current)}
        self._fingerprint_key = hashlib.sha256(b"fingerprint:" + current).digest()

    def fingerprint(self, text: str) -> str:
        """Equal for equal texts. Keyed: a plain hash of a name could be searched through."""
        return hmac.new(self._fingerprint_key, text.encode(), hashlib.sha256).hexdigest()

    def new_key(self, pseudonym: str) -> SealedKey:
        """A key for one person, sealed."""
        return SealedKey(self.key_id, _seal(self._keys[self.key_id], secrets.token_bytes(KEY_BYTES), pseudonym))

    def rewrap(self, key: SealedKey, pseudonym: str) -> SealedKey:
        """The same key, sealed by the service's present key."""
        return SealedKey(self.key_id, _seal(self._keys[self.key_id], self._open_key(key, pseudonym), pseudonym))

    def seal(self, key: SealedKey, pseudonym: str, field: str, text: str) -> bytes:
        """A text, sealed by a person's key; equal texts look different."""
        return _seal(self._open_key(key, pseudonym), text.encode(), f"{pseudonym}/{field}")

    def open(self, key: SealedKey, pseudonym: str, field: str, sealed: bytes) -> str:
        """The text.

        Raises:
            ValueError: it was sealed otherwise, or the service no longer has the key.
        """
        return _open(self._open_key(key, pseudonym), sealed, f"{pseudonym}/{field}").decode()

    def _open_key(self, key: SealedKey, pseudonym: str) -> bytes:
        raw = self._keys.get(key.key_id)
        if raw is None:
            raise ValueError(f"the key {key.key_id} is not among the service's keys")
        return _open(raw, key.sealed, pseudonym)


def _seal(key: bytes, plain: bytes, bound_to: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def _open(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to.encode())
    except InvalidTag:
        raise ValueError("this was not sealed with this key") from None
