"""The overview: the sentence on top and the charts."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "lead.articles": ("{n} 篇文章里的 ", "{n} article, |{n} articles, "),
    "lead.figures": ("{n} 个数字", "{n} figure|{n} figures"),
    "lead.provinces": ("，来自 {n} 个省份", " from {n} province| from {n} provinces"),
    "lead.years": ("，{n} 年", ", {n}"),
    "lead.region_share": ("{share} 标明地区", "{share} name a place"),
    "lead.period_share": ("{share} 标明时期", "{share} state a period"),
    "lead.repeats": (
        "文内重复和转载 {n} 处，不重复计数",
        "{n} repeat within an article or in a reprint, not counted twice|{n} repeats within articles or in reprints, not counted twice",
    ),
    "lead.conflicts": ("{n} 处说法不一", "{n} disagreement|{n} disagreements"),
    "lead.filtered": ("共 {n} 个数字，已筛选", "filtered from {n} figure|filtered from {n} figures"),
    "chart.region": ("哪里在说？", "Where?"),
    "chart.city": ("哪些城市最多？", "Which cities most?"),
    "chart.county": ("哪些区县？", "Which counties?"),
    "chart.kind": ("是哪种数字？", "What kind of figure?"),
    "chart.rest": ("其余", "All others"),
    "chart.type": ("说的是哪类创新？", "Which kind of innovation?"),
    "chart.year": ("说的是什么时候？", "When?"),
    "chart.most": ("{label}最多，{n} 个", "Most: {label}, {n}"),
    "chart.missing": ("{n} 个{label}", "{label}: {n}"),
    "chart.total": (
        "每张图合计 {n} 个，与下表一致。再点一下取消筛选，在年份上拖动选一段；浅色在筛选之外；跨年的时期算在结束的那一年。",
        "Each chart adds up to {n}, as the table does. Click again to clear, drag over years for a range; pale marks lie outside the filters; a period over several years counts in the year it ends.",
    ),
}
