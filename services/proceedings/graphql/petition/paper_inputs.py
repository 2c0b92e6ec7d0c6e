"""What the mutations of papers, parties, governments and entry data take."""

import strawberry

from services.proceedings.domain.countries import parse_country
from services.proceedings.domain.petition.acts import (
    DerogationDetermined,
    DraftPetitionReceived,
    GovernmentsNotified,
    PetitionAmended,
    PetitionElement,
    TreasuryNotified,
)
from services.proceedings.domain.petition.entry_data import (
    EntryDataRequested,
    EntryDataTransmitted,
    EntryDataWithdrawn,
)
from services.proceedings.domain.petition.papers import (
    CommunicationReceived,
    Confidentiality,
    DisclosureConsented,
    DocumentDisclosed,
    DocumentFiled,
    Purpose,
    Reader,
    RecordShared,
    Stage,
)
from services.proceedings.domain.petition.parties import INVESTIGATION, PartyRegistered
from services.proceedings.domain.petition.party_class import PartyClass
from services.proceedings.domain.text import clean_name
from services.proceedings.graphql.enums import describe
from services.proceedings.graphql.record.acting import ActInput
from services.proceedings.graphql.record.enums import describe_plainly
from services.proceedings.usecases.record.record_act import RecordAct
from shared.graphql import Money

describe_plainly(Purpose, "CommunicationPurpose", "What a communication is about (PET-06, PET-15).")
describe_plainly(Stage, "RecordSharingStage", "After which affirmative decision the record is shared (PET-19).")
describe(
    Confidentiality,
    "Confidentiality",
    "Whether a document may be read by anybody (PET-19).",
    {"PUBLIC": "It may.", "BPI": "It holds business proprietary information."},
)
describe(
    Reader,
    "DocumentReader",
    "Who a document is disclosed to (PET-19).",
    {
        "AGENCY": "Commerce or the Commission.",
        "UNDER_PROTECTIVE_ORDER": "Somebody bound by a protective order.",
        "OTHER": "Anybody else.",
    },
)
_DOCUMENT = "Number of the act that filed the document."


@strawberry.input(description="A draft petition; nothing about it is ever disclosed (PET-03).")
class ReceiveDraftPetitionInput(ActInput):
    """See DraftPetitionReceived."""

    petitioner: str = strawberry.field(description="Name of the petitioner.")

    def record(self) -> RecordAct:
        """The command."""
        petitioner = clean_name(self.petitioner, field="petitioner")
        return self.command(DraftPetitionReceived(occurred_on=self.occurred_on, petitioner=petitioner))


@strawberry.input(description="An amendment of the petition (PET-03).")
class AmendPetitionInput(ActInput):
    """See PetitionAmended."""

    contents: list[PetitionElement] = strawberry.field(
        default_factory=list, description="What it alleges and shows in addition."
    )
    programs: list[str] = strawberry.field(default_factory=list, description="Further subsidy programs.")
    permitted_by_commerce: bool = strawberry.field(description="Commerce permitted it.")
    permitted_by_itc: bool = strawberry.field(description="The Commission permitted it.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            PetitionAmended(
                occurred_on=self.occurred_on,
                contents=tuple(self.contents),
                programs=tuple(clean_name(program, field="programs") for program in self.programs),
                permitted_by_commerce=self.permitted_by_commerce,
                permitted_by_itc=self.permitted_by_itc,
            )
        )


