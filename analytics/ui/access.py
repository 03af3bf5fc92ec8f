"""Access control in the dashboard: who the visitor is, what the visitor may do, and the sign-in page.

Without sign-in, the dashboard is served only on this machine, and each person reviews under a name they type. With sign-in, the name is the
email address vouched for by the identity provider, and a typed name is ignored.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.auth_util import get_cookie_with_chunks, get_origin_from_redirect_uri
from streamlit.url_util import make_url_path
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import AUTH_COOKIE_MAX_AGE_SECONDS, USER_COOKIE_NAME

from analytics.i18n.words import Words
from analytics.server import policy
from analytics.server.policy import Visitor
from analytics.ui import datasets, layout

_SIGN_IN_DAYS = AUTH_COOKIE_MAX_AGE_SECONDS / 86400


class NotAllowedError(Exception):
    """A visitor without the reviewer role tried to change shared data."""


def missing_settings(address: str | None = None) -> list[str]:
    """Settings that are missing before anything may be served, as codes (see ``server.policy``).

    ``address`` is the address to listen on; by default the configured one.
    """
    listens = str(st.get_option("server.address") or "") if address is None else address
    return policy.missing_settings(listens, st.get_option("server.allowedHosts"), _secrets())


def address() -> str:
    """Base URL of the dashboard: the one registered with the identity provider, or localhost."""
    if uri := (_secrets().get("auth") or {}).get("redirect_uri"):
        return str(uri).removesuffix("oauth2callback")
    return f"http://localhost:{st.get_option('server.port')}/"


def base_path() -> str:
    """Path below which the dashboard is served, without a slash at its end; usually empty."""
    return make_url_path(st.get_option("server.baseUrlPath"), "").rstrip("/")


def visitor() -> Visitor:
    """The visitor of the current session."""
    secrets = _secrets()
    if not policy.signs_in(secrets):
        return Visitor("", "reviewer")
    return policy.visitor(st.user.to_dict() if st.user.is_logged_in else {}, secrets)


def visitor_with(cookies: Mapping[str, str]) -> Visitor | None:
    """The visitor who sends these cookies; None if sign-in is configured and they prove nobody's."""
    secrets = _secrets()
    if not policy.signs_in(secrets):
        return Visitor("", "reviewer")
    claims = _claims(cookies)
    return policy.visitor(claims, secrets) if claims else None


def _claims(cookies: Mapping[str, str]) -> Mapping[str, Any]:
    """Claims in the cookie that Streamlit signs at sign-in; empty if it is missing, forged, expired or made for another address."""

    def signed(name: str) -> bytes | None:
        return decode_signed_value(get_cookie_secret(), name, cookies.get(name, "").encode("latin-1"), _SIGN_IN_DAYS)

    claims: dict[str, Any] = json.loads(get_cookie_with_chunks(signed, USER_COOKIE_NAME) or "{}")
    return claims if claims.get("is_logged_in") is True and claims.get("origin") == get_origin_from_redirect_uri() else {}


def login_address() -> str:
    """Address that leads to the identity provider. It is valid for two minutes."""
    return generate_login_redirect_url("default")


def read_only_reason(words: Words) -> str:
    """Why this visitor cannot change shared data; empty if they can."""
    workspace = datasets.workspace()
    if workspace and workspace.read_only:
        return words(f"workspace.{workspace.read_only}")
    return "" if visitor().reviews else words("access.reviewers_only")


def authorise_reviewer(typed: str) -> str:
    """Name to write into the log: the signed-in identity, or ``typed`` without sign-in. Raises NotAllowedError for non-reviewers."""
    now = visitor()
    if not now.reviews:
        raise NotAllowedError
    return now.who or typed


def admitted(words: Words) -> bool:
    """Whether this visitor may see the dashboard; if not, show the reason and what to do."""
    if missing_settings():
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
