"""``python -m analytics``: the commands and their options; ``commands`` implements them."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

_FORMATS = "text, Word, WPS, web pages, PDF, OFD, slides, spreadsheets, CSV, JSON, .zip of these: see docs/using.md"
_EXTRACT = """example:
  python -m analytics extract articles/ --metadata meta.csv --csv claims.csv --innovations innovations.csv

exit status: 0 all read, 1 some articles could not be read (named on standard error), 2 nothing could be read
a file of another format inside a folder is named too, and counts only where PATH names it"""
_EXPLAIN = """example:
  python -m analytics explain "今年前10个月，全市刑事警情同比下降10.2%" --published 2024-11-09"""
_INGEST = """examples:
  python -m analytics ingest articles/ press.zip --workspace press/
  python -m analytics ingest articles/ --workspace press/ --workers 4
  python -m analytics ingest articles/ --workspace press/ --dask tcp://scheduler:8786
  python -m analytics ingest https://news.example/1.html --addresses more.txt --workspace press/

Ctrl-C finishes what is in hand; the same command again goes on from there.
Web addresses are fetched one after the other: a site's robots.txt is kept to, and a second passes between requests to one host.
exit status: 0 all read, 1 some files could not be read (named on standard error), 2 nothing done, 130 stopped"""
_EXPORT = """example:
  python -m analytics export --workspace press/ --csv claims.csv --kind money --province 湖南省 --since 2020"""
_EDIT = """examples:
  python -m analytics edit --workspace press/ 3f1c…-210-214 subject=刑事警情 --who 'Li'
  python -m analytics edit --workspace press/ 3f1c… published_on=2024-05-01 --who 'Li'     (an article, by its doc_id)
  python -m analytics edit --workspace press/ 3f1c…-210-214 rejected=1 --who 'Li'
  python -m analytics edit --workspace press/ 3f1c… removed=1 --who 'Li'     (take an article out; removed=0 puts it back)"""
_REPAIR = """example:
  python -m analytics repair --workspace press/

Stop whatever else writes to the workspace first. Nothing is deleted: what cannot be used any more goes to press/set-aside/.
exit status: 0 all is whole, 1 something could not be brought back (named on standard error), 2 nothing done"""
_METADATA = "CSV or spreadsheet, columns source,title,published_on,publisher,url (or 文件名,标题,发布时间,来源,网址); matched by path or file name; overrides what the article says"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status. Raises SystemExit for invalid options."""
    _print_anything()
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command == "ingest" and not (options.paths or options.addresses):
        parser.error("ingest: a PATH or --addresses FILE is needed")
    from analytics.cli import commands  # imported late, to keep --help fast: the libraries take a second to load
    from analytics.workspace.opening import NotAWorkspaceError

    try:
        status: int = getattr(commands, options.command)(options)
    except NotAWorkspaceError as error:
        status = commands.no_workspace(error)
    except OSError as error:
        status = commands.failed(error)
    return status


