"""Components of our own: what Streamlit has none for. Each lies beside its script and its style."""

from pathlib import Path


def source(name: str) -> str:
    """A script or a style by its file's name."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
