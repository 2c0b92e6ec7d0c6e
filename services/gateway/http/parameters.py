"""The parameters of a GraphQL request, out of a JSON body or a URL, each checked for its type."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qs

import orjson

from services.gateway.http.problems import HttpProblem, bad_request

NO_VARIABLES: Mapping[str, object] = {}
URL_PARAMETERS = ("query", "operationName", "variables", "extensions", "documentId")


class DocumentReference(NamedTuple):
    """A document that is named instead of sent, or beside being sent."""

    id: str
    hashed: bool  # the id is the SHA-256 of the text (extensions.persistedQuery), so that the text can prove it


class Parameters(NamedTuple):
    """One GraphQL request as it was asked; without a text only a document is named."""

    query: str
    operation_name: str | None
    variables: Mapping[str, object]
    document: DocumentReference | None = None


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


def from_body(body: bytes, batch_max: int = 0) -> Parameters | list[Parameters]:
    """The parameters in a POST body; of every request of a list where lists are taken.

    Args:
        body: JSON.
        batch_max: most requests in a list; 0 where none is taken.

    Raises:
        HttpProblem: the body is not a JSON object, or a member has the wrong type (400).
    """
    try:
        members = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise bad_request(f"The body is not JSON: {error}.") from None
    if type(members) is dict:
        return from_members(members)
    if type(members) is list and batch_max:
        return _batch(members, batch_max)
    raise bad_request("The body must be a JSON object with the member 'query'; lists of requests are not taken.")


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
    for name in URL_PARAMETERS:
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
    return from_members(members)


def _json_parameter(name: str, text: str) -> object:
    try:
        value: object = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise bad_request(f"The parameter '{name}' is not JSON: {error}.") from None
    return value


def _batch(items: list[object], batch_max: int) -> list[Parameters]:
    if not items:
        raise bad_request("The list of requests is empty.")
    if len(items) > batch_max:
        raise HttpProblem(400, "BATCH_TOO_LARGE", f"A list may have at most {batch_max} requests.")
    if not all(type(item) is dict for item in items):
        raise bad_request("Every request of a list must be a JSON object with the member 'query'.")
    return [from_members(item) for item in items if isinstance(item, dict)]


def from_members(members: dict[str, object]) -> Parameters:
    """The parameters in the members of a request.

    Raises:
        HttpProblem: a member has the wrong type (400).
    """
    query = members.get("query")
    operation_name = members.get("operationName")
    if operation_name is not None and type(operation_name) is not str:
        raise bad_request("'operationName' must be a string or null.")
    variables = members.get("variables")
    if variables is not None and type(variables) is not dict:
        raise bad_request("'variables' must be an object or null.")
    extensions = members.get("extensions")
    if extensions is not None and type(extensions) is not dict:
        raise bad_request("'extensions' must be an object or null.")
    document = None
    if extensions or "documentId" in members:
        document = _document(members.get("documentId"), extensions or {})
    if type(query) is not str:
        if query is not None:
            raise bad_request("'query' must be a string.")
        if document is None:
            raise bad_request("The request has no 'query'.")
        query = ""
    return Parameters(query, operation_name, variables or NO_VARIABLES, document)


def _document(document_id: object, extensions: Mapping[str, object]) -> DocumentReference | None:
    """The document a request names: by an id of a manifest, or by the hash of its text."""
    if document_id is not None:
        if type(document_id) is not str or not document_id:
            raise bad_request("'documentId' must be a string that is not empty, or null.")
        return DocumentReference(document_id, hashed=False)
    match extensions.get("persistedQuery"):
        case None:
            return None
        case {"version": 1, "sha256Hash": str(text)}:
            return DocumentReference(text.lower(), hashed=True)
        case _:
            raise bad_request("'extensions.persistedQuery' must have the version 1 and a 'sha256Hash'.")
