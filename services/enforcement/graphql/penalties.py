"""Recordkeeping failures and penalties as the API shows them."""

from typing import Self

import strawberry

from services.enforcement.domain.law import Culpability
from services.enforcement.domain.penalties.ceilings import OriginCertificate
from services.enforcement.domain.penalties.decision import Defence
from services.enforcement.domain.penalties.states import FailureState
from services.enforcement.graphql import enums  # noqa: F401  (gives the domain's enumerations their GraphQL names)
from services.enforcement.storage.penalties import FailureRecord, PenaltyRecord, StatedFinding
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
    factors: PenaltyFactors = strawberry.field(description="The mandatory factors.")

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
            factors=PenaltyFactors(
                failures=penalty.factors.failures,
                importations=penalty.factors.importations,
                nature_of_records=penalty.factors.nature_of_records,
                cooperation=penalty.factors.cooperation,
            ),
        )
