"""The parameters of a GraphQL request, out of a JSON body or a URL, each checked for its type."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qs

import orjson

from services.gateway.http.problems import HttpProblem, bad_request

NO_VARIABLES: Mapping[str, object] = {}


class Parameters(NamedTuple):
    """One GraphQL request as it was asked."""

    query: str
    operation_name: str | None
    variables: Mapping[str, object]


@lru_cache(maxsize=128)
def is_json_content(content_type: bytes) -> bool:
    """Whether a Content-Type says JSON in UTF-8, which is also what a missing charset means."""
    name, *parameters = (part.strip().lower() for part in content_type.decode("latin-1").split(";"))
    if name != "application/json":
        return False
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "charset" and value.strip().strip('"') not in ("utf-8", "utf8"):
            return False
    return True


def from_body(body: bytes) -> Parameters:
    """The parameters in a POST body.

    Raises:
        HttpProblem: the body is not a JSON object, or a member has the wrong type (400).
    """
    try:
        members = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise bad_request(f"The body is not JSON: {error}.") from None
    if type(members) is not dict:
        raise bad_request("The body must be a JSON object with the member 'query'; lists of requests are not taken.")
    return _checked(members)


def from_query_string(query_string: bytes) -> Parameters:
    """The parameters in the URL of a GET: ``variables`` and ``extensions`` are JSON texts.

    Raises:
        HttpProblem: a parameter stands there twice, is not JSON, or has the wrong type (400).
    """
    try:
        values = parse_qs(query_string.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=32)
    except ValueError:
        raise bad_request("The URL's parameters cannot be read.") from None
    members: dict[str, object] = {}
    for name in ("query", "operationName", "variables", "extensions"):
        match values.get(name, []):
            case []:
                continue
            case [text]:
                members[name] = text
            case _:
                raise bad_request(f"The parameter '{name}' stands in the URL more than once.")
    for name in ("variables", "extensions"):
        if encoded := members.pop(name, None):
            members[name] = _json_parameter(name, str(encoded))
    if not members.get("operationName"):
        members.pop("operationName", None)  # an empty parameter is an absent one in a URL
    return _checked(members)


def _json_parameter(name: str, text: str) -> object:
    try:
        value: object = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise bad_request(f"The parameter '{name}' is not JSON: {error}.") from None
    return value


def _checked(members: dict[str, object]) -> Parameters:
    query = members.get("query")
    if type(query) is not str:
        raise _bad_query(members, query)
    operation_name = members.get("operationName")
    if operation_name is not None and type(operation_name) is not str:
        raise bad_request("'operationName' must be a string or null.")
    variables = members.get("variables")
    if variables is not None and type(variables) is not dict:
        raise bad_request("'variables' must be an object or null.")
    extensions = members.get("extensions")
    if extensions is not None and type(extensions) is not dict:
        raise bad_request("'extensions' must be an object or null.")
    return Parameters(query, operation_name, variables or NO_VARIABLES)


def _bad_query(members: dict[str, object], query: object) -> HttpProblem:
    """Why there is no query text. Clients that try a hash first fall back when they are told it is not supported."""
    if query is not None:
        return bad_request("'query' must be a string.")
    extensions = members.get("extensions")
    if isinstance(extensions, dict) and "persistedQuery" in extensions:
        return HttpProblem(400, "PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported")
    return bad_request("The request has no 'query'.")
