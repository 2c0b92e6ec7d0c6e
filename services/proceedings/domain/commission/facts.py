"""What later rules ask of the Commission's determinations."""

from services.proceedings.domain.commission.acts import AFFIRMATIVE, ItcFinal
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding


def itc_final(state: Proceeding) -> Step[ItcFinal] | None:
    """The newest final determination; one from before the investigation was resumed does not count (SUS-15)."""
    made = state.last(ItcFinal)
    if made is None or (state.preliminary_on is not None and made.act.occurred_on < state.preliminary_on):
        return None
    return made


def is_affirmative(step: Step[ItcFinal] | None) -> bool:
    """Whether there is one and it is affirmative."""
    return step is not None and step.act.finding in AFFIRMATIVE
