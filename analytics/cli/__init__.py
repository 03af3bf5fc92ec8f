"""The command line."""

STOPPED = 130  # exit status after Ctrl-C: 128 + SIGINT, the convention of shells
