"""Access policy: the dashboard serves this machine only or, once sign-in, roles and host names are configured, signed-in users.

All functions take settings that the caller has read; ``ui.access`` determines who a visitor is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from ipaddress import ip_address
from typing import Any, Literal

UserRole = Literal["", "reader", "reviewer"]  # no access; view and export; also annotate, correct, remove, restore and share
SIGN_IN = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_LEAST_SECRET = 32  # characters of the secret that signs the identity cookie


@dataclass(frozen=True, slots=True)
class Visitor:
    """A visitor: the signed-in identity ``who`` (empty without sign-in) and the role."""

    who: str
    role: UserRole

    @property
    def adds(self) -> bool:
        """Whether the visitor may add private articles, from files or from the web."""
        return bool(self.role)

    @property
    def reviews(self) -> bool:
        """Whether the visitor may change shared data."""
        return self.role == "reviewer"


def is_here(host: str) -> bool:
    """Whether a host name or address is this machine's loopback."""
    try:
        return host.lower() == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def signs_in(secrets: Mapping[str, Any]) -> bool:
    """Whether visitors must sign in: true if sign-in is configured. Serving others requires it, see ``missing_settings``."""
    return bool(secrets.get("auth"))


def missing_settings(address: str, hosts: Sequence[str], secrets: Mapping[str, Any]) -> list[str]:
    """Settings missing before the dashboard may be served, as codes: ``auth``, ``cookie_secret``, ``roles``, ``hosts``.

    ``address`` is the address to listen on (empty: all of the machine's), ``hosts`` the names it is reached by. A host name other than this
    machine's own counts as serving others, since it shows that a reverse proxy is in front.
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
    """The e-mail address in an identity provider's claims; empty if missing or marked unverified (OpenID Connect Core 1.0, section 5.1).

    A display name is not an identity: with many providers, users choose their own.
    """
    email = str(claims.get("email") or "").strip().lower()
    return email if claims.get("email_verified", True) is True and email.isprintable() else ""


def role_of(who: str, secrets: Mapping[str, Any]) -> UserRole:
    """The role of the user with this e-mail address; empty if no list contains it."""
    if not who:
        return ""
    if _matches(who, _listed(secrets, "reviewers")):
        return "reviewer"
    return "reader" if _matches(who, _listed(secrets, "readers")) else ""


def visitor(claims: Mapping[str, Any], secrets: Mapping[str, Any]) -> Visitor:
    """The visitor described by an identity provider's claims; without a role if there are none."""
    who = identity(claims)
    return Visitor(who, role_of(who, secrets))


def _matches(who: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(who, pattern.lower()) for pattern in patterns)


def _listed(secrets: Mapping[str, Any], role: str) -> list[str]:
    """Addresses with this role, or patterns such as ``*@example.org``."""
    listed = (secrets.get("roles") or {}).get(role, [])
    return [listed] if isinstance(listed, str) else [str(pattern) for pattern in listed]
