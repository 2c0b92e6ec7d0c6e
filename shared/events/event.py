"""An event as its publisher defines it: a frozen model whose class carries name, version and visibility."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from shared.events.names import KEY_PATTERN, WORD_PATTERN, Classification, Visibility, stream_name

_NAMES = ("service", "aggregate", "event")
_NEVER_PUBLIC = frozenset({Classification.CONFIDENTIAL, Classification.RESTRICTED})


class Event(BaseModel, ABC):
    """Something that happened, told to whoever listens.

    A payload only grows: a new required field, a changed meaning or a removed value is a new ``version``, published
    beside the old one. Every field has a description; amounts are whole cents named ``*_cents``.

    Class attributes:
        service: the publisher, for example ``accounts``.
        aggregate: what it happened to, for example ``distribution``.
        event: what happened, past tense, for example ``completed``.
        version: major version of the payload.
        visibility: ``public`` (other agencies may listen) or ``internal``.
        classification: how sensitive the payload is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    service: ClassVar[str]
    aggregate: ClassVar[str]
    event: ClassVar[str]
    version: ClassVar[int] = 1
    visibility: ClassVar[str]
    classification: ClassVar[str] = Classification.INTERNAL

    @property
    @abstractmethod
    def key(self) -> str:
        """What subscribers filter by and events are ordered by: a case number or a fiscal year, never a person."""

    @property
    def about(self) -> str:
        """CloudEvents subject: the thing it happened to, ``orders/A-570-831``."""
        return f"{_plural(self.aggregate)}/{self.key}"

    @classmethod
    def type(cls) -> str:
        """CloudEvents type: ``gov.customs.accounts.distribution.completed.v1``."""
        return f"gov.customs.{cls.service}.{cls.aggregate}.{cls.event}.v{cls.version}"

    @classmethod
    def subject_prefix(cls) -> str:
        """Subject without its key: ``customs.public.accounts.v1.distribution.completed``."""
        return f"customs.{cls.visibility}.{cls.service}.v{cls.version}.{cls.aggregate}.{cls.event}"

    @classmethod
    def stream(cls) -> str:
        """The stream that keeps it: ``ACCOUNTS_PUBLIC``."""
        return stream_name(cls.service, cls.visibility)

    @property
    def subject(self) -> str:
        """NATS subject of this event.

        Raises:
            ValueError: the key cannot be a subject token.
        """
        if KEY_PATTERN.fullmatch(self.key) is None:
            raise ValueError(f"key of {self.type()} is not a subject token: {self.key!r}")
        return f"{self.subject_prefix()}.{self.key}"

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Check the names when the class is made, so that a wrong one never reaches the broker."""
        super().__pydantic_init_subclass__(**kwargs)
        if not all(hasattr(cls, name) for name in (*_NAMES, "visibility")):
            return  # a base class of several events
        for name in _NAMES:
            if WORD_PATTERN.fullmatch(getattr(cls, name)) is None:
                raise TypeError(f"{cls.__name__}.{name} must be lower-case words joined by '-'")
        if Visibility(cls.visibility) is Visibility.PUBLIC and Classification(cls.classification) in _NEVER_PUBLIC:
            raise TypeError(f"{cls.__name__} is public and classified {cls.classification}")
        for name, field in cls.model_fields.items():
            if not field.description:
                raise TypeError(f"{cls.__name__}.{name} needs a description: subscribers read it")


def _plural(word: str) -> str:
    if word.endswith("s"):
        return word
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
