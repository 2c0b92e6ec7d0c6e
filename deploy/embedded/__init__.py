"""PostgreSQL and NATS from packages, started and stopped by us: the real servers on a machine that has none."""

from deploy.embedded.process import EmbeddedError
from deploy.embedded.servers import SERVICES, Embedded, default_data_dir, running_settings

__all__ = ["SERVICES", "Embedded", "EmbeddedError", "default_data_dir", "running_settings"]
