"""Role, direction and basis: whether a figure is a state or a change, which way, and compared with when.

The verb that governs a figure stands before it in its clause, with nothing between but 了, 至, hedges and adverbs, or with
the object of a verb that takes one (新增车位3100个). Figures of a list (、 和) share their verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.context.coordination import Group
from extractors.fragments import lexicon, one_of
from extractors.model import Basis, Direction, Role
from extractors.rule import Figure

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
    r"^(?:左右|以上|以下)?(?:的|之)?(?:同比|环比)?(?P<verb>增长|增幅|降幅|涨幅|升幅|减幅|下降|提升|上升|提高|降低|减少|缩减|增速|下滑)(?!至|到|了|\d)"
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
_JOINED = regex.compile(r"(?:左右|以上|以下)?(?:[、和与及]|以及|，|,)(?:以及|和)?$")
# 新增甲20名、乙8台: objects of one verb
_NEXT_OBJECT = regex.compile(r"(?:[、和与及]|以及)[\p{Han}“”A-Za-z]{1,12}$")
# 同比减少17件、下降34%; 环比降6.1%，乐山市降2.7%: one comparison for both, though the verb is said anew
_SAME_COMPARISON = regex.compile(rf"[、，,](?:[\p{{Han}}]{{0,3}}[市县区省])?(?:{_MOVES})?(?:了|达到?|为|约|近|超)*$")
_FROM_TO = regex.compile(rf"(?:{_MOVES}|加密?|压|变|缩|并)?(?:至|到|为|成|了)*{_THAN}")
_CLAUSE_END = regex.compile(r"[，,。；;！？!?：:\n（(）)—]")
# Fractions and halves are of something; a percentage may be a level of its own.
_PARTS_OF_A_WHOLE = frozenset({"percentages.fraction", "percentages.half", "percentages.tenths"})
_SIGNS: dict[str, Direction] = {"+": "up", "＋": "up", "↑": "up", "-": "down", "−": "down", "↓": "down"}


@dataclass(frozen=True, slots=True)
class Movement:
    """The role, direction and basis of one figure."""

    role: Role = ""
    direction: Direction = ""
    basis: Basis = ""


def read_movements(text: str, sentence: tuple[int, int], figures: Sequence[Figure], groups: Sequence[Group]) -> list[Movement]:
    """The movement of each of ``figures``, which stand in ``text`` within ``sentence``, in order.

    ``groups`` are the lists among them, as ``coordination.read_groups`` gives them.
    """
    reader = _Reader(text, sentence, figures, groups)
    found: list[Movement] = []
    for i in range(len(figures)):
        found.append(reader.movement(i, found))
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str
    sentence: tuple[int, int]
    figures: Sequence[Figure]
    groups: Sequence[Group]

    def movement(self, i: int, found: Sequence[Movement]) -> Movement:
        """Of figure ``i``, given those before it."""
        figure, left = self.figures[i], self.left(i)
        if figure.kind == "date":
            return Movement()
        governing = _governing(left)
        if figure.kind == "duration":  # no role; 压缩至5天 still gives its direction
            return Movement("", governing.direction) if governing else self.of_list(i, found, only_direction=True)
        basis = self.basis(i, found)
        if figure.reading.role:
            return Movement(
                figure.reading.role, figure.reading.direction or self.reached(left), basis if figure.reading.role == "change" else ""
            )
        if sign := self.sign(i):
            return Movement("change", sign, basis)
        if own := self.own_verb(i):
            return Movement("change", own, basis)
        if governing:
            return Movement(governing.role, governing.direction, basis)
        if self.starts_a_move(i, left):
            return Movement("level")
        shared = self.of_list(i, found)
        return shared if shared.role else self.resting(i, left, basis)

    def left(self, i: int) -> str:
        """The clause before the figure, back to the figure before it."""
        figure = self.figures[i]
        begin = max(self.sentence[0], figure.start - 40)
        if i and self.figures[i - 1].kind != "date":
            begin = max(begin, self.figures[i - 1].end)
        clause = self.text[begin : figure.start]
        return clause[max((match.end() for match in _CLAUSE_END.finditer(clause)), default=0) :]

    def sign(self, i: int) -> Direction:
        """``-31.5%``, ``↑12.6%``: a sign right before the figure, not the dash of a range."""
        at = self.figures[i].start - 1
        if at < 0 or self.figures[i].kind != "percentage" or self.text[at] not in _SIGNS or self.text[at - 1 : at].isdigit():
            return ""
        return _SIGNS[self.text[at]]

    def own_verb(self, i: int) -> Direction:
        """``分别下降、上升6.3%、2.2个百分点``: the n-th verb for the n-th figure."""
        group = self.group(i)
        if group is None:
            return ""
        verbs = self.text[group.head : self.figures[group.first].start]
        match = regex.fullmatch(rf"(?:分别|依次|各自)(?P<verbs>(?:{_MOVES})(?:[、和](?:{_MOVES}))+)", verbs)
        listed = regex.split("[、和]", match["verbs"]) if match else []
        return _direction(listed[i - group.first]) if len(listed) == group.size else ""

    def group(self, i: int) -> Group | None:
        return next((group for group in self.groups if group.first <= i <= group.last), None)

    def starts_a_move(self, i: int, left: str) -> bool:
        """``由83件降至36件``: 83 is where it came from."""
        if i + 1 == len(self.figures) or not _FROM.search(left):
            return False
        return bool(regex.search(r"至|到|为|成|了", self.text[self.figures[i].end : self.figures[i + 1].start]))

    def of_list(self, i: int, found: Sequence[Movement], only_direction: bool = False) -> Movement:
        """What the figure before says of this one too: they share their verb."""
        if not i:
            return Movement()
        figure, previous, before = self.figures[i], self.figures[i - 1], found[i - 1]
        between = self.text[previous.end : figure.start]
        group = self.group(i)
        together = group is not None and i > group.first
        alike = previous.kind == figure.kind and previous.reading.unit == figure.reading.unit
        joined = _JOINED.fullmatch(between) is not None and (alike or together)
        objects = before.role == "change" and _NEXT_OBJECT.fullmatch(between) is not None and _OBJECT.search(self.left(i - 1)) is not None
        if not (joined or objects) or not (before.direction or before.role == "share"):
            return Movement()
        return Movement("", before.direction) if only_direction else before

    def resting(self, i: int, left: str, basis: Basis) -> Movement:
        """A figure that no verb moves: a change named behind it, a share, or a level."""
        figure, right = self.figures[i], self.text[self.figures[i].end : self.figures[i].end + 14]
        if match := _BEHIND.match(right):
            behind = regex.search("同比|环比", match[0])
            return Movement("change", _direction(match["verb"]), basis or ({"同比": "yoy", "环比": "mom"}[behind[0]] if behind else ""))  # type: ignore[arg-type]
        if figure.kind != "percentage" or _COMPARED.search(left) or _RATE.search(left):
            return Movement("level")
        of_a_whole = _SHARE.search(left) or regex.search(r"[^率度]的$|余下|其余$", left) or figure.rule in _PARTS_OF_A_WHOLE
        part = _PART_BEHIND.match(right) and figure.reading.unit == "%" and not regex.search(r"率[为达\p{Han}]{0,3}$", left)
        return Movement("share" if of_a_whole or part else "level")

    def reached(self, left: str) -> Direction:
        """A place in a ranking that the text says was risen or fallen to: 跃升至第三位."""
        match = regex.search(r"(?P<verb>升|跃升|提升|上升|前移|降|跌|掉|落|滑|下滑|退)(?:至|到)(?:了)?(?:全[国省市县区镇])?$", left)
        return "" if not match else "up" if match["verb"] in ("升", "跃升", "提升", "上升", "前移") else "down"

    def basis(self, i: int, found: Sequence[Movement]) -> Basis:
        """同比 or 环比 in the figure's clause or, before any other figure, in the clause that leads to it."""
        figure = self.figures[i]
        begin = max(self.sentence[0], figure.start - 60)
        previous = self.figures[i - 1] if i else None
        if previous is not None and previous.kind not in ("date", "duration"):
            between = self.text[previous.end : figure.start]
            if _JOINED.fullmatch(between) or _SAME_COMPARISON.fullmatch(between):
                return found[i - 1].basis
            begin = max(begin, self.clause_of(i - 1) if _FROM_TO.fullmatch(between) else previous.end)
        said = [(match.start(), basis) for basis, pattern in _BASES for match in pattern.finditer(self.text, begin, figure.start)]
        if said:
            return max(said)[1]
        behind = regex.match(r"[（(]?(?P<basis>同比|环比)(?=增长|增幅|降幅|下降|[）)])", self.text[figure.end : figure.end + 6])
        return ("yoy" if behind["basis"] == "同比" else "mom") if behind else ""

    def clause_of(self, i: int) -> int:
        """Where the clause of figure ``i`` begins."""
        start = self.figures[i].start
        begin = max(self.sentence[0], start - 60)
        return max((match.end() for match in regex.finditer("[，,。；;]", self.text, pos=begin, endpos=start)), default=begin)


def _governing(left: str) -> Movement | None:
    """The verb right before the figure."""
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
