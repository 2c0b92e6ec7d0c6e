"""Settings of the proceedings service, from the environment."""

from typing import Annotated

from pydantic import Field

from shared.settings import ServiceSettings


class ProceedingsSettings(ServiceSettings):
    """What every service reads, and how often the calendar is looked at."""

    port: Annotated[int, Field(ge=0, le=65535, description="port to listen on")] = 4004
    days_every_seconds: Annotated[
        float, Field(gt=0, description="pause between two looks for lapses and missed deadlines")
    ] = 60.0
