"""Measures how much text looks like Chinese: the cost of coding it character by character, low for common characters."""

from __future__ import annotations

from collections import Counter
from functools import cache

import regex

# Frequent characters of Chinese text in both scripts, above all of news on police work.
_FREQUENT = (
    "的一是不了在人有我他她它们这那个上中下大小来到时国地也子出会可对生能而于着过得之后自年发作里用道行所然家事成方多经么去法学如都同现当没动面起看定天分"
    "还进好部其些主样理心本前开但因只从想实日军者意无力与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产"
    "或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反"
    "受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北"
    "边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔革警省县州率起案户街派涉查诈骗群众网罪刑侦破巡逻防控械救援纠纷调解辅站厅局所镇乡村社居项台套升降"
    "約們個這來為時國會對後發裡裏過經學動還進實軍與長機無從業將兩間問點應戰頭體見產話員變門兒東聲處條氣題爾別總電數報結決達場資統區隊領傳師觀讓識帶導爭運記設"
    "計務質類據邊張該規萬權難強許馬書聽卻術類認論義給當樣種說開關麼沒證騙詐縣眾網偵邏紛調輔廳鎮鄉項臺台灣警察局宗港幣市民嫌疑涉案拘捕搜獲檢查檢驗專責違規駕駛"
)
_PUNCTUATION = "，。、“”：；（）《》！？　·—…「」『』０１２３４５６７８９％"
# The cost of a character is roughly the negative logarithm of its frequency.
_ASCII, _SIGN, _COMMON, _PLAIN, _RARE, _ODD, _NONE = 4.0, 5.0, 6.0, 9.0, 13.0, 15.0, 22.0
# Margin by which the cheapest decoding wins clearly; highest cost per character of Chinese text.
CLEARLY, _LIKELY = 12.0, 10.5
# Chinese news articles cost 6.5 to 8.5 per character; Japanese or Korean decoded as Chinese cost more.
_USUAL = 8.6


@cache
def _costs() -> dict[str, float]:
    """The cost of each known character. The first levels of GB 2312 and Big5 hold the Chinese characters in common use."""
    first_levels = ((range(0xB0, 0xD8), "gb2312"), (range(0xA4, 0xC7), "big5"))
    plain = "".join(bytes((high, low)).decode(name, "ignore") for rows, name in first_levels for high in rows for low in range(0x40, 0xFF))
    return (
        {chr(code): _RARE for code in range(0x4E00, 0xA000)}
        | dict.fromkeys(regex.sub(r"\P{Han}", "", plain), _PLAIN)
        | dict.fromkeys(_FREQUENT, _COMMON)
        | dict.fromkeys(_PUNCTUATION, _SIGN)
        | dict.fromkeys(map(chr, range(0x20, 0x7F)), _ASCII)
        | dict.fromkeys("\t\n\r", _ASCII)
    )


def cost(text: str) -> float:
    """The cost of coding ``text``. Of several decodings of the same bytes, the right one has the lowest cost."""
    costs = _costs()
    return sum(number * (costs.get(char) or _other(char)) for char, number in Counter(text).items())


def _other(char: str) -> float:
    """The cost of any other character: highest for control, private-use, unassigned and replacement characters."""
    return _NONE if char == "\ufffd" or regex.match(r"\p{C}", char) else _ODD


def is_likely(text: str) -> bool:
    """Whether ``text``, apart from its ASCII, consists mostly of characters of Chinese text."""
    return _costs_at_most(text, _LIKELY)


def is_unusual(text: str) -> bool:
    """Whether ``text``, apart from its ASCII, has more rare characters than Chinese articles have."""
    return not _costs_at_most(text, _USUAL)


def _costs_at_most(text: str, each: float) -> bool:
    beyond = regex.sub(r"[\t\n\r -~]+", "", text)
    return cost(beyond) <= each * len(beyond)
