"""Patterns for years: absolute, in the Minguo calendar, or relative to publication or to the year last mentioned."""

from __future__ import annotations

YEAR_SHIFTS = {"今年": 0, "本年度": 0, "本年": 0, "去年": -1, "上年": -1, "上一年": -1, "前年": -2, "明年": 1, "后年": 2}
SAID_YEARS = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1}

CN_YEAR = r"(?:一[六七八九]|二[〇零0])[〇零0一二三四五六七八九]{2}"
# 08年; 19年 only where a month or 底 makes it a year of the century
SHORT_YEAR = r"(?<![\d.零〇一二三四五六七八九十百千])(?P<short>[零〇七八九一][零〇一二三四五六七八九](?=年)|0\d(?=年)|[1-9]\d(?=年(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月|年[底末初]|年全年|年上半年|年下半年|年(?:前|首|第)[一二三四1-4]|年[一二三四]季度|年(?:入警|从警|参军|入伍|出生|毕业|建成|参加)))年"
ROC = r"(?:民国(?P<roc>\d{2,3}|[一二三四五六七八九十百〇零]{2,5})年|[今去本](?:\(|（)(?P<roc>\d{2,3})(?:\)|）)年|(?<![\d零〇一二三四五六七八九])(?P<roc>一[〇零一][〇零一二三四五六七八九])年|(?<![\d.])(?P<roc>1[01]\d)年(?=\d{1,2}(?:[至到—–~-]\d{1,2})?月|前\d|度|全[^\s]|底|[上下]半年|第[一二三四]季))"
BRACKETED = r"[今去前本明](?:\(|（)(?P<year>20\d{2})(?:\)|）)年"  # 去(2025)年
YEAR = rf"(?:{BRACKETED}|(?<!\d|\d\.)(?P<year>20\d{{2}})(?=[上下]半年|年?前三季度|第?[一二三四]季度|Q[1-4])|(?<!\d|\d\.)(?P<year>(?:1[5-9]|20)\d{{2}}|{CN_YEAR})年(?!级|龄|轻|代|来)(?:的)?|{ROC}|{SHORT_YEAR}|(?P<shift>今年|本年度|去年|上一年|上年|前年|明年)(?:的)?|(?P<said>同年|当年|次年|翌年))"
# How a year can begin other than with a number.
YEAR_WORDS = frozenset(
    {*YEAR_SHIFTS, *SAID_YEARS, "民国", *(word + bracket for word in "今去本前明" for bracket in "(（")} - {"本年", "后年"}
)
