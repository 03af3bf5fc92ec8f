"""A local web server for tests of fetching: configurable responses, and a record of requests."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

ARTICLE = "青河县公安局夜巡见成效\n2022年，全县刑事警情同比下降21.5%，出动警力4300余人次。\n"


def page(text: str = ARTICLE, head: str = "") -> str:
    """An article as an HTML page."""
    title, *lines = text.strip().split("\n")
    return (
        f"<html><head>{head}<title>{title}</title></head><body><h1>{title}</h1>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>"
    )


class Site:
    """A test site: ``put`` sets the response of a path; ``asked`` lists the requested paths in order, ``agents`` their user agents."""

    def __init__(self, host: str, secured: ssl.SSLContext | None) -> None:
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self._pages: dict[str, tuple[int, dict[str, str], bytes | Iterable[bytes]]] = {}
        self._server = ThreadingHTTPServer((host, 0), self._handler())
        if secured:
            self._server.socket = secured.wrap_socket(self._server.socket, server_side=True)
        self.address = f"{'https' if secured else 'http'}://{host}:{self._server.server_port}"

    def put(self, path: str, body: str | bytes | Iterable[bytes] = b"", kind: str = "text/html", status: int = 200, **headers: str) -> str:
        """Set a response and return its absolute URL.

        ``Content_Length`` is sent for a complete body; ``kind`` (the media type) may be empty.
        """
        content = body.encode() if isinstance(body, str) else body
        length = {"Content-Length": str(len(content))} if isinstance(content, bytes) else {}
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        self._pages[path] = (status, {**({"Content-Type": kind} if kind else {}), **length, **said}, content)
        return self.address + path

    def _handler(site) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.agents.add(self.headers["User-Agent"])
                status, headers, body = site._pages.get(self.path, (404, {"Content-Type": "text/html"}, b"nothing here"))
                with suppress(OSError):  # the client has disconnected
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    for piece in [body] if isinstance(body, bytes) else body:
                        self.wfile.write(piece)
                        self.wfile.flush()

            def log_message(self, *_: Any) -> None:
                pass

        return Handler

    @contextmanager
    def serving(self) -> Iterator[Site]:
        """Serve requests within the context."""
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()


@contextmanager
def website(host: str = "127.0.0.1", secured: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A new site without content; robots.txt is missing too."""
    with Site(host, secured).serving() as site:
        yield site
