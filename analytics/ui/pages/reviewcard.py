"""One claim as the review page shows it: plain texts, which a component inserts as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from analytics.claims.rows import WholeClaim
from analytics.claims.schema import CLAIM_SCHEMA
from analytics.i18n.format import figure, period, place, unit
from analytics.i18n.invisible import written_out
from analytics.i18n.words import Words
from analytics.ingest.dataset import WorkspaceDataset
from analytics.review.actions import ReviewAction
from analytics.review.decision import decision, on_one_line
from analytics.review.review import Change, Review, changes, reading_of
from analytics.ui.highlight import runs
from analytics.workspace.corrections import ADDED_RULE, CODES, correctable
from extractors.model import NOTES, Article
from extractors.source.clean import CleanText

# The groups of the form; together they cover ``CORRECTABLE``.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "review.group_value": ("kind", "value", "bound", "value_low", "value_high", "unit", "role", "direction", "basis"),
    "review.group_about": ("subject", "metric", "innovation", "innovation_type", "notes"),
    "review.group_period": ("period_start", "period_end", "period_basis"),
    "review.group_place": ("province", "city", "county", "region_code", "region_basis"),
}
_FACETS = {"kind": "kind", "innovation_type": "type", "province": "province", "direction": "direction"}
Texts = dict[str, Any]


def form(words: Words) -> list[Texts]:
    """The controls of the correction form, by group: label, input type and choices of each column."""
    return [{"label": words(group), "fields": [_control(column, words) for column in columns]} for group, columns in GROUPS.items()]


def _control(column: str, words: Words) -> Texts:
    type_ = CLAIM_SCHEMA.field(column).type
    codes = NOTES if column == "notes" else CODES.get(column, ())
    kind = "choice" if codes else "date" if pa.types.is_date(type_) else "number" if pa.types.is_floating(type_) else "text"
    empty = [] if column in ("kind", "innovation_type", "period_basis", "region_basis") else [""]
    choices = [[code, shown(column, code, words)] for code in (*empty, *(code for code in codes if code))] if codes else []
    return {"name": column, "label": words(f"field.{column}"), "type": kind, "choices": choices}


def shown(column: str, value: str, words: Words) -> str:
    """A value for display: the label of a code, and "not stated" for an empty one."""
    if not value:
        return words("review.not_stated")
    if column == "notes":
        return words("join.clauses").join(words(f"note.{code}") for code in value.split())
    if column in _FACETS:
        return words.of(_FACETS[column], value)
    return words(f"{column}.{value}") if column in CODES else value.removesuffix(".0")


def told(change: Change, words: Words) -> Texts:
    """A change as display texts ``label``, ``before`` and ``after``."""
    before, after = (written_out(shown(change.column, value or "", words)) for value in (change.before, change.after))
    return {"label": words(f"field.{change.column}"), "before": before, "after": after}


class Cards:
    """Cards for claims of one workspace, in one language."""

    def __init__(self, stored: WorkspaceDataset, review: Review, words: Words) -> None:
        self._stored, self._review, self._words = stored, review, words

    def cards(self, claim_ids: Sequence[str], places: Mapping[str, int]) -> list[Texts]:
        """A card for each known claim; ``places`` gives positions in the queue, counted from 0."""
        rows = self._review.rows(claim_ids)
        return [self._card(before, now, places.get(claim_id)) for claim_id, (before, now) in rows.items()]

    def _card(self, before: WholeClaim, now: WholeClaim, number: int | None) -> Texts:
        words, claim_id = self._words, now.claim_id
        article = self._article(now.doc_id)
        said = self._review.last_word(claim_id)
        because = decision(article.raw, now) if now.rule != ADDED_RULE else None
        state = self._review.state(claim_id)
        return {
            "id": claim_id,
            "number": None if number is None else number + 1,
            "doc": now.doc_id,
            "state": state,
            "seen": {"act": self._review.revision(claim_id), "reading": reading_of(before)},
            "who": written_out(said.who) if said else "",
            "at": said.at if said else "",
            "figure": figure(now, words),
            "kind": now.kind,
            "source": written_out(
                " · ".join(filter(None, [article.title or article.source, article.publisher, str(article.published_on or "")]))
            ),
            "quote": _quote(article, now),
            "facts": facts(now, words),
            "rule": now.rule,
            "pieces": [list(piece) for piece in because.pieces] if because else [],
            "beat": [[text, words.of("kind", kind) if kind else words("review.no_figure"), rule] for text, kind, rule in because.beat]
            if because
            else [],
            "values": values(now),
            "read": values(before),
            "changes": [told(change, words) for change in changes(before, now)],
        }

    def article(self, doc_id: str, marked: Sequence[tuple[str, int, int]]) -> Texts:
        """A whole article as published, with its figures ``marked`` as (id, start, end)."""
        raw = self._article(doc_id).raw
        stretches = {claim_id: (start, end) for claim_id, start, end in marked}
        return {"doc": doc_id, "runs": _told(runs(CleanText(raw, range(len(raw))), 0, len(raw), stretches))}

    def _article(self, doc_id: str) -> Article:
        article = self._stored.article(doc_id)
        assert article is not None, "the claim table names it"
        return article

    def acts(self, done: Sequence[ReviewAction]) -> list[Texts]:
        """Lines of the log, in the order given."""
        rows = self._review.rows({act.about for act in done})
        return [self._act(act, rows.get(act.about)) for act in done]

    def _act(self, act: ReviewAction, rows: tuple[WholeClaim, WholeClaim] | None) -> Texts:
        read = values(rows[0]) if rows else {}
        whole = (
            Change(c.column, *(read.get(c.column, "") if value is None else value for value in (c.before, c.after))) for c in act.changes
        )
        return {
            "id": act.about if rows else "",
            "at": act.at,
            "who": written_out(act.who),
            "what": act.kind,
            "deed": self._words(f"deed.{act.kind}"),
            "text": written_out(rows[0].text) if rows else "",
            "changes": [told(change, self._words) for change in whole if change.before != change.after],
        }


def values(row: WholeClaim) -> dict[str, str]:
    """All correctable columns, as texts for the form controls."""
    return {column: "" if value is None else _plain(value) for column, value in correctable(row).items()}


def _plain(value: object) -> str:
    return f"{value:.10f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _told(found: Sequence[Any]) -> list[Texts]:
    return [run._asdict() for run in found]


def _quote(article: Article, row: WholeClaim) -> list[Texts]:
    """The sentence with its figure marked, and its neighbours, flagged ``around``."""
    spans = [(sentence.start, sentence.end) for sentence in article.sentences]
    own = [number for number, (start, _) in enumerate(spans) if start == row.sentence_start]
    if own:
        near = [(spans[number], number != own[0]) for number in range(max(0, own[0] - 1), min(len(spans), own[0] + 2))]
    else:
        near = [((row.sentence_start, row.sentence_end), False)]
    mark = {row.claim_id: (row.start, row.end)}
    cleaned = [(on_one_line(article.raw, start, end), around) for (start, end), around in near]
    return [{"around": around, "runs": _told(runs(shown, 0, len(shown.text), mark))} for shown, around in cleaned]


def facts(row: WholeClaim, words: Words) -> list[list[str]]:
    """Everything read for a claim as (label, value); the label "not stated" stands for an empty code."""
    say = values(row)

    def one(column: str) -> str:
        return shown(column, say[column], words)

    def basis(text: str, column: str) -> str:
        return words("join.aside", said=text, aside=one(column)) if text else one(column)

    movement = " · ".join(one(column) for column in ("role", "direction", "basis") if say[column])
    ends = "–".join(say[column] or "…" for column in ("value_low", "value_high")) if say["bound"] not in ("", "exact") else ""
    number = " · ".join(
        filter(None, [" ".join(filter(None, [say["value"], unit(row.kind, row.unit, words)])), one("bound") if say["bound"] else "", ends])
    )
    lines = [
        ("field.kind", one("kind")),
        ("field.value", number if row.kind != "date" else ""),
        ("review.movement", movement),
        ("field.subject", say["subject"]),
        ("field.metric", words.of("metric", row.metric) if row.metric else ""),
        ("review.group_period", basis(period(row, words), "period_basis")),
        ("review.group_place", basis(" · ".join(filter(None, [place(row, words, full=True), say["region_code"]])), "region_basis")),
        ("field.innovation", say["innovation"]),
        ("field.innovation_type", one("innovation_type")),
        ("field.notes", one("notes") if say["notes"] else ""),
    ]
    return [[words(label), written_out(value)] for label, value in lines]
