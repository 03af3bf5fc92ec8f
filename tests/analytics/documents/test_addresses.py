"""Web addresses: what is fetched and how it is read, what is refused and why, and with whom nobody speaks."""

from __future__ import annotations

import gzip
import random
import socket
import ssl
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from ipaddress import IPv4Address
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from analytics.documents import Document, Fetcher, Unreadable, addresses, addresses_in, fetching, limits, read_list
from analytics.documents.model import UnreadableError
from analytics.documents.robots import rules
from extractors.ids import doc_id_of
from tests.analytics.documents.making_pdf import pdf
from tests.website import ARTICLE, Site, page, website

BODY = ARTICLE.split("\n")[1]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FETCH_DELAY", 0)


@pytest.fixture
def site() -> Iterator[Site]:
    with website() as running:
        yield running


def read(*asked: str, private: bool = True) -> list[Document | Unreadable]:
    fetcher = Fetcher(private=private)
    return [item for address in asked for item in fetcher.read(address)]


def article(address: str) -> Document:
    (item,) = read(address)
    assert isinstance(item, Document), item
    return item


def refusal(address: str, **options: bool) -> tuple[str, str]:
    (item,) = read(address, **options)
    assert isinstance(item, Unreadable)
    assert item.source == address
    return item.reason, item.detail


# --- what is read --------------------------------------------------------------------------------


def test_a_page_is_an_article_that_knows_its_address_and_the_day(site: Site) -> None:
    address = site.put("/2023/1.html", page(), kind="text/html; charset=utf-8")
    text = article(f"{address}#top").text
    assert BODY in text.raw
    assert (text.source, text.url, text.title, text.published_on) == (address, address, "青河县公安局夜巡见成效", None)
    assert text.fetched_on == date.today()
    assert site.asked == ["/robots.txt", "/2023/1.html"]
    assert all(agent.startswith("Youju/") for agent in site.agents)


def test_the_same_bytes_are_the_same_article_and_the_same_text_is_known_in_other_bytes(site: Site) -> None:
    first = article(site.put("/1", page()))
    again = article(site.put("/1", page(head="<meta name='visits' content='8391'>")))
    other = article(site.put("/1", page(ARTICLE.replace("4300", "4400"))))
    assert (doc_id_of(first.text.raw), first.digest) == (doc_id_of(again.text.raw), again.digest)
    assert len({doc_id_of(first.text.raw), doc_id_of(other.text.raw)}) == len({first.digest, other.digest}) == 2


SHORT = "换号码9起"  # too short to tell for certain in which encoding it is


@pytest.mark.parametrize(("kind", "head", "doubt"), [
    ("text/html", "", "encoding"),
    ("text/html; charset=gbk", "", ""),
    ('text/html; charset="GB2312"', "<meta charset='big5'>", ""),  # the header goes before the page
    ("text/html; charset=iso-8859-1", "<meta charset='gbk'>", ""),  # what servers say of everything
    ("text/html; charset=zlib_codec", "<meta charset='gbk'>", ""),  # no encoding of text at all
    ("text/plain; charset=gbk", None, ""),
])  # fmt: skip
def test_the_header_s_charset_helps(site: Site, kind: str, head: str | None, doubt: str) -> None:
    content = (SHORT if head is None else f"<html><head>{head}</head><body><p>{SHORT}</p></body></html>").encode("gbk")
    read = article(site.put("/gbk", content, kind=kind))
    assert (read.text.raw.strip(), read.encoding, read.doubt) == (SHORT, "gb18030", doubt)


def test_files_are_read_by_what_they_are_called(site: Site) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("甲/好.txt", ARTICLE)
        archive.writestr("空.txt", "")
    printed = site.put("/report?id=3", pdf([ARTICLE.split("\n")]), kind="application/pdf")
    assert "4300余人次" in article(printed).text.raw
    assert BODY in article(site.put("/plain", ARTICLE, kind="text/plain; charset=utf-8")).text.raw
    assert BODY in article(site.put("/%E7%A8%BF.TXT", ARTICLE, kind="application/octet-stream")).text.raw
    attached = {"Content_Disposition": 'attachment; filename="x.md"'}
    assert BODY in article(site.put("/download.do", ARTICLE, kind="application/octet-stream", **attached)).text.raw
    address = site.put("/all.zip", packed.getvalue(), kind="application/zip")
    good, empty = read(address)
    assert isinstance(good, Document)
    assert (good.text.source, good.text.url) == (f"{address}/甲/好.txt", address)
    assert empty == Unreadable(f"{address}/空.txt", "empty", digest=empty.digest)


