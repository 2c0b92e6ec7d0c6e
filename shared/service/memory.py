"""The garbage collector of a process that holds a large schema and many short-lived rows."""

import gc
from typing import Final

COLLECTION_THRESHOLDS: Final = (20_000, 20, 50)


def settle_memory() -> None:
    """Keep the collector from walking what stays (schema, tables, plans) again and again; for a process of its own.

    Called again after something large was replaced, it lets the old one go.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTION_THRESHOLDS)
