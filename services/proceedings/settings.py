"""Settings of the proceedings service, from the environment."""

from typing import Annotated

from pydantic import Field

from services.proceedings.domain.record.proceeding import Practice, ProvisionalLimit
from shared.settings import ServiceSettings


class ProceedingsSettings(ServiceSettings):
    """What every service reads, how often the calendar is looked at, choices where the law is silent."""

    port: Annotated[int, Field(ge=0, le=65535, description="port to listen on")] = 4004
    days_every_seconds: Annotated[
        float, Field(gt=0, description="pause between two looks for lapses and missed deadlines")
    ] = 60.0
    provisional_limit: Annotated[
        ProvisionalLimit,
        Field(description="how four months of provisional measures count in new cases: DAYS_120 or MONTHS_4 (D-12)"),
    ] = ProvisionalLimit.DAYS_120
    exclude_disregarded_from_total: Annotated[
        bool,
        Field(description="whether in new cases a disregarded producer's output leaves the total of support (D-07)"),
    ] = False

    @property
    def practice(self) -> Practice:
        """The choices that new cases are registered under."""
        return Practice(
            provisional_limit=self.provisional_limit,
            exclude_disregarded_from_total=self.exclude_disregarded_from_total,
        )
