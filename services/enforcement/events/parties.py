"""What the person concerned is shown of a section 1592 matter (section 11, class PARTY); nothing of it is public.

They carry no reasons, no officer and nothing of an investigation. Amounts are US cents.
"""

from datetime import date
from typing import Annotated, ClassVar, Final
from uuid import UUID

from pydantic import Field

from services.enforcement.domain.matters.law import Culpability
from shared.calendar import FiscalYear
from shared.events import Event


class _PartyEvent(Event):
    """Ordered by the fiscal year of the act."""

    service: ClassVar[str] = "enforcement"
    visibility: ClassVar[str] = "internal"
    classification: ClassVar[str] = "confidential"

    importer_number: Annotated[str, Field(description="number of the person concerned, who is shown this")]
    acted_on: Annotated[date, Field(description="legal day of the act")]

    @property
    def key(self) -> str:
        """Fiscal year of the act."""
        return str(FiscalYear.of(self.acted_on).year)


class _MatterPartyEvent(_PartyEvent):
    """What happened in a matter."""

    matter_id: Annotated[UUID, Field(description="the matter")]

    @property
    def about(self) -> str:
        """The matter."""
        return f"matters/{self.matter_id}"


class _NoticeIssued(_MatterPartyEvent):
    """A notice was issued."""

    event: ClassVar[str] = "issued"

    loss_cents: Annotated[int, Field(description="loss of duties, taxes and fees the notice states")]
    penalty_cents: Annotated[int, Field(description="penalty proposed or claimed; 0 in a duty notice")]
    respond_by: Annotated[date, Field(description="last day to answer, to petition or to pay")]


class PrepenaltyNoticeIssued(_NoticeIssued):
    """A prepenalty notice was mailed (CUL-05)."""

    aggregate: ClassVar[str] = "prepenalty-notice"

    culpability: Annotated[Culpability, Field(description="fraud, gross negligence or negligence")]


class PenaltyNoticeIssued(_NoticeIssued):
    """A written penalty claim was mailed (CUL-08)."""

    aggregate: ClassVar[str] = "penalty-notice"

    culpability: Annotated[Culpability, Field(description="fraud, gross negligence or negligence")]


class DutyNoticeIssued(_NoticeIssued):
    """Lost duties were demanded (CUL-16); accounts bills them by ``duties.demanded``."""

    aggregate: ClassVar[str] = "duty-notice"


class _DisclosureEvent(_PartyEvent):
    """What happened to a prior disclosure."""

    disclosure_id: Annotated[UUID, Field(description="the prior disclosure")]
    matter_id: Annotated[UUID, Field(description="its matter")]

    @property
    def about(self) -> str:
        """The disclosure."""
        return f"disclosures/{self.disclosure_id}"


class PriorDisclosureReceived(_DisclosureEvent):
    """A prior disclosure was received (CUL-09)."""

    aggregate: ClassVar[str] = "prior-disclosure"
    event: ClassVar[str] = "received"

    tendered_cents: Annotated[int, Field(description="tendered with it")]
    data_by: Annotated[date | None, Field(description="last day for data that will follow; null when none will")]


class PriorDisclosureGranted(_DisclosureEvent):
    """The reduced penalty was granted (CUL-10)."""

    aggregate: ClassVar[str] = "prior-disclosure"
    event: ClassVar[str] = "granted"

    penalty_cents: Annotated[int, Field(description="most the penalty may be")]


class PriorDisclosureDenied(_DisclosureEvent):
    """A prior disclosure was denied (CUL-09, CUL-11)."""

    aggregate: ClassVar[str] = "prior-disclosure"
    event: ClassVar[str] = "denied"


class LossCalculated(_DisclosureEvent):
    """Customs' calculation of the actual loss was notified, or headquarters' final one (CUL-11, CUL-12)."""

    aggregate: ClassVar[str] = "prior-disclosure"
    event: ClassVar[str] = "loss-calculated"

    loss_cents: Annotated[int, Field(description="the actual loss")]
    tendered_cents: Annotated[int, Field(description="tendered so far, what goes back taken off")]
    tender_by: Annotated[date, Field(description="last day to tender what is short")]


class TenderReceived(_DisclosureEvent):
    """A sum was tendered (CUL-11). Accounts takes it in."""

    aggregate: ClassVar[str] = "tender"
    event: ClassVar[str] = "received"

    amount_cents: Annotated[int, Field(description="this tender", gt=0)]
    tendered_cents: Annotated[int, Field(description="everything tendered so far, what goes back taken off", ge=0)]


