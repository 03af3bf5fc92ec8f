"""Encodings: exact text from thirty characters up, and a doubt where there is reason for one."""

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from analytics.documents.encodings import SAMPLE, decode
from analytics.documents.model import UnreadableError

SUBJECTS = [
    "全市公安机关",
    "县公安局",
    "辖区派出所",
    "巡特警大队",
    "交警支队",
    "刑侦部门",
    "户政窗口",
    "社区民警",
    "指挥中心",
    "该局科信大队",
    "港岛警区",
    "新界北总区",
    "荃湾分区",
    "台中市政府警察局",
    "少年警察队",
    "网安支队",
    "反诈专班",
    "禁毒大队",
    "铁路警方",
    "边检站",
    "水上分局",
    "综治中心",
    "市民李先生",
    "记者从警方",
    "调解员老周",
    "志愿者们",
    "刘某某等三人",
    "渝北区",
    "鄂伦春自治旗",
    "濠江区",
    "瓯海分局",
    "亳州市",
]
VERBS = [
    "共破获",
    "累计化解",
    "先后劝阻",
    "成功抓获",
    "依法查处",
    "接报",
    "受理",
    "推出",
    "启用",
    "走访",
    "整改",
    "侦结",
    "侦破",
    "拘捕",
    "检获",
    "呼吁",
    "宣导",
    "查缉",
    "办结",
    "压降",
    "追回",
    "返还",
    "帮扶",
    "巡护",
    "编印",
    "签订",
    "组建",
    "联网",
    "采集",
    "核查",
]
OBJECTS = [
    "刑事案件",
    "矛盾纠纷",
    "电信网络诈骗警情",
    "涉案资金",
    "嫌疑人",
    "便民举措",
    "“一窗通办”业务",
    "无人机巡航",
    "《警务工作手册》",
    "校园周边隐患",
    "醉驾行为",
    "走失老人",
    "骗案",
    "毒品",
    "失窃机车",
    "噪音投诉",
    "智慧警务平台",
    "反诈宣传单",
    "群租房屋",
    "流动摊贩",
    "危险驾驶",
    "户口迁移",
    "居住证",
    "电动自行车号牌",
    "视频监控探头",
    "警民恳谈会",
    "微信群",
    "App 下载量",
    "GPS 终端",
    "5G 执法记录仪",
]
NUMBERS = [
    "300余起",
    "1.2万件",
    "98%",
    "十余项",
    "4,300多人次",
    "百分之三十",
    "36个",
    "两成",
    "约2亿元",
    "3小时",
    "700多份",
    "第1位",
    "2023年",
    "今年前10个月",
    "6月5日",
    "３０％",
    "一百二十宗",
    "NT$50萬",
    "12:30",
]
TAILS = [
    "，同比下降10.2%",
    "，群众满意度达98%",
    "，受到好评",
    "；其余仍在侦办",
    "，环比上升5.6个百分点",
    "，比去年少三成",
    "（截至3月底）",
    "，较上月减少12起",
    "，创历史新低",
    "——据介绍",
    "：成效明显",
]
TO_TRADITIONAL, TO_HONG_KONG = OpenCC("s2t"), OpenCC("s2hk")


def news(rng: random.Random, length: int) -> str:
    """So many characters of made-up simplified news, begun and ended anywhere."""
    parts: list[str] = []
    while sum(map(len, parts)) < length + 40:
        parts += [
            rng.choice(SUBJECTS),
            rng.choice(VERBS),
            rng.choice(OBJECTS),
            rng.choice(NUMBERS),
            rng.choice(TAILS),
            rng.choice("。。。！\n"),
        ]
    start = rng.randrange(40)
    return "".join(parts)[start : start + length]


def big5(text: str, codec: str = "big5") -> str:
    """``text`` in traditional characters, less what Big5 has none for."""
    return (TO_HONG_KONG if codec == "big5hkscs" else TO_TRADITIONAL).convert(text).encode(codec, "ignore").decode(codec)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk", "gb18030"])
def test_simplified_text_is_exact(codec: str) -> None:
    rng = random.Random(codec)
    for length in [30] * 150 + list(range(30, 400, 3)):
        text = news(rng, length)
        if len(text.strip()) == length:
            assert decode(text.encode(codec, "ignore")).text == text.encode(codec, "ignore").decode(codec)


