"""A real server with sign-in: what strangers reach, what readers may upload, and what that costs in memory."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Server
from signing import COOKIE_SECRET, READER, SECRETS, STRANGER, Program
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.exceptions import InvalidStatus

MB = 1024 * 1024
FILE = bytes(19 * MB)
_USER = "_streamlit_user"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, few: Path, provider: str) -> Iterator[Server]:
    """A server with sign-in whose sessions end four seconds after their page is closed."""
    command = ("-m", "streamlit", "run", "serve.py", "--server.disconnectedSessionTTL", "4", "--server.port")
    running = Server(tmp_path_factory.mktemp("server"), few, command, SECRETS.replace("PROVIDER", provider))
    running.start()
    yield running
    running.stop()


def signed_in(server: Any, who: str) -> Program:
    program = Program(server.address)
    program.sign_in(who)
    return program


def memory(server: Any) -> float:
    """Resident memory of the server's process in MB."""
    status = Path(f"/proc/{server._process.pid}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def test_forty_files_of_a_stranger_cost_no_memory(server: Any) -> None:
    guest = signed_in(server, STRANGER)  # signed in, but on no list
    reader = signed_in(server, READER)
    with reader.session("corpus") as (session, _):
        before = memory(server)
        for stranger, refusal in ((Program(server.address), 401), (guest, 403)):
            assert "_streamlit_xsrf" not in stranger.cookies  # handed out with the answer about health
            stranger.cookies["_streamlit_xsrf"] = reader.cookies["_streamlit_xsrf"]  # even if it were known, and the session too
            assert {stranger.upload(session, FILE) for _ in range(40)} == {refusal}
        assert memory(server) - before < 20


@pytest.mark.parametrize("who", ["", STRANGER])
def test_a_stranger_cannot_connect(server: Any, who: str) -> None:
    stranger = signed_in(server, who) if who else Program(server.address)
    with pytest.raises(InvalidStatus) as refused, stranger.session():
        pass
    assert refused.value.response.status_code == (403 if who else 401)


def test_forty_files_of_a_reader_are_bounded_and_freed_when_the_page_is_closed(server: Any) -> None:
    reader = signed_in(server, READER)
    with reader.session("corpus"):
        pass
    before = memory(server)
    with reader.session("corpus") as (session, _):
        took = [reader.upload(session, FILE) for _ in range(40)]
        assert took == [204] * 10 + [413] * 30
        full = memory(server)
        assert full - before < 250
    while_it_lasts = time.monotonic() + 60
    while memory(server) > full - 180:
        assert time.monotonic() < while_it_lasts, (before, full, memory(server))
        time.sleep(0.5)
    print(f"MB before {before:.0f}, with 200 MB uploaded {full:.0f}, page closed {memory(server):.0f}")
    assert reader.upload(session, b"late") in (400, 403)


def test_an_upload_says_its_length_and_belongs_to_a_page_with_a_box(server: Any) -> None:
    reader = signed_in(server, READER)
    with reader.session("corpus") as (session, _):
        path, token = f"/_stcore/upload_file/{session}/file", reader.cookies["_streamlit_xsrf"]

        def endless() -> Iterator[bytes]:
            yield from (bytes(MB) for _ in range(30))

        assert reader.ask(path, "PUT", endless(), X_Xsrftoken=token).status == 411
        assert reader.upload(session, b"text") == 204
    with reader.session("quality") as (session, _):
        assert reader.upload(session, b"text") == 403


def _cookie(server: Any, secret: str = COOKIE_SECRET, name: str = _USER, **changed: Any) -> str:
    """A cookie like the one that sign-in sets."""
    claims = {"email": READER, "email_verified": True, "origin": server.address, "is_logged_in": True, "provider": "default"} | changed
    return create_signed_value(secret, name, json.dumps(claims)).decode()


def test_a_cookie_lets_in_only_while_it_is_valid(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def status(value: str, name: str = _USER) -> int:
        return Program(server.address, {name: value}).ask("/_stcore/host-config").status

    good = _cookie(server)
    assert status(good) == 200
    signed, _, signature = good.rpartition(".")
    forged = [
        f"{signed}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}",  # not the last letter: some of its bits mean nothing
        good.upper(),
        good.partition(".")[2],
        f"{good}.{signature}",
        signature,
        _cookie(server, secret="another-secret-another-secret-another"),
        _cookie(server, secret=""),
        _cookie(server, name="_streamlit_user_tokens"),
        _cookie(server, name="_streamlit_xsrf"),
        json.dumps({"email": READER, "is_logged_in": True, "origin": server.address}),
        '"e30"',
        "",
        "\\377\\377",
        "x" * 4000,
    ]
    assert {value[:60]: status(value) for value in forged if status(value) != 401} == {}
    assert status(good, "_Streamlit_User") == status(good, "_streamlit_user_1") == 401
    assert status(_cookie(server, origin="http://else.example")) == 401
    assert status(_cookie(server, is_logged_in=False)) == 401
    assert status(_cookie(server, email="")) == 403
    assert status(_cookie(server, email_verified=False)) == 403

    days = 86400
    now = time.time()
    for age, let_in in ((29 * days, 200), (30 * days + 60, 401), (400 * days, 401)):
        monkeypatch.setattr("itsdangerous.timed.time.time", lambda age=age: now - age)
        assert status(_cookie(server)) == let_in


def test_no_other_site_may_send_messages_to_the_page(server: Any) -> None:
    answer = signed_in(server, READER)
    import http.client

    asked = http.client.HTTPConnection(server.address.removeprefix("http://"), timeout=20)
    asked.request("GET", "/_stcore/host-config", headers={"Cookie": f"{_USER}={answer.cookies[_USER]}"})
    assert json.loads(asked.getresponse().read())["allowedOrigins"] == []


def test_all_readers_together_are_bounded(server: Any) -> None:
    """The last test of this file: what was uploaded is freed only seconds after its sessions end."""
    reader = signed_in(server, READER)
    sessions = [reader.session("corpus") for _ in range(6)]
    opened = [session.__enter__()[0] for session in sessions]
    took = [reader.upload(session, FILE) for session in opened for _ in range(10)]
    assert took == [204] * 52 + [507] * 8
    for session in sessions:
        session.__exit__(None, None, None)
