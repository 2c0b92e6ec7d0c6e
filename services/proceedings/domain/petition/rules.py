"""What the acts from the petition to the initiation need and do (15.2, transitions 1 to 5, 35, 36)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from services.proceedings.domain.petition.acts import (
    ConsultationsOffered,
    FilingCured,
    IndustrySupportAssessed,
    InvestigationInitiated,
    PartyClass,
    PetitionDismissed,
    PetitionFiled,
    PollOpened,
    SelfInitiated,
)
from services.proceedings.domain.petition.clocks import clocks
from services.proceedings.domain.petition.facts import is_sac
from services.proceedings.domain.petition.support import Support, support
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Case, Commerce, Itc
from services.proceedings.domain.record.rules import ActRule, Family, refusal
from shared.refusals import Refusal

_PENDING: Final = frozenset({Case.FILED, Case.POLLING})
_MAY_PETITION: Final = frozenset(PartyClass) - {PartyClass.A, PartyClass.B}


class _PetitionFiled(ActRule[PetitionFiled]):
    act = PetitionFiled
    source = frozenset({Case.DRAFT_CONFIDENTIAL})

    def refuse(self, state: Proceeding, act: PetitionFiled) -> Sequence[Refusal]:
        if act.petitioner_class in _MAY_PETITION:
            return ()
        return [
            refusal(
                "STANDING",
                "PET-01",
                "19 USC 1671a(b)(1)",
                f"An interested party of class {act.petitioner_class} may not petition; classes C to G may.",
                "petitionerClass",
            )
        ]

    def happened(self, state: Proceeding, step: Step[PetitionFiled]) -> Proceeding:
        one_day = step.act.itc_filed_on == step.act.occurred_on
        return replace(state, case=Case.FILED if one_day else Case.FILING_DEFECT)


class _FilingCured(ActRule[FilingCured]):
    act = FilingCured
    source = frozenset({Case.FILING_DEFECT})

    def happened(self, state: Proceeding, step: Step[FilingCured]) -> Proceeding:
        return replace(state, case=Case.FILED)


class _ConsultationsOffered(ActRule[ConsultationsOffered]):
    act = ConsultationsOffered
    source = _PENDING


class _PollOpened(ActRule[PollOpened]):
    act = PollOpened
    source = frozenset({Case.FILED})

    def refuse(self, state: Proceeding, act: PollOpened) -> Sequence[Refusal]:
        assessed = state.last(IndustrySupportAssessed)
        if assessed is None or _support(assessed.act).poll:
            return ()
        return [
            refusal(
                "POLL_NOT_CALLED_FOR",
                "PET-14",
                "19 USC 1671a(c)(4)(D)",
                "Producers of more than half of total production support the petition; there is nothing to poll.",
            )
        ]

    def happened(self, state: Proceeding, step: Step[PollOpened]) -> Proceeding:
        return replace(state, case=Case.POLLING)


class _IndustrySupportAssessed(ActRule[IndustrySupportAssessed]):
    act = IndustrySupportAssessed
    source = _PENDING


class _InvestigationInitiated(ActRule[InvestigationInitiated]):
    act = InvestigationInitiated
    source = _PENDING

    def refuse(self, state: Proceeding, act: InvestigationInitiated) -> Sequence[Refusal]:
        found = []
        if not act.sufficient:
            found.append(
                refusal("INSUFFICIENT", "PET-08", "19 USC 1671a(c)(1)(A)(i)", "Dismiss an insufficient petition.")
            )
        assessed = state.last(IndustrySupportAssessed)
        if assessed is None:
            found.append(
                refusal(
                    "SUPPORT_NOT_ASSESSED", "PET-11", "19 USC 1671a(c)(4)(A)", "Record the industry's support first."
                )
            )
        else:
            found.extend(_support_refusals(state, assessed.act))
        if state.background.status_on(act.occurred_on).subsidies_agreement and not state.every(ConsultationsOffered):
            found.append(
                refusal(
                    "CONSULTATIONS_NOT_OFFERED",
                    "PET-05",
                    "19 USC 1671a(b)(4)(A)(ii)",
                    "Offer consultations to the government of a Subsidies Agreement country first.",
                )
            )
        return found

    def happened(self, state: Proceeding, step: Step[InvestigationInitiated]) -> Proceeding:
        return _initiated(state)


class _PetitionDismissed(ActRule[PetitionDismissed]):
    act = PetitionDismissed
    source = _PENDING

    def happened(self, state: Proceeding, step: Step[PetitionDismissed]) -> Proceeding:
        return replace(state, case=Case.DISMISSED)


class _SelfInitiated(ActRule[SelfInitiated]):
    act = SelfInitiated
    source = frozenset({Case.DRAFT_CONFIDENTIAL})

    def happened(self, state: Proceeding, step: Step[SelfInitiated]) -> Proceeding:
        return _initiated(state)


def _initiated(state: Proceeding) -> Proceeding:
    itc = Itc.PRELIM_PENDING if is_sac(state) else Itc.NOT_REQUIRED
    return replace(state, case=Case.INVESTIGATING, commerce=Commerce.PRELIM_PENDING, itc=itc)


def _support_refusals(state: Proceeding, assessed: IndustrySupportAssessed) -> Sequence[Refusal]:
    found = []
    result = _support(assessed)
    if not result.passes:
        found.append(
            refusal(
                "SUPPORT_NOT_ESTABLISHED",
                "PET-11",
                "19 USC 1671a(c)(4)(A)",
                f"Supporters make {result.of_total} % of all production (25 are needed) and {result.of_expressed} % of "
                "what took a stand (more than 50 are needed).",
            )
        )
    if result.poll and not state.every(PollOpened):
        found.append(
            refusal(
                "POLL_REQUIRED",
                "PET-14",
                "19 USC 1671a(c)(4)(D)",
                "The petition does not show producers of more than half of total production behind it: poll first.",
            )
        )
    return found


def _support(act: IndustrySupportAssessed) -> Support:
    return support(act.total, act.supporting, act.opposing)


FAMILY: Final = Family(
    acts=(
        _PetitionFiled(),
        _FilingCured(),
        _ConsultationsOffered(),
        _PollOpened(),
        _IndustrySupportAssessed(),
        _InvestigationInitiated(),
        _PetitionDismissed(),
        _SelfInitiated(),
    ),
    clocks=(clocks,),
)
