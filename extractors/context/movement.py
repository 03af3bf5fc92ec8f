"""Role, direction and basis of a figure: level, share or change; up or down; compared with which time.

The production of the clause grammar that governs a figure (``syntax.grammar``) gives the role, its verb the direction. Figures in a list, a
bracket after a change and the level reached inherit from the figure before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

from extractors.context.comparison import read_basis
from extractors.lexicon import lexicon
from extractors.model import Basis, Direction, Period, Role
from extractors.syntax.clause import Statement
from extractors.syntax.grammar import FOLLOWING, governing

_WITH_OBJECT = frozenset(lexicon("clause")["with_object"])
_SIGNS: dict[str, Direction] = {
    "+": "up",
    "＋": "up",
    "↑": "up",
    "▲": "up",
    "-": "down",
    "−": "down",
    "－": "down",
    "↓": "down",
    "▼": "down",
}
# Productions that pass their movement on to the next figure of a list.
_PASSED_ON = {"next_object": ("moved_object", "next_object"), "next_counted": ("moved_by", "moved_object", "next_counted")}
# A fraction or half is a share of something; a percentage may be a level.
_PARTS = frozenset({"percentages.fraction", "percentages.half", "percentages.tenths", "percentages.slashed"})
_REST = ("余下", "其余", "剩余", "剩下")
_RATE = ("率", "度", "指数", "比例", "比重", "占比", "比")
_REACHING = regex.compile(r"(?r)(?:b|[UD]|[ud]a*B)[aetzoqrknf5]*\Z")
_FROM = regex.compile(r"o[^1-4,;:().udUD]{0,10}\Z")
_OF_FROM = regex.compile(r"[^;.]{0,8}?[bUD]")
_PART_OF = regex.compile(r"z?(?![udUDIFxV])[nAlg]")
_LEVEL_BEHIND = regex.compile(r"的?(?:\p{Han}{0,2}水平|高位|\p{Han}{0,2}速度|增速|增幅|比例|成绩|态势)")  # 保持在98%以上的高水平
_SAYS_WHAT_PART = regex.compile(r"(?:(?<=[,;.:(wj])|\A)2a*(?:b[nA]|[vV])")  # 83.3%发生在夜间; 6万辆且45%为旅游大巴
_LIKE = regex.compile(r"ba*\Z")  # 相当于五分之一
_WHOLE = ("总量", "总数", "总额", "总人数", "总人口", "总面积")
_OF_WHOLE = regex.compile(r"z\Z")
_PEOPLE = ("者", "籍", "民", "员", "客", "众", "车主", "司机", "学生")
_MOST_LEFT = 24  # tokens; no production reaches further back


class Movement(NamedTuple):
    """Role, direction and basis of one figure, and the production they come from."""

    role: Role = ""
    direction: Direction = ""
    basis: Basis = ""
    production: str = ""


_NONE, _LEVEL, _SHARE = Movement(), Movement("level"), Movement("share")


def read_movements(statement: Statement, periods: Sequence[Period]) -> list[Movement]:
    """Return the movement of each figure of a sentence, in order; ``periods`` are the periods of the figures."""
    found: list[Movement] = []
    for i in range(len(statement.figures)):
        found.append(_movement(statement, i, found, periods))
    return found


def _movement(statement: Statement, i: int, found: Sequence[Movement], periods: Sequence[Period]) -> Movement:
    figure = statement.figures[i]
    if figure.kind == "date":
        return _NONE
    moved = _moved(statement, i, found)
    if figure.kind == "duration":  # no role; 压缩至5天 still gives its direction
        return Movement("", moved.direction, "", moved.production)
    if moved.role == "change" or (moved.direction and moved.role == "level"):
        before = statement.amount_before(i)
        earlier = found[before] if before >= 0 else _NONE
        basis = read_basis(statement, i, periods[i], earlier.basis, from_base=earlier.production in ("from", "base"))
        return moved._replace(basis=basis or moved.basis)
    return moved


def _moved(statement: Statement, i: int, found: Sequence[Movement]) -> Movement:
    """Role and direction of figure ``i``; the basis is set only if inherited from the figure before."""
    figure, k = statement.figures[i], statement.at[i]
    if figure.reading.role:
        return Movement(figure.reading.role, figure.reading.direction or _reached(statement, k), "", "of_the_figure")
    if sign := _sign(statement, i):
        return Movement("change", sign, "", "signed")
    group = statement.lists[i]
    if group and (own := _own_verb(statement, i)):
        return Movement("change", own, "", "respectively")
    if _is_from(statement, i):
        return Movement("level", "", "", "from")
    if statement.is_base(i):
        return Movement("level", "", "", "base")
    if i and (reached := _to(statement, i)):
        return Movement("level", reached, "", "from_to")
    begin = max(0, k - _MOST_LEFT)
    ruled = governing(statement.classes, begin, k)
    read = _read(statement, i, *ruled, found) if ruled else None
    return read or _resting(statement, i)


def _read(statement: Statement, i: int, name: str, match: regex.Match[str], found: Sequence[Movement]) -> Movement | None:
    """Movement of figure ``i`` under production ``name``; ``None`` if its words rule the production out."""
    figure = statement.figures[i]
    verb = statement.tokens[match.start("verb")] if match.start("verb") >= 0 else None
    match name:
        case "base":
            return Movement("level", "", "", name)
        case "noun_of_movement":
            return Movement("change", "up" if match["verb"] == "I" else "down", "", name)
        case "moved_to":
            return Movement("level", _direction(match["verb"]), "", name)
        case "moved_by":
            amounting = match.start("amounting")
            reached = amounting >= 0 and statement.tokens[amounting].text.startswith("达到")
            return Movement("level" if reached else "change", _direction(match["verb"]), "", name)
        case "more_or_fewer":
            compared = figure.kind == "percentage" or any(
                cls in "cym" for cls in statement.classes[max(0, match.start() - _MOST_LEFT) : match.start()]
            )
            return Movement("change", "up" if match["verb"] == "M" else "down", "", name) if compared else None
        case "difference":
            times = any(cls in "t5" for cls in statement.classes[match.start() + 1 : statement.at[i]])
            up = verb is not None and verb.text in ("高于", "多于", "高出", "快于", "超出", "高过")
            earlier = match.start() + 1 == statement.at[i] and _than_before(statement, match.start())
            return Movement("change", "up" if up else "down", "", name) if times or earlier else Movement("level", "", "", name)
        case "moved_object":
            if verb is None or (verb.text not in _WITH_OBJECT and figure.kind not in ("percentage", "multiple", "duration")):
                return None
            return Movement("change", _direction(match["verb"]), "", name)
        case "share":
            return Movement("share", "", "", name) if figure.kind == "percentage" else None
        case "reached_behind" | "next_share" | "next_object" | "next_counted" | "said_again" | "listed":
            before = _previous(statement, match, found)
            return _passed_on(statement, i, name, match, before) if before else None
    return None


def _passed_on(statement: Statement, i: int, name: str, match: regex.Match[str], before: Movement) -> Movement | None:
    """Movement that figure ``i`` inherits from the figure before under production ``name``; ``None`` if it inherits none."""
    figure, k = statement.figures[i], statement.at[i]
    match name:
        case "reached_behind":
            served = statement.tokens[k - 1].text == "为" and statement.classes[k + 1 : k + 2] in tuple("ng")  # 为49.9万名群众挽回损失
            return Movement("level", before.direction, before.basis, name) if before.role == "change" and not served else None
        case "said_again":
            return before._replace(production=name) if before.role == "change" else None
        case "listed":
            adjoining = k - statement.at[i - 1] == 2 and "j" in match[0]  # 增加14件、631万元
            alike = statement.figures[i - 1].kind == figure.kind or bool(statement.lists[i]) or adjoining
            together = ("," not in match[0] or statement.lists[i] is not None) and not _stays(statement, k)
            return before._replace(production=name) if alike and together and (before.direction or before.role == "share") else None
    if figure.kind == "percentage" and before.role == "share" and not _of_rate(statement, i):  # 越南籍占六成、印尼籍三成
        return _SHARE
    return before._replace(production=name) if before.production in _PASSED_ON.get(name, ()) else None


def _stays(statement: Statement, k: int) -> bool:
    """Whether the word before token ``k`` states an unchanged value: ``下降9.4%并保持100%侦破``."""
    return statement.tokens[k - 1].text.startswith(("保持", "维持", "稳定在"))


def _previous(statement: Statement, match: regex.Match[str], found: Sequence[Movement]) -> Movement | None:
    figure = statement.figure_at[match.start("previous")]
    return found[figure] if figure >= 0 else None


def _than_before(statement: Statement, k: int) -> bool:
    """Whether the comparison before token ``k`` is with an earlier time or event (比上次调查), not with another level (比全省平均)."""
    begin = statement.classes.rfind("c", statement.clause(k)[0], k)
    return begin >= 0 and not any(
        token.cls in "gle" or "平均" in token.text or "水平" in token.text for token in statement.tokens[begin + 1 : k]
    )


def _direction(verb: str) -> Direction:
    return "up" if verb in "uUI" else "down"


def _sign(statement: Statement, i: int) -> Direction:
    """Direction of a sign right before the figure (``-31.5%``, ``↑12.6%``); the dash of a range is no sign."""
    at = statement.figures[i].start - 1
    if at < statement.start or statement.figures[i].kind not in ("percentage", "count") or statement.text[at] not in _SIGNS:
        return ""
    before = statement.text[at - 1 : at]
    return "" if before.isascii() and before.isalnum() else _SIGNS[statement.text[at]]


def _own_verb(statement: Statement, i: int) -> Direction:
    """Direction of figure ``i`` in a distributive list of verbs: ``分别下降、上升6.3%、2.2个百分点``."""
    group = statement.lists[i]
    if group is None:
        return ""
    verbs = [cls for cls in statement.classes[group.verb : statement.at[group.first]] if cls in "udUD"]
    return _direction(verbs[i - group.first]) if len(verbs) == group.size else ""


def _is_from(statement: Statement, i: int) -> bool:
    """Whether figure ``i`` is the starting value of a change: 83 in ``由83件降至36件``."""
    k = statement.at[i]
    if not _FROM.search(statement.classes, max(0, k - _MOST_LEFT), k):
        return False
    match = _OF_FROM.match(statement.classes, k + 1)
    return bool(match) and any(cls in "1234" for cls in statement.classes[match.end() : match.end() + 8]) if match else False


def _to(statement: Statement, i: int) -> Direction:
    """Direction of a change that ends at figure ``i``: that of the verb, else of the two numbers; empty if there is no such change."""
    before = statement.amount_before(i)
    k = statement.at[i]
    while before >= 0 and statement.at[before] > k - _MOST_LEFT:
        between = statement.classes[statement.at[before] + 1 : k]
        if ";" in between or "." in between:
            return ""
        begins = _is_from(statement, before)
        if begins and _REACHING.search(between):
            verbs = [cls for cls in between if cls in "udUD"]
            if verbs:
                return _direction(verbs[-1])
            first, last = (statement.figures[one].reading.amount for one in (before, i))
            if first and last and first.value is not None and last.value is not None and first.value != last.value:
                return "up" if last.value > first.value else "down"
            return ""
        if begins or statement.lists[i] is None or statement.lists[before] is None:
            return ""
        before = statement.amount_before(before)
    return ""


def _resting(statement: Statement, i: int) -> Movement:
    """Movement of a figure without a verb of movement before it: a change named after it, a share, or a level."""
    figure, k = statement.figures[i], statement.at[i]
    if figure.kind in ("percentage", "multiple") and (match := FOLLOWING.match(statement.classes, k + 1)):
        basis: Basis = {"y": "yoy", "m": "mom"}.get(match["basis"] or "", "")  # type: ignore[assignment]
        return Movement("change", _direction(match["verb"]), basis, "movement_behind")
    if figure.kind != "percentage":
        return _LEVEL
    begin = statement.clause(k)[0]
    left, before = statement.classes[begin:k], statement.words(begin, k)
    if _OF_WHOLE.search(left):  # 是三年前的三分之一: a comparison is a level
        compared = ("b" in left or left[-2:-1] in tuple("tf5")) and "s" not in left
        return _LEVEL if compared or before.endswith(tuple(f"{rate}的" for rate in _RATE)) else _SHARE
    if _of_rate(statement, i):
        return _LEVEL
    if _of_counted(statement, begin, k):
        return _SHARE
    if before.endswith((*_REST, *_WHOLE)) or _SAYS_WHAT_PART.match(statement.classes, k):
        return _SHARE
    if figure.rule in _PARTS:
        return _LEVEL if _LIKE.search(left) and statement.tokens[k - 1].text != "为" else _SHARE
    of_parts = (
        figure.reading.unit == "%" and _PART_OF.match(statement.classes, k + 1) and not _LEVEL_BEHIND.match(statement.text, figure.end)
    )
    return _SHARE if of_parts else _LEVEL


def _of_rate(statement: Statement, i: int) -> bool:
    k = statement.at[i]
    return any(token.text.endswith(_RATE) and token.cls == "n" for token in statement.tokens[statement.clause(k)[0] : k])


def _of_counted(statement: Statement, begin: int, k: int) -> bool:
    """Whether a percentage is a share of people or of a headless 的 phrase: ``车主超过94%``, ``六分钟内到场的达94.6%``."""
    while k > begin and statement.tokens[k - 1].cls in "aB":
        k -= 1
    last, before = statement.tokens[k - 1], statement.tokens[k - 2].text if k - 1 > begin else ""
    return k > begin and ((last.cls == "n" and last.text.endswith(_PEOPLE)) or (last.text == "的" and bool(before) and before[0] != "最"))


def _reached(statement: Statement, k: int) -> Direction:
    """Direction of a rank, from the verb before it: ``跃升至第三位``."""
    for token in reversed(statement.tokens[max(0, k - 4) : k]):
        if token.cls in "udUD":
            return _direction(token.cls)
        if token.cls not in "abgn":
            return ""
    return ""
