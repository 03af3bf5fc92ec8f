"""Custom components for what Streamlit does not provide. Each module lies next to its script and its style sheet."""

import re
from pathlib import Path

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+\.js)";\n', re.M)


def source(name: str) -> str:
    """Contents of a script or style sheet, by file name."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def script(name: str) -> str:
    """A component's script with its imports inlined, each once: a component is delivered as a single script and cannot load modules."""
    there = set[str]()

    def whole(name: str) -> str:
        there.add(name)
        return _IMPORT.sub(lambda found: "" if found[1] in there else whole(found[1]), source(name))

    return whole(name)
