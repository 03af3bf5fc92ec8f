"""Fetches web addresses politely and reads the responses like files.

Each site's robots.txt is requested first, and requests to one host are spaced out across all threads of the process. Redirects follow
the same rules as the given address. A response is read under a file name that fits its content type.
"""

from __future__ import annotations

import gzip
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from http.client import HTTPResponse
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import IO, cast
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from analytics.documents import limits
from analytics.documents.confined import read_bytes
from analytics.documents.encodings import decode
from analytics.documents.fetching import AGENT, asked, web_address
from analytics.documents.model import Document, Unreadable, UnreadableError, digest_of
from analytics.documents.robots import Rules, rules

_OFFICE = "application/vnd.openxmlformats-officedocument"
# Supported content types, with the suffix under which a response is read.
_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "text/rtf": ".rtf",
    "application/rtf": ".rtf",
    "application/json": ".json",
    "application/pdf": ".pdf",
    "application/ofd": ".ofd",
    "application/epub+zip": ".epub",
    "application/zip": ".zip",
    "application/msword": ".doc",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    f"{_OFFICE}.wordprocessingml.document": ".docx",
    f"{_OFFICE}.spreadsheetml.sheet": ".xlsx",
    f"{_OFFICE}.presentationml.presentation": ".pptx",
    "multipart/related": ".mht",
    "message/rfc822": ".eml",
}
# For these content types the suffix of the file name decides, if it has a known one.
_VAGUE = {"", "text/plain", "application/octet-stream", "binary/octet-stream", "application/x-download", "application/zip"}
_NAMED = {*_KINDS.values(), ".htm", ".shtml", ".mhtml", ".tsv", ".jsonl", ".wps", ".et"}
_LEADS_ON = {301, 302, 303, 307, 308}
_Allow = Callable[[str], float]  # seconds to wait before requesting an address; raises UnreadableError if forbidden


def is_web(place: str) -> bool:
    """Whether ``place`` is an http or https address."""
    return place.lower().startswith(("http://", "https://"))


def private_networks() -> bool:
    """Whether the environment allows hosts outside the public internet (``YOUJU_PRIVATE_NETWORKS=1``)."""
    return os.environ.get("YOUJU_PRIVATE_NETWORKS") == "1"


def addresses_in(text: str) -> list[str]:
    """The addresses in a list, one a line, without duplicates. Empty lines and lines that begin with ``#`` are skipped."""
    lines = (line.strip() for line in text.removeprefix("\ufeff").splitlines())
    return list(dict.fromkeys(line for line in lines if line and not line.startswith("#")))


def read_list(path: Path) -> list[str]:
    """The addresses in a text file. Raises UnreadableError: ``missing`` or ``encoding``."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableError(path.name, "missing") from error
    return addresses_in(decode(content, path.name).text)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The response to ``address``, fetched from ``url`` after redirects.

    ``content`` is read as a file called ``name``; ``charset`` is the encoding declared by the server, empty if none.
    """

    address: str
    url: str
    name: str
    charset: str
    content: bytes

    def read(self) -> Iterator[Document | Unreadable]:
        """The articles in the response. Problems are yielded as ``Unreadable``; raises OSError as ``confined.read`` does."""
        today = date.today()
        for item in read_bytes(self.name, self.content, self.charset):
            yield self._placed(item) if isinstance(item, Unreadable) else self._told(item, today)

    def _placed(self, item: Unreadable) -> Unreadable:
        return replace(item, source=self._source(item.source))

    def _told(self, item: Document, today: date) -> Document:
        """An article with its address and the day of fetching. Its digest covers the text, since a page's bytes differ at each request."""
        text = item.text
        url = self.url if text.source == self.name else text.url or self.url  # one of several may state its own address
        seen = "\x1f".join((text.raw, text.title, text.publisher, str(text.published_on)))
        return replace(
            item, text=replace(text, source=self._source(text.source), url=url, fetched_on=today), digest=digest_of(seen.encode())
        )

    def _source(self, source: str) -> str:
        return self.address + source.removeprefix(self.name)


