"""A story that reaches each state of the case, with a day on which it stands there."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from services.proceedings.domain.record.regions import Case
from tests.unit.proceedings.agreement.test_transitions import ON, STATES
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.sunset import telling as sunset


def _revoked() -> Story:
    story = sunset.initiated()
    story.tell(sunset.revoked("2023-06-30"))
    return story


REACHED: Final[Mapping[Case, tuple[Story, date]]] = {
    **{case: (tell(), day(ON)) for case, tell in STATES.items()},
    Case.REVOKED: (_revoked(), day("2023-07-03")),
}
