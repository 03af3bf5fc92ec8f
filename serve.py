"""The dashboard's server, run by ``make app``: refuses to start if open to anybody, and guards what it serves."""

from __future__ import annotations

import gc
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from analytics.i18n.words import of_terminal
from analytics.server.log_redaction import install_redaction
from analytics.server.memory import use_system_allocator
from analytics.server.middleware import OriginGuard, ReturnAfterSignIn
from analytics.server.role_guard import RoleGuard
from analytics.server.upload_limits import UploadLimits
from analytics.ui import access, components, layout, pages, sessions, sign_in

use_system_allocator()
install_redaction()
sessions.let_downloads_linger()
if lacking := access.missing_settings():
    words = of_terminal()
    asked = "\n".join(f"  - {words(f'serving.{code}')}" for code in lacking)
    raise SystemExit(f"{words('serving.refused')}\n{asked}\n{words('serving.refused_help')}")

# Collecting garbage blocks every session. Freezing the objects that every page needs shortens it.
for package in (components, pages):
    for module in iter_modules(package.__path__, f"{package.__name__}."):
        import_module(module.name)
gc.collect()
gc.freeze()

print(f"Youju: {access.address()}", flush=True)
base = access.base_path()
app = st.App(
    Path(__file__).with_name("app.py"),
    middleware=[
        Middleware(TrustedHostMiddleware, allowed_hosts=st.get_option("server.allowedHosts"), www_redirect=False),
        Middleware(OriginGuard, here_only=bool(access.missing_settings("0.0.0.0"))),  # another ASGI server may listen on any address
        Middleware(RoleGuard, visitor=access.visitor_with, page=sign_in.page, login=access.login_address, base=base),
        Middleware(ReturnAfterSignIn),
        Middleware(UploadLimits, waiting=sessions.waiting, base=base),
    ],
    lifespan=sessions.ending,
    on_script_error=layout.failed,
)
