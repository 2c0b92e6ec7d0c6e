"""What a new schema changes for clients: breaking, dangerous or safe, and for which recorded operations."""

from services.gateway.federation.changes.compare import Change, Severity, compare
from services.gateway.federation.changes.operations import RecordedOperation, UnreadableOperations, read_operations
from services.gateway.federation.changes.report import Broken, Comparison, check_changes
from services.gateway.federation.changes.schemas import read_schema

__all__ = [
    "Broken",
    "Change",
    "Comparison",
    "RecordedOperation",
    "Severity",
    "UnreadableOperations",
    "check_changes",
    "compare",
    "read_operations",
    "read_schema",
]
