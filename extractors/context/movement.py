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
from extractors.syntax.clause import TokenizedSentence
from extractors.syntax.grammar import FOLLOWING, governing_production

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


def read_movements(sentence: TokenizedSentence, periods: Sequence[Period]) -> list[Movement]:
    """Return the movement of each figure of a sentence, in order; ``periods`` are the periods of the figures."""
    found: list[Movement] = []
    for i in range(len(sentence.figures)):
        found.append(_movement(sentence, i, found, periods))
    return found


def _movement(sentence: TokenizedSentence, i: int, found: Sequence[Movement], periods: Sequence[Period]) -> Movement:
    figure = sentence.figures[i]
    if figure.kind == "date":
        return _NONE
    moved = _moved(sentence, i, found)
    if figure.kind == "duration":  # no role; 压缩至5天 still gives its direction
        return Movement("", moved.direction, "", moved.production)
    if moved.role == "change" or (moved.direction and moved.role == "level"):
        before = sentence.amount_before(i)
        earlier = found[before] if before >= 0 else _NONE
        basis = read_basis(sentence, i, periods[i], earlier.basis, from_base=earlier.production in ("from", "base"))
        return moved._replace(basis=basis or moved.basis)
    return moved


def _moved(sentence: TokenizedSentence, i: int, found: Sequence[Movement]) -> Movement:
    """Role and direction of figure ``i``; the basis is set only if inherited from the figure before."""
    figure, k = sentence.figures[i], sentence.at[i]
    if figure.value.role:
        return Movement(figure.value.role, figure.value.direction or _reached(sentence, k), "", "of_the_figure")
    if sign := _sign(sentence, i):
        return Movement("change", sign, "", "signed")
    group = sentence.lists[i]
    if group and (own := _own_verb(sentence, i)):
        return Movement("change", own, "", "respectively")
    if _is_from(sentence, i):
        return Movement("level", "", "", "from")
    if sentence.is_base(i):
        return Movement("level", "", "", "base")
    if i and (reached := _to(sentence, i)):
        return Movement("level", reached, "", "from_to")
    begin = max(0, k - _MOST_LEFT)
    ruled = governing_production(sentence.classes, begin, k)
    read = _read(sentence, i, *ruled, found) if ruled else None
    return read or _resting(sentence, i)


def _read(sentence: TokenizedSentence, i: int, name: str, match: regex.Match[str], found: Sequence[Movement]) -> Movement | None:
    """Movement of figure ``i`` under production ``name``; ``None`` if its words rule the production out."""
    figure = sentence.figures[i]
    verb = sentence.tokens[match.start("verb")] if match.start("verb") >= 0 else None
    match name:
        case "base":
            return Movement("level", "", "", name)
        case "noun_of_movement":
            return Movement("change", "up" if match["verb"] == "I" else "down", "", name)
        case "moved_to":
            return Movement("level", _direction(match["verb"]), "", name)
        case "moved_by":
            amounting = match.start("amounting")
            reached = amounting >= 0 and sentence.tokens[amounting].text.startswith("达到")
            return Movement("level" if reached else "change", _direction(match["verb"]), "", name)
        case "more_or_fewer":
            compared = figure.kind == "percentage" or any(
                cls in "cym" for cls in sentence.classes[max(0, match.start() - _MOST_LEFT) : match.start()]
            )
            return Movement("change", "up" if match["verb"] == "M" else "down", "", name) if compared else None
        case "difference":
            times = any(cls in "t5" for cls in sentence.classes[match.start() + 1 : sentence.at[i]])
            up = verb is not None and verb.text in ("高于", "多于", "高出", "快于", "超出", "高过")
            earlier = match.start() + 1 == sentence.at[i] and _than_before(sentence, match.start())
            return Movement("change", "up" if up else "down", "", name) if times or earlier else Movement("level", "", "", name)
        case "moved_object":
            if verb is None or (verb.text not in _WITH_OBJECT and figure.kind not in ("percentage", "multiple", "duration")):
                return None
            return Movement("change", _direction(match["verb"]), "", name)
        case "share":
            return Movement("share", "", "", name) if figure.kind == "percentage" else None
        case "reached_behind" | "next_share" | "next_object" | "next_counted" | "said_again" | "listed":
            before = _previous(sentence, match, found)
            return _passed_on(sentence, i, name, match, before) if before else None
    return None


