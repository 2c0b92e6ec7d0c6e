"""What the mutations that begin a review, or end it without results, take."""

from collections.abc import Sequence

import strawberry

from services.proceedings.domain.instructions import Firm
from services.proceedings.domain.review.acts import (
    ChangedCircumstancesRequested,
    EnforcementCause,
    ExpeditedReviewRequested,
    NewShipperReviewRequested,
    RescissionReason,
    ReviewInitiated,
    ReviewRequested,
    ReviewRequestWithdrawn,
    ReviewRescinded,
    SubsidiesEnforcementOpened,
)
from services.proceedings.domain.text import clean_name
from services.proceedings.graphql.record.acting import ActInput
from services.proceedings.graphql.record.parts import FirmInput
from services.proceedings.graphql.review import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.proceedings.usecases.record.record_act import RecordAct
from shared.errors import BadInput
from shared.graphql import Date

FIRMS_MAX = 2_000
SEGMENT = 'The review, for example "AR-2023"; case.stateOn lists those of a case.'


def firms_of(listed: Sequence[FirmInput]) -> tuple[Firm, ...]:
    """The combinations, each once.

    Raises:
        BadInput: a malformed name, or too many.
    """
    if len(listed) > FIRMS_MAX:
        raise BadInput(f"At most {FIRMS_MAX} firms at once; {len(listed)} were sent.", field="firms")
    return tuple(dict.fromkeys(one.firm() for one in listed))


@strawberry.input(description="A request for an administrative review, in the anniversary month (REV-01, REV-02).")
class RequestReviewInput(ActInput):
    """See ReviewRequested."""

    requester: str = strawberry.field(description="Who asks.")
    firms: list[FirmInput] = strawberry.field(description="Exporters and producers to review, at most 2,000.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            ReviewRequested(
                occurred_on=self.occurred_on,
                requester=clean_name(self.requester, field="requester"),
                firms=firms_of(self.firms),
            )
        )


@strawberry.input(description="The withdrawal of a request (REV-05).")
class WithdrawReviewRequestInput(ActInput):
    """See ReviewRequestWithdrawn."""

    segment: str = strawberry.field(description=SEGMENT)
    requester: str = strawberry.field(description="Who had asked.")
    firms: list[FirmInput] = strawberry.field(description="The firms it no longer asks for.")
    discretion: str = strawberry.field(
        default="", description="Why Commerce takes it after 90 days; empty when it came in time."
    )

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            ReviewRequestWithdrawn(
                occurred_on=self.occurred_on,
                segment=self.segment,
                requester=clean_name(self.requester, field="requester"),
                firms=firms_of(self.firms),
                discretion=self.discretion.strip(),
            )
        )


@strawberry.input(description="A new shipper's request (REV-08).")
class RequestNewShipperReviewInput(ActInput):
    """See NewShipperReviewRequested."""

    firm: FirmInput = strawberry.field(description="The exporter or producer.")
    exported_in_investigation: bool = strawberry.field(
        description="It exported to the United States during the period of investigation."
    )
    affiliated: bool = strawberry.field(description="It is affiliated with a firm that did.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            NewShipperReviewRequested(
                occurred_on=self.occurred_on,
                firm=self.firm.firm(),
                exported_in_investigation=self.exported_in_investigation,
                affiliated=self.affiliated,
            )
        )


@strawberry.input(description="Changed circumstances (REV-09).")
class RequestChangedCircumstancesReviewInput(ActInput):
    """See ChangedCircumstancesRequested."""

    requester: str = strawberry.field(description="Who shows them; Commerce too.")
    circumstances: str = strawberry.field(description="What has changed.")
    good_cause: str = strawberry.field(
        default="", description="Why it is looked at within 24 months of the determination; else empty."
    )

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            ChangedCircumstancesRequested(
                occurred_on=self.occurred_on,
                requester=clean_name(self.requester, field="requester"),
                circumstances=self.circumstances.strip(),
                good_cause=self.good_cause.strip(),
            )
        )


@strawberry.input(description="A subsidies-enforcement review (REV-11).")
class OpenSubsidiesEnforcementReviewInput(ActInput):
    """See SubsidiesEnforcementOpened."""

    cause: EnforcementCause = strawberry.field(description="What calls for it.")
    notice_received_on: Date = strawberry.field(description="Day of the Trade Representative's notice.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            SubsidiesEnforcementOpened(
                occurred_on=self.occurred_on, cause=self.cause, notice_received_on=self.notice_received_on
            )
        )


@strawberry.input(description="A request for an expedited review by an exporter that was not examined (REV-12).")
class RequestExpeditedReviewInput(ActInput):
    """See ExpeditedReviewRequested."""

    firm: FirmInput = strawberry.field(description="The exporter.")
    good_cause: str = strawberry.field(default="", description="Why it comes late; empty when it came in time.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            ExpeditedReviewRequested(
                occurred_on=self.occurred_on, firm=self.firm.firm(), good_cause=self.good_cause.strip()
            )
        )


@strawberry.input(description="The initiation of a review that was asked for (REV-01, REV-08, REV-09, REV-12).")
class InitiateReviewInput(ActInput):
    """See ReviewInitiated."""

    segment: str = strawberry.field(description=SEGMENT)
    all_agree: bool = strawberry.field(
        default=False, description="All parties agree to the outcome of a changed-circumstances review."
    )

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            ReviewInitiated(occurred_on=self.occurred_on, segment=self.segment, all_agree=self.all_agree)
        )


@strawberry.input(description="The end of a review without results, for some firms or for all (REV-05).")
class RescindReviewInput(ActInput):
    """See ReviewRescinded."""

    segment: str = strawberry.field(description=SEGMENT)
    reason: RescissionReason = strawberry.field(description="Why.")
    firms: list[FirmInput] = strawberry.field(
        default_factory=list, description="The firms of an administrative review concerned; empty for all of it."
    )

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            ReviewRescinded(
                occurred_on=self.occurred_on, segment=self.segment, reason=self.reason, firms=firms_of(self.firms)
            )
        )
