"""Documents that clients name instead of sending: by the hash of a text they sent before, or by a trusted id."""

from services.gateway.documents.automatic import AutomaticStore
from services.gateway.documents.documents import Documents, Mode
from services.gateway.documents.manifest import ManifestError, read_manifest

__all__ = ["AutomaticStore", "Documents", "ManifestError", "Mode", "read_manifest"]
