"""Web pages of the shapes one meets: the body, and what the page says of its own article and not of others."""

from datetime import date

import pytest

from analytics.documents import Document, Unreadable, html, read_bytes
from extractors import extract
from extractors.model import SourceText

FIRST = "近日，云溪县公安局推出“溪链”平台，上线三个月来共办理业务1.2万件，群众满意度达98%，受到居民欢迎。"
SECOND = "目前，平台已接入部门12个，联动处置警情300余起，下一步将在全县推广应用，让群众少跑腿。"
TITLE = "云溪公安推出“溪链”平台"
BODY = f"<p>　　{FIRST}</p><p>　　{SECOND}</p>"
RELATED = """<div class="list"><h3>延伸阅读</h3>
<div><a href="/1">某市新增停车泊位3100个缓解停车难</a></div><div class="d">2022-01-15</div>
<div><a href="/2">某区治安案件下降四成引关注</a></div><div class="d">发布时间：2021-12-30 来源：别家日报</div></div>"""


def page(body: str, head: str = "", title: str = f"{TITLE}_云溪平安网") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def read(content: str | bytes) -> SourceText:
    (item,) = read_bytes("页.html", content if isinstance(content, bytes) else content.encode())
    assert isinstance(item, Document), item
    return item.text


def figures(text: SourceText) -> set[str]:
    return {claim.text for claim in extract(text).claims}


