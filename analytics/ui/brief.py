"""The brief: selected figures as one self-contained HTML file that works offline and prints.

It holds charts, then a table of figures with footnote numbers, then the footnotes: each figure's sentence with the figure marked, and a
reference. It has no scripts and no external images or fonts; its Content-Security-Policy forbids them. ``highlight`` escapes all article
text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from analytics.claims.provinces import PROVINCES
from analytics.claims.rows import ListedClaim, WholeClaim
from analytics.claims.selection import MISSING
from analytics.claims.summaries import Bar
from analytics.export.citation import STYLES, is_web_address
from analytics.i18n.format import amount, day, figure, number, period, place, publication_day, unit
from analytics.i18n.invisible import written_out
from analytics.i18n.words import Words
from analytics.ui.charts.briefing import WIDTH, changes, svg, timeline, values
from analytics.ui.charts.drawing import Spec
from analytics.ui.charts.tallies import tile_map
from analytics.ui.crosstab import Value
from analytics.ui.highlight import evidence_html, visible
from analytics.ui.palette import KIND_COLOURS, LIGHT, SANS, SERIF
from extractors.model import Article

_STYLE = (Path(__file__).parent / "brief.css").read_text(encoding="utf-8")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_MAP_WIDTH = 340


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A chart or a cross table in the brief, with a line below its title. The first row and the first column of ``table`` are headings."""

    title: str
    note: str
    spec: Spec | None = None
    table: Sequence[Sequence[Value]] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """Content of the file. ``filters`` are the active filters in words; ``address`` plus a claim id is the URL of that claim.

    ``comments`` are what the writer says of single figures, by claim id. ``contradictions`` say which of the figures contradict each other.
    ``marks`` are lines with the tags and remarks that the workspace has on figures, by claim id.
    """

    claims: Sequence[tuple[WholeClaim, Article]]
    title: str
    note: str
    filters: Sequence[str]
    made_on: date
    address: str
    comments: Mapping[str, str] = field(default_factory=dict)
    contradictions: Sequence[str] = ()
    exhibits: Sequence[Exhibit] = ()
    marks: Mapping[str, Sequence[str]] = field(default_factory=dict)


def brief_html(brief: Brief, words: Words) -> str:
    """The complete HTML file, in the language of ``words``."""
    language = {"zh": "zh-Hans", "en": "en"}[words.language]
    title = escape(written_out(brief.title or words("brief.untitled")))
    colours = "".join(f"--kind-{kind}:{colour};" for kind, colour in KIND_COLOURS.items())
    fonts = (
        f"--sans:{SANS};--serif:{SERIF};--ink:{LIGHT.ink};--muted:{LIGHT.muted};--line:{LIGHT.line};--up:{LIGHT.up};--down:{LIGHT.down};"
    )
    return "".join(
        [
            f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n',
            f"<title>{title}</title>\n<style>:root{{{colours}{fonts}}}\n{_STYLE}</style>\n</head>\n<body>\n",
            f'<header><h1>{title}</h1><p class="sub">{escape(summary(brief, words))}</p>{_note(brief.note)}</header>\n<main>\n',
            *map(_exhibit, brief.exhibits),
            *map(_figure, pictures(brief, words)),
            *(_evidence(brief, words) if brief.claims else ()),
            f"</main>\n<footer>{''.join(f'<p>{visible(line)}</p>' for line in colophon(brief, words))}</footer>\n</body>\n</html>\n",
        ]
    )


def summary(brief: Brief, words: Words) -> str:
    """The line below the title: number of figures and articles, if there are any, and the day."""
    articles = len({row.doc_id for row, _ in brief.claims})
    return " · ".join(
        [
            *([words("brief.count", n=len(brief.claims)), words("brief.articles", n=articles)] if brief.claims else []),
            words("brief.made_on", day=day(brief.made_on, words)),
        ]
    )


def _evidence(brief: Brief, words: Words) -> Iterator[str]:
    """The table of figures and the footnotes."""
    figures, sentences = escape(words("brief.figures")), escape(words("brief.sentences"))
    yield f"<section><h2>{figures}</h2>{_table(brief.claims, words)}{_contradictions(brief, words)}</section>\n"
    yield f'<section><h2>{sentences}</h2><ol class="sources">{"".join(_footnotes(brief, words))}</ol></section>\n'


def _exhibit(exhibit: Exhibit) -> str:
    if not exhibit.table:
        return ""
    lines = "".join(
        f"<tr>{''.join(_exhibited(cell, 'td' if at and nth else 'th') for nth, cell in enumerate(line))}</tr>"
        for at, line in enumerate(exhibit.table)
    )
    caption = f"<figcaption><b>{visible(exhibit.title)}</b> <span>{visible(exhibit.note)}</span></figcaption>"
    return f'<figure class="crosstab">{caption}<table>{lines}</table></figure>\n'


