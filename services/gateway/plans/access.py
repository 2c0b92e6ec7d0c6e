"""Who may see query plans, and how they are asked for."""

from collections.abc import Iterable
from enum import StrEnum

from services.gateway.federation import Explanation, Request, Result
from services.gateway.http.exchange import Headers
from services.gateway.http.problems import bad_request
from services.gateway.metrics import GatewayMetrics
from services.gateway.schema import LoadedSchema
from shared.authentication.principal import Principal
from shared.errors import Forbidden

HEADER = b"x-query-plan"


class Wanted(StrEnum):
    """What the header of a request asks for."""

    WITH_ANSWER = "true"  # the plan beside the answer
    INSTEAD = "dry-run"  # the plan, and nothing is run


class PlanAccess:
    """Shows plans to those with one of the roles.

    Args:
        roles: of the settings; none: nobody sees plans.
        metrics: counts.
    """

    def __init__(self, roles: Iterable[str], metrics: GatewayMetrics) -> None:
        self._roles = frozenset(roles)
        self._metrics = metrics

    def check(self, principal: Principal) -> None:
        """Refuse who may not see plans.

        Raises:
            Forbidden: the caller has none of the roles.
        """
        if not self._roles & principal.roles:
            held = ", ".join(sorted(self._roles)) or "nobody"
            raise Forbidden(f"Query plans are shown to {held}.")

    def wanted(self, headers: Headers, principal: Principal) -> Wanted | None:
        """What a request asks for.

        Raises:
            HttpProblem: the header has a value of no meaning (400).
            Forbidden: the caller may not see plans.
        """
        text = headers.get(HEADER)
        if text is None or text == b"false":
            return None
        self.check(principal)
        try:
            return Wanted(text.decode("latin-1"))
        except ValueError:
            raise bad_request("The header x-query-plan is 'true' or 'dry-run'.") from None

    def explained(self, schema: LoadedSchema, request: Request) -> Explanation | Result:
        """The plan of a request, or why it is refused."""
        self._metrics.plans_explained.inc()
        return schema.state.explain(request)


def as_extension(plan: Explanation, cost: int) -> dict[str, object]:
    """The plan as ``extensions.plan`` of an answer, with what the request counts against the limit of cost."""
    return {"plan": {"text": plan.text, "json": plan.json, "cost": cost}}
