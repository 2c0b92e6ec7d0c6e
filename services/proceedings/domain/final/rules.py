"""What Commerce's final needs and does (15.2, transitions 13 to 15, 27, 39)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from services.proceedings.domain.critical.facts import reach_final, review_before
from services.proceedings.domain.ending import end_reach, lift, terminate
from services.proceedings.domain.final.acts import CommerceFinal, FinalAligned
from services.proceedings.domain.final.clocks import clocks
from services.proceedings.domain.instructions import (
    DepositRates,
    EntryRange,
    Instruction,
    Instrument,
    Refund,
    SuspensionAmended,
    SuspensionKind,
    SuspensionOrdered,
    SuspensionReinstated,
    SuspensionTerminated,
)
from services.proceedings.domain.petition.acts import PetitionFiled, SelfInitiated
from services.proceedings.domain.preliminary.facts import (
    above_de_minimis,
    firms,
    instructed,
    lapse,
    preliminary,
    rate_table,
    suspension_start,
    tier,
)
from services.proceedings.domain.rates import RateRow, RateStage, RateStatus
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import (
    UNDER_INVESTIGATION,
    Commerce,
    Critical,
    Itc,
    Liquidation,
)
from services.proceedings.domain.record.rules import ActRule, Family, Moment, refusal
from shared.calendar import roll_forward
from shared.refusals import Refusal

_FINAL: Final = "19 USC 1671d(a)(1)"
_EFFECTS: Final = "19 USC 1671d(c)(1)"
_DECIDED: Final = frozenset({Commerce.PRELIM_AFF, Commerce.PRELIM_NEG})


class _FinalAligned(ActRule[FinalAligned]):
    act = FinalAligned
    source = UNDER_INVESTIGATION

    def refuse(self, state: Proceeding, act: FinalAligned) -> Sequence[Refusal]:
        if state.commerce not in _DECIDED:
            return [_illegal("FIN-02", "Alignment is asked for after the preliminary determination (15.2).")]
        found = []
        petition, own = state.last(PetitionFiled), state.last(SelfInitiated)
        companions = {petition and petition.act.companion_ad_case, own and own.act.companion_ad_case}
        if act.ad_case not in companions:
            found.append(
                refusal(
                    "NOT_SIMULTANEOUS",
                    "FIN-02",
                    _FINAL,
                    f"{act.ad_case} was not initiated together with this case on the same merchandise.",
                    "adCase",
                )
            )
        made = preliminary(state)
        if made is not None and made.published_on is not None and state.last(FinalAligned) is None:
            latest = roll_forward(date.fromordinal(made.published_on.toordinal() + 5))
            if act.requested_on > latest:
                found.append(
                    refusal(
                        "ALIGNMENT_REQUEST_LATE",
                        "FIN-02",
                        "19 CFR 351.210(i)",
                        f"The petitioner must ask by {latest.isoformat()}, five days after publication.",
                        "requestedOn",
                    )
                )
        return found


class _CommerceFinal(ActRule[CommerceFinal]):
    act = CommerceFinal
    source = UNDER_INVESTIGATION

    def refuse(self, state: Proceeding, act: CommerceFinal) -> Sequence[Refusal]:
        if state.commerce not in _DECIDED:
            return [_illegal("FIN-01", "The final determination follows the preliminary one (15.2).")]
        found = []
        counting = above_de_minimis(act.rates, tier(state, act.occurred_on), act.occurred_on)
        if act.affirmative is not bool(counting):
            found.append(
                refusal(
                    "DETERMINATION_CONTRADICTS_RATES",
                    "FIN-03",
                    "19 USC 1671d(a)(3)",
                    f"{len(counting)} of the rates are above de minimis: affirmative is what has at least one, "
                    "negative what has none.",
                    "affirmative",
                )
            )
        alleged = state.critical is not Critical.NOT_ALLEGED
        if act.affirmative and alleged is not (act.critical is not None):
            found.append(
                refusal(
                    "CRITICAL_FINDING_MISSING" if alleged else "CRITICAL_NOT_ALLEGED",
                    "CRC-06",
                    "19 USC 1671d(a)(2)",
                    "An affirmative final contains both findings on critical circumstances where they were alleged, "
                    "and none where they were not.",
                    "critical",
                )
            )
        return found

    def happened(self, state: Proceeding, step: Step[CommerceFinal]) -> Proceeding:
        if not step.act.affirmative:
            return replace(state, commerce=Commerce.FINAL_NEG)
        critical = state.critical
        if step.act.critical is not None:
            critical = Critical.FINAL_AFF if step.act.critical.affirmative else Critical.FINAL_NEG
        return replace(state, commerce=Commerce.FINAL_AFF, critical=critical)

    def published(self, state: Proceeding, step: Step[CommerceFinal]) -> Proceeding:
        assert step.published_on is not None
        if not step.act.affirmative:
            return terminate(state)
        state = _suspended(state, step.published_on)
        if state.critical is Critical.FINAL_AFF and state.reach_back_to is None and state.suspended_from is not None:
            return replace(state, reach_back_to=reach_final(state.suspended_from))
        if state.critical is Critical.FINAL_NEG:
            return replace(state, reach_back_to=None)
        return state

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[CommerceFinal], moment: Moment
    ) -> Sequence[Instruction]:
        if moment is not Moment.PUBLISHED:
            return ()
        assert step.published_on is not None
        if not step.act.affirmative:
            return lift(before, step.published_on, reason="TERMINATED", basis="19 USC 1671d(c)(2)")
        return [
            *_suspension(before, after, step.published_on),
            *_reach(before, after, step.published_on),
            *_rates(after, step, step.published_on),
        ]


def _after_negative(state: Proceeding) -> bool:
    made = preliminary(state)
    return made is not None and not made.act.affirmative and state.suspended_from is None


def _suspended(state: Proceeding, day: date) -> Proceeding:
    if _after_negative(state):
        start = suspension_start(state, day)
        return replace(
            state,
            itc=state.itc if state.itc is Itc.NOT_REQUIRED else Itc.FINAL_PENDING,
            liquidation=Liquidation.SUSPENDED_PROVISIONAL,
            suspended_from=start,
            lapse_from=lapse(start, state.practice),
        )
    if state.itc is Itc.NOT_REQUIRED and state.liquidation in {
        Liquidation.LAPSED,
        Liquidation.SUSPENDED_PROVISIONAL,
    }:
        return replace(state, liquidation=Liquidation.SUSPENDED_DEFINITIVE)
    return state


def _suspension(before: Proceeding, after: Proceeding, day: date) -> Sequence[Instruction]:
    if before.suspended_from is None and after.suspended_from is not None:
        return [
            SuspensionOrdered(
                legal_basis=f"{_EFFECTS}(C)",
                kind=SuspensionKind.PROVISIONAL,
                effective_from=after.suspended_from,
                retroactive_from=after.reach_back_to,
            )
        ]
    if before.liquidation is Liquidation.LAPSED and after.liquidation is Liquidation.SUSPENDED_DEFINITIVE:
        return [SuspensionReinstated(legal_basis=_EFFECTS, effective_from=day)]
    return []


def _reach(before: Proceeding, after: Proceeding, day: date) -> Sequence[Instruction]:
    if after.reach_back_to is None:
        return end_reach(before, day, basis="19 USC 1671d(c)(3)")
    if before.reach_back_to is None and before.suspended_from is not None:
        return [
            SuspensionAmended(
                legal_basis="19 USC 1671d(c)(4)",
                retroactive_from=after.reach_back_to,
                manual_review_before=review_before(after, after.reach_back_to),
            )
        ]
    return []


def _rates(after: Proceeding, step: Step[CommerceFinal], day: date) -> Sequence[Instruction]:
    rows = final_rates(after, step)
    excluded = [row for row in rows if row.status is RateStatus.EXCLUDED]
    told: list[Instruction] = [
        DepositRates(
            legal_basis=f"{_EFFECTS}(B)",
            stage=RateStage.FINAL,
            instrument=Instrument.CASH,
            rows=instructed(rows),
            effective_from=day,
        )
    ]
    first = after.reach_back_to or after.suspended_from
    if excluded and first is not None:
        told.append(
            SuspensionTerminated(
                legal_basis="19 CFR 351.204(e)",
                reason="EXCLUDED_FIRM",
                entries=EntryRange(first, None),
                first_free_on=day,
                refund=Refund.ALL,
                firms=firms(excluded),
            )
        )
    return told


def final_rates(state: Proceeding, step: Step[CommerceFinal]) -> tuple[RateRow, ...]:
    """The final's rates with that of everybody else; firms at or below de minimis are excluded (FIN-03, FIN-09)."""
    test = tier(state, step.act.occurred_on)
    rows = rate_table(step.act.rates, test, step.act.occurred_on)
    counting = above_de_minimis(rows, test, step.act.occurred_on)
    return tuple(
        row if row in counting or row.is_for_everybody else replace(row, status=RateStatus.EXCLUDED) for row in rows
    )


def _illegal(rule: str, message: str) -> Refusal:
    return refusal("ILLEGAL_TRANSITION", rule, _FINAL, message)


FAMILY: Final = Family(acts=(_FinalAligned(), _CommerceFinal()), clocks=(clocks,))
