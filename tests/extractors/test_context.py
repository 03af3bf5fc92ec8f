"""Context of figures in whole sentences. Each case: a text with its figures, and the expected columns."""

from datetime import date

import pytest

from extractors import Claim, SourceText, extract

PUBLISHED = date(2024, 11, 9)


def claims(text: str, published: date | None = PUBLISHED) -> dict[str, Claim]:
    """Map the text of each figure to its claim."""
    return {claim.text: claim for claim in extract(SourceText(text, published_on=published)).claims}


@pytest.mark.parametrize(
    ("text", "figure", "role", "direction", "basis"),
    [
        ("刑事警情同比下降10.2%。", "10.2%", "change", "down", "yoy"),
        ("破案率环比上升4.5个百分点。", "4.5个百分点", "change", "up", "mom"),
        ("重复来访率下降至2.6%。", "2.6%", "level", "down", ""),
        ("新增车位3100个。", "3100个", "change", "up", ""),
        ("新建警务室12个。", "12个", "level", "", ""),
        ("群众跑动减少2万余次。", "2万余次", "change", "down", ""),
        ("来件占了五分之一。", "五分之一", "share", "", ""),
        ("效率是原来的2.5倍。", "2.5倍", "level", "", ""),
        ("效率提升2.5倍。", "2.5倍", "change", "up", ""),
        ("办件量翻了一番。", "翻了一番", "change", "up", ""),
        ("共立案83起，同比下降12%。", "83起", "level", "", ""),
        ("共立案83起，同比下降12%。", "12%", "change", "down", "yoy"),
        ("发案由83件降至36件。", "83件", "level", "", ""),
        ("发案由83件降至36件。", "36件", "level", "down", ""),
        ("警情较去年同期减少120起。", "120起", "change", "down", "yoy"),
        ("警情、发案同比分别下降8%、14.3%。", "14.3%", "change", "down", "yoy"),
        ("与去年同期相比，刑事警情下降8%，纠纷下降9%。", "9%", "change", "down", "yoy"),
        ("名次较上年前进4位。", "4位", "change", "up", "yoy"),
        ("发案数（-31.5%）。", "31.5%", "change", "down", ""),
    ],
)
def test_movement(text: str, figure: str, role: str, direction: str, basis: str) -> None:
    claim = claims(text)[figure]
    assert (claim.role, claim.direction, claim.basis) == (role, direction, basis)


@pytest.mark.parametrize(
    ("text", "figure", "subject"),
    [
        ("全市已建成人脸识别点130余万个。", "130余万个", "人脸识别点"),
        ("共孵化1750余个创新项目。", "1750余个", "创新项目"),
        ("投诉问题同比下降68%。", "68%", "投诉问题"),
        ("全市盗窃案件83起，同比下降12%。", "12%", "盗窃案件"),
        ("盗窃、诈骗警情同比分别下降8%和14.3%。", "14.3%", "诈骗警情"),
        ("盗窃、诈骗警情同比分别下降8%和14.3%。", "8%", "盗窃警情"),
        ("刑事、治安案件数和交通事故分别下降8%、9%和14.3%。", "8%", "刑事案件"),
        ("矛盾纠纷、治安案件分别下降8%和14.3%。", "8%", "矛盾纠纷"),
        ("群众满意度、刑事案件破案率分别提升8%和14.3%。", "8%", "群众满意度"),
        ("平均出警时间缩短至5分钟。", "5分钟", "平均出警时间"),
        ("执法过程零投诉。", "零", "执法过程投诉"),
        ("划拨300余万元作为研发与培训经费。", "300余万元", "培训经费"),
        ("汇聚1108种36亿条数据。", "1108种", "数据"),
    ],
)
def test_subject(text: str, figure: str, subject: str) -> None:
    assert claims(text)[figure].subject == subject


