"""``youju`` or ``python -m analytics``: the commands and their options; ``commands`` implements them."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from analytics.cli import STOPPED
from analytics.i18n.words import Words, of_terminal

_PATIENT = 5  # niceness of an ingest, of 19: a third of the processor where others want it, all of it where nobody does
# The name of this program, as the user called it: the installed command or the module.
_PROGRAM = "youju" if Path(sys.argv[0]).stem == "youju" else "python -m analytics"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status. Raises SystemExit for invalid options."""
    _print_anything()
    words = of_terminal()
    parser = _parser(words)
    options = parser.parse_args(arguments)
    if options.command == "ingest" and not (options.paths or options.addresses):
        parser.error(words("invalid.nothing_to_read"))
    if options.command == "export" and not (options.csv or options.parquet or options.sqlite):
        parser.error(words("invalid.nothing_to_write"))
    if options.command == "export" and len(set(places := [*filter(None, (options.csv, options.parquet, options.sqlite))])) < len(places):
        parser.error(words("invalid.same_file"))
    if options.command == "lexicon" and options.action == "apply" and not (options.file and options.who):
        parser.error(words("invalid.no_patch"))
    if arguments is None and options.command == "ingest":  # a process of its own
        _let_readers_go_first()
    try:
        return _run(options)
    except KeyboardInterrupt:
        return STOPPED


def _let_readers_go_first() -> None:
    """Lower the priority of this process and of those that it will start: nobody in the dashboard waits for a batch of articles."""
    if sys.platform != "win32":
        with suppress(OSError):  # raising it again is refused, where it is lower already
            os.setpriority(os.PRIO_PROCESS, 0, _PATIENT)


def _run(options: argparse.Namespace) -> int:
    from analytics.cli.commands import COMMANDS  # imported late, to keep --help fast: the libraries take a second to load
    from analytics.cli.terminal import failed, no_workspace
    from analytics.workspace.opening import NotAWorkspaceError

    try:
        status = COMMANDS[options.command](options)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads our output has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it is flushed when Python ends
        return 1
    except NotAWorkspaceError as error:
        return no_workspace(error)
    except OSError as error:
        return failed(error)
    return status


