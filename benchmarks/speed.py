"""Speed of the whole pipeline, next to other extractors on the same texts in the same run.

``make bench``, or ``python -m benchmarks.speed [--seeds FOLDER] [--growth]``. Each contender (see ``contenders``) runs in a process of its
own, in alternating rounds, so that other load affects all alike. Times are CPU time, except for the work of two processes. A contender that
cannot be started is listed with the reason. Prints tables, and writes the same as JSON.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import regex
from PIL import Image, ImageDraw, ImageFont

from analytics.documents import Document, find, read
from analytics.documents.ocr import can_recognise_text
from analytics.documents.reader import read_stream
from benchmarks.articles import article as made_article
from benchmarks.broken_files import FORMATS
from benchmarks.contenders import CONTENDERS
from extractors import extract

ROOT = Path(__file__).parents[1]
OTHERS = ROOT / ".venv-bench" / "bin" / "python"
AT_HOME = ("youju", "floor")  # the others have their own virtual environment
LARGEST, DOUBLINGS = 10_000_000, 4  # bytes of the longest article for measuring growth; number of doublings up to it
_PARAGRAPHS = 12  # of a synthetic article: about a page
_AGAIN = 4  # repetitions; the minimum counts, since other load only adds time
Answer = dict[str, Any]


class Contender:
    """A contender's process and its answers by set of texts; ``reason`` is not empty if it cannot run."""

    def __init__(self, name: str, texts: Path, python: Path = OTHERS) -> None:
        interpreter = Path(sys.executable) if name in AT_HOME else python
        self.name, self.title, self.reason = name, name, "" if interpreter.exists() else f"no {interpreter}"
        self.answers: dict[str, list[Answer]] = {}
        if self.reason:
            return
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 (it lives as long as the process)
        self._process = subprocess.Popen(
            [interpreter, ROOT / "benchmarks" / "contenders.py", name, texts],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        self.title = self._answer().get("title", name)

    def run(self, texts: str) -> None:
        """One run over a set of texts."""
        self.start(texts)
        self.finish(texts)

    def start(self, texts: str) -> None:
        """Begin a run without waiting for it."""
        if not self.reason and self._process.stdin:
            self._process.stdin.write(texts + "\n")
            self._process.stdin.flush()

    def finish(self, texts: str) -> None:
        """Wait for the run and keep its answer."""
        if not self.reason and (answer := self._answer()):
            self.answers.setdefault(texts, []).append(answer)

    def close(self) -> None:
        """End the process."""
        if not self.reason:
            self._process.communicate()

    def _answer(self) -> Answer:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if line:
            answer: Answer = json.loads(line)
            return answer
        self._process.wait()
        self._errors.seek(0)
        self.reason = (self._errors.read().strip().splitlines() or [f"it ended with {self._process.returncode}"])[-1]
        return {}


def compare(sets: Mapping[str, Sequence[str]], rounds: int, python: Path) -> dict[str, Answer]:
    """Run every contender over every set of texts, in ``rounds`` alternating rounds; results by contender."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as texts:
        json.dump(sets, texts)
        texts.flush()
        contenders = [Contender(name, Path(texts.name), python) for name in CONTENDERS]
        for _ in range(rounds):
            for name in sets:
                for contender in contenders:
                    contender.run(name)
        for contender in contenders:
            contender.close()
    characters = {name: sum(map(len, texts)) for name, texts in sets.items()}
    results = {contender.name: _result(contender, characters) for contender in contenders}
    for result in results.values():
        for name, rate in result.get("sets", {}).items():
            if beside := results["jionlp"].get("sets", {}).get(name):
                rate["times_jionlp"] = rate["median"] / beside["median"]
    return results


def _result(contender: Contender, characters: Mapping[str, int]) -> Answer:
    if contender.reason:
        return {"title": contender.title, "not_measured": contender.reason}
    sets = {
        name: {
            "best": characters[name] / min(answer["cpu"] for answer in answers),
            "median": characters[name] / median(answer["cpu"] for answer in answers),
            "failed": max(answer["failed"] for answer in answers),
        }
        for name, answers in contender.answers.items()
    }
    peak = max(answer["peak"] for answers in contender.answers.values() for answer in answers)
    return {"title": contender.title, "sets": sets, "peak_bytes": peak}


def growth(texts: Sequence[str]) -> list[Answer]:
    """CPU seconds, growth and peak memory of the pipeline on one article, doubled up to ``LARGEST``.

    Each size runs in a process of its own, and the sizes alternate. ``growth`` is the factor in time for a text of twice the length.
    """
    articles = [long_article(texts, LARGEST >> halvings) for halvings in range(DOUBLINGS, -1, -1)]
    contenders = []
    for article in articles:
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
            json.dump({"warm": texts[:1], "article": [article]}, file)
            file.flush()
            contenders.append(Contender("youju", Path(file.name)))
    for _ in range(_AGAIN):
        for contender in contenders:
            contender.run("article")
    steps: list[Answer] = []
    for article, contender in zip(articles, contenders, strict=True):
        contender.close()
        answers = contender.answers["article"]
        seconds, peak = min(answer["cpu"] for answer in answers), max(answer["peak"] for answer in answers)
        step = {"bytes": len(article.encode()), "characters": len(article), "seconds": seconds, "peak_bytes": peak}
        if steps:
            step["growth"] = seconds / steps[-1]["seconds"] * steps[-1]["characters"] / len(article) * 2
        steps.append(step)
    return steps


def long_article(texts: Sequence[str], size: int) -> str:
    """An article of about ``size`` bytes: paragraphs of ``texts`` in random order, repeated with other numbers and names."""
    chance = random.Random(1)
    paragraphs = [line for text in texts for line in text.splitlines() if line.strip()]
    words = "快易智慧警云通宝法安民护航雷鹰盾眼格情"
    parts, length = [], 0
    while length < size:
        paragraph = regex.sub(r"\d+", lambda match: str(chance.randrange(1, 10 ** min(len(match[0]), 6))), chance.choice(paragraphs))
        paragraph = regex.sub(r"“\p{Han}{2}", lambda _: "“" + "".join(chance.choices(words, k=3)), paragraph)
        parts.append(paragraph)
        length += len(paragraph.encode()) + 1
    return "\n".join(parts)


def two_processes(sets: Mapping[str, Sequence[str]], rounds: int) -> float:
    """Throughput of two concurrent processes relative to one: the median of pairs of runs, since a machine's speed varies."""
    name = next(iter(sets))
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as texts:
        json.dump({name: list(sets[name]) * 10}, texts)
        texts.flush()
        one, two = (Contender("youju", Path(texts.name)) for _ in range(2))
        ratios = []
        for _ in range(rounds):
            begin = time.perf_counter()
            one.run(name)
            alone = time.perf_counter() - begin
            begin = time.perf_counter()
            one.start(name)
            two.run(name)
            one.finish(name)
            ratios.append(2 * alone / (time.perf_counter() - begin))
        one.close()
        two.close()
    return median(ratios)


def formats(rounds: int) -> dict[str, Answer]:
    """Cost of one page in each format: CPU milliseconds to read it, and the time to read and extract it relative to plain text.

    Formats alternate within a round; the minimum over the rounds counts.
    """
    pages = {suffix: made(made_article(1, _PARAGRAPHS)) for suffix, made in FORMATS.items() if suffix != ".png"}
    if can_recognise_text():
        pages[" (scan) .pdf"] = _scan()
    reading, whole = dict.fromkeys(pages, math.inf), dict.fromkeys(pages, math.inf)
    for _ in range(rounds):
        for suffix, page in pages.items():
            begin = time.process_time()
            found = [item for item in read_stream(io.BytesIO(page), f"page{suffix.split()[-1]}") if isinstance(item, Document)]
            middle = time.process_time()
            for document in found:
                extract(document.text)
            reading[suffix] = min(reading[suffix], middle - begin)
            whole[suffix] = min(whole[suffix], time.process_time() - begin)
    return {suffix: {"milliseconds": 1000 * reading[suffix], "times_text": whole[suffix] / whole[".txt"]} for suffix in pages}


def _scan() -> bytes:
    """A scanned page of thirty lines, as PDF."""
    page = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(page)
    for row in range(30):
        draw.text((100, 60 + 50 * row), "0123456789 " * 6, fill="black", font=ImageFont.load_default(28))
    written = io.BytesIO()
    page.save(written, "PDF", resolution=150)
    return written.getvalue()


def help_seconds() -> float:
    """Wall seconds of ``python -m analytics --help``: the best of five runs."""
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-m", "analytics", "--help"], check=True, cwd=ROOT, capture_output=True)
        times.append(time.perf_counter() - begin)
    return min(times)


def show(results: Mapping[str, Any]) -> None:
    """Print the results as tables."""
    print(f"{'characters per second of CPU':<42}{'texts':<9}{'median':>12}{'best':>12}{'× JioNLP':>10}{'peak MB':>9}")
    for result in results["contenders"].values():
        if reason := result.get("not_measured"):
            print(f"{result['title']:<42}not measured: {reason}")
        for name, rate in result.get("sets", {}).items():
            times = f"{rate['times_jionlp']:.1f}" if "times_jionlp" in rate else "–"
            failed = f"  {rate['failed']} texts raised an error" if rate["failed"] else ""
            print(
                f"{result['title']:<42}{name:<9}{rate['median']:>12,.0f}{rate['best']:>12,.0f}{times:>10}{result['peak_bytes'] / 1e6:>9.0f}{failed}"
            )
    print(f"{'a page as':<16}{'ms to read':>12}{'read and extracted, × .txt':>30}")
    for suffix, cost in results["formats"].items():
        print(f"{suffix:<16}{cost['milliseconds']:>12.1f}{cost['times_text']:>30.2f}")
    for step in results.get("growth", ()):
        grown = f"{step['growth']:.2f} times the time for twice the text" if "growth" in step else ""
        print(f"one article of {step['bytes'] / 1e6:5.2f} MB: {step['seconds']:6.1f} s, peak {step['peak_bytes'] / 1e6:,.0f} MB  {grown}")
    print(f"two processes do {results['two_processes']:.2f} times the work of one")
    print(f"python -m analytics --help: {results['help_seconds']:.2f} s")


def main() -> int:
    """Run the benchmarks, print tables and write JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=Path, help="a folder of articles to measure beside the samples")
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--growth", action="store_true", help=f"also one article, doubled up to {LARGEST // 10**6} MB")
    options.add_argument("--python", type=Path, default=OTHERS, help="the interpreter that the other extractors are installed for")
    options.add_argument("--json", type=Path, default=ROOT / "benchmarks" / "speed.json")
    chosen = options.parse_args()
    folders = {"samples": ROOT / "samples"} | ({"seeds": chosen.seeds} if chosen.seeds else {})
    sets = {
        name: [found.text.raw for path, source in find([folder]) for found in read(path, source) if isinstance(found, Document)]
        for name, folder in folders.items()
    }
    results: dict[str, Any] = {
        "python": sys.version.split()[0],
        "rounds": chosen.rounds,
        "characters": {name: sum(map(len, texts)) for name, texts in sets.items()},
        "contenders": compare(sets, chosen.rounds, chosen.python),
        "two_processes": two_processes(sets, 3 * _AGAIN),
        "help_seconds": help_seconds(),
        "formats": formats(chosen.rounds),
    }
    if chosen.growth:
        results["growth"] = growth(sets["samples"])
    show(results)
    chosen.json.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
