"""References to articles by GB/T 7714—2015 and APA 7, each with the figure that is cited.

Both standards have words of their own (佚名, n.d.), whatever the language of the interface. For unknown details the standard's own
placeholder is used; no detail is guessed. Only web addresses are cited as links.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from urllib.parse import urlsplit

from analytics.claims.rows import ListedClaim
from extractors.model import Article
from extractors.source.clean import clean

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"
)  # fmt: skip
_ENDS = (".", "。", "?", "？", "!", "！")


def gbt7714(article: Article, accessed: date) -> str:
    """The reference by GB/T 7714—2015.

    The type is ``N`` (newspaper) where the publisher's name ends in 报, else ``EB`` (electronic bulletin) where there is a web
    address, else ``Z`` (other). A web address adds ``/OL`` and the day of access: the day the article was fetched, or else
    ``accessed``.
    """
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
    """The reference by APA 7, with the publisher as group author; without a publisher, the title comes first.

    ``accessed`` is not used: APA 7 asks for it only where a page is designed to change.
    """
    publisher, title = _line(article.publisher), _line(article.title) or "[Untitled news article]"
    when = article.published_on
    published = f"({when.year}, {_MONTHS[when.month - 1]} {when.day})." if when else "(n.d.)."
    order = [_ended(publisher), published, _ended(title)] if publisher else [_ended(title), published]
    return " ".join([*order, *([article.url] if is_web_address(article.url) else [])])


STYLES: Mapping[str, Callable[[Article, date], str]] = MappingProxyType({"GB/T 7714": gbt7714, "APA": apa})
_FIGURE = MappingProxyType(
    {"GB/T 7714": "引用数字：“{text}”，有据编号 {claim}{address}", "APA": "Figure cited: “{text}”, Youju claim {claim}{address}"}
)


def cited(style: str, article: Article, claim: ListedClaim, accessed: date, permalink: str) -> str:
    """The reference in a style of ``STYLES``, and a line that identifies the figure: its wording, its claim id and its link.

    Raises KeyError for any other style.
    """
    found = _FIGURE[style].format(text=clean(claim.text).text, claim=claim.claim_id, address=f" {permalink}" if permalink else "")
    return f"{STYLES[style](article, accessed)}\n{found}"


def is_web_address(url: str) -> bool:
    """Whether a link may be offered: http or https, with a host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _line(text: str) -> str:
    """The text on one line, with whitespace collapsed."""
    return " ".join(text.split())


def _ended(text: str) -> str:
    return text if text.endswith(_ENDS) else f"{text}."
