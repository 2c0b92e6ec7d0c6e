"""A case's calendar and picture at the gateway, as programs and pages fetch them."""

import httpx
import pytest
from icalendar import Calendar

from deploy.stack import GATEWAY, Stack
from tests.e2e.gateway import Client

pytestmark = [pytest.mark.xdist_group("stack"), pytest.mark.timeout(600)]

NUMBER = "C-900-077"
REGISTER = """mutation($input: RegisterCaseInput!) {
  registerCase(input: $input, idempotencyKey: "case-files") { refusals { code } } }"""
CASE = {"caseNumber": NUMBER, "caseName": "Alpha", "kind": "CVD", "country": "CN", "productGroupId": "case-files"}


async def test_the_gateway_gives_a_case_s_files_with_their_media_types(stack: Stack) -> None:
    registered = await Client(stack).with_role("order_registrar").send(REGISTER, input=CASE)
    assert registered.data["registerCase"]["refusals"] == []
    async with httpx.AsyncClient(base_url=stack.url(GATEWAY), timeout=20) as http:
        feed = await http.get(f"/cases/{NUMBER}/calendar.ics")
        assert feed.headers["content-type"] == "text/calendar; charset=utf-8"
        assert Calendar.from_ical(feed.content).calendar_name == f"{NUMBER} Alpha"
        picture = await http.get(f"/cases/{NUMBER}/timeline.svg", params={"on": "2024-01-02"})
        assert (picture.status_code, picture.headers["content-type"]) == (200, "image/svg+xml")
        assert "No act is recorded by this day." in picture.text
        kept = {"if-none-match": picture.headers["etag"]}
        again = await http.get(f"/cases/{NUMBER}/timeline.svg", params={"on": "2024-01-02"}, headers=kept)
        assert again.status_code == 304
        for path, status in (
            ("/cases/C-999-999/calendar.ics", 404),
            ("/cases/no-number/timeline.svg", 404),
            (f"/cases/{NUMBER}/timeline.svg?on=never", 400),
        ):
            assert (await http.get(path)).status_code == status, path