class TenderReduced(_DisclosureEvent):
    """Headquarters' calculation is lower than what was tendered: the difference goes back (CUL-12)."""

    aggregate: ClassVar[str] = "tender"
    event: ClassVar[str] = "reduced"

    refund_cents: Annotated[int, Field(description="what goes back", gt=0)]
    tendered_cents: Annotated[int, Field(description="what is kept of everything tendered", ge=0)]


class PetitionFiled(_MatterPartyEvent):
    """A petition for relief was filed (RLF-02)."""

    aggregate: ClassVar[str] = "petition"
    event: ClassVar[str] = "filed"


class SupplementalPetitionFiled(_MatterPartyEvent):
    """A supplemental petition was filed (RLF-07)."""

    aggregate: ClassVar[str] = "supplemental-petition"
    event: ClassVar[str] = "filed"


class PetitionDecided(_MatterPartyEvent):
    """A petition was decided (RLF-05, RLF-06)."""

    aggregate: ClassVar[str] = "petition"
    event: ClassVar[str] = "decided"

    mitigated_cents: Annotated[int, Field(description="what is left of the penalty")]
    pay_by: Annotated[date, Field(description="last day to pay it")]


class PetitionPeriodShortened(_MatterPartyEvent):
    """The notice of penalty gives less than sixty days to petition (RLF-03)."""

    aggregate: ClassVar[str] = "petition-period"
    event: ClassVar[str] = "shortened"

    petition_by: Annotated[date, Field(description="last day to petition")]


class MatterGoodsSeized(_MatterPartyEvent):
    """Goods were seized in a section 1592 case (CUL-15)."""

    aggregate: ClassVar[str] = "matter-goods"
    event: ClassVar[str] = "seized"

    seizure_id: Annotated[UUID, Field(description="the seizure")]
    goods: Annotated[str, Field(description="what was seized")]
    petition_by: Annotated[date, Field(description="last day to petition against it")]


class _OfferEvent(_PartyEvent):
    """What happened to an offer in compromise."""

    aggregate: ClassVar[str] = "compromise"

    offer_id: Annotated[UUID, Field(description="the offer")]
    matter_id: Annotated[UUID, Field(description="its matter")]
    amount_cents: Annotated[int, Field(description="the sum offered, deposited, accepted or returned")]

    @property
    def about(self) -> str:
        """The offer."""
        return f"compromises/{self.offer_id}"


class CompromiseOffered(_OfferEvent):
    """An offer was made; it waits for its deposit and stops no clock (CMP-01, CMP-06)."""

    event: ClassVar[str] = "offered"


class CompromiseDepositConfirmed(_OfferEvent):
    """The sum offered is deposited (CMP-02)."""

    event: ClassVar[str] = "deposit-confirmed"


class CompromiseAccepted(_OfferEvent):
    """An offer was accepted by written notice (CMP-05)."""

    event: ClassVar[str] = "accepted"

    released_cents: Annotated[int, Field(description="what of the claim is given up")]


class CompromiseRejected(_OfferEvent):
    """An offer was rejected (CMP-06)."""

    event: ClassVar[str] = "rejected"


class DepositReturned(_OfferEvent):
    """The deposit of a rejected or withdrawn offer was returned in full (CMP-06)."""

    event: ClassVar[str] = "deposit-returned"


class DebtOffsetApplied(_PartyEvent):
    """A payment due to a debtor was withheld for a debt; this is the payee's written notice (DBT-03, DBT-04)."""

    aggregate: ClassVar[str] = "debt-offset"
    event: ClassVar[str] = "applied"

    debt_id: Annotated[UUID, Field(description="the debt, or the matter whose debt it is")]
    applied_cents: Annotated[int, Field(description="applied to the debt")]
    remaining_cents: Annotated[int, Field(description="what of the debt is left")]

    @property
    def about(self) -> str:
        """The debt."""
        return f"debts/{self.debt_id}"


PARTY_EVENTS: Final[tuple[type[Event], ...]] = (
    PrepenaltyNoticeIssued,
    PenaltyNoticeIssued,
    DutyNoticeIssued,
    PriorDisclosureReceived,
    PriorDisclosureGranted,
    PriorDisclosureDenied,
    LossCalculated,
    TenderReceived,
    TenderReduced,
    PetitionFiled,
    SupplementalPetitionFiled,
    PetitionDecided,
    PetitionPeriodShortened,
    MatterGoodsSeized,
    CompromiseOffered,
    CompromiseDepositConfirmed,
    CompromiseAccepted,
    CompromiseRejected,
    DepositReturned,
    DebtOffsetApplied,
)
