"""Corrections in bulk: nouns whose figures lack a metric, a subject or a place, and rules for all figures of the nouns that a reader ticks.

A reader sees which figures a rule changes before it is made. Rules are kept in the log and hold for articles that are ingested later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from html import escape
from itertools import groupby

import streamlit as st

from analytics.claims.nounrules import NAMELESS, Effects, Group, NounRules, effects, frequent, frequent_names
from analytics.claims.selection import MISSING, Selection
from analytics.i18n.format import figure, grouped, unit_label
from analytics.i18n.words import Words
from analytics.ingest.dataset import Dataset, WorkspaceDataset
from analytics.ui import access, datasets, layout, state
from analytics.ui.highlight import visible
from analytics.ui.pages import article_actions, evidence
from analytics.workspace import lexicon_patch
from analytics.workspace.corrections import CLEARED, NOUN_COUNTRY, NOUN_METRIC, NOUN_UNCOUNTED, InvalidValueError
from analytics.workspace.log_entries import Entry
from extractors.metric import metrics, names_a_metric
from extractors.model import KINDS

LACKS, FROM = "lacks", "from"  # query parameters: what the listed figures lack, and the first noun listed
_NAMES = "names"
_LISTS = ("metric", "subject", "province", _NAMES)
_ACTIONS = (NOUN_METRIC, NOUN_COUNTRY, NOUN_UNCOUNTED)
_ROWS, _EXAMPLES, _RULES, _NAMED = 12, 5, 20, 6  # nouns on a page, figures of a preview, acts listed, nouns named of an act
_AROUND = 26  # characters of a sentence shown on either side of its figure
_TICKED, _WHO, _SAID, _LAST = "mend-ticked", "who-mends", "mend-said", "mend-last"
_ACTION, _METRIC, _LIST = "mend-deed", "mend-metric", "mend-list"
_TO_PAUSE = re.compile("^[^，；。：、]*[，；。：、](?=.)")
Values = dict[str, dict[str, str]]  # noun → column → value


def show(dataset: Dataset, selection: Selection, shown_revisions: Mapping[str, str], words: Words) -> None:
    """The nouns by frequency, what is to be done with the ticked ones, and the rules there are; ``shown_revisions`` has the revisions of nouns."""
    stored = datasets.workspace_dataset()
    with st.container(key="mend"):
        st.html(f'<h2 class="question section">{escape(words("mend.title"))} <small>· {escape(words("mend.help"))}</small></h2>')
        closed = access.read_only_reason(words) if stored else words("document.read_only")
        if closed:
            layout.note(closed)
        _told(words)
        lacks = _chosen_list(words)
        left, right = st.columns([1.45, 1], gap="large")
        with left:
            _list(dataset, selection, lacks, bool(closed), words)
        with right:
            if stored and not closed:
                _actions(stored, lacks, shown_revisions, words)
            _standing(bool(closed), words)


def _told(words: Words) -> None:
    """What was done last, with a button that undoes it."""
    if said := st.session_state.pop(_SAID, None):
        layout.note(*said)
    if last := st.session_state.get(_LAST):
        act, text = last
        with st.container(key="mend-done", horizontal=True, vertical_alignment="center", gap="small"):
            st.html(f'<p class="note done" role="status">{escape(text)}</p>', width="content")
            st.button(words("mend.undo"), key=f"mend-undo-{act}", on_click=_undo, args=(act,))


def _chosen_list(words: Words) -> str:
    lacks = state.query_parameter(LACKS) if state.query_parameter(LACKS) in _LISTS else _LISTS[0]
    state.hold(_LIST, lacks)
    labels = {name: words("mend.names") if name == _NAMES else words(f"missing.{name}") for name in _LISTS}
    st.segmented_control(
        words("mend.lists"), _LISTS, format_func=labels.__getitem__, key=_LIST, required=True, on_change=_switch,
        label_visibility="collapsed",
    )  # fmt: skip
    return lacks


def _switch() -> None:
    state.update_query(**{LACKS: st.session_state[_LIST] or "", FROM: ""})


# --- the nouns -----------------------------------------------------------------------------------


def _list(dataset: Dataset, selection: Selection, lacks: str, closed: bool, words: Words) -> None:
    asked = state.query_parameter(FROM)
    first = int(asked[:6]) if asked.isascii() and asked.isdigit() else 0
    find = partial(frequent_names, dataset.table, selection) if lacks == _NAMES else partial(frequent, dataset.table, selection, lacks)
    groups = find(_ROWS + 1, first)
    if not groups:
        layout.note(words("mend.nothing"))
    examples = evidence.find_all([group.claim_id for group in groups[:_ROWS]])
    for group in groups[:_ROWS]:
        _row(group, examples.get(group.claim_id), selection, lacks, closed, words)
    _pager(first, len(groups) > _ROWS, words)


def _row(group: Group, example: evidence.ClaimWithArticle | None, selection: Selection, lacks: str, closed: bool, words: Words) -> None:
    key = f"{lacks}-{state.widget_key(group.noun)}"
    with st.container(key=f"mend-row-{key}"):
        tick, quote, look = st.columns([1.5, 3, 0.7], gap="small", vertical_alignment="center")
        label = f"**{layout.unlinked(_shown(group.noun, words))}**"
        if closed:
            tick.markdown(label)
        else:
            state.hold(f"tick-{key}", group.noun in _ticked(lacks))
            tick.checkbox(label, key=f"tick-{key}", on_change=_tick, args=(group.noun, lacks))
        if example:
            quote.html(_quote(example))
        where = state.only(_figures_of(group.noun, selection, lacks).to_query())
        count = grouped(group.figures, words)
        look.button(
            words("mend.see", n=count), key=f"see-{key}", type="tertiary", on_click=state.leave_for, args=("overview",),
            kwargs={**where, state.CLAIM: group.claim_id},
        )  # fmt: skip


def _figures_of(noun: str, selection: Selection, lacks: str) -> Selection:
    """The selected figures with a noun, or an innovation's name, that lack something."""
    if lacks == _NAMES:
        return selection.choosing("innovation", [noun])
    lacking = selection.choosing(lacks, [MISSING])
    if noun.startswith(NAMELESS):
        unit = noun.removeprefix(NAMELESS)
        nameless = lacking.choosing("subject", [MISSING]).choosing("unit", [unit or MISSING])
        return nameless if unit else nameless.choosing("kind", [kind for kind in KINDS if kind != "date"])  # bare dates have neither
    return lacking.choosing("subject", [noun])


