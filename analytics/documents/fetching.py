"""One request to the web, in bounds: with whom it may speak, and how long. The address that is checked is the one connected to.

No proxy is asked: it would connect to whatever it likes.
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

AGENT = "Youju"  # by which robots.txt calls it
_HEADERS = {
    "User-Agent": f"{AGENT}/0.1 (reads articles whose addresses a person gave)",
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}
_PORTS = {"http": 80, "https": 443}
_KEPT = "%/:=&?~+!$,;'@()*[]"  # signs of an address that stand for themselves in a request
_NO_ADDRESS = regex.compile(r"[\s\p{C}\\]")
_LONGEST = 2000  # characters of an address
_TRANSLATED = IPv6Network("64:ff9b::/96")  # IPv4 addresses, as networks without any write them


def web_address(url: str) -> SplitResult:
    """The parts of a web address: ``http`` or ``https``, a host, no name and password. Raises UnreadableError."""
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
    """The answer at ``url``, its body still to be read, all within ``limits.MAX_SECONDS_TO_FETCH`` of now.

    ``private`` allows hosts that are not on the public internet. Raises UnreadableError, also for what goes wrong while the body is read.
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
    """Why there is no answer."""
    causes: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Reason], ...] = (
        (TimeoutError, "slow"),
        ((socket.gaierror, UnicodeError), "host"),  # such a name can belong to none
        (ssl.SSLCertVerificationError, "certificate"),
    )
    return next((reason for kind, reason in causes if isinstance(error, kind)), "unreachable")


class _Connection(HTTPConnection):
    """A connection to a host that may be asked, over before the time is."""

    def __init__(self, url: str, parts: SplitResult, private: bool) -> None:
        self.default_port = _PORTS[parts.scheme]
        super().__init__(parts.hostname or "", parts.port or self.default_port)
        self.target = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
        self._url, self._private, self._is_secure = url, private, parts.scheme == "https"
        self._until = time.monotonic() + limits.MAX_SECONDS_TO_FETCH

    def connect(self) -> None:
        """Connect to the first of the host's addresses that answers, none of which may be private."""
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
            plain.connect(place)  # in numbers: nobody is asked a second time what the name means
            return ssl.create_default_context().wrap_socket(plain, server_hostname=self.host) if self._is_secure else plain
        except BaseException:
            plain.close()
            raise


class _Timed:
    """A socket as ``http.client`` uses one; whatever it waits for, it waits until one moment and no longer."""

    def __init__(self, plain: socket.socket, until: float) -> None:
        self._plain, self._until = plain, until
        self.close = plain.close

    def sendall(self, content: bytes) -> None:
        self._plain.settimeout(_left(self._until))
        self._plain.sendall(content)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Pieces(self._plain, self._until))


class _Pieces(io.RawIOBase):
    """What comes out of a socket. A time limit for each piece alone would let a server that drips keep us for ever."""

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
    """Seconds until then. Raises TimeoutError where it is past."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _is_public(numbers: str) -> bool:
    """Whether an IP address is on the public internet, and any that it stands for as well."""
    place = ip_address(numbers)
    places = [place]
    if not isinstance(place, IPv4Address):
        inner = IPv4Address(int(place) & 0xFFFFFFFF) if place in _TRANSLATED else place.sixtofour
        places += [inner] if inner else []
    return all(each.is_global and not each.is_multicast for each in places)
