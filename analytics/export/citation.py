"""An article as a reference to copy: GB/T 7714—2015 and APA 7, each with the figure it is cited for.

Both are formats with words of their own (佚名, n.d.), whatever language the reader reads in. What is not known is named as the
format names it, never guessed; an address is cited only where it is one of the web.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from extractors.model import Article
from extractors.source.clean import clean

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"
)  # fmt: skip
_ENDS = (".", "。", "?", "？", "!", "！")


def gbt7714(article: Article, accessed: date) -> str:
    """By GB/T 7714—2015: a newspaper's article (``N``) where the publisher calls itself one (…报), else an electronic notice
    (``EB``), with ``/OL`` and the day of access where there is a web address; ``Z`` for what is neither. What was fetched was accessed then,
    whoever looks at it later."""
    accessed = article.fetched_on or accessed
    publisher, title = _line(article.publisher), _line(article.title) or "[题名不详]"
    published = article.published_on.isoformat() if article.published_on else ""
    online = is_web_address(article.url)
    tail = f". {article.url}." if online else "."
    if publisher.endswith("报"):
        return (
            f"佚名. {title}[{'N/OL' if online else 'N'}]. {publisher}, {published or '[日期不详]'}{f'[{accessed}]' if online else ''}{tail}"
        )
    if online:
        return f"{publisher or '佚名'}. {title}[EB/OL]. {f'({published})' if published else '[日期不详]'}[{accessed}]{tail}"
    return f"{publisher or '佚名'}. {title}[Z]. {published or '[日期不详]'}{tail}"


def apa(article: Article, accessed: date) -> str:
    """By APA 7: the publisher as group author; without one the title comes first. ``accessed`` is not cited: an article
    does not change by design."""
    publisher, title = _line(article.publisher), _line(article.title) or "[Untitled news article]"
    when = article.published_on
    published = f"({when.year}, {_MONTHS[when.month - 1]} {when.day})." if when else "(n.d.)."
    order = [_ended(publisher), published, _ended(title)] if publisher else [_ended(title), published]
    return " ".join([*order, *([article.url] if is_web_address(article.url) else [])])


STYLES: Mapping[str, Callable[[Article, date], str]] = MappingProxyType({"GB/T 7714": gbt7714, "APA": apa})
_FIGURE = MappingProxyType(
    {"GB/T 7714": "引用数字：“{text}”，有据编号 {claim}{address}", "APA": "Figure cited: “{text}”, Youju claim {claim}{address}"}
)


def cited(style: str, article: Article, row: Mapping[str, Any], accessed: date, permalink: str) -> str:
    """The reference in one of the ``STYLES``, then a line that finds the figure again: its wording, its id, its address here."""
    found = _FIGURE[style].format(text=clean(str(row["text"])).text, claim=row["claim_id"], address=f" {permalink}" if permalink else "")
    return f"{STYLES[style](article, accessed)}\n{found}"


def is_web_address(url: str) -> bool:
    """Whether a link may be offered: http or https, with a host, nothing else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _line(text: str) -> str:
    """On one line."""
    return " ".join(text.split())


def _ended(text: str) -> str:
    return text if text.endswith(_ENDS) else f"{text}."
