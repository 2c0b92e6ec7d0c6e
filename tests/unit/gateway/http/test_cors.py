"""Which other origins' pages may call, and what they may send."""

from services.gateway.http.cors import CorsPolicy

ORIGIN = b"https://pages.invalid"


def test_without_origins_nothing_is_said_of_them() -> None:
    assert CorsPolicy(()).headers({b"origin": ORIGIN}) == ()
    assert CorsPolicy(()).preflight({b"origin": ORIGIN}) is None


def test_named_origins_are_told_so_and_others_are_not() -> None:
    policy = CorsPolicy((ORIGIN.decode() + "/",))
    assert dict(policy.headers({b"origin": ORIGIN}))[b"access-control-allow-origin"] == ORIGIN
    assert policy.headers({b"origin": b"https://other.invalid"}) == ((b"vary", b"Origin"),)
    assert policy.headers({}) == ((b"vary", b"Origin"),)
    assert policy.preflight({b"origin": b"https://other.invalid"}) is None
    assert policy.preflight({}) is None


def test_a_star_is_every_origin() -> None:
    policy = CorsPolicy(("*",))
    assert dict(policy.headers({b"origin": ORIGIN}))[b"access-control-allow-origin"] == b"*"
    assert policy.preflight({b"origin": ORIGIN}) is not None


def test_a_preflight_names_the_headers_of_the_settings_and_how_long_it_holds() -> None:
    answer = dict(CorsPolicy(("*",), ("X-Tenant",), max_age_seconds=60).preflight({b"origin": ORIGIN}) or ())
    allowed = answer[b"access-control-allow-headers"].decode().split(", ")
    assert {"authorization", "content-type", "graphql-require-preflight", "x-query-plan", "x-tenant"} <= set(allowed)
    assert answer[b"access-control-max-age"] == b"60"
