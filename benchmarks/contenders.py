"""One contender of ``benchmarks.speed`` in a process of its own: ``python contenders.py NAME TEXTS.json``.

It prints its title, then reads lines, each the name of a set of texts. For each it runs once over the set and prints, as JSON, CPU and wall
seconds, the number of texts that raised an error, and its peak memory in bytes. It runs in either virtual environment, so imports that only
one contender needs stand in that contender's function.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

Run = Callable[[Sequence[str]], int]  # texts → how many of them raised an error


def youju() -> tuple[str, Run]:
    """The whole pipeline of this project: from cleaning to a DataFrame with all columns."""
    from analytics.claims.schema import claims_frame
    from extractors import SourceText, extract

    def run(texts: Sequence[str]) -> int:
        claims_frame(claim for text in texts for claim in extract(SourceText(text)).claims)
        return 0

    return "this project, clean to DataFrame", run


def jionlp() -> tuple[str, Run]:
    """JioNLP's extractors of time and money."""
    import jionlp

    now = time.time()

    def read(text: str) -> None:
        jionlp.ner.extract_time(text, time_base=now)
        jionlp.ner.extract_money(text)

    return f"JioNLP {version('jionlp')}, time and money", _each(read)


def recognizers() -> tuple[str, Run]:
    """The Chinese models of Recognizers-Text for numbers, percentages, currencies and dates."""
    from recognizers_date_time import DateTimeRecognizer
    from recognizers_number import Culture, NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer

    numbers = NumberRecognizer(Culture.Chinese)
    models = (
        numbers.get_number_model(),
        numbers.get_percentage_model(),
        NumberWithUnitRecognizer(Culture.Chinese).get_currency_model(),
        DateTimeRecognizer(Culture.Chinese).get_datetime_model(),
    )

    def read(text: str) -> None:
        for model in models:
            model.parse(text)

    return f"Recognizers-Text {version('recognizers-text-suite')}, four models", _each(read)


def floor() -> tuple[str, Run]:
    """One regex pass for runs of numerals: the cost of looking at every character."""
    import regex

    numerals = regex.compile(r"[\d零〇一二两三四五六七八九十百千万亿]+")
    return "one regex pass for numerals", _each(lambda text: numerals.findall(text))


def _each(read: Callable[[str], object]) -> Run:
    def run(texts: Sequence[str]) -> int:
        failed = 0
        for text in texts:
            try:
                read(text)
            except Exception:  # an error on one text must not end the comparison: it is counted and printed
                failed += 1
        return failed

    return run


def _peak() -> int:
    """Peak memory of this process in bytes; ``ru_maxrss`` would include the parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


CONTENDERS: dict[str, Callable[[], tuple[str, Run]]] = {"youju": youju, "jionlp": jionlp, "recognizers": recognizers, "floor": floor}


def main() -> int:
    """Answer requests from standard input until it ends."""
    name, path = sys.argv[1:]
    sets: dict[str, list[str]] = json.loads(Path(path).read_text(encoding="utf-8"))
    talk, sys.stdout = sys.stdout, sys.stderr  # some print a greeting
    title, run = CONTENDERS[name]()
    run(next(iter(sets.values()))[:1])  # loads dictionaries before anything is timed
    print(json.dumps({"title": title}), file=talk, flush=True)
    for line in sys.stdin:
        cpu, wall = time.process_time(), time.perf_counter()
        failed = run(sets[line.strip()])
        answer = {
            "cpu": time.process_time() - cpu,
            "wall": time.perf_counter() - wall,
            "failed": failed,
            "peak": _peak(),
        }
        print(json.dumps(answer), file=talk, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
