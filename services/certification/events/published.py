"""What certification tells the others; a payload only grows."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from services.certification.events.recordkeeping import RECORDKEEPER_EVENTS
from shared.calendar import FiscalYear
from shared.events import Event


class NoticedOrder(BaseModel):
    """One order of a notice."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_number: str = Field(description="The order.")
    special_account_cents: int = Field(description="Amount in the Special Account, US cents; may be negative.")
    as_of: date = Field(description="Day of that amount; 1 June of the fiscal year unless the notice is flagged.")


class NoticePublished(Event):
    """A notice of intent to distribute appeared in the Federal Register (NOTE-02)."""

    service: ClassVar[str] = "certification"
    aggregate: ClassVar[str] = "notice"
    event: ClassVar[str] = "published"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "public"

    notice_id: UUID = Field(description="The notice.")
    fiscal_year: int = Field(description="Fiscal year whose duties are to be distributed.")
    fr_citation: str | None = Field(description="Federal Register citation, for example 70 FR 31566.")
    published_on: date = Field(description="Day of publication; the filing window counts from it.")
    close_on: date = Field(description="Last day on which a certification may be received.")
    return_by: date = Field(description="Last day for Customs to return a certification.")
    orders: tuple[NoticedOrder, ...] = Field(description="The orders named.")
    kind: str = Field(default="ORDINARY", description="ORDINARY, or FINAL for a notice of final distribution.")
    sweep_after: date | None = Field(
        default=None, description="Of a final notice: last day before what was not claimed may be swept."
    )

    @property
    def key(self) -> str:
        """The fiscal year."""
        return str(self.fiscal_year)

    @property
    def about(self) -> str:
        """The notice."""
        return f"notices/{self.notice_id}"


class ClaimPart(BaseModel):
    """The unshared lines of a claim, or one group of expenditures shared with other orders (EXP-07)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    group_id: str | None = Field(description="The shared group; null for the unshared lines.")
    case_numbers: tuple[str, ...] = Field(description="All orders of the group, or this order alone.")
    net_cents: int = Field(description="The part's net claim, US cents; the parts add up to the claim's.")


class CertifiedClaim(BaseModel):
    """One certification in its final review state."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    certification_number: str = Field(description="Number in order of receipt; the lower one wins a tie (DIST-05).")
    certification_id: UUID = Field(description="The certification.")
    lineage_id: UUID = Field(description="The claimant and those it succeeded to, under this order.")
    producer_id: UUID = Field(description="The domestic producer that filed.")
    claimant_name: str = Field(description="Name as certified.")
    state: str = Field(description="ACCEPTED, REJECTED, LAPSED or LATE_DENIED.")
    reason_code: str | None = Field(description="Why it was not accepted; null for an accepted one.")
    total_cents: int = Field(description="Qualifying expenditures certified, US cents (T).")
    prior_cents: int = Field(description="Part of them already distributed upon, US cents (D).")
    net_cents: int = Field(description="Net claim, US cents (N = T - D); the weight in a distribution.")
    claimed_cents: int = Field(description="Net claim as the producer last filed it, US cents.")
    confidentiality_claimed: bool = Field(description="Whether it claimed exemption from disclosure (CERT-16).")
    received_on: date = Field(
        description="Day the certification, or its latest correction, was received; prior payments were deducted as of"
        " it (CERT-07), later ones lower the claim (RECO-07)."
    )
    parts: tuple[ClaimPart, ...] = Field(description="The claim's parts; empty unless accepted.")


class ClaimsCertified(Event):
    """The complete list of claims for an order and fiscal year; a later version replaces an earlier one whole."""

    service: ClassVar[str] = "certification"
    aggregate: ClassVar[str] = "claims"
    event: ClassVar[str] = "certified"
    visibility: ClassVar[str] = "internal"

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)

    case_number: str = Field(description="The order.")
    fiscal_year: int = Field(description="Fiscal year whose duties are to be distributed.")
    # "version" on the wire; in Python that name is the event's own major version.
    list_version: int = Field(
        validation_alias=AliasChoices("list_version", "version"),
        serialization_alias="version",
        description="1 for the first list, one higher with every change.",
    )
    notice_id: UUID = Field(description="The notice under which the claims were filed.")
    certified_on: date = Field(description="Day on which this version was certified.")
    claims: tuple[CertifiedClaim, ...] = Field(
        description="Every certification received, but those withdrawn or superseded, by certification number."
    )

    @property
    def key(self) -> str:
        """The case number."""
        return self.case_number

    @property
    def about(self) -> str:
        """The claims of an order's year."""
        return f"orders/{self.case_number}/claims/{self.fiscal_year}"


class VerificationConcluded(Event):
    """A certification was verified against the producer's records (VERI-04)."""

    service: ClassVar[str] = "certification"
    aggregate: ClassVar[str] = "verification"
    event: ClassVar[str] = "concluded"
    visibility: ClassVar[str] = "internal"

    verification_id: UUID = Field(description="The verification.")
    case_number: str = Field(description="The order.")
    fiscal_year: int = Field(description="Fiscal year whose duties are distributed.")
    certification_number: str = Field(description="Number of the certification verified.")
    certification_id: UUID = Field(description="The certification.")
    lineage_id: UUID = Field(description="The claimant and those it succeeded to, under this order.")
    producer_id: UUID = Field(description="The domestic producer that filed; it alone owes an overclaim.")
    unsupported_cents: int = Field(description="Claimed, not supported by records, US cents; 0 when all is supported.")
    overclaim_cents: int = Field(
        description="Paid beyond the share without the unsupported amount, US cents, as far as certification knows the"
        " payments; the bill is for accounts to compute. 0 before payment."
    )
    disallowed_cents: int = Field(description="The same as unsupported_cents: by this verification alone, US cents.")
    corrected_net_cents: int = Field(
        description="Net claim as distributed upon, or to be, less everything disallowed of it so far, US cents; never"
        " below 0. The overclaim is what was paid beyond the share of this."
    )
    paid_already: bool = Field(description="False: the claim was lowered before payment, if it had to be.")
    concluded_on: date = Field(description="Day of the conclusion.")

    @property
    def key(self) -> str:
        """The case number."""
        return self.case_number

    @property
    def about(self) -> str:
        """The verification."""
        return f"verifications/{self.verification_id}"


class ProgramOfficesPublished(Event):
    """The offices of the Recordkeeping Compliance Program or its Handbook changed (RCP-03, RCP-10)."""

    service: ClassVar[str] = "certification"
    aggregate: ClassVar[str] = "program-offices"
    event: ClassVar[str] = "published"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "public"

    revision: int = Field(ge=1, description="1 for the first, one higher with every change; the highest holds.")
    intake_office: str = Field(description="Office that receives and reviews applications.")
    intake_address: str = Field(description="Where applications are sent.")
    decision_office: str = Field(description="Office that certifies, denies and removes.")
    handbook_version: str = Field(description="Version of the Recordkeeping Compliance Handbook that applies.")
    handbook_sources: str = Field(description="Where the Handbook can be had.")
    published_on: date = Field(description="Day from which this holds.")

    @property
    def key(self) -> str:
        """The fiscal year of the publication."""
        return str(FiscalYear.of(self.published_on).year)

    @property
    def about(self) -> str:
        """The program."""
        return "recordkeeping-program"


PUBLISHED: tuple[type[Event], ...] = (
    NoticePublished,
    ClaimsCertified,
    VerificationConcluded,
    ProgramOfficesPublished,
    *RECORDKEEPER_EVENTS,
)
