"""Counts for charts and facets, from the claim table.

A tally is a list of bars. A figure belongs to exactly one bar, a repeat to none, and figures without a value form the bar
``MISSING``. The ``figures`` of every tally therefore add up to the same total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from analytics.claims.provinces import PROVINCES, WHOLE_COUNTRY
from analytics.claims.selection import MISSING, PERIOD, Selection
from analytics.claims.table import ClaimTable
from extractors.model import INNOVATION_TYPES, KINDS

_LONGEST_TIMELINE = 60
REST = "+"  # the bar for all values without a bar of their own


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: ``figures`` are selected, without repeats; ``context`` is their number with the chart's own filter lifted.

    Of a year, ``by_day`` are those of its ``figures`` that state no period and were given the day of publication.
    """

    code: str
    figures: int
    context: int
    chosen: bool
    by_day: int = 0


def by_region(table: ClaimTable, selection: Selection) -> list[Bar]:
    """All 34 province-level units in map order, then the whole country, then ``MISSING``, even when they are 0."""
    return _tally(table, selection, "province", [*(province.name for province in PROVINCES), WHOLE_COUNTRY, MISSING])


def by_type(table: ClaimTable, selection: Selection) -> list[Bar]:
    """Innovation types that occur anywhere in the table, most figures first, then ``other``, then ``MISSING`` (no innovation)."""
    tally = _occurring(table, _tally(table, selection, "type", INNOVATION_TYPES), "type")
    return sorted(tally, key=lambda bar: ({"other": 1, MISSING: 2}.get(bar.code, 0), -bar.context, bar.code))


def by_kind(table: ClaimTable, selection: Selection) -> list[Bar]:
    """Kinds that occur anywhere in the table, in the order of ``KINDS``."""
    return _occurring(table, _tally(table, selection, "kind", KINDS), "kind")


def by_place(table: ClaimTable, selection: Selection, facet: str, most: int) -> list[Bar]:
    """The ``most`` cities or counties with the most figures and those chosen, then ``REST``, then ``MISSING``, unless empty.

    ``facet`` is ``city`` or ``county``. If ``REST`` held a single value, that value has its own bar instead.
    """
    tally = [bar for bar in _tally(table, selection, facet) if bar.context or bar.chosen]
    stated = sorted((bar for bar in tally if bar.code != MISSING), key=lambda bar: (-bar.context, bar.code))
    shown = most + 1 if len(stated) == most + 1 else most
    own = [bar for at, bar in enumerate(stated) if at < shown or bar.chosen]
    others = [bar for at, bar in enumerate(stated) if not (at < shown or bar.chosen)]
    rest = Bar(REST, sum(bar.figures for bar in others), sum(bar.context for bar in others), chosen=False)
    return [*own, *([rest] if others else []), *(bar for bar in tally if bar.code == MISSING)]


def by_year(table: ClaimTable, selection: Selection) -> list[Bar]:
    """Every year from the first to the last in the table, gaps included as 0, then ``MISSING`` if it occurs.

    Where this span exceeds ``_LONGEST_TIMELINE`` years, only years that occur are listed.
    """
    everywhere = [str(code) for code in table.counts(Selection(), PERIOD)["code"]]
    years = sorted(int(code) for code in everywhere if code != MISSING)
    if years and years[-1] - years[0] <= _LONGEST_TIMELINE:
        years = list(range(years[0], years[-1] + 1))
    missing = [MISSING] if MISSING in everywhere else []
    by_day = _dated_by_publication(table, selection)
    tally = _tally(table, selection, PERIOD, [*map(str, years), *missing])
    return [replace(bar, by_day=by_day.get(bar.code, 0)) for bar in tally]


def _dated_by_publication(table: ClaimTable, selection: Selection) -> dict[str, int]:
    """For each year, the selected figures whose period is only the day of publication."""
    asked = selection.of("dating")
    if asked and "published" not in asked:
        return {}
    counted = table.counts(selection.choosing("dating", ["published"]), PERIOD)
    return {str(code): int(figures) for code, figures in zip(counted["code"], counted["figures"], strict=True)}


def facet_counts(table: ClaimTable, selection: Selection, facet: str) -> dict[str, int]:
    """For each value of a facet, the number of figures that choosing it alone would show; most first, ``MISSING`` last."""
    counted = table.counts(selection, facet)
    return ranked({str(code): int(count) for code, count in zip(counted["code"], counted["context"], strict=True)})


def places(table: ClaimTable, selection: Selection) -> dict[str, dict[str, int]]:
    """Figures by province and city; filters on place do not apply. Most first, ``MISSING`` last."""
    counted = table.tally(selection.choosing("province", ()), ["province", "city"])
    found: dict[str, dict[str, int]] = {}
    for province, city, figures in zip(counted["province"], counted["city"], counted["figures"], strict=True):
        found.setdefault(province or MISSING, {})[city or MISSING] = int(figures)
    return {province: ranked(found[province]) for province in ranked({name: sum(cities.values()) for name, cities in found.items()})}


def counties(table: ClaimTable, selection: Selection) -> dict[tuple[str, str], dict[str, int]]:
    """Figures by county for each (province, city) whose city is chosen; other filters on place do not apply. Sorted as ``places``."""
    if not selection.of("city"):
        return {}
    lifted = selection.choosing("province", ()).choosing("city", selection.of("city"))
    counted = table.tally(lifted, ["province", "city", "county"])
    found: dict[tuple[str, str], dict[str, int]] = {}
    for province, city, county, figures in zip(*(counted[name] for name in ("province", "city", "county", "figures")), strict=True):
        found.setdefault((province or MISSING, city or MISSING), {})[county or MISSING] = int(figures)
    return {place: ranked(codes) for place, codes in found.items()}


def ranked(counts: Mapping[str, int]) -> dict[str, int]:
    """The counts, highest first and ``MISSING`` last."""
    return dict(sorted(counts.items(), key=lambda item: (item[0] == MISSING, -item[1], item[0])))


def _tally(table: ClaimTable, selection: Selection, facet: str, codes: Iterable[str] = ()) -> list[Bar]:
    """One row per code; values outside ``codes``, if codes are given, count as ``MISSING``."""
    counted, known = table.counts(selection, facet), list(codes)
    sums = {code: [0, 0] for code in known}
    for code, figures, context in zip(counted["code"], counted["figures"], counted["context"], strict=True):
        place = sums.setdefault(code if not known or code in sums else MISSING, [0, 0])
        place[0], place[1] = place[0] + int(figures), place[1] + int(context)
    chosen = _chosen_codes(selection, facet, sums)
    return [Bar(code, figures, context, code in chosen) for code, (figures, context) in sums.items()]


def _chosen_codes(selection: Selection, facet: str, codes: Iterable[str]) -> set[str]:
    if facet != PERIOD:
        return set(selection.of(facet))
    if selection.undated:
        return {MISSING}
    if not selection.narrows_period:
        return set()
    low, high = selection.since or 0, selection.until or 9999
    return {code for code in codes if code != MISSING and low <= int(code) <= high}


def _occurring(table: ClaimTable, tally: list[Bar], facet: str) -> list[Bar]:
    """Without codes that occur nowhere in the unfiltered table. Bars keep their position this way whatever is filtered."""
    everywhere = {*table.counts(Selection(), facet)["code"]}
    return [bar for bar in tally if bar.code in everywhere or bar.context or bar.chosen]
