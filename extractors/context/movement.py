"""Role, direction and basis: whether a figure is a state or a change, which way, and compared with when.

The verb that governs a figure stands before it in its clause, with nothing between but 了, 至, hedges and adverbs, or with
the object of a verb that takes one (新增车位3100个). Figures of a list (、 和) share their verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

from extractors.context.statement import Statement
from extractors.lexicon import lexicon, one_of
from extractors.model import Basis, Direction, Role

_WORDS = lexicon("movement")
_UP, _DOWN = frozenset(_WORDS["up"]), frozenset(_WORDS["down"])
_MOVES = one_of(_UP | _DOWN)
_VERB = rf"(?P<verb>(?<![超])(?:{_MOVES}))"
# What may stand between a verb and its figure: what it is measured by, adverbs, hedges.
_THAN = r"(?:(?:\d{4}年|今年|去年|上年|前年|现在|目前|如今|原来|以前|过去|往年|[\p{Han}]{1,5}前|本季|本月)(?:同期|底|末|\d{1,2}月)?的?)?"
_FILL = rf"{_THAN}(?:每[年月周天日]|每季度?|[了近约超逾达已均也又再将仅只就可共分别大幅平均累计整整约为幅度率了到近]|超过|高达|多达|大约|平均|分别|不足|接近|至少|幅度|比例|同比|环比|人民币|由原来的|到原来的){{0,4}}"
_GOVERNED = regex.compile(rf"{_VERB}(?:率|量|值|数|幅度|比例)?(?P<reached>了?(?:至|到|为|成)|达到?)?{_FILL}$")
_OBJECT = regex.compile(
    rf"(?P<verb>{one_of(_WORDS['with_object'])})了?(?:各类|各项|群众|企业|警力|社会)?(?P<object>[\p{{Han}}“”、A-Za-z]{{1,14}})$"
)
# What none of the patterns for a governing verb matches without.
_ANY_VERB = regex.compile(rf"[多少高低压变缩加]|{one_of((_UP | _DOWN).union(_WORDS['with_object'], _WORDS['amounts']))}")
_OTHER_ACTION = regex.compile(r"建成|办理|破获|抓获|化解|查处|受理|接待|服务|开展|处置|投入|达|有|共|至|到")
_MORE_OR_FEWER = regex.compile(
    r"(?:(?:比|较)[\p{Han}\d]{2,12}|同比|环比|分别)(?:又|再)?(?P<verb>多|少|高|低)(?:出|了|发|破|抓|收|接|建)?$|(?P<verb>多|高|少|低)出[\p{Han}]{0,6}$|[、，](?P<verb>多|少)$"
)
_AMOUNT = regex.compile(rf"(?P<verb>{one_of(_WORDS['amounts'])})(?:分别|均|平均|高|约)?(?:为|达到?|超过|超|近|逾|在|约)?{_FILL}$")
_REACHED = regex.compile(rf"(?:{_VERB}|加密?|压|变|缩)(?P<reached>为|成|至|到)(?:现在的?|目前的?|如今的?|如今|现在|约|近|{_FILL})$")
_SHARE = regex.compile(
    rf"(?:{one_of(_WORDS['share'])})(?:比|例|了|到|总数|总量|全部|全市|全省|同期|[\p{{Han}}]{{0,8}}(?:的|总数的?|总量的?|数的?))?{_FILL}(?:为|达|的)?$"
)
_RATE = regex.compile(r"(?:[率度]|比例)(?:为|达到?|在|均|约|高达|保持在?|稳定在|已|却|只|仅|也|有|只有|继续)*$")
# 是以往的四分之一, 相当于平均水平的二分之一: a comparison is a level
_COMPARED = regex.compile(
    r"(?<!占)(?:是|为|相当于|恢复到|只及|只有|仅有|仅及|到)[\p{Han}\d]{0,14}(?:前|初|以往|以前|去年|上年|前年|同期|原来|过去|平均水平|用时|旧款|[\p{Han}]{2})的$"
)
_BEHIND = regex.compile(
    r"^(?:左右|以上|以下)?(?:的|之)?(?P<basis>同比|环比)?(?P<verb>增长|增幅|降幅|涨幅|升幅|减幅|下降|提升|上升|提高|降低|减少|缩减|增速|下滑)(?!至|到|了|\d)"
)
_PART_BEHIND = regex.compile(
    r"^(?:左右|以上|多)?(?:的(?!降幅|增幅|涨幅|速度|增速|目标|提升|下降|同比|环比)|(?:受访|被访|参与)?(?:群众|居民|市民|企业|商户))"
)
_FROM = regex.compile(
    r"(?:由|从)(?:原来的?|原先的?|过去的?|以前的?|最初的?|此前的?|去年的?|上年的?|同期的?|平均|最多|原|约|近|[\p{Han}\d]{0,8}年的?|[\p{Han}]{0,6}的)?$"
)
_BASES: tuple[tuple[Basis, regex.Pattern[str]], ...] = (
    (
        "yoy",
        regex.compile(
            r"同比|(?:由|从)(?:去年|上年)(?:同期)?的|(?:比|较|与|和|同)(?:[\p{Han}\d]{0,4})?(?:去年|上年|上一年|前一年|\d{4}年(?=同期))(?:同期|同月|同季)?(?:相比|比)?|较同期|比同期|年增"
        ),
    ),
    ("mom", regex.compile(r"环比|(?:比|较|与)(?:上个?月|上个?季度|上季度?|上一?周|前一?月|前一?周|上旬)(?:同期)?(?:相比)?")),
)
# 与去年同期相比，…: a comparison that opens the sentence is that of all its changes
_OPENING = regex.compile(r"[^，,。；;]{0,8}[与和同较比][^，,。；;]{0,8}(?:同期|相比|比)[^，,。；;]{0,2}[，,]")
_COMPARING = regex.compile(r"[同年环上前]")  # no basis is named without one of these
_JOINED = regex.compile(r"(?:左右|以上|以下)?(?:[、和与及]|以及|，|,)(?:以及|和)?$")
# 新增甲20名、乙8台: objects of one verb
_NEXT_OBJECT = regex.compile(r"(?:[、和与及]|以及)[\p{Han}“”A-Za-z]{1,12}$")
# 同比减少17件、下降34%; 环比降6.1%，乐山市降2.7%: one comparison for both, though the verb is said anew
_SAME_COMPARISON = regex.compile(rf"[、，,](?:[\p{{Han}}]{{0,3}}[市县区省])?(?:{_MOVES})?(?:了|达到?|为|约|近|超)*$")
_FROM_TO = regex.compile(rf"(?:{_MOVES}|加密?|压|变|缩|并)?(?:至|到|为|成|了)*{_THAN}")
# The last one before a figure: searched from the right.
_CLAUSE_END = regex.compile(r"(?r)[，,。；;！？!?：:\n（(）)—]")
_PAUSE = regex.compile(r"(?r)[，,。；;]")
_LISTED_VERBS = regex.compile(rf"(?:分别|依次|各自)(?P<verb>{_MOVES})(?:[、和](?P<verb>{_MOVES}))+")
_MOVED = regex.compile(r"至|到|为|成|了")
_OF_A_WHOLE = regex.compile(r"[^率度]的$|余下|其余$")
_RATE_OF = regex.compile(r"率[为达\p{Han}]{0,3}$")
_RISEN_OR_FALLEN_TO = regex.compile(r"(?P<verb>升|跃升|提升|上升|前移|降|跌|掉|落|滑|下滑|退)(?:至|到)(?:了)?(?:全[国省市县区镇])?$")
_BASIS_BEHIND = regex.compile(r"[（(]?(?P<basis>同比|环比)(?=增长|增幅|降幅|下降|[）)])")
_BASIS_WORDS: dict[str | None, Basis] = {"同比": "yoy", "环比": "mom"}
# Fractions and halves are of something; a percentage may be a level of its own.
_PARTS_OF_A_WHOLE = frozenset({"percentages.fraction", "percentages.half", "percentages.tenths"})
_SIGNS: dict[str, Direction] = {"+": "up", "＋": "up", "↑": "up", "-": "down", "−": "down", "↓": "down"}


class Movement(NamedTuple):
    """The role, direction and basis of one figure."""

    role: Role = ""
    direction: Direction = ""
    basis: Basis = ""


_NONE, _LEVEL = Movement(), Movement("level")


def read_movements(said: Statement) -> list[Movement]:
    """The movement of each figure of a sentence, in order."""
    found: list[Movement] = []
    for i in range(len(said.figures)):
        found.append(_movement(said, i, found))
    return found


def _movement(said: Statement, i: int, found: Sequence[Movement]) -> Movement:
    """Of figure ``i``, given those before it."""
    figure = said.figures[i]
    if figure.kind == "date":
        return _NONE
    left = _left(said, i)
    governing = _governing(left)
    if figure.kind == "duration":  # no role; 压缩至5天 still gives its direction
        return Movement("", governing.direction) if governing else _of_list(said, i, found, only_direction=True)
    basis = _basis(said, i, found)
    if figure.reading.role:
        return Movement(figure.reading.role, figure.reading.direction or _reached(left), basis if figure.reading.role == "change" else "")
    if sign := _sign(said, i):
        return Movement("change", sign, basis)
    if own := _own_verb(said, i):
        return Movement("change", own, basis)
    if governing:
        return Movement(governing.role, governing.direction, basis)
    if _starts_a_move(said, i, left):
        return _LEVEL
    shared = _of_list(said, i, found)
    return shared if shared.role else _resting(said, i, left, basis)


def _left(said: Statement, i: int) -> str:
    """The clause before the figure, back to the figure before it."""
    end = said.figures[i].start
    begin = max(said.start, end - 40)
    if i and said.figures[i - 1].kind != "date":
        begin = max(begin, said.figures[i - 1].end)
    boundary = _CLAUSE_END.search(said.text, begin, end)
    return said.text[boundary.end() if boundary else begin : end]


def _sign(said: Statement, i: int) -> Direction:
    """``-31.5%``, ``↑12.6%``: a sign right before the figure, not the dash of a range."""
    at = said.figures[i].start - 1
    if at < 0 or said.figures[i].kind != "percentage" or said.text[at] not in _SIGNS or said.text[at - 1 : at].isdigit():
        return ""
    return _SIGNS[said.text[at]]


def _own_verb(said: Statement, i: int) -> Direction:
    """``分别下降、上升6.3%、2.2个百分点``: the n-th verb for the n-th figure."""
    group = said.group(i)
    if group is None:
        return ""
    match = _LISTED_VERBS.fullmatch(said.text, group.head, said.figures[group.first].start)
    verbs = match.captures("verb") if match else []
    return _direction(verbs[i - group.first]) if len(verbs) == group.size else ""


def _starts_a_move(said: Statement, i: int, left: str) -> bool:
    """``由83件降至36件``: 83 is where it came from."""
    if i + 1 == len(said.figures) or not _FROM.search(left):
        return False
    return bool(_MOVED.search(said.text, said.figures[i].end, said.figures[i + 1].start))


def _of_list(said: Statement, i: int, found: Sequence[Movement], only_direction: bool = False) -> Movement:
    """What the figure before says of this one too: they share their verb."""
    if not i:
        return _NONE
    figure, previous, before = said.figures[i], said.figures[i - 1], found[i - 1]
    if not (before.direction or before.role == "share"):
        return _NONE
    between = said.text[previous.end : figure.start]
    group = said.group(i)
    together = group is not None and i > group.first
    alike = previous.kind == figure.kind and previous.reading.unit == figure.reading.unit
    joined = (alike or together) and _JOINED.fullmatch(between) is not None
    if not joined and not (before.role == "change" and _NEXT_OBJECT.fullmatch(between) and _OBJECT.search(_left(said, i - 1))):
        return _NONE
    return Movement("", before.direction) if only_direction else before


def _resting(said: Statement, i: int, left: str, basis: Basis) -> Movement:
    """A figure that no verb moves: a change named behind it, a share, or a level."""
    figure = said.figures[i]
    right = said.text[figure.end : figure.end + 14]
    if match := _BEHIND.match(right):
        return Movement("change", _direction(match["verb"]), basis or _BASIS_WORDS.get(match["basis"], ""))
    if figure.kind != "percentage" or _COMPARED.search(left) or _RATE.search(left):
        return _LEVEL
    of_a_whole = figure.rule in _PARTS_OF_A_WHOLE or _SHARE.search(left) or _OF_A_WHOLE.search(left)
    part = figure.reading.unit == "%" and _PART_BEHIND.match(right) and not _RATE_OF.search(left)
    return Movement("share" if of_a_whole or part else "level")


def _reached(left: str) -> Direction:
    """A place in a ranking that the text says was risen or fallen to: 跃升至第三位."""
    match = _RISEN_OR_FALLEN_TO.search(left)
    return "" if not match else "up" if match["verb"] in ("升", "跃升", "提升", "上升", "前移") else "down"


def _basis(said: Statement, i: int, found: Sequence[Movement]) -> Basis:
    """同比 or 环比 in the figure's clause or, before any other figure, in the clause that leads to it."""
    start, end = said.figures[i].start, said.figures[i].end
    begin = max(said.start, start - 60)
    previous = said.figures[i - 1] if i else None
    if previous is not None and previous.kind not in ("date", "duration"):
        between = said.text[previous.end : start]
        if _JOINED.fullmatch(between) or _SAME_COMPARISON.fullmatch(between):
            return found[i - 1].basis
        begin = max(begin, _clause_of(said, i - 1) if _FROM_TO.fullmatch(between) else previous.end)
    if _COMPARING.search(said.text, begin, start):
        spoken = [(match.start(), basis) for basis, pattern in _BASES for match in pattern.finditer(said.text, begin, start)]
        if spoken:
            return max(spoken)[1]
    if behind := _BASIS_BEHIND.match(said.text[end : end + 6]):
        return _BASIS_WORDS[behind["basis"]]
    opening = _OPENING.match(said.text, said.start, start)
    return next((basis for basis, pattern in _BASES if opening and pattern.search(opening[0])), "")


def _clause_of(said: Statement, i: int) -> int:
    """Where the clause of figure ``i`` begins."""
    start = said.figures[i].start
    begin = max(said.start, start - 60)
    pause = _PAUSE.search(said.text, begin, start)
    return pause.end() if pause else begin


def _governing(left: str) -> Movement | None:
    """The verb right before the figure."""
    if not _ANY_VERB.search(left):
        return None
    if match := _AMOUNT.search(left):
        return Movement("change", _direction(match["verb"]))
    if match := _MORE_OR_FEWER.search(left):
        return Movement("change", "up" if match["verb"] in "多高" else "down")
    if match := _GOVERNED.search(left):
        return Movement("level" if match["reached"] or match["verb"][-1] in "至到" else "change", _direction(match["verb"]))
    if (match := _OBJECT.search(left)) and not _OTHER_ACTION.search(match["object"]):
        return Movement("change", _direction(match["verb"]))
    if match := _REACHED.search(left):
        return Movement("level", "up" if match[0].startswith("加") else "down" if not match["verb"] else _direction(match["verb"]))
    return None


def _direction(verb: str) -> Direction:
    return "up" if verb in _UP else "down"
