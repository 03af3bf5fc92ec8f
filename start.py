"""Opens the dashboard with nothing but Python: what ``make app`` does, for systems without make. ``start.bat`` and ``start.command`` run it.

The first time, what is needed is installed into ``.venv`` beside this file. Later, that is done again only where the lists have changed.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import venv
import webbrowser
from pathlib import Path
from urllib.request import urlopen

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LISTS = [HERE / "requirements-build.txt", HERE / "requirements.txt"]
DONE = VENV / "app.done"  # of the Makefile, too: newer than the lists, if these are installed
PORTS = range(8501, 8521)


def main() -> int:
    """Install what is missing, then serve the dashboard until it is stopped; returns the exit status."""
    os.chdir(HERE)
    if not _is_installed():
        print("第一次启动，正在安装，要几分钟…  /  First start: installing, which takes some minutes …", flush=True)
        _install()
    if address := _running():
        print(f"已在运行  /  Already running: {address}")
        webbrowser.open(address)
        return 0
    port = next(filter(_is_free, PORTS))
    print("关闭这个窗口即停止  /  Close this window to stop.", flush=True)
    return subprocess.call([PYTHON, "-m", "analytics", "app", "--open", "--port", str(port)])


# --- what is needed ----------------------------------------------------------------------------


def _is_installed() -> bool:
    """Whether the environment holds what the lists say."""
    return _runs() and DONE.exists() and DONE.stat().st_mtime >= max(each.stat().st_mtime for each in LISTS)


def _runs() -> bool:
    """Whether the environment is there and its Python runs: the one it was made with may be gone."""
    try:
        return subprocess.call([PYTHON, "-c", ""]) == 0
    except OSError:
        return False


def _install() -> None:
    """Install only files whose hash is in the lists. Raises CalledProcessError, whose cause pip has told."""
    if not _runs():
        venv.create(VENV, with_pip=True, clear=True, symlinks=os.name != "nt")
    options = ["--disable-pip-version-check", "--require-hashes", "--no-deps", "--no-build-isolation"]
    for each in LISTS:
        subprocess.run([PYTHON, "-m", "pip", "install", *options, "-r", each], check=True)
    DONE.touch()


# --- the dashboard -----------------------------------------------------------------------------


def _address(port: int) -> str:
    return f"http://localhost:{port}"


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def _running() -> str:
    """The address of a dashboard that runs already, on the first port; empty if there is none."""
    address = _address(PORTS[0])
    return address if not _is_free(PORTS[0]) and _answers(address) else ""


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/_stcore/health", timeout=5):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
    except subprocess.CalledProcessError as error:
        sys.exit(f"没有完成，原因见上  /  Not completed, see above: {error.returncode}")
