"""What the mutations of petition and initiation take."""

from decimal import Decimal

import strawberry

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
from services.proceedings.graphql.enums import describe
from services.proceedings.graphql.record.acting import ActInput
from services.proceedings.usecases.record.record_act import RecordAct
from shared.graphql import Date

describe(
    PartyClass,
    "PartyClass",
    "Interested parties by letter (PET-07, 19 USC 1677(9)).",
    {
        "A": "Foreign producer, exporter, U.S. importer, or their association.",
        "B": "Government of the country concerned.",
        "C": "U.S. manufacturer, producer or wholesaler of the like product.",
        "D": "Union or group of workers of the industry.",
        "E": "Trade association with a majority of such members.",
        "F": "Association with a majority of members of classes C, D or E.",
        "G": "Coalition of processors with producers or growers of an agricultural product.",
    },
)


@strawberry.input(description="A petition (PET-01 to PET-05).")
class FilePetitionInput(ActInput):
    """See PetitionFiled; the day is the one deemed filed with Commerce."""

    petitioner: str = strawberry.field(description="Name of the petitioner.")
    petitioner_class: PartyClass = strawberry.field(description="What it is.")
    itc_filed_on: Date = strawberry.field(description="Day deemed filed with the Commission (CAL-09).")
    scope_text: str = strawberry.field(description="Description of the merchandise.")
    programs: list[str] = strawberry.field(default_factory=list, description="Subsidy programs alleged.")
    export_credit_derogation: bool = strawberry.field(
        default=False, description="The sole basis is derogation of an export-credit undertaking (PET-04)."
    )
    article8_only: bool = strawberry.field(
        default=False, description="The only subsidy is one notified as an Article 8 violation (PRE-04)."
    )
    regional: bool = strawberry.field(default=False, description="A regional industry is alleged (PET-13).")
    companion_ad_case: strawberry.ID | None = strawberry.field(
        default=None, description="The antidumping case filed with it (FIN-02)."
    )

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            PetitionFiled(
                occurred_on=self.occurred_on,
                petitioner=self.petitioner,
                petitioner_class=self.petitioner_class,
                itc_filed_on=self.itc_filed_on,
                scope_text=self.scope_text,
                programs=tuple(self.programs),
                export_credit_derogation=self.export_credit_derogation,
                article_8_only=self.article8_only,
                regional=self.regional,
                companion_ad_case=None if self.companion_ad_case is None else str(self.companion_ad_case),
            )
        )


@strawberry.input(description="Both agencies now deem the petition filed on one day (PET-02).")
class CureFilingInput(ActInput):
    """See FilingCured."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(FilingCured(occurred_on=self.occurred_on))


@strawberry.input(description="Consultations were offered to the government (PET-05).")
class OfferConsultationsInput(ActInput):
    """See ConsultationsOffered."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(ConsultationsOffered(occurred_on=self.occurred_on))


@strawberry.input(description="A poll of the industry (PET-09, PET-14).")
class OpenPollInput(ActInput):
    """See PollOpened."""

    exceptional: bool = strawberry.field(description="Circumstances are exceptional: the decision is due on day 40.")
    reason: str = strawberry.field(default="", description="Why.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(PollOpened(occurred_on=self.occurred_on, exceptional=self.exceptional, reason=self.reason))


@strawberry.input(
    description="The industry's support, after disregarded positions (PET-11, PET-12); one unit throughout."
)
class AssessIndustrySupportInput(ActInput):
    """See IndustrySupportAssessed."""

    total: Decimal = strawberry.field(description="Production of the like product, or in the region (PET-13).")
    supporting: Decimal = strawberry.field(description="Production of supporters.")
    opposing: Decimal = strawberry.field(description="Production of opponents.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            IndustrySupportAssessed(
                occurred_on=self.occurred_on, total=self.total, supporting=self.supporting, opposing=self.opposing
            )
        )


@strawberry.input(description="The decision to initiate (PET-08, PET-10).")
class InitiateInvestigationInput(ActInput):
    """See InvestigationInitiated."""

    sufficient: bool = strawberry.field(description="The petition alleges the elements with the support available.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(InvestigationInitiated(occurred_on=self.occurred_on, sufficient=self.sufficient))


@strawberry.input(description="The dismissal of a petition (PET-10).")
class DismissPetitionInput(ActInput):
    """See PetitionDismissed."""

    reasons: str = strawberry.field(description="Reasons, as the petitioner is told in writing.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(PetitionDismissed(occurred_on=self.occurred_on, reasons=self.reasons))


@strawberry.input(description="Initiation on Commerce's own information (PET-17).")
class SelfInitiateInput(ActInput):
    """See SelfInitiated."""

    scope_text: str = strawberry.field(description="Description of the merchandise.")
    article8_only: bool = strawberry.field(
        default=False, description="The only subsidy is one notified as an Article 8 violation (PRE-04)."
    )
    companion_ad_case: strawberry.ID | None = strawberry.field(
        default=None, description="The antidumping case initiated with it (FIN-02)."
    )

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            SelfInitiated(
                occurred_on=self.occurred_on,
                scope_text=self.scope_text,
                article_8_only=self.article8_only,
                companion_ad_case=None if self.companion_ad_case is None else str(self.companion_ad_case),
            )
        )
