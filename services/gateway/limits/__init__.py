"""What a query may ask for at most: measured before anything runs, each limit with a code and a message of its own."""

from services.gateway.limits.cost import Cost, cost_of
from services.gateway.limits.shape import Limits, QueryTooBig, check_shape
from services.gateway.limits.weights import Weights

__all__ = ["Cost", "Limits", "QueryTooBig", "Weights", "check_shape", "cost_of"]
