"""CloudEvents 1.0 in binary mode on NATS: every attribute in a header ``ce-<name>``, the body is the data alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import unquote
from uuid import UUID

from shared.events.names import Classification

SCHEMA_ROOT: Final = "https://schemas.customs.gov/countervail/events"
MESSAGE_ID: Final = "Nats-Msg-Id"

_PREFIX: Final = "ce-"
_SEQUENCE_DIGITS: Final = 20  # a 64-bit number always fits; padded because subscribers compare it as text
_ESCAPED: Final = re.compile(r"[^\x21-\x7e]|[\"%]")


class MalformedEnvelope(ValueError):
    """The headers are not those of a CloudEvents 1.0 event in binary mode."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Envelope:
    """What is known of an event beside its data.

    Attributes:
        id: unique for ever; with ``source`` it identifies the event.
        type: ``gov.customs.accounts.distribution.completed.v1``.
        source: ``/customs/accounts``.
        time: when the fact was recorded, UTC; legal dates are in the data.
        subject: what it is about, ``orders/A-570-831``.
        sequence: grows with every event of one source, not without gaps.
        correlation_id: the request at the root of it all.
        causation_id: the event that caused this one directly, if one did.
        classification: how sensitive the data is.
    """

    id: UUID
    type: str
    source: str
    time: datetime
    subject: str
    sequence: int
    correlation_id: str
    causation_id: str | None = None
    classification: str = Classification.INTERNAL

    def headers(self) -> dict[str, str]:
        """The NATS headers, names in lower case, values percent-encoded as the binding asks."""
        attributes = {
            "specversion": "1.0",
            "id": str(self.id),
            "source": self.source,
            "type": self.type,
            "subject": self.subject,
            "time": self.time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
            "datacontenttype": "application/json",
            "dataschema": schema_address(self.type),
            "sequence": f"{self.sequence:0{_SEQUENCE_DIGITS}d}",
            "correlationid": self.correlation_id,
            "dataclassification": self.classification,
        }
        if self.causation_id is not None:
            attributes["causationid"] = self.causation_id
        return {f"{_PREFIX}{name}": encode_value(value) for name, value in attributes.items()}

    @classmethod
    def from_headers(cls, headers: Mapping[str, str] | None) -> "Envelope":
        """Read the attributes; header names in any spelling, unknown attributes ignored.

        Raises:
            MalformedEnvelope: an attribute is missing or cannot be read; the message names it, never its value.
        """
        attributes = {
            name.lower().removeprefix(_PREFIX): decode_value(value)
            for name, value in (headers or {}).items()
            if name.lower().startswith(_PREFIX)
        }
        if attributes.get("specversion") != "1.0":
            raise MalformedEnvelope("not a CloudEvents 1.0 event in binary mode (ce-specversion)")
        try:
            return cls(
                id=UUID(attributes["id"]),
                type=attributes["type"],
                source=attributes["source"],
                time=datetime.fromisoformat(attributes["time"]).astimezone(UTC),
                subject=attributes.get("subject", ""),
                sequence=int(attributes.get("sequence", "0")),
                correlation_id=attributes.get("correlationid", attributes["id"]),
                causation_id=attributes.get("causationid"),
                classification=attributes.get("dataclassification", Classification.INTERNAL),
            )
        except KeyError as missing:
            raise MalformedEnvelope(f"attribute {missing.args[0]!r} is missing") from None
        except ValueError:
            raise MalformedEnvelope("attribute id, time or sequence cannot be read") from None


def schema_address(event_type: str) -> str:
    """Absolute, versioned address of the JSON Schema of an event's data."""
    return f"{SCHEMA_ROOT}/{event_type}.json"


def encode_value(value: str) -> str:
    """Percent-encode blanks, ``"``, ``%`` and everything outside printable ASCII, each as its UTF-8 bytes."""
    return _ESCAPED.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), value)


def decode_value(value: str) -> str:
    """The inverse; a header somebody did not encode is read as it stands."""
    return unquote(value.removeprefix('"').removesuffix('"') if len(value) > 1 else value, errors="replace")
