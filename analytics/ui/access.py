"""Access control in the dashboard: who the visitor is, what the visitor may do, and the sign-in page.

Without sign-in, the dashboard is served only on this machine, and each person reviews under a name they type. With sign-in, the name is the
email address vouched for by the identity provider, and a typed name is ignored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from analytics.i18n.words import Words
from analytics.server import policy
from analytics.ui import layout, state


class NotAllowedError(Exception):
    """A visitor without the reviewer role tried to change shared data."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A visitor: the signed-in identity ``who`` (empty without sign-in) and the role."""

    who: str
    role: policy.Role

    @property
    def adds(self) -> bool:
        """Whether the visitor may add private articles, from files or from the web."""
        return bool(self.role)

    @property
    def reviews(self) -> bool:
        """Whether the visitor may change shared data."""
        return self.role == "reviewer"


def lacking(address: str | None = None) -> list[str]:
    """Settings that are missing before anything may be served, as codes (see ``server.policy``).

    ``address`` is the address to listen on; by default the configured one.
    """
    listens = str(st.get_option("server.address") or "") if address is None else address
    return policy.lacking(listens, st.get_option("server.allowedHosts"), _secrets())


def address() -> str:
    """Base URL of the dashboard: the one registered with the identity provider, or localhost."""
    if uri := (_secrets().get("auth") or {}).get("redirect_uri"):
        return str(uri).removesuffix("oauth2callback")
    return f"http://localhost:{st.get_option('server.port')}/"


def visitor() -> Visitor:
    """The visitor of the current session."""
    secrets = _secrets()
    if not policy.signs_in(secrets):
        return Visitor("", "reviewer")
    who = policy.identity(st.user.to_dict()) if st.user.is_logged_in else ""
    return Visitor(who, policy.role_of(who, secrets))


def closed(words: Words) -> str:
    """Why this visitor cannot change shared data; empty if nothing speaks against it."""
    workspace = state.workspace()
    if workspace and workspace.read_only:
        return words(f"workspace.{workspace.read_only}")
    return "" if visitor().reviews else words("access.reviewers_only")


def signature(typed: str) -> str:
    """Name to write into the log: the signed-in identity, or ``typed`` without sign-in. Raises NotAllowedError for non-reviewers."""
    now = visitor()
    if not now.reviews:
        raise NotAllowedError
    return now.who or typed


def admitted(words: Words) -> bool:
    """Whether this visitor may see the dashboard; if not, show the reason and what to do."""
    if lacking():
        layout.empty(words("access.closed"), words("access.closed_help"))
        return False
    if visitor().role:
        return True
    if not st.user.is_logged_in:
        layout.empty(words("access.sign_in_title"), words("access.sign_in_help"))
        st.button(words("access.sign_in"), key="sign-in", type="primary", on_click=st.login)
        return False
    layout.empty(words("access.stranger", who=visitor().who or words("access.nameless")), words("access.stranger_help"))
    return False


def foot(words: Words) -> None:
    """Show who is signed in, with a sign-out button."""
    if not (policy.signs_in(_secrets()) and st.user.is_logged_in):
        return
    now = visitor()
    with st.sidebar.container(key="signed-in"):
        if now.role:
            layout.note(words(f"access.{now.role}", who=now.who))
        st.button(words("access.sign_out"), key="sign-out", type="tertiary", on_click=st.logout)


def _secrets() -> Mapping[str, Any]:
    """Contents of the secrets file; empty if it is missing or unreadable."""
    return st.secrets.to_dict() if st.secrets.load_if_toml_exists() else {}
