"""States of an audit and of its offset determination, and the events that move them (sections 10.3, 10.4)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.refusals import Refusal, Refused


class AuditOrigin(StrEnum):
    """Who tests the records."""

    CBP = "CBP"
    SELF_TEST = "SELF_TEST"
    PRIOR_DISCLOSURE = "PRIOR_DISCLOSURE"
    ZONE_VERIFICATION = "ZONE_VERIFICATION"


class AuditState(StrEnum):
    """Where an audit stands."""

    PLANNED = "PLANNED"
    NOTIFIED = "NOTIFIED"
    RIGHTS_GIVEN = "RIGHTS_GIVEN"
    FIELDWORK = "FIELDWORK"
    REPORTING = "REPORTING"
    REPORTED = "REPORTED"
    COPY_SENT = "COPY_SENT"
    REFERRED = "REFERRED"
    CLOSED = "CLOSED"


class AuditEvent(StrEnum):
    """What can happen to an audit; skipping a procedure is one event for each paragraph switched off (AUD-09)."""

    PLAN_AUDIT = "PLAN_AUDIT"
    GIVE_NOTICE = "GIVE_NOTICE"
    INFORM_RIGHTS = "INFORM_RIGHTS"
    HOLD_ENTRANCE_CONFERENCE = "HOLD_ENTRANCE_CONFERENCE"
    WAIVE_ENTRANCE_CONFERENCE = "WAIVE_ENTRANCE_CONFERENCE"
    SKIP_NOTICE = "SKIP_NOTICE"
    SKIP_ENTRANCE = "SKIP_ENTRANCE"
    SKIP_ESTIMATE = "SKIP_ESTIMATE"
    SKIP_CLOSING = "SKIP_CLOSING"
    SKIP_REPORT = "SKIP_REPORT"
    SKIP_COPY = "SKIP_COPY"
    REVISE_ESTIMATE = "REVISE_ESTIMATE"
    ADOPT_SAMPLING_PLAN = "ADOPT_SAMPLING_PLAN"
    PETITION_CLOSING_CONFERENCE = "PETITION_CLOSING_CONFERENCE"
    HOLD_CLOSING_CONFERENCE = "HOLD_CLOSING_CONFERENCE"
    NOTIFY_DELAY = "NOTIFY_DELAY"
    COMPLETE_REPORT = "COMPLETE_REPORT"
    SEND_COPY = "SEND_COPY"
    REFER_TO_FPF = "REFER_TO_FPF"
    CLOSE_NO_ACTION = "CLOSE_NO_ACTION"
    FPF_CONCLUDED = "FPF_CONCLUDED"
    CLOSE_TO_INVESTIGATION = "CLOSE_TO_INVESTIGATION"
    INVESTIGATION_COMMENCED = "INVESTIGATION_COMMENCED"


class OffsetState(StrEnum):
    """Where the offset of an audit stands; three of them are the result (OFF-23)."""

    PROVISIONAL = "PROVISIONAL"
    WITH_FPF = "WITH_FPF"
    ALLOWED = "ALLOWED"
    ALLOWED_IN_PART = "ALLOWED_IN_PART"
    DISALLOWED_ENTIRELY = "DISALLOWED_ENTIRELY"
    SUPERSEDED_BY_INVESTIGATION = "SUPERSEDED_BY_INVESTIGATION"


class OffsetEvent(StrEnum):
    """What can happen to the offset."""

    COMPUTE_PROVISIONAL = "COMPUTE_PROVISIONAL"
    REFER_DISALLOWANCE_ISSUE = "REFER_DISALLOWANCE_ISSUE"
    CONFIRM_OFFSET = "CONFIRM_OFFSET"
    DETERMINE_ALLOWED = "DETERMINE_ALLOWED"
    DETERMINE_ITEM_DISALLOWED = "DETERMINE_ITEM_DISALLOWED"
    DETERMINE_DISALLOWED_ENTIRELY = "DETERMINE_DISALLOWED_ENTIRELY"
    INVESTIGATION_COMMENCED = "INVESTIGATION_COMMENCED"
    RECOMPUTE = "RECOMPUTE"


_S: Final = AuditState
_E: Final = AuditEvent
_O: Final = OffsetState
_OE: Final = OffsetEvent

_REPORT_OWED: Final = (_S.REPORTING, _S.REPORTED, _S.REFERRED)

AUDIT_TRANSITIONS: Final[Mapping[tuple[AuditState | None, AuditEvent], AuditState]] = {
    (None, _E.PLAN_AUDIT): _S.PLANNED,  # AUD-05
    (_S.PLANNED, _E.GIVE_NOTICE): _S.NOTIFIED,  # AUD-01
    (_S.NOTIFIED, _E.INFORM_RIGHTS): _S.RIGHTS_GIVEN,  # AUD-02
    (_S.RIGHTS_GIVEN, _E.HOLD_ENTRANCE_CONFERENCE): _S.FIELDWORK,
    (_S.RIGHTS_GIVEN, _E.WAIVE_ENTRANCE_CONFERENCE): _S.FIELDWORK,
    (_S.PLANNED, _E.SKIP_NOTICE): _S.NOTIFIED,  # AUD-09
    (_S.NOTIFIED, _E.SKIP_ENTRANCE): _S.FIELDWORK,
    (_S.RIGHTS_GIVEN, _E.SKIP_ENTRANCE): _S.FIELDWORK,
    (_S.FIELDWORK, _E.SKIP_ESTIMATE): _S.FIELDWORK,
    (_S.FIELDWORK, _E.SKIP_CLOSING): _S.REPORTING,
    **{(state, _E.SKIP_REPORT): state for state in _REPORT_OWED},
    **{(state, _E.SKIP_COPY): state for state in _REPORT_OWED},
    (_S.FIELDWORK, _E.REVISE_ESTIMATE): _S.FIELDWORK,  # AUD-03
    (_S.FIELDWORK, _E.ADOPT_SAMPLING_PLAN): _S.FIELDWORK,  # SMP-01, SMP-02
    (_S.FIELDWORK, _E.PETITION_CLOSING_CONFERENCE): _S.FIELDWORK,  # AUD-06
    (_S.FIELDWORK, _E.HOLD_CLOSING_CONFERENCE): _S.REPORTING,  # AUD-04
    (_S.REPORTING, _E.NOTIFY_DELAY): _S.REPORTING,  # AUD-07
    (_S.REPORTING, _E.COMPLETE_REPORT): _S.REPORTED,  # AUD-11
    (_S.REPORTED, _E.SEND_COPY): _S.COPY_SENT,  # AUD-08
    (_S.REFERRED, _E.SEND_COPY): _S.REFERRED,
    (_S.REPORTED, _E.REFER_TO_FPF): _S.REFERRED,  # AUD-12
    (_S.COPY_SENT, _E.REFER_TO_FPF): _S.REFERRED,
    (_S.REPORTED, _E.CLOSE_NO_ACTION): _S.CLOSED,
    (_S.COPY_SENT, _E.CLOSE_NO_ACTION): _S.CLOSED,
    (_S.REFERRED, _E.FPF_CONCLUDED): _S.CLOSED,
    **{(state, _E.CLOSE_TO_INVESTIGATION): _S.CLOSED for state in _S if state is not _S.CLOSED},
    **{(state, _E.INVESTIGATION_COMMENCED): state for state in _S if state is not _S.CLOSED},
}

_ALLOWED: Final = frozenset({_O.ALLOWED, _O.ALLOWED_IN_PART})
DETERMINED: Final = frozenset({*_ALLOWED, _O.DISALLOWED_ENTIRELY})

# Where an event leads to more than one state, its guard chooses among them.
OFFSET_TRANSITIONS: Final[Mapping[tuple[OffsetState | None, OffsetEvent], frozenset[OffsetState]]] = {
    (None, _OE.COMPUTE_PROVISIONAL): frozenset({_O.PROVISIONAL}),  # OFF-16
    (_O.PROVISIONAL, _OE.REFER_DISALLOWANCE_ISSUE): frozenset({_O.WITH_FPF}),
    (_O.PROVISIONAL, _OE.CONFIRM_OFFSET): _ALLOWED,  # OFF-23
    (_O.WITH_FPF, _OE.DETERMINE_ALLOWED): _ALLOWED,
    (_O.WITH_FPF, _OE.DETERMINE_ITEM_DISALLOWED): frozenset({_O.ALLOWED_IN_PART}),  # OFF-06
    (_O.WITH_FPF, _OE.DETERMINE_DISALLOWED_ENTIRELY): frozenset({_O.DISALLOWED_ENTIRELY}),  # OFF-08
    (_O.PROVISIONAL, _OE.INVESTIGATION_COMMENCED): frozenset({_O.PROVISIONAL, _O.SUPERSEDED_BY_INVESTIGATION}),
    (_O.WITH_FPF, _OE.INVESTIGATION_COMMENCED): frozenset({_O.WITH_FPF, _O.SUPERSEDED_BY_INVESTIGATION}),
    **{(state, _OE.RECOMPUTE): frozenset({state}) for state in DETERMINED},  # SMP-10
}


def _illegal(event: str, state: str | None, section: str) -> Refused:
    return Refused(
        [
            Refusal(
                code="SEC_ILLEGAL_TRANSITION",
                rule=section,
                citation="19 CFR 163.11",
                message=f"{event} is not possible in state {state or 'none'}.",
            )
        ]
    )


def move_audit(state: AuditState | None, event: AuditEvent) -> AuditState:
    """The state of the audit after an event (10.3).

    Raises:
        Refused: the event is not allowed in this state (SEC_ILLEGAL_TRANSITION).
    """
    following = AUDIT_TRANSITIONS.get((state, event))
    if following is None:
        raise _illegal(event, state, "10.3")
    return following


def check_offset(state: OffsetState | None, event: OffsetEvent) -> frozenset[OffsetState]:
    """The states of the offset an event may lead to (10.4).

    Raises:
        Refused: the event is not allowed in this state (SEC_ILLEGAL_TRANSITION).
    """
    following = OFFSET_TRANSITIONS.get((state, event))
    if following is None:
        raise _illegal(event, state, "10.4")
    return following


def move_offset(state: OffsetState | None, event: OffsetEvent, to: OffsetState) -> OffsetState:
    """``to``, if the event may lead there from ``state``.

    Raises:
        Refused: the event is not allowed in this state, or never leads to ``to`` (SEC_ILLEGAL_TRANSITION).
    """
    if to not in check_offset(state, event):
        raise _illegal(f"{event} to {to}", state, "10.4")
    return to
