"""The files of a case at addresses of their own: calendar programs and ``<img>`` speak no GraphQL."""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from services.proceedings.domain.case_number import parse_case_number
from services.proceedings.feeds.timeline.drawing import MEDIA_TYPE
from services.proceedings.graphql.calendar.files import calendar_feed, timeline_svg
from shared.errors import ClientError
from shared.graphql.endpoint import ContextFactory

CALENDAR: Final = "/cases/{case_number}/calendar.ics"
TIMELINE: Final = "/cases/{case_number}/timeline.svg"
CACHED: Final = "public, max-age=60"
# The picture brings its own colours and nothing else.
PICTURE_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def case_routes(make_context: ContextFactory) -> Sequence[Route]:
    """Public routes, as the fields of the same names are."""

    async def calendar(request: Request) -> Response:
        context = await make_context(request)
        number = request.path_params["case_number"]
        try:
            found = await calendar_feed(context, str(parse_case_number(number)))
        except ClientError as error:
            return PlainTextResponse(f"{error.message}\n", 400)
        disposition = {"content-disposition": f'inline; filename="{number}.ics"'}
        return _answer(request, found, "text/calendar; charset=utf-8", disposition)

    async def timeline(request: Request) -> Response:
        context = await make_context(request)
        try:
            on = _day(request.query_params.get("on"))
            found = await timeline_svg(context, str(parse_case_number(request.path_params["case_number"])), on)
        except ClientError as error:
            return PlainTextResponse(f"{error.message}\n", 400)
        except ValueError:
            return PlainTextResponse("on is a day, like 2018-08-01.\n", 400)
        return _answer(request, found, MEDIA_TYPE, {"content-security-policy": PICTURE_POLICY})

    return (Route(CALENDAR, calendar), Route(TIMELINE, timeline))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _answer(request: Request, content: str | None, media_type: str, headers: Mapping[str, str]) -> Response:
    if content is None:
        return PlainTextResponse("There is no such case.\n", 404)
    body = content.encode()
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    kept = {"cache-control": CACHED, "etag": tag, "x-content-type-options": "nosniff"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=kept)
    return Response(body, headers={**kept, **headers}, media_type=media_type)
