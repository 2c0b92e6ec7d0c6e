"""Keys of a bucket that several processes change: each change is made to the revision that was read, or not at all."""

from typing import Final, NamedTuple

from nats.js import JetStreamContext
from nats.js.api import Header
from nats.js.errors import APIError, NotFoundError

_WRONG_LAST_SEQUENCE: Final = 10071


class Revised(NamedTuple):
    """A key's value and the revision it has."""

    value: bytes
    revision: int


NOTHING: Final = Revised(b"", 0)
"""A key that is not there; to change it from this revision makes it."""


async def read_revised(streams: JetStreamContext, bucket: str, key: str) -> Revised:
    """A key with its revision; ``NOTHING`` when it is not there or was deleted."""
    try:
        stored = await streams.get_msg(f"KV_{bucket}", subject=f"$KV.{bucket}.{key}", direct=True)
    except NotFoundError:
        return NOTHING
    if "KV-Operation" in (stored.headers or {}):
        return Revised(b"", stored.seq or 0)
    return Revised(stored.data or b"", stored.seq or 0)


async def change(
    streams: JetStreamContext, bucket: str, key: str, value: bytes, revision: int, *, timeout_seconds: float
) -> bool:
    """Set a key unless somebody has changed it since that revision; False when somebody has.

    Raises:
        NoStreamResponseError: the bucket does not exist.
        TimeoutError: no answer in time; whether the key was set is not known.
    """
    headers = {Header.EXPECTED_LAST_SUBJECT_SEQUENCE.value: str(revision)}
    try:
        await streams.publish(
            f"$KV.{bucket}.{key}", value, timeout=timeout_seconds, stream=f"KV_{bucket}", headers=headers
        )
    except APIError as error:
        if error.err_code == _WRONG_LAST_SEQUENCE:
            return False
        raise
    return True
