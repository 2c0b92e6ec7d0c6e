"""What enforcement listens to: nothing yet. The fourth defence (PEN-08) waits for the recordkeeper's certification."""

from typing import Any, Final

from shared.events import Subscription

SUBSCRIPTIONS: Final[tuple[Subscription[Any], ...]] = ()
