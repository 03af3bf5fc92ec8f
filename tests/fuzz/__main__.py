"""``make fuzz``: the whole pipeline, and the readers of text files, on what a coverage-guided fuzzer makes up.

``python -m tests.fuzz CORPUS -max_total_time=60`` and every other option of libFuzzer. The first byte of an input says what the rest
is: pieces of text by number, characters, or the bytes of a file. An input that breaks something is written to ``crash-…``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["extractors", "analytics.documents"]):
    from tests.fuzz.invariants import DAYS, check_extraction, check_file
from tests.fuzz.texts import PIECES

_SUFFIXES = (".txt", ".csv", ".jsonl", ".md")
_SEEDS = (
    "今年前10个月，云溪县公安局破获案件近300起，同比下降10.2%，环比上升4.5个百分点。",
    "推出“快易拼”平台以来，长沙市、株洲市办件量分别增长8%和14.3%，挽回损失400余万元。",
    "标题\n来源：云溪发布 2024-03-01\n办理时限从20个工作日压缩到5个工作日以内，巡逻里程4.7公里，位居全省第3位。\n责任编辑：甲\n",
    "text,title,published_on\n全市建成平台86个。,标题,2024-01-02\n",
    '{"text": "全年化解纠纷1.2万件，占七成以上。", "title": "标题"}\n',
)


def one_input(data: bytes) -> None:
    """What ``data`` describes, read and held against the invariants."""
    kind, rest = data[:1], data[1:]
    choice = kind[0] if kind else 0
    day = DAYS[choice // 8 % len(DAYS)]
    match choice % 8:
        case 0 | 1 | 2:
            check_extraction("".join(PIECES[byte % len(PIECES)] for byte in rest), day)
        case 3:
            check_extraction(atheris.FuzzedDataProvider(rest).ConsumeUnicode(len(rest)), day)
        case 4:
            check_extraction(rest.decode("utf-8", "surrogateescape"), day)
        case _:
            check_file(rest, _SUFFIXES[choice // 8 % len(_SUFFIXES)])


def main() -> None:
    options = [argument for argument in sys.argv[1:] if argument.startswith("-")]
    folders = [Path(argument) for argument in sys.argv[1:] if not argument.startswith("-")]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    if folders:
        for number, seed in enumerate(_SEEDS):
            for choice in (4, 5, 13, 21):  # as characters, and as a file of each kind
                for codec in ("utf-8", "gb18030", "utf-16"):
                    (folders[0] / f"seed-{number}-{choice}-{codec}").write_bytes(bytes([choice]) + seed.encode(codec))
        for begin in range(0, len(PIECES), 16):
            (folders[0] / f"pieces-{begin}").write_bytes(bytes([0, *range(begin, min(begin + 16, len(PIECES)))]))
    atheris.Setup([sys.argv[0], "-max_len=400", "-timeout=30", *options, *map(str, folders)], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