def _passed_on(sentence: TokenizedSentence, i: int, name: str, match: regex.Match[str], before: Movement) -> Movement | None:
    """Movement that figure ``i`` inherits from the figure before under production ``name``; ``None`` if it inherits none."""
    figure, k = sentence.figures[i], sentence.at[i]
    match name:
        case "reached_behind":
            # 为49.9万名群众挽回损失, 为1亿人次提供便利
            served = sentence.tokens[k - 1].text == "为" and sentence.classes[k + 1 : k + 2] in tuple("ngvV")
            return Movement("level", before.direction, before.basis, name) if before.role == "change" and not served else None
        case "said_again":
            return before._replace(production=name) if before.role == "change" else None
        case "listed":
            adjoining = k - sentence.at[i - 1] == 2 and "j" in match[0]  # 增加14件、631万元
            alike = sentence.figures[i - 1].kind == figure.kind or bool(sentence.lists[i]) or adjoining
            together = ("," not in match[0] or sentence.lists[i] is not None) and not _stays(sentence, k)
            return before._replace(production=name) if alike and together and (before.direction or before.role == "share") else None
    if figure.kind == "percentage" and before.role == "share" and not _of_rate(sentence, i):  # 越南籍占六成、印尼籍三成
        return _SHARE
    return before._replace(production=name) if before.production in _PASSED_ON.get(name, ()) else None


def _stays(sentence: TokenizedSentence, k: int) -> bool:
    """Whether the word before token ``k`` states an unchanged value: ``下降9.4%并保持100%侦破``."""
    return sentence.tokens[k - 1].text.startswith(("保持", "维持", "稳定在"))


def _previous(sentence: TokenizedSentence, match: regex.Match[str], found: Sequence[Movement]) -> Movement | None:
    figure = sentence.figure_at[match.start("previous")]
    return found[figure] if figure >= 0 else None


def _than_before(sentence: TokenizedSentence, k: int) -> bool:
    """Whether the comparison before token ``k`` is with an earlier time or event (比上次调查), not with another level (比全省平均)."""
    begin = sentence.classes.rfind("c", sentence.clause(k)[0], k)
    return begin >= 0 and not any(
        token.cls in "gle" or "平均" in token.text or "水平" in token.text for token in sentence.tokens[begin + 1 : k]
    )


def _direction(verb: str) -> Direction:
    return "up" if verb in "uUI" else "down"


def _sign(sentence: TokenizedSentence, i: int) -> Direction:
    """Direction of a sign right before the figure (``-31.5%``, ``↑12.6%``); the dash of a range is no sign."""
    at = sentence.figures[i].start - 1
    if at < sentence.start or sentence.figures[i].kind not in ("percentage", "count") or sentence.text[at] not in _SIGNS:
        return ""
    before = sentence.text[at - 1 : at]
    return "" if before.isascii() and before.isalnum() else _SIGNS[sentence.text[at]]


def _own_verb(sentence: TokenizedSentence, i: int) -> Direction:
    """Direction of figure ``i`` in a distributive list of verbs: ``分别下降、上升6.3%、2.2个百分点``."""
    group = sentence.lists[i]
    if group is None:
        return ""
    verbs = [cls for cls in sentence.classes[group.verb : sentence.at[group.first]] if cls in "udUD"]
    return _direction(verbs[i - group.first]) if len(verbs) == group.size else ""


def _is_from(sentence: TokenizedSentence, i: int) -> bool:
    """Whether figure ``i`` is the starting value of a change: 83 in ``由83件降至36件``."""
    k = sentence.at[i]
    if not _FROM.search(sentence.classes, max(0, k - _MOST_LEFT), k):
        return False
    match = _OF_FROM.match(sentence.classes, k + 1)
    return bool(match) and any(cls in "1234" for cls in sentence.classes[match.end() : match.end() + 8]) if match else False


