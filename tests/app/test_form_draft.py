"""The edits that a run has not taken: some are only right or wrong beside each other."""

from __future__ import annotations

from ganviz.app.form.draft import Draft
from ganviz.settings.cyclegan import CycleGANSettings


def test_edits_that_are_right_together_are_not_wrong_one_by_one() -> None:
    draft = Draft(CycleGANSettings())
    assert draft.edit("grey_a", True) == {}
    assert "as many channels on both sides" in draft.errors["grey_a"]
    assert draft.edit("grey_b", "true") == {}
    assert (draft.errors, draft.edits) == ({}, {"grey_a": True, "grey_b": True})
    wanted = draft.wanted()
    assert isinstance(wanted, CycleGANSettings)
    assert wanted.grey_a
    assert wanted.grey_b


def test_a_live_edit_mends_an_edit_that_waits() -> None:
    draft = Draft(CycleGANSettings())
    draft.edit("grey_a", True)
    assert draft.edit("weight_identity", 0.0) == {"weight_identity": 0.0}
    assert (draft.errors, draft.edits) == ({}, {"grey_a": True})
