"""What the mutations on critical circumstances take."""

import strawberry

from services.proceedings.domain.critical.acts import CriticalAlleged, CriticalPreliminary
from services.proceedings.graphql.record.acting import ActInput
from services.proceedings.graphql.record.parts import CriticalFindingInput
from services.proceedings.usecases.record.record_act import RecordAct


@strawberry.input(description="An allegation of critical circumstances, in the petition or by amendment (CRC-01).")
class AllegeCriticalCircumstancesInput(ActInput):
    """See CriticalAlleged."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(CriticalAlleged(occurred_on=self.occurred_on))


@strawberry.input(description="Commerce's preliminary finding on critical circumstances (CRC-02, CRC-03).")
class FindCriticalCircumstancesInput(ActInput):
    """See CriticalPreliminary."""

    finding: CriticalFindingInput = strawberry.field(description="Both findings.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(CriticalPreliminary(occurred_on=self.occurred_on, finding=self.finding.finding()))
