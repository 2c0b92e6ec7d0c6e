"""Proceedings listens to nobody: what happens to a case begins with the administering authority and the Commission."""

from typing import Any, Final

from shared.events import Subscription

SUBSCRIPTIONS: Final[tuple[Subscription[Any], ...]] = ()
