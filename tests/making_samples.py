"""``python -m tests.making_samples`` writes the binary samples, reproducibly. Places are real; everything else is invented."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import xlsxwriter

from tests.analytics.documents.making_office import rtf
from tests.analytics.documents.making_pdf import pdf

SAMPLES = Path(__file__).parents[1] / "samples"


def package(parts: Mapping[str, str]) -> bytes:
    """A zip archive of ``parts`` with fixed timestamps."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content.encode(), zipfile.ZIP_DEFLATED)
    return written.getvalue()


# --- Word ----------------------------------------------------------------------------------------

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def _run(text: str, how: str = "") -> str:
    return f'<w:r><w:rPr>{how}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def _table(*rows: tuple[str, ...]) -> str:
    def cell(text: str) -> str:
        return f"<w:tc><w:tcPr/>{_paragraph(_run(text))}</w:tc>"

    return f"<w:tbl><w:tblPr/>{''.join('<w:tr>' + ''.join(map(cell, row)) + '</w:tr>' for row in rows)}</w:tbl>"


def docx() -> bytes:
    """A report with a table, struck-through and superscript text."""
    body = (
        _paragraph(_run("荆州市公安局沙市区分局“江豚”水上警务半年小结"))
        + _paragraph(_run("来源：江津警声　2024年7月3日"))
        + _paragraph(
            _run("上半年，沙市区分局组建“江豚”水上警务队，投入巡逻艇"),
            _run("7", "<w:strike/>"),
            _run("5艘、无人机12架，巡航"),
            _run("1.4"),
            _run("万公里，查处非法捕捞案件36起"),
            _run("1", '<w:vertAlign w:val="superscript"/>'),
            _run("，同比下降41.9%，没收渔具870件。"),
        )
        + _paragraph(_run("表1　沿江派出所情况（单位：起）"))
        + _table(
            ("站点", "警情", "同比（%）", "求助"),
            ("观音垱", "214", "-8.5", "96"),
            ("岑河", "187", "-3.1", "71"),
            ("锣场", "305", "2.6", "140"),
        )
        + _paragraph(_run("水上求助从接警到靠岸平均11分钟，比去年同期快了4分钟；救起落水人员8名，劝返野泳人员600多人次。"))
        + _paragraph(_run("江豚队一年经费约230万元，其中燃油占四成以上。"))
    )
    return package(
        {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_RELATED}"><Relationship Id="r1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>',
            "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
            f"{body}</w:body></w:document>",
        }
    )


# --- pages ---------------------------------------------------------------------------------------


def report() -> bytes:
    """A two-page report with running headers, line breaks inside figures and a ruled table."""
    first = (
        "南阳市公安局卧龙分局  内部资料",
        "",
        "　　　　卧龙分局“月季哨”社区警务年度报告",
        "　　　　　　来源：卧龙分局　2023年12月28日",
        "",
        "　　2023年，卧龙分局在37个社区设立“月季哨”，整合保安、物业、快递",
        "员等力量2160名，全年可防性案件立案842起，同比下降12.",
        "7%，盗抢案件破案率达68.4%。",
        "　　全年走访群众9.6万户，登记流动人口4.1万人，发现隐患33",
        "00余处，整改率97%以上。",
        "",
        "- 1 -",
    )
    second = (
        "南阳市公安局卧龙分局  内部资料",
        "",
        "　　各哨点情况如下（单位：起）：",
        "哨点　　　　警情　　　　调解",
        "梅溪　　　　126　　　　 88",
        "七一　　　　97　　　　　64",
        "车站　　　　211　　　　 143",
        "",
        "　　“月季哨”人均补贴每月350元，全年支出907万元，由区、街两级各担",
        "一半。",
        "",
        "- 2 -",
    )
    return pdf([first, second])


def ofd() -> bytes:
    """An OFD page with a red letterhead and lines wrapped at the margin."""
    lines = (
        (60, 20, "曲靖市公安局麒麟分局文件"),
        (40, 34, "关于“南盘江守望”行动情况的通报"),
        (60, 44, "来源：麒麟警讯　2024年10月16日"),
        (20, 58, "　　今年7月至9月，麒麟分局开展“南盘江守望”行动，出动警力"),
        (20, 66, "4300余人次，检查沿江企业218家，发现隐患97处，已整改91处。"),
        (20, 74, "　　行动期间，全区刑事警情326起，环比下降9.4%，其中入室盗"),
        (20, 82, "窃29起，同比减少22起。追回电动车64辆，价值约19.8万元。"),
        (20, 90, "　　“守望灯”小程序接到线索1560条，兑现奖金3.6万元。"),
    )
    name = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    texts = "".join(
        f'<ofd:TextObject ID="{n}" Boundary="{x} {y} 170 5" Size="5"><ofd:TextCode X="0" Y="5">{text}</ofd:TextCode></ofd:TextObject>'
        for n, (x, y, text) in enumerate(lines, start=10)
    )
    return package(
        {
            "OFD.xml": f'<ofd:OFD {name} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
            "Doc_0/Document.xml": f'<ofd:Document {name}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/0.xml"/></ofd:Pages></ofd:Document>',
            "Doc_0/Pages/0.xml": f'<ofd:Page {name}><ofd:Content><ofd:Layer ID="2">{texts}</ofd:Layer></ofd:Content></ofd:Page>',
        }
    )