def _print_anything() -> None:
    """Write standard output and error as UTF-8: where they are files or pipes, Windows has another encoding, which lacks characters."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="python -m analytics",
        description="Youju 有据: quantitative claims from Chinese news text, each with its source sentence.",
        epilog=_EXTRACT.partition("\n\n")[0],
        formatter_class=shape,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    for name, arguments, summary, description, epilog in _commands():
        arguments(commands.add_parser(name, help=summary, description=description, epilog=epilog, formatter_class=shape))
    return parser


def _commands() -> Iterator[tuple[str, Callable[[argparse.ArgumentParser], object], str, str, str]]:
    """Each command as ``(name, function that adds its arguments, summary, description, examples)``."""
    yield (
        "extract", _extract, "read articles, write the claim table",
        f"Read articles ({_FORMATS}, or folders of them) and write every figure they state as one row of a CSV.", _EXTRACT,
    )  # fmt: skip
    yield (
        "explain", _explain, "show how a text is read",
        "Show the figures found in TEXT, the rule that made each and from which pieces, and what lost to it and why.", _EXPLAIN,
    )  # fmt: skip
    yield (
        "ingest", _ingest, "read many articles into a workspace",
        f"Read articles ({_FORMATS}, or folders of them) into a workspace: a folder that keeps texts and claims, so that only what is new is read.",
        _INGEST,
    )  # fmt: skip
    yield "status", _status, "what a workspace holds", "Say what a workspace holds and what could not be read.", ""
    yield "export", _export, "write claims of a workspace as CSV", "Write the claims of a workspace, all or some, as CSV.", _EXPORT
    yield (
        "verify", _workspace, "check that nothing is lost or damaged",
        "Read every part of a workspace and say what is missing or damaged.", "",
    )  # fmt: skip
    yield (
        "repair", _workspace, "mend a damaged workspace",
        "Make a damaged workspace whole: figures are made anew from the kept texts, the manifest from the parts that lie there.", _REPAIR,
    )  # fmt: skip
    yield (
        "edit", _edit, "correct a claim or an article's metadata",
        "Correct a column of a claim or of an article; no later run undoes it.", _EDIT,
    )  # fmt: skip


def _extract(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
    parser.add_argument("--csv", required=True, metavar="FILE", help="where the claim table goes; - for standard output")
    parser.add_argument("--innovations", metavar="FILE", help="where the table of named innovations goes")
    parser.add_argument("--metadata", type=Path, metavar="META.csv", help=_METADATA)


def _explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", help="a sentence or more")
    parser.add_argument("--published", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day relative dates count from")


def _workspace(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--workspace", required=True, type=Path, metavar="DIR", help="the workspace's folder")
    return parser


def _ingest(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a file, a folder, a web address, or a URL that fsspec can open")
    _workspace(parser)
    parser.add_argument("--addresses", type=Path, metavar="FILE", help="a text file of web addresses, one a line, to be fetched as well")
    parser.add_argument(
        "--private-networks",
        action="store_true",
        help="fetch also from hosts that are not on the public internet (YOUJU_PRIVATE_NETWORKS=1)",
    )
    parser.add_argument("--metadata", type=Path, metavar="META.csv", help=_METADATA)
    parser.add_argument("--report", type=Path, metavar="FILE", help="write one line for every file of this run, as CSV")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--workers", type=_number, default=1, metavar="N", help="work in N processes of this machine")
    where.add_argument(
        "--dask", metavar="ADDRESS", help="work on the Dask cluster of this scheduler, which must reach PATH by the same name"
    )


def _status(parser: argparse.ArgumentParser) -> None:
    _workspace(parser).add_argument("--files", action="store_true", help="one line for every file ever read, as CSV")


def _export(parser: argparse.ArgumentParser) -> None:
    _workspace(parser)
    parser.add_argument("--csv", required=True, metavar="FILE", help="where the claims go; - for standard output")
    parser.add_argument(
        "--kind", action="append", default=[], metavar="CODE", help="only this kind: count, percentage, money … (may be repeated)"
    )
    parser.add_argument(
        "--province", action="append", default=[], metavar="NAME", help="only this province, by its full name (may be repeated)"
    )
    parser.add_argument(
        "--type", action="append", default=[], metavar="CODE", help="only this type of innovation: platform, service … (may be repeated)"
    )
    parser.add_argument("--since", type=_year, metavar="YEAR", help="only figures of this year and later")
    parser.add_argument("--until", type=_year, metavar="YEAR", help="only figures of this year and earlier")
    parser.add_argument("--once", action="store_true", help="leave out statements that repeat another, in the same article or in a reprint")


def _edit(parser: argparse.ArgumentParser) -> None:
    _workspace(parser)
    parser.add_argument("id", metavar="ID", help="a claim_id, or the doc_id of an article")
    parser.add_argument(
        "values", nargs="+", type=_value, metavar="COLUMN=VALUE", help="empty VALUE: not stated; rejected=1: no figure at all"
    )
    parser.add_argument("--who", required=True, metavar="NAME", help="who says so")


def _number(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of processes")
    return number


def _year(text: str) -> int:
    if len(text) != 4 or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text} is not a year")
    return int(text)


def _value(text: str) -> tuple[str, str]:
    column, sign, value = text.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"{text} is not of the form COLUMN=VALUE")
    return column, value
