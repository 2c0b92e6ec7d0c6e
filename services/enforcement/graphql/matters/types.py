"""Section 1592 matters as the API shows them."""

from typing import TYPE_CHECKING, Annotated, Self
from uuid import UUID

import strawberry

from services.enforcement.domain.debts.balances import unpaid_interest
from services.enforcement.domain.limitation.periods import Tolled
from services.enforcement.domain.matters.burden import burden_in_court
from services.enforcement.domain.matters.culpability import guideline, maximum_penalty
from services.enforcement.domain.matters.interest import LossLine
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.matters.notices import AuditOffset
from services.enforcement.domain.matters.states import MatterState
from services.enforcement.graphql.loaders import Info
from services.enforcement.graphql.matters import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.enforcement.graphql.matters.parts import (
    BurdenOfProof,
    CompromiseOffer,
    MatterDebt,
    MatterEntry,
    MatterNotice,
    MatterSeizure,
    MatterSetOff,
    MatterStep,
    PenaltyRange,
    PriorDisclosure,
    ReliefPetition,
    TolledDays,
)
from services.enforcement.storage.matters.queries import Parts, Row
from services.enforcement.usecases.matters.holds import PETITION_OPEN
from services.enforcement.usecases.matters.keeping import exposure_from, matter_limits
from services.enforcement.usecases.matters.open_matter import Source
from services.enforcement.usecases.matters.rates import rate_table
from shared.graphql import Date, Money, Refusal
from shared.refusals import Refused

if TYPE_CHECKING:
    from services.enforcement.graphql.records import Importer

_Level = Annotated[Culpability | None, strawberry.argument(description="Another level than the matter's own.")]


