"""Distributive lists: ``甲、乙、丙同比分别下降8%、14.3%和5.1%``. Finds the figures that belong together and where their heads end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

_RUN = r"[1-4](?:a{0,3}[j,][aj]{0,3}[udML]?[ab]{0,3}[1-4]){1,30}+"  # bounded, so that no text is slow to read
_LIST = regex.compile(
    rf"(?P<earlier>{_RUN})?(?P<head>k)(?P<verbs>[^1-4;.]{{0,12}}?)(?P<run>{_RUN})"
    rf"(?:[,;]y?(?P<also>[IF])k?[abB]*(?P<again>{_RUN}))?"
)

# 查处超载、无证驾驶5起、12起: as many heads as figures
_UNSAID = regex.compile(
    r"(?P<heads>[nvVANlgq\"]{1,9}(?:j[nvVANlgq\"]{1,9}){1,30})(?:s|[aymet]{0,4}(?:[udUD][abB]*|[bB])?)(?P<run>[1-4](?:j[1-4]){1,30})"
)


@dataclass(frozen=True, slots=True)
class Group:
    """Figures ``first`` to ``last`` (indices in the sentence, both included) of a distributive list (分别).

    ``head``: index of the token before which their heads end. ``verb``: index of the token where the verbs between heads and figures begin.
    """

    first: int
    last: int
    head: int
    verb: int

    @property
    def size(self) -> int:
        """Number of figures in the list."""
        return self.last - self.first + 1


def read_groups(classes: str, figure_at: Sequence[int]) -> Iterator[Group]:
    """Yield the lists of figures that 分别, 依次 or 各自 distributes over the heads before them, and unmarked lists with as many heads as
    figures.

    In ``由80%、91%分别升至98%、97%`` both lists count. ``降幅为16%、18%`` after a list of the same length is one more.
    """
    if "j" not in classes:
        return
    for match in _UNSAID.finditer(classes):
        run = _figures(figure_at, *match.span("run"))
        if match["heads"].count("j") + 1 == len(run):
            yield Group(run[0], run[-1], match.end("heads"), match.end("heads"))
    for match in _LIST.finditer(classes):
        run = _figures(figure_at, match.start("run"), _alike(classes, *match.span("run")))
        if len(run) < 2:
            continue
        head, verb = match.start("head"), match.start("verbs")
        if match["earlier"]:
            earlier = _figures(figure_at, *match.span("earlier"))
            if len(earlier) == len(run):
                head = match.start("earlier")
                yield Group(earlier[0], earlier[-1], head, verb)
        yield Group(run[0], run[-1], head, verb)
        if match["again"]:
            again = _figures(figure_at, *match.span("again"))
            if len(again) == len(run):
                yield Group(again[0], again[-1], head, match.start("also"))


def _figures(figure_at: Sequence[int], begin: int, end: int) -> list[int]:
    return [figure for figure in figure_at[begin:end] if figure >= 0]


def _alike(classes: str, begin: int, end: int) -> int:
    """End of a run of figures, cut where a comma introduces another kind of figure (14.8%、4.2%和18.5%，八类…)."""
    first = classes[begin]
    return next((k for k in range(begin, end) if classes[k] in "1234" and classes[k] != first and "," in classes[k - 3 : k]), end)
