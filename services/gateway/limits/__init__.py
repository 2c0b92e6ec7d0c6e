"""What a query may ask for at most: measured before anything runs, each limit with a code and a message of its own."""

from services.gateway.limits.cost import Cost, cost_of
from services.gateway.limits.shape import Limits, QueryTooBig, check_shape

__all__ = ["Cost", "Limits", "QueryTooBig", "check_shape", "cost_of"]
