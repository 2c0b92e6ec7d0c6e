"""Every message of proceedings is taken in: a number that never comes would hold up all that follow (17.2)."""

from services.accounts.events.instructions import INSTRUCTION_SUBSCRIPTIONS
from services.proceedings.events.instructions import INSTRUCTIONS


def test_17_2_accounts_takes_in_every_message_that_proceedings_numbers() -> None:
    taken_in = {one.model.event_type for one in INSTRUCTION_SUBSCRIPTIONS}
    assert {one.type() for one in INSTRUCTIONS} <= taken_in
