"""The HTTP endpoint of a service's schema: Strawberry's view with our context, codes and limits."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

import orjson
from cross_web import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLHTTPResponse
from strawberry.schema import BaseSchema
from strawberry.types import ExecutionResult

from shared.errors import ClientError
from shared.graphql.context import Context
from shared.graphql.errors import coded

LARGEST_BODY: Final = 8 * 1024 * 1024

_STATUS: Final = {"UNAUTHENTICATED": 401, "FORBIDDEN": 403, "RATE_LIMITED": 429, "UNAVAILABLE": 503}

ContextFactory = Callable[[Request], Awaitable[Context[Any]]]


class GraphQLEndpoint(GraphQL[Context[Any], None]):
    """POST only. A fault of the whole request is a JSON answer with ``errors`` and the fitting status."""

    def __init__(self, schema: BaseSchema, make_context: ContextFactory) -> None:
        super().__init__(schema, graphql_ide=None, allow_queries_via_get=False)
        # coded() logs what deserves it; Strawberry's own log would print every caller's mistake with a traceback.
        logging.getLogger("strawberry.execution").disabled = True
        self._make_context = make_context

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise RuntimeError("only HTTP is served here")
        request = Request(scope, _limited(receive))
        try:
            response = await self.run(request)
        except HTTPException as error:
            response = _failed(error.status_code, "BAD_USER_INPUT", error.reason)
        except ClientError as error:
            response = _failed(_STATUS.get(error.code, 400), error.code, error.message)
        await response(scope, receive, send)

    async def get_context(self, request: Request, response: Response) -> Context[Any]:  # type: ignore[override]
        """Who calls, and what the resolvers work with."""
        context = await self._make_context(request)
        request.scope["correlation_id"] = context.correlation_id
        return context

    async def process_result(self, request: Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        """The answer, with every error coded."""
        answer = GraphQLHTTPResponse(data=result.data)
        if result.errors:
            answer["errors"] = [coded(error, request.scope["correlation_id"]) for error in result.errors]
        return answer

    def encode_json(self, data: object) -> bytes:
        """orjson: the answers are plain dicts, lists and scalars."""
        return orjson.dumps(data)


def _limited(receive: Receive) -> Receive:
    """``receive``, which gives up on a body that is too large, whether its length was stated or not."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST_BODY:
            raise HTTPException(413, f"the body is larger than {LARGEST_BODY} bytes; send it in parts")
        return message

    return limited


def _failed(status: int, code: str, message: str) -> Response:
    body = {"errors": [{"message": message, "extensions": {"code": code}}]}
    return Response(orjson.dumps(body), status_code=status, media_type="application/json")
