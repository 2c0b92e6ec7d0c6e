"""What the mutations of compromise take (CMP-01 to CMP-07)."""

import strawberry

from services.enforcement.domain.compromise.offers import ReopeningGround
from services.enforcement.graphql.matters import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.enforcement.graphql.records import parse_id
from services.enforcement.usecases.matters import compromise
from shared.graphql import Date, Money


@strawberry.input(description="An offer in compromise (CMP-01).")
class SubmitCompromiseOfferInput:
    """See SubmitOffer."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    offered_on: Date = strawberry.field(description="Day of the offer.")
    offered: Money = strawberry.field(description="The sum offered.")
    terms: str = strawberry.field(description="Its terms.")
    in_writing: bool = strawberry.field(description="Made in writing.")
    civil_only: bool = strawberry.field(description="Limited to civil liability.")

    def command(self) -> compromise.SubmitOffer:
        """The command."""
        return compromise.SubmitOffer(
            matter_id=parse_id(self.matter_id, field="matterId"),
            offered_on=self.offered_on,
            offered_cents=self.offered,
            terms=self.terms,
            in_writing=self.in_writing,
            civil_only=self.civil_only,
        )


@strawberry.input(description="The deposit of an offer (CMP-02).")
class ConfirmCompromiseDepositInput:
    """See ConfirmDeposit."""

    offer_id: strawberry.ID = strawberry.field(description="The offer's id.")
    deposited: Money = strawberry.field(description="All that is deposited.")

    def command(self) -> compromise.ConfirmDeposit:
        """The command."""
        return compromise.ConfirmDeposit(
            offer_id=parse_id(self.offer_id, field="offerId"),
            deposited_cents=self.deposited,
        )


@strawberry.input(description="The officer's report on an offer (CMP-03, CMP-04).")
class FileCompromiseReportInput:
    """See FileReport."""

    offer_id: strawberry.ID = strawberry.field(description="The offer's id.")
    facts: str = strawberry.field(description="The facts.")
    terms: str = strawberry.field(description="The terms.")
    probability_basis_points: int = strawberry.field(description="Probability of recovery, hundredths of a percent.")
    cost: Money = strawberry.field(description="Remaining cost.")

    def command(self) -> compromise.FileReport:
        """The command."""
        return compromise.FileReport(
            offer_id=parse_id(self.offer_id, field="offerId"),
            facts=self.facts,
            terms=self.terms,
            probability_basis_points=self.probability_basis_points,
            cost_cents=self.cost,
        )


@strawberry.input(description="Counsel's recommendation (CMP-03).")
class RecommendCompromiseInput:
    """See Recommend."""

    offer_id: strawberry.ID = strawberry.field(description="The offer's id.")
    favourable: bool = strawberry.field(description="For acceptance.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> compromise.Recommend:
        """The command."""
        return compromise.Recommend(
            offer_id=parse_id(self.offer_id, field="offerId"),
            favourable=self.favourable,
            reason=self.reason,
        )


@strawberry.input(description="Headquarters' decision on an offer (CMP-05).")
class DecideCompromiseInput:
    """See DecideOffer."""

    offer_id: strawberry.ID = strawberry.field(description="The offer's id.")
    accept: bool = strawberry.field(description="Accept, or reject.")
    notified_on: Date = strawberry.field(description="Day of the written notice.")
    reason: str = strawberry.field(description="Why.")
    conditions: str | None = strawberry.field(default=None, description="Collateral agreement or security.")

    def command(self) -> compromise.DecideOffer:
        """The command."""
        return compromise.DecideOffer(
            offer_id=parse_id(self.offer_id, field="offerId"),
            accept=self.accept,
            notified_on=self.notified_on,
            reason=self.reason,
            conditions=self.conditions,
        )


@strawberry.input(description="A withdrawn offer (CMP-06).")
class WithdrawCompromiseOfferInput:
    """See OfferOnly."""

    offer_id: strawberry.ID = strawberry.field(description="The offer's id.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> compromise.OfferOnly:
        """The command."""
        return compromise.OfferOnly(
            offer_id=parse_id(self.offer_id, field="offerId"),
            reason=self.reason,
        )


@strawberry.input(description="The deposit goes back (CMP-06).")
class ReturnCompromiseDepositInput:
    """See OfferOnly."""

    offer_id: strawberry.ID = strawberry.field(description="The offer's id.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> compromise.OfferOnly:
        """The command."""
        return compromise.OfferOnly(
            offer_id=parse_id(self.offer_id, field="offerId"),
            reason=self.reason,
        )


@strawberry.input(description="The reopening of a claim that a compromise closed (CMP-07).")
class ReopenCompromiseInput:
    """See ReopenCompromise."""

    offer_id: strawberry.ID = strawberry.field(description="The offer's id.")
    ground: ReopeningGround = strawberry.field(description="What was found.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> compromise.ReopenCompromise:
        """The command."""
        return compromise.ReopenCompromise(
            offer_id=parse_id(self.offer_id, field="offerId"), ground=self.ground, reason=self.reason
        )