def test_a_packed_answer_is_unpacked(site: Site) -> None:
    assert BODY in article(site.put("/gz", gzip.compress(page().encode()), Content_Encoding="gzip")).text.raw


def test_an_address_that_leads_on_is_followed_and_keeps_its_name(site: Site) -> None:
    end = site.put("/新闻/end", page())
    site.put("/next", status=301, Location="/新闻/end#part".encode().decode("latin-1"))
    start = site.put("/start", status=302, Location=f"{site.address}/next")
    assert refusal(end.replace("/end", "/gone"))[0] == "status"  # a path with characters of any kind is asked for
    site.put("/%E6%96%B0%E9%97%BB/end", page())
    text = article(start).text
    assert (text.source, text.url) == (start, end)


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "ftp://a.example/x",
        "file:///etc/passwd",
        "www.a.example",
        "http://",
        "http://me:word@a.example/",
        "http://a.example/x y",
        "http://[::1",
        "http://a.example:99999/",
        "javascript:alert(1)",
        "http://a.example/\u202e",
        f"http://a.example/{'x' * 2000}",
    ],
)
def test_what_is_no_web_address(address: str) -> None:
    assert refusal(address) == ("address", "")


def test_what_a_site_does_not_give(site: Site) -> None:
    assert refusal(f"{site.address}/nothing") == ("status", "404")
    assert refusal(site.put("/wall", page(), status=412)) == ("status", "412")
    assert refusal(site.put("/photo", b"\xff\xd8\xff", kind="image/jpeg")) == ("no_page", "image/jpeg")
    assert refusal(site.put("/data", b"\x00", kind="application/octet-stream")) == ("no_page", "application/octet-stream")
    assert refusal(site.put("/untold", b"\x00", kind="")) == ("no_page", "")
    assert refusal(site.put("/blank", "<html></html>")) == ("empty", "")
    assert refusal(site.put("/lie", b"%PDF-1.7 x", kind="text/html")) == ("mislabelled", "")
    assert refusal(site.put("/short", page(), Content_Length="9999")) == ("unreachable", "")
    assert refusal(site.put("/torn", gzip.compress(page().encode())[:-9], Content_Encoding="gzip")) == ("unreachable", "")


def test_who_is_not_there() -> None:
    assert refusal("http://no-such-host.invalid/") == ("host", "")
    with socket.socket() as unheard:  # bound, and nobody listens
        unheard.bind(("127.0.0.1", 0))
        assert refusal(f"http://127.0.0.1:{unheard.getsockname()[1]}/") == ("unreachable", "")


def test_a_site_is_spoken_to_only_where_its_certificate_is_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secured.load_cert_chain(certificate(tmp_path / "certificate.pem"))
    with website(secured=secured) as site:
        address = site.put("/1", page())
        assert refusal(address) == ("certificate", "")
        assert site.asked == []
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        assert BODY in article(address).text.raw
        assert refusal(address.replace("https:", "http:")) == ("unreachable", "")


