"""How far critical circumstances reach back."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from services.proceedings.domain.critical.acts import CriticalFinding, CriticalPreliminary
from services.proceedings.domain.deadlines.engine import raw
from services.proceedings.domain.instructions import Firm
from services.proceedings.domain.petition.facts import initiation
from services.proceedings.domain.preliminary.facts import preliminary
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Critical
from services.proceedings.domain.record.rules import refusal
from shared.law import LawTable, LawValue
from shared.refusals import Refusal

_REACH_DAYS: Final = -90

# Imports that rose by so many percent over the period before it, of like length, are massive.
MASSIVE: Final = LawTable(
    "rise of imports that makes them massive, percent",
    [LawValue(date.min, Decimal(15), "19 CFR 351.206(h)(2)")],
)


def reach_preliminary(suspended_from: date, initiation_published_on: date | None) -> date:
    """First day reached on the preliminary route: 90 days back, not before the initiation's publication; never rolled.

    Source: CRC-05, 19 USC 1671b(e)(2); D-23.
    """
    reach = raw(suspended_from, _REACH_DAYS)
    return reach if initiation_published_on is None else max(reach, initiation_published_on)


def reach_final(suspended_from: date) -> date:
    """First day reached on the final route: 90 days back, literally, without a floor (CRC-09, D-15)."""
    return raw(suspended_from, _REACH_DAYS)


def initiation_published_on(state: Proceeding) -> date | None:
    """Day the initiation's notice was published."""
    started = initiation(state)
    return None if started is None else started.published_on


def review_before(state: Proceeding, reach: date) -> date | None:
    """Entries before this day were made before the initiation was published: an officer looks at them (D-15)."""
    published = initiation_published_on(state)
    return published if published is not None and reach < published else None


def confirmed(state: Proceeding) -> bool:
    """Whether both agencies found critical circumstances (CRC-10, row 1)."""
    return state.critical is Critical.ITC_AFF


def ever_reached(state: Proceeding) -> date | None:
    """First day that a retroactive suspension reached, whether it still does or was ended (ASM-02, CRC-08, CRC-10).

    Source: CRC-05 where the preliminary finding was affirmative and a suspension was ordered on the preliminary; CRC-09
        where Commerce's final finding was.
    """
    if state.reach_back_to is not None or state.suspended_from is None:
        return state.reach_back_to
    found, made = state.last(CriticalPreliminary), preliminary(state)
    if found is not None and found.act.finding.affirmative and made is not None and made.act.affirmative:
        return reach_preliminary(state.suspended_from, initiation_published_on(state))
    if state.critical in {Critical.FINAL_AFF, Critical.ITC_AFF, Critical.ITC_NEG}:
        return reach_final(state.suspended_from)
    return None


def is_massive(base: Decimal, comparison: Decimal, on: date) -> bool:
    """Whether imports rose so much that they are massive; exact, nothing is rounded.

    Args:
        base: imports of the base period, ``comparison`` of the period of like length after it, in one unit.

    Source: CRC-03, 19 CFR 351.206(h), (i).
    """
    return comparison * 100 >= base * (100 + MASSIVE.on(on)) and comparison > base


def refuse_finding(finding: CriticalFinding, on: date) -> list[Refusal]:
    """What stands against a finding: volumes that say otherwise, or a single one of them (CRC-03)."""
    base, comparison = finding.base_volume, finding.comparison_volume
    citation = "19 CFR 351.206(h)"
    if (base is None) is not (comparison is None):
        message = "A rise is told from two volumes, of the base period and of the period compared with it."
        return [refusal("VOLUME_MISSING", "CRC-03", citation, message, "comparisonVolume")]
    if base is None or comparison is None:
        return []
    if base < 0 or comparison < 0:
        return [refusal("VOLUME_NEGATIVE", "CRC-03", citation, "Volumes cannot be negative.", "baseVolume")]
    if is_massive(base, comparison, on) is finding.massive:
        return []
    message = f"Imports are massive where they rose by {MASSIVE.on(on)} % or more; the volumes say otherwise."
    return [refusal("MASSIVE_CONTRADICTS_VOLUMES", "CRC-03", citation, message, "massive")]


def reached_no_more(state: Proceeding, finding: CriticalFinding) -> Sequence[Firm]:
    """The combinations that the preliminary finding named and the final one does not (CRC-08)."""
    before = state.last(CriticalPreliminary)
    if before is None or before.act.finding.firms == (Firm(),) or finding.firms == (Firm(),):
        return ()
    return [firm for firm in before.act.finding.firms if firm not in finding.firms]
