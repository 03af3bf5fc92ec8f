"""One web request, with limits on hosts and time. The IP address that is checked is the one connected to, against DNS rebinding.

No proxy is used, since a proxy would connect to any host.
"""

from __future__ import annotations

import io
import socket
import ssl
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Any, cast
from urllib.parse import SplitResult, quote, urlsplit

import regex

from analytics.documents import limits
from analytics.documents.model import Reason, UnreadableError

AGENT = "Youju"  # name of this program in robots.txt
_HEADERS = {
    "User-Agent": f"{AGENT}/0.1 (reads articles whose addresses a person gave)",
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}
_PORTS = {"http": 80, "https": 443}
_KEPT = "%/:=&?~+!$,;'@()*[]"  # characters that are not percent-encoded
_NO_ADDRESS = regex.compile(r"[\s\p{C}\\]")
_LONGEST = 2000  # characters of the longest address
_TRANSLATED = IPv6Network("64:ff9b::/96")  # IPv4 addresses embedded in IPv6 (NAT64, RFC 6052)


def web_address(url: str) -> SplitResult:
    """The parts of a web address: ``http`` or ``https``, a host, and no user name or password. Raises UnreadableError ``address``."""
    try:
        parts = urlsplit(url)
        whole = parts.scheme in _PORTS and parts.hostname and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        whole = False
    if not whole or len(url) > _LONGEST or _NO_ADDRESS.search(url):
        raise UnreadableError(url, "address")
    return parts


@contextmanager
def asked(url: str, *, private: bool = False) -> Iterator[HTTPResponse]:
    """The response to a GET request for ``url``, its body not read yet. All must end within ``limits.MAX_SECONDS_TO_FETCH`` from now.

    ``private`` allows hosts outside the public internet. Raises UnreadableError, also for errors while the body is read.
    """
    connection = _Connection(url, web_address(url), private)
    try:
        connection.request("GET", connection.target, headers=_HEADERS)
        with connection.getresponse() as response:
            yield response
    except (OSError, HTTPException, EOFError, zlib.error, UnicodeError) as error:
        raise UnreadableError(url, _cause(error)) from error
    finally:
        connection.close()


def _cause(error: Exception) -> Reason:
    """The reason code for an error."""
    causes: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Reason], ...] = (
        (TimeoutError, "slow"),
        ((socket.gaierror, UnicodeError), "host"),  # UnicodeError: not a valid host name
        (ssl.SSLCertVerificationError, "certificate"),
    )
    return next((reason for kind, reason in causes if isinstance(error, kind)), "unreachable")


class _Connection(HTTPConnection):
    """A connection to a permitted host, with one deadline for everything."""

    def __init__(self, url: str, parts: SplitResult, private: bool) -> None:
        self.default_port = _PORTS[parts.scheme]
        super().__init__(parts.hostname or "", parts.port or self.default_port)
        self.target = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
        self._url, self._private, self._is_secure = url, private, parts.scheme == "https"
        self._until = time.monotonic() + limits.MAX_SECONDS_TO_FETCH

    def connect(self) -> None:
        """Connect to the first address of the host that answers. Raises UnreadableError ``private`` if any of them is private."""
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        if not self._private and not all(_is_public(str(place[0])) for *_, place in found):
            raise UnreadableError(self._url, "private")
        failed: OSError = ConnectionError()
        for family, _, _, _, place in found:
            try:
                self.sock = cast(Any, _Timed(self._connected(family, place), self._until))
            except OSError as error:
                failed = error
            else:
                return
        raise failed

    def _connected(self, family: int, place: Any) -> socket.socket:
        plain = socket.socket(family, socket.SOCK_STREAM)
        try:
            plain.settimeout(min(_left(self._until), limits.MAX_SECONDS_TO_CONNECT))
            plain.connect(place)  # a numeric address, so that the name is not resolved again
            return ssl.create_default_context().wrap_socket(plain, server_hostname=self.host) if self._is_secure else plain
        except BaseException:
            plain.close()
            raise


class _Timed:
    """A socket as ``http.client`` uses it, with one deadline for all operations."""

    def __init__(self, plain: socket.socket, until: float) -> None:
        self._plain, self._until = plain, until
        self.close = plain.close

    def sendall(self, content: bytes) -> None:
        self._plain.settimeout(_left(self._until))
        self._plain.sendall(content)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Pieces(self._plain, self._until))


class _Pieces(io.RawIOBase):
    """The bytes from a socket, with one deadline. With a timeout for each read alone, a slow server could hold the connection forever."""

    def __init__(self, plain: socket.socket, until: float) -> None:
        self._plain, self._until = plain, until
        self._raw = plain.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._plain.settimeout(_left(self._until))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


def _left(until: float) -> float:
    """Seconds until ``until`` (``time.monotonic``). Raises TimeoutError if it is past."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _is_public(numbers: str) -> bool:
    """Whether an IP address, and any IPv4 address embedded in it (NAT64, 6to4), is on the public internet."""
    place = ip_address(numbers)
    places = [place]
    if not isinstance(place, IPv4Address):
        inner = IPv4Address(int(place) & 0xFFFFFFFF) if place in _TRANSLATED else place.sixtofour
        places += [inner] if inner else []
    return all(each.is_global and not each.is_multicast for each in places)
