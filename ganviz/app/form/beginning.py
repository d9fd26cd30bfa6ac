"""Which preset the form offers to begin with, where a problem is drafted that has one."""

from __future__ import annotations

from ganviz.app.form.draft import Draft
from ganviz.settings.registry import Entry


def beginning(entry: Entry, draft: Draft) -> str:
    """The id of the preset that the drafted problem is best begun with; empty where none is drafted that has one.

    Args:
        entry: the game.
        draft: the edits of its settings.
    """
    problem, problems = draft.edits.get("problem"), entry.facts.get("problems", {})
    if problem not in problems or "begin" not in problems[problem].facts:
        return ""
    found: str = problems[problem].load_fact("begin")(draft.value("data"))
    return found
