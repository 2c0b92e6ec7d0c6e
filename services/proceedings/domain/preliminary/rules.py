"""What the acts of the preliminary phase need and do (15.2, transitions 8 to 10 and 12)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from services.proceedings.domain.critical.facts import initiation_published_on, reach_preliminary
from services.proceedings.domain.deadlines.clocks import Clock
from services.proceedings.domain.deadlines.engine import Days, schedule
from services.proceedings.domain.instructions import (
    DepositRates,
    Instruction,
    Instrument,
    ProvisionalMeasuresLapsed,
    SuspensionKind,
    SuspensionOrdered,
)
from services.proceedings.domain.petition.acts import PartyClass
from services.proceedings.domain.petition.facts import initiation
from services.proceedings.domain.preliminary.acts import (
    CommercePreliminary,
    PostponementGround,
    PreliminaryPostponed,
    VerificationWaived,
    WaiverDisclosure,
)
from services.proceedings.domain.preliminary.clocks import CAP_DAYS, clocks, normal_clock
from services.proceedings.domain.preliminary.facts import (
    above_de_minimis,
    firms,
    instructed,
    lapse,
    rate_table,
    suspension_start,
    tier,
)
from services.proceedings.domain.rates import RateRow, RateStage
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import UNDER_INVESTIGATION, Case, Commerce, Critical, Itc, Liquidation
from services.proceedings.domain.record.rules import ActRule, Family, Moment, TimeRule, refusal
from shared.refusals import Refusal

_PRELIMINARY: Final = "19 USC 1671b(b)(1)"
_POSTPONEMENT: Final = "19 USC 1671b(c)"
_WAIVER: Final = "19 USC 1671b(b)(3)"
_DOMESTIC: Final = frozenset(PartyClass) - {PartyClass.A, PartyClass.B}
_ITC_MET: Final = frozenset({Itc.PRELIM_AFF, Itc.NOT_REQUIRED})


def _day(clock: Clock, offset_days: int, *, backward: bool) -> date:
    """A day counted from the scheduled preliminary, without tolling, as a guard needs it (CAL-05)."""
    scheduled = schedule(clock, case_number="", tollings=(), days=Days()).due
    moved = scheduled + timedelta(days=offset_days)
    return Days().roll_back(moved) if backward else Days().roll(moved)


class _PreliminaryPostponed(ActRule[PreliminaryPostponed]):
    act = PreliminaryPostponed
    source = frozenset({Case.INVESTIGATING})

    def refuse(self, state: Proceeding, act: PreliminaryPostponed) -> Sequence[Refusal]:
        normal = normal_clock(state)
        if normal is None or state.commerce is not Commerce.PRELIM_PENDING:
            return [_pending(act.rules[0], _POSTPONEMENT)]
        found = []
        notice_by = _day(normal, -20, backward=True)
        if act.occurred_on > notice_by:
            found.append(
                refusal(
                    "POSTPONEMENT_NOTICE_LATE",
                    "PRE-03",
                    _POSTPONEMENT,
                    f"Parties must be notified by {notice_by.isoformat()}, 20 days before the scheduled determination.",
                    "occurredOn",
                )
            )
        if act.ground is PostponementGround.PETITIONER_REQUEST:
            found.extend(_request_refusals(normal, act))
        cap = Days().roll(normal.legs[0].day + timedelta(days=CAP_DAYS))
        if not schedule(normal, case_number="", tollings=(), days=Days()).due < act.new_due_on <= cap:
            found.append(
                refusal(
                    "POSTPONED_TOO_FAR",
                    "PRE-03",
                    _POSTPONEMENT,
                    f"Postpone to a later day, at most to {cap.isoformat()}, the 130th day after initiation.",
                    "newDueOn",
                )
            )
        if state.every(PreliminaryPostponed):
            found.append(refusal("POSTPONED_ALREADY", "PRE-03", _POSTPONEMENT, "It is postponed once, to day 130."))
        return found


def _request_refusals(normal: Clock, act: PreliminaryPostponed) -> list[Refusal]:
    latest = _day(normal, -25, backward=False)
    if act.requested_on is not None and act.requested_on <= latest and act.requested_on <= act.occurred_on:
        return []
    return [
        refusal(
            "POSTPONEMENT_REQUEST_LATE",
            "PRE-03",
            "19 CFR 351.205(e)",
            f"The petitioner must ask by {latest.isoformat()}, 25 days before the scheduled determination, and before "
            "it is granted.",
            "requestedOn",
        )
    ]


class _WaiverDisclosure(ActRule[WaiverDisclosure]):
    act = WaiverDisclosure
    source = frozenset({Case.INVESTIGATING})

    def refuse(self, state: Proceeding, act: WaiverDisclosure) -> Sequence[Refusal]:
        return () if state.commerce is Commerce.PRELIM_PENDING else [_pending("PRE-05", _WAIVER)]


class _VerificationWaived(ActRule[VerificationWaived]):
    act = VerificationWaived
    source = frozenset({Case.INVESTIGATING})

    def refuse(self, state: Proceeding, act: VerificationWaived) -> Sequence[Refusal]:
        if act.party_class in _DOMESTIC:
            return ()
        return [
            refusal(
                "WAIVER_NOT_YOURS",
                "PRE-05",
                _WAIVER,
                "Foreign parties and governments neither give nor block a waiver of verification.",
                "partyClass",
            )
        ]


class _CommercePreliminary(ActRule[CommercePreliminary]):
    act = CommercePreliminary
    source = UNDER_INVESTIGATION

    def refuse(self, state: Proceeding, act: CommercePreliminary) -> Sequence[Refusal]:
        if state.commerce is not Commerce.PRELIM_PENDING:
            return [_pending("PRE-01", _PRELIMINARY)]
        found = []
        if state.itc not in _ITC_MET:
            found.append(
                refusal(
                    "ITC_PRELIM_PENDING",
                    "PRE-02",
                    _PRELIMINARY,
                    "Commerce decides after the Commission's affirmative preliminary determination.",
                )
            )
        counting = above_de_minimis(act.rates, tier(state, act.occurred_on), act.occurred_on)
        if act.affirmative is not bool(counting):
            found.append(
                refusal(
                    "DETERMINATION_CONTRADICTS_RATES",
                    "PRE-07",
                    "19 USC 1671b(b)(4)",
                    f"{len(counting)} of the rates are above de minimis: affirmative is what has at least one, "
                    "negative what has none.",
                    "affirmative",
                )
            )
        if act.expedited:
            found.extend(_waiver_refusals(state))
        return found

    def happened(self, state: Proceeding, step: Step[CommercePreliminary]) -> Proceeding:
        commerce = Commerce.PRELIM_AFF if step.act.affirmative else Commerce.PRELIM_NEG
        return replace(state, commerce=commerce, preliminary_on=step.act.occurred_on)

    def published(self, state: Proceeding, step: Step[CommercePreliminary]) -> Proceeding:
        assert step.published_on is not None
        if not step.act.affirmative:
            return state
        start = suspension_start(state, step.published_on)
        itc = state.itc if state.itc is Itc.NOT_REQUIRED else Itc.FINAL_PENDING
        critical = state.critical is Critical.PRELIM_AFF
        return replace(
            state,
            itc=itc,
            reach_back_to=reach_preliminary(start, initiation_published_on(state)) if critical else None,
            liquidation=Liquidation.SUSPENDED_PROVISIONAL,
            suspended_from=start,
            lapse_from=lapse(start, state.practice),
        )

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[CommercePreliminary], moment: Moment
    ) -> Sequence[Instruction]:
        if moment is not Moment.PUBLISHED or not step.act.affirmative:
            return ()
        assert after.suspended_from is not None
        test = tier(after, step.act.occurred_on)
        rows = rate_table(step.act.rates, test, step.act.occurred_on)
        counting = above_de_minimis(rows, test, step.act.occurred_on)
        free: list[RateRow] = [row for row in rows if row not in counting and not row.is_for_everybody]
        return (
            SuspensionOrdered(
                legal_basis="19 USC 1671b(d)(2)",
                kind=SuspensionKind.PROVISIONAL,
                effective_from=after.suspended_from,
                retroactive_from=after.reach_back_to,
                excluded=firms(free),
            ),
            DepositRates(
                legal_basis="19 USC 1671b(d)(1)(B)",
                stage=RateStage.PRELIM,
                instrument=Instrument.CASH,
                rows=instructed([row if row in counting or row.is_for_everybody else _zero(row) for row in rows]),
                effective_from=after.suspended_from,
            ),
        )


def _zero(row: RateRow) -> RateRow:
    """A zero or de minimis rate as a deposit rate (PRE-10)."""
    return replace(row, exact_percent=row.exact_percent * 0)


def _waiver_refusals(state: Proceeding) -> list[Refusal]:
    """Whether all who may waive did so in time on a sufficient record (PRE-05, D-29)."""
    started = initiation(state)
    disclosed = state.last(WaiverDisclosure)
    if started is None or disclosed is None or not disclosed.act.sufficient:
        return [_no_waiver("No sufficient record was disclosed.")]
    review_by = Days().roll(started.act.occurred_on + timedelta(days=55))
    if disclosed.act.occurred_on > review_by:
        return [_no_waiver(f"Review and disclosure came after {review_by.isoformat()}.")]
    until = Days().add(disclosed.act.occurred_on, 3)
    waived = {step.act.party for step in state.every(VerificationWaived) if step.act.occurred_on <= until}
    missing = [party for party in disclosed.act.disclosed_to if party not in waived]
    return [_no_waiver(f"No waiver by {until.isoformat()} from {', '.join(missing)}.")] if missing else []


def _no_waiver(message: str) -> Refusal:
    return refusal("NOT_ALL_WAIVED", "PRE-05", _WAIVER, f"{message} Decide on the normal schedule.", "expedited")


def _pending(rule: str, citation: str) -> Refusal:
    return refusal(
        "ILLEGAL_TRANSITION", rule, citation, "Possible only while the preliminary determination is pending (15.2)."
    )


class _ProvisionalLapse(TimeRule):
    """The four months are over before the Commission's affirmative final is published (PRE-13)."""

    key = "PROVISIONAL_LAPSE"

    def due(self, state: Proceeding) -> date | None:
        return state.lapse_from if state.liquidation is Liquidation.SUSPENDED_PROVISIONAL else None

    def strike(self, state: Proceeding, day: date) -> Proceeding:
        return replace(state, liquidation=Liquidation.LAPSED)

    def instructions(self, before: Proceeding, after: Proceeding, day: date) -> Sequence[Instruction]:
        return (ProvisionalMeasuresLapsed(legal_basis="19 USC 1671b(d)", effective_to=day),)


FAMILY: Final = Family(
    acts=(_PreliminaryPostponed(), _WaiverDisclosure(), _VerificationWaived(), _CommercePreliminary()),
    times=(_ProvisionalLapse(),),
    clocks=(clocks,),
)