def _exhibited(cell: Value, tag: str) -> str:
    return f"<{tag}>{visible('' if cell is None else str(cell))}</{tag}>"


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text that somebody typed."""
    return [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n") if part.strip()]


def _note(note: str) -> str:
    return "".join(f'<p class="note">{visible(paragraph)}</p>' for paragraph in paragraphs(note))


def colophon(brief: Brief, words: Words) -> list[str]:
    """What stands at the end: how to read the charts, and which filters were on."""
    filtered = [words("brief.filtered", filters=" · ".join(brief.filters))] if brief.filters else []
    return [words("brief.colophon"), *filtered]


def _contradictions(brief: Brief, words: Words) -> str:
    if not brief.contradictions:
        return ""
    lines = "".join(f"<li>{visible(line)}</li>" for line in brief.contradictions)
    return f'<h2>{escape(words("brief.contradictions"))}</h2><ul class="contradictions">{lines}</ul>'


# --- pictures ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart of the brief. ``spec`` is None where there is nothing to draw; ``width`` is in pixels."""

    name: str
    title: str
    finding: str
    spec: Spec | None
    width: int = WIDTH


def pictures(brief: Brief, words: Words) -> Iterator[Picture]:
    """The charts that were put into the brief, then those of its figures.

    These are charts of values (one per unit) and of changes (one per unit and basis), each for at least two figures; then map and timeline.
    """
    for nth, exhibit in enumerate(brief.exhibits):
        if exhibit.spec:
            yield Picture(f"exhibit{nth}", exhibit.title, exhibit.note, exhibit.spec)
    if brief.claims:
        yield from _of_figures(_rows(brief.claims, words), words)


def _of_figures(rows: pd.DataFrame, words: Words) -> Iterator[Picture]:
    for nth, group in enumerate(_groups(rows[rows["level"]], ["kind", "unit"])):
        kind, written = str(group["kind"].iloc[0]), str(group["unit"].iloc[0])
        top = group.iloc[int(group[["value", "high", "low"]].max(axis=1).to_numpy().argmax())]
        said = words("brief.largest", label=top["label"], shown=top["shown"])
        yield Picture(f"values{nth}", aside(words.of("kind", kind), written, words), said, values(group, kind, LIGHT))
    for nth, group in enumerate(_groups(rows[rows["signed"].notna()], ["basis", "kind", "unit"])):
        basis, kind, written = (str(group[name].iloc[0]) for name in ("basis", "kind", "unit"))
        title = words("brief.changes", basis=words(f"basis.{basis}") if basis else words("brief.no_basis"))
        fell = int((group["signed"] < 0).sum())
        said = words("brief.moved", up=len(group) - fell, down=fell)
        yield Picture(f"changes{nth}", aside(title, written or words.of("kind", kind), words), said, changes(group, LIGHT))
    yield _where(rows, words)
    yield _when(rows, words)


def _groups(rows: pd.DataFrame, by: list[str]) -> list[pd.DataFrame]:
    return [group for _, group in rows.groupby(by, sort=False) if len(group) > 1]


def aside(title: str, written: str, words: Words) -> str:
    """``title`` with a unit or a reason in brackets, if there is one."""
    if not written:
        return title
    return words("join.aside", said=title, aside=written)


def _where(rows: pd.DataFrame, words: Words) -> Picture:
    """Map of the 34 provincial units with the number of figures in each; figures without a place have their own tile."""
    codes = [*(unit.name for unit in PROVINCES), MISSING]
    counts = Counter(province or MISSING for province in rows["province"])
    tally = [Bar(code, counts[code], counts[code], chosen=False) for code in codes]
    named = sum(bar.figures > 0 for bar in tally if bar.code != MISSING)
    missing = words("chart.missing", n=counts[MISSING], label=words("missing.province")) if counts[MISSING] else ""
    said = " · ".join(filter(None, [words("brief.provinces", n=named), missing]))
    return Picture("map", words("chart.region"), said, tile_map(tally, words, LIGHT, 0), _MAP_WIDTH)


def _when(rows: pd.DataFrame, words: Words) -> Picture:
    dated = rows[rows["start"].notna() | rows["end"].notna()]
    missing = words("chart.missing", n=len(rows) - len(dated), label=words("missing.period")) if len(dated) < len(rows) else ""
    if not len(dated):
        return Picture("timeline", words("chart.year"), missing, None)
    said = " · ".join(filter(None, [words("brief.dated", n=len(dated)), missing]))
    return Picture("timeline", words("chart.year"), said, timeline(dated.assign(shown=dated["period"]), LIGHT))


def _figure(picture: Picture) -> str:
    """A chart under its title; its finding is also part of the text alternative for screen readers."""
    title, finding = picture.title, picture.finding
    drawn = svg(picture.spec, picture.name, picture.width) if picture.spec else ""
    shown = f'<div role="img" aria-label="{escape(written_out(f"{title} {finding}"))}">{drawn}</div>' if drawn else ""
    return f"<figure><figcaption><b>{visible(title)}</b> <span>{visible(finding)}</span></figcaption>{shown}</figure>\n"


