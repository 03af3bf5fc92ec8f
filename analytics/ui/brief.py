"""The brief: selected figures as one self-contained HTML file that works offline and prints.

It holds charts, then a table of figures with footnote numbers, then the footnotes: each figure's sentence with the figure marked, and a
reference. It has no scripts and no external images or fonts; its Content-Security-Policy forbids them. ``highlight`` escapes all article
text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
from analytics.ui.charts.briefing import changes, svg, timeline, values
from analytics.ui.charts.tallies import tile_map
from analytics.ui.highlight import evidence_html, visible
from analytics.ui.palette import KIND_COLOURS, LIGHT, SANS, SERIF
from extractors.model import Article

_STYLE = (Path(__file__).parent / "brief.css").read_text(encoding="utf-8")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_MAP_WIDTH = 340


@dataclass(frozen=True, slots=True)
class Brief:
    """Content of the file. ``filters`` are the active filters in words; ``address`` plus a claim id is the URL of that claim."""

    claims: Sequence[tuple[WholeClaim, Article]]
    title: str
    note: str
    filters: Sequence[str]
    made_on: date
    address: str


def brief_html(brief: Brief, words: Words) -> str:
    """The complete HTML file, in the language of ``words``."""
    language = {"zh": "zh-Hans", "en": "en"}[words.language]
    title = escape(written_out(brief.title or words("brief.untitled")))
    figures, sentences = escape(words("brief.figures")), escape(words("brief.sentences"))
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
            f'<header><h1>{title}</h1><p class="sub">{escape(_summary(brief, words))}</p>{_note(brief.note)}</header>\n<main>\n',
            *_pictures(brief.claims, words),
            f"<section><h2>{figures}</h2>{_table(brief.claims, words)}</section>\n",
            f'<section><h2>{sentences}</h2><ol class="sources">{"".join(_footnotes(brief, words))}</ol></section>\n',
            f"</main>\n<footer>{_colophon(brief, words)}</footer>\n</body>\n</html>\n",
        ]
    )


def _summary(brief: Brief, words: Words) -> str:
    articles = len({row.doc_id for row, _ in brief.claims})
    return " · ".join(
        [
            words("brief.count", n=len(brief.claims)),
            words("brief.articles", n=articles),
            words("brief.made_on", day=day(brief.made_on, words)),
        ]
    )


def _note(note: str) -> str:
    paragraphs = [" ".join(part.split()) for part in note.replace("\r\n", "\n").split("\n") if part.strip()]
    return "".join(f'<p class="note">{visible(paragraph)}</p>' for paragraph in paragraphs)


def _colophon(brief: Brief, words: Words) -> str:
    lines = [words("brief.colophon")]
    if brief.filters:
        lines.append(words("brief.filtered", filters=" · ".join(brief.filters)))
    return "".join(f"<p>{visible(line)}</p>" for line in lines)


# --- pictures ----------------------------------------------------------------------------------


def _pictures(claims: Sequence[tuple[WholeClaim, Article]], words: Words) -> Iterator[str]:
    """Charts of values (one per unit), of changes (one per unit and basis), each for at least two figures; then map and timeline."""
    rows = _rows(claims, words)
    for nth, group in enumerate(_groups(rows[rows["level"]], ["kind", "unit"])):
        kind, written = str(group["kind"].iloc[0]), str(group["unit"].iloc[0])
        top = group.iloc[int(group[["value", "high", "low"]].max(axis=1).to_numpy().argmax())]
        said = words("brief.largest", label=top["label"], shown=top["shown"])
        yield _picture(_unit_title(words.of("kind", kind), written, words), said, svg(values(group, kind, LIGHT), f"values{nth}"))
    for nth, group in enumerate(_groups(rows[rows["signed"].notna()], ["basis", "kind", "unit"])):
        basis, kind, written = (str(group[name].iloc[0]) for name in ("basis", "kind", "unit"))
        title = words("brief.changes", basis=words(f"basis.{basis}") if basis else words("brief.no_basis"))
        fell = int((group["signed"] < 0).sum())
        said = words("brief.moved", up=len(group) - fell, down=fell)
        yield _picture(_unit_title(title, written or words.of("kind", kind), words), said, svg(changes(group, LIGHT), f"changes{nth}"))
    yield _where(rows, words)
    yield _when(rows, words)


def _groups(rows: pd.DataFrame, by: list[str]) -> list[pd.DataFrame]:
    return [group for _, group in rows.groupby(by, sort=False) if len(group) > 1]


def _unit_title(title: str, written: str, words: Words) -> str:
    if not written:
        return title
    return words("join.aside", said=title, aside=written)


def _where(rows: pd.DataFrame, words: Words) -> str:
    """Map of the 34 provincial units with the number of figures in each; figures without a place have their own tile."""
    codes = [*(unit.name for unit in PROVINCES), MISSING]
    counts = Counter(province or MISSING for province in rows["province"])
    tally = [Bar(code, counts[code], counts[code], chosen=False) for code in codes]
    named = sum(bar.figures > 0 for bar in tally if bar.code != MISSING)
    missing = words("chart.missing", n=counts[MISSING], label=words("missing.province")) if counts[MISSING] else ""
    said = " · ".join(filter(None, [words("brief.provinces", n=named), missing]))
    return _picture(words("chart.region"), said, svg(tile_map(tally, words, LIGHT, 0), "map", _MAP_WIDTH))


def _when(rows: pd.DataFrame, words: Words) -> str:
    dated = rows[rows["start"].notna() | rows["end"].notna()]
    missing = words("chart.missing", n=len(rows) - len(dated), label=words("missing.period")) if len(dated) < len(rows) else ""
    if not len(dated):
        return _picture(words("chart.year"), missing, "")
    said = " · ".join(filter(None, [words("brief.dated", n=len(dated)), missing]))
    return _picture(words("chart.year"), said, svg(timeline(dated.assign(shown=dated["period"]), LIGHT), "timeline"))


def _picture(title: str, finding: str, drawn: str) -> str:
    """A chart under its title; ``finding`` is also part of the text alternative for screen readers."""
    picture = f'<div role="img" aria-label="{escape(written_out(f"{title} {finding}"))}">{drawn}</div>' if drawn else ""
    return f"<figure><figcaption><b>{visible(title)}</b> <span>{visible(finding)}</span></figcaption>{picture}</figure>\n"


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


def _table(claims: Sequence[tuple[WholeClaim, Article]], words: Words) -> str:
    names = ("figure", "subject", "basis", "place", "period", "publisher")
    head = "".join(f'<th scope="col">{escape(words(f"column.{name}"))}</th>' for name in names)
    lines = "".join(_line(at, row, article, words) for at, (row, article) in enumerate(claims, 1))
    return f'<table><thead><tr><th scope="col">{escape(words("brief.number"))}</th>{head}</tr></thead><tbody>{lines}</tbody></table>'


_PERIOD = 3  # its cell in a line of the table


def _line(at: int, row: ListedClaim, article: Article, words: Words) -> str:
    published = publication_day(article.published_on, words)
    cells = [
        row.subject,
        words(f"basis.{row.basis}") if row.basis else "",
        place(row, words) or words("missing.province"),
        period(row, words) or words("missing.period"),
        " · ".join([article.publisher or words("missing.publisher"), published]),
    ]
    movement = f' class="figure {escape(row.direction)}"' if row.direction else ' class="figure"'
    faint = {_PERIOD: ' class="by-day"'} if row.period_basis == "published" else {}
    return (
        f'<tr id="f{at}"><td><a href="#n{at}">[{at}]</a></td><td{movement}>{visible(figure(row, words))}</td>'
        + "".join(f"<td{faint.get(number, '')}>{visible(cell)}</td>" for number, cell in enumerate(cells))
        + "</tr>"
    )


def _footnotes(brief: Brief, words: Words) -> Iterator[str]:
    style = STYLES["GB/T 7714" if words.language == "zh" else "APA"]
    for at, (row, article) in enumerate(brief.claims, 1):
        reference = visible(style(article, brief.made_on))
        if is_web_address(article.url):
            reference += f' <a href="{escape(article.url)}" rel="noreferrer noopener">{escape(words("evidence.original"))}</a>'
        address = f" · {brief.address}{row.claim_id}" if brief.address.startswith("http") else ""
        found = words("brief.claim", id=row.claim_id) + address
        yield (
            f'<li id="n{at}"><p class="back"><a href="#f{at}">[{at}]</a> <b>{visible(figure(row, words))}</b> {visible(row.subject)}</p>'
            f"{evidence_html(article, row, as_published=False)}"
            f'<p class="reference">{reference}</p><p class="basis">{visible(" · ".join(_grounds(row, words)))}<br>{visible(found)}</p></li>'
        )


def _grounds(row: ListedClaim, words: Words) -> Iterator[str]:
    """Place and period, each with the reason it was read so; then bound, plain value and rule."""
    for shown, basis in (
        (place(row, words, full=True), f"region_basis.{row.region_basis}"),
        (period(row, words), f"period_basis.{row.period_basis}"),
    ):
        yield (
            _unit_title(shown, words(basis), words) if shown else words(f"missing.{'province' if basis.startswith('region') else 'period'}")
        )
    if row.bound:
        yield words(f"bound.{row.bound}")
    if row.value is not None:
        yield words("brief.plain_value", value=number(row.value, words))
    yield words("brief.rule", rule=row.rule)
