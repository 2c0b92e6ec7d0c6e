"""Names on the broker: services, streams, subjects. One place, so that configuration, code and permissions agree."""

import re
from enum import StrEnum
from typing import Final

SERVICES: Final = ("proceedings", "certification", "accounts", "enforcement")
"""Every service that publishes events, and that has a stream for each visibility."""

KEY_PATTERN: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
WORD_PATTERN: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class Visibility(StrEnum):
    """Who may be granted a subject: other agencies too, or the services alone."""

    PUBLIC = "public"
    INTERNAL = "internal"


class Classification(StrEnum):
    """How sensitive a payload is. ``public`` events may carry nothing above ``internal``."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    RESTRICTED = "restricted"


def stream_name(service: str, visibility: str) -> str:
    """``ACCOUNTS_PUBLIC`` for accounts and public."""
    return f"{service}_{Visibility(visibility)}".upper()


def stream_subjects(service: str, visibility: str) -> str:
    """The subjects that a service's stream keeps: ``customs.public.accounts.>``."""
    return f"customs.{Visibility(visibility)}.{service}.>"


def stream_of_subject(subject: str) -> str:
    """The stream that keeps a subject, ``customs.public.accounts.v1.…`` in ``ACCOUNTS_PUBLIC``.

    Raises:
        ValueError: the subject is none of this system's.
    """
    root, visibility, service, *rest = [*subject.split("."), "", ""]
    if root != "customs" or not service or not any(rest):
        raise ValueError(f"not a subject of this system: {subject!r}")
    return stream_name(service, visibility)
