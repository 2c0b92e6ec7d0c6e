"""Encryption at rest of payees' account data (PUBL-03)."""

import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken


class Vault:
    """Seals account data with the service's key.

    Args:
        key: a Fernet key, 32 bytes in url-safe base64.

    Raises:
        ValueError: it is no such key.
    """

    def __init__(self, key: str) -> None:
        self._fernet = Fernet(key)
        self._fingerprint_key = hashlib.sha256(b"fingerprint:" + key.encode()).digest()

    def seal(self, text: str) -> bytes:
        """The text, encrypted and authenticated; equal texts look different."""
        return self._fernet.encrypt(text.encode())

    def fingerprint(self, text: str) -> str:
        """Equal for equal texts. Keyed: a plain hash of an account number could be searched through."""
        return hmac.new(self._fingerprint_key, text.encode(), hashlib.sha256).hexdigest()

    def open(self, sealed: bytes) -> str:
        """The text.

        Raises:
            ValueError: it was not sealed with this key.
        """
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise ValueError("this was not sealed with the service's key") from None
