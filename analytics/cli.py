"""``python -m analytics``: the command line, for people and for scripts."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.corpus import Corpus
    from analytics.words import Words

_FORMATS = ".txt .md .html .docx .pdf .csv .jsonl, .zip of these"
_EXTRACT_EXAMPLE = """example:
  python -m analytics extract articles/ --metadata meta.csv --csv claims.csv --innovations innovations.csv

exit status: 0 all read, 1 some articles could not be read (named on standard error), 2 nothing could be read
a file of another format inside a folder is named too, and counts only where PATH names it"""
_EXPLAIN_EXAMPLE = """example:
  python -m analytics explain "今年前10个月，全市刑事警情同比下降10.2%" --published 2024-11-09"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    options = _parser().parse_args(arguments)
    status: int = options.run(options)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analytics",
        description="Youju 有据: quantitative claims from Chinese news text, each with its source sentence.",
        epilog=_EXTRACT_EXAMPLE.partition("\n\n")[0],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    extract = commands.add_parser(
        "extract",
        help="read articles, write the claim table",
        description=f"Read articles ({_FORMATS}, or folders of them) and write every figure they state as one row of a CSV.",
        epilog=_EXTRACT_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    extract.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
    extract.add_argument("--csv", required=True, metavar="FILE", help="where the claim table goes; - for standard output")
    extract.add_argument("--innovations", metavar="FILE", help="where the table of named innovations goes")
    extract.add_argument(
        "--metadata",
        type=Path,
        metavar="META.csv",
        help="columns source,title,published_on,publisher,url; matched by relative path or file name; overrides what the article says",
    )
    extract.set_defaults(run=_extract)
    explain = commands.add_parser(
        "explain",
        help="show how a text is read",
        description="Show the figures found in TEXT, the rule that made each and from which pieces, and what lost to it and why.",
        epilog=_EXPLAIN_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    explain.add_argument("text", metavar="TEXT", help="a sentence or more")
    explain.add_argument("--published", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day relative dates count from")
    explain.set_defaults(run=_explain)
    return parser


# The libraries behind the commands take a second to load; --help should not.


def _extract(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from analytics.corpus import build, read_each
    from analytics.documents import NO_ARTICLE, UnreadableError, find, read_metadata
    from analytics.export import to_csv

    try:
        metadata = read_metadata(options.metadata) if options.metadata else None
    except UnreadableError as error:
        _complain(error.report.source, error.report.reason, error.report.detail)
        return 2
    files = list(find(options.paths))
    corpus = build(read_each(tqdm(files, delay=1, disable=None, unit=" files", file=sys.stderr)), metadata)
    for problem in corpus.unreadable:
        _complain(problem.source, problem.reason, problem.detail)
    for source, first in corpus.repeated:
        print(f"{source}: same text as {first}, counted once", file=sys.stderr)
    for source, doubt in corpus.doubtful:
        print(_words()("upload.doubtful", source=source, doubt=_words()(f"doubt.{doubt}")), file=sys.stderr)
    if not corpus.articles:
        if not corpus.unreadable:
            print(f"no article found ({_FORMATS})", file=sys.stderr)
        return 2
    if options.csv == "-":
        sys.stdout.buffer.write(to_csv(corpus.claims))
    else:
        Path(options.csv).write_bytes(to_csv(corpus.claims))
        print(_summary(corpus))
    if options.innovations:
        Path(options.innovations).write_bytes(to_csv(corpus.innovations))
    named = {path.name for path in options.paths}
    return 1 if any(problem.reason not in NO_ARTICLE or problem.source in named for problem in corpus.unreadable) else 0


def _explain(options: argparse.Namespace) -> int:
    from analytics.explain import explain

    print(explain(options.text, options.published))
    return 0


def _complain(source: str, reason: str, detail: str) -> None:
    print(f"{source}: {_words()(f'unreadable.{reason}')}{f' ({detail})' if detail else ''}", file=sys.stderr)


def _words() -> Words:
    from analytics.words import Words, language_of

    return Words(language_of("zh" if os.environ.get("LANG", "").startswith("zh") else "en"))


def _summary(corpus: Corpus) -> str:
    """Counts by kind, province and type, the most frequent first."""
    claims = corpus.claims
    lines = [f"{len(corpus.articles)} articles, {len(claims)} figures, {len(corpus.innovations)} named innovations"]
    for label, column in (("kind", "kind"), ("region", "province"), ("type", "innovation_type")):
        counts = claims[column].replace("", "–").value_counts()
        lines.append(f"  {label:<8}" + "  ".join(f"{name} {count}" for name, count in counts.items()))
    return "\n".join(lines)
