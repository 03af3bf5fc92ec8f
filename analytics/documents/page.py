"""Metadata of the article on a web page: title, publisher, publication day and address.

A page states them several times, for readers and for machines, and also for other articles that it links to. Therefore only the lines
between the title and the end of the text are read, and only the meta tags in the head. trafilatura's date is not used: it may be the
date of a related link.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

import lxml.html
import regex

from analytics.documents.days import day_of
from extractors.source.boilerplate import boilerplate_flags, lines_of
from extractors.source.clean import clean
from extractors.source.header import read_header

_TITLES = ("articletitle", "og:title", "twitter:title", "dc.title", "headline", "title")
_DAYS = (
    "article:published_time", "og:published_time", "pubdate", "publishdate", "publish_date", "publish-date", "publish_time", "publishtime",
    "firstpublishedtime", "og:release_date", "dcterms.issued", "dc.date.issued", "dc.date", "datepublished", "date",
)  # fmt: skip
_PUBLISHERS = ("contentsource", "source", "article:source", "mediasource")
_AUTHORS = ("og:article:author", "article:author", "author")
_ADDRESSES = ("og:url",)
_LABEL = regex.compile(r"^(?:文章|信息|稿件)?(?:来源|稿源|出处|作者)\s?[:：]\s*")
_OUTLET = regex.compile(r".*(?:网|报|社|台|刊|在线|发布|公安|警方|警务|融媒.*|客户端|频道|[局厅委办])")
_THE_SITE_ITSELF = frozenset(("本站", "本网", "原创", "本站原创", "网站", "null", "undefined"))
_PUBLISHED = regex.compile(r"(?:发布|发表|发稿|刊发|发文|上传|录入)(?:时间|日期|于)\s?[:：]?\s?(?P<day>(?:19|20)\d\d.{4,8})")
_STATEMENT = regex.compile(r"(?:来源|稿源|时间|日期|作者|编辑|记者|发布(?:机构|单位|机关))\s?[:：]")
# The table above the title of an official document that lists issuer and dates.
_CATALOGUE = regex.compile(r"(?:发[布文](?:机构|机关|单位)|(?:发布|发文|成文)日期)\s?[:：|]")
_SITE = regex.compile(r"\s*(?:[-_|｜–]+|—+)\s*[^-_|｜–—]{2,20}(?:网|报|台|局|厅|频道|门户|公安|平台|在线|新闻|政府|客户端|资讯|中心)\s*$")
_CHANNEL = regex.compile(r"(?<=.{8})\s+[-_|｜–—]+\s+[\p{Han}]{2,6}\s*$")  # … - 要闻
# Longest title, name or address that is kept, in characters.
_LONGEST = 500
_HEADLINE = 6  # characters of the shortest headline
# Lines within which the header and the first prose stand.
_HEADER = 60
_WECHAT = regex.compile(r"\b(?:ct|createTimestamp|oriCreateTime)\s*=\s*[\"'](\d{10})[\"']")
_WECHAT_SHOWN = regex.compile(r"\bcreateTime\s*=\s*[\"'](20\d\d[^\"']{4,20})[\"']")
_WECHAT_NAME = regex.compile(r"\bnickname\s*=\s*(?:htmlDecode\()?[\"']([^\"'<>]{2,40})[\"']")
_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Said:
    """Metadata that a page states; empty or None if it states none."""

    title: str
    publisher: str
    published_on: date | None
    url: str


def read_page(page: lxml.html.HtmlElement, scripts: Sequence[str], lines: Sequence[str], body: str) -> Said:
    """The metadata of the article on ``page``.

    ``scripts`` are the texts of the scripts on the page, ``lines`` its visible lines, and ``body`` is the text of the article.
    """
    tags = _tags(page) | _linked_data(scripts)
    title = _title(page, tags)
    around = _between(lines, title, body)
    cleaned = lines_of(clean("\n".join(around)).text)
    header = read_header(cleaned, boilerplate_flags(cleaned))
    published = next(
        (day for line in around if len(line) < 120 and (found := _PUBLISHED.search(line)) and (day := day_of(found["day"]))), None
    )
    return Said(
        title=title,
        publisher=_publisher(page, scripts, tags, header.publisher),
        published_on=published or day_of(_first(tags, _DAYS)) or _wechat_day(page, scripts) or header.published_on,
        url=_address(page, tags),
    )


# --- metadata for machines ---------------------------------------------------------------------


def _tags(page: lxml.html.HtmlElement) -> dict[str, str]:
    """The meta tags in the page's head, by lower-case name. Tags in the body describe other content of the page."""
    tags: dict[str, str] = {}
    for tag in page.xpath("/html/head//meta[@content]"):
        name = (tag.get("name") or tag.get("property") or tag.get("itemprop") or "").strip().lower()
        if value := " ".join(tag.get("content").split()):
            tags.setdefault(name, value[:_LONGEST])
    return tags


