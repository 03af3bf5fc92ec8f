"""Signing in without a browser: a program that keeps cookies, follows the identity provider's forms and speaks Streamlit's protocol."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPResponse
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

READER, REVIEWER, STRANGER = "lin@press.example", "mei@press.example", "who@else.example"
COOKIE_SECRET = "only-for-tests-only-for-tests-only-for-tests"
SECRETS = f"""
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "{COOKIE_SECRET}"
client_id = "youju"
client_secret = "of-the-client"
server_metadata_url = "PROVIDER/.well-known/openid-configuration"
[roles]
readers = ["*@press.example"]
reviewers = ["Mei@press.example"]
"""


class Program:
    """A visitor without a browser; ``cookies`` is what it sends."""

    def __init__(self, address: str, cookies: Mapping[str, str] | None = None) -> None:
        self.address, self.cookies = address, dict(cookies or {})

    def sign_in(self, who: str) -> None:
        """Sign in at the identity provider, as a browser would."""
        jar = CookieJar()
        opener = build_opener(HTTPCookieProcessor(jar))
        form = opener.open(f"{self.address}/auth/login", timeout=30)
        with suppress(HTTPError):  # without a role, the page that sign-in ends at is forbidden
            opener.open(form.url, urlencode({"sub": who}).encode(), timeout=30).close()
        self.cookies |= {cookie.name: str(cookie.value) for cookie in jar}
        self.ask("/_stcore/health")

    def ask(self, path: str, method: str = "GET", body: bytes | Iterator[bytes] = b"", **headers: str) -> HTTPResponse:
        """The answer to one request, read to its end; cookies that it sets are kept."""
        asking = HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        sent = {"Cookie": self._cookie()} | {name.replace("_", "-"): value for name, value in headers.items()}
        asking.request(method, path, body or None, sent, encode_chunked=isinstance(body, Iterator))
        answer = asking.getresponse()
        answer.read()
        asking.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    @contextmanager
    def session(self, page: str = "") -> Iterator[tuple[str, ClientConnection]]:
        """A page that is open: the identifier of its session, and its connection, once it is drawn."""
        token = self.cookies.get("_streamlit_xsrf", "")
        with connect(
            f"{self.address.replace('http', 'ws')}/_stcore/stream",
            subprotocols=[Subprotocol(each) for each in ("streamlit", token) if each],
            additional_headers={"Cookie": self._cookie()},
            origin=Origin(self.address),
            max_size=None,
            max_queue=None,
            ping_interval=None,
        ) as socket:
            asks = BackMsg()
            asks.rerun_script.page_name = page
            socket.send(asks.SerializeToString())
            session = ""
            while True:
                heard = ForwardMsg.FromString(bytes(socket.recv(timeout=60)))  # type: ignore[arg-type]
                if heard.WhichOneof("type") == "new_session":
                    session = heard.new_session.initialize.session_id
                elif heard.WhichOneof("type") == "script_finished":
                    break
            yield session, socket

    def upload(self, session: str, content: bytes, file: str = "") -> int:
        """Upload a file to a session; returns the status of the answer."""
        line = uuid.uuid4().hex
        head = f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n'
        body = head.encode() + content + f"\r\n--{line}--\r\n".encode()
        path = f"/_stcore/upload_file/{session}/{file or uuid.uuid4()}"
        headers = {"Content_Type": f"multipart/form-data; boundary={line}", "X_Xsrftoken": self.cookies.get("_streamlit_xsrf", "")}
        return self.ask(path, "PUT", body, **headers).status

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())
