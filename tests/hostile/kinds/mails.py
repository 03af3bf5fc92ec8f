"""Mails and saved pages: parts without end, parts in parts, false lengths and codes."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from tests.hostile.making import HostileFile, article, mail, page, parts, said, text_part

_QUOTED = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n"
_BASE64 = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n"


def files() -> Iterator[HostileFile]:
    """Parts of mails, their codes, their headers, then saved pages."""
    yield from _parts()
    yield from _codes()
    yield from _headers()
    yield from _saved_pages()


def _parts() -> Iterator[HostileFile]:
    name = "no end.eml"
    yield HostileFile(name, "the last boundary is missing", parts(text_part(said(name))).replace(b"--b--", b""))
    name = "no boundary.eml"
    yield HostileFile(
        name, "several parts and no boundary named", mail(f"--b\n{text_part(said(name))}\n--b--", "Content-Type: multipart/mixed\n")
    )
    name = "thousand parts.eml"
    yield HostileFile(name, "a thousand empty parts before the text", parts(*["\n"] * 1000, text_part(said(name))))
    name = "parts in parts.eml"
    nested = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(300))
    yield HostileFile(
        name,
        "300 parts, one in another, and the text innermost",
        f"Subject: a\nMIME-Version: 1.0\n{nested}{text_part(said(name))}".encode(),
    )
    name = "same boundary.eml"
    yield HostileFile(
        name, "a part with the boundary of the whole", parts(f'Content-Type: multipart/mixed; boundary="b"\n\n--b\n{text_part(said(name))}')
    )
    name = "boundary in text.eml"
    yield HostileFile(name, "the boundary stands in the text", parts(text_part(f"{said(name)}\n--b\n破案3起。")))
    name = "forwarded.eml"
    forwarded = f"Content-Type: message/rfc822\n\nSubject: b\nContent-Type: text/plain; charset=utf-8\n\n{said(f'{name} inner')}"
    yield HostileFile(name, "a mail that only forwards another one", parts(text_part("转发。"), forwarded))
    name = "two texts.eml"
    yield HostileFile(name, "two texts, one behind the other", parts(text_part(said(name)), text_part(said(f"{name} 2"))))
    name = "text attached.eml"
    yield HostileFile(
        name,
        "a text as an attachment",
        parts(text_part(said(name)), text_part(said(f"{name} 2"), "Content-Disposition: attachment; filename=a.txt\n")),
    )
    name = "only attached.eml"
    yield HostileFile(
        name,
        "nothing but an attachment",
        parts("Content-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n\n%PDF-1.7"),
    )
    name = "alternatives.eml"
    alternatives = (text_part("请用支持网页的程序阅读。"), f"Content-Type: text/html; charset=utf-8\n\n<p>{said(name)}</p>")
    yield HostileFile(name, "the text says only that it is in the page beside it", parts(*alternatives, kind="alternative"))
    name = "no body.eml"
    yield HostileFile(name, "headers only", mail("").rstrip())
    name = "unknown kind.eml"
    yield HostileFile(name, "a body of an unknown kind", mail(said(name), "Content-Type: x/y\n"))


def _codes() -> Iterator[HostileFile]:
    name = "torn base64.eml"
    yield HostileFile(
        name, "base64 of which the last characters are missing", mail(base64.b64encode(article(name).encode()).decode()[:-3], _BASE64)
    )
    name = "noise in base64.eml"
    yield HostileFile(
        name,
        "base64 with signs that do not belong there",
        mail(base64.b64encode(article(name).encode()).decode().replace("5", "5!?"), _BASE64),
    )
    name = "no base64.eml"
    yield HostileFile(name, "plain text that says it is base64", mail(said(name), _BASE64))
    name = "no quoted.eml"
    yield HostileFile(name, "quoted-printable with codes that do not exist", mail(f"{said(name)}=ZZ=3", _QUOTED))
    name = "unknown code.eml"
    yield HostileFile(name, "a transfer encoding that does not exist", mail(said(name), _BASE64.replace("base64", "x-unheard")))
    for charset in ("unheard", "utf-16", "gb2312", "x" * 300):
        name = f"says {charset[:10]}.eml"
        yield HostileFile(
            name, f"UTF-8 that says it is in {charset[:10]}", mail(said(name), f"Content-Type: text/plain; charset={charset}\n")
        )


def _headers() -> Iterator[HostileFile]:
    name = "long subject.eml"
    yield HostileFile(name, "a subject of 20,000 characters", mail(said(name), subject="a" * 20_000))
    name = "many headers.eml"
    yield HostileFile(name, "2,000 headers", mail(said(name), "X-A: b\n" * 2000 + "Content-Type: text/plain; charset=utf-8\n"))
    name = "encoded subject.eml"
    yield HostileFile(
        name, "a subject in codes that do not exist", mail(said(name), subject="=?unheard?X?zz?= =?utf-8?B?!!?= =?utf-8?Q?=ZZ?=")
    )
    name = "no subject.eml"
    yield HostileFile(name, "bytes that are no text in the subject", mail(said(name)).replace("通报".encode(), b"\xff\xfe\x00"))
    name = "no headers.eml"
    yield HostileFile(name, "a text without headers", f"\n\n{said(name)}".encode())
    name = "long parameter.eml"
    yield HostileFile(
        name, "a boundary in 500 pieces", mail(said(name), "Content-Type: text/plain; " + "; ".join(f"a*{n}=b" for n in range(500)) + "\n")
    )
    name = "far date.eml"
    yield HostileFile(
        name,
        "sent in the year 99999",
        mail(said(name), "Date: Mon, 32 Foo 99999 25:61:61 +9999\nContent-Type: text/plain; charset=utf-8\n"),
    )


def _saved_pages() -> Iterator[HostileFile]:
    name = "no page.mht"
    yield HostileFile(name, "a saved page of which only a picture is there", parts("Content-Type: image/png\n\nx", kind="related"))
    name = "two pages.mht"
    pages = (f"Content-Type: text/html; charset=utf-8\n\n{page(f'<p>{said(part)}</p>').decode()}" for part in (name, f"{name} 2"))
    yield HostileFile(name, "a saved page with two pages", parts(*pages, kind="related"))
    name = "script address.mht"
    headers = "Content-Type: text/html; charset=utf-8\nContent-Location: javascript:alert(1)\n"
    yield HostileFile(name, "a saved page whose address is a script", mail(page(f"<p>{said(name)}</p>").decode(), headers))
