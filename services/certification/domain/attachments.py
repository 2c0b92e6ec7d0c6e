"""Documents that come with a certification: what may be attached, and the power of attorney of an association."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from shared.errors import BadInput
from shared.refusals import Refusal

BYTES_AT_MOST: Final = 5 * 1024 * 1024
MEDIA_TYPES: Final = frozenset({"application/pdf", "image/jpeg", "image/png", "image/tiff", "text/csv", "text/plain"})
_NAME: Final = re.compile(r"[^/\\\x00-\x1f\x7f]{1,200}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class AttachmentKind(StrEnum):
    """What a document shows."""

    POWER_OF_ATTORNEY = "POWER_OF_ATTORNEY"
    SUCCESSION = "SUCCESSION"
    MEMBERSHIP_PROOF = "MEMBERSHIP_PROOF"
    SUPPORTING_RECORDS = "SUPPORTING_RECORDS"


@dataclass(frozen=True, kw_only=True, slots=True)
class Attorney:
    """What is known of the power of attorney that an association's filing for its members needs (PROD-06).

    Attributes:
        due_on: last day on which it may be received.
        received_on: day it was first received, None while it is missing.
        today: the legal day.
    """

    due_on: date
    received_on: date | None
    today: date

    @property
    def in_time(self) -> bool:
        """Whether it came, and in time."""
        return self.received_on is not None and self.received_on <= self.due_on

    @property
    def overdue(self) -> bool:
        """Whether it can no longer come in time."""
        return not self.in_time and self.today > self.due_on


def check_document(name: str, media_type: str, content: bytes, sha256: str) -> None:
    """Check a document against what its sender states of it.

    Raises:
        BadInput: a name that is no file name, a media type not taken, an empty or too large content, or one whose
            SHA-256 is not the one stated.
    """
    if _NAME.fullmatch(name) is None or not name.strip():
        raise BadInput("name is a file name without a path, at most 200 characters", field="name")
    if media_type not in MEDIA_TYPES:
        raise BadInput(f"mediaType is one of {', '.join(sorted(MEDIA_TYPES))}", field="mediaType")
    if not 0 < len(content) <= BYTES_AT_MOST:
        raise BadInput(f"content has 1 to {BYTES_AT_MOST} bytes", field="content")
    if _SHA256.fullmatch(sha256) is None:
        raise BadInput("sha256 is 64 hexadecimal digits in lower case", field="sha256")
    if hashlib.sha256(content).hexdigest() != sha256:
        raise BadInput("the content does not have the SHA-256 stated; it was damaged on its way", field="sha256")


def attorney_findings(attorney: Attorney | None) -> list[Refusal]:
    """A power of attorney that did not come in time leaves the filing incomplete; while it may come nothing is found.

    Source:
        PROD-06, CERT-05 item 23; 19 CFR 159.61(b)(1).
    """
    return [attorney_missing(attorney)] if attorney is not None and attorney.overdue else []


def attorney_missing(attorney: Attorney) -> Refusal:
    """The refusal for a power of attorney that is not there (PROD-06)."""
    return Refusal(
        code="POA_MISSING",
        rule="PROD-06",
        citation="19 CFR 159.61(b)(1)",
        message="An association that files for members supplies a power of attorney, received by "
        f"{attorney.due_on.isoformat()}.",
        field="onBehalfOfMembers",
    )
