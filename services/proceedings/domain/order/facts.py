"""What later rules ask of the order."""

from collections.abc import Sequence
from typing import Literal

from services.proceedings.domain.instructions import Instruction, OrderTerms, SuspensionOrdered
from services.proceedings.domain.order.acts import OrderPublished
from services.proceedings.domain.petition.acts import PetitionFiled, SelfInitiated
from services.proceedings.domain.petition.facts import derogation
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding


def order(state: Proceeding) -> Step[OrderPublished] | None:
    """The order as it was published."""
    return state.last(OrderPublished)


def scope_of(state: Proceeding) -> str | None:
    """The description of the merchandise: the order's own text, else that of the petition (ORD-04)."""
    published = order(state)
    if published is not None:
        return published.act.scope_text
    petition, own = state.last(PetitionFiled), state.last(SelfInitiated)
    started = petition or own
    return None if started is None else started.act.scope_text


def rests_on_derogation(state: Proceeding, told: Sequence[Instruction]) -> tuple[Literal["SECURITY", "ORDER"], ...]:
    """What is newly imposed on the basis of an export-credit derogation: security, the order, or neither.

    Source: ORD-10, 19 USC 1671g; PET-04.
    """
    if not derogation(state):
        return ()
    if any(isinstance(one, OrderTerms) for one in told):
        return ("ORDER",)
    security = any(isinstance(one, SuspensionOrdered) and one.security_required for one in told)
    return ("SECURITY",) if security else ()