SHAPES = {
    # A header line whose source is a link, footers and a list of other articles without a telling name.
    "newspaper": page(
        f"""<div class="top"><a href="/">首页</a> <a href="/f">法治</a> 2026年11月22日 星期日</div>
        <div class="col"><h1>{TITLE}</h1><div class="channel"><div class="col-1">2023年04月18日08:26 | 来源：<a href="/y">云溪平安网</a>
        <span>小字号</span></div></div><div class="text_con">{BODY}<p class="edit">（责编：岳某、党某）</p></div></div>{RELATED}
        <div class="footer"><p>云溪平安网 版权所有</p><p>今日在线 4321 人，注册用户 9876 人</p></div>"""
    ),
    # A government site: tags in capitals, the source in a tag only, the site's name as heading.
    "government": page(
        f"""<h1>云溪平安网</h1><div id="zoom"><h2>{TITLE}</h2>{BODY}</div>{RELATED}""",
        f"""<meta name="SiteName" content="云溪县公安局"><meta name="ArticleTitle" content="{TITLE}">
        <meta name="PubDate" content="2023-04-18 08:26"><meta name="ContentSource" content="云溪平安网">""",
    ),
    # WeChat: the body hidden until its script runs, the day in the script.
    "wechat": page(
        f"""<div id="page-content"><h1 class="rich_media_title" id="activity-name">
        {TITLE}
        </h1><div id="meta_content"><a id="js_name">云溪平安网</a><em id="publish_time"></em></div>
        <div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;"><section><span>{FIRST}</span></section>
        <section><span>{SECOND}</span></section></div></div><script>var ct = "1681747200"; var biz = "x";</script>""",
        f"""<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="公众平台">""",
        title="",
    ),
    # A portal built on a framework: linked data, and tags of other articles inside the body.
    "portal": page(
        f"""<article><h1>{TITLE}</h1>{BODY}</article><section class="related"><meta itemprop="datePublished" content="2021-12-30">
        <h4>某市新增停车泊位3100个</h4><time datetime="2021-12-30">2021-12-30</time></section>
        <script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [{{"@type": "WebSite"}}, {{"@type": "NewsArticle",
        "headline": "{TITLE}", "datePublished": "2023-04-18T08:26:00+08:00", "publisher": {{"name": "云溪平安网"}}}}]}}</script>"""
    ),
    "labelled": page(
        f"""<h1>{TITLE}</h1><ul class="info"><li>发布时间：2023-04-18</li><li>来源：云溪平安网</li><li>浏览：5421次</li></ul>
        <div>{BODY}</div>{RELATED}""",
        """<meta name="date" content="2015-01-01"><meta name="author" content="admin">""",
    ),
    "tags": page(
        f"<h1>{TITLE}</h1><div>{BODY}</div>{RELATED}",
        """<meta property="article:published_time" content="2023-04-18T08:26:00+08:00"><meta name="source" content="来源：云溪平安网">""",
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_gives_its_body_and_what_it_says_of_itself(shape: str) -> None:
    text = read(SHAPES[shape])
    assert (text.title, text.publisher, text.published_on) == (TITLE, "云溪平安网", date(2023, 4, 18))
    assert figures(text) == {"1.2万件", "98%", "12个", "300余起", "三个月来"}


@pytest.mark.parametrize(
    "others", [RELATED, RELATED.replace("<h3>延伸阅读</h3>", ""), RELATED.replace("<a ", "<b ").replace("</a>", "</b>")]
)
def test_the_date_of_another_article_is_never_taken(others: str) -> None:
    text = read(page(f"<h1>{TITLE}</h1><div>{BODY}</div>{others}"))
    article = extract(text).article
    assert (article.title, article.published_on, article.publisher) == (TITLE, None, "")


def test_a_link_between_paragraphs_cuts_nothing_off() -> None:
    link = '<p><a href="/x">点击查看云溪县便民服务平台使用指南</a></p>'
    assert "300余起" in read(page(f"<h1>{TITLE}</h1><div><p>{FIRST}</p>{link}<p>{SECOND}</p></div>")).raw


def test_footers_and_asides_of_a_short_page_are_left_out() -> None:
    around = '<div class="{}"><p>今日在线4321人，本站累计发布信息9876条，欢迎投稿。</p></div>'
    for name in ("footer", "page-foot", "relatedNews", "comment-list", "copyright"):
        text = read(page(f"<h1>{TITLE}</h1><div>{BODY}</div>{around.format(name)}"))
        assert not {"4321人", "9876条"} & figures(text), name


def test_what_holds_the_article_is_kept_whatever_it_is_called() -> None:
    assert "1.2万件" in figures(read(page(f'<div class="hot-comment"><h1>{TITLE}</h1>{BODY}</div>')))


def test_readings_above_characters_go_and_what_they_annotate_stays() -> None:
    assert "联动处置" in read(page(f"<h1>{TITLE}</h1>{BODY.replace('联动', '<ruby>联<rt>lián</rt></ruby>动')}")).raw


def test_a_table_is_read_row_by_row() -> None:
    table = "<table><tr><th>指标</th><th>2023年</th></tr><tr><td>派警用时</td><td>42秒</td></tr></table>"
    assert "42秒" in figures(read(page(f"<article><h1>{TITLE}</h1>{BODY}{table}</article>")))


def test_a_giant_page_is_read_by_its_lines() -> None:
    paragraphs = "".join(f"<p>第{n}号通报：破获案件<b>{n}</b>起。</p>" for n in range(html.MAX_ELEMENTS))
    text = read(page(f"<nav>首页4321人</nav><div><h1>{TITLE}</h1><p>发布时间：2023-04-18 来源：云溪平安网</p>{paragraphs}</div>"))
    assert "破获案件19999起。" in text.raw
    assert "首页" not in text.raw
    assert (text.title, text.published_on, text.publisher) == (TITLE, date(2023, 4, 18), "云溪平安网")


@pytest.mark.parametrize(
    ("bar", "heading", "title"),
    [
        ("站名 - 标题", TITLE, TITLE),
        (f"{TITLE}-云溪平安网", "云溪平安网", TITLE),
        (f"{TITLE} - 社会 - 云溪新闻", "", TITLE),
        ("“互联网+警务”再升级——云溪样本", "", "“互联网+警务”再升级——云溪样本"),
        ("", "", ""),
    ],
)
def test_the_title_is_the_article_s_and_not_the_site_s(bar: str, heading: str, title: str) -> None:
    assert read(page(f"<h1>{heading}</h1>{BODY}", title=bar)).title == title


def test_the_site_that_calls_itself_this_site_is_named() -> None:
    head = '<meta name="SiteName" content="云溪县公安局">'
    assert read(page(f"<h1>{TITLE}</h1><div>来源：本站 时间：2023-04-18</div><div>{BODY}</div>", head)).publisher == "云溪县公安局"


def test_the_address_is_taken_where_it_is_one() -> None:
    assert read(page(BODY, '<link rel="canonical" href="https://a.cn/1.html">')).url == "https://a.cn/1.html"
    assert read(page(BODY, '<meta property="og:url" content="javascript:alert(1)">')).url == ""


@pytest.mark.parametrize(
    ("codec", "declared"), [("gb18030", "gb2312"), ("big5", "gb2312"), ("utf-8", "gb2312"), ("gb18030", ""), ("utf-16", "utf-8")]
)
def test_a_page_is_read_in_its_own_encoding_whatever_it_declares(codec: str, declared: str) -> None:
    traditional = codec == "big5"
    body = f"<p>{'警方表示，今年共接獲詐騙案件三百餘宗，較去年同期下降一成半，市民應提高警覺。' if traditional else FIRST}</p>"
    text = read(page(body, f'<meta charset="{declared}">', title="通報" if traditional else "通报").encode(codec))
    assert ("三百餘宗" if traditional else "1.2万件") in text.raw


@pytest.mark.parametrize(
    "content", [b"<html><body></body></html>", b"<!-- -->", b"<html><head><script>var a = 1</script></head><body> </body></html>"]
)
def test_a_page_without_text_is_empty(content: bytes) -> None:
    (item,) = read_bytes("a.html", content)
    assert isinstance(item, Unreadable)
    assert item.reason == "empty"


@pytest.mark.parametrize(
    "before", ["<div>" * 200, "<table>" * 100, "<head><title>x", "\x00\x01</p>\x02", "<p></p></body></html>", "<frameset>"]
)
def test_broken_pages_are_read(before: str) -> None:
    (item,) = read_bytes("a.htm", f"{before}<p>{FIRST}</p><p>{SECOND}</p>".encode())
    assert isinstance(item, Document), item
    assert "1.2万件" in item.text.raw


@pytest.mark.parametrize("content", ["<div>" * 300 + FIRST, f"<p>{FIRST}</p><p>{'多' * 4_000_000}</p><p>{SECOND}</p>"])
def test_a_page_that_cannot_be_read_to_its_end_is_refused_whole(content: str) -> None:
    (item,) = read_bytes("a.html", content.encode())
    assert isinstance(item, Unreadable)
    assert item.reason == "too_large"


LONG = "".join(
    f"<p>{sentence}</p>" for sentence in (FIRST, SECOND, FIRST.replace("三", "四"), SECOND.replace("300", "310"), FIRST, SECOND) * 3
)


@pytest.mark.parametrize("around", ["", LONG])
@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        (
            "<p>破案<span>3</span><span>000</span>起，下降<b>10.2</b>%，投入<font color=red>300</font>万元。</p>",
            "破案3000起，下降10.2%，投入300万元。",
        ),
        ('<p>全市<a href="/x">破案3000起</a>，下降10.2%<a href="#n"><sup>[1]</sup></a>。</p>', "全市破案3000起，下降10.2%。"),
        ("<p>新建用房1200m<sup>2</sup>，破案3000<sup>1</sup>起。</p>", "新建用房1200m²，破案3000起。"),
        ('<p>破案3000<span style="vertical-align: super">①</span>起。</p>', "破案3000起。"),
        ("<p>破案<s>900</s>1200起，占比<del>25</del><ins>30</ins>%。</p>", "破案1200起，占比30%。"),
        ('<p>破案<span style="text-decoration: line-through">900</span>1200起。</p>', "破案1200起。"),
        ('<p>破案1200起。<span style="display:none">旧稿900起</span><span hidden>旧稿800起</span></p>', "破案1200起。"),
        ("<p>全市破案3000<br>起，发案下降10.2<br>%，投入300<br>万元。</p>", "全市破案3000起，发案下降10.2%，投入300万元。"),
        ("<p>破案30起<br>追赃20万元</p>", "破案30起\n追赃20万元"),
        ("<dl><dt>破案</dt><dd>3000起</dd><dt>投入</dt><dd>300万元</dd></dl>", "破案 3000起\n投入 300万元"),
        ("<ul><li>破案30起；</li><li>追赃20万元。</li></ul>", "破案30起；\n追赃20万元。"),
        ("<figure><img src=a.jpg><figcaption>图为民警在现场，全市破案3600起。</figcaption></figure>", "图为民警在现场，全市破案3600起。"),
        ("<div class=card><div>3000</div><div>起</div><div>破案总数</div></div>", "3000起\n破案总数"),
    ],
)
def test_an_article_loses_nothing_and_is_cut_nowhere(inside: str, seen: str, around: str) -> None:
    raw = read(page(f"<h1>{TITLE}</h1><div class=con><p>{FIRST}</p>{inside}<p>{SECOND}</p>{around}</div>")).raw
    assert f"{FIRST}\n{seen}\n{SECOND}" in raw


