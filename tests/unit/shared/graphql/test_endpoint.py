"""What a caller of a service sees over HTTP: data, coded errors, nothing internal."""

from typing import Any

import httpx
import pytest
from starlette.requests import Request

from shared.authentication import ANONYMOUS, Principal
from shared.clock import SystemClock
from shared.database import Database, UnitOfWork
from shared.graphql import Context
from shared.graphql.endpoint import LARGEST_BODY, GraphQLEndpoint
from tests.unit.shared.graphql.schema import RIGHTS, schema

CALLERS = {
    "auditor": Principal(subject="officer", roles=frozenset({"auditor"})),
    "claimant": Principal(subject="claimant", roles=frozenset({"claimant"})),
    "nobody's role": Principal(subject="somebody"),
}


PAGE = """
query ($after: String) {
  things(first: 100, after: $after) { edges { node { number } } pageInfo { hasNextPage endCursor } }
}"""


async def context(request: Request) -> Context[None]:
    database = Database("postgresql://nowhere.invalid/none", application_name="test")
    return Context(
        principal=CALLERS.get(request.headers.get("x-caller", ""), ANONYMOUS),
        rights=RIGHTS,
        database=database,
        uow=UnitOfWork(database, SystemClock()),
        clock=SystemClock(),
        correlation_id="c-1",
        loaders=None,
    )


async def post(caller: str = "", **content: Any) -> httpx.Response:
    transport = httpx.ASGITransport(app=GraphQLEndpoint(schema, context))
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as http:
        return await http.post("/graphql", headers={"x-caller": caller, "content-type": "application/json"}, **content)


async def ask(query: str, caller: str = "", **variables: Any) -> dict[str, Any]:
    answer: dict[str, Any] = (await post(caller, json={"query": query, "variables": variables})).json()
    return answer


def codes(answer: dict[str, Any]) -> list[str]:
    return [error["extensions"]["code"] for error in answer["errors"]]


async def test_scalars_are_written_as_the_conventions_say() -> None:
    answer = await ask("{ things(first: 1) { edges { node { amount filedOn recordedAt } } } }")
    assert answer["data"]["things"]["edges"][0]["node"] == {
        "amount": "1.05",
        "filedOn": "2005-06-01",
        "recordedAt": "2005-06-01T14:30:00Z",
    }


@pytest.mark.parametrize("amount", ['"1.005"', '"1"', "1.05", "105", '"-0.00"'])
async def test_money_is_read_from_a_string_with_two_places_alone(amount: str) -> None:
    answer = await ask(f"{{ echo(amount: {amount}) }}")
    assert codes(answer) == ["BAD_USER_INPUT"]
    assert answer["errors"][0]["extensions"]["correlationId"] == "c-1"


async def test_a_variable_that_is_no_money_is_bad_input_too() -> None:
    assert codes(await ask("query ($a: Money!) { echo(amount: $a) }", a=1.05)) == ["BAD_USER_INPUT"]
    assert codes(await ask("query ($a: Money!) { echo(amount: $a) }")) == ["BAD_USER_INPUT"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ echo }", "GRAPHQL_VALIDATION_FAILED"),
    ],
)
async def test_what_is_no_query_of_this_schema_says_which_step_refused_it(query: str, code: str) -> None:
    assert codes(await ask(query)) == [code]


@pytest.mark.parametrize(("how", "code"), [("conflict", "CONFLICT"), ("missing", "NOT_FOUND"), ("crash", "INTERNAL")])
async def test_an_error_is_coded_and_an_unexpected_one_tells_nothing(how: str, code: str) -> None:
    answer = await ask("query ($how: String!) { failing(how: $how) }", how=how)
    assert codes(answer) == [code]
    assert answer["errors"][0]["path"] == ["failing"]
    assert "1234" not in str(answer)


async def test_the_field_concerned_is_named() -> None:
    answer = await ask('{ failing(how: "missing") }')
    assert answer["errors"][0]["extensions"]["field"] == "how"


@pytest.mark.parametrize(
    ("caller", "code"), [("", "UNAUTHENTICATED"), ("claimant", "FORBIDDEN"), ("nobody's role", "FORBIDDEN")]
)
async def test_a_field_that_requires_a_right_turns_others_away(caller: str, code: str) -> None:
    assert codes(await ask("{ secret }", caller)) == [code]


async def test_a_field_that_requires_a_right_answers_those_who_have_it() -> None:
    assert (await ask("{ secret }", "auditor"))["data"] == {"secret": "told"}


async def test_a_list_is_walked_by_its_cursors_to_its_end() -> None:
    seen: list[int] = []
    after = None
    while True:
        page = (await ask(PAGE, after=after))["data"]["things"]
        seen += [edge["node"]["number"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == list(range(1, 251))


@pytest.mark.parametrize("arguments", ["first: 0", "first: 101", "first: -1", 'after: "nonsense"', 'after: ""'])
async def test_a_page_that_cannot_be_given_is_bad_input(arguments: str) -> None:
    assert codes(await ask(f"{{ things({arguments}) {{ edges {{ cursor }} }} }}")) == ["BAD_USER_INPUT"]


@pytest.mark.parametrize("body", [b"no json", b"", b"{"])
async def test_a_body_that_is_no_json_is_400_in_json(body: bytes) -> None:
    response = await post(content=body)
    assert response.status_code == 400
    assert codes(response.json()) == ["BAD_USER_INPUT"]


async def test_a_body_that_is_too_large_is_413_whether_its_length_is_stated_or_not() -> None:
    async def in_parts() -> Any:
        for _ in range(LARGEST_BODY // 1_000_000 + 1):
            yield b"x" * 1_000_000

    for content in (b"x" * (LARGEST_BODY + 1), in_parts()):
        response = await post(content=content)
        assert response.status_code == 413
        assert codes(response.json()) == ["BAD_USER_INPUT"]


async def test_a_query_too_deep_or_with_too_many_aliases_is_refused() -> None:
    aliases = " ".join(f'a{number}: echo(amount: "1.00")' for number in range(60))
    assert codes(await ask(f"{{ {aliases} }}")) == ["GRAPHQL_VALIDATION_FAILED"]
