"""What the acts of the preliminary phase need and do (15.2, transitions 8 to 10 and 12)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from services.proceedings.domain.critical.acts import CriticalPreliminary
from services.proceedings.domain.critical.facts import initiation_published_on, reach_preliminary
from services.proceedings.domain.final.facts import refuse_table
from services.proceedings.domain.instructions import (
    DepositRates,
    Firm,
    Instruction,
    ProvisionalMeasuresLapsed,
    SuspensionAmended,
    SuspensionKind,
    SuspensionOrdered,
)
from services.proceedings.domain.law import DE_MINIMIS_FROM
from services.proceedings.domain.preliminary.acts import CommercePreliminary, VerificationWaived, WaiverDisclosure
from services.proceedings.domain.preliminary.clocks import clocks
from services.proceedings.domain.preliminary.facts import (
    above_de_minimis,
    firms,
    instructed,
    lapse,
    rate_table,
    suspension_start,
    tier,
)
from services.proceedings.domain.preliminary.postponement import Postponed
from services.proceedings.domain.preliminary.waivers import DOMESTIC, asked, hindrance
from services.proceedings.domain.rates import RateRow, RateStage
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import UNDER_INVESTIGATION, Case, Commerce, Critical, Itc, Liquidation
from services.proceedings.domain.record.rules import ActRule, Family, Moment, TimeRule, refusal
from services.proceedings.domain.text import comparable
from services.proceedings.domain.upstream.facts import decided_now, suspension_end
from shared.refusals import Refusal

_PRELIMINARY: Final = "19 USC 1671b(b)(1)"
_REACH: Final = "19 USC 1671b(e)(2)"
_WAIVER: Final = "19 USC 1671b(b)(3)"
_ITC_MET: Final = frozenset({Itc.PRELIM_AFF, Itc.NOT_REQUIRED})


class _WaiverDisclosure(ActRule[WaiverDisclosure]):
    act = WaiverDisclosure
    source = frozenset({Case.INVESTIGATING})

    def refuse(self, state: Proceeding, act: WaiverDisclosure) -> Sequence[Refusal]:
        if state.commerce is not Commerce.PRELIM_PENDING:
            return [_pending("PRE-05", _WAIVER)]
        if state.every(WaiverDisclosure):
            message = "The record of the first 50 days is reviewed and disclosed once."
            return [refusal("DISCLOSED_ALREADY", "PRE-05", _WAIVER, message)]
        if act.disclosed_to and not act.sufficient:
            message = "Only a record that looks sufficient is disclosed for waivers."
            return [refusal("RECORD_INSUFFICIENT", "PRE-05", _WAIVER, message, "disclosedTo")]
        return ()


class _VerificationWaived(ActRule[VerificationWaived]):
    act = VerificationWaived
    source = frozenset({Case.INVESTIGATING})

    def refuse(self, state: Proceeding, act: VerificationWaived) -> Sequence[Refusal]:
        if state.commerce is not Commerce.PRELIM_PENDING:
            return [_pending("PRE-05", _WAIVER)]
        found = []
        if act.party_class not in DOMESTIC:
            message = "Foreign parties and governments neither give nor block a waiver of verification."
            found.append(refusal("WAIVER_NOT_YOURS", "PRE-05", _WAIVER, message, "partyClass"))
        elif state.last(WaiverDisclosure) is None or comparable(act.party) not in asked(state):
            message = "The petitioner and the domestic parties to whom the record was disclosed may waive verification."
            found.append(refusal("WAIVER_NOT_ASKED", "PRE-05", _WAIVER, message, "party"))
        return found


class _CommercePreliminary(ActRule[CommercePreliminary]):
    act = CommercePreliminary
    source = UNDER_INVESTIGATION

    def refuse(self, state: Proceeding, act: CommercePreliminary) -> Sequence[Refusal]:
        if state.commerce is not Commerce.PRELIM_PENDING:
            return [_pending("PRE-01", _PRELIMINARY)]
        found = []
        if state.itc not in _ITC_MET:
            message = "Commerce decides after the Commission's affirmative preliminary determination."
            found.append(refusal("ITC_PRELIM_PENDING", "PRE-02", _PRELIMINARY, message))
        found.extend(_rate_refusals(state, act))
        if act.expedited and (hindered := hindrance(state)) is not None:
            message = f"{hindered} Decide on the normal schedule."
            found.append(refusal("NOT_ALL_WAIVED", "PRE-05", _WAIVER, message, "expedited"))
        return found

    def happened(self, state: Proceeding, step: Step[CommercePreliminary]) -> Proceeding:
        commerce = Commerce.PRELIM_AFF if step.act.affirmative else Commerce.PRELIM_NEG
        return replace(state, commerce=commerce, preliminary_on=step.act.occurred_on)

    def published(self, state: Proceeding, step: Step[CommercePreliminary]) -> Proceeding:
        assert step.published_on is not None
        # An agreement in the way keeps its own rules on liquidation (SUS-10, SUS-14).
        if not step.act.affirmative or state.case is not Case.INVESTIGATING:
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
            lapse_from=suspension_end(state, lapse(start, state.practice), step.published_on),
        )

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[CommercePreliminary], moment: Moment
    ) -> Sequence[Instruction]:
        if moment is not Moment.PUBLISHED or after.suspended_from == before.suspended_from:
            return ()
        assert after.suspended_from is not None
        test = tier(after, step.act.occurred_on)
        rows = rate_table(step.act.rates, test, step.act.occurred_on)
        counting = above_de_minimis(rows, test, step.act.occurred_on)
        free: list[RateRow] = [row for row in rows if row not in counting and not row.is_for_everybody]
        reached = _reached(after)
        for_all = reached == (Firm(),)
        ordered = SuspensionOrdered(
            legal_basis="19 USC 1671b(d)(2)",
            kind=SuspensionKind.PROVISIONAL,
            effective_from=after.suspended_from,
            retroactive_from=after.reach_back_to if for_all else None,
            excluded=firms(free),
        )
        deposits = DepositRates(
            legal_basis="19 USC 1671b(d)(1)(B)",
            stage=RateStage.PRELIM,
            instrument=step.act.instrument,
            rows=instructed([_zero(row) if row in free else row for row in rows]),
            effective_from=after.suspended_from,
        )
        if after.reach_back_to is None or for_all:
            return (ordered, deposits)
        amended = SuspensionAmended(legal_basis=_REACH, retroactive_from=after.reach_back_to, firms=reached)
        return (ordered, deposits, amended)


def _rate_refusals(state: Proceeding, act: CommercePreliminary) -> list[Refusal]:
    """What stands against the rates, and against the label that does not follow from them (RATE, PRE-07, PRE-08)."""
    test = tier(state, act.occurred_on)
    if act.occurred_on < DE_MINIMIS_FROM:
        message = "The de minimis tests of investigations begin on 1 January 1995."
        return [refusal("BEFORE_THE_LAW", "PRE-08", "19 USC 1671b(b)(4)", message, "occurredOn")]
    found = refuse_table(act.rates, test, act.occurred_on)
    counting = above_de_minimis(act.rates, test, act.occurred_on)
    if act.affirmative is not bool(counting):
        message = (
            f"{len(counting)} of the rates are above de minimis: affirmative is what has at least one, negative what "
            "has none."
        )
        found.append(refusal("DETERMINATION_CONTRADICTS_RATES", "PRE-07", "19 USC 1671b(b)(4)", message, "affirmative"))
    return found


def _reached(state: Proceeding) -> tuple[Firm, ...]:
    """The combinations that a preliminary finding of critical circumstances concerns (CRC-03)."""
    found = state.last(CriticalPreliminary)
    return (Firm(),) if found is None else found.act.finding.firms


def _zero(row: RateRow) -> RateRow:
    """A zero or de minimis rate as a deposit rate (PRE-10)."""
    return replace(row, exact_percent=row.exact_percent * 0)


def _pending(rule: str, citation: str) -> Refusal:
    return refusal(
        "ILLEGAL_TRANSITION", rule, citation, "Possible only while the preliminary determination is pending (15.2)."
    )


class _ProvisionalLapse(TimeRule):
    """Provisional measures end before what makes them definitive is published (PRE-13, UPS-05)."""

    key = "PROVISIONAL_LAPSE"

    def due(self, state: Proceeding) -> date | None:
        return state.lapse_from if state.liquidation is Liquidation.SUSPENDED_PROVISIONAL else None

    def strike(self, state: Proceeding, day: date) -> Proceeding:
        return replace(state, liquidation=Liquidation.LAPSED)

    def instructions(self, before: Proceeding, after: Proceeding, day: date) -> Sequence[Instruction]:
        basis = "19 USC 1671b(g)(2)(B)(ii)" if decided_now(before) else "19 USC 1671b(d)"
        return (ProvisionalMeasuresLapsed(legal_basis=basis, effective_to=day),)


FAMILY: Final = Family(
    acts=(Postponed(), _WaiverDisclosure(), _VerificationWaived(), _CommercePreliminary()),
    times=(_ProvisionalLapse(),),
    clocks=(clocks,),
)
