"""Recordkeeping failures and penalties as the API shows them."""

from typing import Self
from uuid import UUID

import strawberry

from services.enforcement.domain.law import Culpability
from services.enforcement.domain.penalties.ceilings import OriginCertificate
from services.enforcement.domain.penalties.decision import Defence
from services.enforcement.domain.penalties.states import FailureState
from services.enforcement.graphql import enums  # noqa: F401  (gives the domain's enumerations their GraphQL names)
from services.enforcement.graphql.loaders import Info
from services.enforcement.storage.penalties import FailureRecord, PenaltyRecord, StatedFinding
from services.enforcement.storage.penalty_relief import Row
from shared.graphql import Date, Money


@strawberry.type(description="The officer's finding on one missing record (PEN-02, PEN-08, PEN-15).")
class RecordkeepingFinding:
    """A finding with its facts."""

    record_code: str = strawberry.field(description="The record.")
    culpability: Culpability = strawberry.field(description="The level found.")
    facts: str = strawberry.field(description="The facts it rests on.")
    defence: Defence | None = strawberry.field(description="The defence shown; null when there is none.")
    evidence: str | None = strawberry.field(description="What shows the defence.")
    penalised_under_1592: bool = strawberry.field(
        description="A section 1592 penalty stands for the omission of the information in this record (PEN-09)."
    )

    @classmethod
    def of(cls, stated: StatedFinding) -> Self:
        """The finding as the API shows it."""
        return cls(
            record_code=stated.finding.record_code,
            culpability=stated.finding.culpability,
            facts=stated.facts,
            defence=stated.finding.defence,
            evidence=stated.evidence,
            penalised_under_1592=stated.finding.penalised_under_1592,
        )


@strawberry.type(description="A failure to produce the records of one release (section 10.8).")
class RecordkeepingFailure:
    """A failure and its decision."""

    release_number: str = strawberry.field(description="The release.")
    state: FailureState = strawberry.field(description="Where it stands.")
    failed_as_of: Date = strawberry.field(description="The due date missed.")
    reason: str | None = strawberry.field(description="Reason code of the decision; null for a penalty.")
    decided_on: Date | None = strawberry.field(description="Day of the decision; null while under review.")
    findings: list[RecordkeepingFinding] = strawberry.field(description="The findings of the decision.")

    @classmethod
    def of(cls, record: FailureRecord) -> Self:
        """The failure as the API shows it."""
        return cls(
            release_number=record.release_number,
            state=record.state,
            failed_as_of=record.failed_as_of,
            reason=record.reason,
            decided_on=record.decided_on,
            findings=[RecordkeepingFinding.of(one) for one in record.findings],
        )


@strawberry.type(description="What every penalty decision records (PEN-10, 19 USC 1509(g)(7)(D)).")
class PenaltyFactors:
    """The three mandatory factors."""

    failures: int = strawberry.field(description="Failures found, compared with")
    importations: int = strawberry.field(description="the total number of importations: the degree of compliance.")
    nature_of_records: str = strawberry.field(description="What the demanded records are.")
    cooperation: str = strawberry.field(description="How the person cooperated.")


@strawberry.type(description="A petition for relief from a recordkeeping penalty (PEN-11).")
class RecordkeepingPetition:
    """A petition and its decision."""

    id: strawberry.ID = strawberry.field(description="The petition's id.")
    supplemental: bool = strawberry.field(description="Against an earlier decision (RLF-07).")
    filed_on: Date = strawberry.field(description="Day of filing.")
    grounds: str = strawberry.field(description="Why relief is asked.")
    notified_on: Date | None = strawberry.field(description="Day of the notice of the decision; null while it waits.")
    mitigated: Money | None = strawberry.field(description="What the decision left of the penalty.")
    at_headquarters: bool | None = strawberry.field(description="Headquarters decided.")
    reasons: str | None = strawberry.field(description="Why.")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The petition as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            supplemental=row.supplemental,
            filed_on=row.filed_on,
            grounds=row.grounds,
            notified_on=row.notified_on,
            mitigated=row.mitigated_cents,
            at_headquarters=row.at_headquarters,
            reasons=row.reasons,
        )


@strawberry.type(
    description="A recordkeeping penalty for one release (PEN-03, PEN-04), as its notice states it (PEN-15)."
)
class RecordkeepingPenalty:
    """A penalty. Receipt, due date, extensions, records and findings stand on its demand."""

    id: strawberry.ID = strawberry.field(description="The penalty's id.")
    release_number: str = strawberry.field(description="The release.")
    culpability: Culpability = strawberry.field(description="The highest level of any missing record not excused.")
    certificate: OriginCertificate = strawberry.field(description="Whether origin certificates are concerned (PEN-13).")
    appraised_value: Money = strawberry.field(description="Appraised value of the release.")
    value_is_provisional: bool = strawberry.field(
        description="The declared value, because the appraised one was not determined yet (PEN-05)."
    )
    ceiling: Money = strawberry.field(description="The most the penalty may be.")
    amount: Money = strawberry.field(description="The penalty.")
    assessed_on: Date = strawberry.field(description="Day of the assessment and of the notice.")
    petition_by: Date = strawberry.field(description="Last day for a petition for relief (RLF-02).")
    owed: Money = strawberry.field(description="What is owed of it, after mitigation (RLF-06).")
    collected: Money = strawberry.field(description="What was collected.")
    pay_by: Date | None = strawberry.field(description="Last day to pay what a decision left (RLF-06).")
    supplemental_by: Date | None = strawberry.field(description="Last day for a supplemental petition (RLF-07).")
    factors: PenaltyFactors = strawberry.field(description="The mandatory factors.")

    @strawberry.field(description="The petitions against it, in the order they were filed (PEN-11).")
    async def petitions(self, info: Info) -> list[RecordkeepingPetition]:
        """The petitions."""
        found = await info.context.loaders.penalty_petitions.load(UUID(str(self.id)))
        return [RecordkeepingPetition.of(one) for one in found or []]

    @classmethod
    def of(cls, record: PenaltyRecord) -> Self:
        """The penalty as the API shows it."""
        penalty = record.penalty
        return cls(
            id=strawberry.ID(str(record.id)),
            release_number=penalty.release_number,
            culpability=penalty.culpability,
            certificate=penalty.certificate,
            appraised_value=Money(penalty.appraised_value_cents),
            value_is_provisional=penalty.value_is_provisional,
            ceiling=Money(penalty.ceiling_cents),
            amount=Money(penalty.amount_cents),
            assessed_on=penalty.assessed_on,
            petition_by=penalty.petition_by,
            owed=Money(record.owed_cents),
            collected=Money(record.collected_cents),
            pay_by=record.pay_by,
            supplemental_by=record.supplemental_by,
            factors=PenaltyFactors(
                failures=penalty.factors.failures,
                importations=penalty.factors.importations,
                nature_of_records=penalty.factors.nature_of_records,
                cooperation=penalty.factors.cooperation,
            ),
        )
