"""GET and POST /plan. The form brings the token along, for a browser would not; nothing is kept of either."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final
from urllib.parse import parse_qs

import orjson
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from services.gateway.admission import Admission
from services.gateway.federation import Explanation
from services.gateway.http.parameters import NO_VARIABLES, Parameters
from services.gateway.http.problems import HttpProblem
from services.gateway.operations import Refused
from services.gateway.plans.access import PlanAccess
from services.gateway.plans.page import HEADERS, document, plan, problem
from services.gateway.reports.markup import Html
from services.gateway.schema import SchemaInService
from shared.authentication.verifier import Verifier
from shared.errors import ClientError

PATH: Final = "/plan"
FORM_BYTES_MAX: Final = 1_000_000
FIELDS: Final = ("query", "variables", "operationName")


class PlanSite:
    """Answers for the page."""

    def __init__(self, schema: SchemaInService, verifier: Verifier, admission: Admission, access: PlanAccess) -> None:
        self._schema = schema
        self._verifier = verifier
        self._admission = admission
        self._access = access

    def routes(self) -> Sequence[Route]:
        """The page's one address."""
        return (Route(PATH, self._form, methods=["GET"]), Route(PATH, self._plan, methods=["POST"]))

    async def _form(self, _: HttpRequest) -> Response:
        return _page({}, None)

    async def _plan(self, request: HttpRequest) -> Response:
        answer = partial(_page, {})
        try:
            form = _read_form(await _body(request))
            answer = partial(_page, {name: form.get(name, "") for name in FIELDS})
            token = form.get("token", "").strip()
            authorization = f"Bearer {token}" if token else request.headers.get("authorization")
            principal = await self._verifier.principal_of(authorization)
            self._access.check(principal)
            schema = self._schema.current
            if schema is None:
                return answer(problem(["No schema is loaded yet."]), 503)
            admitted = self._admission.admit(schema, _parameters(form), principal)
            if isinstance(admitted, Refused):
                return answer(problem([str(error["message"]) for error in admitted.errors]), 400)
            explained = self._access.explained(schema, admitted.request)
        except HttpProblem as refused:
            return answer(problem([refused.message]), refused.status)
        except ClientError as error:
            return answer(problem([error.message]), 401 if error.code == "UNAUTHENTICATED" else 403)
        if isinstance(explained, Explanation):
            return answer(plan(explained, admitted.operation.cost.under(admitted.request.variables or {})))
        return answer(problem([str(error["message"]) for error in explained.errors]), 400)


def _page(asked: Mapping[str, str], shown: Html | None, status: int = 200) -> Response:
    return HTMLResponse(document(asked, shown), status_code=status, headers=HEADERS)


async def _body(request: HttpRequest) -> bytes:
    parts = bytearray()
    async for part in request.stream():
        parts += part
        if len(parts) > FORM_BYTES_MAX:
            raise HttpProblem(413, "BODY_TOO_LARGE", f"The form may have at most {FORM_BYTES_MAX} bytes.")
    return bytes(parts)


def _read_form(body: bytes) -> dict[str, str]:
    try:
        values = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=8)
    except ValueError:
        raise HttpProblem(400, "BAD_USER_INPUT", "The form cannot be read.") from None
    return {name: texts[0] for name, texts in values.items()}


def _parameters(form: Mapping[str, str]) -> Parameters:
    variables = NO_VARIABLES
    if text := form.get("variables", "").strip():
        try:
            variables = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            raise HttpProblem(400, "BAD_USER_INPUT", f"The variables are not JSON: {error}.") from None
        if not isinstance(variables, dict):
            raise HttpProblem(400, "BAD_USER_INPUT", "The variables must be a JSON object.")
    return Parameters(form.get("query", ""), form.get("operationName") or None, variables)