@pytest.mark.parametrize(
    ("text", "figure", "start", "end", "basis"),
    [
        ("2015年，警情下降10%。", "10%", "2015-01-01", "2015-12-31", "stated"),
        ("今年前10个月，警情下降10%。", "今年前10个月", "2024-01-01", "2024-10-31", "stated"),
        ("今年以来，破案300起。", "300起", "2024-01-01", "2024-11-09", "stated"),
        ("去年，破案300起。", "300起", "2023-01-01", "2023-12-31", "stated"),
        ("从2016年起，举办大赛30场。", "30场", "2016-01-01", "", "stated"),
        ("截至10月底，办结300件。", "300件", "", "2024-10-31", "stated"),
        ("2019年以来，办结300件。", "300件", "2019-01-01", "2024-11-09", "stated"),
        ("2022年，警情下降。全年破案300起。", "300起", "2022-01-01", "2022-12-31", "stated"),
        ("今年1至2月，警情由去年同期的83件降至36件。", "83件", "2023-01-01", "2023-02-28", "stated"),
        ("今年1至2月，警情由去年同期的83件降至36件。", "36件", "2024-01-01", "2024-02-29", "stated"),
        ("办件量是2020年的3倍。", "3倍", "2024-11-09", "2024-11-09", "published"),
        ("从明年起，投入300万元。", "300万元", "2025-01-01", "", "stated"),
        ("2022年，警情下降。其中盗窃案300起。", "300起", "2022-01-01", "2022-12-31", "inherited"),
        ("2022年，警情下降。\n另有盗窃案300起。", "300起", "2022-01-01", "2022-12-31", "document"),
        ("2022年上线。目前，办结300件。", "300件", "2024-11-09", "2024-11-09", "published"),
        ("近两年，办结300件。", "近两年", "2022-11-10", "2024-11-09", "stated"),
        ("警情较2022年下降10%。", "10%", "2024-11-09", "2024-11-09", "published"),
        ("警情由2021年的83起降至2023年的36起。", "83起", "2021-01-01", "2021-12-31", "stated"),
        ("警情由2021年的83起降至2023年的36起。", "36起", "2023-01-01", "2023-12-31", "stated"),
        ("12月20日，查处300起。", "12月20日", "2023-12-20", "2023-12-20", "stated"),
        ("9月12日至13日召开会议。", "9月12日至13日", "2024-09-12", "2024-09-13", "stated"),
        ("“十四五”期间投入300万元。", "300万元", "2021-01-01", "2025-12-31", "stated"),
        ("去年9月至今年上半年，查处300起。", "300起", "2023-09-01", "2024-06-30", "stated"),
        ("5月中旬，查处300起。", "5月中旬", "2024-05-11", "2024-05-20", "stated"),
        ("2023年破案90起，2018年以来命案全破。盗窃案下降12%。", "12%", "2023-01-01", "2023-12-31", "inherited"),
        ("与2019年相比，盗窃案从163起降至7起。", "163起", "2019-01-01", "2019-12-31", "stated"),
        (
            "长假路上的平安\n\n9月29日至10月6日，道路平稳有序。现将情况通报如下。\n共接报事故85起。",
            "85起",
            "2024-09-29",
            "2024-10-06",
            "document",
        ),
    ],
)
def test_period(text: str, figure: str, start: str, end: str, basis: str) -> None:
    claim = claims(text)[figure]
    assert (str(claim.period_start or ""), str(claim.period_end or ""), claim.period_basis) == (start, end, basis)


def test_without_a_publication_date_relative_periods_stay_open() -> None:
    found = claims("今年4月，办结300件。另有2起。", published=None)
    assert {(claim.period_start, claim.period_end, claim.period_basis) for claim in found.values()} == {(None, None, "unknown")}


