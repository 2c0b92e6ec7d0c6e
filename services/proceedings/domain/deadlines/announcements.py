"""What an agency may announce that moves days: a uniform delay (CAL-08), a day on which it is closed (CAL-02)."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final

from services.proceedings.domain.deadlines.clocks import Actor
from services.proceedings.domain.deadlines.engine import Tolling
from shared.calendar import is_business_day
from shared.refusals import Refusal

DELAY_DAYS_MAX: Final = 400
_TOLLING: Final = "19 CFR 351.302"
_CLOSURE: Final = "70 FR 24533"
_KEY: Final = re.compile(r"[A-Z][A-Z_0-9]{1,60}", re.ASCII)
_AGENCIES: Final = frozenset({Actor.COMMERCE, Actor.ITC, Actor.CBP, Actor.TREASURY, Actor.PRESIDENT})


class SegmentType(StrEnum):
    """Parts of a proceeding as announcements name them."""

    INVESTIGATION = "INVESTIGATION"
    ADMINISTRATIVE_REVIEW = "ADMINISTRATIVE_REVIEW"
    NEW_SHIPPER_REVIEW = "NEW_SHIPPER_REVIEW"
    CHANGED_CIRCUMSTANCES_REVIEW = "CHANGED_CIRCUMSTANCES_REVIEW"
    SUBSIDIES_ENFORCEMENT_REVIEW = "SUBSIDIES_ENFORCEMENT_REVIEW"
    EXPEDITED_REVIEW = "EXPEDITED_REVIEW"
    SUNSET_REVIEW = "SUNSET_REVIEW"


def refuse_tolling(tolling: Tolling, known: Iterable[Tolling]) -> list[Refusal]:
    """What stands against announcing a delay.

    Args:
        known: delays announced already.

    Source: CAL-08: tolling is per agency and per segment type, and is counted once.
    """
    found = []
    if tolling.authority not in _AGENCIES:
        found.append(
            _refused("NOT_AN_AGENCY", "CAL-08", _TOLLING, "Only an agency announces a delay of its own.", "authority")
        )
    if tolling.closure_to < tolling.closure_from:
        found.append(
            _refused(
                "CLOSURE_ENDS_BEFORE_IT_BEGINS", "CAL-08", _TOLLING, "closureTo is before closureFrom.", "closureTo"
            )
        )
    if not 1 <= tolling.days <= DELAY_DAYS_MAX:
        message = f"A delay has 1 to {DELAY_DAYS_MAX} calendar days."
        found.append(_refused("DELAY_OUT_OF_RANGE", "CAL-08", _TOLLING, message, "days"))
    unknown = sorted(key for key in tolling.excluded_keys if not _KEY.fullmatch(key))
    if unknown:
        message = f"{unknown[0][:60]!r} is no key of a deadline, such as AR_REQUEST."
        found.append(_refused("NOT_A_DEADLINE_KEY", "CAL-08", _TOLLING, message, "excludedKeys"))
    twin = next((other for other in known if _overlaps(tolling, other)), None)
    if twin is not None:
        message = f"{twin.id} already tolls these deadlines for a closure that began on {twin.closure_from}."
        found.append(_refused("TOLLED_ALREADY", "CAL-08", _TOLLING, message, "closureFrom"))
    return found


def refuse_closure(day: date, known: Iterable[date]) -> list[Refusal]:
    """What stands against a day on which the agencies are closed.

    Source: CAL-02: weather, mourning and executive orders close agencies on days that are business days otherwise.
    """
    if day in known:
        return [_refused("CLOSED_ALREADY", "CAL-02", _CLOSURE, f"{day} is recorded as closed.", "day")]
    if not is_business_day(day):
        return [_refused("NOT_A_BUSINESS_DAY", "CAL-02", _CLOSURE, f"{day} is no business day anyway.", "day")]
    return []


def _overlaps(tolling: Tolling, other: Tolling) -> bool:
    """Both would be added for one closure: they have days in common, and segments."""
    if tolling.authority is not other.authority:
        return False
    if tolling.closure_from > other.closure_to or other.closure_from > tolling.closure_to:
        return False
    either_all = not tolling.segment_types or not other.segment_types
    return either_all or bool(tolling.segment_types & other.segment_types)


def _refused(code: str, rule: str, citation: str, message: str, field: str) -> Refusal:
    return Refusal(code=code, rule=rule, citation=citation, message=message, field=field)
