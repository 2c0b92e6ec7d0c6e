"""Whom a rate limit counts."""

import pytest

from services.gateway.traffic.callers import Callers
from shared.authentication.principal import ANONYMOUS, Principal

PROXIES = ("10.0.0.0/8", "fd00::/8")


def address(client: str | None, forwarded: str | None = None, proxies: tuple[str, ...] = PROXIES) -> str:
    headers = {} if forwarded is None else {b"x-forwarded-for": forwarded.encode()}
    scope = {"client": (client, 1) if client else None}
    return Callers(proxies).key(ANONYMOUS, scope, headers)


def test_a_token_counts_by_its_subject_wherever_it_comes_from() -> None:
    key = Callers(PROXIES).key(Principal(subject="alpha"), {"client": ("192.0.2.1", 1)}, {})
    assert key == "subject alpha"
    assert key != Callers(PROXIES).key(Principal(subject="beta"), {"client": ("192.0.2.1", 1)}, {})


@pytest.mark.parametrize(
    ("client", "forwarded", "counted"),
    [
        ("192.0.2.1", None, "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),  # nobody vouches for what it says
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "198.51.100.7, 10.1.2.3", "198.51.100.7"),
        ("10.0.0.1", "10.1.2.3", "10.1.2.3"),
        ("10.0.0.1", "nonsense, 10.1.2.3", "10.1.2.3"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", None, "10.0.0.1"),
        ("fd00::1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", None, "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", None, "192.0.2.1"),
        (None, None, ""),
    ],
)
def test_without_one_the_address_counts_that_no_trusted_proxy_has(
    client: str | None, forwarded: str | None, counted: str
) -> None:
    assert address(client, forwarded) == f"address {counted}"


def test_without_trusted_proxies_nobody_speaks_for_others() -> None:
    assert address("10.0.0.1", "198.51.100.7", proxies=()) == "address 10.0.0.1"