def _quote(found: evidence.ClaimWithArticle) -> str:
    """The figure in its sentence, cut to the words around it."""
    parts = evidence.sentence_of(found)
    lead, rest = parts["lead"][-_AROUND:], parts["rest"][:_AROUND]
    if lead != parts["lead"] or parts["head"]:
        lead = f"…{_TO_PAUSE.sub('', lead, count=1)}"
    after = f"{rest}…" if rest != parts["rest"] or parts["tail"] else rest
    mark = f'<mark class="kind-{escape(parts["kind"])}">{escape(parts["figure"])}</mark>'
    return f'<p class="snippet" lang="zh">{escape(lead)}{mark}{escape(after)}</p>'


def _shown(noun: str, words: Words) -> str:
    """A noun for the reader; what figures without one are called."""
    if not noun.startswith(NAMELESS):
        return noun
    unit = noun.removeprefix(NAMELESS)
    return words("mend.nameless", unit=unit_label(unit, words)) if unit else words("mend.bare")


def _pager(first: int, more: bool, words: Words) -> None:
    if not (first or more):
        return
    with st.container(key="mend-pager", horizontal=True, vertical_alignment="center", gap="small"):
        for name, arrow, start, disabled in (("previous", "←", first - _ROWS, not first), ("next", "→", first + _ROWS, not more)):
            st.button(
                arrow, key=f"mend-{name}", help=words(f"table.{name}"), disabled=disabled, on_click=state.update_query,
                kwargs={FROM: str(start) if start > 0 else ""},
            )  # fmt: skip


def _ticked(lacks: str) -> list[str]:
    """The words ticked in a list."""
    return list(st.session_state.get(f"{_TICKED}-{lacks}", ()))


def _tick(noun: str, lacks: str) -> None:
    now = _ticked(lacks)
    st.session_state[f"{_TICKED}-{lacks}"] = [kept for kept in now if kept != noun] if noun in now else [*now, noun]
    st.session_state.pop(_LAST, None)


# --- what is to be done with them ----------------------------------------------------------------


