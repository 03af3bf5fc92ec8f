"""What ``youju changes`` tells: each kind of change under its heading, for people, and all of them as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby, islice

from analytics.claims.rows import ArticleRow, WholeClaim, records
from analytics.claims.selection import Selection
from analytics.i18n.format import figure, grouped, place, publication_day
from analytics.i18n.words import Words
from analytics.ingest.dataset import WorkspaceDataset
from analytics.workspace.faults import Fault
from analytics.workspace.history import Change, Since
from analytics.workspace.snapshot import doc_of

_COLUMNS = (
    "change",
    "who",
    "at",
    "doc_id",
    "claim_id",
    "title",
    "publisher",
    "published_on",
    "figure",
    "subject",
    "column",
    "before",
    "after",
    "sentence",
)


class Changes:
    """Changes since a point of a workspace, with the words to tell them in."""

    def __init__(self, stored: WorkspaceDataset, changes: Sequence[Change], since: Since, words: Words) -> None:
        self._stored, self._changes, self._since, self._words = stored, changes, since, words
        self.faults: Sequence[Fault] = stored.snapshot.faults
        self.unshown = stored.snapshot.unshown

    def lines(self, most: int) -> Iterator[str]:
        """A heading for each kind of change with their number, and at most ``most`` changes below it; last, how to go on from here."""
        for kind, group in groupby(self._changes, lambda change: change.kind):
            changes = list(group)
            yield self._words(f"changes.{kind}", n=grouped(len(changes), self._words))
            for change in islice(changes, most):
                yield f"    {self._told(change)}"
            if len(changes) > most:
                yield f"    {self._words('changes.more', n=grouped(len(changes) - most, self._words))}"
        if not self._changes:
            yield self._words("changes.none")
        if came := sum(self._figures_of.values()):
            yield self._words("changes.figures", n=grouped(came, self._words))
        if last := self._stored.snapshot.last_arrival:
            yield self._words("changes.next", moment=last)

    def rows(self) -> Iterator[Sequence[object]]:
        """All changes under a row of headings; a correction has a row for each column."""
        yield _COLUMNS
        for change in self._changes:
            claim, article = self._claims.get(change.about), self._articles.get(doc_of(change.about))
            of_article = (article.title, article.publisher, article.published_on) if article else ("", "", None)
            shown = (figure(claim, self._words), claim.subject) if claim else ("", "")
            for column, (before, after) in (change.values or {"": ("", "")}).items():
                claim_id = change.about if "-" in change.about else ""
                yield (
                    change.kind, change.who, change.at, doc_of(change.about), claim_id, *of_article, *shown, column, before, after,
                    claim.sentence if claim else "",
                )  # fmt: skip

    def _told(self, change: Change) -> str:
        by = self._words("changes.by", who=change.who, day=change.at[:10]) if change.who else ""
        if change.kind in ("article", "removed"):
            return " · ".join(filter(None, [self._article(change.about), by]))
        return " · ".join(filter(None, [self._figure(change.about), *self._corrections(change), by, change.about]))

    def _article(self, doc_id: str) -> str:
        row, figures = self._articles.get(doc_id), self._figures_of.get(doc_id, 0)
        if row is None:
            return doc_id
        count = self._words("table.count", n=grouped(figures, self._words)) if figures else ""
        return " · ".join(filter(None, [row.title or row.source, row.publisher, publication_day(row.published_on, self._words), count]))

    def _figure(self, claim_id: str) -> str:
        claim = self._claims.get(claim_id)
        if claim is None:
            return self._article(doc_of(claim_id))
        return " · ".join(filter(None, [figure(claim, self._words), claim.subject, place(claim, self._words)]))

    def _corrections(self, change: Change) -> Iterator[str]:
        as_read = self._words("changes.as_read")
        for column, (before, after) in change.values.items():
            yield self._words("changes.value", column=self._words(f"head.{column}"), before=before or as_read, after=after or as_read)

    @cached_property
    def _claims(self) -> dict[str, WholeClaim]:
        """The figures that changed, rejected ones among them; those that a later reading does not find are missing."""
        ids = [change.about for change in self._changes if "-" in change.about]
        return {claim.claim_id: claim for claim in records(self._stored.with_rejected.claims(ids), WholeClaim)}

    @cached_property
    def _articles(self) -> dict[str, ArticleRow]:
        return {row.doc_id: row for row in records(self._stored.articles, ArticleRow)}

    @cached_property
    def _figures_of(self) -> dict[str, int]:
        """Figures of the articles that came, by doc_id."""
        came = {change.about for change in self._changes if change.kind == "article"}
        counted = self._stored.table.tally(Selection().added_after(self._since.moment), ["doc_id"])
        return {doc_id: figures for doc_id, figures in zip(counted["doc_id"], counted["figures"], strict=True) if doc_id in came}
