"""Share of mutants killed, from mutmut's statistics; fails below 85 %."""

import json
import sys
from pathlib import Path

AT_LEAST = 0.85


def main() -> int:
    """Print the share; returns 1 below ``AT_LEAST``."""
    stats = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    killed = stats["killed"] + stats["timeout"]
    share = killed / stats["total"]
    print(f"{killed} of {stats['total']} mutants killed ({share:.1%}); {stats['survived']} survived: mutmut results")
    return 0 if share >= AT_LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
