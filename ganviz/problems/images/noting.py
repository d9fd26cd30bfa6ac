"""What there is to say of a recognised data set besides what its layout says."""

from __future__ import annotations

from dataclasses import replace

from ganviz.problems.images.arrays.families import holds_arrays
from ganviz.problems.images.choice import DataChoice
from ganviz.problems.images.findings import Finding
from ganviz.problems.images.layouts.recognise import Recognised
from ganviz.settings.image_names import DEMOS


def noted(found: Recognised, choice: DataChoice) -> Recognised:
    """The same with findings on files of arrays that the layout passes over, and with those of a demo set."""
    draft = found.draft
    arrays = tuple(path for path in found.others if path not in draft.read and holds_arrays(path)
                   ) if choice.kind == "labelled" else ()
    notes = DEMOS.load(choice.demo).notes(found.root) if choice.demo else ()
    passed = (Finding("arrays", str(path)) for path in arrays)
    return replace(found, draft=replace(draft, findings=(*draft.findings, *passed, *notes), read=draft.read + arrays))
