"""Pausing the cyclic garbage collector while a schema is built.

Building makes hundreds of thousands of objects that stay, and next to no cycles that could be freed: looking through
all of them again and again takes as long as the building itself.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_pauses = 0
_enabled = True


@contextmanager
def without_collection() -> Iterator[None]:
    """Pause the collector; it runs again when the last pause ends, if it ran before the first."""
    global _pauses, _enabled
    with _lock:
        if _pauses == 0:
            _enabled = gc.isenabled()
            gc.disable()
        _pauses += 1
    try:
        yield
    finally:
        with _lock:
            _pauses -= 1
            if _pauses == 0 and _enabled:
                gc.enable()