def _to(sentence: TokenizedSentence, i: int) -> Direction:
    """Direction of a change that ends at figure ``i``: that of the verb, else of the two numbers; empty if there is no such change."""
    before = sentence.amount_before(i)
    k = sentence.at[i]
    while before >= 0 and sentence.at[before] > k - _MOST_LEFT:
        between = sentence.classes[sentence.at[before] + 1 : k]
        if ";" in between or "." in between:
            return ""
        begins = _is_from(sentence, before)
        if begins and _REACHING.search(between):
            verbs = [cls for cls in between if cls in "udUD"]
            if verbs:
                return _direction(verbs[-1])
            first, last = (sentence.figures[one].value.amount for one in (before, i))
            if first and last and first.value is not None and last.value is not None and first.value != last.value:
                return "up" if last.value > first.value else "down"
            return ""
        if begins or sentence.lists[i] is None or sentence.lists[before] is None:
            return ""
        before = sentence.amount_before(before)
    return ""


def _resting(sentence: TokenizedSentence, i: int) -> Movement:
    """Movement of a figure without a verb of movement before it: a change named after it, a share, or a level."""
    figure, k = sentence.figures[i], sentence.at[i]
    if figure.kind in ("percentage", "multiple") and (match := FOLLOWING.match(sentence.classes, k + 1)):
        basis: Basis = {"y": "yoy", "m": "mom"}.get(match["basis"] or "", "")  # type: ignore[assignment]
        return Movement("change", _direction(match["verb"]), basis, "movement_behind")
    if figure.kind != "percentage":
        return _LEVEL
    begin = sentence.clause(k)[0]
    left, before = sentence.classes[begin:k], sentence.words(begin, k)
    if _OF_WHOLE.search(left):  # 是三年前的三分之一: a comparison is a level
        compared = ("b" in left or left[-2:-1] in tuple("tf5")) and "s" not in left
        return _LEVEL if compared or before.endswith(tuple(f"{rate}的" for rate in _RATE)) else _SHARE
    if _of_rate(sentence, i):
        return _LEVEL
    if _of_counted(sentence, begin, k):
        return _SHARE
    if before.endswith((*_REST, *_WHOLE)) or _SAYS_WHAT_PART.match(sentence.classes, k):
        return _SHARE
    if figure.rule in _PARTS:
        return _LEVEL if _LIKE.search(left) and sentence.tokens[k - 1].text != "为" else _SHARE
    of_parts = figure.value.unit == "%" and _PART_OF.match(sentence.classes, k + 1) and not _LEVEL_BEHIND.match(sentence.text, figure.end)
    return _SHARE if of_parts else _LEVEL


def _of_rate(sentence: TokenizedSentence, i: int) -> bool:
    k = sentence.at[i]
    return any(token.text.endswith(_RATE) and token.cls == "n" for token in sentence.tokens[sentence.clause(k)[0] : k])


def _of_counted(sentence: TokenizedSentence, begin: int, k: int) -> bool:
    """Whether a percentage is a share of people or of a headless 的 phrase: ``车主超过94%``, ``六分钟内到场的达94.6%``."""
    while k > begin and sentence.tokens[k - 1].cls in "aB":
        k -= 1
    last, before = sentence.tokens[k - 1], sentence.tokens[k - 2].text if k - 1 > begin else ""
    return k > begin and ((last.cls == "n" and last.text.endswith(_PEOPLE)) or (last.text == "的" and bool(before) and before[0] != "最"))


def _reached(sentence: TokenizedSentence, k: int) -> Direction:
    """Direction of a rank, from the verb before it: ``跃升至第三位``."""
    for token in reversed(sentence.tokens[max(0, k - 4) : k]):
        if token.cls in "udUD":
            return _direction(token.cls)
        if token.cls not in "abgn":
            return ""
    return ""
