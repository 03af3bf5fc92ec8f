#!/bin/sh
# macOS, by a double click: finds a Python that Youju runs on, and starts it. Works on Linux, too.
cd "$(dirname "$0")" || exit 1
PATH="$PATH:/usr/local/bin:/opt/homebrew/bin"
for python in python3.14 python3.13 python3.12 python3.11 python3 python; do
    if "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then
        exec "$python" start.py
    fi
done
echo '没有找到 Python 3.11 到 3.14。请从下面的网址安装，然后再双击一次。'
echo 'Python 3.11 to 3.14 was not found. Install it from the address below, then double-click again.'
echo 'https://www.python.org/downloads/'
exit 1
