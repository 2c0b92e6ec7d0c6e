"""Communications before the initiation, and who may see a document (PET-06, PET-15, PET-19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.proceedings.domain.petition.facts import initiation
from services.proceedings.domain.petition.party_class import MAY_PETITION, PartyClass
from services.proceedings.domain.preliminary.acts import CommercePreliminary
from services.proceedings.domain.record.acts import Act, Authority, Visibility
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Commerce, Itc
from services.proceedings.domain.record.rules import ActRule, refusal
from shared.refusals import Refusal

_PROPRIETARY: Final = "19 USC 1671a(d)(2)"


class Purpose(StrEnum):
    """What a communication is about."""

    CONSULTATIONS = "CONSULTATIONS"
    INDUSTRY_SUPPORT = "INDUSTRY_SUPPORT"
    STATUS_ENQUIRY = "STATUS_ENQUIRY"
    OTHER = "OTHER"


class Confidentiality(StrEnum):
    """Whether a document holds business proprietary information."""

    PUBLIC = "PUBLIC"
    BPI = "BPI"


class Reader(StrEnum):
    """Who a document is disclosed to."""

    AGENCY = "AGENCY"
    UNDER_PROTECTIVE_ORDER = "UNDER_PROTECTIVE_ORDER"
    OTHER = "OTHER"


class Stage(StrEnum):
    """After which affirmative decision the record is shared with the Commission."""

    INITIATION = "INITIATION"
    PRELIMINARY = "PRELIMINARY"
    FINAL = "FINAL"


@dataclass(frozen=True, kw_only=True, slots=True)
class CommunicationReceived(Act):
    """Somebody wrote to Commerce (PET-06, PET-15).

    Attributes:
        party_class: its letter; None for somebody who is no interested party.
        unsolicited: Commerce had not asked for it.
    """

    name = "CommunicationReceived"
    authority = Authority.PARTY
    rules = ("PET-06", "PET-15")

    sender: str
    party_class: PartyClass | None
    purpose: Purpose
    unsolicited: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentFiled(Act):
    """A document entered the record (PET-19)."""

    name = "DocumentFiled"
    authority = Authority.PARTY
    visibility = Visibility.RESTRICTED
    rules = ("PET-03", "PET-19")

    title: str
    submitter: str
    confidentiality: Confidentiality
    consent_given: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class DisclosureConsented(Act):
    """The submitter consents to the disclosure of a document (PET-19)."""

    name = "DisclosureConsented"
    authority = Authority.PARTY
    visibility = Visibility.RESTRICTED
    rules = ("PET-19",)

    document: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentDisclosed(Act):
    """A document was shown to somebody (PET-19).

    Attributes:
        document: number of the act that filed it.
    """

    name = "DocumentDisclosed"
    authority = Authority.COMMERCE
    visibility = Visibility.RESTRICTED
    rules = ("PET-19",)

    document: int
    person: str
    reader: Reader


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordShared(Act):
    """Commerce made its information available to the Commission (PET-10, PET-19)."""

    name = "RecordShared"
    authority = Authority.COMMERCE
    rules = ("PET-19",)

    stage: Stage


class CommunicationReceivedRule(ActRule[CommunicationReceived]):
    """Until the initiation the door is closed, but for the industry and three subjects; then for support alone."""

    act = CommunicationReceived

    def refuse(self, state: Proceeding, act: CommunicationReceived) -> Sequence[Refusal]:
        """A closed door."""
        decided = initiation(state) is not None
        if act.purpose is Purpose.INDUSTRY_SUPPORT:
            return _comment_refusals(act, decided=decided)
        industry = act.party_class in MAY_PETITION
        if decided or industry or not act.unsolicited or act.purpose is not Purpose.OTHER:
            return ()
        message = (
            "Before the decision on initiation only the industry may write unasked; others may on consultations, on "
            "industry support, or to ask how things stand."
        )
        return [refusal("PRE_INITIATION_COMMUNICATION", "PET-06", "19 USC 1671a(b)(4)(B)", message, "purpose")]


def _comment_refusals(act: CommunicationReceived, *, decided: bool) -> Sequence[Refusal]:
    found = []
    if decided:
        found.append(support_closed())
    if act.party_class is None:
        message = "Those who would be interested parties may comment on support."
        found.append(refusal("NOT_AN_INTERESTED_PARTY", "PET-15", "19 USC 1671a(c)(4)(E)", message, "partyClass"))
    return found


def support_closed() -> Refusal:
    """Support is not looked at a second time (PET-15)."""
    message = "The determination of support is final once the investigation is initiated."
    return refusal("SUPPORT_CLOSED", "PET-15", "19 USC 1671a(c)(4)(E)", message)


class DocumentFiledRule(ActRule[DocumentFiled]):
    """Always."""

    act = DocumentFiled


class DisclosureConsentedRule(ActRule[DisclosureConsented]):
    """For a document on the record."""

    act = DisclosureConsented

    def refuse(self, state: Proceeding, act: DisclosureConsented) -> Sequence[Refusal]:
        """No such document."""
        return () if _document(state, act.document) is not None else [_no_document(act.document)]


class DocumentDisclosedRule(ActRule[DocumentDisclosed]):
    """What is proprietary goes beyond the agencies only by consent or under a protective order."""

    act = DocumentDisclosed

    def refuse(self, state: Proceeding, act: DocumentDisclosed) -> Sequence[Refusal]:
        """No such document, or a protected one."""
        document = _document(state, act.document)
        if document is None:
            return [_no_document(act.document)]
        consented = document.consent_given or any(
            step.act.document == act.document for step in state.every(DisclosureConsented)
        )
        free = document.confidentiality is Confidentiality.PUBLIC or consented
        if free or act.reader is not Reader.OTHER:
            return ()
        message = "It is disclosed beyond the agencies with its submitter's consent or under a protective order."
        return [refusal("BPI_PROTECTED", "PET-19", _PROPRIETARY, message, "reader")]


class RecordSharedRule(ActRule[RecordShared]):
    """After the affirmative decision of its stage, where the Commission decides at all."""

    act = RecordShared

    def refuse(self, state: Proceeding, act: RecordShared) -> Sequence[Refusal]:
        """Too early, or nobody to share with."""
        if state.itc is Itc.NOT_REQUIRED:
            message = "The Commission decides nothing on goods of a country outside the Subsidies Agreement."
            return [refusal("NOT_AVAILABLE_NON_SAC", "IMP-03", "19 USC 1671(c)", message)]
        made = {
            Stage.INITIATION: initiation(state) is not None,
            Stage.PRELIMINARY: any(step.act.affirmative for step in state.every(CommercePreliminary)),
            Stage.FINAL: state.commerce is Commerce.FINAL_AFF,
        }
        if made[act.stage]:
            return ()
        message = f"The record is shared after an affirmative decision of the stage {act.stage}."
        return [refusal("DECISION_NOT_MADE", "PET-19", _PROPRIETARY, message, "stage")]


def _document(state: Proceeding, number: int) -> DocumentFiled | None:
    step = state.step(number)
    return step.act if step is not None and isinstance(step.act, DocumentFiled) else None


def _no_document(number: int) -> Refusal:
    return refusal("NO_SUCH_DOCUMENT", "PET-19", _PROPRIETARY, f"Act {number} filed no document.", "document")
