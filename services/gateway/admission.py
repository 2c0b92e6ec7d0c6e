"""What a request passes before it runs, whichever way it came: its document, the checks of its text, its cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from services.gateway.documents import Documents
from services.gateway.federation import NO_RIGHTS, Request, Rights
from services.gateway.http.parameters import Parameters
from services.gateway.operations import Operation, Refused
from services.gateway.schema import LoadedSchema
from shared.authentication.principal import Principal


class Admitted(NamedTuple):
    """A request that may run, with the schema it was checked against."""

    schema: LoadedSchema
    operation: Operation
    request: Request


@dataclass(frozen=True, slots=True)
class RightsOf:
    """What a principal may show for the rights that a schema asks for.

    Its roles count as scopes, beside those of its token. A policy is met by whoever has one of the roles that the
    settings name for it.
    """

    policies: Mapping[str, frozenset[str]]

    def __call__(self, principal: Principal) -> Rights:
        """The rights of a principal."""
        if principal.is_anonymous:
            return NO_RIGHTS
        return _rights(principal.roles, principal.scopes, tuple(self.policies.items()))


class Admission:
    """Lets requests through or says why not.

    Args:
        documents: resolves what a request names.
        rights_of: what callers may show.
    """

    def __init__(self, documents: Documents, rights_of: RightsOf) -> None:
        self._documents = documents
        self._rights_of = rights_of

    def admit(self, schema: LoadedSchema, asked: Parameters, principal: Principal) -> Admitted | Refused:
        """The request made ready, or why GraphQL refuses it.

        Raises:
            HttpProblem: its document is not known or not taken.
        """
        if asked.document is not None or self._documents.sees_all:
            asked = self._documents.resolve(asked)
        operation = schema.operations.get(asked)
        if isinstance(operation, Refused):
            return operation
        if asked.document is not None:
            self._documents.register(asked)
        if (refused := schema.operations.refuse_cost(operation, asked.variables)) is not None:
            return refused
        rights = self._rights_of(principal) if schema.asks_for_rights else NO_RIGHTS
        return Admitted(schema, operation, Request(asked.query, asked.operation_name, asked.variables, rights))


@lru_cache(maxsize=1024)
def _rights(roles: frozenset[str], scopes: frozenset[str], policies: tuple[tuple[str, frozenset[str]], ...]) -> Rights:
    met = frozenset(name for name, holders in policies if holders & roles)
    return Rights(authenticated=True, scopes=roles | scopes, policies=met)
