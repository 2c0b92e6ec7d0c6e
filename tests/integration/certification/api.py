"""The subgraph over HTTP with a caller of the test's choice; everything below the token is the real thing."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from services.certification.graphql.loaders import make_loaders
from services.certification.graphql.schema import schema
from services.certification.rights import RIGHTS
from shared.authentication import ANONYMOUS, Principal
from shared.graphql import Context
from shared.graphql.endpoint import GraphQLEndpoint
from tests.integration.certification.conftest import Service

REFUSALS = "refusals { code rule citation message field }"


def mutation(name: str, selection: str) -> str:
    """A mutation's document."""
    kind = name[0].upper() + name[1:]
    return (
        f"mutation($input: {kind}Input!, $key: String!) "
        f"{{ {name}(input: $input, idempotencyKey: $key) {{ {selection} {REFUSALS} }} }}"
    )


class Api:
    """A caller of the subgraph."""

    def __init__(self, service: Service, *, final_claim_window_days: int = 60) -> None:
        self._service = service

        async def context(request: Request) -> Context[Any]:
            return Context(
                principal=_principal(request.headers.get("x-caller")),
                rights=RIGHTS,
                database=service.database,
                uow=service.uow,
                clock=service.clock,
                correlation_id="test",
                loaders=make_loaders(service.vault, service.database, final_claim_window_days=final_claim_window_days),
            )

        app = Starlette(routes=[Route("/graphql", GraphQLEndpoint(schema, context))])
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://service")
        self._keys = 0

    async def post(
        self,
        document: str,
        variables: Mapping[str, Any] | None = None,
        *,
        role: str | None = None,
        producers: Iterable[object] = (),
        importers: Iterable[str] = (),
    ) -> dict[str, Any]:
        """The answer's body."""
        named = [role, [str(each) for each in producers], list(importers)]
        caller = {} if role is None else {"x-caller": json.dumps(named)}
        answer = await self._client.post(
            "/graphql", json={"query": document, "variables": variables or {}}, headers=caller
        )
        body: dict[str, Any] = answer.json()
        return body

    async def data(self, document: str, variables: Mapping[str, Any] | None = None, **caller: Any) -> dict[str, Any]:
        """The answer's data; the test fails on errors."""
        body = await self.post(document, variables, **caller)
        assert "errors" not in body, body["errors"]
        data: dict[str, Any] = body["data"]
        return data

    async def code(self, document: str, variables: Mapping[str, Any] | None = None, **caller: Any) -> str:
        """The code of the first error; the test fails when there is none."""
        body = await self.post(document, variables, **caller)
        assert body.get("errors"), body
        code: str = body["errors"][0]["extensions"]["code"]
        return code

    async def ask(self, name: str, selection: str, input_: Mapping[str, Any], **caller: Any) -> dict[str, Any]:
        """A mutation's payload, under a fresh key."""
        self._keys += 1
        variables = {"input": input_, "key": f"key-{self._keys}"}
        data = await self.data(mutation(name, selection), variables, **caller)
        payload: dict[str, Any] = data[name]
        return payload

    async def close(self) -> None:
        """Close the client."""
        await self._client.aclose()


def _principal(header: str | None) -> Principal:
    if header is None:
        return ANONYMOUS
    role, producers, importers = json.loads(header)
    return Principal(
        subject=f"test-{role}",
        roles=frozenset({role}),
        producer_ids=frozenset(producers),
        importer_numbers=frozenset(importers),
    )


def certification_input(notice_id: object, producer_id: object, **changes: Any) -> dict[str, Any]:
    """A complete fileCertification input for Alpha; a change to None leaves the field out."""
    complete: dict[str, Any] = {
        "noticeId": str(notice_id),
        "producerId": str(producer_id),
        "caseNumber": "A-990-801",
        "caseName": "Widgets from Utopia",
        "noticePublishedOn": "2007-06-01",
        "claimantName": "Alpha",
        "otherNames": [],
        "address": {"street": "1 First Street", "city": "Town", "state": "DC", "postalCode": "20000"},
        "taxIdentifier": {"kind": "EIN", "number": "12-3456789"},
        "organisation": "CORPORATION",
        "contacts": [{"name": "Contact", "phone": "202-555-0100", "email": "contact@example.com"}],
        "expenditures": [{"category": "Q01", "amount": "300000.00"}, {"category": "Q03", "amount": "100000.00"}],
        "totalExpenditures": "400000.00",
        "priorDistributions": "0.00",
        "netClaim": "400000.00",
        "desiresDistribution": True,
        "eligibleAsProducer": True,
        "noPriorDistributionInNet": True,
        "sharedOrders": [],
        "remainsInOperation": True,
        "producedInFiscalYear": True,
        "acquiredByOpponentAffiliate": False,
        "trueAndAccurate": True,
        "hasSupportingRecords": True,
        "signer": {"name": "Signer", "title": "Treasurer", "authority": "OFFICER", "signedOn": "2007-06-15"},
        "confidentialityClaimed": False,
    } | changes
    return {name: value for name, value in complete.items() if value is not None}
