"""Dependencies: pinned, with hashes, under permissive licences."""

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
_EXTRAS, _GROUPS = _PROJECT["project"]["optional-dependencies"], _PROJECT["dependency-groups"]
# What each requirements file pins, as asked for in pyproject.toml.
ASKED: dict[str, list[str]] = {
    "requirements": _PROJECT["project"]["dependencies"] + _EXTRAS["cluster"],
    "requirements-ocr": _EXTRAS["ocr"],
    **{f"requirements-{group}": asked for group, asked in _GROUPS.items()},
}


def pinned(name: str) -> dict[str, tuple[str, str]]:
    """Packages in a requirements file: version and rest of the entry, by name."""
    entries = re.split(r"\n(?=[a-z])", (ROOT / f"{name}.txt").read_text(encoding="utf-8"))
    found = (re.match(r"(?:#.*\n)*([\w.-]+)==([^\s;]+)(.*)", entry, re.S) for entry in entries)
    return {_plain(match[1]): (match[2], match[3]) for match in found if match}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", ASKED)
def test_every_package_has_one_version_and_hashes(name: str) -> None:
    asked = dict(entry.split("==") for entry in ASKED[name])
    found = pinned(name)
    assert {_plain(package): version for package, version in asked.items()}.items() <= {
        each: version for each, (version, _) in found.items()
    }.items()
    assert [package for package, (_, rest) in found.items() if "--hash=sha256:" not in rest] == []


@pytest.mark.parametrize("name", ["requirements-dev", "requirements-ocr"])
def test_tests_and_text_recognition_run_on_what_the_app_runs_on(name: str) -> None:
    app, tests = pinned("requirements"), pinned(name)
    assert {name: tests[name][0] for name in app.keys() & tests.keys()} == {name: app[name][0] for name in app.keys() & tests.keys()}


def test_whatever_is_installed_is_held_against_its_hash() -> None:
    """Checks the install commands `make` would run from scratch, for each requirements file."""
    done = [*(f".venv/{name}.done" for name in ("app", "dev", "fuzz", "ocr")), ".venv-release/done"]
    there = {**os.environ, "MAKEFLAGS": ""}  # drop flags of a `make` that runs the tests
    made = subprocess.run(["make", "--always-make", "--dry-run", *done], cwd=ROOT, env=there, capture_output=True, text=True, check=True)
    installs = [line.split() for line in made.stdout.splitlines() if "pip install" in line]
    assert {line[-1] for line in installs} == {f"{name}.txt" for name in ASKED}
    assert [line for line in installs if not {"--require-hashes", "--no-deps", "--no-build-isolation"} <= set(line)] == []


def test_every_package_for_the_javascript_has_one_version_and_a_hash() -> None:
    """The lock file has no URLs, so that npm uses the configured registry."""
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert asked == packages.pop("")["devDependencies"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert [name for name, package in packages.items() if not package["integrity"].startswith("sha512-") or "resolved" in package] == []


def test_every_package_stands_in_the_list_of_licences() -> None:
    rows = re.findall(r"^\| (\S+) +\| (\S+) +\| (.+?) +\|", (ROOT / "docs/licences.md").read_text(encoding="utf-8"), re.M)
    listed = {_plain(name): (version, licence) for name, version, licence in rows[1:]}
    here = {
        name: version
        for name, (version, rest) in (pinned("requirements-ocr") | pinned("requirements")).items()
        if "sys_platform ==" not in rest.split("\\")[0]
    }
    assert {name: version for name, (version, _) in listed.items()} == here
    free = re.compile(r"MIT|BSD|Apache|MPL|PSF|Python|Zlib|0BSD|Mozilla")  # none restricts mere use
    assert [name for name, (_, licence) in listed.items() if not free.search(licence)] == []
