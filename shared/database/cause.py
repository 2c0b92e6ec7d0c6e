"""Who or what makes something happen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cause:
    """Who or what makes something happen, for the audit log and the events.

    Attributes:
        actor: the caller's subject, ``event:<type>`` or ``job:<name>``.
        correlation_id: id of the request at the root of it all.
        causation_id: id of the event that caused this directly, if one did.
    """

    actor: str
    correlation_id: str
    causation_id: str | None = None