@pytest.mark.parametrize("codec", ["big5", "cp950", "big5hkscs"])
def test_traditional_text_is_exact(codec: str) -> None:
    rng = random.Random(codec)
    for length in [32] * 150 + list(range(32, 400, 3)):
        text = big5(news(rng, length), codec)
        if len(text) >= 30:
            found = decode(text.encode(codec))
            assert (found.text, found.encoding) == (text, "big5hkscs")


@pytest.mark.parametrize("codec", ["gb18030", "utf-16-le", "utf-16-be"])
def test_traditional_text_in_other_encodings_is_exact(codec: str) -> None:
    rng = random.Random(codec)
    for length in [30] * 150:
        text = TO_TRADITIONAL.convert(news(rng, length))
        assert decode(text.encode(codec)).text == text


@settings(max_examples=100)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=80))
@example("\xa0\xa0®\xa0®\xa0®\xa0")  # the bytes of these are Chinese characters in GB 18030
@example("全市警情" + "\xa0" * 8 + "下降")
def test_utf_8_is_what_it_is_whatever_it_says(text: str) -> None:
    assert decode(text.encode()).text == text.removeprefix("\ufeff")


@pytest.mark.parametrize(("codec", "name"), [("utf-8", "utf-8"), ("gb18030", "gb18030"), ("big5", "big5hkscs")])
def test_a_few_bad_bytes_lose_no_article(codec: str, name: str) -> None:
    text = news(random.Random(5), 400)
    content = (text if codec != "big5" else big5(text)).encode(codec)
    whole = decode(content)
    assert (whole.encoding, whole.doubt) == (name, "")
    cut = decode(content[:-1] if content[-1] > 0x7F else content[:-3] + content[-3:-2])
    assert (cut.encoding, cut.doubt) == (name, "encoding")
    assert whole.text.startswith(cut.text[:-1].rstrip("\ufffd"))
    middle = content.index(b"\n") if b"\n" in content else 200
    harmed = decode(content[:middle] + b"\xff" + content[middle:])
    assert (harmed.encoding, harmed.doubt) == (name, "encoding")
    assert sum(char in harmed.text for char in set(whole.text)) > 0.95 * len(set(whole.text))


def test_one_bad_byte_far_behind_is_found() -> None:
    content = news(random.Random(6), 300).encode() * (SAMPLE // 300)
    assert decode(content).doubt == ""
    found = decode(content + b"\xe4\xb8")
    assert (found.encoding, found.doubt, found.text[-1]) == ("utf-8", "encoding", "\ufffd")


def test_the_first_characters_that_tell_may_come_late() -> None:
    for codec in ("utf-8", "gb18030", "utf-16-le"):
        text = "<script>" + "x" * (SAMPLE + 1) + "</script>" + news(random.Random(7), 60)
        assert decode(text.encode(codec)).text == text


def test_what_a_page_declares_is_a_hint_and_no_more() -> None:
    text = "警情98%"
    assert decode(text.encode("gb18030"), declared=["gb2312"]).encoding == "gb18030"
    assert decode(news(random.Random(8), 60).encode(), declared=["gb2312"]).encoding == "utf-8"
    traditional = big5(news(random.Random(9), 60))
    assert decode(traditional.encode("big5"), declared=["gb2312"]).text == traditional
    assert decode(traditional.encode("big5"), declared=["no-such-codec"]).text == traditional


def test_other_languages_are_read_with_a_doubt() -> None:
    japanese = "警視庁は、オレオレ詐欺の被害が三割減ったと発表した。" * 3
    found = decode(japanese.encode("shift_jis"))
    assert (found.text, found.doubt) == (japanese, "encoding")
    assert decode(("Полиция раскрыла триста дел за год. " * 4).encode("cp1251")).doubt == "encoding"


@pytest.mark.parametrize("codec", ["hz", "utf-7"])
def test_chinese_written_in_ascii_is_read_with_a_doubt(codec: str) -> None:
    text = news(random.Random(5), 60)
    found = decode(text.encode(codec))
    assert (found.text, found.encoding, found.doubt) == (text, codec, "encoding")


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("県警本部は今年、特殊詐欺を300件検挙した。被害額は前年より一割減った。", "iso2022_jp"),
        ("警視庁公表：検挙件数300件", "iso2022_jp"),
        ("경찰은 올해 사건 300건을 해결했다", "iso2022_kr"),
    ],
)
def test_escape_sequences_are_read_with_a_doubt(text: str, codec: str) -> None:
    found = decode(text.encode(codec))
    assert (found.text, found.doubt) == (text, "encoding")


