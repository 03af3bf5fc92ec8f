"""A view of the dashboard as a few lines of Python that give the same rows."""

from __future__ import annotations

from analytics.claims.selection import Selection


def snippet(selection: Selection, folder: str) -> str:
    """Code that opens the workspace ``folder`` with ``analytics.open`` and asks for the claims of ``selection``."""
    asked: dict[str, object] = {facet: values[0] if len(values) == 1 else list(values) for facet, values in selection.chosen.items()}
    asked |= {name: value for name, value in (("since", selection.since), ("until", selection.until)) if value is not None}
    if selection.added:
        asked["added"] = selection.added
    if selection.undated:
        asked["undated"] = True
    if selection.search:
        asked["search"] = selection.search
    if selection.excluded:
        asked["excluded"] = {facet: list(values) for facet, values in selection.excluded.items()}
    arguments = "".join(f"    {name}={value!r},\n" for name, value in {**asked, "repeats": selection.repeats}.items())
    return f"import analytics\n\npress = analytics.open({folder!r})\nclaims = press.claims(\n{arguments})\nprint(claims)\n"
