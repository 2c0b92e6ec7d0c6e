"""Whom a rate limit counts: the subject of a token, or the address a request comes from."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from starlette.types import Scope

from services.gateway.http.exchange import Headers
from shared.authentication.principal import Principal

Network = IPv4Network | IPv6Network
# One customer has at least so many addresses of IPv6, and would otherwise be as many callers.
IPV6_PREFIX: Final = 64
FORWARDED_FOR: Final = b"x-forwarded-for"


class Callers:
    """Tells callers apart.

    Args:
        trusted_proxies: networks whose word for the address of a caller is taken (X-Forwarded-For).
    """

    def __init__(self, trusted_proxies: Iterable[str] = ()) -> None:
        self._trusted = tuple(ip_network(text) for text in trusted_proxies)

    def key(self, principal: Principal, scope: Scope, headers: Headers) -> str:
        """The caller's name in the buckets."""
        if not principal.is_anonymous:
            return f"subject {principal.subject}"
        return f"address {self.address(scope, headers)}"

    def address(self, scope: Scope, headers: Headers) -> str:
        """Where a request comes from: the last address that no trusted proxy has."""
        client = scope.get("client")
        address = str(client[0]) if client else ""
        if self._trusted and _is_in(address, self._trusted):
            for named in reversed(headers.get(FORWARDED_FOR, b"").decode("latin-1").split(",")):
                if not _is_address(named.strip()):
                    break  # whatever stands further left may be anybody's invention
                address = named.strip()
                if not _is_in(address, self._trusted):
                    break
        return _grouped(address)


@lru_cache(maxsize=4096)
def _is_in(address: str, networks: tuple[Network, ...]) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in networks)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def _grouped(address: str) -> str:
    if not _is_address(address):
        return address
    found = ip_address(address)
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((found, IPV6_PREFIX), strict=False))
