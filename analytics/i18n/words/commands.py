"""The command line."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "outcome.read": ("读入 {n}", "{n} read"),
    "outcome.unchanged": ("未变 {n}", "{n} unchanged"),
    "outcome.duplicate": ("重复 {n}", "{n} of a text known already"),
    "outcome.removed": ("已被人移除 {n}", "{n} removed by a person before"),
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
    "status.removed": (
        "人工移除 {n} 篇，原样保留，不计入：edit 文章编号 removed=0 可放回",
        "{n} article removed by people, kept but not counted: edit DOC_ID removed=0 puts it back|{n} articles removed by people, kept but not counted: edit DOC_ID removed=0 puts one back",
    ),
    "status.unlinked": (
        "上次读入没有做完，转载还没有比对：请再运行一次 ingest",
        "the last ingest did not end, and reprints were not looked for: run ingest again",
    ),
    "export.unknown": ("没有 {value}，可用的有：{known}", "{value} is none of: {known}"),
    "export.partly": (
        "导出的表不完整：工作区有文件损坏或丢失，缺 {n} 篇文章。",
        "the table is not complete: files of the workspace are damaged or missing, {n} article is left out.|the table is not complete: files of the workspace are damaged or missing, {n} articles are left out.",
    ),
    "fault.missing": ("丢失", "missing"),
    "fault.damaged": ("已损坏", "damaged"),
    "fault.unreadable": ("系统不让读取", "the system does not let it be read"),
    "fault.unlisted": ("完好，但清单里没有它", "not listed in the manifest"),
    "fault.rows": ("内容与清单所记不符", "does not hold the rows that the manifest lists"),
    "fault.twice": ("有的 claim_id 出现两次", "claim_id given twice"),
    "fault.text": ("{detail} 与原文对不上", "{detail} does not stand on its text"),
    "fault.homeless": ("清单里有 {detail} 篇文章在这个分块，而没有这个分块", "documents listed in a part that is not: {detail}"),
    "fault.line": ("人工校对记录有 {detail} 行损坏或丢失", "lines of people's words damaged or missing: {detail}"),
    "repair.rebuilt": (
        "{name}：{n} 篇文章的数字由存下的正文重新提取",
        "{name}: figures made anew from the kept texts of {n} article|{name}: figures made anew from the kept texts of {n} articles",
    ),
    "repair.listed": ("{name}：完好，已重新列入清单", "{name}: whole, and listed again"),
    "repair.manifest": ("{name}：已按现有的分块重建", "{name}: made anew from the parts that lie there"),
    "repair.log": (
        "{name}：{n} 行人工校对记录完好，两份都已重写",
        "{name}: {n} line of people's words is whole, both copies written anew|{name}: {n} lines of people's words are whole, both copies written anew",
    ),
    "repair.reprints": ("{name}：转载重新比对", "{name}: reprints looked for anew"),
    "repair.aside": ("{name}：放在一边，没有删除", "{name}: set aside, not deleted"),
    "repair.lost": ("{name}：正文无法复原，请重新 ingest 这个文件", "{name}: its text cannot be brought back; ingest the file again"),
    "repair.words": (
        "{name}：至少 {n} 行人工校对记录无法复原",
        "{name}: at least {n} line of people's words cannot be brought back|{name}: at least {n} lines of people's words cannot be brought back",
    ),
    "repair.incomplete": ("其余都已修复；上面列出的无法复原", "all else is mended; what is named above could not be brought back"),
    "verify.clean": ("全部完好", "nothing is lost or damaged"),
    "verify.faults": ("发现 {n} 处问题", "{n} fault found|{n} faults found"),
    "edit.unknown": ("工作区里没有 {id}", "{id} is not in this workspace"),
    "edit.unfit": ("这一列不能写成这样：{value}", "no such column, or not a value it can hold: {value}"),
}
