"""What the mutations of the final phase take."""

import strawberry

from services.proceedings.domain.final.acts import (
    CalculationsDisclosed,
    CommerceFinal,
    ErrorCommentsFiled,
    ErrorRepliesFiled,
    FinalAligned,
    MinisterialErrorCorrected,
)
from services.proceedings.domain.text import clean_name
from services.proceedings.graphql.inputs import DepositRateInput
from services.proceedings.graphql.record.acting import ActInput
from services.proceedings.graphql.record.parts import CriticalFindingInput, rate_rows
from services.proceedings.usecases.record.record_act import RecordAct
from shared.graphql import Date

_DETERMINATION = "Number of the determination's act."
_GOOD_CAUSE = "Why it is accepted late (19 CFR 351.302); empty when it came in time."


@strawberry.input(
    description="Alignment with the antidumping final; recorded again when that gets another day (FIN-02)."
)
class AlignFinalInput(ActInput):
    """See FinalAligned."""

    ad_case: strawberry.ID = strawberry.field(description="The antidumping case initiated with this one.")
    requested_on: Date = strawberry.field(description="Day of the petitioner's request.")
    ad_final_due_on: Date = strawberry.field(description="Day the antidumping final is due.")
    ad_preliminary_published_on: Date | None = strawberry.field(
        default=None, description="Publication of the antidumping preliminary, once known."
    )
    ad_postponed: bool = strawberry.field(
        default=False, description="The antidumping final is postponed, at most to day 135 after that publication."
    )
    good_cause: str = strawberry.field(default="", description=_GOOD_CAUSE)

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            FinalAligned(
                occurred_on=self.occurred_on,
                ad_case=str(self.ad_case),
                requested_on=self.requested_on,
                ad_final_due_on=self.ad_final_due_on,
                ad_preliminary_published_on=self.ad_preliminary_published_on,
                ad_postponed=self.ad_postponed,
                good_cause=self.good_cause.strip(),
            )
        )


@strawberry.input(description="Commerce's final determination (FIN-01, FIN-03).")
class DetermineFinalInput(ActInput):
    """See CommerceFinal."""

    affirmative: bool = strawberry.field(description="At least one rate is above de minimis.")
    rates: list[DepositRateInput] = strawberry.field(
        description="Rates of the firms examined; the all-others rate is computed where it is not a row (RATE-04)."
    )
    critical: CriticalFindingInput | None = strawberry.field(
        default=None, description="The findings on critical circumstances, where they were alleged (CRC-06)."
    )

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            CommerceFinal(
                occurred_on=self.occurred_on,
                affirmative=self.affirmative,
                rates=rate_rows(self.rates),
                critical=None if self.critical is None else self.critical.finding(),
            )
        )


@strawberry.input(description="Release of the disclosure documents of a determination (MIN-02).")
class DiscloseCalculationsInput(ActInput):
    """See CalculationsDisclosed."""

    act_number: int = strawberry.field(description=_DETERMINATION)

    def record(self) -> RecordAct:
        """The command."""
        return self.command(CalculationsDisclosed(occurred_on=self.occurred_on, act_number=self.act_number))


@strawberry.input(description="A party's paper on ministerial errors (MIN-02).")
class ErrorPaperInput(ActInput):
    """Inherited by comments and replies."""

    act_number: int = strawberry.field(description=_DETERMINATION)
    party: str = strawberry.field(description="Who files.")
    good_cause: str = strawberry.field(default="", description=_GOOD_CAUSE)


@strawberry.input(description="Comments on ministerial errors (MIN-01, MIN-02).")
class FileErrorCommentsInput(ErrorPaperInput):
    """See ErrorCommentsFiled."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            ErrorCommentsFiled(
                occurred_on=self.occurred_on,
                act_number=self.act_number,
                party=clean_name(self.party, field="party"),
                good_cause=self.good_cause.strip(),
            )
        )


@strawberry.input(description="Replies to comments on ministerial errors (MIN-02).")
class FileErrorRepliesInput(ErrorPaperInput):
    """See ErrorRepliesFiled."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            ErrorRepliesFiled(
                occurred_on=self.occurred_on,
                act_number=self.act_number,
                party=clean_name(self.party, field="party"),
                good_cause=self.good_cause.strip(),
            )
        )


@strawberry.input(description="An amended determination (MIN-03, MIN-04).")
class CorrectMinisterialErrorsInput(ActInput):
    """See MinisterialErrorCorrected."""

    act_number: int = strawberry.field(description=_DETERMINATION)
    rates: list[DepositRateInput] = strawberry.field(
        description="The corrected rates; others stay, weights too, and the all-others rate is computed again."
    )
    errors: str = strawberry.field(default="", description="What was wrong.")
    effective_from: Date | None = strawberry.field(
        default=None, description="Day stated in the notice; its publication when left out."
    )

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            MinisterialErrorCorrected(
                occurred_on=self.occurred_on,
                act_number=self.act_number,
                rates=rate_rows(self.rates),
                errors=self.errors,
                effective_from=self.effective_from,
            )
        )