# --- sheets, mails, saved pages, rich text -------------------------------------------------------


def xlsx() -> bytes:
    """Figures below a title, a row of units and a two-row header."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2024, 10, 12)})
        percent = book.add_format({"num_format": "0.0%"})
        sheet = book.add_worksheet("2024年三季度")
        rows: list[list[object]] = [
            ["茂名市公安局电白分局2024年三季度主要警务数据"],
            ["来源：电白警务观察", None, None, "2024年10月12日"],
            ["单位：起"],
            ["镇（街道）", "刑事警情", "治安警情", "刑事警情同比"],
            ["水东", 86, 214, -0.125],
            ["麻岗", 41, 97, -0.068],
            ["博贺", 29, 66, 0.036],
            ["合计", 156, 377, -0.081],
        ]
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(at, column, value, *([percent] if isinstance(value, float) else []))
    return written.getvalue()


def eml() -> bytes:
    """An email in GBK with a quoted reply."""
    body = (
        "各位编辑好：\r\n\r\n来源：东昌分局宣传科　2023年12月5日\r\n通化市公安局东昌区分局“人参娃”护校队 11 月情况如下，请审：\r\n\r\n"
        "　　护校队现有队员 186 人，守护学校 34 所。11 月，早晚高峰护送学生 5.1 万人次，劝导交通违法 920 余起，"
        "校园周边警情 17 起，同比下降 26.1%，连续 3 个月下降。\r\n\r\n"
        "　　“人参娃”反光背心发放 4200 件，由爱心企业捐赠，价值 12.6 万元；校门口平均拥堵时间由 25 分钟降到 9 分钟。\r\n\r\n"
        "此致\r\n东昌区分局宣传科　金顺姬\r\n2023年12月5日\r\n\r\n-----原始邮件-----\r\n> 请把11月的情况发来。\r\n"
    )
    head = (
        "From: =?gbk?B?{}?= <xuanchuan@dongchang.example>\r\nTo: bianji@paper.example\r\nDate: Tue, 05 Dec 2023 09:41:00 +0800\r\n"
        'Subject: =?gbk?B?{}?=\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset="gbk"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    ).format(*(base64.b64encode(text.encode("gbk")).decode() for text in ("东昌宣传", "【供稿】东昌“人参娃”护校队11月情况")))
    return head.encode() + base64.encodebytes(body.encode("gbk"))


def mht() -> bytes:
    """A web page saved by a browser, with its image."""
    page = (
        '<html><head><meta charset="utf-8"><title>三明沙县：小吃街上的“蒸笼警务” - 社会 - 沙溪网</title></head><body><h1>三明沙县：小吃街上的“蒸笼警务”</h1>'
        "<p>2022年05月23日 10:18　来源：沙溪网　我要评论(3)</p><p>　　三明市公安局沙县分局在小吃街推出“蒸笼警务”，把警务室开进蒸笼铺隔壁，"
        "每天6:00至24:00有人值守。半年来，接待群众1.7万人次，化解食客纠纷284起，满意率99.2%。</p>"
        "<p>　　街区装上智能烟感报警器530个，处置火灾隐患61起；扒窃警情同比下降45%，4月全月为零。</p>"
        "<p>　　“蒸笼警务”总投入38万元，商户每家分摊不足200元。</p><p><img src='http://shaxi.example/a.gif'></p><p>【责任编辑：罗丹青】</p></body></html>"
    )
    mark = "----=_NextPart_0001"
    return (
        f'From: <Saved>\r\nSubject: page\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="{mark}"\r\n\r\n'
        f'--{mark}\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\nContent-Location: http://shaxi.example/2022/0523/1.html\r\n\r\n'
        f"{base64.encodebytes(page.encode()).decode()}\r\n--{mark}\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        f"{base64.b64encode(b'GIF89a').decode()}\r\n--{mark}--\r\n"
    ).encode()


def notice() -> bytes:
    """A rich text document with struck-through words."""
    return rtf(
        "通辽市公安局科尔沁分局“马背警务”情况\\par 来源：科尔沁草原快讯　2020年9月14日\\par ",
        "　　科尔沁分局“马背警务队”成立3年来，骑巡里程2.8万公里，调解草场纠纷412起，救助牧民",
        "{\\strike 900}156人。\\par 　　今年前8个月，牛羊被盗案件立案11起，同比下降47.6%，追回牛羊",
        "230多头（只），价值约165万元。\\par 　　“马背喇叭”双语宣讲280场，听众1.9万人次，每场不超过20分钟。\\par ",
    )


FILES = {
    "hubei-jingzhou-2024-table.docx": docx,
    "henan-nanyang-2023-report.pdf": report,
    "yunnan-qujing-2024-notice.ofd": ofd,
    "guangdong-maoming-2024-figures.xlsx": xlsx,
    "jilin-tonghua-2023-mail.eml": eml,
    "fujian-sanming-2022-saved.mht": mht,
    "neimenggu-tongliao-2020-horse.rtf": notice,
}


def main() -> None:
    """Write all samples."""
    for name, made in FILES.items():
        (SAMPLES / name).write_bytes(made())


if __name__ == "__main__":
    main()
