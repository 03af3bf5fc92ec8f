"""Data of the filter sidebar: groups of choices, each with the number of figures that selecting it alone would give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analytics.claims.selection import CODES, FACETS, MISSING, PERIOD, TAG, Selection
from analytics.claims.summaries import by_year, counties, facet_counts, places
from analytics.claims.table import ClaimTable
from analytics.i18n.format import grouped, short
from analytics.i18n.invisible import written_out
from analytics.i18n.words import Words

Choice = dict[str, Any]
_MOST = 1_000  # values of a facet sent to the browser


def offered(table: ClaimTable, selection: Selection, words: Words, *, search: bool = True) -> dict[str, Any]:
    """Data of the filter component, JSON-serialisable. Without ``search``, it has no search field."""
    groups = [
        _group("kind", _fixed(table, selection, "kind", words), words),
        _group("place", list(_places(table, selection, words)), words, tree=True, find=words("filter.find_place")),
        _group("type", _fixed(table, selection, "type", words), words),
        _group("metric", _listed(table, selection, "metric", words), words, find=words("filter.find_metric")),
        _group("innovation", _listed(table, selection, "innovation", words), words, find=words("filter.find_innovation")),
        _period(table, selection, words),
        _group("direction", _fixed(table, selection, "direction", words), words),
        _group("publisher", _listed(table, selection, "publisher", words), words, find=words("filter.find_publisher")),
    ]
    tags = _listed(table, selection, TAG, words) if table.marks.tags or selection.of(TAG) else []
    if any(not choice["missing"] for choice in tags):
        groups.insert(1, _group(TAG, tags, words, find=words("filter.find_tag")))
    return {
        "search": {"sought": selection.search, "label": words("filter.search_hint")} if search else None,
        "groups": groups,
        "see": words("filter.see", n=grouped(table.summary(selection).figures, words)),
        "repeats": {"on": selection.repeats, "label": words("filter.repeats"), "help": words("filter.repeats_help")},
    }


def answered(selection: Selection, act: Mapping[str, Any]) -> Selection:
    """The selection after an action in the sidebar. Raises ValueError for an unknown action."""
    match act:
        case {"do": "toggle", "facet": "period", "value": value}:
            return selection.toggling_year(value)
        case {"do": "toggle", "facet": facet, "value": value} if facet in FACETS:
            return selection.toggling(facet, value)
        case {"do": "seek", "text": text}:
            return selection.with_search(text)
        case {"do": "within", "since": since, "until": until}:
            return selection.within(since or None, until or None)
        case {"do": "repeats", "on": on}:
            return selection.listing_repeats(on)
    raise ValueError(f"not to be done in the sidebar: {act}")


def _group(name: str, choices: list[Choice], words: Words, *, tree: bool = False, find: str = "") -> dict[str, Any]:
    return {
        "name": name,
        "label": words(f"filter.{name}"),
        "choices": choices,
        "tree": tree,
        "find": find,
        "more": words("filter.more", n="{n}"),
        "less": words("filter.less"),
    }


def _choice(facet: str, value: str, count: int, on: bool, words: Words, *, level: int = 1, within: str = "") -> Choice:
    return {
        "key": f"{within}/{facet}={value}",
        "facet": facet,
        "value": value,
        "label": written_out(words.of(facet, value)),
        "count": short(count, words),
        "on": on,
        "missing": value == MISSING,
        "level": level,
        "within": within,
    }


def _fixed(table: ClaimTable, selection: Selection, facet: str, words: Words) -> list[Choice]:
    """A facet with few, fixed codes: those that occur in the corpus, in a fixed order, so that none moves when a filter changes."""
    counts = facet_counts(table, selection, facet)
    present = {*facet_counts(table, Selection(), facet), *selection.of(facet)}
    codes = [code for code in (*CODES[facet], MISSING) if code in present]
    return [_choice(facet, code, counts.get(code, 0), code in selection.of(facet), words) for code in codes]


def _listed(table: ClaimTable, selection: Selection, facet: str, words: Words) -> list[Choice]:
    """A facet with many values, most figures first."""
    counts = facet_counts(table, selection, facet)
    chosen = selection.of(facet)
    values = dict.fromkeys([*list(counts)[:_MOST], *chosen, *[MISSING for _ in range(MISSING in counts)]])
    return [_choice(facet, value, counts.get(value, 0), value in chosen, words) for value in values]


def _places(table: ClaimTable, selection: Selection, words: Words) -> Iterator[Choice]:
    """Provinces by descending number of figures, each followed by its cities; a selected city is followed by its counties.

    All cities are included because the list can be searched. ``open`` is set for a province that is selected or contains a selected place.
    A city without a stated name is offered only where its province is selected.
    """
    found, below, chosen = places(table, selection), counties(table, selection), selection.of("province")
    for province in dict.fromkeys([*found, *chosen]):
        cities = found.get(province, {})
        top = _choice("province", province, sum(cities.values()), province in chosen, words)
        finer = list(_cities(top, cities, below, selection, words)) if province != MISSING else []
        yield top | {"finer": bool(finer), "open": bool(finer) and (top["on"] or any(choice["on"] for choice in finer))}
        yield from finer


def _cities(
    province: Choice, cities: Mapping[str, int], below: Mapping[tuple[str, str], Mapping[str, int]], selection: Selection, words: Words
) -> Iterator[Choice]:
    for city, figures in cities.items():
        if city == MISSING and not province["on"]:
            continue
        choice = _choice("city", city, figures, city in selection.of("city"), words, level=2, within=province["key"])
        own = below.get((province["value"], city), {}) if choice["on"] and city != MISSING else {}
        finer = [
            _choice("county", county, count, county in selection.of("county"), words, level=3, within=choice["key"])
            for county, count in own.items()
        ]
        yield choice | {"finer": bool(finer), "open": bool(finer)}
        yield from finer


def _period(table: ClaimTable, selection: Selection, words: Words) -> dict[str, Any]:
    """Two year boxes, and one choice for the figures without a period."""
    counts = {bar.code: bar.context for bar in by_year(table, selection)}
    ends = {year for year in (selection.since, selection.until) if year is not None}
    years = sorted(ends | {int(code) for code in counts if code != MISSING})
    labels = {year: f"{year} · {short(counts.get(str(year), 0), words)}" for year in years}

    def end(label: str, open_end: str, chosen: int | None) -> dict[str, Any]:
        choices = {0: words(open_end)} | labels
        return {"label": words(label), "chosen": chosen or 0, "options": [{"value": year, "label": choices[year]} for year in choices]}

    undated = [_choice(PERIOD, MISSING, counts.get(MISSING, 0), selection.undated, words)]
    return _group("period", undated, words) | {
        "years": [end("filter.since", "filter.earliest", selection.since), end("filter.until", "filter.latest", selection.until)]
    }
