"""Texts that clients have sent with their hash, so that the hash alone does the next time."""

import hashlib
from collections import OrderedDict


def sha256(text: str) -> str:
    """The hash under which clients name a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class AutomaticStore:
    """Texts by their hash, bounded by their size together; what was used longest ago goes first.

    Args:
        bytes_max: the most all texts together may have.
    """

    def __init__(self, bytes_max: int) -> None:
        self._bytes_max = bytes_max
        self._texts: OrderedDict[str, str] = OrderedDict()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._texts)

    def get(self, digest: str) -> str | None:
        """The text of a hash, now the one used last."""
        text = self._texts.get(digest)
        if text is not None:
            self._texts.move_to_end(digest)
        return text

    def put(self, digest: str, text: str) -> None:
        """Keep a text whose hash was checked; one that is larger than the whole store is not kept."""
        size = _size(text)
        if digest in self._texts or size > self._bytes_max:
            return
        self._texts[digest] = text
        self.bytes += size
        while self.bytes > self._bytes_max:
            _, gone = self._texts.popitem(last=False)
            self.bytes -= _size(gone)


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
