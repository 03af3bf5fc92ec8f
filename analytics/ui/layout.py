"""The frame of every page: style, brand, navigation and language switch."""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import asdict
from html import escape
from pathlib import Path

import regex
import streamlit as st
from streamlit.navigation.page import StreamlitPage

from analytics.claims.table import PartsChangedError
from analytics.i18n.format import day
from analytics.i18n.invisible import written_out
from analytics.i18n.words import Words
from analytics.ingest import quota
from analytics.server.log_redaction import number
from analytics.ui import brief_selection, datasets, state
from analytics.ui.highlight import visible
from analytics.ui.palette import KIND_COLOURS, SANS, SERIF
from analytics.workspace.annotations import StaleRevisionError
from analytics.workspace.store import NotAWorkspaceError
from analytics.workspace.trouble import DamagedError, trouble
from extractors.model import Article

ASSETS = Path(__file__).parent / "assets"
_STYLE = "".join(sheet.read_text(encoding="utf-8") for sheet in sorted((ASSETS / "style").glob("*.css")))
UPLOAD_LIMIT = int(st.get_option("server.maxUploadSize"))  # MB per file
LANGUAGES = {"zh": "中文", "en": "English"}
# Streamlit has only English for these and no option to translate them, so the style sheet replaces them.
_STYLED_WORDS = {
    "upload-button": "upload.button",
    "upload-hint": "upload.hint",
    "upload-too-large": "upload.too_large",
    "menu": "filter.open",
    "download-failed": "failed.download",
}
_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in string.punctuation} | {"\n": " ", "\r": " "})
_JOINER = "\u2060"  # WORD JOINER, invisible


def style(words: Words) -> None:
    """Insert the style sheet, with fonts, theme colours and translated widget texts as CSS variables."""
    colours = {f"--{name.replace('_', '-')}": value for name, value in asdict(state.palette()).items() if isinstance(value, str)}
    colours |= {f"--kind-{kind}": colour for kind, colour in KIND_COLOURS.items()}
    said = {
        f"--{name}": f'"{words(key, limit=UPLOAD_LIMIT, files=quota.FILES, total=quota.SESSION_MB)}"' for name, key in _STYLED_WORDS.items()
    } | {"--sans": SANS, "--serif": SERIF}
    variables = "".join(f"{name}:{value};" for name, value in (colours | said).items())
    st.html(f"<style>:root{{{variables}}}{_STYLE}</style>")


def brand(pages: list[StreamlitPage], current: StreamlitPage, words: Words) -> None:
    """Brand, tagline and page links; each link keeps the filters in the URL."""
    with st.sidebar.container(key="brand", gap=None):
        st.html(f'<div class="brand">{escape(words("brand"))}</div><p class="tagline">{escape(words("tagline"))}</p>')
        kept = state.framed()
        with st.container(key="pages", gap=None):
            for page in pages:
                with st.container(key=f"nav-{'here' if page == current else page.url_path or 'home'}"):
                    st.page_link(page, label=_label(page), query_params=kept, width="stretch")


def _label(page: StreamlitPage) -> str:
    """Page title; for the brief, followed by the number of collected figures."""
    count = len(brief_selection.claim_ids()) + len(brief_selection.exhibits()) if page.url_path == "brief" else 0
    return f"{page.title} :gray[{count}]" if count else page.title


def guarded(draw: Callable[[], None], words: Words) -> None:
    """Draw a page or a part of one. Reruns once if the workspace changed meanwhile; shows the reason if it cannot be opened."""
    try:
        draw()
    except NotAWorkspaceError as error:
        empty(words("workspace.none", folder=Path(str(error)).name), words("workspace.none_help"))
    except (PartsChangedError, DamagedError):
        if datasets.workspace_moved() or datasets.opened_anew():
            st.rerun()
        empty(words("workspace.damaged"), words("workspace.damaged_help"))
    except OSError as error:
        empty(words("workspace.unopened"), words(f"trouble.{trouble(error)}"))


def shown(page: StreamlitPage, words: Words) -> None:
    """Draw a page below any notice about the workspace. The notice keeps its slot when empty, so that nothing shifts."""
    with st.empty().container():
        _condition(words)
    page.run()


def _condition(words: Words) -> None:
    """Warn about damaged files or a read-only workspace."""
    stored, workspace = datasets.workspace_dataset(), datasets.workspace()
    if stored and stored.snapshot.faults:
        found = words("workspace.partly", files=len(stored.snapshot.faults), n=stored.snapshot.unshown)
        note(f"{found} {words('workspace.damaged_help')}", "warning")
    if workspace and not workspace.writable:
        note(words(f"workspace.{workspace.read_only}"))
    if stored and datasets.is_updating():
        note(words("workspace.updating"), "updating")
        _again_when(_is_updated)


def _is_updated() -> bool:
    return bool(datasets.workspace_dataset()) and not datasets.is_updating()


def pending(name: str, text: str, known: Callable[[], bool]) -> None:
    """Hold the place of an answer that is being worked out, with words; the page is drawn again when it is ``known``."""
    with st.container(key=f"pending-{name}"):
        st.html(f'<div class="pending" role="status"><p>{visible(text)}</p><i></i><i></i><i></i></div>')
        _again_when(known)


@st.fragment(run_every=1)
def _again_when(known: Callable[[], bool]) -> None:
    guarded(lambda: st.rerun() if known() else None, state.words())


def not_kept(error: OSError, words: Words) -> str:
    """Message that something was not saved, and why. The system's own error text is left out because it contains paths."""
    return words("holdings.failed", cause=words(f"trouble.{trouble(error)}"))


def moved(error: StaleRevisionError, words: Words) -> str:
    """Message that something was not saved because somebody acted on it first."""
    return words("holdings.moved", who=error.last.who if error.last else words("holdings.somebody"))


def failed(error: Exception) -> bool:
    """Report a failure by its number in the log; returns True, so that Streamlit shows no message of its own."""
    words = state.words()
    empty(words("failed.title"), words("failed.help", number=number(error)))
    return True


def foot(words: Words) -> None:
    """The language switch, at the bottom of the sidebar."""
    with st.sidebar.container(key="foot"):
        state.seed("language", words)
        st.segmented_control(
            words("language"), list(LANGUAGES), format_func=LANGUAGES.__getitem__, key="language",
            required=True, on_change=_switch_language, label_visibility="collapsed", width="stretch",
        )  # fmt: skip


def _switch_language() -> None:
    state.update_query(**{state.LANGUAGE: "en" if st.session_state["language"] == "en" else ""})


def note(text: str, tone: str = "plain") -> None:
    """A short message. ``text`` is escaped, since it may contain an uploaded file's name."""
    st.html(f'<p class="note {tone}" role="status">{visible(text)}</p>')


def empty(title: str, help_text: str) -> None:
    """Tell the reader what to do when there is nothing to show."""
    st.html(f'<div class="empty"><h2>{visible(title)}</h2><p>{visible(help_text)}</p></div>')


def fetched(article: Article, words: Words) -> str:
    """The day an article was fetched, in words; empty for an uploaded file."""
    return words("document.fetched", day=day(article.fetched_on, words)) if article.fetched_on else ""


def plain(text: str) -> str:
    """Escape ``text`` for a label that Streamlit renders as Markdown."""
    return written_out(text).translate(_MARKDOWN).strip()


def unlinked(text: str) -> str:
    """Like ``plain``, for labels other than buttons: also prevents Streamlit from turning web and mail addresses into links."""
    return regex.sub(r"(?=\\[:.@])", _JOINER, plain(text))
