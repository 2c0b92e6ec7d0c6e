"""Participations at every stage, made by the rules themselves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from services.certification.domain.recordkeeping import applying, deciding
from services.certification.domain.recordkeeping.applying import Approval, demonstrations_of
from services.certification.domain.recordkeeping.deciding import WrittenNotice
from services.certification.domain.recordkeeping.participation import (
    ApplicantCapacity,
    Condition,
    Considerations,
    DemonstrationKind,
    DenialGround,
    Participation,
    Reason,
    RemovalGround,
    Track,
)
from services.certification.domain.recordkeeping.program import Program
from services.certification.domain.recordkeeping.states import ParticipationState
from shared.refusals import Refused

PROGRAM = Program()
IMPORTER = "12-3456789AB"
OFFICER, EXECUTIVE = "officer", "executive director"
EVIDENCE = dict.fromkeys(DemonstrationKind, "manual, chapter 1")
CONSIDERED = Considerations(size="large", nature="machinery", volume="1,150 entries", workload="free")
APPROVAL = Approval(
    office="Miami",
    in_compliance=True,
    handbook_met=True,
    terms_met=False,
    bond_number="B-1",
    bond_valid=True,
    considerations=CONSIDERED,
    conditions=(Condition(condition_id="C1", text="train yearly", recurring="yearly"),),
)


def codes(action: Callable[[], object]) -> list[str]:
    """The codes of what is refused; the test fails when nothing is."""
    with pytest.raises(Refused) as refused:
        action()
    return [refusal.code for refusal in refused.value.refusals]


def submitted(on: date = date(2024, 1, 15), **changes: object) -> Participation:
    """An application of a day."""
    application = Participation(
        importer_number=IMPORTER,
        state=ParticipationState.SUBMITTED,
        since=on,
        applied_on=on,
        capacity=ApplicantCapacity.IMPORTER,
        track=Track.STANDARD,
        handbook_version="current",
        demonstrations=demonstrations_of(EVIDENCE),
    )
    return replace(application, **changes)  # type: ignore[arg-type]


def in_review(on: date = date(2024, 1, 15), **changes: object) -> Participation:
    """An application under review, all six demonstrated."""
    started = applying.start_review(submitted(on, **changes), on)
    return applying.verify(started, dict.fromkeys(DemonstrationKind, (True, "")), None)


def certified(on: date = date(2024, 5, 20)) -> Participation:
    """A participant certified on a day."""
    return applying.certify(in_review(on), APPROVAL, PROGRAM, on)


def denial(*grounds: DenialGround, by: str = OFFICER) -> WrittenNotice:
    """A complete notice of denial."""
    reasons = tuple(Reason(code=ground, facts="as found") for ground in grounds or (DenialGround.REQUIREMENTS,))
    return WrittenNotice(office="Miami", reasons=reasons, states_appeal_right=True, decided_by=by)


def removal(ground: RemovalGround = RemovalGround.NO_BOND, *, discovered_on: date, by: str = OFFICER) -> WrittenNotice:
    """A complete notice of removal."""
    reason = Reason(code=ground, facts="as found", discovered_on=discovered_on)
    return WrittenNotice(office="Miami", reasons=(reason,), states_appeal_right=True, decided_by=by)


def denied(on: date = date(2024, 6, 3)) -> Participation:
    """An applicant denied on a day."""
    return deciding.deny(in_review(on), denial(), PROGRAM, on)


def served(on: date = date(2024, 11, 18), received_on: date | None = None) -> Participation:
    """A participant with an ordinary removal served on a day."""
    pending = deciding.serve_removal(certified(), removal(discovered_on=on), PROGRAM, on)
    return pending if received_on is None else deciding.confirm_receipt(pending, received_on, received_on)
