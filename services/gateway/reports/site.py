"""The public addresses of the annual report: pages, CSV, the pages' files, robots.txt."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Final

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from services.gateway.metrics import GatewayMetrics
from services.gateway.reports.files import TYPES, Files
from services.gateway.reports.model import Version
from services.gateway.reports.other_pages import failed_page, index_page, not_found_page, unavailable_page
from services.gateway.reports.report_page import report_page
from services.gateway.reports.shell import REPORTS, Page, document
from services.gateway.reports.sorting import Sort
from services.gateway.reports.source import ReportNotFound, ReportSource, ReportsUnavailable
from services.gateway.reports.view import View
from shared.observability import correlation_id_of

# Pages load their own two files and nothing else; the icon stands in the page.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PAGE_HEADERS: Final = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
# A report changes a few times in its life; a minute later everybody sees the new version.
CACHED: Final = "public, max-age=60"
FOREVER: Final = "public, max-age=31536000, immutable"
RETRY_SECONDS: Final = "30"

# Sections by their name in an address.
SHEETS: Final[Mapping[str, str]] = {
    "disbursements": "DISBURSEMENTS",
    "orders": "CASE_TOTALS",
    "uncollected": "UNCOLLECTED",
    "clearing-balances": "CLEARING_BALANCES",
    "reliquidations": "RELIQUIDATIONS",
}
ROBOTS: Final = f"User-agent: *\nAllow: {REPORTS}\nDisallow: /\n"

MADE_AT_ONCE: Final = 2
KEPT_BYTES: Final = 32_000_000

log = structlog.stdlib.get_logger(__name__)


class ReportSite:
    """Answers for the public pages. They carry no token and set no cookie."""

    def __init__(self, source: ReportSource, metrics: GatewayMetrics) -> None:
        self._source = source
        self._metrics = metrics
        self._files = Files.load()
        self._kept = KeptPages(KEPT_BYTES)
        # Making a page of a large year takes memory; others wait for their turn, most are answered out of what is kept.
        self._making = asyncio.Semaphore(MADE_AT_ONCE)

    def routes(self) -> Sequence[Route]:
        """The addresses; anything else below /reports is told to be not there."""
        return (
            Route("/robots.txt", self._robots),
            Route(REPORTS, partial(self._guarded, "ReportIndex", self._index)),
            Route(f"{REPORTS}/files/{{edition}}/{{name}}", self._file),
            Route(f"{REPORTS}/{{fiscal_year:int}}", partial(self._guarded, "ReportPage", self._report)),
            Route(f"{REPORTS}/{{fiscal_year:int}}/{{name}}.csv", partial(self._guarded, "ReportSheet", self._sheet)),
            Route(f"{REPORTS}/{{rest:path}}", self._unknown),
        )

    async def _guarded(
        self, name: str, answer: Callable[[Request, str], Awaitable[Response]], request: Request
    ) -> Response:
        """An answer, whatever happens."""
        started = asyncio.get_running_loop().time()
        request_id = correlation_id_of(request.headers.get("x-request-id"), request.headers.get("traceparent"))
        try:
            response = await answer(request, request_id)
        except ReportNotFound as missing:
            response = self._html(not_found_page(str(missing)), 404)
        except ReportsUnavailable:
            response = self._html(unavailable_page(), 503, {"retry-after": RETRY_SECONDS})
        except Exception:
            log.exception("gateway.reports.failed", correlation_id=request_id)
            response = self._html(failed_page(request_id), 500)
        response.headers["x-request-id"] = request_id
        self._metrics.request_answered(name, response.status_code, asyncio.get_running_loop().time() - started)
        return response

    async def _index(self, request: Request, request_id: str) -> Response:
        versions = await self._source.versions(None, request_id)
        # The newest issue of every year decides what the page shows.
        tag = self._tag("index", *(f"{one.fiscal_year}.{one.version}" for one in versions))
        if tag in request.headers.get("if-none-match", ""):
            return _not_modified(tag)
        return self._html(index_page(versions), 200, {"cache-control": CACHED, "etag": tag})

    async def _report(self, request: Request, request_id: str) -> Response:
        versions, version = await self._chosen(request, request_id)
        sort = Sort.parse(request.query_params.get("sort"))
        tag = self._tag("page", version.fiscal_year, version.version, versions[0].version, sort or "")
        if tag in request.headers.get("if-none-match", ""):
            return _not_modified(tag)
        body = self._kept.get(tag)
        if body is None:
            async with self._making:
                view = View(await self._source.report(version, request_id), versions, sort)
                body = await asyncio.to_thread(lambda: document(report_page(view), self._files.assets))
            self._kept.put(tag, body)
        return _page(body, 200, {"cache-control": CACHED, "etag": tag})

    async def _sheet(self, request: Request, request_id: str) -> Response:
        name: str = request.path_params["name"]
        if name not in SHEETS:
            raise ReportNotFound(f"There is no section {name}; there are {', '.join(SHEETS)}.")
        _, version = await self._chosen(request, request_id)
        tag = self._tag("sheet", version.fiscal_year, version.version, name)
        if tag in request.headers.get("if-none-match", ""):
            return _not_modified(tag)
        async with self._making:
            sheet = await self._source.sheet(version, SHEETS[name], request_id)
        file = f"annual-report-{version.fiscal_year}-version-{version.version}-{name}.csv"
        headers = {
            "cache-control": CACHED,
            "etag": tag,
            "content-disposition": f'attachment; filename="{file}"',
            "x-content-type-options": "nosniff",
        }
        return Response(sheet.encode(), headers=headers, media_type="text/csv; charset=utf-8; header=present")

    async def _chosen(self, request: Request, request_id: str) -> tuple[list[Version], Version]:
        """The year's versions and the one asked for, the newest when none is."""
        year: int = request.path_params["fiscal_year"]
        versions = await self._source.versions(year, request_id)
        if not versions:
            raise ReportNotFound(f"No report of fiscal year {year} has been issued.")
        wanted = request.query_params.get("version")
        for version in versions:
            if wanted is None or wanted == str(version.version):
                return versions, version
        raise ReportNotFound(f"The report of fiscal year {year} has no such version.")

    async def _file(self, request: Request) -> Response:
        name: str = request.path_params["name"]
        content = self._files.get(request.path_params["edition"], name)
        if content is None:
            return self._html(not_found_page("This file belongs to another edition of the pages."), 404)
        return Response(
            content,
            headers={"cache-control": FOREVER, "x-content-type-options": "nosniff"},
            media_type=TYPES[name],
        )

    async def _unknown(self, _: Request) -> Response:
        return self._html(not_found_page("There is no such page."), 404)

    async def _robots(self, _: Request) -> Response:
        return PlainTextResponse(ROBOTS, headers={"cache-control": "public, max-age=86400"})

    def _html(self, page: Page, status: int, headers: Mapping[str, str] | None = None) -> Response:
        return _page(document(page, self._files.assets), status, {"cache-control": "no-store", **(headers or {})})

    def _tag(self, *parts: object) -> str:
        text = "\0".join(map(str, (self._files.edition, *parts)))
        return f'"{sha256(text.encode()).hexdigest()[:32]}"'


class KeptPages:
    """Finished pages, those used last, up to a number of bytes."""

    def __init__(self, bytes_max: int) -> None:
        self._bytes_max = bytes_max
        self._size = 0
        self._pages: OrderedDict[str, bytes] = OrderedDict()

    def get(self, tag: str) -> bytes | None:
        """A page; it is used now."""
        if tag in self._pages:
            self._pages.move_to_end(tag)
        return self._pages.get(tag)

    def put(self, tag: str, page: bytes) -> None:
        """Keep a page in place of those not used for longest; one that is too large is not kept."""
        if len(page) > self._bytes_max or tag in self._pages:
            return
        self._pages[tag] = page
        self._size += len(page)
        while self._size > self._bytes_max:
            self._size -= len(self._pages.popitem(last=False)[1])


def _page(body: bytes, status: int, headers: Mapping[str, str]) -> Response:
    return Response(body, status, {**PAGE_HEADERS, **headers}, media_type="text/html; charset=utf-8")


def _not_modified(tag: str) -> Response:
    return Response(status_code=304, headers={"etag": tag, "cache-control": CACHED})
