"""The reader's filters as one immutable value, written to and parsed from the URL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import get_args

from analytics.search.query import SearchQuery, parse
from extractors.model import INNOVATION_TYPES, KINDS, NOTES, Basis, PeriodBasis, Role

TAG = "tag"
# Facet (its name in the URL) → column of the claim table. A value of ``note`` is one code of ``notes``, a value of ``published`` a year.
# Tags are kept beside the table, see ``claims.marks``; the column is that of exports.
FACETS: Mapping[str, str] = MappingProxyType(
    {
        "kind": "kind",
        "province": "province",
        "city": "city",
        "county": "county",
        "type": "innovation_type",
        "direction": "direction",
        "publisher": "publisher",
        "metric": "metric",
        "subject": "subject",
        "innovation": "innovation",
        "rule": "rule",
        "doc": "doc_id",
        "dating": "period_basis",
        "note": "notes",
        "published": "published_on",
        "role": "role",
        "basis": "basis",
        "unit": "unit",
        TAG: "tags",
    }
)
# Choosing a value on one level of place drops the choices on these finer levels.
FINER: Mapping[str, tuple[str, ...]] = MappingProxyType({"province": ("city", "county"), "city": ("county",)})
# Facets with fixed codes; other codes in a URL are ignored.
CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"kind": KINDS, "type": INNOVATION_TYPES, "direction": ("up", "down"), "dating": get_args(PeriodBasis), "note": tuple(NOTES)}
    | {"role": tuple(filter(None, get_args(Role))), "basis": tuple(filter(None, get_args(Basis)))}
)
MISSING = "-"
PERIOD = "period"
ADDED = "added"
_LONGEST = 1000  # characters of a query, which every link of a page carries


@dataclass(frozen=True, slots=True)
class Selection:
    """The chosen filters, and whether repeats are listed.

    ``chosen`` has the values of each facet (``MISSING`` stands for "not stated"). ``since`` and ``until`` are years, both
    included; ``undated`` selects figures without a period. ``search`` is the search, in the language of ``search.query``.
    ``added`` is a moment (ISO 8601): only figures of articles that came into the workspace after it. ``excluded`` has values that a facet must not have; it is not part of the URL, pages derive it (the "others" of a pivot).
    """

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: int | None = None
    until: int | None = None
    undated: bool = False
    search: str = ""
    repeats: bool = False
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    added: str = ""

    def __hash__(self) -> int:
        facets = (tuple(sorted(values.items())) for values in (self.chosen, self.excluded))
        return hash((*facets, self.since, self.until, self.undated, self.search, self.repeats, self.added))

    def of(self, facet: str) -> tuple[str, ...]:
        """The chosen values of one facet."""
        return self.chosen.get(facet, ())

    def choosing(self, facet: str, values: Iterable[str]) -> Selection:
        """This selection with other values of one facet; a change of place drops the finer levels."""
        dropped = FINER.get(facet, ())
        chosen = {name: kept for name, kept in self.chosen.items() if name != facet and name not in dropped}
        picked = tuple(dict.fromkeys(values))
        return replace(self, chosen={**chosen, facet: picked} if picked else chosen)

    def toggling(self, facet: str, value: str) -> Selection:
        """This selection with one value switched on, or off if it was on."""
        now = self.of(facet)
        return self.choosing(facet, [kept for kept in now if kept != value] if value in now else [*now, value])

    def only(self, facet: str, *values: str) -> Selection:
        """This selection with only these values of a facet; unlike ``choosing``, it keeps the choices on finer levels of place."""
        return replace(self, chosen={**self.chosen, facet: values})

    def without(self, facet: str, values: Iterable[str]) -> Selection:
        """This selection without the figures that have one of these values of a facet."""
        return replace(self, excluded={**self.excluded, facet: tuple(values)})

    def within(self, since: int | None, until: int | None) -> Selection:
        """This selection limited to the years between the two given, both included, in either order."""
        if since is not None and until is not None and since > until:
            since, until = until, since
        return replace(self, since=since, until=until, undated=False)

    def toggling_year(self, code: str) -> Selection:
        """This selection limited to one year (for ``MISSING``, to undated figures); the same limit again removes it."""
        if code == MISSING:
            return replace(self, since=None, until=None, undated=not self.undated)
        year = int(code)
        return self.within(None, None) if self.since == self.until == year else self.within(year, year)

    def with_search(self, query: str) -> Selection:
        """This selection with other search words."""
        return replace(self, search=_query(query))

    def words(self) -> SearchQuery:
        """What the search asks for."""
        return parse(self.search)

    def listing_repeats(self, repeats: bool) -> Selection:
        """This selection with repeats listed, or not."""
        return replace(self, repeats=repeats)

    def added_after(self, moment: str) -> Selection:
        """This selection limited to figures of articles that came after a moment; an empty one lifts the limit."""
        return replace(self, added=moment)

    @property
    def asks_for_marks(self) -> bool:
        """Whether anything is filtered that is kept beside the claim table: tags, and when articles came."""
        return bool(self.added or self.of(TAG) or self.excluded.get(TAG))

    @property
    def asks_for_tags_alone(self) -> bool:
        """Whether tags are the only filter: then it also speaks of articles, which have no place, kind or period of their own."""
        return bool(self.of(TAG)) and self == Selection({TAG: self.of(TAG)}, repeats=self.repeats, search=self.search)

    @property
    def narrows_period(self) -> bool:
        """Whether the period is restricted at all."""
        return self.undated or self.since is not None or self.until is not None

    @property
    def narrows(self) -> bool:
        """Whether anything is filtered; listing repeats adds rows and so does not count."""
        return bool(self.chosen) or bool(self.excluded) or self.narrows_period or bool(self.search or self.added)

    def to_query(self) -> dict[str, list[str]]:
        """The parameters for a URL; ``from_query`` restores an equal selection from them, without ``excluded``."""
        query = {facet: list(values) for facet, values in self.chosen.items()}
        single = {
            "since": "" if self.since is None else str(self.since),
            "until": "" if self.until is None else str(self.until),
            "undated": "1" if self.undated else "",
            "q": self.search,
            ADDED: self.added,
            "repeats": "1" if self.repeats else "",
        }
        return query | {name: [value] for name, value in single.items() if value}

    @staticmethod
    def from_query(query: Mapping[str, list[str]]) -> Selection:
        """A selection from the parameters of a URL; invalid values are ignored."""

        def one(name: str) -> str:
            return query.get(name, [""])[-1]

        chosen = {facet: _values(facet, query.get(facet, [])) for facet in FACETS}
        undated = one("undated") == "1"
        base = Selection(
            chosen={facet: values for facet, values in chosen.items() if values},
            search=_query(one("q")),
            repeats=one("repeats") == "1",
            added=_moment(one(ADDED)),
        )
        return replace(base, undated=True) if undated else base.within(_year(one("since")), _year(one("until")))


PARAMETERS = (*FACETS, "since", "until", "undated", "q", ADDED, "repeats")


def _values(facet: str, asked: list[str]) -> tuple[str, ...]:
    known = CODES.get(facet)
    return tuple(dict.fromkeys(value for value in asked if value and (known is None or value in (*known, MISSING))))


def _year(text: str) -> int | None:
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None


def _moment(text: str) -> str:
    """The text, if it is a moment in UTC by ISO 8601; a blank stands for the plus sign that a URL turns into one."""
    moment = text.replace(" ", "+")
    try:
        return moment if datetime.fromisoformat(moment).utcoffset() == timedelta() else ""
    except ValueError:
        return ""


def _query(text: str) -> str:
    """A query as an address carries it: not too long, and without lone surrogates, which a browser may send."""
    return text.encode(errors="replace").decode()[:_LONGEST].strip()
