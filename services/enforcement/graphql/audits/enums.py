"""The enumerations of audits as GraphQL shows them."""

from collections.abc import Sequence
from enum import EnumMeta
from typing import Final

import strawberry

from services.enforcement.domain.audits.deadlines import ClockKind
from services.enforcement.domain.audits.findings import Cause, Direction, FindingClass, FindingKind, Suspicion
from services.enforcement.domain.audits.offsets import Purpose
from services.enforcement.domain.audits.sampling import ChallengeType, Estimator
from services.enforcement.domain.audits.states import AuditEvent, AuditOrigin, AuditState, OffsetEvent, OffsetState
from services.enforcement.usecases.audits.prepare import Procedure

_ENUMS: Final[Sequence[tuple[EnumMeta, str, str]]] = (
    (AuditOrigin, "AuditOrigin", "Who tests the records."),
    (Purpose, "AuditPurpose", "What the audit's figures are used for (OFF-01)."),
    (Procedure, "AuditProcedure", "A paragraph that can be left out after a prior disclosure (AUD-09)."),
    (Estimator, "SamplingEstimator", "How sample errors are projected (SMP-08)."),
    (ChallengeType, "SamplingChallengeType", "What a challenge is about (SMP-03)."),
    (Direction, "AuditFindingDirection", "Whom the mistake favoured."),
    (FindingKind, "AuditFindingKind", "Money, or a declaration with an effect on money."),
    (FindingClass, "AuditFindingClass", "What was paid or declared wrongly."),
    (Cause, "AuditFindingCause", "Why it was wrong."),
    (Suspicion, "AuditSuspicion", "What the auditor suspects; decides nothing."),
    (AuditState, "AuditState", "Where an audit stands (10.3)."),
    (OffsetState, "AuditOffsetState", "Where the offset stands (10.4)."),
    (OffsetEvent, "AuditOffsetEvent", "What can happen to the offset (10.4)."),
    (AuditEvent, "AuditEvent", "What can happen to an audit (10.3)."),
    (ClockKind, "AuditClockKind", "The clocks of an audit."),
)

for _kind, _name, _description in _ENUMS:
    strawberry.enum(_kind, name=_name, description=_description)
    for _value in _kind.__strawberry_definition__.values:  # type: ignore[attr-defined]
        # The words are those of the rules.
        _value.description = f"{_value.name.replace('_', ' ').capitalize()}."
