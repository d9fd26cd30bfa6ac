"""A disk that fills up or goes away under a run in the window: a sentence, nothing lost, and on it goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app_support import Driven
from tests.core_support import saved_state, undisturbed
from tests.disks import KINDS, Disk


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Disk]:
    place = tmp_path / "disk"
    place.mkdir()
    monkeypatch.setenv("GANVIZ_RUNS", str(place))
    made = request.param(place)
    yield made
    made.close()


@pytest.mark.parametrize("disk", KINDS, indirect=True, ids=lambda kind: kind.__name__)
def test_a_full_disk_pauses_the_run_which_goes_on_once_there_is_room(driven: Driven, disk: Disk,
                                                                     tmp_path: Path) -> None:
    driven.begin()
    driven.play_past(50)
    disk.fill()
    told = driven.until_told(f"the disk of {driven.folder}")
    print(told)
    stopped = driven.at_rest()
    driven.act("play")
    print(driven.told)
    disk.free()
    driven.play_to(stopped + 50)
    folder = driven.folder
    driven.close()
    assert saved_state(folder, stopped + 50) == undisturbed(folder, stopped + 50)
