"""The enumerations of audits as GraphQL shows them."""

from collections.abc import Sequence
from enum import EnumMeta
from typing import Final

import strawberry

from services.enforcement.domain.audits.deadlines import ClockKind
from services.enforcement.domain.audits.findings import (
    Cause,
    Direction,
    FindingClass,
    FindingKind,
    FpfDetermination,
    RefundBasis,
    Suspicion,
)
from services.enforcement.domain.audits.offsets import Purpose, RefundAllocation
from services.enforcement.domain.audits.sampling import ChallengeType, Estimator
from services.enforcement.domain.audits.states import AuditEvent, AuditOrigin, AuditState, OffsetEvent, OffsetState
from services.enforcement.domain.audits.summons import Profession, SummonsOffice
from services.enforcement.usecases.audits.prepare import Procedure
from services.enforcement.usecases.audits.refunds import OtherUse
from services.enforcement.usecases.audits.sample import ApprovedPart

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
    (FpfDetermination, "AuditItemDetermination", "What FP&F found of one item."),
    (RefundBasis, "RefundBasis", "What an over-payment can be refunded on (OFF-13)."),
    (RefundAllocation, "RefundAllocation", "Which over-payments the offset consumed first (OFF-13)."),
    (OtherUse, "OverPaymentUse", "Another use of an over-payment (OFF-14)."),
    (ApprovedPart, "OwnTestPart", "What CBP approves of an own test (SMP-05)."),
    (Profession, "RecordkeeperProfession", "What somebody does who keeps another's records (AUD-14)."),
    (SummonsOffice, "SummonsOffice", "An office that may ask for a summons (AUD-14)."),
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
