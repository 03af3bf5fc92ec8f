"""A reader's own articles as a value: nothing an earlier value held is touched by a later one."""

from __future__ import annotations

from analytics.documents import read_bytes
from analytics.ingest.uploads import Uploads

TEXT = "青河县公安局夜巡见成效\n今年前5个月，全县刑事警情同比下降21.5%。\n".encode()


def periods(own: Uploads) -> list[str]:
    return [str(day)[:10] for day in own.corpus.claims["period_end"].dropna()]


def test_edit_remove_and_put_back() -> None:
    own, (line,) = Uploads().adding(read_bytes("a.txt", TEXT))
    assert (line.outcome, line.encoding, line.figures) == ("read", "utf-8", len(own.corpus.claims))
    assert periods(own) == []
    dated = own.edited(line.doc_id, {"published_on": "2023-06-20", "title": "夜巡"})
    assert set(periods(dated)) == {"2023-05-31"}
    assert periods(own) == []
    gone = dated.without(line.doc_id)
    assert (len(gone.corpus.claims), gone.kept(), list(gone.removed)) == (0, [], [line.doc_id])
    assert periods(gone.back(line.doc_id)) == periods(dated)
    assert gone.back(line.doc_id).edited(line.doc_id, {"title": ""}).corpus.articles[line.doc_id].title == "青河县公安局夜巡见成效"


def test_a_file_given_again_is_told_and_a_removed_one_is_back() -> None:
    own, (line,) = Uploads().adding(read_bytes("a.txt", TEXT))
    same, lines = own.adding([*read_bytes("a.txt", TEXT), *read_bytes("b.txt", TEXT), *read_bytes("c.txt", b"")])
    assert [found.outcome for found in lines] == ["unchanged", "duplicate", "empty"]
    assert len(same.corpus.claims) == len(own.corpus.claims)
    again, (back,) = own.without(line.doc_id).adding(read_bytes("a.txt", TEXT))
    assert (back.outcome, again.removed, len(again.corpus.claims)) == ("unchanged", {}, len(own.corpus.claims))


def test_what_a_reader_types_holds_no_character_that_no_table_can() -> None:
    own, (line,) = Uploads().adding(read_bytes("a.txt", TEXT))
    assert own.edited(line.doc_id, {"title": "夜\0巡\ud800"}).corpus.articles[line.doc_id].title == "夜\ufffd巡\ufffd"