@pytest.mark.parametrize("text", ["Cases: 300 (+12.5%), see C++ and a+b=c.", "~{ and $B and +AAAAAA", "x = {~{1,2}~}; \x1b[31mred\x1b[0m"])
def test_ordinary_ascii_stays_as_it_is(text: str) -> None:
    found = decode(text.encode())
    assert (found.text, found.encoding, found.doubt) == (text, "utf-8", "")


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("県警本部は今年、特殊詐欺の被害が前年より一割減ったと発表した。高齢者への呼びかけを続ける。", "euc_jp"),
        ("경찰은 올해 사건 300건을 해결했다. 작년보다 피해가 줄었고 신고는 늘었다.", "euc_kr"),
    ],
)
def test_other_languages_in_encodings_like_the_chinese_ones_are_in_doubt(text: str, codec: str) -> None:
    assert decode(text.encode(codec)).doubt == "encoding"


@pytest.mark.parametrize(
    ("codec", "cut"), [("gb18030", slice(1, None)), *((codec, slice(None, -1)) for codec in ("gb18030", "big5hkscs", "utf-8"))]
)
def test_a_text_cut_inside_a_character_is_in_doubt(codec: str, cut: slice) -> None:
    text = "警" + news(random.Random(6), 60) + "警"
    assert decode((big5(text) if codec == "big5hkscs" else text).encode(codec)[cut]).doubt == "encoding"


def test_what_is_no_text_is_refused() -> None:
    for content in (bytes(range(256)) * 20, random.Random(1).randbytes(3000), b"\xff\xfe\x00\xd8" * 9, b"\x89PNG\r\n\x1a\n" + bytes(50)):
        with pytest.raises(UnreadableError):
            decode(content)


@pytest.mark.parametrize(("really", "taken_for"), [("utf-8", "latin-1"), ("utf-8", "cp1252"), ("gb18030", "latin-1"), ("utf-8", "gb18030")])
def test_text_saved_in_the_wrong_encoding_is_put_right_and_said(really: str, taken_for: str) -> None:
    text = (
        "本县破获各类案件三百起，追回赃款八十万元，同比下降一成。"
        if taken_for == "cp1252"
        else "全市公安机关共破获刑事案件300余起，同比下降。"
    )
    if taken_for == "gb18030":
        text = text.encode().decode("gb18030", "ignore").encode("gb18030").decode("utf-8", "ignore")
    try:
        garbled = text.encode(really).decode(taken_for)
    except UnicodeDecodeError:  # cp1252 lacks five bytes, which programs leave as they are
        garbled = "".join(
            chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes((byte,)).decode("cp1252") for byte in text.encode(really)
        )
    found = decode(f"{garbled}\n".encode())
    assert (found.text.strip(), found.doubt) == (text, "recoded")


@pytest.mark.parametrize(
    "garbled",
    [
        "全市破案锟斤拷30起。",
        "全市破案\ufffd30起，抓获四十人，追赃二十万元，群众满意。",
        "鍏ㄥ競鍏卞寲瑙ｇ煕鐩剧籂绾300浣欒捣锛岀兢浼楁弧鎰忋€",
    ],
)
def test_text_of_which_characters_are_lost_is_in_doubt(garbled: str) -> None:
    assert decode(garbled.encode()).doubt == "encoding"


@pytest.mark.parametrize("text", ["Le café déjà fermé à l’été, où ça élève", "全市破案30起。", "Größe über naïve Façade", "±5℃·×÷¥£§°"])
def test_text_that_is_right_is_left_alone(text: str) -> None:
    assert (decode(text.encode()).text, decode(text.encode()).doubt) == (text, "")
