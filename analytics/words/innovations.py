"""Named innovations: the list, and one of them."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "innovations.lead": (
        "<b>{n}</b> 项有名字的创新，出自 <b>{articles}</b> 篇文章、<b>{provinces}</b> 个省份",
        "<b>{n}</b> named innovation, articles: <b>{articles}</b>, provinces: <b>{provinces}</b>"
        "|<b>{n}</b> named innovations, articles: <b>{articles}</b>, provinces: <b>{provinces}</b>",
    ),
    "innovations.with_figures": ("{n} 项有数字作证", "{n} has figures beside it|{n} have figures beside them"),
    "innovations.without_figures": ("{n} 项只提了名字", "{n} is only named|{n} are only named"),
    "innovations.years": ("年份按文章发布日期算", "Years are those of publication"),
    "innovations.choose": ("选一项，看它的来历和数字", "Choose one to see where it comes from and its figures"),
    "innovations.count": ("{n} 项创新", "{n} innovation|{n} innovations"),
    "innovations.label": ("创新表", "Table of innovations"),
    "innovations.none": ("没有创新符合这些筛选", "No innovation matches these filters"),
    "innovations.back": ("← 全部创新", "← All innovations"),
    "innovations.unknown": ("没有叫这个名字的创新", "No innovation of this name"),
    "innovations.unknown_help": (
        "文章里没有“{name}”：可能文章已经移走。其余一切照常。",
        "No article here names “{name}”: the article may have been removed. Everything else works as usual.",
    ),
    "innovations.hidden": ("“{name}”在当前筛选之外", "“{name}” lies outside the current filters"),
    "innovations.first": ("{day}首次见报", "first reported {day}"),
    "innovations.last": ("最近 {day}", "last {day}"),
    "innovations.undated": ("发布日期未标明", "publication date not stated"),
    "innovations.articles": ("{n} 篇文章", "{n} article|{n} articles"),
    "innovations.mentions": ("提到 {n} 次", "mentioned {n} time|mentioned {n} times"),
    "innovations.types_differ": ("各篇归类不一：{types}", "Articles differ on its type: {types}"),
    "innovations.type_share": ("{type} {n} 篇", "{type} ({n})"),
    "innovations.namesakes": ("别处也有叫这个名字的，可能不是一回事：", "Also the name of something elsewhere, perhaps another thing:"),
    "innovations.namesake": ("{place} · {n} 篇", "{place} · {n} article|{place} · {n} articles"),
    "innovations.introduced": ("怎么介绍它", "How it was introduced"),
    "innovations.read": ("读这篇原文", "Read the article"),
    "innovations.when": ("什么时候说起它？", "When was it spoken of?"),
    "innovations.when_one": ("只有一篇，发布于{first}", "One article, published {first}"),
    "innovations.when_several": ("{n} 篇，{first}至{last}", "{n} article, {first} to {last}|{n} articles, {first} to {last}"),
    "innovations.when_undated": ("{n} 篇未标明日期", "{n} without a date"),
    "innovations.when_capped": ("只画最早的 {n} 篇", "only the first {n} are drawn"),
    "innovations.in_articles": ("哪些文章提到它", "Which articles name it"),
    "innovations.open": ("选一篇，读原文", "Choose one to read it"),
    "innovations.no_figures": ("当前没有数字为它作证，只提了名字", "No figures stand beside it: it is only named"),
    "column.name": ("创新", "Innovation"),
    "column.first": ("首次", "First"),
    "column.last": ("最近", "Last"),
    "column.articles": ("文章", "Articles"),
    "column.mentions": ("提到", "Mentions"),
}
