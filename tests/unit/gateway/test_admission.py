"""What a request passes before it runs."""

import pytest

from services.gateway.admission import Admitted, RightsOf
from services.gateway.federation import NO_RIGHTS, Rights
from services.gateway.http.parameters import DocumentReference, Parameters
from services.gateway.http.problems import HttpProblem
from services.gateway.operations import Refused
from shared.authentication.principal import ANONYMOUS, Principal
from tests.unit.gateway.conftest import EndpointUnderTest

OFFICER = Principal(subject="alpha", roles=frozenset({"auditor"}), scopes=frozenset({"read:items"}))
RIGHTS_OF = RightsOf({"inspect": frozenset({"auditor", "operator"}), "change": frozenset({"operator"})})


def test_roles_and_scopes_are_scopes_and_policies_are_met_by_roles() -> None:
    assert RIGHTS_OF(OFFICER) == Rights(
        authenticated=True, scopes=frozenset({"auditor", "read:items"}), policies=frozenset({"inspect"})
    )


def test_who_brings_no_token_has_no_rights() -> None:
    assert RIGHTS_OF(ANONYMOUS) is NO_RIGHTS


def test_what_runs_is_made_ready_and_what_does_not_is_said(gateway: EndpointUnderTest) -> None:
    assert gateway.schema.current is not None

    def admit(query: str, **variables: object) -> Admitted | Refused:
        assert gateway.schema.current is not None
        return gateway.admission.admit(gateway.schema.current, Parameters(query, None, variables), OFFICER)

    admitted = admit("query A { items { id } }")
    assert isinstance(admitted, Admitted)
    assert (admitted.operation.kind, admitted.operation.name) == ("query", "A")
    assert admitted.request.rights is NO_RIGHTS  # the schema asks for none
    for query, variables, code in (
        ("{ nothing }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ("query ($n: Int) { items(first: $n) { id } }", {"n": 501}, "QUERY_TOO_COSTLY"),
    ):
        refused = admit(query, **variables)
        assert isinstance(refused, Refused)
        assert refused.errors[0]["extensions"]["code"] == code  # type: ignore[index]


def test_a_document_nobody_knows_is_a_problem(gateway: EndpointUnderTest) -> None:
    assert gateway.schema.current is not None
    asked = Parameters("", None, {}, DocumentReference("unknown", hashed=False))
    with pytest.raises(HttpProblem, match="PersistedQueryNotSupported"):
        gateway.admission.admit(gateway.schema.current, asked, ANONYMOUS)
