"""What a service tells its operators: JSON logs without personal data, and metrics with bounded labels."""

from shared.observability.correlation import correlated, correlation_id_of, current_correlation_id
from shared.observability.logs import configure_logging
from shared.observability.metrics import Metrics

__all__ = ["Metrics", "configure_logging", "correlated", "correlation_id_of", "current_correlation_id"]
