"""Comparison of two claims of different articles: whether they are about one thing, whether they differ, and the likeliest reason.

Two claims are compared only if they differ in at most one respect besides the value, such as cut-off, place or wording. With two
such differences, a reader would not see a contradiction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from analytics.claims.interval import Interval, base, comparable, family, gap, slip
from analytics.conflicts.blocking import Candidate

# Most serious first. ``ROUNDING`` is agreement within the bounds, ``SAME`` an equal value.
REASONS = ("unexplained", "direction", "unit", "reprint", "cutoff", "scope")
ROUNDING, SAME = "rounding", "same"

_NEAR_DAYS = 31  # articles further apart in time belong to a series, each with its own cut-off
_LATE_DAYS = 62  # how long after the end of a period an undated figure may still refer to it
_OVERLAP = 0.7  # days covered by both periods, as a share of the days covered by either
_HALF, _THIRD = 0.5, 1 / 3  # largest gap that a cut-off or a scope explains; the second where the link is weak
_ALIKE, _AKIN = 0.8, 0.5  # likeness of sentences that are equal except for numbers, and of sentences about one thing
_TELLING = 12  # sentences with fewer bigrams may be alike by chance
_SUPPOSED = ("published", "unknown")
_NUMERAL = re.compile("[0-9０-９零〇一二三四五六七八九十百千万亿两半几余多近约超.．%％]+")
_OTHER = re.compile("[^\u4e00-\u9fff]+")
_LEVEL = re.compile("[全我]([省市区县州旗盟国])")
_KINDS = re.compile("派出所|支队|大队|中队|街道|社区(?!民警|警务|矫正|网格)|检查站|边检站|警务站|警务室|调解室|服务站|窗口|指挥中心")
_BODY = re.compile(f"([\u4e00-\u9fff]{{0,2}})(?<![”」』])({_KINDS.pattern})")
_EVERY, _ANY_BODY = re.compile("[各每全个家名两几数多]"), re.compile("辖区|基层|当地|城区|所在|[该本由让和与]")
_QUOTED = re.compile("[“「『]([^“”「」『』，。！？；、：]{2,12})[”」』]")
_QUOTES = re.compile("[“”‘’「」『』\"']")
_LEADING = re.compile("^(?:全[省市区县州]|辖区|群众|各类|各种|所有|总)+")
_TRAILING = re.compile("(?:案件|总)?(?:总数量|总数|数量|总量|起数|件数|数|量|总额|金额)?$")
_SHORT = (("电信诈骗", "电信网络诈骗"), ("电诈", "电信网络诈骗"), ("刑案", "刑事案件"), ("发案", "案件"), ("违法犯罪嫌疑人", "犯罪嫌疑人"))


class Verdict(NamedTuple):
    """Relation of two claims: a reason (or ``SAME``, ``ROUNDING``), the fact it rests on, and the gap between the values (0 to 1)."""

    reason: str
    fact: str
    gap: float


@dataclass(frozen=True, eq=False)
class ComparableClaim:
    """A candidate with the derived values that comparison needs."""

    row: Candidate

    def __reduce__(self) -> tuple[type[ComparableClaim], tuple[Candidate]]:
        """Between processes, only the row travels."""
        return ComparableClaim, (self.row,)

    @property
    def claim_id(self) -> str:
        """The claim's id."""
        return self.row.claim_id

    @property
    def doc_id(self) -> str:
        """The article's id."""
        return self.row.doc_id

    @cached_property
    def span(self) -> Interval:
        """The values that the claim allows."""
        return comparable(self.row)

    @cached_property
    def family(self) -> str:
        """The family of its unit, see ``claims.interval.family``."""
        return family(self.row)

    @cached_property
    def value(self) -> tuple[float | None, str, str, str]:
        """Equal for claims that state the same value: number, family, interval where there is no number, direction."""
        number = base(self.row)
        return number, self.family, "" if number is not None else str(self.span), self.row.direction

    @cached_property
    def key(self) -> tuple[str, ...]:
        """What it measures and how. Only claims with equal keys are compared."""
        row = self.row
        return row.metric or row.subject, row.kind, row.role, row.basis, row.province

    @cached_property
    def subject(self) -> str:
        """Its subject without words for "number of" and "all", and with abbreviations expanded."""
        name = _TRAILING.sub("", _LEADING.sub("", self.row.subject)) or self.row.subject
        for short, long in _SHORT:
            if long not in name:
                name = name.replace(short, long)
        return name

    @cached_property
    def place(self) -> tuple[str, ...]:
        """Province, city and county as far as stated; a municipality appears once."""
        levels = (self.row.province, self.row.city, self.row.county)
        return tuple(dict.fromkeys(level for level in levels if level))

    @cached_property
    def period(self) -> tuple[date | None, date]:
        """Start and end."""
        return self.row.period_start, self.row.period_end

    @cached_property
    def levels(self) -> frozenset[str]:
        """The administrative levels that its sentence refers to as a whole: 市 for 全市, 县 for 全县."""
        return frozenset(_LEVEL.findall(self.row.sentence))

    @cached_property
    def bodies(self) -> frozenset[str]:
        """The police stations, brigades, neighbourhoods and similar bodies named in its sentence, or else in its title."""
        own = _bodies(self.row.sentence)
        return own or frozenset(body for body in _bodies(self.row.title) if not _KINDS.fullmatch(body))

    @cached_property
    def named(self) -> frozenset[str]:
        """Names in its sentence: its innovation, if it occurs there, and text in quotation marks."""
        sentence, own = self.row.sentence, self.row.innovation
        quoted = _QUOTED.findall(sentence)
        return frozenset([*quoted, own] if own and own in _QUOTES.sub("", sentence) else quoted)

    @cached_property
    def shape(self) -> frozenset[str]:
        """Character bigrams of its sentence, Chinese characters only and without numerals."""
        bare = _OTHER.sub("", _NUMERAL.sub("", self.row.sentence))
        return frozenset(bare[at : at + 2] for at in range(len(bare) - 1))


