import io
from datetime import date
from pathlib import Path

import pandas as pd

from analytics.claims.schema import CLAIM_COLUMNS, INNOVATION_COLUMNS
from analytics.documents import read_bytes
from analytics.export.csv import to_csv
from analytics.i18n.format import doubts
from analytics.i18n.words import Words
from analytics.ingest.corpus import build, join, read_folder, read_uploads
from extractors.model import SourceText

SAMPLES = Path(__file__).parents[3] / "samples"
ONE = "云溪县公安局共化解矛盾纠纷300余起，群众满意度达98%。"
TWO = "湖州市公安局共破获案件200起，同比下降10%。"


def test_a_bad_file_is_named_and_the_rest_goes_on() -> None:
    corpus = read_uploads([("a.txt", ONE.encode()), ("b.txt", b"\xff\xfe\x00\xd8" * 9), ("c.pdf", b"%PDF-1.7"), ("d.txt", TWO.encode())])
    assert [article.source for article in corpus.articles.values()] == ["a.txt", "d.txt"]
    assert {(problem.source, problem.reason) for problem in corpus.unreadable} == {("b.txt", "encoding"), ("c.pdf", "broken")}


def test_an_uploaded_name_leads_nowhere() -> None:
    corpus = read_uploads([("../../etc/a.txt", ONE.encode())])
    assert [article.source for article in corpus.articles.values()] == ["etc/a.txt"]


def test_the_same_text_counts_once() -> None:
    corpus = read_uploads([("a.txt", ONE.encode()), ("b.txt", ONE.encode("gb18030"))])
    assert corpus.repeated == (("b.txt", "a.txt"),)
    assert corpus.claims["claim_id"].is_unique


def test_doubts_are_kept_of_articles_that_count() -> None:
    rows = "".join(f'{{"text": "{text}", "published_on": "x"}}\n' for text in (ONE, TWO))
    first, second = read_uploads([("a.txt", ONE.encode())]), read_uploads([("b.jsonl", rows.encode())])
    assert [(line.source, line.doubt) for line in second.doubtful] == [("b.jsonl#1", "date"), ("b.jsonl#2", "date")]
    assert [(line.source, line.doubt) for line in join(first, second).doubtful] == [("b.jsonl#2", "date")]


def test_joining_adds_what_is_new() -> None:
    first, second = read_uploads([("a.txt", ONE.encode())]), read_uploads([("a2.txt", ONE.encode()), ("b.txt", TWO.encode())])
    both = join(first, second)
    assert len(both.articles) == 2
    assert len(both.claims) == len(first.claims) + 2
    assert both.repeated == (("a2.txt", "a.txt"),)


def test_an_empty_corpus_has_its_columns() -> None:
    corpus = read_uploads([])
    assert tuple(corpus.claims.columns) == CLAIM_COLUMNS
    assert tuple(corpus.innovations.columns) == INNOVATION_COLUMNS
    assert to_csv(corpus.claims).startswith(b"\xef\xbb\xbfclaim_id,doc_id,source,")


def test_csv_reads_back_as_it_was() -> None:
    claims = read_folder(SAMPLES).claims
    back = pd.read_csv(io.BytesIO(to_csv(claims)), encoding="utf-8-sig", keep_default_na=False, dtype=str)
    assert list(back.columns) == list(CLAIM_COLUMNS)
    assert len(back) == len(claims) > 400
    for column in CLAIM_COLUMNS:
        if pd.api.types.is_string_dtype(claims[column].dtype):
            assert back[column].tolist() == claims[column].tolist(), column
    for column in ("value", "value_low", "value_high", "start", "end"):
        assert pd.to_numeric(back[column]).fillna(-1).tolist() == claims[column].fillna(-1).tolist(), column
    assert back["period_start"].tolist() == claims["period_start"].dt.strftime("%Y-%m-%d").fillna("").tolist()


def test_nothing_in_the_csv_is_a_formula() -> None:
    frame = pd.DataFrame({"text": ["=1+1", "@x", "-2", "普通", "\tx", "＝1", "a\rb"], "value": [-3.2, 1.0, None, 7.12e10, 0.1, 2.0, 3.0]})
    back = pd.read_csv(io.BytesIO(to_csv(frame)), encoding="utf-8-sig", keep_default_na=False, dtype=str)
    assert back["text"].tolist() == ["'=1+1", "'@x", "'-2", "普通", "'\tx", "'＝1", "a\rb"]
    assert back["value"].tolist() == ["-3.2", "1", "", "71200000000", "0.1", "2", "3"]


def test_a_table_that_was_not_read_is_named_with_its_lines() -> None:
    ragged = "全市情况如下。\n\n类别\t立案\t破案\n盗窃\t40\n诈骗\t66\t12\n".encode()
    corpus = read_uploads([("a.txt", ragged)])
    (line,) = corpus.doubtful
    assert (line.source, line.doubt, line.detail, line.figures) == ("a.txt", "tables", "3–5", 0)
    for language, said in (("zh", "第 3–5 行"), ("en", "lines 3–5")):
        assert said in doubts(line.doubt, Words(language), line.detail)


def test_metadata_for_any_path_of_a_text_counts_and_contradictions_are_said() -> None:
    table = {
        "b.txt": SourceText("", "b.txt", published_on=date(2023, 4, 1)),
        "c.txt": SourceText("", "c.txt", published_on=date(2022, 4, 1)),
    }
    text = "今年3月破获案件52起。"
    corpus = build([item for name in ("a.txt", "b.txt", "c.txt") for item in read_bytes(name, text.encode())], table)
    assert [str(day)[:10] for day in corpus.claims["period_start"]] == ["2023-03-01"] * 2
    assert [(line.source, line.doubt) for line in corpus.doubtful] == [("c.txt", "metadata_conflict")]
