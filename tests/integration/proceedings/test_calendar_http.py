"""The calendar over HTTP: work across cases, delays and closures by right, a case's files at their own addresses."""

from icalendar import Calendar

from tests.integration.proceedings.test_case_to_order import COMMERCE
from tests.integration.proceedings.test_early_case import BEGUN, CASE
from tests.integration.proceedings.test_http import REGISTER_CASE, api, mutation
from tests.integration.serving import Api

__all__ = ["api"]

NUMBER = CASE["caseNumber"]
FILE_PETITION = mutation("filePetition", "act { number }")
ANNOUNCE = mutation("announceTolling", "tolling { id days segmentTypes } deadlinesMoved")
CLOSE = mutation("recordClosure", "closure { day reason } deadlinesMoved")
DELAY = {
    "authority": "COMMERCE",
    "closureFrom": "2023-08-28",
    "closureTo": "2023-08-28",
    "days": 7,
    "segmentTypes": ["INVESTIGATION"],
    "announcedIn": "Memorandum",
}
SNOW = {"day": "2023-09-05", "reason": "Snow"}
ALMANAC = [(ANNOUNCE, DELAY), (CLOSE, SNOW)]
DUE = """{ deadlinesDue(from: "2023-08-01", to: "2023-12-31", actor: COMMERCE, first: 5) {
  edges { node { id due rule explain case { caseName } } } pageInfo { hasNextPage } } }"""


async def petitioned(api: Api) -> None:
    await api.data(REGISTER_CASE, {"input": CASE, "key": "case"}, roles="order_registrar")
    _, _, fields = BEGUN[0]
    data = await api.data(FILE_PETITION, {"input": {"caseNumber": NUMBER} | fields, "key": "petition"}, roles=COMMERCE)
    assert data["filePetition"]["refusals"] == []


async def test_cal_08_the_almanac_is_kept_by_commerce_alone_and_read_by_anyone(api: Api) -> None:
    for place, (document, fields) in enumerate(ALMANAC):
        arguments = {"input": fields, "key": f"almanac-{place}"}
        assert await api.error_code(document, arguments) == "UNAUTHENTICATED"
        assert await api.error_code(document, arguments, roles="itc_liaison") == "FORBIDDEN"
        await api.data(document, arguments, roles=COMMERCE)
    found = await api.data("{ tollings { edges { node { id days } } } closures { edges { node { day reason } } } }")
    assert found["tollings"]["edges"] == [{"node": {"id": "COMMERCE-2023-08-28", "days": 7}}]
    assert found["closures"]["edges"] == [{"node": SNOW}]


async def test_cal_08_a_delay_is_answered_with_what_it_moved_and_a_second_one_refused(api: Api) -> None:
    await petitioned(api)
    data = await api.data(ANNOUNCE, {"input": DELAY, "key": "1"}, roles=COMMERCE)
    assert data["announceTolling"] == {
        "tolling": {"id": "COMMERCE-2023-08-28", "days": 7, "segmentTypes": ["INVESTIGATION"]},
        "deadlinesMoved": 1,
        "refusals": [],
    }
    again = (await api.data(ANNOUNCE, {"input": DELAY, "key": "2"}, roles=COMMERCE))["announceTolling"]
    assert (again["tolling"], again["refusals"][0]["rule"]) == (None, "CAL-08")


async def test_a_case_s_files_are_public_at_their_own_addresses(api: Api) -> None:
    await petitioned(api)
    fields = (await api.data(f'{{ case(caseNumber: "{NUMBER}") {{ calendarFeed timelineSvg(on: "2023-08-15") }} }}'))[
        "case"
    ]
    feed = await api.get(f"/cases/{NUMBER}/calendar.ics")
    assert feed.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "PRELIM" not in {str(event["UID"]) for event in Calendar.from_ical(feed.content).events}
    assert feed.text == fields["calendarFeed"]
    picture = await api.get(f"/cases/{NUMBER}/timeline.svg?on=2023-08-15")
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/svg+xml")
    assert picture.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert picture.text == fields["timelineSvg"]
    again = await api.get(f"/cases/{NUMBER}/timeline.svg?on=2023-08-15", {"if-none-match": picture.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_what_is_no_case_or_no_day_is_said_plainly(api: Api) -> None:
    assert (await api.get("/cases/C-999-999/calendar.ics")).status_code == 404
    assert (await api.get("/cases/999/timeline.svg")).status_code == 400
    assert (await api.get(f"/cases/{NUMBER}/timeline.svg?on=tomorrow")).status_code == 400


async def test_what_is_due_is_public_and_names_its_case(api: Api) -> None:
    await petitioned(api)
    assert (await api.data(DUE))["deadlinesDue"]["pageInfo"] == {"hasNextPage": False}
    assert await api.error_code(DUE.replace("first: 5", "first: 500")) == "BAD_USER_INPUT"
    assert await api.error_code(DUE.replace("first: 5", 'after: "bm90"')) == "BAD_USER_INPUT"
