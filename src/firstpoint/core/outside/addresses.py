"""Which addresses outside may be asked: public ones alone, whatever a name or a number claims to be.

Links and hooks are written by people. Without this, one that names a machine inside the network, or the place where a
cloud hands out its keys, would have the server ask it.
"""

import ipaddress
import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import TypeAlias

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

IPAddress: TypeAlias = IPv4Address | IPv6Address

PORTS = {"http": 80, "https": 443}
LONGEST = 2000

# Names that never lead outside.
INSIDE_NAMES = re.compile(r"(?:^|\.)(?:localhost|localdomain|local|internal|intranet|lan|home\.arpa)$")
# A host whose last part is a number is read as an IPv4 address, in whatever base it is written.
NUMBER = re.compile(r"(?:^|\.)(?:\d+|0[xX][0-9a-fA-F]*)$")

# Public by their numbers, and yet answered from inside: a cloud's own services, and relays into IPv4.
INSIDE_NETWORKS = (IPv4Network("168.63.129.16/32"), IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))
# RFC 4291, 2.4: what is given out of IPv6 so far. RFC 6052: IPv4 as networks without it write it.
GIVEN_OUT, WRITTEN_IPV4 = IPv6Network("2000::/3"), IPv6Network("64:ff9b::/96")


class NotAllowed(Exception):
    """This may not be asked; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: the parts of an address, with the path and query as they are sent."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """The address of the site, without a path."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if PORTS[self.scheme] == self.port else f":{self.port}")


def read_url(url: str) -> Target:
    """Take an address apart. Raises NotAllowed for one that leads nowhere outside, or could lead elsewhere."""
    if len(url) > LONGEST:
        raise NotAllowed("too_long")
    try:
        parts = parse_url(url)
    except LocationParseError:
        raise NotAllowed("not_an_address") from None
    if parts.scheme not in PORTS:
        raise NotAllowed("scheme")
    if parts.auth is not None:
        raise NotAllowed("credentials")
    host = (parts.host or "").removesuffix(".")
    if host.startswith("["):
        host = str(_literal(host[1:-1]))
    else:
        _check_name(host)
    return Target(parts.scheme, host, parts.port or PORTS[parts.scheme], parts.request_uri)


def _check_name(host: str) -> None:
    if NUMBER.search(host):
        _literal(host)
    elif "." not in host or INSIDE_NAMES.search(host):
        raise NotAllowed("inside_name")


def _literal(host: str) -> IPAddress:
    """Return the address that stands in place of a name, in its one usual notation."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        raise NotAllowed("not_an_address") from None
    if isinstance(address, IPv6Address) and address.scope_id:
        raise NotAllowed("not_an_address")
    return address


def is_public(address: IPAddress, port: int) -> bool:
    """Say whether an address is on the public internet, and the port one of the web's."""
    return port in PORTS.values() and _is_public(address)


def _is_public(address: IPAddress) -> bool:
    if isinstance(address, IPv6Address):
        within = _ipv4_within(address)
        if within is not None:
            return _is_public(within)
        return address in GIVEN_OUT and address.is_global and not address.teredo
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in INSIDE_NETWORKS)
    )


def _ipv4_within(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 one stands for."""
    if address in WRITTEN_IPV4:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def addresses_of(host: str, port: int) -> list[IPAddress]:
    """Return the addresses of a host, as this machine's resolver gives them. Raises OSError when there are none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise socket.gaierror(str(error)) from error
    return [ipaddress.ip_address(str(place[0])) for *_kind, place in found]