def _bodies(text: str) -> frozenset[str]:
    """Bodies with their name, or by kind where they have none; not where all of a kind are meant (各派出所)."""
    found = [(name, body) for name, body in _BODY.findall(text) if not _EVERY.search(name)]
    return frozenset(body if len(name) < 2 or _ANY_BODY.search(name) else name + body for name, body in found)


def _meet(ones: frozenset[str], others: frozenset[str]) -> bool:
    """Whether some body may be the same in both: 派出所 without a name may be any police station."""
    return any(one.endswith(other) or other.endswith(one) for one in ones for other in others)


def likeness(a: ComparableClaim, b: ComparableClaim) -> float:
    """Jaccard similarity of the two sentences' bigrams, numbers ignored: 0 to 1."""
    either = len(a.shape | b.shape)
    return len(a.shape & b.shape) / either if either else 0.0


def _named_alike(a: ComparableClaim, b: ComparableClaim) -> bool:
    """Whether both sentences name the same place, administrative level, body or innovation."""
    placed = a.row.region_basis == b.row.region_basis == "sentence"
    bodies = [body for body in a.bodies & b.bodies if not _KINDS.fullmatch(body)]
    return bool(placed or a.levels & b.levels or a.named & b.named or bodies)


def _tied(a: ComparableClaim, b: ComparableClaim) -> bool:
    """Whether the sentences themselves show that they are about one thing: by common names, or by similar wording."""
    return _named_alike(a, b) or likeness(a, b) >= _AKIN


def compare(a: ComparableClaim, b: ComparableClaim) -> Verdict | None:
    """The relation of two claims, in either order; ``None`` where they are not comparable."""
    if a.key != b.key or a.doc_id == b.doc_id or (a.family != b.family and a.key[1] != "percentage"):
        return None
    apart = list(_differences(a, b))
    if len(apart) > 1 or None in apart or _each_says_both(a, b):
        return None
    if apart:
        return _explained(a, b, str(apart[0]))
    return _same_thing(a, b)