def certificate(path: Path) -> Path:
    """A file with a key and a certificate for 127.0.0.1 that it signs itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
    written = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(written + made.sign(key, SHA256()).public_bytes(Encoding.PEM))
    return path


def test_a_ring_of_addresses_ends(site: Site) -> None:
    start = site.put("/a", status=302, Location="/b")
    site.put("/b", status=302, Location="/a")
    assert refusal(start)[0] == "redirects"
    assert len(site.asked) == 1 + limits.MAX_REDIRECTS + 1
    assert refusal(site.put("/mail", status=302, Location="mailto:a@b.example")) == ("address", "mailto:a@b.example")
    assert refusal(site.put("/odd", status=302, Location="http://[x/"))[0] == "address"


def _endless(sent: list[bytes]) -> Iterator[bytes]:
    while True:
        sent.append(b"")
        yield b"x" * 100_000


def test_what_never_ends_is_left_off(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_FETCHED", 1_000_000)
    sent = list[bytes]()
    assert refusal(site.put("/endless", _endless(sent))) == ("fetch_limit", "")
    assert len(sent) < 1000
    assert refusal(site.put("/large", bytes(2_000_000))) == ("fetch_limit", "")
    assert refusal(site.put("/bomb", gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")) == ("fetch_limit", "")


def _dripping() -> Iterator[bytes]:
    while True:
        time.sleep(0.1)
        yield b"x"


def test_a_body_that_drips_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_SECONDS_TO_FETCH", 1)
    assert refusal(site.put("/slow", _dripping())) == ("slow", "")


def test_one_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_SECONDS_TO_FETCH", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        assert [item.reason for item in read(f"{address}/a", f"{address}/b") if isinstance(item, Unreadable)] == ["slow", "slow"]


_ODDS = (
    b"text/html", b"charset=", b"utf-8", b"*0*=", b"filename*=utf-8''", b"%E6%96", b'"', b";", b"\xff\xfe", b"\x00", b"=?gbk?B?//8=?=", b"attachment",
    b"filename=", b"a.pdf", b" ", b"\t", b"application/octet-stream", b"\r\nLocation: ", b"\r\nContent-Encoding: gzip",
    b"\r\nContent-Length: -1", b"\r\nContent-Length: x", b"\r\nTransfer-Encoding: chunked", b"\r\n\r\n", b"\r\n\r\nzz\r\n", b"//[", b"HTTP/1.1 100 ",
)  # fmt: skip


def test_whatever_a_server_answers_is_read_or_refused() -> None:
    draw = random.Random(11)
    begins = (
        b"HTTP/1.1 200 OK\r\nContent-Type: ",
        b"HTTP/1.1 302 Found\r\nContent-Type: ",
        b"HTTP/1.0 200\r\nContent-Disposition: ",
        b"ICY 200",
        b"",
    )
    with socket.create_server(("127.0.0.1", 0)) as server:
        host = f"127.0.0.1:{server.getsockname()[1]}"

        def answer() -> None:
            with suppress(OSError):
                while True:
                    asking, _ = server.accept()
                    with asking, suppress(OSError):
                        allowed = b"HTTP/1.1 404 Not Found\r\n\r\n"
                        odd = draw.choice(begins) + b"".join(draw.choice(_ODDS) for _ in range(draw.randint(1, 12)))
                        asking.sendall(allowed if b"/robots.txt" in asking.recv(5000) else odd)

        Thread(target=answer, daemon=True).start()
        fetcher, outcomes = Fetcher(private=True), set[str]()
        for number in range(300):
            try:
                outcomes.add(fetcher.fetch(f"http://{host}/{number}").name)
            except UnreadableError as error:
                outcomes.add(error.report.reason)
        server.shutdown(socket.SHUT_RDWR)
    assert {"page.html", "unreachable"} < outcomes


# --- private networks ----------------------------------------------------------------------------


@pytest.mark.parametrize(("numbers", "public"), [
    ("8.8.8.8", True), ("2606:4700::1", True), ("64:ff9b::808:808", True), ("2002:808:808::1", True),
    ("127.0.0.1", False), ("127.9.9.9", False), ("0.0.0.0", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False),
    ("169.254.169.254", False), ("100.64.0.1", False), ("224.0.0.1", False), ("255.255.255.255", False), ("240.0.0.1", False),
    ("::1", False), ("::", False), ("fe80::1%1", False), ("fc00::1", False), ("ff02::1", False), ("::ffff:127.0.0.1", False),
    ("64:ff9b::7f00:1", False), ("64:ff9b::a9fe:a9fe", False), ("2002:7f00:1::1", False),
])  # fmt: skip
def test_which_addresses_are_public(numbers: str, public: bool) -> None:
    assert fetching._is_public(numbers) is public


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "0"])
def test_private_networks_are_refused_unless_allowed(site: Site, host: str) -> None:
    address = site.put("/1", page()).replace("127.0.0.1", host)
    assert refusal(address, private=False) == ("private", "")
    assert site.asked == []
    assert isinstance(read(site.put("/1", page()))[0], Document)


def test_an_address_that_leads_into_a_private_network_is_not_followed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_is_public", lambda numbers: numbers == "127.0.0.1")
    with website("127.0.0.2") as inner:
        secret = inner.put("/secret", page())
        start = site.put("/start", status=302, Location=secret)
        assert refusal(start, private=False) == ("private", secret)
        site.put("/robots.txt", status=302, Location=f"{inner.address}/robots.txt")
        assert refusal(site.put("/other", page()), private=False) == ("private", "")
        assert inner.asked == []


def test_a_name_that_means_another_host_the_second_time_is_checked_each_time(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_is_public", lambda numbers: numbers == "127.0.0.1")
    port = int(site.address.rpartition(":")[2])
    meanings = iter(["127.0.0.1", "127.0.0.2"])

    def look_up(host: str, asked: int, **_: Any) -> list[Any]:
        assert host == "news.example"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(meanings), asked))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    site.put("/1", page())
    assert refusal(f"http://news.example:{port}/1", private=False) == ("private", "")
    assert site.asked == ["/robots.txt"]


# --- robots.txt, and taking turns ------------------------------------------------------------------


def test_what_robots_txt_forbids_is_not_asked_for(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /inner/\nAllow: /inner/news\n", kind="text/plain")
    inner, news, open_ = (site.put(path, page()) for path in ("/inner/1", "/inner/news1", "/1"))
    leading = site.put("/leading", status=302, Location="/inner/1")
    found = read(inner, news, open_, leading)
    assert [getattr(item, "reason", "read") for item in found] == ["robots", "read", "read", "robots"]
    assert isinstance(found[3], Unreadable)
    assert found[3].detail == inner
    assert site.asked == ["/robots.txt", "/inner/news1", "/1", "/leading"]  # and robots.txt once


@pytest.mark.parametrize(("status", "outcome"), [(404, "read"), (403, "read"), (500, "status"), (503, "status")])
def test_a_site_that_fails_to_say_what_it_allows_allows_nothing(site: Site, status: int, outcome: str) -> None:
    site.put("/robots.txt", status=status)
    (item,) = read(site.put("/1", page()))
    assert getattr(item, "reason", "read") == outcome
    assert getattr(item, "detail", "") == ("" if outcome == "read" else f"robots.txt: {status}")


@pytest.mark.parametrize(("text", "path", "may"), [
    ("", "/a", True),
    ("User-agent: *\nDisallow:", "/a", True),
    ("User-agent: *\nDisallow: /", "/a", False),
    ("\ufeffUser-agent: *\r\nDisallow: /a # all of it\r\n", "/abc?x=1", False),
    ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
    ("User-agent: *\nDisallow: /a/b\nAllow: /a", "/a/b/c", False),
    ("User-agent: *\nDisallow: /*?", "/a?id=1", False),
    ("User-agent: *\nDisallow: /*?", "/a", True),
    ("User-agent: *\nDisallow: /*.php$", "/x/a.php", False),
    ("User-agent: *\nDisallow: /*.php$", "/x/a.php5", True),
    ("User-agent: *\nDisallow: /a$", "/a", False),
    ("User-agent: *\nDisallow: /a$", "/ab", True),
    ("User-agent: *\nDisallow: /a*b*b$", "/ab", True),
    ("User-agent: *\nDisallow: /新闻/", "/%E6%96%B0%e9%97%bb/1", False),
    ("User-agent: *\nDisallow: /%7Eme", "/~me", False),
    ("User-agent: other\nDisallow: /", "/a", True),
    ("User-agent: YOUJU/2.0\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "/b", True),
    ("User-agent: YOUJU/2.0\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "/a", False),
    ("User-agent: other\nUser-agent: youju\nDisallow: /a", "/a", False),
    ("User-agent: youju\nDisallow: /a\nUser-agent: other\nDisallow: /b\nUser-agent: youju\nDisallow: /c", "/c", False),
    ("Disallow: /\nUser-agent: youju\nSitemap: /s\nDisallow: /a", "/b", True),
    ("<html>Disallow: /</html>", "/a", True),
])  # fmt: skip
def test_robots_txt_is_read_as_it_is_meant(text: str, path: str, may: bool) -> None:
    assert rules(text, "Youju").allow(path) is may


def test_requests_to_one_host_take_turns(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, waited = [100.0], list[float]()

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        clock[0] += seconds

    class Clock:
        monotonic = staticmethod(lambda: clock[0])

    Clock.sleep = staticmethod(sleep)  # type: ignore[attr-defined]
    monkeypatch.setattr(addresses, "time", Clock)
    monkeypatch.setattr(addresses, "_turns", {})
    monkeypatch.setattr(limits, "FETCH_DELAY", 1.0)
    read(site.put("/1", page()), site.put("/2", page()))
    assert waited == [0, 1, 1]
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 5\n")
    read(site.put("/1", page()), site.put("/2", page()))
    assert waited[3:] == [1, 1, 5]
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 86400\n")
    read(site.put("/1", page()), site.put("/2", page()))
    assert waited[6:] == [5, 1, limits.MAX_FETCH_DELAY]


# --- lists ---------------------------------------------------------------------------------------


def test_a_list_of_addresses(tmp_path: Path) -> None:
    written = "\ufeff# 晨报\r\n\r\n https://a.example/1 \r\nhttps://a.example/2\r\nhttps://a.example/1\r\n报\r\n"
    (tmp_path / "list.txt").write_bytes(written.encode())
    assert read_list(tmp_path / "list.txt") == addresses_in(written) == ["https://a.example/1", "https://a.example/2", "报"]
    with pytest.raises(UnreadableError):
        read_list(tmp_path / "gone.txt")
