"""Which machines may be asked for a page (room: reading): those of the public internet, and no other.

The name of a host is looked up once, each address is judged, and the connection goes to an address that was judged:
a name that leads elsewhere at the second look (DNS rebinding) leads nowhere.
"""

import ipaddress
import socket
import weakref
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

AddressTest = Callable[[str], bool]

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 behind an IPv6 network, RFC 6052
# The one part of IPv6 that is given out for the public internet; what else there is, Python's tables may not know yet.
_GIVEN_OUT = ipaddress.ip_network("2000::/3")


class ForbiddenAddressError(HTTPError):
    """A host whose addresses all lie within a private network, or on this machine."""


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public internet: not private, loopback, link-local or reserved.

    An IPv4 address within an IPv6 one is judged as itself. Words that are no address are not public.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        within = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in _TRANSLATED:
            within = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if within is not None:
            return is_public(str(within))
        if found not in _GIVEN_OUT:
            return False
    return found.is_global and not found.is_multicast


class GuardedPool(urllib3.PoolManager):
    """Connections that can all be broken off at once."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.opened: weakref.WeakSet[socket.socket] = weakref.WeakSet()

    def break_off(self) -> None:
        """End whatever is being read or sent, from another thread than the one that waits for it."""
        for one in list(self.opened):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


def guarded_pool(may_connect: AddressTest, **settings: Any) -> GuardedPool:
    """Return a pool of connections that are opened to addresses alone that `may_connect` allows.

    It follows no proxy of the environment. A host without such an address raises `ForbiddenAddressError`.
    """
    pool = GuardedPool(**settings)

    class Guarded:
        def _new_conn(self: Any) -> socket.socket:
            return _connect(self, may_connect)

        def connect(self: Any) -> None:
            super().connect()  # type: ignore[misc]
            # Kept here, as an answer outlives its connection where the site will close it.
            pool.opened.add(self.sock)

    class GuardedHTTP(Guarded, HTTPConnection):
        pass

    class GuardedHTTPS(Guarded, HTTPSConnection):
        pass

    class PoolHTTP(urllib3.HTTPConnectionPool):
        ConnectionCls = GuardedHTTP

    class PoolHTTPS(urllib3.HTTPSConnectionPool):
        ConnectionCls = GuardedHTTPS

    pool.pool_classes_by_scheme = {"http": PoolHTTP, "https": PoolHTTPS}
    return pool


def _connect(connection: Any, may_connect: AddressTest) -> socket.socket:
    host, port = connection.host.strip("[]"), connection.port
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:  # socket.gaierror, and what a host that is no name at all raises
        raise NameResolutionError(host, connection, socket.gaierror(str(error))) from error
    addresses = [str(one[4][0]) for one in found]
    allowed = [address for address in dict.fromkeys(addresses) if may_connect(address)]
    if not allowed:
        raise ForbiddenAddressError(f"{host} is {', '.join(sorted(set(addresses)))}")
    fault: OSError | None = None
    for address in allowed:
        try:
            return create_connection(
                (address, port), connection.timeout, socket_options=connection.socket_options
            )
        except OSError as error:
            fault = error
    if isinstance(fault, TimeoutError):
        raise ConnectTimeoutError(connection, f"{host} does not answer") from fault
    raise NewConnectionError(connection, f"{host} cannot be reached: {fault}") from fault
