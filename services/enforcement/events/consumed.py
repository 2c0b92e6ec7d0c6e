"""What enforcement listens to."""

from typing import Any, Final

from services.enforcement.events.money_consumed import MONEY_SUBSCRIPTIONS
from services.enforcement.events.recordkeepers import RECORDKEEPER_SUBSCRIPTIONS
from shared.events import Subscription

SUBSCRIPTIONS: Final[tuple[Subscription[Any], ...]] = (*MONEY_SUBSCRIPTIONS, *RECORDKEEPER_SUBSCRIPTIONS)
