import shutil

import pytest

from ganviz.settings.errors import UserError
from ganviz.training.folder.keyframes import FIRST_SPACING, MOST_ENTRIES, Keyframes
from ganviz.training.folder.lineage import Segment


@pytest.fixture
def keyframes(tmp_path):
    return Keyframes(tmp_path / "keyframes", megabytes=100)


def play(keyframes, make_checkpoint, branch, iterations):
    for iteration in iterations:
        if keyframes.due(branch, iteration):
            keyframes.add(make_checkpoint(branch, iteration))


def test_every_two_hundredth_iteration_and_the_first_of_a_branch_are_due(keyframes, make_checkpoint):
    play(keyframes, make_checkpoint, 0, range(1000))
    play(keyframes, make_checkpoint, 1, range(333, 700))
    assert keyframes.iterations(0) == (0, 200, 400, 600, 800)
    assert keyframes.iterations(1) == (333, 400, 600)
    assert not keyframes.due(0, 800)
    assert keyframes.due(0, 1000)


def test_thinning_by_number(keyframes, make_checkpoint, monkeypatch):
    monkeypatch.setattr("ganviz.training.folder.keyframes.MOST_ENTRIES", 10)
    play(keyframes, make_checkpoint, 0, range(0, 100_001, 100))
    kept = keyframes.iterations(0)
    assert keyframes.spacing == FIRST_SPACING * 64
    assert kept == tuple(range(0, 100_001, keyframes.spacing))
    assert keyframes.store.list() == [(0, iteration) for iteration in kept]


def test_thinning_by_bytes(tmp_path, make_checkpoint):
    keyframes = Keyframes(tmp_path / "keyframes", megabytes=0.1)
    for iteration in range(0, 20_000, 200):
        keyframes.add(make_checkpoint(0, iteration, size=500))
        assert sum(file.stat().st_size for file in keyframes.store.path.rglob("*.*")) <= 100_000
    assert 8 <= len(keyframes.iterations(0)) <= 23
    assert keyframes.iterations(0)[0] == 0


def test_each_branch_keeps_its_first(keyframes, make_checkpoint, monkeypatch):
    monkeypatch.setattr("ganviz.training.folder.keyframes.MOST_ENTRIES", 8)
    play(keyframes, make_checkpoint, 0, range(2000))
    play(keyframes, make_checkpoint, 1, range(333, 4000))
    play(keyframes, make_checkpoint, 2, range(777, 8000))
    assert [keyframes.iterations(branch)[0] for branch in range(3)] == [0, 333, 777]
    assert sum(len(keyframes.iterations(branch)) for branch in range(3)) <= 8


def test_the_bound_holds_even_for_firsts_alone(tmp_path, make_checkpoint):
    keyframes = Keyframes(tmp_path / "keyframes", megabytes=0.0001)
    for branch in range(4):
        keyframes.add(make_checkpoint(branch, 100 + branch))
    assert keyframes.store.list() == [(3, 103)]


def test_the_number_is_bounded():
    assert MOST_ENTRIES == 1_000


def test_nearest_along_a_lineage(keyframes, make_checkpoint):
    play(keyframes, make_checkpoint, 0, range(1001))
    play(keyframes, make_checkpoint, 1, range(450, 1001))
    lineage = [Segment(0, 0, 450), Segment(1, 450, None)]
    found = {at: (kept.branch, kept.iteration) for at in (0, 399, 449, 450, 599, 5000)
             if (kept := keyframes.nearest(lineage, at))}
    assert found == {0: (0, 0), 399: (0, 200), 449: (0, 400), 450: (1, 450), 599: (1, 450), 5000: (1, 1000)}


def test_reopening_finds_frames_and_spacing_again(keyframes, make_checkpoint, monkeypatch):
    monkeypatch.setattr("ganviz.training.folder.keyframes.MOST_ENTRIES", 10)
    play(keyframes, make_checkpoint, 0, range(0, 10_001, 100))
    play(keyframes, make_checkpoint, 1, range(5_050, 10_001))
    again = Keyframes(keyframes.store.path, megabytes=100)
    assert again.spacing == keyframes.spacing > FIRST_SPACING
    for branch in (0, 1):
        assert again.iterations(branch) == keyframes.iterations(branch) != ()


def test_deleting_the_folder_at_any_time(keyframes, make_checkpoint):
    play(keyframes, make_checkpoint, 0, range(1001))
    shutil.rmtree(keyframes.store.path)
    assert keyframes.nearest([Segment(0, 0, None)], 1000) is None
    play(keyframes, make_checkpoint, 0, range(1001, 1401))
    assert keyframes.iterations(0) == (1200, 1400)
    shutil.rmtree(keyframes.store.path)
    keyframes.refresh()
    assert keyframes.iterations(0) == ()


def test_deleting_the_folder_while_one_is_written(keyframes, make_checkpoint, monkeypatch):
    def delete_meanwhile(folder, *args):
        shutil.rmtree(folder.parent)
        (folder / "weights.safetensors").write_bytes(b"")

    play(keyframes, make_checkpoint, 0, range(401))
    with monkeypatch.context() as patch:
        patch.setattr("ganviz.training.folder.checkpoints.write_state", delete_meanwhile)
        keyframes.add(make_checkpoint(0, 600))
    assert keyframes.iterations(0) == ()
    keyframes.add(make_checkpoint(0, 800))
    assert keyframes.store.list() == [(0, 800)]


def test_a_damaged_frame_is_passed_over(keyframes, make_checkpoint):
    play(keyframes, make_checkpoint, 0, range(401))
    (keyframes.store.path / "0-000000400" / "state.json").unlink()
    assert keyframes.nearest([Segment(0, 0, None)], 400).iteration == 200


def test_full_disk(keyframes, make_checkpoint, monkeypatch, failing_write):
    monkeypatch.setattr("ganviz.training.folder.stored.write_file", lambda *_: (_ for _ in ()).throw(
        OSError(28, "No space left on device")))
    with pytest.raises(UserError, match=f"the disk of {keyframes.store.path.parent} is full"):
        keyframes.add(make_checkpoint(0, 200))
    assert keyframes.iterations(0) == ()
