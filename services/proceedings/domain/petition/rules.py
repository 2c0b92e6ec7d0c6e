"""What the acts from the petition to the initiation need and do (15.2, transitions 1 to 5, 35, 36)."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from services.proceedings.domain.petition import entry_data, papers, parties
from services.proceedings.domain.petition.acts import (
    ConsultationsOffered,
    DerogationDetermined,
    DraftPetitionReceived,
    FilingCured,
    GovernmentsNotified,
    IndustrySupportAssessed,
    InvestigationInitiated,
    PetitionAmended,
    PetitionDismissed,
    PetitionFiled,
    PollOpened,
    SelfInitiated,
    SupportBasis,
    TreasuryNotified,
)
from services.proceedings.domain.petition.clocks import clocks
from services.proceedings.domain.petition.facts import initiation, is_sac, missing_elements, support_of
from services.proceedings.domain.petition.filing import petition_filed
from services.proceedings.domain.petition.papers import support_closed
from services.proceedings.domain.petition.party_class import MAY_PETITION
from services.proceedings.domain.petition.positions import tally
from services.proceedings.domain.petition.support import plausible
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Case, Commerce, Itc
from services.proceedings.domain.record.rules import ActRule, Family, refusal
from shared.refusals import Refusal

_CONTENT: Final = "19 USC 1671a(b)(1)"
_DEROGATION: Final = "19 USC 1671a(b)(3)"
_SUPPORT: Final = "19 USC 1671a(c)(4)"
_POLL: Final = "19 USC 1671a(c)(4)(D)"
_PENDING: Final = frozenset({Case.FILED, Case.POLLING})
_RECEIVED: Final = _PENDING | {Case.FILING_DEFECT}
_INQUIRED: Final = frozenset(SupportBasis) - {SupportBasis.PETITION}


class _DraftPetitionReceived(ActRule[DraftPetitionReceived]):
    act = DraftPetitionReceived
    source = frozenset({Case.DRAFT_CONFIDENTIAL})


class _PetitionFiled(ActRule[PetitionFiled]):
    act = PetitionFiled
    source = frozenset({Case.DRAFT_CONFIDENTIAL})

    def refuse(self, state: Proceeding, act: PetitionFiled) -> Sequence[Refusal]:
        found = _days_refusals(state, act)
        if act.petitioner_class in MAY_PETITION:
            return found
        return [
            *found,
            refusal(
                "STANDING",
                "PET-01",
                "19 USC 1671a(b)(1)",
                f"An interested party of class {act.petitioner_class} may not petition; classes C to G may.",
                "petitionerClass",
            ),
        ]

    def happened(self, state: Proceeding, step: Step[PetitionFiled]) -> Proceeding:
        one_day = step.act.itc_filed_on == step.act.occurred_on
        return replace(state, case=Case.FILED if one_day else Case.FILING_DEFECT)


class _FilingCured(ActRule[FilingCured]):
    act = FilingCured
    source = frozenset({Case.FILING_DEFECT})

    def happened(self, state: Proceeding, step: Step[FilingCured]) -> Proceeding:
        return replace(state, case=Case.FILED)


class _PetitionAmended(ActRule[PetitionAmended]):
    act = PetitionAmended

    def refuse(self, state: Proceeding, act: PetitionAmended) -> Sequence[Refusal]:
        found = []
        if not state.every(PetitionFiled):
            found.append(refusal("NO_PETITION", "PET-03", _CONTENT, "There is no petition to amend."))
        if not (act.permitted_by_commerce and act.permitted_by_itc):
            message = "A petition is amended as both agencies permit."
            found.append(refusal("AMENDMENT_NOT_PERMITTED", "PET-03", _CONTENT, message))
        return found


class _GovernmentsNotified(ActRule[GovernmentsNotified]):
    act = GovernmentsNotified
    source = _RECEIVED


class _TreasuryNotified(ActRule[TreasuryNotified]):
    act = TreasuryNotified
    source = _RECEIVED | {Case.INVESTIGATING}

    def refuse(self, state: Proceeding, act: TreasuryNotified) -> Sequence[Refusal]:
        return _derogation_refusals(state)


class _DerogationDetermined(ActRule[DerogationDetermined]):
    act = DerogationDetermined
    source = frozenset({Case.INVESTIGATING})

    def refuse(self, state: Proceeding, act: DerogationDetermined) -> Sequence[Refusal]:
        found = [*_derogation_refusals(state)]
        if act.exists is not (act.value_cents is not None) or (act.value_cents or 0) < 0:
            message = "The Treasury estimates the value of a derogation that exists, and only of one."
            found.append(refusal("DEROGATION_VALUE", "PET-04", _DEROGATION, message, "value"))
        return found


class _ConsultationsOffered(ActRule[ConsultationsOffered]):
    act = ConsultationsOffered
    source = _PENDING


class _PollOpened(ActRule[PollOpened]):
    act = PollOpened
    source = frozenset({Case.FILED})

    def refuse(self, state: Proceeding, act: PollOpened) -> Sequence[Refusal]:
        assessed = state.last(IndustrySupportAssessed)
        if assessed is None or support_of(state, assessed.act).poll:
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

    def refuse(self, state: Proceeding, act: IndustrySupportAssessed) -> Sequence[Refusal]:
        found = [support_closed()] if initiation(state) is not None else []
        if not _assessable(state, act):
            message = "Something is produced, and those who took a stand are part of it."
            found.append(refusal("PRODUCTION_IMPOSSIBLE", "PET-11", _SUPPORT, message, "total"))
        if act.positions:
            counted = tally(act.positions)
            stated = (act.supporting, act.opposing, act.disregarded)
            if stated != (counted.supporting, counted.opposing, counted.disregarded):
                message = f"The positions make {counted.supporting} in support and {counted.opposing} against."
                found.append(refusal("POSITIONS_CONTRADICT_SUMS", "PET-12", f"{_SUPPORT}(B)", message, "positions"))
        if act.basis in {SupportBasis.POLL, SupportBasis.SAMPLE} and not state.every(PollOpened):
            message = "Open the poll before recording what it brought."
            found.append(refusal("NO_POLL", "PET-14", _POLL, message, "basis"))
        return found


class _InvestigationInitiated(ActRule[InvestigationInitiated]):
    act = InvestigationInitiated
    source = _PENDING

    def refuse(self, state: Proceeding, act: InvestigationInitiated) -> Sequence[Refusal]:
        found = []
        if not act.sufficient:
            found.append(
                refusal("INSUFFICIENT", "PET-08", "19 USC 1671a(c)(1)(A)(i)", "Dismiss an insufficient petition.")
            )
        if missing := missing_elements(state):
            message = f"The petition and its amendments say nothing of: {', '.join(missing)}."
            found.append(refusal("PETITION_INCOMPLETE", "PET-03", _CONTENT, message))
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

    def refuse(self, state: Proceeding, act: PetitionDismissed) -> Sequence[Refusal]:
        assessed = state.last(IndustrySupportAssessed)
        if not act.sufficient or (assessed is not None and not support_of(state, assessed.act).passes):
            return ()
        message = "A sufficient petition is dismissed only where the support recorded does not pass the tests."
        return [refusal("NO_GROUND_TO_DISMISS", "PET-10", "19 USC 1671a(c)(2), (3)", message, "sufficient")]

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
    result = support_of(state, assessed)
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
    if result.poll and assessed.basis not in _INQUIRED and not state.every(PollOpened):
        found.append(
            refusal(
                "POLL_REQUIRED",
                "PET-14",
                "19 USC 1671a(c)(4)(D)",
                "The petition does not show producers of more than half of total production behind it: poll first.",
            )
        )
    return found


def _days_refusals(state: Proceeding, act: PetitionFiled) -> list[Refusal]:
    """The days deemed are those that follow from the instants of filing (PET-02, CAL-09)."""
    if act.filed_at is None or act.itc_filed_at is None:
        return []
    deemed = petition_filed(act.filed_at, act.itc_filed_at, state.background.days)
    if (deemed.commerce, deemed.itc) == (act.occurred_on, act.itc_filed_on):
        return []
    message = (
        f"Filed at those instants the petition is deemed filed with Commerce on {deemed.commerce.isoformat()} and "
        f"with the Commission on {deemed.itc.isoformat()}."
    )
    return [refusal("NOT_THE_DEEMED_DAY", "PET-02", "19 CFR 207.10(a)", message, "occurredOn")]


def _derogation_refusals(state: Proceeding) -> list[Refusal]:
    petition = state.last(PetitionFiled)
    if petition is not None and petition.act.export_credit_derogation:
        return []
    message = "The petition does not rest on the derogation of an undertaking on export credits alone."
    return [refusal("NOT_A_DEROGATION_PETITION", "PET-04", _DEROGATION, message)]


def _assessable(state: Proceeding, act: IndustrySupportAssessed) -> bool:
    if not all(position.production.is_finite() and position.production >= 0 for position in act.positions):
        return False
    disregarded = sum((one.production for one in act.disregarded), Decimal(0))
    if not plausible(act.total, act.supporting, act.opposing):
        return False
    return act.supporting + act.opposing + disregarded <= act.total and act.total > disregarded


FAMILY: Final = Family(
    acts=(
        _DraftPetitionReceived(),
        _PetitionFiled(),
        _PetitionAmended(),
        _GovernmentsNotified(),
        _TreasuryNotified(),
        _DerogationDetermined(),
        _FilingCured(),
        _ConsultationsOffered(),
        _PollOpened(),
        _IndustrySupportAssessed(),
        _InvestigationInitiated(),
        _PetitionDismissed(),
        _SelfInitiated(),
        parties.PartyRegisteredRule(),
        papers.CommunicationReceivedRule(),
        papers.DocumentFiledRule(),
        papers.DisclosureConsentedRule(),
        papers.DocumentDisclosedRule(),
        papers.RecordSharedRule(),
        entry_data.EntryDataRequestedRule(),
        entry_data.EntryDataTransmittedRule(),
        entry_data.EntryDataWithdrawnRule(),
    ),
    clocks=(clocks, entry_data.clocks),
)
