"""What the mutations of recordkeeping penalties take."""

import re
from decimal import Decimal
from typing import Final

import strawberry

from services.enforcement.domain.law import Culpability
from services.enforcement.domain.penalties.ceilings import OriginCertificate
from services.enforcement.domain.penalties.decision import Defence, Factors
from services.enforcement.graphql import enums  # noqa: F401  (gives the domain's enumerations their GraphQL names)
from services.enforcement.graphql.records import parse_id
from services.enforcement.graphql.violations.inputs import ViolationNoticeTextInput
from services.enforcement.usecases.penalties.assess_penalty import AssessPenalty, FindingInput, ReleaseAssessment
from services.enforcement.usecases.penalties.determine_value import DetermineValue
from services.enforcement.usecases.penalties.reopen_failure import CloseFailure, ReopenFailure
from services.enforcement.usecases.penalties.withdraw_special_rate import WithdrawSpecialRate
from services.enforcement.usecases.records.release_liquidation_hold import ReleaseHold
from shared.errors import BadInput
from shared.graphql import Date, Money

_PERCENT: Final = re.compile(r"[0-9]{1,4}(\.[0-9]{1,6})?", re.ASCII)


@strawberry.input(description="The mandatory factors of a penalty decision (PEN-10).")
class PenaltyFactorsInput:
    """See Factors."""

    failures: int = strawberry.field(description="Failures found, compared with")
    importations: int = strawberry.field(description="the total number of importations.")
    nature_of_records: str = strawberry.field(description="What the demanded records are.")
    cooperation: str = strawberry.field(description="How the person cooperated.")

    def factors(self) -> Factors:
        """The factors."""
        return Factors(
            failures=self.failures,
            importations=self.importations,
            nature_of_records=self.nature_of_records,
            cooperation=self.cooperation,
        )


@strawberry.input(description="The finding on one missing record (PEN-02, PEN-08, PEN-09).")
class RecordkeepingFindingInput:
    """See FindingInput."""

    record_code: str = strawberry.field(description="The record.")
    culpability: Culpability = strawberry.field(description="The level found.")
    facts: str = strawberry.field(description="The facts it rests on.")
    defence: Defence | None = strawberry.field(default=None, description="The defence shown, if one is.")
    evidence: str | None = strawberry.field(default=None, description="What shows the defence.")
    penalised_under_1592: bool = strawberry.field(
        default=False, description="A section 1592 penalty stands for the omission of the information in this record."
    )


@strawberry.input(description="One release of the demand.")
class ReleaseAssessmentInput:
    """See ReleaseAssessment."""

    release_number: str = strawberry.field(description="The release.")
    appraised_value: Money = strawberry.field(description="Its appraised value, or the declared one until then.")
    amount: Money = strawberry.field(description="The penalty set, at or below the ceiling (PEN-03).")
    findings: list[RecordkeepingFindingInput] = strawberry.field(
        description="One finding for each entry record missing on the due date."
    )
    value_is_provisional: bool = strawberry.field(default=False, description="The value is the declared one (PEN-05).")
    certificate: OriginCertificate = strawberry.field(
        default=OriginCertificate.NONE, description="Whether origin certificates are concerned (PEN-13)."
    )
    broker_discipline: bool = strawberry.field(
        default=False, description="Discipline under 19 USC 1641 was chosen instead (PEN-09)."
    )

    def command(self) -> ReleaseAssessment:
        """The release as the use case takes it."""
        return ReleaseAssessment(
            release_number=self.release_number,
            appraised_value_cents=self.appraised_value,
            value_is_provisional=self.value_is_provisional,
            certificate=self.certificate,
            amount_cents=self.amount,
            broker_discipline=self.broker_discipline,
            findings=tuple(
                FindingInput(
                    record_code=finding.record_code,
                    culpability=finding.culpability,
                    facts=finding.facts,
                    defence=finding.defence,
                    evidence=finding.evidence,
                    penalised_under_1592=finding.penalised_under_1592,
                )
                for finding in self.findings
            ),
        )


@strawberry.input(description="The decision on the failures of a demand.")
class AssessRecordkeepingPenaltyInput:
    """See AssessPenalty."""

    demand_id: strawberry.ID = strawberry.field(description="The demand's id.")
    releases: list[ReleaseAssessmentInput] = strawberry.field(description="The releases decided on, all or none.")
    factors: PenaltyFactorsInput | None = strawberry.field(
        default=None, description="The mandatory factors; a penalty without them is refused (PEN-10)."
    )
    violation_notice: ViolationNoticeTextInput | None = strawberry.field(
        default=None,
        description="The officer's own text, if it comes to a notice of violation (RCP-14); standard words otherwise.",
    )

    petition_by: Date | None = strawberry.field(
        default=None, description="Last day for a petition, where limitation is close and FP&F shortens it (RLF-03)."
    )

    def command(self) -> AssessPenalty:
        """The command."""
        return AssessPenalty(
            demand_id=parse_id(self.demand_id, field="demandId"),
            factors=None if self.factors is None else self.factors.factors(),
            releases=tuple(release.command() for release in self.releases),
            notice_text=None if self.violation_notice is None else self.violation_notice.text(),
            petition_by=self.petition_by,
        )