def test_what_a_script_is_to_show_is_read_where_it_is_all_there_is() -> None:
    assert FIRST in read(page(f'<h1>题</h1><div id="c" style="display:none">{BODY}</div>')).raw


@pytest.mark.parametrize("around", ["", LONG])
def test_a_table_with_heads_over_columns_title_and_remark(around: str) -> None:
    table = (
        "<table><caption>各区情况（单位：起）</caption><tr><th rowspan=2>区</th><th colspan=2>警情</th></tr><tr><th>2022年</th><th>2023年</th></tr>"
        "<tr><td>东区</td><td>31</td><td></td></tr><tr><td colspan=3>注：2023年的数字尚未公布，以年报为准。</td></tr></table>"
    )
    lines = ["各区情况（单位：起）", "区 | 警情 | 警情", "区 | 2022年 | 2023年", "东区 | 31 | ", "注：2023年的数字尚未公布，以年报为准。"]
    assert "\n".join([FIRST, *lines, SECOND]) in read(page(f"<h1>{TITLE}</h1><div><p>{FIRST}</p>{table}<p>{SECOND}</p>{around}</div>")).raw


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    inner = "<table><tr><td>东区</td><td>31</td></tr></table>"
    raw = read(page(f"<table><tr><td><h1>{TITLE}</h1></td></tr><tr><td>{BODY}{inner}</td></tr></table>")).raw
    assert f"{FIRST}\n　　{SECOND}\n东区 | 31".replace("　　", "") in raw.replace("　　", "")


def test_many_notes_behind_each_other_take_no_time() -> None:
    assert "1.2万件" in read(page(f"<p>{FIRST}<b>{'甲' * 10_000}</b>{'<sup>1</sup>' * 15_000}</p>")).raw
