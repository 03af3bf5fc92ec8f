"""Role, direction and basis: whether a figure is a state or a change, which way, and compared with when.

The verb that governs a figure stands before it in its clause, with nothing between but 了, 至, hedges and adverbs, or with
the object of a verb that takes one (新增车位3100个). Figures of a list (、 和) share their verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.fragments import lexicon, one_of
from extractors.model import Basis, Direction, Role
from extractors.rule import Figure

_WORDS = lexicon("movement")
_UP, _DOWN = frozenset(_WORDS["up"]), frozenset(_WORDS["down"])
_VERB = rf"(?P<verb>(?<![超])(?:{one_of(_UP | _DOWN)}))"
_THEN = r"(?:(?:\d{4}年|今年|去年|上年|现在|目前|如今)(?:同期|底|末|\d{1,2}月)?的?)?"
_FILL = rf"{_THEN}(?:[了近约超逾达已均也又再将仅只就可共分别大幅平均累计整整约为幅度率了到近]|超过|高达|多达|大约|平均|分别|不足|接近|至少|幅度|比例|同比|环比|人民币|由原来的|到原来的){{0,4}}"
_GOVERNED = regex.compile(rf"{_VERB}(?:率|量|值|数|幅度|比例)?(?P<reached>了?(?:至|到|为|成)|达到?)?{_FILL}$")
_OBJECT = regex.compile(
    rf"(?P<verb>{one_of(set(_WORDS['with_object']))})了?(?:各类|各项|群众|企业|警力|社会)?(?P<object>[\p{{Han}}“”、A-Za-z]{{1,14}})$"
)
_MORE_OR_FEWER = regex.compile(r"(?:比|较)[\p{Han}\d]{2,12}(?:又|再)?(?P<verb>多|少)(?:了|发|破|抓)?$")
_AMOUNT = regex.compile(rf"(?P<verb>{one_of(set(_WORDS['amounts']))})(?:分别|均|平均|高|约)?(?:为|达到?|超过|超|近|逾|在|约)?{_FILL}$")
_SHARE = regex.compile(
    rf"(?:{one_of(set(_WORDS['share']))})(?:比|例|了|到|总数|总量|全部|全市|全省|同期|[\p{{Han}}]{{0,8}}(?:的|总数的?|总量的?|数的?))?{_FILL}(?:为|达|的)?$"
)
_BEHIND = regex.compile(
    rf"^(?:左右|以上|以下)?(?:的|之)?(?P<verb>{one_of({'增长', '增幅', '降幅', '涨幅', '升幅', '减幅', '下降', '提升', '上升', '提高', '降低', '减少', '缩减', '增速', '下滑'})})(?!至|到|了|\d)"
)
_SHARE_BEHIND = regex.compile(r"^(?:左右|以上|多)?的(?!降幅|增幅|涨幅|速度|增速|目标|提升|下降)")
_FROM = regex.compile(
    r"(?:由|从)(?:原来的?|原先的?|过去的?|以前的?|最初的?|此前的?|去年的?|上年的?|同期的?|平均|最多|原|约|近|[\p{Han}\d]{0,8}年的?|[\p{Han}]{0,6}的)?$"
)
_TO = regex.compile(rf"(?:{_VERB}|压|变|缩)?(?P<reached>为|成|至|到|了)(?:现在的?|目前的?|如今的?|如今|现在|约|近|{_FILL})$")
_BASES: tuple[tuple[Basis, regex.Pattern[str]], ...] = (
    (
        "yoy",
        regex.compile(
            r"同比|由(?:去年|上年)同期|(?:比|较|与|和|同)(?:[\p{Han}\d]{0,4})?(?:去年|上年|上一年|前一年|\d{4}年(?=同期))(?:同期|同月|同季)?(?:相比|比)?|较同期|比同期|年增"
        ),
    ),
    ("mom", regex.compile(r"环比|(?:比|较|与)(?:上个?月|上个?季度|上季度?|上一?周|前一?月|前一?周|上旬)(?:同期)?(?:相比)?")),
)
# 同比减少17件、下降34%: one comparison for both, though the verb is said anew
_SAME_COMPARISON = regex.compile(rf"[、，,](?:{one_of(_UP | _DOWN)})?(?:了|达到?|为|约|近|超)*$")
_FROM_TO = regex.compile(rf"(?:{one_of(_UP | _DOWN)}|压|变|缩)?(?:至|到|为|成|了)*")
_JOINED = regex.compile(r"(?:左右|以上|以下)?(?:[、和与及]|以及|，|,)(?:以及|和)?$")
_CLAUSE_END = regex.compile(r"[，,。；;！？!?：:\n（(）)—]")


@dataclass(frozen=True, slots=True)
class Movement:
    """The role, direction and basis of one figure."""

    role: Role = ""
    direction: Direction = ""
    basis: Basis = ""


def read_movements(text: str, sentence: tuple[int, int], figures: Sequence[Figure]) -> list[Movement]:
    """The movement of each of ``figures``, which stand in ``text`` within ``sentence``, in order."""
    found: list[Movement] = []
    for i, figure in enumerate(figures):
        previous = figures[i - 1] if i else None
        if figure.kind in ("date", "duration"):
            found.append(_of_duration(text, sentence, figure, previous) if figure.kind == "duration" else Movement())
            continue
        found.append(
            _movement(text, sentence, figure, previous, found[-1] if found else None, figures[i + 1] if i + 1 < len(figures) else None)
        )
    return found


def _of_duration(text: str, sentence: tuple[int, int], figure: Figure, previous: Figure | None) -> Movement:
    """Durations have no role; a movement they are part of (压缩至5天) still gives its direction."""
    verb = _governing(text, _left(text, sentence, figure, previous))
    return Movement("", verb.direction, verb.basis) if verb else Movement()


def _movement(
    text: str, sentence: tuple[int, int], figure: Figure, previous: Figure | None, before: Movement | None, following: Figure | None
) -> Movement:
    left = _left(text, sentence, figure, previous)
    right = text[figure.end : figure.end + 14]
    basis = _basis(text, sentence, figure, previous, before)
    if figure.reading.role:
        return Movement(figure.reading.role, figure.reading.direction, basis if figure.reading.role == "change" else "")
    sign = text[figure.start - 1 : figure.start] if figure.start else ""
    if sign in "+-−＋" and sign and figure.kind in ("percentage",) and not regex.search(r"\d[-−]$", text[: figure.start][-2:]):
        return Movement("change", "up" if sign in "+＋" else "down", basis)
    shared = _shared(text, figure, previous, before)
    governing = _governing(text, left)
    if governing:
        return Movement(governing.role, governing.direction, basis)
    if _FROM.search(left) and following is not None and regex.search(r"至|到|为|成|了", text[figure.end : following.start]):
        return Movement("level")
    if shared:
        return shared
    if match := _BEHIND.match(right):
        return Movement("change", _direction(match["verb"]), basis)
    if figure.kind == "percentage" and (_SHARE.search(left) or regex.search(r"[^率度]的$", left) or _fraction_of(text, figure, left)):
        return Movement("share")
    if figure.rule in _PARTS_OF_A_WHOLE and not regex.search(r"[率度比例](?:为|达到?|在|均|约|高达|保持在|稳定在|已)*$", left):
        return Movement("share")
    return Movement("level")


# Fractions and halves are of something; a percentage may be a level of its own.
_PARTS_OF_A_WHOLE = frozenset({"percentages.fraction", "percentages.half"})


def _fraction_of(text: str, figure: Figure, left: str) -> bool:
    """``七成以上的警情``, ``近三分之二的纠纷``: a part of what follows."""
    return (
        bool(_SHARE_BEHIND.match(text[figure.end :]))
        and not regex.search(r"率[为达\p{Han}]{0,3}$", left)
        and not figure.text.endswith("百分点")
    )


def _left(text: str, sentence: tuple[int, int], figure: Figure, previous: Figure | None) -> str:
    """The clause before the figure, back to the figure before it."""
    begin = max(sentence[0], figure.start - 40)
    if previous is not None and previous.end > begin and previous.end <= figure.start and previous.kind != "date":
        begin = previous.end
    left = text[begin : figure.start]
    boundary = max((match.end() for match in _CLAUSE_END.finditer(left)), default=0)
    return left[boundary:]


def _governing(text: str, left: str) -> Movement | None:
    """The verb right before the figure."""
    if match := _AMOUNT.search(left):
        return Movement("change", _direction(match["verb"]))
    if match := _MORE_OR_FEWER.search(left):
        return Movement("change", "up" if match["verb"] == "多" else "down")
    if match := _GOVERNED.search(left):
        return Movement("level" if match["reached"] or match["verb"][-1] in "至到" else "change", _direction(match["verb"]))
    if match := _OBJECT.search(left):
        return (
            Movement("change", _direction(match["verb"]))
            if not regex.search(r"建成|办理|破获|抓获|化解|查处|受理|接待|服务|开展|处置|投入|达|有|共|至|到", match["object"])
            else None
        )
    if (match := _TO.search(left)) and match["verb"]:
        return Movement("level", _direction(match["verb"]))
    return None


def _shared(text: str, figure: Figure, previous: Figure | None, before: Movement | None) -> Movement | None:
    """A list shares its verb: ``分别下降8%、14.3%和5.1%``; ``由83件降至36件`` gives its direction to the value reached."""
    if previous is None or before is None or previous.kind != figure.kind:
        return None
    between = text[previous.end : figure.start]
    alike = figure.reading.unit == previous.reading.unit or "分别" in text[max(0, previous.start - 16) : previous.start]
    if _JOINED.fullmatch(between) and alike and (before.direction or before.role == "share"):
        return before
    return None


def _basis(text: str, sentence: tuple[int, int], figure: Figure, previous: Figure | None, before: Movement | None) -> Basis:
    """同比 or 环比 in the figure's clause or, before any other figure, in the clause that leads to it."""
    begin = max(sentence[0], figure.start - 60)
    if previous is not None and previous.kind not in ("date", "duration"):
        between = text[previous.end : figure.start]
        if before and (_JOINED.fullmatch(between) or _SAME_COMPARISON.fullmatch(between)):
            return before.basis
        if not _FROM_TO.fullmatch(between):
            begin = max(begin, previous.end)
    window = text[begin : figure.start]
    found = [(match.start(), basis) for basis, pattern in _BASES for match in pattern.finditer(window)]
    if found:
        return max(found)[1]
    behind = regex.match(r"(?:[（(]?)(?P<basis>同比|环比)(?=增长|增幅|降幅|下降|[）)])", text[figure.end : figure.end + 6])
    return ("yoy" if behind["basis"] == "同比" else "mom") if behind else ""


def _direction(verb: str) -> Direction:
    return "up" if verb in _UP else "down"
