"""Saved pages (.mht, .mhtml) and mails (.eml): MIME messages, of which only the text is read."""

from __future__ import annotations

import base64
from dataclasses import replace
from email import errors, message_from_bytes, policy
from email.message import EmailMessage, MIMEPart

import regex

from analytics.documents.html import read_html
from analytics.documents.model import Document, Doubt, UnreadableError, digest_of
from analytics.documents.plain import read_plain

_TEXTS = ("text/plain", "text/html")
# Characters below which a plain text beside a page may only say that there is a page.
_STUB = 100
# What the parser finds where a mail breaks off.
_CUT = (errors.CloseBoundaryNotFoundDefect, errors.InvalidBase64LengthDefect, errors.InvalidBase64PaddingDefect)


def read_saved_page(content: bytes, source: str) -> Document:
    """The article in a web page that a browser saved as one file.

    Raises UnreadableError: ``broken`` if it holds no page, and the errors of ``read_html``.
    """
    message = _message(content)
    page = next((part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")), None)
    if page is None:
        raise UnreadableError(source, "broken")
    found = read_html(_content(page), source)
    doubt: Doubt = "cut" if any(isinstance(defect, _CUT) for part in (message, page) for defect in part.defects) else found.doubt
    location = str(page.get("Content-Location") or message.get("Snapshot-Content-Location") or "").strip()
    url = found.text.url or (location if location.startswith(("http://", "https://")) else "")
    return replace(found, text=replace(found.text, url=url), doubt=doubt, digest=digest_of(content))


def read_mail(content: bytes, source: str) -> Document:
    """The text of a mail, with its subject as the title.

    Attachments, forwarded mails and further texts are not read; the doubt ``attachments`` says so. Raises UnreadableError: ``empty``,
    ``encoding``, ``too_large``, or ``broken`` for a mail of several parts that cannot be told apart.
    """
    message = _message(content)
    plain, page = (message.get_body(preferencelist=(kind,)) for kind in ("plain", "html"))
    body = next((part for part in (plain, page, *message.walk()) if part is not None and _says_something(part)), None)
    if body is None:
        is_torn = message.get_content_maintype() == "multipart" and not message.is_multipart()
        raise UnreadableError(source, "broken" if is_torn else "empty")
    if body is plain and page is not None and len(_content(plain).decode("utf-8", "replace").strip()) < _STUB:
        body = page
    read = read_html if body.get_content_type() == "text/html" else read_plain
    found = read(_content(body), source)
    title = " ".join(str(message.get("Subject") or "").split())
    doubt: Doubt = found.doubt
    if any(_is_further(part) for part in message.walk() if all(part is not each for each in (plain, page, body))):
        doubt = "attachments"
    if any(isinstance(defect, _CUT) for part in (message, body) for defect in part.defects):
        doubt = "cut"
    return replace(found, text=replace(found.text, title=title), doubt=doubt, digest=digest_of(content))


def _says_something(part: MIMEPart) -> bool:
    """Whether a part of a mail is a text that is not blank, and no attachment."""
    return part.get_content_type() in _TEXTS and not part.is_attachment() and bool(_content(part).strip())


def _is_further(part: MIMEPart) -> bool:
    """Whether a part that is not the text of the mail may hold an article, too."""
    return bool(part.get_filename()) or part.get_content_type() == "message/rfc822" or _says_something(part)


def _message(content: bytes) -> EmailMessage:
    message = message_from_bytes(content.lstrip(), policy=policy.default)
    return message


def _content(part: MIMEPart) -> bytes:
    """The bytes of a part, decoded as far as they go."""
    content = part.get_payload(decode=True)
    if any(isinstance(defect, errors.InvalidBase64LengthDefect) for defect in part.defects):  # then the codes come back as they are
        codes = regex.sub(rb"[^A-Za-z0-9+/]", b"", content) if isinstance(content, bytes) and content.isascii() else b""
        content = base64.b64decode(codes[: len(codes) // 4 * 4]) if codes else content
    return content if isinstance(content, bytes) else b""