@pytest.mark.parametrize(
    ("text", "figure", "place", "basis"),
    [
        ("株洲市天元区破案30起。", "30起", ("湖南省", "株洲市", "天元区"), "sentence"),
        ("台州市公安局黄岩分局破案30起。", "30起", ("浙江省", "台州市", "黄岩区"), "sentence"),
        ("邵东县公安局破案30起。", "30起", ("湖南省", "邵阳市", "邵东市"), "sentence"),
        ("湖北省恩施州公安局破案30起。", "30起", ("湖北省", "恩施土家族苗族自治州", ""), "sentence"),
        ("北京市朝阳区破案30起。", "30起", ("北京市", "北京市", "朝阳区"), "sentence"),
        ("南京市鼓楼区破案30起。", "30起", ("江苏省", "南京市", "鼓楼区"), "sentence"),
        ("鹏城破案30起。", "30起", ("广东省", "深圳市", ""), "sentence"),
        ("香港警方破案30起。", "30起", ("香港特别行政区", "", ""), "sentence"),
        ("深圳市南山区是试点。全市破案30起。", "30起", ("广东省", "深圳市", ""), "sentence"),
        ("深圳市南山区是试点。该区破案30起。", "30起", ("广东省", "深圳市", "南山区"), "sentence"),
        ("参赛项目中，3个项目来自深圳。", "3个", ("广东省", "深圳市", ""), "sentence"),
        ("湖州市南浔区民警前往嘉兴桐乡，抓获30人。", "30人", ("浙江省", "湖州市", "南浔区"), "sentence"),
        ("温岭市、玉环、临海三地警情分别下降8%、9%和14%。", "9%", ("浙江省", "台州市", "玉环市"), "sentence"),
        ("渌口区发案9起，攸县发案8起。去年渌口发案30起。", "30起", ("湖南省", "株洲市", "渌口区"), "sentence"),
        ("在株洲市天元区、芦淞区和渌口区抓获11人。", "11人", ("湖南省", "株洲市", ""), "sentence"),
        ("泸溪县的河滩与怀化市交界，发案30起。", "30起", ("湖南省", "湘西土家族苗族自治州", "泸溪县"), "sentence"),
        ("渌口区公安局的新闻发布会在长沙市举行，通报破案30起。", "30起", ("湖南省", "株洲市", "渌口区"), "sentence"),
        ("渌口区公安局在长沙市举行新闻发布会，通报破案30起。", "30起", ("湖南省", "株洲市", "渌口区"), "sentence"),
        ("警方说，截获的钱折合港元30万元。", "30万元", ("香港特别行政区", "", ""), "document"),
        ("全国公安机关共破案30起。", "30起", ("", "", ""), "sentence"),
        ("来自贵州的游客张女士报案30起。", "30起", ("", "", ""), "unknown"),
        ("闽南平安行动破案30起。", "30起", ("", "", ""), "unknown"),
    ],
)
def test_region(text: str, figure: str, place: tuple[str, str, str], basis: str) -> None:
    claim = claims(text)[figure]
    assert ((claim.province, claim.city, claim.county), claim.region_basis) == (place, basis)


SECTIONS = """湖南警务一线见闻

记者日前走访了省里的两座城市。

株洲市：“渡口哨”的一天
株洲市渌口区公安局组建“渡口哨”30支。
一年来，群众送来锦旗41面。

怀化市：山里的灯
小店主老向说，以前12点就关门。如今，怀化市公安局装了路灯52盏。
来自贵州的游客张女士说，她找回了手机，仅用63分钟。
省公安厅说，全省共破案74起。

写在最后
改革还在路上，申报项目85个。
"""


def test_a_section_speaks_of_its_place_and_a_sentence_of_its_innovation() -> None:
    found = claims(SECTIONS)
    assert (found["41面"].city, found["41面"].county, found["41面"].region_basis) == ("株洲市", "渌口区", "document")
    assert (found["30支"].innovation, found["41面"].innovation) == ("渡口哨", "")
    assert (found["52盏"].city, found["52盏"].innovation) == ("怀化市", "")
    assert (found["63分钟"].province, found["63分钟"].city) == ("湖南省", "怀化市")
    assert (found["74起"].province, found["74起"].city) == ("湖南省", "")
    assert (found["85个"].province, found["85个"].city) == ("湖南省", "")


def test_a_scene_that_opens_a_section_is_where_the_section_then_says() -> None:
    text = "湖南警务见闻\n\n记者走访了省里的几座城市。\n\n鼓楼下的课\n歌声响起，台下坐着58名村民。\n株洲市渌口区公安局说，课已开了63场。怀化市也来学习。\n\n写在最后\n长沙市报名74人，娄底市报名85人。"
    assert (claims(text)["58名"].city, claims(text)["58名"].county) == ("株洲市", "渌口区")


def test_since_its_launch_runs_from_the_date_before_to_publication() -> None:
    claim = claims("2023年3月，株洲市公安局推出新平台。上线以来，化解纠纷300起。")["300起"]
    assert (claim.period_start, claim.period_end) == (date(2023, 3, 1), PUBLISHED)
    assert claims("上线以来，化解纠纷300起。")["300起"].period_basis == "published"


def test_a_measure_that_says_nothing_alone_is_told_with_what_it_is_of() -> None:
    assert claims("群众办证平均用时由15天压缩至2天。")["2天"].subject.endswith("办证平均用时")


