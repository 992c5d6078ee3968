"""Only public addresses are ever asked, in whatever way a private one is written."""

import ipaddress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpoint.core.outside import NotAllowed, is_public
from firstpoint.core.outside.addresses import addresses_of, read_url

# IANA's registries of special addresses, and what clouds answer from inside.
PRIVATE_4 = [
    *map(IPv4Network, ("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12")),
    *map(IPv4Network, ("192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24")),
    *map(IPv4Network, ("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32")),
]
PRIVATE_6 = [
    *map(IPv6Network, ("::/8", "100::/64", "2001:db8::/32", "2001::/32", "fc00::/7", "fe80::/10", "fec0::/10")),
    *map(IPv6Network, ("ff00::/8", "fd00:ec2::254/128", "5f00::/16")),
]


def within(network: IPv4Network | IPv6Network) -> st.SearchStrategy[int]:
    first = int(network.network_address)
    return st.integers(first, first + network.num_addresses - 1)


private_4 = st.sampled_from(PRIVATE_4).flatmap(within).map(IPv4Address)
private_6 = (
    st.sampled_from(PRIVATE_6)
    .flatmap(within)
    .map(IPv6Address)
    .filter(lambda address: address not in IPv6Network("64:ff9b::/96") and not address.ipv4_mapped)
)


@given(private_4)
def test_no_private_ipv4_address_is_public(address: IPv4Address) -> None:
    assert not is_public(address, 80)


@given(private_6)
def test_no_private_ipv6_address_is_public(address: IPv6Address) -> None:
    assert not is_public(address, 443)


@given(private_4)
def test_a_private_ipv4_address_stays_private_inside_ipv6(address: IPv4Address) -> None:
    number = int(address)
    for disguise in (0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80, number):
        assert not is_public(IPv6Address(disguise), 80)


@given(st.integers(0, 65535))
def test_the_ports_of_the_web_alone_are_public(port: int) -> None:
    assert is_public(IPv4Address("8.8.8.8"), port) == (port in (80, 443))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address), 443)


@given(st.integers(0, 2**32 - 1))
def test_numbers_in_unusual_notation_are_no_addresses(number: int) -> None:
    one, two, three, four = number.to_bytes(4, "big")
    for host in (
        str(number),
        hex(number),
        f"0{number:o}",
        f"0x{one:x}.{number & 0xFFFFFF}",
        f"{one}.{two}.{number & 0xFFFF}",
        f"{one:#x}.{two:#x}.{three:#x}.{four:#x}",
        f"0{one:o}.{two}.{three}.{four}",
        f"a.{four}",
    ):
        with pytest.raises(NotAllowed):
            read_url(f"http://{host}/")


@given(st.ip_addresses())
def test_the_usual_notation_of_an_address_is_read_as_that_address(address: IPv4Address | IPv6Address) -> None:
    host = f"[{address}]" if address.version == 6 else str(address)
    assert ipaddress.ip_address(read_url(f"http://{host}/").host) == address


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    for url in (text, f"http://{text}", f"https://a.example/{text}"):
        try:
            target = read_url(url)
        except NotAllowed:
            continue
        assert target.scheme in ("http", "https") and target.host
        assert target.path.isascii() and target.path.isprintable() and " " not in target.path


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.org/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("//example.org", "scheme"),
        ("http://user:secret@example.org/", "credentials"),
        ("http://localhost/", "inside_name"),
        ("http://LOCALHOST./", "inside_name"),
        ("http://db.localhost/", "inside_name"),
        ("http://intranet/", "inside_name"),
        ("http://metadata.google.internal/", "inside_name"),
        ("http://printer.local/", "inside_name"),
        ("http:///path", "inside_name"),
        ("http://[fe80::1%25eth0]/", "not_an_address"),
        ("http://[::1/", "not_an_address"),
        ("http://example.org:99999/", "not_an_address"),
        ("http://127。0。0。1/", "not_an_address"),
        (f"http://example.org/{'x' * 2000}", "too_long"),
    ],
)
def test_what_leads_nowhere_outside_is_refused(url: str, reason: str) -> None:
    with pytest.raises(NotAllowed) as refusal:
        read_url(url)
    assert refusal.value.reason == reason


def test_an_address_is_sent_as_machines_write_it() -> None:
    target = read_url("HTTPS://Exämple.ORG./straße/../a b?q=ñ#part")
    assert (target.scheme, target.host, target.port) == ("https", "xn--exmple-cua.org", 443)
    assert target.path == "/a%20b?q=%C3%B1"
    assert target.origin == "https://xn--exmple-cua.org"
    assert read_url("http://[2606:4700::1]:8080/x").origin == "http://[2606:4700::1]:8080"


def test_a_name_that_no_resolver_takes_is_a_name_that_does_not_exist() -> None:
    with pytest.raises(OSError):
        addresses_of("x" * 70 + ".example", 80)
