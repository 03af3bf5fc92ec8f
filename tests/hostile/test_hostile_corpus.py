"""Every file of the corpus ends as ``expected.csv`` says; ``README.md`` says what to do where one no longer does."""

from pathlib import Path
from typing import get_args

import regex

from analytics.documents.model import DOUBTS, Reason
from analytics.ingest.corpus import read_uploads
from tests.hostile.files import corpus
from tests.hostile.report import Row, differences, expected, ingested, table

KILOBYTE = 1000


def test_every_file_ends_as_expected(tmp_path: Path) -> None:
    changed = differences(expected(), ingested(tmp_path))
    assert not changed, "\n".join([f"{len(changed)} of the corpus end otherwise than expected.csv says:", *changed])


def test_an_upload_says_the_same_as_an_ingest() -> None:
    files = dict(sorted(corpus().items())[::9])
    lines = read_uploads([(path, file.content) for path, file in files.items()]).lines
    assert differences([row for row in expected() if row.file in files], [row for row in table(lines) if row.file in files]) == []


def test_the_table_names_no_file_that_was_passed_over_and_no_cause_without_words() -> None:
    rows = expected()
    assert [row.file for row in rows if row.outcome == "silent"] == []
    assert {reason for row in rows for reason in row.reason.split()} <= {*get_args(Reason)}
    assert {doubt for row in rows for doubt in row.doubt.split()} <= {*DOUBTS, "tables"}


def test_the_corpus_is_small_and_the_same_each_time_and_can_be_written_on_every_system() -> None:
    files = corpus()
    assert files == corpus()
    assert len(files) >= 300
    assert sum(len(file.content) for file in files.values()) < 2000 * KILOBYTE
    assert [path for path, file in files.items() if len(file.content) > 40 * KILOBYTE or not file.why] == []
    assert [path for path in files if not regex.fullmatch(r"[a-z]+/[\w ,.-]{1,60}", path, regex.ASCII)] == []
    assert len({path.lower() for path in files}) == len(files)


def test_a_difference_names_the_file_and_what_changed() -> None:
    before = [Row("a/1.txt", "", "read", "", "", "1", "2", ""), Row("a/2.txt", "", "refused", "broken", "", "0", "0", "")]
    now = [Row("a/1.txt", "", "refused", "encoding", "", "0", "0", ""), Row("a/3.txt", "", "read", "", "", "1", "2", "")]
    assert differences(before, now) == [
        "a/1.txt: outcome read → refused, reason none → encoding, articles 1 → 0, figures 2 → 0",
        "a/2.txt: no longer in the corpus",
        "a/3.txt: new, read",
    ]