class Fetcher:
    """Fetches addresses, one after the other, and each site's robots.txt once. ``private`` is that of ``fetching.asked``."""

    def __init__(self, *, private: bool = False) -> None:
        self._private = private
        self._sites: dict[str, Rules | UnreadableError] = {}

    def read(self, address: str) -> Iterator[Document | Unreadable]:
        """The articles at ``address``, or why there are none. The request is made when the first item is taken."""
        try:
            fetched = self.fetch(address)
        except UnreadableError as error:
            yield error.report
        else:
            yield from fetched.read()

    def fetch(self, address: str) -> Fetched:
        """The response to ``address``. Raises UnreadableError; its ``detail`` names the redirect target if the error occurred there."""
        web_address(address)
        address = urldefrag(address).url
        try:
            with self._followed(address, self._allowed) as (url, response):
                if response.status != 200:
                    raise UnreadableError(url, "status", str(response.status))
                name = f"page{_suffix(url, response)}"
                return Fetched(address, url, name, response.headers.get_content_charset() or "", _body(url, response))
        except UnreadableError as error:
            report = error.report
            detail = " ".join(filter(None, [report.detail, report.source if report.source != address else ""]))
            raise UnreadableError(address, report.reason, detail) from error

    @contextmanager
    def _followed(self, url: str, allowed: _Allow) -> Iterator[tuple[str, HTTPResponse]]:
        """The final address after redirects, and its response. ``allowed`` is called before each request."""
        for _ in range(limits.MAX_REDIRECTS + 1):
            host = web_address(url).hostname or ""
            _wait_for_turn(host, allowed(url))
            with asked(url, private=self._private) as response:
                location = response.headers.get("Location") if response.status in _LEADS_ON else None
                if location is None:
                    yield url, response
                    return
                url = _led_to(url, location)
        raise UnreadableError(url, "redirects")

    def _allowed(self, url: str) -> float:
        """Seconds to wait before requesting ``url``. Raises UnreadableError if its robots.txt forbids it or could not be read."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._sites:
            self._sites[site] = self._rules(site)
        said = self._sites[site]
        if isinstance(said, UnreadableError):
            raise UnreadableError(url, said.report.reason, said.report.detail) from said
        if not said.allow(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"):
            raise UnreadableError(url, "robots")
        return min(max(said.delay, limits.FETCH_DELAY), limits.MAX_FETCH_DELAY)

    def _rules(self, site: str) -> Rules | UnreadableError:
        """The rules in a site's robots.txt (RFC 9309): without the file everything is allowed, after a server error nothing is."""
        try:
            with self._followed(f"{site}/robots.txt", lambda url: limits.FETCH_DELAY) as (_, response):
                if response.status == 200:
                    return rules(_unpacked(response).read(limits.MAX_ROBOTS).decode("utf-8", "replace"), AGENT)
                return UnreadableError(site, "status", f"robots.txt: {response.status}") if response.status >= 500 else Rules()
        except UnreadableError as error:
            return error


# --- one response ------------------------------------------------------------------------------


def _suffix(url: str, response: HTTPResponse) -> str:
    """The suffix under which a response is read. Raises UnreadableError ``no_page`` if its kind is not supported."""
    headers = response.headers
    said = headers.get_content_type() if "Content-Type" in headers else ""
    names = (headers.get_filename() or "", unquote(urlsplit(url).path))
    own = next((suffix for name in names if (suffix := PurePosixPath(name).suffix.lower()) in _NAMED), "")
    suffix = own if said in _VAGUE and own else _KINDS.get(said, "")
    if not suffix:
        raise UnreadableError(url, "no_page", said)
    return suffix


def _body(url: str, response: HTTPResponse) -> bytes:
    """The whole body of a response, unpacked. Raises UnreadableError ``fetch_limit``, and errors that ``asked`` converts."""
    if (response.length or 0) > limits.MAX_FETCHED:
        raise UnreadableError(url, "fetch_limit")
    content = _unpacked(response).read(limits.MAX_FETCHED + 1)
    if len(content) > limits.MAX_FETCHED:
        raise UnreadableError(url, "fetch_limit")
    if response.length:  # shorter than declared
        raise ConnectionError
    return content


def _unpacked(response: HTTPResponse) -> IO[bytes]:
    is_packed = response.headers.get("Content-Encoding", "").lower() in ("gzip", "x-gzip")
    return cast(IO[bytes], gzip.GzipFile(fileobj=response) if is_packed else response)


def _led_to(url: str, location: str) -> str:
    """The target of a redirect. ``http.client`` decodes headers as Latin-1, but servers write UTF-8. Raises UnreadableError ``address``."""
    try:
        return urldefrag(urljoin(url, location.strip().encode("latin-1").decode())).url
    except ValueError as error:
        raise UnreadableError(url, "address", location) from error


# --- taking turns ------------------------------------------------------------------------------

_turns: dict[str, float] = {}  # host → time from which it may be requested again
_turning = Lock()


def _wait_for_turn(host: str, seconds: float) -> None:
    """Wait until ``host`` may be requested, and keep the next request ``seconds`` behind this one."""
    with _turning:
        now = time.monotonic()
        for past in [known for known, at in _turns.items() if at <= now]:
            del _turns[past]
        at = _turns.get(host, now)
        _turns[host] = at + seconds
    time.sleep(at - now)