@strawberry.input(description="The public version was delivered to the exporting country (PET-05).")
class NotifyGovernmentsInput(ActInput):
    """See GovernmentsNotified."""

    country: str = strawberry.field(description="ISO 3166 alpha-2.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(GovernmentsNotified(occurred_on=self.occurred_on, country=parse_country(self.country)))


@strawberry.input(description="The Secretary of the Treasury was told of a derogation petition (PET-04).")
class NotifyTreasuryInput(ActInput):
    """See TreasuryNotified."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(TreasuryNotified(occurred_on=self.occurred_on))


@strawberry.input(description="The Treasury's determination on a derogation (PET-04).")
class DetermineDerogationInput(ActInput):
    """See DerogationDetermined."""

    exists: bool = strawberry.field(description="An undertaking on export credits was derogated from.")
    value: Money | None = strawberry.field(default=None, description="Estimated value, where it was.")

    def record(self) -> RecordAct:
        """The command."""
        act = DerogationDetermined(occurred_on=self.occurred_on, exists=self.exists, value_cents=self.value)
        return self.command(act)


@strawberry.input(description="An interested party of a segment (PET-07).")
class RegisterPartyInput(ActInput):
    """See PartyRegistered."""

    party: str = strawberry.field(description="Its name.")
    party_class: PartyClass = strawberry.field(description="Its letter.")
    segment: str = strawberry.field(default=INVESTIGATION, description="INVESTIGATION, or the id of a review.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            PartyRegistered(
                occurred_on=self.occurred_on,
                party=clean_name(self.party, field="party"),
                party_class=self.party_class,
                segment=self.segment,
            )
        )


@strawberry.input(description="A communication to Commerce (PET-06, PET-15).")
class ReceiveCommunicationInput(ActInput):
    """See CommunicationReceived."""

    sender: str = strawberry.field(description="Who wrote.")
    party_class: PartyClass | None = strawberry.field(
        default=None, description="Its letter; null for somebody who is no interested party."
    )
    purpose: Purpose = strawberry.field(description="What it is about.")
    unsolicited: bool = strawberry.field(default=True, description="Commerce had not asked for it.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            CommunicationReceived(
                occurred_on=self.occurred_on,
                sender=clean_name(self.sender, field="sender"),
                party_class=self.party_class,
                purpose=self.purpose,
                unsolicited=self.unsolicited,
            )
        )


@strawberry.input(description="A document for the record (PET-19).")
class FileDocumentInput(ActInput):
    """See DocumentFiled."""

    title: str = strawberry.field(description="What it is.")
    submitter: str = strawberry.field(description="Who filed it.")
    confidentiality: Confidentiality = strawberry.field(description="Whether anybody may read it.")
    consent_given: bool = strawberry.field(default=False, description="The submitter consents to its disclosure.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            DocumentFiled(
                occurred_on=self.occurred_on,
                title=clean_name(self.title, field="title"),
                submitter=clean_name(self.submitter, field="submitter"),
                confidentiality=self.confidentiality,
                consent_given=self.consent_given,
            )
        )


@strawberry.input(description="A submitter's consent to the disclosure of a document (PET-19).")
class ConsentToDisclosureInput(ActInput):
    """See DisclosureConsented."""

    document: int = strawberry.field(description=_DOCUMENT)

    def record(self) -> RecordAct:
        """The command."""
        return self.command(DisclosureConsented(occurred_on=self.occurred_on, document=self.document))


@strawberry.input(description="A document is shown to somebody (PET-19).")
class DiscloseDocumentInput(ActInput):
    """See DocumentDisclosed."""

    document: int = strawberry.field(description=_DOCUMENT)
    person: str = strawberry.field(description="Who sees it.")
    reader: Reader = strawberry.field(description="As what.")

    def record(self) -> RecordAct:
        """The command."""
        person = clean_name(self.person, field="person")
        return self.command(
            DocumentDisclosed(occurred_on=self.occurred_on, document=self.document, person=person, reader=self.reader)
        )


@strawberry.input(description="Commerce's information was made available to the Commission (PET-19).")
class ShareRecordInput(ActInput):
    """See RecordShared."""

    stage: Stage = strawberry.field(description="After which decision.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(RecordShared(occurred_on=self.occurred_on, stage=self.stage))


@strawberry.input(description="A request to customs for data on entries (PET-18).")
class RequestEntryDataInput(ActInput):
    """See EntryDataRequested."""

    scope: str = strawberry.field(description="What entries.")
    cadence_days: int = strawberry.field(default=30, description="At least every so many days, at most 30.")

    def record(self) -> RecordAct:
        """The command."""
        scope = clean_name(self.scope, field="scope", longest=2000)
        return self.command(
            EntryDataRequested(occurred_on=self.occurred_on, scope=scope, cadence_days=self.cadence_days)
        )


@strawberry.input(description="Customs sent the data on entries (PET-18).")
class TransmitEntryDataInput(ActInput):
    """See EntryDataTransmitted."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(EntryDataTransmitted(occurred_on=self.occurred_on))


@strawberry.input(description="The request for data on entries is withdrawn (PET-18).")
class WithdrawEntryDataInput(ActInput):
    """See EntryDataWithdrawn."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(EntryDataWithdrawn(occurred_on=self.occurred_on))
