"""Encryption at rest of tax numbers (PUBL-03)."""

import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken


class Vault:
    """Seals tax numbers with the service's key.

    Args:
        key: a Fernet key, 32 bytes in url-safe base64.

    Raises:
        ValueError: it is no such key.
    """

    def __init__(self, key: str) -> None:
        self._fernet = Fernet(key)
        self._fingerprint_key = hashlib.sha256(b"fingerprint:" + key.encode()).digest()

    def seal(self, number: str) -> bytes:
        """The number, encrypted and authenticated; equal numbers look different."""
        return self._fernet.encrypt(number.encode())

    def fingerprint(self, number: str) -> str:
        """Equal for equal numbers. Keyed: a plain hash of nine digits could be searched through."""
        return hmac.new(self._fingerprint_key, number.encode(), hashlib.sha256).hexdigest()

    def open(self, sealed: bytes) -> str:
        """The number.

        Raises:
            ValueError: it was not sealed with this key.
        """
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise ValueError("this was not sealed with the service's key") from None
