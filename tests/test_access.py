"""Access control: settings, roles, and refusal of every function that changes shared data when a reader calls it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from analytics.claims.selection import Selection
from analytics.i18n.words import Words
from analytics.ingest.ingest import ingest
from analytics.server import policy
from analytics.ui import access
from analytics.workspace.store import Workspace
from benchmarks.articles import write_folder
from tests.website import page, website

ROOT = Path(__file__).parents[1]
HERE = ["localhost", "127.0.0.1"]
AUTH = dict.fromkeys(policy.SIGN_IN, "x") | {"cookie_secret": "x" * 32}
ROLES = {"readers": ["*@press.example"], "reviewers": ["Mei@press.example"]}
WHOLE = {"auth": AUTH, "roles": ROLES}


@pytest.mark.parametrize(
    ("address", "hosts", "secrets", "lacks"),
    [
        ("127.0.0.1", HERE, {}, []),
        ("localhost", ["localhost"], {}, []),
        ("::1", HERE, {}, []),
        ("0.0.0.0", HERE, {}, ["auth", "roles", "hosts"]),
        ("::", HERE, {}, ["auth", "roles", "hosts"]),
        ("", HERE, {}, ["auth", "roles", "hosts"]),
        ("192.168.1.5", [], {}, ["auth", "roles", "hosts"]),
        ("unix:///run/youju", HERE, {}, ["auth", "roles", "hosts"]),
        ("127.0.0.1", [], {}, ["hosts"]),
        ("127.0.0.1", ["*"], {}, ["auth", "roles", "hosts"]),
        ("127.0.0.1", [*HERE, "youju.example"], {}, ["auth", "roles"]),  # behind a proxy
        ("127.0.0.1", HERE, {"auth": AUTH}, ["roles"]),
        ("0.0.0.0", ["youju.example"], WHOLE, []),
        ("0.0.0.0", ["localhost.example"], WHOLE, []),
        ("0.0.0.0", ["*"], WHOLE, ["hosts"]),
        ("0.0.0.0", ["youju.example"], WHOLE | {"auth": AUTH | {"client_secret": ""}}, ["auth"]),
        ("0.0.0.0", ["youju.example"], WHOLE | {"auth": AUTH | {"cookie_secret": "short"}}, ["cookie_secret"]),
        ("0.0.0.0", ["youju.example"], WHOLE | {"roles": {"readers": []}}, ["roles"]),
    ],
)
def test_what_must_be_given_before_others_can_come(address: str, hosts: list[str], secrets: dict[str, Any], lacks: list[str]) -> None:
    assert policy.missing_settings(address, hosts, secrets) == lacks
    assert [code for code in lacks if f"serving.{code}" not in Words("zh")] == []


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"email": "mei@press.example", "email_verified": True}, "reviewer"),
        ({"email": " MEI@Press.Example"}, "reviewer"),  # not every provider sends email_verified
        ({"email": "mei@press.example", "email_verified": False}, ""),
        ({"email": "mei@press.example", "email_verified": "false"}, ""),
        ({"email": "lin@press.example", "email_verified": True}, "reader"),
        ({"email": "lin@press.example.evil.example"}, ""),
        ({"email": "mei@press.example\u202e"}, ""),
        ({"name": "mei@press.example", "sub": "mei@press.example", "preferred_username": "mei@press.example"}, ""),
        ({}, ""),
    ],
)
def test_only_an_address_the_provider_vouches_for_has_a_role(claims: dict[str, Any], role: str) -> None:
    assert policy.role_of(policy.identity(claims), WHOLE) == role


def test_nobody_has_a_role_where_everybody_is_a_reader_but_has_no_address() -> None:
    assert policy.role_of(policy.identity({"sub": "x"}), {"roles": {"readers": "*"}}) == ""
    assert policy.role_of("a@b.example", {"roles": {"readers": "*"}}) == "reader"


# --- starting with serve.py, and without it --------------------------------------------------------


def test_beyond_this_machine_it_does_not_start() -> None:
    made = subprocess.run(
        ["make", "-n", "--no-print-directory", "app", "HOST=0.0.0.0", "ALLOWED_HOSTS=a.example b.example"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    command = made.stdout.splitlines()[-1].split()
    assert command[1:4] == ["-m", "analytics", "app"]
    assert command[-6:] == ["--host", "0.0.0.0", "--allowed-host", "a.example", "--allowed-host", "b.example"]
    there = {**os.environ, "LC_ALL": "zh_CN.UTF-8", "YOUJU_CORPUS": "samples"}
    ran = subprocess.run([sys.executable, *command[1:]], cwd=ROOT, capture_output=True, text=True, timeout=60, env=there)
    assert ran.returncode == 1
    assert "有据没有启动" in ran.stderr
    assert "[auth]" in ran.stderr
    assert "[roles]" in ran.stderr
    assert "ALLOWED_HOSTS" not in ran.stderr  # these were given
    assert [told for told in ("Traceback", str(ROOT), "http") if told in ran.stdout + ran.stderr] == []


@pytest.fixture
def option() -> Iterator[Any]:
    """``option(name, value)`` sets a server option for one test."""
    before: dict[str, Any] = {}

    def put(name: str, value: Any) -> None:
        before.setdefault(name, config.get_option(name))
        config.set_option(name, value)

    yield put
    for name, value in before.items():
        config.set_option(name, value)


@pytest.mark.parametrize("address", ["0.0.0.0", "", "10.0.0.7"])
def test_the_dashboard_itself_shows_nothing_beyond_this_machine(option: Any, address: str) -> None:
    option("server.address", address)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    shown = "".join(element.proto.body for element in app.get("html") if "<style>" not in element.proto.body)
    assert "这里还不能看" in shown
    assert "<mark" not in shown
    assert [component.proto.component_name for component in app.get("bidi_component")] == ["youju_frame"]  # the page's language
    assert [*app.get("page_link"), *app.get("download_button")] == []


# --- requests by readers are refused on the server --------------------------------------------------


@pytest.fixture
def press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    write_folder(tmp_path / "press", 3)
    (tmp_path / "press" / "undated.txt").write_text("去年，全县刑事警情下降9.5%。", encoding="utf-8")
    workspace = Workspace(tmp_path / "w", create=True)
    ingest(workspace, [str(tmp_path / "press")])
    monkeypatch.setenv("YOUJU_WORKSPACE", str(workspace.folder))
    return workspace


def visiting(monkeypatch: pytest.MonkeyPatch, role: policy.UserRole) -> None:
    monkeypatch.setattr(access, "visitor", lambda: access.Visitor("lin@press.example", role))


def _deeds() -> None:
    """Call everything that changes shared data, each with a name invented by the browser."""
    from collections.abc import Callable

    import streamlit as st

    from analytics.claims.selection import Selection
    from analytics.documents import read_bytes
    from analytics.ui import access, datasets
    from analytics.ui.pages import article_actions, marks, review, savedviews

    stored = datasets.workspace_dataset()
    doc_id = stored.articles["doc_id"][0].as_py()
    claim = next(stored.table.stream(Selection(), ["claim_id"]))["claim_id"][0].as_py()
    datasets.keep(datasets.uploads().adding(read_bytes("新.txt", "去年，全县警情下降9.5%。".encode()))[0])
    now = review.Review(stored, [])
    seen = {"act": "", "reading": review.reading_of(now.rows([claim])[claim][0])}
    review._session(stored, now, Selection())
    session = st.session_state[review._SESSION]

    def act(deed: str, **more: object) -> Callable[[], object]:
        said = {
            "act": deed,
            "do": deed,
            "who": "mei@press.example",
            "id": claim,
            "doc": doc_id,
            "start": 0,
            "end": 2,
            "values": {},
            "of": "",
            "seen": seen,
            **more,
        }
        return lambda: review._answer(said, session)

    def note() -> object:
        st.session_state.update({f"marks-chosen-{claim}": ["核实中"], f"marks-typed-{claim}": "", f"marks-remark-{claim}": ""})
        marks._say(claim, marks.Marked())
        return {"unfit": {"": st.session_state[marks._REFUSED][1]}}

    def save_view() -> object:
        savedviews._kept("各地经费", "overview?kind=money")
        return {"unfit": {"": st.session_state[savedviews._REFUSED]}}

    asked = {
        "note": note,
        "save view": save_view,
        "say": lambda: article_actions.edit_metadata(doc_id, {"title": "新"}, "mei@press.example"),
        "remove": lambda: article_actions.remove(doc_id, "mei@press.example"),
        "put back": lambda: article_actions.restore(doc_id, "mei@press.example"),
        "share": lambda: article_actions.share("mei@press.example", lambda lines: None),
        **{deed: act(deed) for deed in ("accept", "reject", "edit", "draft", "add", "undo")},
    }
    results = st.session_state["results"] = {}
    for name, ask in asked.items():
        try:
            results[name] = ask()
        except access.NotAllowedError:
            results[name] = "refused"


def test_a_reader_changes_nothing_that_others_see(press: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    visiting(monkeypatch, "reader")
    before = press.generation()
    app = AppTest.from_function(_deeds, default_timeout=60).run()
    assert not app.exception
    refused = {"unfit": {"": Words("zh")("access.reviewers_only")}}
    assert [name for name, result in app.session_state["results"].items() if result not in ("refused", refused)] == []
    assert len(app.session_state["results"]) == 12
    assert list(press.annotations.log()) == []
    assert press.generation() == before


def test_a_reviewer_signs_with_the_name_they_signed_in_with(press: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    visiting(monkeypatch, "reviewer")
    app = AppTest.from_function(_deeds, default_timeout=60).run()
    assert not app.exception
    assert {entry.who for entry in press.annotations.log()} == {"lin@press.example"}
    assert [name for name, result in app.session_state["results"].items() if result == "refused"] == []


def _asks(address: str) -> None:
    """Submit web addresses, bypassing the box."""
    import streamlit as st

    from analytics.ui import access, state
    from analytics.ui.pages import adding

    try:
        adding._fetch([address], state.words())
    except access.NotAllowedError:
        st.session_state["refused"] = True


@pytest.mark.parametrize(("role", "fetches"), [("", False), ("reader", True), ("reviewer", True)])
def test_only_who_may_add_articles_has_addresses_fetched(
    press: Workspace, monkeypatch: pytest.MonkeyPatch, role: policy.UserRole, fetches: bool
) -> None:
    visiting(monkeypatch, role)
    monkeypatch.setenv("YOUJU_PRIVATE_NETWORKS", "1")
    with website() as site:
        app = AppTest.from_function(_asks, args=(site.put("/1", page()),), default_timeout=60).run()
        assert not app.exception
        assert bool(site.asked) is fetches
        assert ("refused" in app.session_state) is not fetches
    assert list(press.annotations.log()) == []


def _page(name: str) -> None:
    import importlib

    importlib.import_module(f"analytics.ui.pages.{name}").page()


@pytest.mark.parametrize(
    ("name", "deeds"), [("corpus", {"save-", "delete-", "share", "back-"}), ("quality", {"give-"}), ("overview", {"correct"})]
)
def test_pages_offer_a_reader_nothing_to_change(press: Workspace, monkeypatch: pytest.MonkeyPatch, name: str, deeds: set[str]) -> None:
    first, second = press.snapshot().table().rows(Selection(repeats=True))["doc_id"].unique()[:2]
    press.annotations.annotate("wang", second, {"removed": "1"})
    ingest(press, [])
    offered = {}
    for role in ("reader", "reviewer"):
        visiting(monkeypatch, role)
        whole = name == "overview"  # the start page
        app = AppTest.from_file(str(ROOT / "app.py")) if whole else AppTest.from_function(_page, args=(name,))
        app.default_timeout = 60
        app.query_params["article"] = first
        app.run()
        if name == "corpus":
            app.file_uploader[0].set_value([("新.txt", "去年，全市警情下降8.5%。".encode(), "")]).run()
        assert not app.exception
        usable = [str(button.key) for button in app.button if not button.disabled]
        offered[role] = {deed for deed in deeds if any(key == deed or (deed[-1] == "-" and key.startswith(deed)) for key in usable)}
    assert offered == {"reader": set(), "reviewer": deeds}