@strawberry.type(description="A section 1592 matter.")
class Matter:
    """A matter."""

    row: strawberry.Private[Row]
    id: strawberry.ID = strawberry.field(description="The matter's id.")
    importer_number: strawberry.ID = strawberry.field(description="Number of the importer.")
    importer: Annotated["Importer", strawberry.lazy("services.enforcement.graphql.records")] = strawberry.field(
        description="The importer."
    )
    source: Source = strawberry.field(description="Where it comes from.")
    source_reference: str = strawberry.field(description="The audit, disclosure or referral.")
    audit_offset: AuditOffset = strawberry.field(description="The audit's decision on offset, as stated at opening.")
    commercial: bool = strawberry.field(description="A commercial importation (CUL-06).")
    affects_duties: bool = strawberry.field(description="A violation of duty loss.")
    domestic_value: Money = strawberry.field(description="Domestic value of the merchandise.")
    dutiable_value: Money = strawberry.field(description="Its dutiable value.")
    opened_on: Date = strawberry.field(description="Day of opening.")
    state: MatterState = strawberry.field(description="Where it stands.")
    culpability: Culpability = strawberry.field(description="What is found, or proposed.")
    fraud_discovered_on: Date | None = strawberry.field(description="Discovery of the fraud (LIM-02).")
    last_day: Date = strawberry.field(
        description="Earliest last day of suit of its entries, without a waiver (LIM-06)."
    )
    final_day: Date = strawberry.field(description="Latest one; afterwards the whole claim is barred.")
    waived_until: Date | None = strawberry.field(description="Limitation is waived until this day.")
    respond_by: Date | None = strawberry.field(description="Last day to answer the prepenalty notice.")
    proposed_penalty: Money = strawberry.field(description="The penalty proposed.")
    claimed: Money = strawberry.field(description="The penalty claimed.")
    penalty_owed: Money = strawberry.field(description="What is owed of it, after relief.")
    penalty_collected: Money = strawberry.field(description="What was collected of it.")
    petition_by: Date | None = strawberry.field(description="Last day to petition.")
    pay_by: Date | None = strawberry.field(description="Last day to pay the mitigated penalty.")
    supplemental_by: Date | None = strawberry.field(description="Last day to petition again, as the decision fixes it.")
    duties_owed: Money = strawberry.field(description="Duties demanded.")
    duties_collected: Money = strawberry.field(description="What was collected of them.")
    duties_by: Date | None = strawberry.field(description="Last day to pay them.")
    duty_review_open: bool = strawberry.field(description="The Commissioner reviews the demanded duties (CUL-16).")
    investigation_recorded_on: Date | None = strawberry.field(
        description="Commencement of a formal investigation, recorded in writing; never shown to the person (CUL-09)."
    )
    final_statement: str | None = strawberry.field(description="Written final determination (CUL-08).")
    closed_on: Date | None = strawberry.field(description="Day of closing.")

    @strawberry.field(description="Its entries, by number.")
    async def entries(self, info: Info) -> list[MatterEntry]:
        """Entries with their last days."""
        parts = await self._parts(info)
        tolled = [Tolled(row.first_on, row.last_on) for row in parts.pauses]
        level, discovered = Culpability(self.row.culpability), self.row.fraud_discovered_on
        return [
            MatterEntry.of(row, matter_limits(level, [row.violated_on], discovered, tolled).first)
            for row in parts.entries
        ]

    @strawberry.field(description="Everything that happened in it, in order.")
    async def history(self, info: Info) -> list[MatterStep]:
        """Its steps."""
        return [MatterStep.of(row) for row in (await self._parts(info)).history]

    @strawberry.field(description="Its notices, in order (CUL-05, CUL-08, CUL-16).")
    async def notices(self, info: Info) -> list[MatterNotice]:
        """Its notices."""
        return [MatterNotice.of(row) for row in (await self._parts(info)).notices]

    @strawberry.field(description="Petitions for relief, in order (RLF).")
    async def petitions(self, info: Info) -> list[ReliefPetition]:
        """Its petitions."""
        return [ReliefPetition.of(row) for row in (await self._parts(info)).petitions]

    @strawberry.field(description="Its prior disclosure; null when there is none (CUL-09).")
    async def disclosure(self, info: Info) -> PriorDisclosure | None:
        """Its disclosure."""
        found = (await self._parts(info)).disclosures
        return PriorDisclosure.of(found[0]) if found else None

    @strawberry.field(description="Offers in compromise, in order (CMP).")
    async def offers(self, info: Info) -> list[CompromiseOffer]:
        """Its offers."""
        return [CompromiseOffer.of(row) for row in (await self._parts(info)).offers]

    @strawberry.field(description="Days that are not counted (LIM-05).")
    async def tolled(self, info: Info) -> list[TolledDays]:
        """Its pauses."""
        return [TolledDays.of(row) for row in (await self._parts(info)).pauses]

    @strawberry.field(description="Goods seized (CUL-15).")
    async def seizures(self, info: Info) -> list[MatterSeizure]:
        """Its seizures."""
        return [MatterSeizure.of(row) for row in (await self._parts(info)).seizures]

    @strawberry.field(description="What is owed: demanded duties and the penalty claimed (DBT).")
    async def debts(self, info: Info) -> list[MatterDebt]:
        """Its debts."""
        set_offs, row = (await self._parts(info)).set_offs, self.row
        found = []
        if row.duties_on is not None:
            found.append(self._debt("DUTIES", row.duties_owed_cents, row.duties_collected_cents, set_offs))
        if row.penalty_on is not None:
            found.append(self._debt("PENALTY", row.penalty_owed_cents, row.penalty_collected_cents, set_offs))
        return found

    @strawberry.field(description="Interest if all demanded duties still unpaid were paid on a day (DBT-01).")
    async def duty_interest(
        self, info: Info, paid_on: Annotated[Date, strawberry.argument(description="Day of payment.")]
    ) -> Money | None:
        """Interest by whole 30-day periods; null when the rate of one is not published."""
        lines = [
            LossLine(row.actual_loss_cents, row.liquidated_on)
            for row in (await self._parts(info)).entries
            if row.actual_loss_cents and row.liquidated_on
        ]
        async with info.context.database.reading() as connection:
            rates = await rate_table(connection)
        try:
            return Money(unpaid_interest(lines, self.row.duties_collected_cents, paid_on, rates))
        except Refused:
            return None

    @strawberry.field(description="What a penalty may be, and usually is (CUL-03, CUL-04, CUL-10).")
    async def penalty_range(self, info: Info, culpability: _Level = None) -> PenaltyRange:
        """The range."""
        parts, level = await self._parts(info), culpability or Culpability(self.row.culpability)
        exposure = exposure_from(self.row, parts.entries)
        violated_on = min(row.violated_on for row in parts.entries)
        most, usual = maximum_penalty(level, exposure, violated_on), guideline(level, exposure, violated_on)
        granted = [row.penalty_cents for row in parts.disclosures if row.penalty_cents is not None]
        most = min([most, *granted])
        low, high = (most, most) if granted else (usual.low_cents, usual.high_cents)
        return PenaltyRange(maximum=Money(most), guideline_low=Money(low), guideline_high=Money(high))

    @strawberry.field(description="Who must prove what in court; for information only (CUL-14).")
    def burden_of_proof(self, culpability: _Level = None) -> BurdenOfProof:
        """The burden."""
        return BurdenOfProof.of(burden_in_court(culpability or Culpability(self.row.culpability)))

    async def _parts(self, info: Info) -> Parts:
        found = await info.context.loaders.matter_parts.load(UUID(str(self.id)))
        assert found is not None, "every matter has its parts"
        return found

    def _debt(self, kind: str, owed_cents: int, collected_cents: int, set_offs: list[Row]) -> MatterDebt:
        row = self.row
        penalty = kind == "PENALTY"
        return MatterDebt(
            kind=kind,
            owed=Money(owed_cents),
            collected=Money(collected_cents),
            remaining=Money(max(0, owed_cents - collected_cents)),
            due_on=row.pay_by if penalty else row.duties_by,
            disputed=row.state in PETITION_OPEN if penalty else row.review_open,
            set_offs=[MatterSetOff.of(one) for one in set_offs if one.kind == kind],
        )

    @classmethod
    def of(cls, row: Row) -> Self:
        """The matter as the API shows it."""
        from services.enforcement.graphql.records import Importer

        number = strawberry.ID(row.importer_number)
        return cls(
            row=row,
            id=strawberry.ID(str(row.id)),
            importer_number=number,
            importer=Importer(number=number),
            source=Source(row.source),
            source_reference=row.source_reference,
            audit_offset=AuditOffset(row.audit_offset),
            commercial=row.commercial,
            affects_duties=row.affects_duties,
            domestic_value=Money(row.domestic_value_cents),
            dutiable_value=Money(row.dutiable_value_cents),
            opened_on=row.opened_on,
            state=MatterState(row.state),
            culpability=Culpability(row.culpability),
            fraud_discovered_on=row.fraud_discovered_on,
            last_day=row.last_day,
            final_day=row.final_day,
            waived_until=row.waived_until,
            respond_by=row.respond_by,
            proposed_penalty=Money(row.proposed_penalty_cents),
            claimed=Money(row.claimed_cents),
            penalty_owed=Money(row.penalty_owed_cents),
            penalty_collected=Money(row.penalty_collected_cents),
            petition_by=row.petition_by,
            pay_by=row.pay_by,
            supplemental_by=row.supplemental_by,
            duties_owed=Money(row.duties_owed_cents),
            duties_collected=Money(row.duties_collected_cents),
            duties_by=row.duties_by,
            duty_review_open=row.review_open,
            investigation_recorded_on=row.investigation_recorded_on,
            final_statement=row.final_statement,
            closed_on=row.closed_on,
        )


@strawberry.type(description="Answer to a mutation of a section 1592 matter.")
class MatterPayload:
    """The matter or the refusals."""

    matter: Matter | None = strawberry.field(
        description="The matter as it stands; null when refused, and for a caller who may not read matters."
    )
    offer_id: strawberry.ID | None = strawberry.field(description="The compromise offer concerned, if one is.")
    seizure_id: strawberry.ID | None = strawberry.field(description="The seizure concerned, if one is.")
    refusals: list[Refusal] = strawberry.field(description="Every reason why nothing was done; empty when it was.")
