"""Record demands: their rows, reads and writes."""

from services.enforcement.storage.records.reading import (
    demand_ids_by_entry,
    demand_ids_by_importer,
    demand_ids_page,
    demands_by_id,
    lock_demand,
    lock_past_due,
    presented_before,
    storage_notices_by_importer,
)
from services.enforcement.storage.records.rows import (
    DemandedRecord,
    DemandedRelease,
    DemandHead,
    DemandRecord,
    ExtensionRequest,
    Production,
    StorageNotice,
    lines_of,
)
from services.enforcement.storage.records.writing import (
    decide_extension_request,
    insert_demand,
    insert_extension_request,
    insert_productions,
    insert_storage_notice,
    save_demand,
)

__all__ = [
    "DemandHead",
    "DemandRecord",
    "DemandedRecord",
    "DemandedRelease",
    "ExtensionRequest",
    "Production",
    "StorageNotice",
    "decide_extension_request",
    "demand_ids_by_entry",
    "demand_ids_by_importer",
    "demand_ids_page",
    "demands_by_id",
    "insert_demand",
    "insert_extension_request",
    "insert_productions",
    "insert_storage_notice",
    "lines_of",
    "lock_demand",
    "lock_past_due",
    "presented_before",
    "save_demand",
    "storage_notices_by_importer",
]
