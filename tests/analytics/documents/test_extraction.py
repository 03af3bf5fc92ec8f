"""What a text does to the process that extracts it is that text's alone: it is named, with the cause, and every other one is extracted."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from analytics.documents import Document, end_processes, extraction, find, limits, pool, read
from analytics.documents.extraction import NotExtractedError, extracted
from analytics.documents.worker import NotYetError, Worker
from benchmarks.hostile import SHAPES
from extractors import SourceText, extract
from extractors.model import OcrSpan

ROOT = Path(__file__).parents[3]
ONE = "云溪县公安局共化解矛盾纠纷300余起，群众满意度达98%。"
FAULTS = {
    "sleep": "timeout",
    "hang": "timeout",
    "eat": "memory",
    "die": "crashed",
    "exit": "crashed",
    "raise": "failed",
    "lie": "crashed",
    "claim": "crashed",
    "chatter": "crashed",
    "forever": "timeout",
}


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Texts are extracted by ``hostile_extractor``, for three seconds each."""
    end_processes()
    monkeypatch.setattr(extraction._EXTRACTORS, "module", ["-m", "tests.analytics.documents.hostile_extractor"])
    monkeypatch.setattr(limits, "MIN_SECONDS_TO_EXTRACT", 3)
    yield
    extraction._give_up()
    end_processes()


def reason(text: str) -> str:
    """Why ``text`` is not extracted; empty if it is."""
    try:
        extracted(SourceText(text))
    except NotExtractedError as error:
        return error.reason
    return ""


def test_the_result_is_that_of_the_extractors() -> None:
    """To the last column, for articles with metadata, tables, names and pictures, and for texts that no file can hold."""
    samples = [item.text for path, source in find([ROOT / "samples"]) for item in read(path, source) if isinstance(item, Document)]
    given = SourceText(ONE, "a.txt", "标题\ud800", "甲报", date(2024, 1, 2), "http://a/", date(2024, 1, 3), (OcrSpan(0, 30, 0.8),))
    shapes = [SourceText(shape(3_000), published_on=date(2024, 11, 9)) for shape in SHAPES.values()]
    for text in [*samples, given, SourceText(""), SourceText("。"), SourceText(f"{ONE}\n" * 1_300), *shapes]:
        assert repr(extracted(text)) == repr(extract(text)), text.raw[:50]


@pytest.mark.usefixtures("hostile")
def test_a_text_that_harms_its_process_is_named_and_its_neighbours_are_extracted() -> None:
    for fault, why in FAULTS.items():
        assert (fault, reason(f"恶 {fault}")) == (fault, why)
        assert reason(f"{ONE}{fault}") == ""
    with pytest.raises(NotExtractedError, match="failed RecursionError"):
        extracted(SourceText("恶 raise"))


@pytest.mark.usefixtures("hostile")
def test_who_comes_after_the_culprit_is_not_blamed() -> None:
    assert reason("恶 harm") == ""
    assert extracted(SourceText(ONE)) == extract(SourceText(ONE))


@pytest.mark.usefixtures("hostile")
def test_the_process_is_held_to_its_limits() -> None:
    assert extracted(SourceText("恶 limits")).article.sentences == extract(SourceText("700000000 0 0")).article.sentences
    assert extracted(SourceText(f"恶 print {ONE}")) == extract(SourceText(f"恶 print {ONE}"))


@pytest.mark.usefixtures("hostile")
def test_a_longer_text_has_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert limits.seconds_to_extract(10) == 3
    monkeypatch.setattr(limits, "MIN_SECONDS_TO_EXTRACT", 0.5)
    assert reason("恶 slow 2") == "timeout"
    assert reason("恶 slow 2" + " " * 30_000) == ""


@pytest.mark.usefixtures("hostile")
def test_a_slow_text_is_set_aside_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others are extracted meanwhile; when it is asked for again, it has not begun anew."""
    monkeypatch.setattr(limits, "MIN_SECONDS_TO_EXTRACT", 60)
    slow = SourceText("恶 slow 4")
    with pytest.raises(NotYetError):
        extracted(slow, patience=0.5)
    assert reason(ONE) == ""
    time.sleep(4)
    assert extracted(slow, patience=0.5).article.raw == "恶 slow 4"


@pytest.mark.usefixtures("hostile")
def test_what_was_set_aside_is_never_given_up_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine where every text is slow, they would begin again and again. Beyond some, one waits instead."""
    monkeypatch.setattr(extraction, "_MOST_ASIDE", 2)
    for number in range(2):
        with pytest.raises(NotYetError):
            extracted(SourceText(f"恶 sleep {number}"), patience=0.2)
    workers = [each._worker.process.pid for each in extraction._set_aside.values()]
    assert extracted(SourceText("恶 slow 1"), patience=0.2).article.raw == "恶 slow 1"
    assert [each._worker.process.pid for each in extraction._set_aside.values()] == workers


@pytest.mark.usefixtures("hostile")
def test_a_process_that_is_killed_while_it_starts_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Worker, "is_alive", lambda _: True)  # it still was when it was chosen
    extraction.prepare()
    extraction._EXTRACTORS.idle[0].process.kill()
    assert reason(ONE) == ""


@pytest.mark.usefixtures("hostile")
def test_waiting_ends_when_it_is_told_to_stop() -> None:
    stop = Event()
    threading.Timer(0.5, stop.set).start()
    with pytest.raises(NotYetError):
        extracted(SourceText("恶 hang"), stop=stop)


def test_one_process_extracts_text_after_text_and_several_threads_get_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []
    monkeypatch.setattr(pool, "Worker", lambda module, worker=pool.Worker: begun.append(None) or worker(module))
    end_processes()
    for number in range(50):
        extracted(SourceText(f"{ONE}{number}"))
    assert len(begun) == 1
    found: dict[str, bool] = {}

    def take(name: str) -> None:
        found[name] = all(extracted(text) == extract(text) for text in (SourceText(f"{ONE}{name}{number}") for number in range(20)))

    threads = [threading.Thread(target=take, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == dict.fromkeys("abc", True)
    assert len(extraction._EXTRACTORS.idle) == extraction._EXTRACTORS.kept


@pytest.mark.parametrize(("doing", "waiting"), [("恶 hang", True), ("恶 sleep", False)])
def test_nothing_is_left_running_when_the_parent_is_gone(doing: str, waiting: bool) -> None:
    """Killed while it waits, or at its end while a text is set aside."""
    code = f"""
from analytics.documents import extraction, limits
from analytics.documents.worker import NotYetError, Worker
from extractors.model import SourceText
extraction._EXTRACTORS.module = ["-m", "tests.analytics.documents.hostile_extractor"]
limits.MIN_SECONDS_TO_EXTRACT = 60
try:
    extraction.extracted(SourceText({doing!r}), patience=0.2)
except NotYetError:
    print(next(iter(extraction._set_aside.values()))._worker.process.pid, flush=True)
if {waiting}:
    extraction.extracted(SourceText({doing!r}))
"""
    limit = "import runpy; from analytics.documents import limits; limits.MIN_SECONDS_TO_EXTRACT = 2; runpy.run_module({!r}, run_name='__main__')"
    code = code.replace(
        '["-m", "tests.analytics.documents.hostile_extractor"]', repr(["-c", limit.format("tests.analytics.documents.hostile_extractor")])
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        if waiting:
            parent.kill()
    deadline = time.monotonic() + 60
    while Path(f"/proc/{child}").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