def _actions(stored: WorkspaceDataset, lacks: str, shown_revisions: Mapping[str, str], words: Words) -> None:
    """The choice of a rule for the ticked nouns, the figures that it changes, and the button that makes it."""
    ticked = _ticked(lacks)
    with st.container(key="mend-deed-box", border=True):
        if not ticked:
            layout.note(words("mend.tick"))
            return
        shown = words("join.names").join(_shown(noun, words) for noun in ticked)
        st.html(f'<p class="picked"><b>{escape(words("mend.ticked", n=len(ticked)))}</b> <span lang="zh">{visible(shown)}</span></p>')
        values = _names_cleared(ticked) if lacks == _NAMES else _asked(ticked, stored, words)
        if not values:
            return
        found = _changed(stored, values)
        _preview(found, values, words)
        article_actions.name_box(words, _WHO)
        n = len(found.figures)
        st.button(
            words("mend.do", n=grouped(n, words)) if n else words("mend.keep"), key="mend-do", type="primary", on_click=_do,
            args=(values, {noun: shown_revisions.get(noun, "") for noun in values}, n, lacks),
        )  # fmt: skip


def _names_cleared(ticked: Iterable[str]) -> Values:
    return {noun: {CLEARED: "1"} for noun in ticked}


def _asked(ticked: Sequence[str], stored: WorkspaceDataset, words: Words) -> Values:
    """The rule chosen for the ticked nouns; empty while its metric is not chosen."""
    action = st.segmented_control(
        words("mend.deeds"), _ACTIONS, format_func=lambda code: words(f"mend.{code}"), key=_ACTION, default=NOUN_METRIC, required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    if action != NOUN_METRIC:
        return {noun: {action: "1"} for noun in ticked}
    used = [row.code for row in stored.table.spans(Selection(), "metric", len(metrics()))]
    metric = st.selectbox(
        words("mend.metric"), list(dict.fromkeys([*used, *metrics()])), format_func=lambda code: words.of("metric", code), index=None,
        placeholder=words("mend.metric_hint"), accept_new_options=True, key=_METRIC,
    )  # fmt: skip
    return {noun: {NOUN_METRIC: metric.strip()} for noun in ticked} if metric and metric.strip() else {}


def _changed(stored: WorkspaceDataset, values: Values) -> Effects:
    """What these rules would change in the whole workspace."""
    if any(CLEARED in said for said in values.values()):
        rows = stored.table.rows(Selection({"innovation": tuple(values)}, repeats=True))
        repeats = frozenset(rows["claim_id"][rows["repeat"]])
        return Effects({claim_id: {"innovation": ""} for claim_id in rows["claim_id"]}, [], repeats)
    nouns = {column: frozenset(noun for noun, said in values.items() if column in said) for column in (NOUN_COUNTRY, NOUN_UNCOUNTED)}
    pairs = frozenset((noun, said[NOUN_METRIC]) for noun, said in values.items() if NOUN_METRIC in said)
    workspace = datasets.workspace()
    said = workspace.annotations.corrections() if workspace else {}
    return effects(stored.table, NounRules(pairs, nouns[NOUN_COUNTRY], nouns[NOUN_UNCOUNTED]), said)


def _preview(found: Effects, values: Values, words: Words) -> None:
    """How many figures change, and some of them as they are and as they will be."""
    figures = found.figures
    repeats = len(found.values) + len(found.uncounted) - len(figures)
    notes = [
        words("mend.changes", n=grouped(len(figures), words)) if figures else words("mend.changes_none"),
        words("mend.repeats", n=grouped(repeats, words)) if repeats else "",
    ]
    st.html(f'<h3 class="question">{escape(" · ".join(filter(None, notes)))}</h3>')
    if not figures:
        layout.note(words("mend.none_help"))
    known = [noun for noun, said in values.items() if NOUN_METRIC in said and names_a_metric(noun)]
    if known:
        layout.note(words("mend.known", nouns=words("join.names").join(known)), "warning")
    for claim_id in figures[:_EXAMPLES]:
        if case := evidence.find(claim_id):
            _example(case, found, words)
    if len(figures) > _EXAMPLES:
        layout.note(words("mend.more", n=grouped(len(figures) - _EXAMPLES, words)))


def _example(case: evidence.ClaimWithArticle, found: Effects, words: Words) -> None:
    row, _ = case
    values = found.values.get(row.claim_id)
    if values is None:
        after = words("mend.gone")
    elif "metric" in values:
        after = words("mend.to", column=words("field.metric"), value=words.of("metric", values["metric"]))
    elif "innovation" in values:
        after = words("mend.to", column=words("field.innovation"), value=words("review.not_stated"))
    else:
        after = words("mend.to", column=words("column.place"), value=words("province.whole"))
    what = " ".join(filter(None, [row.subject, figure(row, words)]))
    st.html(f'<div class="mend-case"><p class="after"><b lang="zh">{visible(what)}</b> {escape(after)}</p>{_quote(case)}</div>')


def _do(values: Values, shown_revisions: Mapping[str, str], figures: int, lacks: str) -> None:
    """Make the rules. A callback, with what was on screen when the button was drawn."""
    words, who, workspace = state.words(), article_actions.typed_name(_WHO), datasets.workspace()
    if workspace is None:
        return
    if not who:
        st.session_state[_SAID] = (words("holdings.unsigned"), "warning")
        return
    try:
        act = workspace.annotations.add_rules(access.authorise_reviewer(who), values, shown_revisions)
    except InvalidValueError:
        st.session_state[_SAID] = (words("mend.unfit"), "warning")
        return
    except article_actions.REFUSALS as error:
        st.session_state[_SAID] = (article_actions.refusal(error, words), "warning")
        return
    st.session_state.pop(f"{_TICKED}-{lacks}", None)
    st.session_state[_LAST] = (act, words("mend.did", n=grouped(figures, words)))


def _undo(act: str) -> None:
    words, workspace = state.words(), datasets.workspace()
    if workspace is None:
        return
    st.session_state.pop(_LAST, None)
    try:
        undone = workspace.annotations.undo_rules(
            access.authorise_reviewer(article_actions.typed_name(_WHO) or words("innovations.here")), act
        )
    except article_actions.REFUSALS as error:
        st.session_state[_SAID] = (article_actions.refusal(error, words), "warning")
        return
    st.session_state[_SAID] = (words("mend.undone" if undone else "mend.undone_before"),)


# --- the rules there are -------------------------------------------------------------------------


def _standing(closed: bool, words: Words) -> None:
    """The rules that hold, the latest first, each with a button that takes it back, and their download."""
    workspace = datasets.workspace()
    rules = workspace.annotations.rules() if workspace else []
    if not rules:
        return
    acts = [list(entries) for _, entries in groupby(rules, key=lambda entry: entry.act)][::-1]
    with st.expander(words("mend.rules", n=len(rules)), key="mend-rules"):
        for entries in acts[:_RULES]:
            _act(entries, closed, words)
        if len(acts) > _RULES:
            layout.note(words("mend.more_rules", n=len(acts) - _RULES))
        st.download_button(
            words("mend.download"), lexicon_patch.written(rules), file_name="youju-lexicon.toml", mime="application/toml", key="mend-patch",
            type="tertiary", on_click="ignore",
        )  # fmt: skip
        layout.note(words("mend.download_help"))


def _act(entries: Sequence[Entry], closed: bool, words: Words) -> None:
    first = entries[0]
    alike = [list(rules) for _, rules in groupby(entries, key=lambda entry: (entry.column, entry.value))]
    said = "<br>".join(_rule(rules, words) for rules in alike)
    with st.container(key=f"mend-act-{first.act}", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<p class="note">{said} · {visible(first.who)} · {escape(first.at[:10])}</p>', width="content")
        if not closed:
            st.button(words("mend.take_back"), key=f"mend-back-{first.act}", type="tertiary", on_click=_undo, args=(first.act,))


def _rule(alike: Sequence[Entry], words: Words) -> str:
    """The nouns of one act that have one rule, and the rule."""
    names = words("join.names").join(_shown(entry.about, words) for entry in alike[:_NAMED])
    if len(alike) > _NAMED:
        names = words("mend.and_more", names=names, n=len(alike) - _NAMED)
    value = words.of("metric", alike[0].value) if alike[0].column == NOUN_METRIC else words(f"mend.{alike[0].column}")
    return f'<b lang="zh">{visible(names)}</b> → {visible(value)}'
