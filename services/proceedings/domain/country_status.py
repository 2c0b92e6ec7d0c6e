"""What a country is, period after period (IMP-02, NEG-06)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from services.proceedings.domain.record.proceeding import CountryStatus, Development
from services.proceedings.domain.record.rules import refusal
from shared.refusals import Refusal

_ONE_DAY = timedelta(days=1)


class AgreementReason(StrEnum):
    """Why a country is a Subsidies Agreement country (IMP-02, 19 USC 1671(b))."""

    WTO_MEMBER = "WTO_MEMBER"
    EQUIVALENT_OBLIGATIONS = "EQUIVALENT_OBLIGATIONS"
    MFN_AGREEMENT = "MFN_AGREEMENT"


def refuse_status(existing: Sequence[CountryStatus], new: CountryStatus) -> list[Refusal]:
    """What stands against a period beside those known: it may cut one short, not cover one that begins inside it.

    Source: IMP-02, NEG-06: one status holds on a day.
    """
    found = []
    if new.ends_on is not None and new.ends_on < new.starts_on:
        message = "The last day comes before the first."
        found.append(refusal("PERIOD_ENDS_BEFORE_START", "IMP-02", "19 USC 1671(b)", message, "endsOn"))
    covered = [
        known.starts_on
        for known in existing
        if known.starts_on > new.starts_on and (new.ends_on is None or known.starts_on <= new.ends_on)
    ]
    if covered:
        message = f"Another status begins on {min(covered).isoformat()}: end this one before, or change that one."
        found.append(refusal("STATUS_OVERLAPS", "IMP-02", "19 USC 1671(b)", message, "endsOn"))
    if new.export_subsidy_notice_on is not None and new.development is not Development.DC2711:
        message = "A notice that export subsidies ended is given by a country listed under Article 27.11."
        found.append(refusal("NOTICE_WITHOUT_LISTING", "PRE-08", "19 USC 1671b(b)(4)(C)", message, "development"))
    return found


def placed(existing: Sequence[CountryStatus], new: CountryStatus) -> list[CountryStatus]:
    """All periods with a new one in its place, by first day.

    One of the same first day is replaced; one that had begun before ends the day before, and goes on after the new one
    where it had lasted longer.
    """
    found = [new]
    for known in existing:
        if known.starts_on == new.starts_on:
            continue
        runs_into = known.starts_on < new.starts_on and (known.ends_on is None or known.ends_on >= new.starts_on)
        if not runs_into:
            found.append(known)
            continue
        found.append(replace(known, ends_on=new.starts_on - _ONE_DAY))
        if new.ends_on is not None and (known.ends_on is None or known.ends_on > new.ends_on):
            found.append(replace(known, starts_on=new.ends_on + _ONE_DAY))
    return sorted(found, key=lambda status: status.starts_on)
