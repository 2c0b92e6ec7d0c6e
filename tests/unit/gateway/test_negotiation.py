"""Which media type an Accept header asks for."""

import pytest

from services.gateway.http.negotiation import ANSWERS, MediaType, negotiate

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", MediaType.JSON),
        ("*/*", MediaType.JSON),
        ("application/*", MediaType.JSON),
        ("application/json", MediaType.JSON),
        ("application/json; charset=utf-8", MediaType.JSON),
        ("Application/JSON", MediaType.JSON),
        ("application/graphql-response+json", MediaType.GRAPHQL),
        ("application/graphql-response+json; charset=utf-8", MediaType.GRAPHQL),
        ("application/graphql-response+json, application/json;q=0.9", MediaType.GRAPHQL),
        ("application/json, application/graphql-response+json", MediaType.JSON),
        ("application/graphql-response+json, application/json", MediaType.GRAPHQL),
        ("application/json;q=0.5, application/graphql-response+json;q=0.6", MediaType.GRAPHQL),
        ("application/graphql-response+json, */*", MediaType.GRAPHQL),
        ("text/html, */*;q=0.1", MediaType.JSON),
        ("application/json;q=0, */*", MediaType.GRAPHQL),
        ("text/plain", None),
        ("application/xml, text/*", None),
        ("application/json;q=0", None),
        ("application/json;q=zero", None),
        ("application/json; charset=latin-1", None),
        (BROWSER, MediaType.JSON),
    ],
)
def test_answer_to_an_accept_header(accept: str, expected: MediaType | None) -> None:
    assert negotiate(accept.encode(), ANSWERS) == expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (BROWSER, MediaType.HTML),
        ("text/html", MediaType.HTML),
        ("*/*", MediaType.JSON),
        ("", MediaType.JSON),
        ("text/html;q=0.5, application/json", MediaType.JSON),
    ],
)
def test_a_page_is_given_only_to_those_who_prefer_one(accept: str, expected: MediaType) -> None:
    assert negotiate(accept.encode(), (*ANSWERS, MediaType.HTML)) == expected
