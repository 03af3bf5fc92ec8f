"""Saved pages (.mht, .mhtml) and mails (.eml): MIME messages, of which only the text is read."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart

from analytics.documents.html import read_html
from analytics.documents.model import Document, UnreadableError, digest_of
from analytics.documents.plain import read_plain


def read_saved_page(content: bytes, source: str) -> Document:
    """The article in a web page that a browser saved as one file.

    Raises UnreadableError: ``broken`` if it holds no page, and the errors of ``read_html``.
    """
    message = _message(content)
    page = next((part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")), None)
    if page is None:
        raise UnreadableError(source, "broken")
    found = read_html(_content(page), source)
    location = str(page.get("Content-Location") or message.get("Snapshot-Content-Location") or "").strip()
    url = found.text.url or (location if location.startswith(("http://", "https://")) else "")
    return replace(found, text=replace(found.text, url=url), digest=digest_of(content))


def read_mail(content: bytes, source: str) -> Document:
    """The text of a mail, with its subject as the title. Attachments are not read; the doubt ``attachments`` says so.

    Raises UnreadableError: ``empty``, ``encoding`` or ``too_large``.
    """
    message = _message(content)
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise UnreadableError(source, "empty")
    read = read_html if body.get_content_type() == "text/html" else read_plain
    found = read(_content(body), source)
    title = " ".join(str(message.get("Subject") or "").split())
    attached = any(part.get_filename() for part in message.iter_attachments())
    return replace(
        found, text=replace(found.text, title=title), doubt="attachments" if attached else found.doubt, digest=digest_of(content)
    )


def _message(content: bytes) -> EmailMessage:
    message = message_from_bytes(content.lstrip(), policy=policy.default)
    return message


def _content(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