def _linked_data(scripts: Sequence[str]) -> dict[str, str]:
    """The metadata of the article in JSON-LD (schema.org), under the names of meta tags."""
    for script in scripts:
        if "datePublished" in script or "pubDate" in script:
            try:
                data = json.loads(script)
            except (ValueError, RecursionError):
                continue  # a script that only mentions the names
            graph = data.get("@graph", data) if isinstance(data, dict) else data
            for thing in graph if isinstance(graph, list) else [graph]:
                if isinstance(thing, dict) and (thing.get("datePublished") or thing.get("pubDate")):
                    return _of_thing(thing)
    return {}


def _of_thing(thing: Mapping[str, Any]) -> dict[str, str]:
    """The metadata in one JSON-LD object, under the names of meta tags."""
    publisher = thing.get("publisher")
    said = {
        "headline": thing.get("headline"),
        "datepublished": thing.get("datePublished") or thing.get("pubDate"),
        "mediasource": publisher.get("name") if isinstance(publisher, dict) else publisher,
    }
    return {name: value[:_LONGEST] for name, value in said.items() if isinstance(value, str)}


def _wechat_day(page: lxml.html.HtmlElement, scripts: Sequence[str]) -> date | None:
    """The publication day of a WeChat article, which a script inserts when the page is shown."""
    if not page.xpath("//*[@id='js_content']"):
        return None
    written = next((found[1] for script in scripts if (found := _WECHAT_SHOWN.search(script))), "")
    shown = day_of(page.xpath("string(//*[@id='publish_time'])")) or day_of(written)
    moment = next((found for script in scripts if (found := _WECHAT.search(script))), None)
    return shown or (datetime.fromtimestamp(int(moment[1]), _CHINA).date() if moment else None)


def _first(tags: Mapping[str, str], names: Sequence[str]) -> str:
    return next((tags[name] for name in names if name in tags), "")


def _address(page: lxml.html.HtmlElement, tags: Mapping[str, str]) -> str:
    canonical = page.xpath("string(/html/head/link[@rel='canonical']/@href)").strip() or _first(tags, _ADDRESSES)
    return canonical if canonical.startswith(("http://", "https://")) else ""


# --- metadata for readers ----------------------------------------------------------------------


def _title(page: lxml.html.HtmlElement, tags: Mapping[str, str]) -> str:
    """The main heading, or the title stated in the head if the heading is only the name of the site."""
    bar = " ".join(page.xpath("string(/html/head/title)").split())[:_LONGEST]
    stated = _CHANNEL.sub("", _SITE.sub("", _first(tags, _TITLES) or bar))
    headings = [" ".join(heading.text_content().split()) for heading in page.iter("h1")]
    if not any(headings):  # a lower heading that the title bar repeats
        lower = (" ".join(heading.text_content().split()) for heading in page.iter("h2", "h3"))
        return max((heading for heading in lower if len(heading) >= _HEADLINE and heading in bar), key=len, default=stated)
    named = [heading for heading in headings if heading and (heading in stated or heading in bar)]
    heading = max(named or headings, key=len, default="")
    return stated if len(heading) * 2 < len(stated) else heading


def _wechat_account(page: lxml.html.HtmlElement, scripts: Sequence[str]) -> str:
    """The name of the WeChat account: above the text, in the profile below it, or in a script."""
    for place in ("@id='js_name'", "contains(@class, 'profile_nickname')"):
        if name := " ".join(page.xpath(f"string(//*[{place}])").split()):
            return name
    if not page.xpath("//*[@id='js_content']"):
        return ""
    return next((found[1] for script in scripts if (found := _WECHAT_NAME.search(script))), "")


def _publisher(page: lxml.html.HtmlElement, scripts: Sequence[str], tags: Mapping[str, str], shown: str) -> str:
    account = _wechat_account(page, scripts)
    stated = _LABEL.sub("", _first(tags, _PUBLISHERS))
    author = _LABEL.sub("", _first(tags, _AUTHORS))
    candidates = ("" if regex.search("[:：]", shown) else shown, account, stated, author if _OUTLET.fullmatch(author) else "")
    return next((name for name in candidates if name and name not in _THE_SITE_ITSELF), tags.get("sitename", ""))


def _between(lines: Sequence[str], title: str, body: str) -> list[str]:
    """The lines from the title to the end of the text, at most ``_HEADER``, and labelled lines (来源：…) around them."""
    first = next((at for at, line in enumerate(lines) if title and title in line), 0)
    ending = next((line.strip()[-20:] for line in reversed(body.split("\n")) if line.strip()), "")
    last = next((at for at in range(len(lines) - 1, first, -1) if ending and ending in lines[at]), len(lines) - 1)
    after = [line for line in lines[last + 1 :] if len(line) < 60 and _STATEMENT.search(clean(line).text)]
    above = [line for line in lines[:first][-_HEADER:] if len(line) < 200 and _CATALOGUE.search(clean(line).text)]
    return [*lines[first : last + 1][:_HEADER], *above, *after]
