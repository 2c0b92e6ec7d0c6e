"""What the mutations of petition and initiation take."""

from decimal import Decimal

import strawberry

from services.proceedings.domain.deadlines.engine import Days
from services.proceedings.domain.petition.acts import (
    ConsultationsOffered,
    FilingCured,
    IndustrySupportAssessed,
    InvestigationInitiated,
    PartyClass,
    PetitionDismissed,
    PetitionElement,
    PetitionFiled,
    PollOpened,
    SelfInitiated,
    SupportBasis,
)
from services.proceedings.domain.petition.filing import petition_filed
from services.proceedings.domain.petition.positions import Position, Stance, tally
from services.proceedings.domain.text import SCOPE_CHARACTERS_MAX, clean_name, clean_scope
from services.proceedings.graphql.petition import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.proceedings.graphql.record.acting import ActInput
from services.proceedings.usecases.record.record_act import RecordAct
from shared.errors import BadInput
from shared.graphql import Date, DateTime


@strawberry.input(description="A petition (PET-01 to PET-05).")
class FilePetitionInput(ActInput):
    """See PetitionFiled; the day is the one deemed filed with Commerce."""

    petitioner: str = strawberry.field(description="Name of the petitioner.")
    petitioner_class: PartyClass = strawberry.field(description="What it is.")
    itc_filed_on: Date | None = strawberry.field(
        default=None,
        description="Day deemed filed with the Commission (CAL-09); computed from the instants when left out.",
    )
    filed_at: DateTime | None = strawberry.field(
        default=None, description="Instant of the filing with Commerce; complete by 5:00 p.m. Eastern counts."
    )
    itc_filed_at: DateTime | None = strawberry.field(
        default=None,
        description="Instant of the filing with the Commission; after 12:00 noon is the next business day.",
    )
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

    contents: list[PetitionElement] | None = strawberry.field(
        default=None, description="What it alleges and shows; null where that is not taken down (PET-03)."
    )
    earlier_order_ended_on: Date | None = strawberry.field(
        default=None,
        description="Publication of the revocation of an order on the goods, or of the end of a suspended "
        "investigation, under 19 USC 1675(d) (PET-16).",
    )

    def record(self) -> RecordAct:
        """The command.

        Raises:
            BadInput: neither the day deemed filed with the Commission nor both instants are given.
        """
        return self.command(
            PetitionFiled(
                occurred_on=self.occurred_on,
                petitioner=clean_name(self.petitioner, field="petitioner"),
                petitioner_class=self.petitioner_class,
                itc_filed_on=self._itc_filed_on(),
                filed_at=self.filed_at,
                itc_filed_at=self.itc_filed_at,
                contents=None if self.contents is None else tuple(self.contents),
                earlier_order_ended_on=self.earlier_order_ended_on,
                scope_text=_scope(self.scope_text),
                programs=tuple(clean_name(program, field="programs") for program in self.programs),
                export_credit_derogation=self.export_credit_derogation,
                article_8_only=self.article8_only,
                regional=self.regional,
                companion_ad_case=None if self.companion_ad_case is None else str(self.companion_ad_case),
            )
        )

    def _itc_filed_on(self) -> Date:
        if self.itc_filed_on is not None:
            return self.itc_filed_on
        if self.filed_at is None or self.itc_filed_at is None:
            raise BadInput("Give itcFiledOn, or both instants, from which it follows.", field="itcFiledOn")
        # Special closures are not known here; the rule looks at them and names the right day.
        return petition_filed(self.filed_at, self.itc_filed_at, Days()).itc


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
        return self.command(
            PollOpened(occurred_on=self.occurred_on, exceptional=self.exceptional, reason=_reasons(self.reason))
        )


@strawberry.input(description="A producer's position on the petition (PET-12).")
class PositionInput:
    """See Position."""

    producer: str = strawberry.field(description="Name of the producer.")
    party_class: PartyClass = strawberry.field(default=PartyClass.C, description="What it is.")
    production: Decimal = strawberry.field(description="Its production of the like product.")
    stance: Stance = strawberry.field(description="Where its management stands.")
    workers: Stance | None = strawberry.field(
        default=None, description="Where its workers stand; null where they say nothing. They weigh equally."
    )
    related_to_foreign_producer: bool = strawberry.field(
        default=False, description="By control, common control, or joint control of a third party."
    )
    harmed_by_order: bool = strawberry.field(
        default=False, description="It showed that an order would hurt it as a domestic producer."
    )
    imports: bool = strawberry.field(default=False, description="It imports the subject merchandise.")
    disregard_importer: bool = strawberry.field(
        default=False, description="Commerce chooses to disregard its position for that."
    )

    def position(self) -> Position:
        """The position.

        Raises:
            BadInput: a malformed name or amount.
        """
        if not self.production.is_finite():
            raise BadInput("production needs an amount.", field="production")
        return Position(
            producer=clean_name(self.producer, field="producer"),
            party_class=self.party_class,
            production=self.production,
            stance=self.stance,
            workers=self.workers,
            related_to_foreign_producer=self.related_to_foreign_producer,
            harmed_by_order=self.harmed_by_order,
            imports=self.imports,
            disregard_importer=self.disregard_importer,
        )


@strawberry.input(
    description="The industry's support, after disregarded positions (PET-11, PET-12); one unit throughout."
)
class AssessIndustrySupportInput(ActInput):
    """See IndustrySupportAssessed."""

    total: Decimal = strawberry.field(description="Production of the like product, or in the region (PET-13).")
    supporting: Decimal | None = strawberry.field(
        default=None, description="Production of supporters; computed from the positions when left out."
    )
    opposing: Decimal | None = strawberry.field(
        default=None, description="Production of opponents; computed from the positions when left out."
    )
    basis: SupportBasis = strawberry.field(default=SupportBasis.PETITION, description="How it was learned (PET-14).")
    positions: list[PositionInput] = strawberry.field(
        default_factory=list, description="Producers one by one; what is disregarded follows (PET-12)."
    )

    def record(self) -> RecordAct:
        """The command.

        Raises:
            BadInput: neither sums nor positions are given.
        """
        positions = tuple(position.position() for position in self.positions)
        counted = tally(positions)
        if not positions and (self.supporting is None or self.opposing is None):
            raise BadInput("Give the positions of producers, or both sums.", field="positions")
        return self.command(
            IndustrySupportAssessed(
                occurred_on=self.occurred_on,
                total=self.total,
                supporting=counted.supporting if self.supporting is None else self.supporting,
                opposing=counted.opposing if self.opposing is None else self.opposing,
                basis=self.basis,
                positions=positions,
                disregarded=counted.disregarded,
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
    sufficient: bool = strawberry.field(
        default=False, description="The petition is sufficient; it is support that is wanting."
    )

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            PetitionDismissed(occurred_on=self.occurred_on, reasons=_reasons(self.reasons), sufficient=self.sufficient)
        )


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
                scope_text=_scope(self.scope_text),
                article_8_only=self.article8_only,
                companion_ad_case=None if self.companion_ad_case is None else str(self.companion_ad_case),
            )
        )


def _scope(text: str) -> str:
    """The description of the merchandise; BadInput when there is none."""
    cleaned = clean_scope(text)
    assert cleaned is not None
    return cleaned


def _reasons(text: str) -> str:
    """Reasons, which may be left out; BadInput when they cannot be printed."""
    return clean_name(text, field="reasons", longest=SCOPE_CHARACTERS_MAX) if text.strip() else ""
