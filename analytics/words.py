"""Every word of the interface, in Chinese and in English, in one table.

A phrase is looked up by key and filled with ``str.format`` values. An English phrase that depends on a
number has two forms, ``"{n} article|{n} articles"``. Words of the articles themselves never pass through here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analytics.provinces import BY_NAME
from analytics.selection import MISSING

Language = Literal["zh", "en"]

WORDS: dict[str, tuple[str, str]] = {
    # the house
    "brand": ("有据", "Youju"),
    "tagline": ("每个数字，都有出处", "Every figure stands on its sentence"),
    "page.overview": ("总览", "Overview"),
    "page.corpus": ("语料", "Articles"),
    "language": ("语言", "Language"),
    # the sentence on top
    "lead.articles": ("<b>{n}</b> 篇文章里的", "<b>{n}</b> article,|<b>{n}</b> articles,"),
    "lead.figures": ("<b>{n}</b> 个数字", "<b>{n}</b> figure|<b>{n}</b> figures"),
    "lead.provinces": ("，来自 <b>{n}</b> 个省份", " from <b>{n}</b> province| from <b>{n}</b> provinces"),
    "lead.years": ("，<b>{first}—{last}</b> 年", ", <b>{first}–{last}</b>"),
    "lead.year": ("，<b>{first}</b> 年", ", <b>{first}</b>"),
    "lead.region_share": ("{share} 标明地区", "{share} name a place"),
    "lead.period_share": ("{share} 标明时期", "{share} state a period"),
    "lead.repeats": (
        "文内重复和转载 {n} 处，不重复计数",
        "{n} repeat within an article or in a reprint, not counted twice|{n} repeats within articles or in reprints, not counted twice",
    ),
    "lead.filtered": ("共 {n} 个数字，已筛选", "filtered from {n} figure|filtered from {n} figures"),
    # filters
    "filter.open": ("筛选与上传", "Filters and uploads"),
    "filter.search": ("搜索", "Search"),
    "filter.search_hint": ("搜原句、标题、创新", "Search the sentences"),
    "filter.kind": ("种类", "Kind"),
    "filter.place": ("地区", "Place"),
    "filter.province": ("省级", "Province"),
    "filter.city": ("市级", "City"),
    "filter.county": ("县级", "County"),
    "filter.any": ("不限", "Any"),
    "filter.type": ("创新类型", "Type of innovation"),
    "filter.period": ("时期", "Period"),
    "filter.since": ("从", "From"),
    "filter.until": ("到", "To"),
    "filter.earliest": ("最早", "Earliest"),
    "filter.latest": ("最近", "Latest"),
    "filter.undated": ("只看未标明时期的", "Only figures without a period"),
    "filter.direction": ("动向", "Movement"),
    "filter.publisher": ("出处", "Publisher"),
    "filter.doc": ("文章", "Article"),
    "filter.repeats": ("也列出重复", "List repeats too"),
    "filter.repeats_help": (
        "同一件事在一篇文章里说了两遍，或者被别的文章转载，只计一次；打开后表格和下载会列出重复的各处，图表仍不重复计数。",
        "What an article says twice, or a reprint says again, counts once. Switched on, the table and the download list the repeats; charts still count once.",
    ),
    "chip.search": ("含“{text}”", "Contains “{text}”"),
    "chip.years": ("{first}—{last} 年", "{first}–{last}"),
    "chip.year": ("{first} 年", "{first}"),
    "chip.since": ("{first} 年起", "Since {first}"),
    "chip.until": ("至 {last} 年", "Until {last}"),
    "chip.undated": ("未标明时期", "No period stated"),
    "chip.clear": ("全部清除", "Clear all"),
    "chip.remove": ("取消这项筛选", "Remove this filter"),
    # charts
    "chart.region": ("哪里在说？", "Where?"),
    "chart.city": ("哪些城市？", "Which cities?"),
    "chart.county": ("哪些区县？", "Which counties?"),
    "chart.type": ("说的是哪类创新？", "Which kind of innovation?"),
    "chart.year": ("说的是什么时候？", "When?"),
    "chart.most": ("{label}最多，{n} 个", "Most: {label}, {n}"),
    "chart.missing": ("{n} 个{label}", "{label}: {n}"),
    "chart.total": (
        "每张图合计 {n} 个，与下表一致。点一下筛选，再点一下取消；浅色在筛选之外；跨年的时期算在结束的那一年。",
        "Each chart adds up to {n}, as the table does. Click to filter, click again to clear; pale marks lie outside the filters; a period over several years counts in the year it ends.",
    ),
    "chart.figures": ("数字", "Figures"),
    "missing.province": ("未标明地区", "No place stated"),
    "missing.city": ("未标明城市", "No city stated"),
    "missing.county": ("未标明区县", "No county stated"),
    "missing.type": ("未标明类型", "No type stated"),
    "missing.period": ("未标明时期", "No period stated"),
    "missing.direction": ("未说升降", "No movement"),
    "missing.publisher": ("未标明出处", "No publisher stated"),
    "missing.kind": ("未标明种类", "No kind stated"),
    "missing.short": ("未标明", "none"),
    # the table
    "table.count": ("{n} 个数字", "{n} figure|{n} figures"),
    "table.repeats": ("另列重复 {n} 处", "and {n} repeat|and {n} repeats"),
    "table.repeat": ("重复", "repeat"),
    "table.label": ("数字表", "Table of figures"),
    "table.choose": ("选一行，看它的原句", "Choose a row to read its sentence"),
    "table.download": ("下载 CSV", "Download CSV"),
    "table.download_packed": ("下载 CSV（压缩包）", "Download CSV (zipped)"),
    "table.page": ("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
    "table.previous": ("上一页", "Previous page"),
    "table.next": ("下一页", "Next page"),
    "table.sort": ("按此列排序", "Sort by this column"),
    "column.kind": ("种类", "Kind"),
    "column.figure": ("数字", "Figure"),
    "column.subject": ("说的是", "Of what"),
    "column.basis": ("比较", "Against"),
    "column.place": ("地区", "Place"),
    "column.type": ("类型", "Type"),
    "column.period": ("时期", "Period"),
    "column.publisher": ("出处", "Publisher"),
    "column.title": ("标题", "Title"),
    "column.published_on": ("发布日期", "Published"),
    "column.figures": ("数字", "Figures"),
    "column.source": ("文件", "File"),
    # evidence
    "evidence.unknown": ("找不到这个数字", "No such figure"),
    "evidence.unknown_help": (
        "链接里的编号 {claim} 不在现有文章里：文章可能已经移走，或者是在别人的浏览器里临时上传的。其余一切照常。",
        "No article here has the id {claim}: the article may have been removed, or was uploaded in someone else's browser. Everything else works as usual.",
    ),
    "evidence.outside": ("这个数字在当前筛选之外", "This figure lies outside the current filters"),
    "evidence.cleaned": ("清洗后", "Cleaned"),
    "evidence.raw": ("原样", "As published"),
    "evidence.view": ("原句的样子", "How to show the sentence"),
    "evidence.value": ("数值", "Value"),
    "evidence.subject": ("说的是", "Of what"),
    "evidence.metric": ("指标", "Metric"),
    "evidence.innovation": ("创新", "Innovation"),
    "evidence.period": ("时期", "Period"),
    "evidence.place": ("地区", "Place"),
    "evidence.notes": ("存疑", "Open"),
    "note.date_open": ("日期缺年份或发布日，未定", "the date lacks a year or a publication day; left open"),
    "note.place_shared": ("地名有重名，未定", "the place name is shared by several places; left open"),
    "note.subject_carried": ("对象承前文", "what it counts is carried over from the figure before"),
    "note.type_close": ("创新类型有两解", "two types of innovation fit about equally"),
    "evidence.rule": ("规则", "Rule"),
    "evidence.title": ("标题", "Title"),
    "evidence.source": ("出处", "Source"),
    "evidence.original": ("打开原文网页", "Open the original"),
    "evidence.permalink": ("本条链接", "Permalink"),
    "evidence.repeat": ("这是文内重复的说法，只计一次", "Said before in this article; counted once"),
    "evidence.reprint": ("别的文章已先有此说，只计一次", "Said before in another article; counted once"),
    "evidence.first": ("看第一处", "See the first"),
    "evidence.undated": ("未标明日期", "no date stated"),
    # articles and uploads
    "upload.title": ("加入文章", "Add articles"),
    "upload.hint": (
        "拖入文章、表格或压缩包，只留在这次浏览里",
        "Drop articles, tables or archives; they stay in this session",
    ),
    "upload.button": ("选择文件", "Choose files"),
    "upload.added": (
        "已加入 {n} 篇文章，{figures} 个数字。",
        "Added {n} article with {figures} figures.|Added {n} articles with {figures} figures.",
    ),
    "upload.known": (
        "{n} 篇已经在这里，没有重复加入。",
        "{n} was here already and was not added again.|{n} were here already and were not added again.",
    ),
    "upload.unreadable": ("{source}：{reason}。其余文件不受影响。", "{source}: {reason}. The other files are unharmed."),
    "upload.doubtful": ("{source} 已读入，但{doubt}。", "{source} was read, but {doubt}."),
    "upload.remove": ("移除我上传的文章", "Remove the articles I added"),
    "corpus.count": ("{n} 篇文章", "{n} article|{n} articles"),
    "corpus.help": ("选一篇，只看它的数字", "Choose one to see only its figures"),
    "corpus.unreadable": ("读不了或存疑的文件", "Files that could not be read, or not for certain"),
    "unreadable.encoding": (
        "认不出文字编码，请另存为 UTF-8 再试",
        "its text encoding could not be recognised; save it as UTF-8 and try again",
    ),
    "unreadable.empty": ("文件里没有文字", "it holds no text"),
    "unreadable.format": (
        "不是能读的格式（.txt .md .html .docx .pdf .csv .jsonl .zip）",
        "it is none of .txt .md .html .docx .pdf .csv .jsonl .zip",
    ),
    "unreadable.missing": ("找不到这个文件", "the file was not found"),
    "unreadable.permission": ("没有权限读取", "it may not be opened"),
    "unreadable.metadata": ("元数据表有误", "the metadata table is wrong"),
    "unreadable.too_large": ("太大或内含太多", "it is too large or holds too much"),
    "unreadable.link": ("是指向文件夹之外的链接", "it is a link that leads out of the folder"),
    "unreadable.columns": ("表格里没有正文列（text 或 正文）", "the table has no column of texts (text)"),
    "unreadable.scanned": ("只有图片，没有文字", "it holds pictures of text, no text"),
    "unreadable.broken": ("文件已损坏", "it is damaged"),
    "unreadable.encrypted": ("有密码保护", "it is protected by a password"),
    "doubt.encoding": ("个别文字可能有误", "some characters may be wrong"),
    "doubt.date": ("发布日期有误，未采用", "its publication date makes no day and was left out"),
    "doubt.pages": ("有的页只有图片", "some pages hold only pictures"),
    "unreadable.failed": ("读取这篇文章时程序出错", "the program failed on this article"),
    "unreadable.crashed": ("处理这篇文章的进程几次中断", "the processes that worked on it died"),
    # the command line
    "outcome.read": ("读入 {n}", "{n} read"),
    "outcome.unchanged": ("未变 {n}", "{n} unchanged"),
    "outcome.duplicate": ("重复 {n}", "{n} of a text known already"),
    "outcome.empty": ("空白 {n}", "{n} empty"),
    "outcome.refused": ("未能读取 {n}", "{n} could not be read"),
    "outcome.again": ("重新提取 {n}", "{n} extracted again"),
    "ingest.unit": ("篇", " articles"),
    "ingest.errors": ("出错 {n}", "{n} error|{n} errors"),
    "ingest.nothing": ("没有找到可读的文件。", "No file found to read."),
    "ingest.stopping": (
        "正在收尾，已读入的都会保存；再按一次 Ctrl-C 立即结束。",
        "Finishing what is in hand; Ctrl-C once more ends at once.",
    ),
    "ingest.stopped": ("已停止。重新运行同一条命令，就从这里接着读。", "Stopped. The same command again goes on from here."),
    "ingest.not_a_workspace": (
        "{folder} 里已有别的文件，不能用作工作区，请另选一个文件夹",
        "{folder} holds other files and is no workspace; choose another folder",
    ),
    "ingest.other_extractors": (
        "集群上的有据与这里的版本不同，没有读入；请先更新各台机器",
        "the cluster runs another version of Youju, nothing of it was kept; update its machines first",
    ),
    "ingest.failed": ("没有完成：{cause}", "not completed: {cause}"),
    "workspace.none": ("{folder} 不是工作区", "{folder} is no workspace"),
    "workspace.none_help": (
        "先用 python -m analytics ingest 建一个，或者去掉 YOUJU_WORKSPACE 再打开。",
        "Make one with python -m analytics ingest, or open without YOUJU_WORKSPACE.",
    ),
    "workspace.damaged": ("工作区里少了文件", "A file of the workspace is missing"),
    "workspace.damaged_help": (
        "运行 python -m analytics verify 看看缺了什么；重新 ingest 原来的文章可以补回。",
        "python -m analytics verify names it; ingesting the articles again brings it back.",
    ),
    "status.holds": (
        "{documents} 篇文章，{claims} 个数字，{innovations} 个创新",
        "{documents} articles, {claims} figures, {innovations} named innovations",
    ),
    "status.parts": (
        "{parts} 个分块，共 {size} MB，其中 {outdated} 个由旧版提取",
        "{parts} parts, {size} MB, {outdated} of them made by other extractors",
    ),
    "status.people": (
        "人工校对 {corrections} 个数字；转载重复 {reprints} 个数字",
        "{corrections} figures corrected by people; {reprints} repeated in reprints",
    ),
    "status.unlinked": (
        "上次读入没有做完，转载还没有比对：请再运行一次 ingest",
        "the last ingest did not end, and reprints were not looked for: run ingest again",
    ),
    "export.unknown": ("没有 {value}，可用的有：{known}", "{value} is none of: {known}"),
    "verify.clean": ("全部完好", "nothing is lost or damaged"),
    "verify.faults": ("发现 {n} 处问题", "{n} fault found|{n} faults found"),
    "edit.unknown": ("工作区里没有 {id}", "{id} is not in this workspace"),
    "edit.unfit": ("这一列不能写成这样：{value}", "no such column, or not a value it can hold: {value}"),
    # empty states
    "empty.filtered": ("没有数字符合这些筛选", "No figure matches these filters"),
    "empty.filtered_help": ("去掉一项筛选，或者全部清除。", "Remove a filter above, or clear them all."),
    "empty.corpus": ("还没有文章", "No articles yet"),
    "empty.corpus_help": (
        "在左边“加入文章”里拖入文件（.txt .md .html .docx .pdf .csv .jsonl .zip），数字马上出现在这里。",
        "Drop files (.txt .md .html .docx .pdf .csv .jsonl .zip) into “Add articles” in the sidebar; their figures appear here at once.",
    ),
    # codes
    "kind.count": ("数量", "Count"),
    "kind.percentage": ("百分比", "Percentage"),
    "kind.multiple": ("倍数", "Multiple"),
    "kind.money": ("金额", "Money"),
    "kind.measure": ("度量", "Measure"),
    "kind.duration": ("时长", "Duration"),
    "kind.date": ("日期", "Date"),
    "kind.rank": ("名次", "Rank"),
    "type.equipment": ("智能装备", "Equipment"),
    "type.platform": ("平台系统", "Platforms"),
    "type.data": ("数据情报", "Data and intelligence"),
    "type.mechanism": ("机制改革", "Mechanisms"),
    "type.service": ("便民服务", "Public services"),
    "type.community": ("基层治理", "Community"),
    "type.enforcement": ("执法规范", "Enforcement quality"),
    "type.prevention": ("打防管控", "Crime prevention"),
    "type.contest": ("创新赛事", "Contests"),
    "type.other": ("其他", "Other"),
    "direction.up": ("▲ 上升", "▲ Up"),
    "direction.down": ("▼ 下降", "▼ Down"),
    "basis.yoy": ("同比", "year on year"),
    "basis.mom": ("环比", "month on month"),
    "role.level": ("水平", "level"),
    "role.change": ("变化量", "change"),
    "role.share": ("占比", "share"),
    "bound.exact": ("确数", "exact"),
    "bound.about": ("约数", "approximate"),
    "bound.over": ("不少于", "at least"),
    "bound.under": ("不超过", "at most"),
    "bound.range": ("范围", "range"),
    "bound.vague": ("概数", "vague"),
    "period_basis.stated": ("本句写明", "stated here"),
    "period_basis.inherited": ("承上文", "from earlier in the paragraph"),
    "period_basis.published": ("未写明，按发布日", "not stated; publication date"),
    "period_basis.unknown": ("未标明", "not stated"),
    "region_basis.sentence": ("本句写明", "stated here"),
    "region_basis.paragraph": ("承上文", "from the paragraph"),
    "region_basis.document": ("据全文", "from the article"),
    "region_basis.unknown": ("未标明", "not stated"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """The interface's words in one language: ``words("table.count", n=3)``."""

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        phrase = WORDS[key][self.language == "en"]
        if "|" in phrase:
            one, many = phrase.split("|")
            phrase = one if values.get("n") in (1, "1") else many
        return phrase.format(**values)

    def of(self, facet: str, code: str) -> str:
        """The label of a code of a facet: kinds, types and directions are ours, places and publishers the articles'."""
        if code in ("", MISSING):
            return self(f"missing.{facet}")
        if facet == "province" and self.language == "en" and code in BY_NAME:
            return BY_NAME[code].english
        key = f"{facet}.{code}"
        return self(key) if key in WORDS else code


def language_of(code: str) -> Language:
    """The language an address asks for; Chinese unless it says English."""
    return "en" if code == "en" else "zh"
