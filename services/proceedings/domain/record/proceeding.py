"""The state of a case on a day, folded from its acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Self, cast

from services.proceedings.domain.case_number import CaseKind
from services.proceedings.domain.deadlines.engine import Days, Tolling
from services.proceedings.domain.record.acts import Act, ActT, Step
from services.proceedings.domain.record.regions import (
    Agreement,
    Case,
    Commerce,
    Critical,
    Itc,
    Liquidation,
    Segment,
)


class Development(StrEnum):
    """How the Trade Representative lists a country (NEG-06); DC2711 ended its export subsidies early (Art. 27.11)."""

    NONE = "NONE"
    DEVELOPING = "DEVELOPING"
    LEAST_DEVELOPED = "LEAST_DEVELOPED"
    DC2711 = "DC2711"


class ProvisionalLimit(StrEnum):
    """How the four months of provisional measures are counted (D-12)."""

    DAYS_120 = "DAYS_120"
    MONTHS_4 = "MONTHS_4"


@dataclass(frozen=True, kw_only=True, slots=True)
class CountryStatus:
    """What a country is between two days (IMP-02, NEG-06).

    Attributes:
        ends_on: last day; None while it lasts.
        subsidies_agreement: whether it is a Subsidies Agreement country.
        reason: WTO_MEMBER, EQUIVALENT_OBLIGATIONS or MFN_AGREEMENT; None for a country outside.
        export_subsidy_notice_on: day of the notice that ends a DC2711 country's 3 % tier (PRE-08).
        source: where it stands, for example "85 FR 7613".
    """

    starts_on: date
    ends_on: date | None
    subsidies_agreement: bool
    reason: str | None
    development: Development = Development.NONE
    export_subsidy_notice_on: date | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Practice:
    """Choices where the law is silent (section 19), as settings."""

    provisional_limit: ProvisionalLimit = ProvisionalLimit.DAYS_120
    exclude_disregarded_from_total: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Background:
    """What is known of a case beside its acts.

    Attributes:
        statuses: of its country, by first day.
        days: when the agencies are open; ``tollings``: what they announced. Guards count from scheduled days too.
    """

    case_number: str
    kind: CaseKind
    country: str
    statuses: Sequence[CountryStatus]
    practice: Practice = field(default_factory=Practice)
    days: Days = field(default_factory=Days)
    tollings: Sequence[Tolling] = ()

    def status_on(self, day: date) -> CountryStatus:
        """The country's status on a day; a country that is nowhere listed is outside the Agreement (IMP-02)."""
        for status in self.statuses:
            if status.starts_on <= day and (status.ends_on is None or day <= status.ends_on):
                return status
        return CountryStatus(starts_on=day, ends_on=day, subsidies_agreement=False, reason=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Proceeding:
    """One proceeding: its regions and the steps taken.

    Attributes:
        reviews: segments after the order by their id.
        preliminary_on: day of the affirmative or negative preliminary determination that the final counts from, actual
            or deemed (FIN-01, SUS-15, SUS-17).
        suspended_from: first day of entry under the suspension that counts (PRE-11, FIN-08, SUS-11, SUS-17).
        lapse_from: first day of entry that the four months no longer cover (PRE-13, UPS-05, D-25); None while no limit
            runs.
        reach_back_to: first day of entry that critical circumstances reach (CRC-05, CRC-09).
        boundary_on: the day that divides provisional from definitive entries, once there is an order (ASM-02).
        steps: every act so far, in legal order.
        strikes: what time alone brought about, by the key of its rule, with the day.
    """

    background: Background
    case: Case = Case.DRAFT_CONFIDENTIAL
    commerce: Commerce = Commerce.NONE
    itc: Itc = Itc.NONE
    liquidation: Liquidation = Liquidation.NORMAL
    critical: Critical = Critical.NOT_ALLEGED
    agreement: Agreement = Agreement.NONE
    reviews: Mapping[str, Segment] = field(default_factory=dict)
    preliminary_on: date | None = None
    suspended_from: date | None = None
    lapse_from: date | None = None
    reach_back_to: date | None = None
    boundary_on: date | None = None
    steps: tuple[Step[Act], ...] = ()
    strikes: Mapping[str, date] = field(default_factory=dict)

    @property
    def practice(self) -> Practice:
        """The choices made where the law is silent."""
        return self.background.practice

    def every(self, kind: type[ActT]) -> tuple[Step[ActT], ...]:
        """The steps of a kind, in legal order."""
        return tuple(cast(Step[ActT], step) for step in self.steps if isinstance(step.act, kind))

    def last(self, kind: type[ActT]) -> Step[ActT] | None:
        """The newest step of a kind."""
        found = self.every(kind)
        return found[-1] if found else None

    def step(self, number: int) -> Step[Act] | None:
        """The step of an act's number."""
        return next((step for step in self.steps if step.number == number), None)

    def with_step(self, step: Step[Act]) -> Self:
        """With a new step, or with one replaced by its newer self."""
        if self.step(step.number) is None:
            return replace(self, steps=(*self.steps, step))
        return replace(self, steps=tuple(step if old.number == step.number else old for old in self.steps))
