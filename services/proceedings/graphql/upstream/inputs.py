"""What the mutations on upstream subsidies take."""

import strawberry

from services.proceedings.domain.upstream.acts import UpstreamAlleged, UpstreamResolutionChosen, UpstreamSuspected
from services.proceedings.graphql.record.acting import ActInput
from services.proceedings.usecases.record.record_act import RecordAct


@strawberry.input(description="An allegation of an upstream subsidy (PRE-15, UPS-01).")
class AllegeUpstreamSubsidyInput(ActInput):
    """See UpstreamAlleged."""

    good_cause: str = strawberry.field(
        default="", description="Why it is accepted late (19 CFR 351.302); empty when it came in time."
    )

    def record(self) -> RecordAct:
        """The command."""
        return self.command(UpstreamAlleged(occurred_on=self.occurred_on, good_cause=self.good_cause.strip()))


@strawberry.input(description="Commerce's conclusion that there is reason to suspect an upstream subsidy (UPS-01).")
class SuspectUpstreamSubsidyInput(ActInput):
    """See UpstreamSuspected."""

    time_needed: bool = strawberry.field(
        description="Commerce determines that more time is necessary; without that nothing is extended."
    )
    extraordinarily_complicated: bool = strawberry.field(
        default=False, description="The case is declared so: day 310 in place of day 250 (UPS-02)."
    )
    reasons: str = strawberry.field(default="", description="Reasons.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            UpstreamSuspected(
                occurred_on=self.occurred_on,
                time_needed=self.time_needed,
                extraordinarily_complicated=self.extraordinarily_complicated,
                reasons=self.reasons.strip(),
            )
        )


@strawberry.input(description="The petitioner has it decided in the investigation, not in the first review (UPS-04).")
class ChooseUpstreamResolutionInput(ActInput):
    """See UpstreamResolutionChosen."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(UpstreamResolutionChosen(occurred_on=self.occurred_on))
