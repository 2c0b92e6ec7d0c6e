"""Whether a recordkeeper gets a notice of violation instead of a penalty (RCP-12, RCP-13, PEN-08's fourth defence)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CertifiedDays:
    """Days that count as certified: from the first day to before ``until_on``; None while it goes on."""

    from_on: date
    until_on: date | None

    def contains(self, day: date) -> bool:
        """The day of certification counts, the day a removal takes effect does not (RCP-12)."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


@dataclass(frozen=True, slots=True)
class ComplianceFinding:
    """Regulatory Audit's finding, which holds from a day until the next finding (RCP-12 (a))."""

    from_on: date
    generally_compliant: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A participation in the Recordkeeping Compliance Program, as certification last told it.

    Attributes:
        certified_on: start of the certification repeats are counted in; None before there is one.
        certified_days: all days that count as certified.
        findings: findings of compliance, in the order they were made.
    """

    participation_id: UUID
    importer_number: str
    revision: int
    status: str
    certified_on: date | None
    certified_days: tuple[CertifiedDays, ...]
    findings: tuple[ComplianceFinding, ...]

    def certified(self, day: date) -> bool:
        """Whether it counts as certified on a day."""
        return any(days.contains(day) for days in self.certified_days)

    def generally_compliant(self, day: date) -> bool:
        """Without an adverse finding open on a day it is: the newest finding dated on or before it decides."""
        dated = [finding for finding in self.findings if finding.from_on <= day]
        # Of two findings of one day the one made later stands last.
        return not dated or sorted(dated, key=lambda finding: finding.from_on)[-1].generally_compliant


def is_repeat(issued_on: Sequence[date], *, certified_on: date, due_on: date) -> bool:
    """Whether a failure repeats an earlier one.

    Args:
        issued_on: days of the notices of violation that stand and the penalties, for other demands on the same person.
        certified_on: start of the current certification; what came before it does not count.
        due_on: due date, as extended, of the demand now failed; what was issued on it or later does not count.

    Source: RCP-13 (design choice); 19 CFR 163.6(b)(3)(iv) ("his first violation").
    """
    return any(certified_on <= day < due_on for day in issued_on)


def first_violation(standings: Sequence[Standing], issued_on: Sequence[date], due_on: date) -> bool:
    """Whether a failure, if it is not willful, brings a notice of violation and no penalty.

    Args:
        standings: the participations of the person.
        issued_on: see ``is_repeat``.
        due_on: due date of the failed demand, as extended; certification and compliance are tested on it.

    Source: RCP-12, RCP-13, PEN-08; 19 CFR 163.12(d)(1), 163.6(b)(3)(iv), 19 USC 1509(g)(7).
    """
    for standing in standings:
        if standing.certified(due_on) and standing.certified_on is not None:
            repeat = is_repeat(issued_on, certified_on=standing.certified_on, due_on=due_on)
            return standing.generally_compliant(due_on) and not repeat
    return False