def _each_says_both(a: ComparableClaim, b: ComparableClaim) -> bool:
    """Whether each sentence contains both figures, as in two sentences with ``从38%上升到45%``: then they are two values."""
    texts = (a.row.text, b.row.text)
    return texts[0] != texts[1] and all(text in one.row.sentence for text in texts for one in (a, b))


def _same_thing(a: ComparableClaim, b: ComparableClaim) -> Verdict | None:
    """Verdict on two claims that differ at most in value."""
    apart = gap(a.span, b.span)
    if a.family != b.family:
        return Verdict("unit", "points", 0.99) if apart == 0 else None
    if {a.row.direction, b.row.direction} == {"up", "down"}:
        return Verdict("direction", "opposite", 1.0)
    if a.value[:3] == b.value[:3]:
        return Verdict(SAME, "", 0.0)
    if a.span.meets(b.span):
        return Verdict(ROUNDING, "rounded" if {a.row.bound, b.row.bound} == {"exact"} else "bounds", apart)
    if slip(a.span, b.span):
        return Verdict("unit", "slip", apart)
    if a.doc_id in b.row.copied or b.doc_id in a.row.copied:
        return Verdict("reprint", "copied", apart)
    stated = a.row.period_basis == b.row.period_basis == "stated"
    if not (stated or (a.row.metric and _named_alike(a, b))) or (apart > _HALF and not _tied(a, b)):
        return None
    late = (days_apart(a, b) or 0) > _NEAR_DAYS
    if likeness(a, b) >= _ALIKE and min(len(a.shape), len(b.shape)) >= _TELLING and apart <= _HALF and not late:
        return Verdict("reprint", "worded", apart)
    return Verdict("unexplained", "revised" if late else "plain", apart)


def _explained(a: ComparableClaim, b: ComparableClaim, fact: str) -> Verdict | None:
    """Verdict on two claims that differ in one respect, ``fact``.

    There is no conflict where the values agree, or are too far apart to be about one thing. Two subjects of one metric (``fact``
    is ``metric``) never conflict, but equal values still support each other.
    """
    apart = gap(a.span, b.span)
    opposite = {a.row.direction, b.row.direction} == {"up", "down"}
    if a.value[:3] == b.value[:3] and not opposite:
        return Verdict(SAME, "" if fact in ("wording", "metric") else fact, 0.0)
    if fact == "metric" or a.family != b.family or opposite or a.span.meets(b.span):
        return None
    if fact == "supposed" and (_grows(a, b) or not (a.levels & b.levels or a.named & b.named)):
        return None
    inherited = "inherited" in (a.row.period_basis, b.row.period_basis)
    if not a.row.metric or (inherited and not _named_alike(a, b)) or apart > (_HALF if fact != "supposed" and _tied(a, b) else _THIRD):
        return None
    if fact == "ends" and _shrinks(a, b):
        return Verdict("unexplained", "shrunk", apart)
    return Verdict("cutoff" if fact in ("ends", "starts", "supposed") else "scope", fact, apart)


def _grows(a: ComparableClaim, b: ComparableClaim) -> bool:
    """Whether the later article states a larger total, as is normal for running totals."""
    earlier, later = sorted((a, b), key=lambda statement: statement.row.published_on or date.min)
    is_total = a.key[1] in ("count", "money") and a.key[2] == "level"
    return is_total and bool(days_apart(a, b)) and earlier.span.middle < later.span.middle


def _shrinks(a: ComparableClaim, b: ComparableClaim) -> bool:
    """Whether a total counted from the same day is smaller at a later day."""
    if a.period[0] is None or a.period[0] != b.period[0] or a.key[1] not in ("count", "money") or a.key[2] != "level":
        return False
    earlier, later = sorted((a, b), key=lambda statement: statement.row.period_end)
    return later.span.high < earlier.span.low and not (a.row.direction or b.row.direction)


