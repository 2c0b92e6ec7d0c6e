"""A listener's own view of somebody else's event, and what it does with it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic

from pydantic import BaseModel, ConfigDict
from typing_extensions import TypeVar

from shared.events.envelope import Envelope
from shared.events.names import stream_of_subject

if TYPE_CHECKING:
    from shared.database import Transaction


class Consumed(BaseModel):
    """The fields that a listener needs of an event; others are ignored, so the publisher may add some.

    Class attributes:
        event_type: CloudEvents type, ``gov.customs.proceedings.order.issued.v1``.
        subject: subject filter, ``customs.public.proceedings.v1.order.issued.*``.
        stream: the stream that keeps it, ``PROCEEDINGS_PUBLIC``.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    event_type: ClassVar[str]
    subject: ClassVar[str]
    stream: ClassVar[str]

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Check that subject and stream belong together when the class is made."""
        super().__pydantic_init_subclass__(**kwargs)
        if not all(hasattr(cls, name) for name in ("event_type", "subject", "stream")):
            return  # a base class of several views
        if stream_of_subject(cls.subject) != cls.stream:
            raise TypeError(f"{cls.__name__}: {cls.subject} is not kept in {cls.stream}")


Seen = TypeVar("Seen", bound=Consumed, default=Any)


class PermanentFailure(Exception):
    """This event can never be handled, however often it is tried: it goes to the dead letters at once.

    Args:
        message: what is wrong, for the operator; no personal data.
        code: stable and short, counted by metrics.
    """

    def __init__(self, message: str, *, code: str = "REFUSED") -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Subscription(Generic[Seen]):
    """One kind of event and its handler.

    The handler runs inside one transaction with the inbox row, so one event never has its effect twice. It raises
    ``PermanentFailure`` for what can never work; anything else is tried again with growing delays, then dead-lettered.
    """

    model: type[Seen]
    handler: Callable[["Transaction", Seen, Envelope], Awaitable[None]]
