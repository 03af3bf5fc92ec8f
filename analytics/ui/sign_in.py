"""The page for whoever is not signed in, or has no role. It needs neither scripts nor a connection, so that both are kept from strangers."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from urllib.parse import parse_qsl, urlencode

from analytics.i18n.words import Words, language_of
from analytics.server.policy import Visitor
from analytics.ui import access
from analytics.ui.highlight import visible
from analytics.ui.layout import ASSETS, LANGUAGES
from analytics.ui.palette import DARK, LIGHT, SANS, Palette
from analytics.ui.state import LANGUAGE

_ICON = f"data:image/svg+xml;base64,{b64encode((ASSETS / 'icon.svg').read_bytes()).decode()}"
_HTML_LANGUAGES = {"zh": "zh-CN", "en": "en"}


def _colours(surface: Palette) -> str:
    return f":root{{--paper:{surface.paper};--ink:{surface.ink};--muted:{surface.muted};--accent:{surface.accent}}}"


_STYLE = f"""{_colours(LIGHT)}
@media (prefers-color-scheme: dark) {{ {_colours(DARK)} }}
:root {{ color-scheme: light dark }}
body {{ margin: 0 auto; padding: 64px 24px; max-width: 34em; background: var(--paper); color: var(--ink); font: 14px/1.7 {SANS} }}
.brand {{ color: var(--ink); font-size: 24px; font-weight: 700; letter-spacing: .12em; line-height: 1.3; margin: 0 }}
p {{ color: var(--muted); margin: 6px 0; overflow-wrap: anywhere }}
h1 {{ font-size: 15px; font-weight: 600; margin: 32px 0 6px; overflow-wrap: anywhere }}
.act {{ display: inline-block; margin: 14px 0 40px; padding: 6px 20px; border-radius: 7px; background: var(--accent); color: var(--paper); text-decoration: none }}
.language {{ color: var(--muted) }}"""


def page(visitor: Visitor | None, query: str) -> str:
    """The page as HTML. ``query`` is the query string of the requested address, which gives the language."""
    given = parse_qsl(query, keep_blank_values=True)
    words = Words(language_of(dict(given).get(LANGUAGE, "")))
    other = "en" if words.language == "zh" else "zh"
    elsewhere = [(name, value) for name, value in given if name != LANGUAGE] + ([(LANGUAGE, other)] if other == "en" else [])
    title, help_text, act, address = _said(visitor, words)
    return f"""<!doctype html>
<html lang="{_HTML_LANGUAGES[words.language]}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(f"{title} · {words('brand')}")}</title><link rel="icon" href="{_ICON}"><style>{_STYLE}</style></head>
<body><header><p class="brand">{escape(words("brand"))}</p><p>{escape(words("tagline"))}</p></header>
<main class="sign-in"><h1>{visible(title)}</h1><p>{escape(help_text)}</p><a class="act" href="{escape(address)}">{escape(act)}</a></main>
<footer><a class="language" lang="{_HTML_LANGUAGES[other]}" href="?{escape(urlencode(elsewhere))}">{LANGUAGES[other]}</a></footer></body>
</html>
"""


def _said(visitor: Visitor | None, words: Words) -> tuple[str, str, str, str]:
    """Title and help for a visitor, and a link: its text and its address."""
    if visitor is None:
        return words("access.sign_in_title"), words("access.sign_in_help"), words("access.sign_in"), f"{access.base_path()}/auth/login"
    title = words("access.stranger", who=visitor.who or words("access.nameless"))
    return title, words("access.stranger_help"), words("access.sign_out"), f"{access.base_path()}/auth/logout"