def _differences(a: ComparableClaim, b: ComparableClaim) -> Iterator[str | None]:
    """The respects in which two claims differ, by the name of the fact; ``None`` for one that makes them incomparable."""
    yield from _subjects(a, b)
    yield from _places(a, b)
    yield from _periods(a, b)
    yield from _bearers(a, b)


def _subjects(a: ComparableClaim, b: ComparableClaim) -> Iterator[str | None]:
    """Different wordings of a subject, different subjects of one metric, or ranks at different levels (全市, 全省)."""
    if a.key[1] == "rank" and _LEVEL.findall(a.row.text) != _LEVEL.findall(b.row.text):
        yield None
    if a.subject != b.subject:
        short, long = sorted((a.subject, b.subject), key=len)
        yield None if not a.row.metric else "wording" if _within(short, long) else "metric"


def _within(short: str, long: str) -> bool:
    """Whether ``short`` is a proper subsequence of ``long``, as 刑事警情 is of 刑事治安警情."""
    rest = iter(long)
    return len(short) < len(long) and all(char in rest for char in short)


def _places(a: ComparableClaim, b: ComparableClaim) -> Iterator[str | None]:
    """A place and the next larger one may be compared unless both sentences state their place."""
    if a.place == b.place:
        return
    short, long = sorted((a.place, b.place), key=len)
    read_off = "sentence" not in (a.row.region_basis, b.row.region_basis) or a.row.region_basis != b.row.region_basis
    yield "region" if read_off and len(long) == len(short) + 1 and long[: len(short)] == short else None


def _periods(a: ComparableClaim, b: ComparableClaim) -> Iterator[str | None]:
    """Different stated periods, or a period that is only supposed from the publication date."""
    supposed = [statement for statement in (a, b) if statement.row.period_basis in _SUPPOSED]
    if not supposed and a.period == b.period:
        return
    published = days_apart(a, b)
    if published is None or published > _NEAR_DAYS:
        yield None
    elif len(supposed) == 2:
        yield "supposed"
    elif supposed:
        yield "supposed" if _falls_into(supposed[0], a if supposed[0] is b else b) else None
    else:
        yield _cut(a, b)


def _falls_into(undated: ComparableClaim, dated: ComparableClaim) -> bool:
    """Whether an undated figure may refer to the other's period: published during it, or within ``_LATE_DAYS`` after it."""
    start, end = dated.row.period_start, dated.row.period_end
    said = undated.row.published_on
    return said is not None and (start is None or start <= said) and (said - end).days <= _LATE_DAYS


def _cut(a: ComparableClaim, b: ComparableClaim) -> str | None:
    """How two different stated periods differ: ``ends``, ``starts``, or ``None`` where they overlap too little."""
    (from_a, to_a), (from_b, to_b) = a.period, b.period
    if from_a is None and from_b is None:
        return "ends" if abs((to_a - to_b).days) <= _LATE_DAYS else None
    if from_a is None or from_b is None:
        return "starts" if to_a == to_b else None
    if from_a != from_b and to_a != to_b:
        return None
    both = (min(to_a, to_b) - max(from_a, from_b)).days + 1
    either = (max(to_a, to_b) - min(from_a, from_b)).days + 1
    if both / either < _OVERLAP:
        return None
    return "ends" if to_a != to_b else "starts"


def days_apart(a: ComparableClaim, b: ComparableClaim) -> int | None:
    """Days between the two publications; ``None`` where one is undated."""
    said_a, said_b = a.row.published_on, b.row.published_on
    return None if said_a is None or said_b is None else abs((said_a - said_b).days)


def _bearers(a: ComparableClaim, b: ComparableClaim) -> Iterator[str | None]:
    """Different innovations or bodies are different things; where only one claim names one, the scope differs."""
    if a.levels & b.levels:
        return
    if a.levels and b.levels:
        yield "level"
    if a.bodies and b.bodies:
        if not _meet(a.bodies, b.bodies):
            yield None
    elif a.bodies or b.bodies:
        yield "body"
    if a.named and b.named:
        if not a.named & b.named:
            yield None
    elif a.named or b.named:
        yield "named"
