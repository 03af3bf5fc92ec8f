"""Web pages: what is not shown, what would run, and markup that never ends."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile.making import HostileFile, article, page, said

# Name → what is hostile, and markup beside one paragraph. A figure in it that a reader of the page would not see must not be counted.
_BESIDE: dict[str, tuple[str, str]] = {
    "script": ("a script that writes a figure", "<script>document.write('破案7777起。')</script>"),
    "script unclosed": ("a script that is never closed, behind the text", "<script>var a='破案7777起。'"),
    "style": ("a style with a figure", "<style>p::after{content:'破案7777起。'}</style>"),
    "comment": ("a comment with a figure", "<!-- 破案7777起。 -->"),
    "comment unclosed": ("a comment that is never closed, behind the text", "<!-- 破案7777起。"),
    "conditional": ("a comment that old browsers show", "<!--[if IE]><p>破案7777起。</p><![endif]-->"),
    "hidden": ("a hidden sentence", "<p hidden>破案7777起。</p>"),
    "hidden by style": ("a sentence hidden by its style", "<p style='display : NONE'>破案7777起。</p>"),
    "invisible": ("a sentence that is invisible by its style, which is read: some sites hide the article so until a script shows it", "<p style='visibility:hidden'>破案7777起。</p>"),
    "struck": ("a sentence that is struck out", "<p><del>破案7777起。</del></p>"),
    "template": ("a template that no script uses", "<template><p>破案7777起。</p></template>"),
    "without script": ("a text for browsers without scripts", "<noscript>破案7777起。</noscript>"),
    "frame": ("a page in the page", "<iframe srcdoc='&lt;p&gt;破案7777起。'></iframe>"),
    "form": ("figures in fields of a form", "<select><option>破案7777起。</select><textarea>破案7777起。</textarea>"),
    "picture": ("a figure in the text for a picture", "<img alt='破案7777起。' src='http://192.0.2.1/a.png' onerror='alert(1)'>"),
    "drawing": ("a drawing with a script and a figure", "<svg><script>alert(1)</script><title>破案7777起。</title></svg>"),
    "handlers": ("a link that runs a script", "<a href='javascript:alert(1)'>下一篇</a>"),
    "refresh": ("a page that leads on at once", "<meta http-equiv=refresh content='0;url=http://192.0.2.1/'>"),
    "base": ("addresses that are relative to another host", "<base href='http://192.0.2.1/'><a href='a.html'>下一篇</a>"),
    "object": ("an object that a program would show", "<object data='file:///etc/passwd'></object><embed src='file:///etc/passwd'>"),
    "style sheet": ("a style sheet at an address", "<link rel=stylesheet href='http://192.0.2.1/a.css'><style>@import 'http://192.0.2.1/b.css'</style>"),
}  # fmt: skip


def files() -> Iterator[HostileFile]:
    """What is not shown, then deep, broken and wide markup."""
    for beside, (why, markup) in _BESIDE.items():
        name = f"{beside}.html"
        yield HostileFile(name, why, page(f"<p>{said(name)}</p>{markup}"))
    yield from _broken()
    yield from _tables()


def _broken() -> Iterator[HostileFile]:
    name = "deep.html"
    yield HostileFile(name, "6,000 elements, one in another", page("<div>" * 6000 + said(name)))
    name = "spans.html"
    yield HostileFile(name, "2,000 inline elements, one in another", page("<p>" + "<b><i>" * 1000 + said(name) + "</i></b>" * 1000))
    name = "wrongly nested.html"
    yield HostileFile(
        name, "elements that are closed in the wrong order, 1,000 times", page(f"<p>{said(name)}</p>" + "<b><i><p></b></i>" * 1000)
    )
    name = "nothing closed.html"
    yield HostileFile(name, "no element is closed", f"<html><body><div><p>{said(name)}<p>破案3起。<table><tr><td>1".encode())
    name = "closed early.html"
    yield HostileFile(name, "the page is closed before its text", f"<html><body></body></html><p>{said(name)}</p>".encode())
    name = "twice.html"
    yield HostileFile(name, "two pages in one file", page(f"<p>{said(name)}</p>") + page(f"<p>{said(f'{name} 2')}</p>"))
    name = "no tags.html"
    yield HostileFile(name, "a text without a tag", said(name).encode())
    name = "less than.html"
    yield HostileFile(name, "signs that look like the beginning of a tag", page(f"<p>{said(name)}破案数<5起，<8%。</p>"))
    name = "tag without end.html"
    yield HostileFile(name, "a tag with 30,000 characters that is never closed", page(f"<p>{said(name)}</p><p title='" + "x" * 30_000))
    name = "attributes.html"
    yield HostileFile(
        name, "an element with 3,000 attributes", page("<p " + " ".join(f"a{n}=1" for n in range(3000)) + f">{said(name)}</p>")
    )
    name = "entities.html"
    laughs = "<!DOCTYPE d [<!ENTITY a '哈哈'><!ENTITY b '&a;&a;&a;'>]>"
    yield HostileFile(
        name,
        "entities of its own, and characters that do not exist",
        laughs.encode() + page(f"<p>{said(name)}&b;&#0;&#xD800;&#99999999;&nosuch;</p>"),
    )
    name = "entity figure.html"
    yield HostileFile(name, "figures written as character references", page(f"<p>{said(name).replace('98%', '&#57;&#x38;&percnt;')}</p>"))
    name = "frames.html"
    yield HostileFile(name, "a page that is only frames", b"<html><frameset><frame src='a.html'><frame src='b.html'></frameset></html>")
    name = "only script.html"
    yield HostileFile(name, "a page that a script would fill", page("<div id=app></div><script src='http://192.0.2.1/app.js'></script>"))
    name = "cdata.html"
    yield HostileFile(name, "text in a section that only XML knows", page(f"<p>{said(name)}</p><![CDATA[<p>破案7777起。</p>]]>"))
    name = "xml.xhtml"
    yield HostileFile(
        name,
        "XHTML with an undeclared prefix",
        f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><x:p>{said(name)}</x:p></body></html>".encode(),
    )
    name = "links.html"
    yield HostileFile(
        name,
        "500 links before one paragraph",
        page("<ul>" + "<li><a href=a>云溪警方通报一起案件</a>" * 500 + f"</ul><p>{article(name)}</p>"),
    )
    name = "article hidden.html"
    yield HostileFile(
        name,
        "the article is hidden until a script shows it",
        page(f"<div style='display:none'>{''.join(f'<p>{line}</p>' for line in article(name).splitlines())}</div>"),
    )


def _tables() -> Iterator[HostileFile]:
    for name, why, markup in (
        ("spans too wide.html", "cells that span a thousand million columns", "<tr><th>区<th colspan=999999999>警情<tr><td>东区<td>31"),
        ("spans too high.html", "cells that span a thousand million rows", "<tr><th>区<th>警情<tr><td rowspan=999999999>东区<td>31"),
        (
            "spans of nothing.html",
            "cells that span none, minus one and 'a' columns",
            "<tr><th colspan=0>区<th colspan=-1>警情<tr><td colspan=a>东区<td>31",
        ),
        (
            "spans that overlap.html",
            "cells that span the same place",
            "<tr><td rowspan=3>区<td>1<td rowspan=2>2<tr><td colspan=3>3<td>4<tr><td>5<td>6",
        ),
        ("ragged.html", "rows of one, five and two cells", "<tr><th>区<tr><td>东区<td>31<td>4<td>5<td>6<tr><td>西区<td>7"),
        ("tables in tables.html", "fifty tables, one in another", "<tr><td>" + "<table><tr><td>" * 50 + "31" + "</table>" * 50),
        ("empty cells.html", "a table of 5,000 empty cells", "<tr>" + "<td>" * 5000),
    ):
        yield HostileFile(name, why, page(f"<p>{said(name)}</p><table>{markup}</table>"))