@strawberry.input(description="The appraised value finally determined of a penalised release (PEN-05).")
class DetermineAppraisedValueInput:
    """See DetermineValue."""

    penalty_id: strawberry.ID = strawberry.field(description="The penalty's id.")
    appraised_value: Money = strawberry.field(description="The value.")

    def command(self) -> DetermineValue:
        """The command."""
        return DetermineValue(
            penalty_id=parse_id(self.penalty_id, field="penaltyId"), appraised_value_cents=self.appraised_value
        )


@strawberry.input(description="A failure left to section 1592 whose penalty was cancelled (PEN-09).")
class ReopenFailureInput:
    """See ReopenFailure."""

    demand_id: strawberry.ID = strawberry.field(description="The demand's id.")
    release_number: str = strawberry.field(description="The release.")
    reason: str = strawberry.field(description="Why it is reopened.")

    def command(self) -> ReopenFailure:
        """The command."""
        return ReopenFailure(
            demand_id=parse_id(self.demand_id, field="demandId"),
            release_number=self.release_number,
            reason=self.reason,
        )


@strawberry.input(description="A failure under review from which nothing follows (10.8).")
class CloseFailureInput:
    """See CloseFailure."""

    demand_id: strawberry.ID = strawberry.field(description="The demand's id.")
    release_number: str = strawberry.field(description="The release.")
    reason: str = strawberry.field(description="Why nothing follows.")

    def command(self) -> CloseFailure:
        """The command."""
        return CloseFailure(
            demand_id=parse_id(self.demand_id, field="demandId"),
            release_number=self.release_number,
            reason=self.reason,
        )


@strawberry.input(description="An entry held from liquidation whose rate does not rest on the record (PEN-06).")
class ReleaseLiquidationHoldInput:
    """See ReleaseHold."""

    demand_id: strawberry.ID = strawberry.field(description="The demand's id.")
    entry_number: strawberry.ID = strawberry.field(description="The entry.")
    reason: str = strawberry.field(description="Why it may be liquidated.")

    def command(self) -> ReleaseHold:
        """The command."""
        return ReleaseHold(
            demand_id=parse_id(self.demand_id, field="demandId"),
            entry_number=str(self.entry_number),
            reason=self.reason,
        )


@strawberry.input(description="A missing record that related to eligibility for a special rate of duty (PEN-06).")
class WithdrawSpecialRateInput:
    """See WithdrawSpecialRate."""

    demand_id: strawberry.ID = strawberry.field(description="The demand's id.")
    release_number: str = strawberry.field(description="The penalised release.")
    record_code: str = strawberry.field(description="The missing record.")
    finding: str = strawberry.field(
        description="Why it related to the special rate; with a column 2 rate also what shows that (PEN-07)."
    )
    general_rate_percent: str = strawberry.field(description='Column 1 general rate, for example "4.2".')
    special_rate_percent: str = strawberry.field(default="0", description="Special rate claimed; 0 for free.")
    column_two_rate_percent: str | None = strawberry.field(
        default=None, description="Column 2 rate, only when customs demonstrates that it applies (PEN-07)."
    )
    liquidated_on: Date | None = strawberry.field(
        default=None, description="Day of the entry's liquidation; null for an unliquidated entry."
    )

    def command(self) -> WithdrawSpecialRate:
        """The command."""
        column_two = self.column_two_rate_percent
        return WithdrawSpecialRate(
            demand_id=parse_id(self.demand_id, field="demandId"),
            release_number=self.release_number,
            record_code=self.record_code,
            finding=self.finding,
            liquidated_on=self.liquidated_on,
            special_rate=_percent(self.special_rate_percent, "specialRatePercent"),
            general_rate=_percent(self.general_rate_percent, "generalRatePercent"),
            column_2_rate=None if column_two is None else _percent(column_two, "columnTwoRatePercent"),
        )


def _percent(text: str, field: str) -> Decimal:
    if not _PERCENT.fullmatch(text):
        raise BadInput(f'{field} is a percent as in "4.2".', field=field)
    return Decimal(text)