def _rows(claims: Sequence[tuple[WholeClaim, Article]], words: Words) -> pd.DataFrame:
    """Data of the charts, one row per claim, in the order of the brief."""
    rows = pd.DataFrame([_drawn(at, row, words) for at, (row, _) in enumerate(claims, 1)])
    return rows.astype(dict.fromkeys(("value", "low", "high", "signed"), "float64") | dict.fromkeys(("start", "end"), "datetime64[s]"))


def _drawn(at: int, row: ListedClaim, words: Words) -> dict[str, Any]:
    """Chart data of one claim.

    ``signed`` is the signed amount of a change. ``level`` is true if the claim is drawn as a value; it is false for dates, ranks and
    changes.
    """
    sign = {"up": 1, "down": -1}.get(row.direction) if row.role == "change" else None
    counted = row.kind not in ("date", "rank")
    states = row.value is not None or row.value_low is not None
    return {
        "label": written_out(f"{at}  {row.subject or amount(row, words)}"),
        "shown": written_out(figure(row, words)),
        "kind": row.kind,
        "unit": unit(row.kind, row.unit, words),
        "bound": row.bound,
        "basis": row.basis,
        "level": counted and sign is None and states,
        "value": row.value,
        "low": row.value_low,
        "high": row.value_high,
        "signed": sign * row.value if sign and counted and row.value is not None else None,
        "province": row.province,
        "start": row.period_start,
        "end": row.period_end,
        "period": period(row, words),
    }


# --- figures and their footnotes ---------------------------------------------------------------


_HEADS = ("figure", "subject", "basis", "place", "period", "publisher")


def heads(words: Words) -> list[str]:
    """The heads of the table of figures."""
    return [words("brief.number"), *(words(f"column.{name}") for name in _HEADS)]


def cells(row: ListedClaim, article: Article, words: Words) -> list[str]:
    """The cells of a figure in the table, without its number."""
    published = publication_day(article.published_on, words)
    return [
        figure(row, words),
        row.subject,
        words(f"basis.{row.basis}") if row.basis else "",
        place(row, words) or words("missing.province"),
        period(row, words) or words("missing.period"),
        " · ".join([article.publisher or words("missing.publisher"), published]),
    ]


def _table(claims: Sequence[tuple[WholeClaim, Article]], words: Words) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads(words))
    lines = "".join(_line(at, row, article, words) for at, (row, article) in enumerate(claims, 1))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


_PERIOD = 4  # its cell in a line of the table


def _line(at: int, row: ListedClaim, article: Article, words: Words) -> str:
    classes = {0: f"figure {row.direction}".strip(), _PERIOD: "by-day" if row.period_basis == "published" else ""}
    shown = "".join(_cell(cell, classes.get(number, "")) for number, cell in enumerate(cells(row, article, words)))
    return f'<tr id="f{at}"><td><a href="#n{at}">[{at}]</a></td>{shown}</tr>'


def _cell(text: str, name: str) -> str:
    named = f' class="{escape(name)}"' if name else ""
    return f"<td{named}>{visible(text)}</td>"


def reference(article: Article, brief: Brief, words: Words) -> str:
    """The article as a reference in the style that readers of the language expect."""
    return STYLES["GB/T 7714" if words.language == "zh" else "APA"](article, brief.made_on)


def _footnotes(brief: Brief, words: Words) -> Iterator[str]:
    for at, (row, article) in enumerate(brief.claims, 1):
        source = visible(reference(article, brief, words))
        if is_web_address(article.url):
            source += f' <a href="{escape(article.url)}" rel="noreferrer noopener">{escape(words("evidence.original"))}</a>'
        where = f" · {brief.address}{row.claim_id}" if brief.address.startswith("http") else ""
        found = words("brief.claim", id=row.claim_id) + where
        yield (
            f'<li id="n{at}"><p class="back"><a href="#f{at}">[{at}]</a> <b>{visible(figure(row, words))}</b> {visible(row.subject)}</p>'
            f"{_comment(brief, row)}{evidence_html(article, row, as_published=False)}"
            f"{_marks(brief, row)}"
            f'<p class="reference">{source}</p>'
            f'<p class="basis">{visible(" · ".join(grounds(row, words)))}<br>{visible(found)}</p></li>'
        )


def _comment(brief: Brief, row: ListedClaim) -> str:
    return "".join(f'<p class="comment">{visible(paragraph)}</p>' for paragraph in paragraphs(brief.comments.get(row.claim_id, "")))


def _marks(brief: Brief, row: ListedClaim) -> str:
    return "".join(f'<p class="mark">{visible(line)}</p>' for line in brief.marks.get(row.claim_id, ()))


def grounds(row: ListedClaim, words: Words) -> Iterator[str]:
    """Place and period, each with the reason it was read so; then bound, plain value and rule."""
    for shown, basis in (
        (place(row, words, full=True), f"region_basis.{row.region_basis}"),
        (period(row, words), f"period_basis.{row.period_basis}"),
    ):
        yield (aside(shown, words(basis), words) if shown else words(f"missing.{'province' if basis.startswith('region') else 'period'}"))
    if row.bound:
        yield words(f"bound.{row.bound}")
    if row.value is not None:
        yield words("brief.plain_value", value=number(row.value, words))
    yield words("brief.rule", rule=row.rule)
