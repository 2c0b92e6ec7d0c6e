"""Subscriptions at the gateway, fed by what the services publish, completed by the services."""

import asyncio
from contextlib import aclosing
from typing import Any

import httpx
import pytest

from deploy.stack import GATEWAY, Stack
from tests.e2e.gateway import Client
from tests.event_streams import SECONDS, event_stream

pytestmark = [pytest.mark.xdist_group("stack"), pytest.mark.timeout(600)]

NUMBER = "A-900-078"
REGISTER_CASE = """mutation($input: RegisterCaseInput!) {
  registerCase(input: $input, idempotencyKey: "live-case") { refusals { code } } }"""
REGISTER_ORDER = """mutation($input: RegisterOrderInput!) {
  registerOrder(input: $input, idempotencyKey: "live-order") { refusals { code } } }"""
CASE = {"caseNumber": NUMBER, "caseName": "Alpha", "kind": "AD", "country": "CN", "productGroupId": "live"}
ORDER = {"caseNumber": NUMBER, "issuedOn": "2004-06-18"}
ORDERS = """subscription Orders($caseNumber: ID) {
  orderEvents(caseNumber: $caseNumber) {
    eventType caseNumber order { caseName issuedOn distributions { edges { cursor } } }
  } }"""
BILLS = "subscription Bills { billEvents { billNumber } }"


async def listening(stack: Stack) -> None:
    """Return when a subscription runs at the gateway."""
    async with asyncio.timeout(SECONDS), httpx.AsyncClient(base_url=stack.url(GATEWAY)) as http:
        while "countervail_gateway_subscriptions 1.0" not in (await http.get("/metrics")).text:  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def register(client: Client, mutation: str, content: dict[str, str]) -> None:
    (payload,) = (await client.send(mutation, input=content)).data.values()
    assert payload["refusals"] == []


async def test_an_order_is_told_as_it_is_issued_and_again_to_who_comes_back(stack: Stack) -> None:
    registrar = Client(stack).with_role("order_registrar")
    await register(registrar, REGISTER_CASE, CASE)
    url = f"{stack.url(GATEWAY)}/graphql"
    async with asyncio.timeout(4 * SECONDS):
        async with aclosing(event_stream(url, ORDERS, caseNumber=NUMBER)) as events:
            coming = asyncio.ensure_future(anext(events))
            await listening(stack)
            await register(registrar, REGISTER_ORDER, ORDER)
            kind, number, told = await coming
        assert kind == "next"
        assert told["data"]["orderEvents"] == {
            "eventType": "gov.customs.proceedings.order.issued.v1",
            "caseNumber": NUMBER,
            "order": {"caseName": "Alpha", "issuedOn": "2004-06-18", "distributions": {"edges": []}},
        }
        assert number is not None
        async with aclosing(event_stream(url, ORDERS, last=str(int(number) - 1), caseNumber=NUMBER)) as events:
            again: tuple[str, str | None, Any] = await anext(events)
        assert again == (kind, number, told)


async def test_bills_are_told_to_those_who_may_read_them(stack: Stack) -> None:
    url = f"{stack.url(GATEWAY)}/graphql"
    for token in (None, stack.issuer.issue("claimant")):
        refused, complete = [event async for event in event_stream(url, BILLS, token=token)]
        assert refused[2]["errors"][0]["extensions"]["code"] == "FORBIDDEN"
        assert complete[0] == "complete"
