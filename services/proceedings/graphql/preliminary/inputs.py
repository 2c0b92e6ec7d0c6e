"""What the mutations of the preliminary phase take."""

import strawberry

from services.proceedings.domain.instructions import Instrument
from services.proceedings.domain.petition.acts import PartyClass
from services.proceedings.domain.preliminary.acts import (
    CommercePreliminary,
    Complication,
    Disclosed,
    PostponementGround,
    PreliminaryPostponed,
    VerificationWaived,
    WaiverDisclosure,
)
from services.proceedings.domain.text import clean_name
from services.proceedings.graphql.enums import describe
from services.proceedings.graphql.inputs import DepositRateInput
from services.proceedings.graphql.record.acting import ActInput
from services.proceedings.graphql.record.parts import rate_rows
from services.proceedings.usecases.record.record_act import RecordAct
from shared.graphql import Date

describe(
    PostponementGround,
    "PostponementGround",
    "Why the preliminary determination may wait until day 130 (PRE-03).",
    {
        "PETITIONER_REQUEST": "The petitioner asked 25 days or more before the scheduled determination.",
        "EXTRAORDINARILY_COMPLICATED": "The parties cooperate, the case is complicated, and more time is needed.",
    },
)
describe(
    Complication,
    "Complication",
    "What can make a case extraordinarily complicated (19 USC 1671b(c)(1)(B)).",
    {
        "PRACTICES": "Number and complexity of the practices.",
        "NOVELTY": "Novelty of the issues.",
        "FIRM_LEVEL_USE": "The use of practices by single firms must be determined.",
        "NUMBER_OF_FIRMS": "Number of firms.",
    },
)
describe(
    Instrument,
    "SecurityInstrument",
    "What security is asked for (PRE-09).",
    {"CASH": "A cash deposit.", "BOND": "A bond.", "OTHER": "Other security."},
)


@strawberry.input(
    description="A postponement of the preliminary; its day is that of the notice to the parties (PRE-03)."
)
class PostponePreliminaryInput(ActInput):
    """See PreliminaryPostponed."""

    ground: PostponementGround = strawberry.field(description="Which of the two grounds.")
    new_due_on: Date = strawberry.field(description="The day chosen, at most the 130th after initiation.")
    requested_on: Date | None = strawberry.field(default=None, description="Day of the petitioner's request.")
    cooperating: bool = strawberry.field(default=False, description="Commerce concludes that the parties cooperate.")
    complications: list[Complication] = strawberry.field(
        default_factory=list, description="What makes the case extraordinarily complicated."
    )
    time_needed: bool = strawberry.field(default=False, description="Commerce concludes that more time is needed.")
    reasons: str = strawberry.field(default="", description="Reasons, as the parties are told.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            PreliminaryPostponed(
                occurred_on=self.occurred_on,
                ground=self.ground,
                new_due_on=self.new_due_on,
                requested_on=self.requested_on,
                cooperating=self.cooperating,
                complications=tuple(dict.fromkeys(self.complications)),
                time_needed=self.time_needed,
                reasons=self.reasons.strip(),
            )
        )


@strawberry.input(description="A party with its class (PET-07).")
class PartyInput:
    """See Disclosed."""

    party: str = strawberry.field(description="Its name.")
    party_class: PartyClass = strawberry.field(description="What it is.")

    def disclosed(self) -> Disclosed:
        """The party.

        Raises:
            BadInput: a malformed name.
        """
        return Disclosed(clean_name(self.party, field="party"), self.party_class)


@strawberry.input(description="Review and disclosure of the record of the first 50 days (PRE-05).")
class DiscloseForWaiverInput(ActInput):
    """See WaiverDisclosure."""

    sufficient: bool = strawberry.field(description="It looks sufficient for a determination.")
    disclosed_to: list[PartyInput] = strawberry.field(
        default_factory=list, description="The petitioner, and the parties that asked for it."
    )

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            WaiverDisclosure(
                occurred_on=self.occurred_on,
                sufficient=self.sufficient,
                disclosed_to=tuple(one.disclosed() for one in self.disclosed_to),
            )
        )


@strawberry.input(description="An irrevocable waiver of verification (PRE-05).")
class WaiveVerificationInput(ActInput):
    """See VerificationWaived."""

    party: str = strawberry.field(description="Who waives.")
    party_class: PartyClass = strawberry.field(description="What it is; classes C to G may.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            VerificationWaived(
                occurred_on=self.occurred_on,
                party=clean_name(self.party, field="party"),
                party_class=self.party_class,
            )
        )


@strawberry.input(description="Commerce's preliminary determination (PRE-01, PRE-07).")
class DeterminePreliminaryInput(ActInput):
    """See CommercePreliminary."""

    affirmative: bool = strawberry.field(description="At least one rate is above de minimis.")
    rates: list[DepositRateInput] = strawberry.field(
        description="Rates of the firms examined; the all-others rate is computed where it is not a row (RATE-04)."
    )
    expedited: bool = strawberry.field(default=False, description="Made early on waivers of verification (PRE-05).")
    instrument: Instrument = strawberry.field(default=Instrument.CASH, description="What security is asked for.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            CommercePreliminary(
                occurred_on=self.occurred_on,
                affirmative=self.affirmative,
                rates=rate_rows(self.rates),
                expedited=self.expedited,
                instrument=self.instrument,
            )
        )
