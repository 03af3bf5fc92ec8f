"""Dates that do not exist, and metadata that contradict each other."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.hostile.making import HostileFile, page, said

_DAYS = {
    "30 February": "2024-02-30",
    "month 13": "2024-13-01",
    "year 0": "0000-01-01",
    "year 9999": "9999-12-31",
    "year 99999": "99999-01-01",
    "minus": "-2024-05-01",
    "nothing": "0000-00-00",
    "moment": "99999999999999999999",
    "serial": "2958466",
    "words": "去年的某一天",
    "two days": "2024-05-01至2024-06-01",
    "other digits": "２０２４年５月１日",
    "long": "2024-05-01" + "0" * 5000,
}


def files() -> Iterator[HostileFile]:
    """Publication days in tables and pages, then pages whose statements contradict each other."""
    for name, day in _DAYS.items():
        yield HostileFile(f"{name}.csv", f"published on {day[:30]}", f"正文,发布时间\n{said(f'day {name}')},{day}\n".encode())
    for name in ("30 February", "year 99999", "moment"):
        head = f"<meta name=pubdate content='{_DAYS[name]}'>"
        yield HostileFile(f"{name}.html", f"a page published on {_DAYS[name]}", page(f"<p>{said(f'page {name}')}</p>", head))
    name = "three days.html"
    head = "<meta name=pubdate content='2021-01-01'><meta property='article:published_time' content='2022-02-02'>"
    linked = json.dumps({"datePublished": "2023-03-03", "headline": "甲"})
    yield HostileFile(
        name,
        "three publication days, all different",
        page(f"<h1>乙</h1><p>发布时间：2024-04-04</p><p>{said(name)}</p><script type='application/ld+json'>{linked}</script>", head),
    )
    name = "linked data.html"
    ring = '{"@graph": [{"datePublished": {"@id": "#a"}, "publisher": [[[]]]}, 1, null]}'
    yield HostileFile(
        name,
        "linked data of other types than they should be",
        page(f"<p>{said(name)}</p><script type='application/ld+json'>{ring}</script>"),
    )
    name = "deep linked data.html"
    yield HostileFile(
        name, "linked data of 5,000 lists, one in another", page(f"<p>{said(name)}</p><script>{'[' * 5000}datePublished</script>")
    )
    name = "long title.html"
    yield HostileFile(name, "a title of 20,000 characters", page(f"<p>{said(name)}</p>", f"<title>{'甲' * 6000}</title>"))
    name = "script in title.html"
    yield HostileFile(name, "a title with a script", page(f"<p>{said(name)}</p>", "<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>"))
    name = "title and publisher.jsonl"
    strange = {
        "text": said(name),
        "title": "=cmd|'/C calc'!A0",
        "publisher": "\u202e甲报\n乙报",
        "url": "javascript:alert(1)",
        "published_on": 20240501,
    }
    yield HostileFile(name, "title, publisher and address that a program would run", json.dumps(strange).encode())
