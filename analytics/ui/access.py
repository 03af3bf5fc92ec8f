"""Who is looking, what they may do, and the door for who has not signed in.

Without sign-in, which is only served to this machine, everybody reviews under the name they type. With it, the name is the address
that the identity provider vouches for, and nobody can type another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from analytics.i18n.words import Words
from analytics.server import policy
from analytics.ui import layout


class NotAllowedError(Exception):
    """Somebody who may only read was about to change what all see."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """``who`` signed in (empty where nobody has to), and what they may do."""

    who: str
    role: policy.Role

    @property
    def adds(self) -> bool:
        """Whether they may add articles that only they see, from files and from the web."""
        return bool(self.role)

    @property
    def reviews(self) -> bool:
        """Whether they may change what all see."""
        return self.role == "reviewer"


def lacking(address: str | None = None) -> list[str]:
    """What must be configured before anything may be shown at ``address`` (the configured one without it), as codes (see ``server.policy``)."""
    listens = str(st.get_option("server.address") or "") if address is None else address
    return policy.lacking(listens, st.get_option("server.allowedHosts"), _secrets())


def address() -> str:
    """Where the dashboard is found: as the identity provider knows it, or on this machine."""
    if uri := (_secrets().get("auth") or {}).get("redirect_uri"):
        return str(uri).removesuffix("oauth2callback")
    return f"http://localhost:{st.get_option('server.port')}/"


def visitor() -> Visitor:
    """Who looks in this session."""
    secrets = _secrets()
    if not policy.signs_in(secrets):
        return Visitor("", "reviewer")
    who = policy.identity(st.user.to_dict()) if st.user.is_logged_in else ""
    return Visitor(who, policy.role_of(who, secrets))


def signature(typed: str) -> str:
    """The name that goes into the log: who signed in, or, where nobody has to, the name typed. Raises NotAllowedError for readers."""
    now = visitor()
    if not now.reviews:
        raise NotAllowedError
    return now.who or typed


def admitted(words: Words) -> bool:
    """Whether this visitor may look; where not, the page says why and what to do."""
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
    """Who is signed in, and the way out."""
    if not (policy.signs_in(_secrets()) and st.user.is_logged_in):
        return
    now = visitor()
    with st.sidebar.container(key="signed-in"):
        if now.role:
            layout.note(words(f"access.{now.role}", who=now.who))
        st.button(words("access.sign_out"), key="sign-out", type="tertiary", on_click=st.logout)


def _secrets() -> Mapping[str, Any]:
    """What the file of secrets holds; nothing where there is none, or none that can be read."""
    return st.secrets.to_dict() if st.secrets.load_if_toml_exists() else {}
