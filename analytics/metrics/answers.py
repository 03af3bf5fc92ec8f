"""Answers to the two questions of the metrics page: where offences fall, and what projects cost.

Only statements that say what is asked, and where, are counted. What looks related but was not counted is kept, with the first of these
reasons that applies:

``rumour``      its sentence reports hearsay, or asks;
``planned``     it is aimed at or planned, not done;
``macro``       it is about the economy or a budget as a whole;
``ungoverned``  no verb of spending governs it;
``unit_price``  it is the price of one item;
``elsewhere``   it names neither an innovation nor the police;
``other``       it is the movement of another metric (破获案件);
``nationwide``  it is for the whole country;
``placeless``   no place is stated;
``level``       it is a number without a movement.

An answer stands on at least ``LEAST`` different statements; with fewer, there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, overload

import pandas as pd
import pyarrow as pa

from analytics.claims.cached_per_table import remembered
from analytics.claims.provinces import WHOLE_COUNTRY
from analytics.claims.rows import records
from analytics.claims.schema import to_frame
from analytics.claims.selection import Selection
from analytics.claims.table import ClaimTable
from analytics.metrics.cached_results import totals_of
from analytics.metrics.levels import NumberedClaim, numbers
from analytics.metrics.topics import FAMILIES, MOST
from analytics.metrics.totals import Total, Totals

LEAST = 3
REASONS = ("placeless", "nationwide", "rumour", "planned", "other", "elsewhere", "ungoverned", "unit_price", "macro", "level")
Where = tuple[str, str, str]
_WHERE = ["province", "city", "county"]

_SPENT = "投入经费"  # the metric of money spent on projects
_CLAUSE_ENDS = "，,；;。！!？?：:\n|"
# What is looked for, by name: the text (a column of ``_CUT``) and a pattern of RE2, DuckDB's and Arrow's syntax.
_SIGNS: Mapping[str, tuple[str, str]] = {
    "rumour": ("sentence", "网传|谣传|谣言|传言|传闻|据传|听说|不实|辟谣|造谣|[?？]$"),
    "planned": ("before", "力争|争取|目标|计划(?:[^中内里下书]|$)|规划|拟|预计|预期|有望|将[^从由降]*$|打算|下一步|准备|待"),
    "offence": ("subject", "(?:案件?|警情|发案|案由|犯罪)(?:发生)?(?:数|量|率|起数|件数|总量)?$"),
    "spending": ("clause", "投入|投资|斥资|拨款|安排|耗资"),
    "cost": ("clause", "投入|投资|斥资|拨款|安排|耗资|经费|造价|建设费|花费|花了|资金"),
    "macro": (
        "clause",
        "固定资产|生产总值|GDP|财政[总收支]|公共预算|招商|产值|增加值|进出口|房地产|工业投资|民间投资|基础设施投资|外资|社会消费",
    ),
    "of_projects": ("clause", "重点项目|完成投资|签约"),  # of the economy, unless the clause names a police project
    "police_project": ("clause", "公安|警务|派出所|反诈|天网|雪亮|监控|探头"),
    "victims": ("sentence", "被骗|受骗|骗走|骗取|受害人|受害者|事主"),
    "of_a_case": ("clause", "嫌疑人|涉案|理财|炒股|刷单|赌|冻结|止付|追回|返还|挽回"),
    "police": ("sentence", "公安|警|派出所|分局|反诈|巡逻|巡防|交管|禁毒|雪亮工程|天网|视频监控|监控探头|防控"),
    "for_one": ("before", "每|平均|人均|户均|单价|单套"),
}
# The clause that each figure stands in, and what stands before the figure in it.
_CUT = f"""
    WITH told AS (
        SELECT claim_id, subject, text, sentence, greatest(instr(sentence, text) - 1, 0) AS place
        FROM (SELECT claim_id, subject, text, spot FROM {{}} SEMI JOIN given USING (claim_id)) JOIN {{texts}} USING (spot)
    ), cut AS (
        SELECT *, regexp_extract(left(sentence, place), '[^{_CLAUSE_ENDS}]*$') || regexp_extract(substr(sentence, place + 1), '^[^{_CLAUSE_ENDS}]*') AS clause
        FROM told
    )
    SELECT claim_id, sentence, {{signs}} FROM (SELECT *, split_part(clause, text, 1) AS before FROM cut)"""
_THING = ["province", "city", "county", "metric", "subject", "kind", "unit", "basis", "period_start", "period_end"]
_NOT_ABOUT = "-"  # instead of a reason: a statement that is about something else


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedClaim(NumberedClaim):
    """A claim that states a number, with its sentence."""

    sentence: str


class Uncounted(NamedTuple):
    """A statement that looks related but was not counted, and the reason (of ``REASONS``)."""

    claim: QuotedClaim
    reason: str


class UncountedStatements(Sequence[Uncounted]):
    """Statements that were not counted, in the order of ``REASONS``. Only those asked for become records: there may be thousands."""

    def __init__(self, rows: pd.DataFrame) -> None:
        """``rows`` have the columns of ``QuotedClaim`` and ``reason``."""
        self.rows = rows.sort_values("reason", key=lambda reasons: reasons.map(REASONS.index), kind="stable")

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Uncounted: ...
    @overload
    def __getitem__(self, at: slice) -> list[Uncounted]: ...
    def __getitem__(self, at: int | slice) -> Uncounted | list[Uncounted]:
        if isinstance(at, int):
            return self[at : at + 1 or None][0]
        rows = self.rows.iloc[at]
        return [Uncounted(claim, reason) for claim, reason in zip(records(rows, QuotedClaim), rows["reason"], strict=True)]

    def __iter__(self) -> Iterator[Uncounted]:
        return iter(self[:])

    def because(self, reason: str) -> int:
        """How many were not counted for a reason."""
        return int((self.rows["reason"] == reason).sum())


@dataclass(frozen=True)
class Movements:
    """What places say about rises and falls.

    ``counted`` has the statements that count, each once however often it is made, with the columns of ``QuotedClaim`` and ``thing``, a
    number that is equal for statements about the same thing.
    """

    counted: pd.DataFrame
    uncounted: UncountedStatements

    @property
    def has_enough(self) -> bool:
        """Whether there are enough statements for an answer."""
        return len(self.counted) >= LEAST

    @cached_property
    def ways(self) -> dict[Where, set[str]]:
        """The directions that each place reports."""
        found: dict[Where, set[str]] = {}
        for *where, direction in self.counted[[*_WHERE, "direction"]].drop_duplicates().itertuples(index=False):
            found.setdefault((where[0], where[1], where[2]), set()).add(direction)
        return found

    @cached_property
    def disputed(self) -> set[Where]:
        """The places of which one statement says that something rose, and another that the same thing fell."""
        both = self.counted.groupby("thing")["direction"].transform("nunique") > 1
        return set(self.counted.loc[both, _WHERE].itertuples(index=False, name=None))

    def places(self, *directions: str) -> int:
        """How many places report exactly these directions and are not disputed."""
        return sum(ways == {*directions} for where, ways in self.ways.items() if where not in self.disputed)

    @cached_property
    def largest(self) -> QuotedClaim | None:
        """The largest fall in percent; the largest rise where nothing falls; none where the statements about it differ."""
        rows = self.counted
        changes = rows[(rows["unit"] == "%") & (rows["role"] == "change")]
        asked = changes[(changes["direction"] == "down") == (rows["direction"] == "down").any()]
        if asked.empty:
            return None
        top = asked.sort_values(["middle", "claim_id"]).iloc[-1]
        others = changes[(changes["thing"] == top["thing"]) & (changes["doc_id"] != top["doc_id"])]
        if ((others["direction"] != top["direction"]) | (others["middle"] != top["middle"])).any():
            return None
        (claim,) = records(asked.loc[[top.name]], QuotedClaim)
        return claim


@dataclass(frozen=True)
class Spending:
    """What projects cost: the totals of each currency over placed amounts, and what was not counted."""

    totals: Future[Totals]
    uncounted: UncountedStatements

    @property
    def known(self) -> bool:
        """Whether the totals are worked out."""
        return self.totals.done()

    @property
    def added(self) -> Totals:
        """The totals; waits for them."""
        return self.totals.result()

    @property
    def sufficient_totals(self) -> list[Total]:
        """The totals of enough amounts for an answer."""
        return [total for total in self.added.totals if len(total.rows) >= LEAST]

    @property
    def placed(self) -> int:
        """How many amounts are counted, in all currencies."""
        return sum(len(total.rows) for total in self.added.totals)


def weightiest(total: Total) -> tuple[NumberedClaim, float] | None:
    """The amount that makes more than half of a total, with its share; none if there is no such amount."""
    (top,) = records(total.rows.nlargest(1, "middle"), NumberedClaim)
    share = top.middle / total.stated if total.stated else 0.0
    return (top, share) if share > 0.5 else None


def offence_changes(table: ClaimTable, selection: Selection) -> Movements | None:
    """Where offences fall; ``None`` for more than ``MOST`` statements."""
    asked = selection.choosing("metric", FAMILIES["crime"]), selection.choosing("direction", ["up", "down"])
    return None if _too_many(table, *asked) else _falling(table, *asked)


@remembered(16)
def _falling(table: ClaimTable, *asked: Selection) -> Movements:
    found = _statements(table, *asked)
    return _movements(found, _why_no_movement(found))


def changes(table: ClaimTable, rows: pd.DataFrame) -> Movements:
    """What places say in ``rows``, the changes of one chart, whatever they measure."""
    found = _with_signs(table, rows)
    return _movements(found, _first_of(found, [*_untrue(found), *_unplaced(found)]))


def project_costs(table: ClaimTable, selection: Selection) -> Spending | None:
    """What projects cost; ``None`` for more than ``MOST`` statements."""
    asked = selection.choosing("kind", ["money"])
    return None if _too_many(table, asked) else _spent(table, asked)


@remembered(16)
def _spent(table: ClaimTable, asked: Selection) -> Spending:
    found = _statements(table, asked)
    counted, uncounted = _divided(found, _why_not_spent(found))
    return Spending(totals_of(counted.assign(metric=_SPENT)), uncounted)


def _too_many(table: ClaimTable, *selections: Selection) -> bool:
    return sum(table.summary(selection).figures for selection in selections) > MOST


# --- what counts -------------------------------------------------------------------------------

# The reason for each row of a frame of statements: ``""`` to count it, ``_NOT_ABOUT`` to leave it out without a word. Of the conditions, given
# with their reasons, the first that holds decides.
_Conditions = Sequence[tuple["pd.Series[bool]", str]]


def _first_of(found: pd.DataFrame, conditions: _Conditions) -> pd.Series:
    reasons = pd.Series("", found.index, dtype=object)
    for holds, reason in reversed(conditions):
        reasons = reasons.mask(holds, reason)
    return reasons


def _why_no_movement(found: pd.DataFrame) -> pd.Series:
    """The reasons not to count statements as movements of offences."""
    offence = found["metric"].isin(FAMILIES["crime"])
    about = (found["direction"] != "") & (found["kind"] != "money") & found["offence"]
    own = [(~offence & about, "other"), (~offence, _NOT_ABOUT), (found["direction"] == "", "level")]
    reasons = _first_of(found, [*own, *_untrue(found), *_unplaced(found)])
    sentences = pd.MultiIndex.from_frame(found[["doc_id", "sentence_start"]])
    told = sentences.isin(sentences[reasons == ""])
    return reasons.mask((reasons == "level") & told, _NOT_ABOUT)  # the number beside a movement that is counted


def _why_not_spent(found: pd.DataFrame) -> pd.Series:
    """The reasons not to count amounts as spent on projects."""
    elsewhere = (found["innovation"] == "") & ~found["police"]
    other = found["role"].isin(["change", "share"]) | ~found["cost"] | found["victims"] | found["of_a_case"]
    macro = found["macro"] | (found["of_projects"] & (found["innovation"] == "") & ~found["police_project"])
    own = [(other, _NOT_ABOUT), (macro, "macro"), (~found["spending"], "ungoverned"), (found["for_one"], "unit_price")]
    return _first_of(found, [*own, (elsewhere, "elsewhere"), *_untrue(found), *_unplaced(found)])


def _untrue(found: pd.DataFrame) -> _Conditions:
    return [(found["rumour"], "rumour"), (found["planned"], "planned")]


def _unplaced(found: pd.DataFrame) -> _Conditions:
    return [(found["province"] == WHOLE_COUNTRY, "nationwide"), (found["province"] == "", "placeless")]


# --- parts -------------------------------------------------------------------------------------


def _statements(table: ClaimTable, *selections: Selection) -> pd.DataFrame:
    """The statements of several selections, without repeats, each once."""
    rows = pd.concat([table.rows(selection.listing_repeats(False)) for selection in selections]).drop_duplicates("claim_id")
    return _with_signs(table, numbers(rows))


def _with_signs(table: ClaimTable, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, which come from ``levels.numbers``, with their sentence and a column of truth values for each of ``_SIGNS``."""
    wanted = pa.table({"claim_id": pa.array(rows["claim_id"], pa.string())})
    signs = ", ".join(f"regexp_matches({text}, ${name}) AS {name}" for name, (text, _) in _SIGNS.items())
    patterns = {name: pattern for name, (_, pattern) in _SIGNS.items()}
    told = to_frame(table.ask(_CUT.replace("{signs}", signs), ["sentence"], wanted, **patterns))
    return rows.merge(told, on="claim_id")


def _movements(found: pd.DataFrame, reasons: pd.Series) -> Movements:
    """Statements that say the same about the same thing count once."""
    counted, uncounted = _divided(found, reasons)
    counted = counted.assign(thing=_thing(counted)).drop_duplicates(["thing", "direction", "middle"], keep="last")
    return Movements(counted, uncounted)


def _divided(found: pd.DataFrame, reasons: pd.Series) -> tuple[pd.DataFrame, UncountedStatements]:
    """The statements that count, and those that do not with their reason."""
    left = (reasons != "") & (reasons != _NOT_ABOUT)
    return found[reasons == ""], UncountedStatements(found[left].assign(reason=reasons[left]))


def _thing(rows: pd.DataFrame) -> pd.Series:
    """A hash of what a change is a change of. A day of publication is no period."""
    by_day = rows["period_basis"] == "published"
    periods = {name: rows[name].mask(by_day) for name in ("period_start", "period_end")}
    return pd.util.hash_pandas_object(rows[_THING].assign(**periods), index=False)
