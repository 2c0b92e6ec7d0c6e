"""What is told of referrals: to the agency concerned on its own subject, of its decision to the services (AGY-03)."""

from datetime import date
from typing import Annotated, ClassVar, Final
from uuid import UUID

from pydantic import Field

from services.enforcement.domain.referrals.states import AgencyDecision, SeizedKind
from services.enforcement.domain.referrals.subjects import Agency, Movement
from shared.calendar import FiscalYear
from shared.events import Event

ReferralId = Annotated[UUID, Field(description="the referral")]


class AgencyReferralSent(Event):
    """A case was referred to the agency that administers the law concerned.

    Told on that agency's own subject; it says nothing of persons, facts or goods, which go with the referral itself.
    """

    service: ClassVar[str] = "enforcement"
    aggregate: ClassVar[str] = "agency-referral"
    event: ClassVar[str] = "sent"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "internal"

    referral_id: ReferralId
    agency: Annotated[Agency, Field(description="the administering agency")]
    subject_row: Annotated[int, Field(description="row of 19 CFR 161.2(a) that matches")]
    movement: Annotated[Movement, Field(description="import, export or a transaction without movement")]
    sent_on: Annotated[date, Field(description="day of the referral")]

    @property
    def key(self) -> str:
        """The agency: each listens to its own subject."""
        return self.agency.value

    @property
    def about(self) -> str:
        """The referral."""
        return f"agency-referrals/{self.referral_id}"


class _InternalEvent(Event):
    """Events for the services, ordered by the fiscal year in which they happened."""

    service: ClassVar[str] = "enforcement"
    aggregate: ClassVar[str] = "agency-referral"
    visibility: ClassVar[str] = "internal"
    classification: ClassVar[str] = "confidential"

    referral_id: ReferralId
    happened_on: Annotated[date, Field(description="legal day of the event")]

    @property
    def key(self) -> str:
        """Fiscal year of the event."""
        return str(FiscalYear.of(self.happened_on).year)

    @property
    def about(self) -> str:
        """The referral."""
        return f"agency-referrals/{self.referral_id}"


class AgencyDecisionReceived(_InternalEvent):
    """The agency decided."""

    event: ClassVar[str] = "decided"

    agency: Annotated[Agency, Field(description="the administering agency")]
    decision: Annotated[AgencyDecision, Field(description="what it decided")]


class ThingsSeized(_InternalEvent):
    """Articles, and conveyances knowingly used, were seized (AGY-02, 19 CFR 161.2(b))."""

    event: ClassVar[str] = "seized"

    authority: Annotated[str, Field(description="the law the seizure rests on (AGY-05)")]
    kinds: Annotated[tuple[SeizedKind, ...], Field(description="kind of each thing seized, in order")]


REFERRAL_EVENTS: Final[tuple[type[Event], ...]] = (AgencyReferralSent, AgencyDecisionReceived, ThingsSeized)