def _print_anything() -> None:
    """Write standard output and error as UTF-8: where they are files or pipes, Windows has another encoding, which lacks characters."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _parser(words: Words) -> argparse.ArgumentParser:
    parser = _Parser(
        prog=_PROGRAM, description=words("help.description"), epilog=words("examples.extract", program=_PROGRAM).partition("\n\n")[0]
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command", title=words("help.commands"))
    for name, add_arguments in _COMMANDS.items():
        examples = words(f"examples.{name}", program=_PROGRAM) if f"examples.{name}" in words else ""
        add_arguments(commands.add_parser(name, help=words(f"command.{name}"), description=words(f"about.{name}"), epilog=examples))
    return parser


class _Parser(argparse.ArgumentParser):
    """A parser whose headings are in the language of the terminal, and whose texts keep their lines."""

    def __init__(self, **settings: str | None) -> None:
        super().__init__(**settings, formatter_class=argparse.RawDescriptionHelpFormatter, add_help=False)  # type: ignore[arg-type]
        words = of_terminal()
        self._positionals.title, self._optionals.title = words("help.arguments"), words("help.options")
        self.add_argument("-h", "--help", action="help", help=words("help.help"))

    def takes(self, name: str, help_key: str, **settings: object) -> None:
        """Add an argument with the help text ``option.`` + ``help_key``."""
        self.add_argument(name, help=of_terminal()(f"option.{help_key}"), **settings)  # type: ignore[arg-type]


def _app(parser: _Parser) -> None:
    parser.takes("--workspace", "made", type=Path, metavar="DIR")
    parser.takes("--port", "port", type=_number, default=8501, metavar="N")
    parser.takes("--host", "host", metavar="ADDRESS")
    parser.takes("--allowed-host", "allowed_host", action="append", default=[], metavar="NAME")
    parser.takes("--open", "open", action="store_true")


def _extract(parser: _Parser) -> None:
    parser.takes("paths", "paths", nargs="+", type=Path, metavar="PATH")
    parser.takes("--csv", "claims", required=True, metavar="FILE")
    parser.takes("--innovations", "innovations", metavar="FILE")
    parser.takes("--metadata", "metadata", type=Path, metavar="META.csv")


def _explain(parser: _Parser) -> None:
    parser.takes("text", "text", metavar="TEXT")
    parser.takes("--published", "published", type=date.fromisoformat, metavar="YYYY-MM-DD")


def _workspace(parser: _Parser) -> None:
    parser.takes("--workspace", "workspace", required=True, type=Path, metavar="DIR")


def _ingest(parser: _Parser) -> None:
    parser.takes("paths", "places", nargs="*", metavar="PATH")
    _workspace(parser)
    parser.takes("--addresses", "addresses", type=Path, metavar="FILE")
    parser.takes("--private-networks", "private_networks", action="store_true")
    parser.takes("--metadata", "metadata", type=Path, metavar="META.csv")
    parser.takes("--report", "report", type=Path, metavar="FILE")
    parser.takes("--workers", "workers", type=_number, default=1, metavar="N")
    parser.takes("--dask", "dask", metavar="ADDRESS")


def _status(parser: _Parser) -> None:
    _workspace(parser)
    parser.takes("--files", "files", action="store_true")


def _export(parser: _Parser) -> None:
    _workspace(parser)
    parser.takes("--csv", "claims", metavar="FILE")
    parser.takes("--parquet", "parquet", metavar="FILE")
    parser.takes("--sqlite", "sqlite", metavar="FILE")
    parser.takes("--kind", "kind", action="append", default=[], metavar="CODE")
    parser.takes("--province", "province", action="append", default=[], metavar="NAME")
    parser.takes("--type", "type", action="append", default=[], metavar="CODE")
    parser.takes("--tag", "tag", action="append", default=[], metavar="TAG")
    parser.takes("--since", "since", type=_year, metavar="YEAR")
    parser.takes("--until", "until", type=_year, metavar="YEAR")
    parser.takes("--once", "once", action="store_true")


def _search(parser: _Parser) -> None:
    parser.takes("query", "query", nargs="+", metavar="WORD")
    _workspace(parser)
    parser.takes("--limit", "limit", type=_number, default=20, metavar="N")


def _changes(parser: _Parser) -> None:
    _workspace(parser)
    parser.takes("--since", "changed_since", required=True, metavar="DAY|REVISION")
    parser.takes("--csv", "changes", metavar="FILE")
    parser.takes("--limit", "changes_limit", type=_number, default=20, metavar="N")


def _backup(parser: _Parser) -> None:
    parser.takes("file", "backup", type=Path, metavar="FILE")
    _workspace(parser)


def _restore(parser: _Parser) -> None:
    parser.takes("file", "restored", type=Path, metavar="FILE")
    parser.takes("--workspace", "new", required=True, type=Path, metavar="DIR")


def _edit(parser: _Parser) -> None:
    _workspace(parser)
    parser.takes("id", "id", type=_text, metavar="ID")
    parser.takes("values", "values", nargs="+", type=_value, metavar="COLUMN=VALUE")
    parser.takes("--who", "who", required=True, metavar="NAME")


def _lexicon(parser: _Parser) -> None:
    parser.takes("action", "action", nargs="?", choices=("show", "apply"), default="show", metavar="show|apply")
    parser.takes("file", "patch", nargs="?", type=Path, metavar="FILE")
    _workspace(parser)
    parser.takes("--who", "who", metavar="NAME")


# Each command, with the function that adds its arguments.
_COMMANDS: Mapping[str, Callable[[_Parser], None]] = {
    "app": _app,
    "extract": _extract,
    "explain": _explain,
    "ingest": _ingest,
    "status": _status,
    "export": _export,
    "search": _search,
    "changes": _changes,
    "verify": _workspace,
    "repair": _workspace,
    "edit": _edit,
    "lexicon": _lexicon,
    "backup": _backup,
    "restore": _restore,
}


def _number(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(of_terminal()("invalid.number", value=text))
    return number


def _text(argument: str) -> str:
    """An argument as text: bytes that are not UTF-8, which the terminal passed on, are replaced."""
    return argument.encode(errors="surrogateescape").decode(errors="replace")


def _year(text: str) -> int:
    if len(text) != 4 or not text.isdigit():
        raise argparse.ArgumentTypeError(of_terminal()("invalid.year", value=text))
    return int(text)


def _value(text: str) -> tuple[str, str]:
    column, sign, value = text.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(of_terminal()("invalid.value", value=text))
    return column, value
