"""An event must fit into one message: what is too long is told to the caller, not stuck in the outbox."""

from typing import Final, TypeVar

from shared.canonical import canonical_bytes
from shared.errors import BadInput
from shared.events import Event
from shared.events.streams import MESSAGE_BYTES_MAX

_HEADERS_BYTES: Final = 4 * 1024  # the envelope counts towards the broker's limit

EventT = TypeVar("EventT", bound=Event)


def sized(event: EventT, *, field: str) -> EventT:
    """The event, if it fits.

    Raises:
        BadInput: it does not; ``field`` is the input to shorten.
    """
    longest = MESSAGE_BYTES_MAX - _HEADERS_BYTES
    length = len(canonical_bytes(event.model_dump(mode="json")))
    if length > longest:
        raise BadInput(f"{field} is too long: as one event it has {length} bytes, at most {longest} fit.", field=field)
    return event