def test_regions_carry_official_codes() -> None:
    assert claims("湖州市南浔区破案30起。")["30起"].region_code == "330503"
    assert claims("重庆市破案30起。")["30起"].region_code == "500000"


@pytest.mark.parametrize(
    ("text", "figure", "type_"),
    [
        ("民警用无人机巡飞，发现热源30处。", "30处", "equipment"),
        ("户政窗口办理身份证业务3000件。", "3000件", "service"),
        ("调解矛盾纠纷300起。", "300起", "community"),
        ("刑事警情同比下降10%。", "10%", "prevention"),
        ("大赛共征集参赛作品300件。", "300件", "contest"),
        ("案卷瑕疵、执法问题同比下降10%。", "10%", "enforcement"),
        ("会议开了3天。", "3天", "other"),
    ],
)
def test_innovation_type(text: str, figure: str, type_: str) -> None:
    assert claims(text)[figure].innovation_type == type_


@pytest.mark.parametrize(
    ("text", "figure", "metric", "notes"),
    [
        ("全市刑事警情同比下降10.2%。", "10.2%", "刑事警情", ""),
        ("共化解矛盾纠纷300余起。", "300余起", "矛盾纠纷化解", ""),
        ("电诈案件破案率为46.2%。", "46.2%", "破案率", ""),
        ("会上发言30次。", "30次", "", ""),
        ("盗窃案件83起，同比下降12%。", "12%", "盗窃案件", "subject_carried"),
        ("鼓楼区公安分局破获盗窃案件30起。", "30起", "破获案件", "place_shared"),
    ],
)
def test_metric_and_notes(text: str, figure: str, metric: str, notes: str) -> None:
    claim = claims(text)[figure]
    assert (claim.metric, claim.notes) == (metric, notes)


def test_a_date_that_cannot_be_placed_says_so() -> None:
    found = claims("今年4月，办结事项300件。", published=None)
    assert {claim.notes for claim in found.values()} == {"date_open"}


def test_named_innovations_with_and_without_quotation_marks() -> None:
    text = "云溪县公安局研发“溪链”调度平台，推行金穗调解法。依托“溪链”，化解纠纷300起，破解了“最后一公里”难题。"
    extraction = extract(SourceText(text))
    names = {innovation.name: innovation for innovation in extraction.innovations}
    assert "溪链" in names
    assert "最后一公里" not in names
    assert names["溪链"].mentions == 2
    assert names["溪链"].claims == 1
    assert text[names["溪链"].start : names["溪链"].end] == "溪链"
    assert extraction.claims[0].innovation == "溪链"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“桥头茶座”开张后，纠纷当场化解率升至88%。", "桥头茶座"),
        ("“一键求助杆”让夜间发案下降三成。", "一键求助杆"),
        ("云溪县公安局推行“桥长制”，投入民警30名。", "桥长制"),
        ("该局推行“新生儿出生一件事”联办，材料减为3份。", "新生儿出生一件事"),
        ("该局坚持“新警务”理念，破案30起。", ""),
        ("“最多跑一次”让群众满意率升至98%。", ""),
        ("“四新”让办件量翻了一番。", ""),
    ],
)
def test_a_quotation_is_a_name_by_what_it_ends_in_and_does(text: str, name: str) -> None:
    found = extract(SourceText(text, published_on=PUBLISHED))
    assert [innovation.name for innovation in found.innovations] == ([name] if name else [])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("警方组织开展了禁毒专项整治统一行动。\n行动期间，查处30起。", "禁毒专项整治统一行动"),
        ("“护苗盾”平台建设的成效看得见。去年，校园警情下降30起。", "护苗盾"),
        ("民警入驻“株洲市反诈中心”，查处30起。", ""),
        ("各地开展专项行动，查处30起。", ""),
    ],
)
def test_which_innovation_a_figure_is_evidence_for(text: str, name: str) -> None:
    assert claims(text)["30起"].innovation == name


def test_a_sentence_that_says_nothing_of_its_type_has_that_of_the_article() -> None:
    said = "\n\n全年共有30件，比上年少。"
    assert claims(f"宣传见成效\n\n民警打击诈骗，抓获嫌疑人。{said}")["30件"].innovation_type == "prevention"
    assert claims(f"宣传见成效\n\n记者走访了几座城市。{said}")["30件"].innovation_type == "other"
