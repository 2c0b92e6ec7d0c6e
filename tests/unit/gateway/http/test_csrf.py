"""GETs that a page of another site can make a browser send."""

import pytest

from services.gateway.http.csrf import CsrfMode, CsrfPolicy
from services.gateway.http.problems import HttpProblem

ORIGIN = b"https://pages.invalid"


def passes(mode: CsrfMode, **headers: str) -> bool:
    named = {name.replace("_", "-").encode(): value.encode() for name, value in headers.items()}
    try:
        CsrfPolicy(mode, frozenset({ORIGIN})).check(named)
    except HttpProblem:
        return False
    return True


def test_a_refusal_says_which_header_is_missing() -> None:
    with pytest.raises(HttpProblem, match="graphql-require-preflight") as refused:
        CsrfPolicy(CsrfMode.ALWAYS, frozenset()).check({})
    assert (refused.value.status, refused.value.code) == (403, "CROSS_SITE_REQUEST")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_a_browser_sends_for_another_site_is_refused(site: str) -> None:
    assert not passes(CsrfMode.BROWSERS, sec_fetch_site=site)


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_what_it_sends_for_our_own_pages_passes(site: str) -> None:
    assert passes(CsrfMode.BROWSERS, sec_fetch_site=site)


def test_what_is_no_browser_passes() -> None:
    assert passes(CsrfMode.BROWSERS)
    assert passes(CsrfMode.BROWSERS, content_type="text/plain")


def test_without_sec_fetch_site_the_origin_tells() -> None:
    assert not passes(CsrfMode.BROWSERS, origin="https://other.invalid", host="gateway.invalid")
    assert not passes(CsrfMode.BROWSERS, origin="null", host="gateway.invalid")
    assert passes(CsrfMode.BROWSERS, origin="https://gateway.invalid", host="gateway.invalid")


def test_origins_whose_pages_may_call_pass() -> None:
    assert passes(CsrfMode.BROWSERS, origin=ORIGIN.decode(), sec_fetch_site="cross-site")


@pytest.mark.parametrize(
    "header",
    [
        "graphql_require_preflight",
        "apollo_require_preflight",
        "x_apollo_operation_name",
        "x_requested_with",
        "authorization",
    ],
)
@pytest.mark.parametrize("mode", [CsrfMode.BROWSERS, CsrfMode.ALWAYS])
def test_a_header_that_browsers_ask_for_first_proves_that_they_did(mode: CsrfMode, header: str) -> None:
    assert passes(mode, sec_fetch_site="cross-site", **{header: "1"})


@pytest.mark.parametrize(
    ("content_type", "forces"),
    [
        ("application/json", True),
        ("application/json; charset=utf-8", True),
        ("text/plain", False),
        ("Text/Plain;charset=utf-8", False),
        ("multipart/form-data; boundary=x", False),
        ("application/x-www-form-urlencoded", False),
        ("", False),
    ],
)
def test_so_does_a_content_type_that_no_form_has(content_type: str, forces: bool) -> None:
    assert passes(CsrfMode.ALWAYS, content_type=content_type) is forces


def test_by_setting_everybody_needs_such_a_header() -> None:
    assert not passes(CsrfMode.ALWAYS)
    assert not passes(CsrfMode.ALWAYS, sec_fetch_site="same-origin")
