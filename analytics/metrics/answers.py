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

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from analytics.claims.provinces import WHOLE_COUNTRY
from analytics.claims.rows import columns_of, records
from analytics.claims.schema import to_frame
from analytics.claims.selection import Selection
from analytics.claims.table import ClaimTable
from analytics.metrics.levels import NumberedClaim, numbers
from analytics.metrics.topics import FAMILIES, MOST
from analytics.metrics.totals import Total, Totals, totals

LEAST = 3
REASONS = ("placeless", "nationwide", "rumour", "planned", "other", "elsewhere", "ungoverned", "unit_price", "macro", "level")
Where = tuple[str, str, str]

_SPENT = "投入经费"  # the metric of money spent on projects
_RUMOUR = re.compile("网传|谣传|谣言|传言|传闻|据传|听说|不实|辟谣|造谣|[?？]$")
_PLANNED = re.compile("力争|争取|目标|计划|规划|拟|预计|预期|有望|将(?![^，,；;。]*[从由降])|打算|下一步|准备|待")
_OFFENCE = re.compile("(?:案件?|警情|发案|案由|犯罪)(?:发生)?(?:数|量|率|起数|件数|总量)?$")
_SPENDING = re.compile("投入|投资|斥资|拨款|安排|耗资")
_COST = re.compile("投入|投资|斥资|拨款|安排|耗资|经费|造价|建设费|花费|花了|资金")
_MACRO = re.compile(
    "固定资产|生产总值|GDP|财政[总收支]|公共预算|招商|产值|增加值|进出口|房地产|工业投资|民间投资|基础设施投资|外资|社会消费|重点项目|完成投资|签约"
)
_VICTIMS = re.compile("被骗|受骗|骗走|骗取|受害人|受害者|事主")
_OF_A_CASE = re.compile("嫌疑人|涉案|理财|炒股|刷单|赌|冻结|止付|追回|返还|挽回")
_POLICE = re.compile("公安|警|派出所|分局|反诈|巡逻|巡防|交管|禁毒|雪亮工程|天网|视频监控|监控探头|防控")
_FOR_ONE = re.compile("每|平均|人均|户均|单价|单套")
_CLAUSE = re.compile("[，,；;。！!？?：:\n|]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(NumberedClaim):
    """A claim that states a number, with its sentence."""

    sentence: str

    @property
    def clause(self) -> str:
        """The clause of its sentence that the figure stands in."""
        at = max(self.sentence.find(self.text), 0)
        return _CLAUSE.split(self.sentence[:at])[-1] + _CLAUSE.split(self.sentence[at:])[0]

    @property
    def before(self) -> str:
        """What stands before the figure in its clause."""
        return self.clause.partition(self.text)[0]


class Uncounted(NamedTuple):
    """A statement that looks related but was not counted, and the reason (of ``REASONS``)."""

    claim: Statement
    reason: str


@dataclass(frozen=True)
class Movements:
    """What places say about rises and falls: the statements counted, each once however often it is made, and the others."""

    counted: Sequence[Statement]
    uncounted: Sequence[Uncounted]

    @property
    def stands(self) -> bool:
        """Whether there are enough statements for an answer."""
        return len(self.counted) >= LEAST

    @cached_property
    def ways(self) -> dict[Where, set[str]]:
        """The directions that each place reports."""
        found: dict[Where, set[str]] = {}
        for claim in self.counted:
            found.setdefault(_where(claim), set()).add(claim.direction)
        return found

    @cached_property
    def disputed(self) -> set[Where]:
        """The places of which one statement says that something rose, and another that the same thing fell."""
        ways: dict[tuple[object, ...], set[str]] = {}
        for claim in self.counted:
            ways.setdefault(_thing(claim), set()).add(claim.direction)
        return {_where(claim) for claim in self.counted if len(ways[_thing(claim)]) > 1}

    def places(self, *directions: str) -> int:
        """How many places report exactly these directions and are not disputed."""
        return sum(ways == {*directions} for where, ways in self.ways.items() if where not in self.disputed)

    def without(self, reason: str) -> int:
        """How many statements were not counted for a reason."""
        return sum(one.reason == reason for one in self.uncounted)

    @cached_property
    def largest(self) -> Statement | None:
        """The largest fall in percent; the largest rise where nothing falls; none where the statements about it differ."""
        falls = any(claim.direction == "down" for claim in self.counted)
        changes = [claim for claim in self.counted if claim.unit == "%" and claim.role == "change"]
        asked = [claim for claim in changes if (claim.direction == "down") == falls]
        top = max(asked, key=lambda claim: (claim.middle, claim.claim_id), default=None)
        return None if top is None or any(_differ(top, other) for other in changes) else top


@dataclass(frozen=True)
class Spending:
    """What projects cost: the totals of each currency over placed amounts, and what was not counted."""

    added: Totals
    uncounted: Sequence[Uncounted]

    @property
    def standing(self) -> list[Total]:
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


def falling(table: ClaimTable, selection: Selection) -> Movements | None:
    """Where offences fall; ``None`` for more statements than are read one by one."""
    family = selection.choosing("metric", FAMILIES["crime"])
    moving = selection.choosing("direction", ["up", "down"])
    found = _statements(table, family, moving)
    return None if found is None else movements(found)


def movements(statements: Iterable[Statement]) -> Movements:
    """The rises and falls of offences among ``statements``."""
    counted, uncounted = _divided(statements, _why_no_movement)
    told = {(claim.doc_id, claim.sentence_start) for claim in counted}
    kept = [one for one in uncounted if one.reason != "level" or (one.claim.doc_id, one.claim.sentence_start) not in told]
    return Movements(_each_once(counted), kept)


def changes(table: ClaimTable, rows: pd.DataFrame) -> Movements:
    """What places say in ``rows``, the changes of one chart, whatever they measure."""
    counted, uncounted = _divided(_with_sentences(table, rows), lambda claim: _untrue(claim) or _unplaced(claim))
    return Movements(_each_once(counted), uncounted)


def spent(table: ClaimTable, selection: Selection) -> Spending | None:
    """What projects cost; ``None`` for more statements than are read one by one."""
    found = _statements(table, selection.choosing("kind", ["money"]))
    return None if found is None else spending(found)


def spending(statements: Iterable[Statement]) -> Spending:
    """The amounts spent on projects among ``statements``."""
    counted, uncounted = _divided((one for one in statements if one.kind == "money"), _why_not_spent)
    projects = [replace(claim, metric=_SPENT) for claim in counted]
    return Spending(totals(pd.DataFrame(projects, columns=columns_of(Statement))), uncounted)


# --- what counts -------------------------------------------------------------------------------


def _why_no_movement(claim: Statement) -> str | None:
    """The reason not to count a statement as a movement of offences, ``""`` to count it, ``None`` if it is not about offences."""
    if claim.metric not in FAMILIES["crime"]:
        about = bool(claim.direction) and claim.kind != "money" and bool(_OFFENCE.search(claim.subject))
        return "other" if about else None
    if not claim.direction:
        return "level"
    return _untrue(claim) or _unplaced(claim)


def _why_not_spent(claim: Statement) -> str | None:
    """The reason not to count an amount as spent on a project, ``""`` to count it, ``None`` if it is not about spending."""
    if (
        claim.role in ("change", "share")
        or not _COST.search(claim.clause)
        or _VICTIMS.search(claim.sentence)
        or _OF_A_CASE.search(claim.clause)
    ):
        return None
    if _MACRO.search(claim.clause):
        return "macro"
    if not _SPENDING.search(claim.clause):
        return "ungoverned"
    if _FOR_ONE.search(claim.before):
        return "unit_price"
    if not claim.innovation and not _POLICE.search(claim.sentence):
        return "elsewhere"
    return _untrue(claim) or _unplaced(claim)


def _untrue(claim: Statement) -> str:
    if _RUMOUR.search(claim.sentence):
        return "rumour"
    return "planned" if _PLANNED.search(claim.before) else ""


def _unplaced(claim: Statement) -> str:
    return "nationwide" if claim.province == WHOLE_COUNTRY else "" if claim.province else "placeless"


# --- parts -------------------------------------------------------------------------------------


def _statements(table: ClaimTable, *selections: Selection) -> list[Statement] | None:
    """The statements of several selections, without repeats, each once; ``None`` if there are more than ``MOST``."""
    once = [selection.listing_repeats(False) for selection in selections]
    if sum(table.summary(selection).figures for selection in once) > MOST:
        return None
    return _with_sentences(table, numbers(pd.concat([table.rows(selection) for selection in once]).drop_duplicates("claim_id")))


def _with_sentences(table: ClaimTable, rows: pd.DataFrame) -> list[Statement]:
    """The rows, which come from ``levels.numbers``, with their sentences."""
    wanted = pa.table({"claim_id": pa.array(rows["claim_id"], pa.string())})
    form = "SELECT claim_id, sentence FROM (SELECT claim_id, spot FROM {} SEMI JOIN given USING (claim_id)) JOIN {texts} USING (spot)"
    sentences = to_frame(table.ask(form, ["sentence"], wanted))
    return records(rows.merge(sentences, on="claim_id"), Statement)


def _divided(statements: Iterable[Statement], why: Callable[[Statement], str | None]) -> tuple[list[Statement], list[Uncounted]]:
    """The statements that count, and those that do not with the reason, in the order of ``REASONS``."""
    judged = [(claim, reason) for claim in statements if (reason := why(claim)) is not None]
    counted = [claim for claim, reason in judged if not reason]
    uncounted = [Uncounted(claim, reason) for claim, reason in judged if reason]
    return counted, sorted(uncounted, key=lambda one: REASONS.index(one.reason))


def _where(claim: Statement) -> Where:
    return claim.province, claim.city, claim.county


def _each_once(claims: Iterable[Statement]) -> list[Statement]:
    """Claims that state the same about the same thing count once."""
    return list({(_thing(claim), claim.direction, claim.middle): claim for claim in claims}.values())


def _thing(claim: Statement) -> tuple[object, ...]:
    """What a change is a change of. A day of publication is no period."""
    period = () if claim.period_basis == "published" else (claim.period_start, claim.period_end)
    return _where(claim), claim.metric, claim.subject, claim.kind, claim.unit, claim.basis, period


def _differ(one: Statement, other: Statement) -> bool:
    """Whether two articles state different changes of one thing."""
    return one.doc_id != other.doc_id and _thing(one) == _thing(other) and (one.direction, one.middle) != (other.direction, other.middle)
