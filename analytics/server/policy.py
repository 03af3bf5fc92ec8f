"""Whom a dashboard may be served to: this machine, or, once sign-in, roles and host names are given, those who sign in.

Everything here is a question to settings that somebody else has read; what asks who a visitor is lies in ``ui.access``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from ipaddress import ip_address
from typing import Any, Literal

Role = Literal["", "reader", "reviewer"]  # nothing at all; sees and exports; also says, corrects, removes, puts back and shares
SIGN_IN = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_LEAST_SECRET = 32  # characters that sign the cookie which says who somebody is


def is_here(host: str) -> bool:
    """Whether a host, by name or address, is this machine seen from itself."""
    try:
        return host.lower() == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def signs_in(secrets: Mapping[str, Any]) -> bool:
    """Whether visitors have to say who they are: everywhere where sign-in is configured, and wherever others can come."""
    return bool(secrets.get("auth"))


def lacking(address: str, hosts: Sequence[str], secrets: Mapping[str, Any]) -> list[str]:
    """What must be given before anything is shown at this ``address`` (empty: all of the machine's) under these names of ``hosts``, as codes.

    A host name that is not this machine's own also counts as serving others: that is how a proxy in front shows.
    """
    beyond = not is_here(address) or not all(map(is_here, hosts))
    found = []
    if beyond or signs_in(secrets):
        auth = secrets.get("auth") or {}
        if not all(auth.get(name) for name in SIGN_IN):
            found.append("auth")
        elif len(str(auth["cookie_secret"])) < _LEAST_SECRET:
            found.append("cookie_secret")
        if not any(_listed(secrets, role) for role in ("readers", "reviewers")):
            found.append("roles")
    if not hosts or "*" in hosts or (not is_here(address) and all(map(is_here, hosts))):
        found.append("hosts")
    return found


def identity(claims: Mapping[str, Any]) -> str:
    """Whom an identity provider names: the e-mail address, empty where there is none or the provider calls it unverified.

    A display name is no identity: with many providers everybody writes their own.
    """
    email = str(claims.get("email") or "").strip().lower()
    return email if claims.get("email_verified", True) is True and email.isprintable() else ""


def role_of(who: str, secrets: Mapping[str, Any]) -> Role:
    """What somebody may do, by the address they sign in with; who is on no list may do nothing."""
    if not who:
        return ""
    if _matches(who, _listed(secrets, "reviewers")):
        return "reviewer"
    return "reader" if _matches(who, _listed(secrets, "readers")) else ""


def _matches(who: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(who, pattern.lower()) for pattern in patterns)


def _listed(secrets: Mapping[str, Any], role: str) -> list[str]:
    """Addresses, or patterns of them such as ``*@example.org``."""
    listed = (secrets.get("roles") or {}).get(role, [])
    return [listed] if isinstance(listed, str) else [str(pattern) for pattern in listed]
