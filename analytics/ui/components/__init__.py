"""Components of our own: what Streamlit has none for. Each lies beside its script and its style."""

import re
from pathlib import Path

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+\.js)";\n', re.M)


def source(name: str) -> str:
    """A script or a style by its file's name."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def script(name: str) -> str:
    """A component's script with the modules it imports put in, each once: the browser is given one text and could not fetch another."""
    there = set[str]()

    def whole(name: str) -> str:
        there.add(name)
        return _IMPORT.sub(lambda found: "" if found[1] in there else whole(found[1]), source(name))

    return whole(name)
