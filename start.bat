@echo off
rem Windows, by a double click: finds a Python that Youju runs on, and starts it.
chcp 65001 >nul
pushd "%~dp0"
set "PYTHONUTF8=1"
set "PYTHON="
for %%p in ("py -3.14" "py -3.13" "py -3.12" "py -3.11" "python") do (
    if not defined PYTHON (
        %%~p -c "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))" >nul 2>nul
        if not errorlevel 1 set "PYTHON=%%~p"
    )
)
if defined PYTHON goto found
echo 没有找到 Python 3.11 到 3.14。请从下面的网址安装（勾选 Add python.exe to PATH），然后再双击一次。
echo Python 3.11 to 3.14 was not found. Install it from the address below (tick "Add python.exe to PATH"), then double-click again.
echo https://www.python.org/downloads/windows/
pause
exit /b 1

:found
%PYTHON% start.py
if errorlevel 1 pause
popd
