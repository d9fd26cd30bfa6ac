import errno
import json
import os
import shutil
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import numpy as np
import pytest

from ganviz.settings.errors import UserError
from ganviz.training.folder.checkpoints import Checkpoint, CheckpointStore
from ganviz.training.folder.lineage import Segment
from ganviz.training.folder.problems import DamagedError

from .helpers import names

HARD = np.array([0.0, -0.0, 1e-45, -1e-45, 1.17549435e-38, 3.4e38, np.inf, -np.inf, np.nan, 1 / 3],
                np.float32)


@pytest.fixture
def store(tmp_path):
    return CheckpointStore(tmp_path / "checkpoints", durable=True)


def same_bits(left, right):
    assert left.keys() == right.keys()
    for name, array in left.items():
        assert (right[name].dtype, right[name].shape) == (array.dtype, array.shape), name
        assert right[name].tobytes() == array.tobytes(), name


def test_round_trip_is_exact(store):
    weights = {"hard": HARD, "scalar": np.array(2.5), "none": np.empty((0, 3), np.float32),
               "strided": np.arange(12.0).reshape(3, 4).T, "reversed": np.arange(5, dtype=np.int64)[::-1]}
    state = {"updates_d": 7, "best": float("inf"), "rate": 0.1 + 0.2, "names": ["a", {"é": None}], "on": True}
    saved = Checkpoint(2, 12_000, weights, {}, state, {"pool": np.zeros((2, 2), np.uint8)})
    store.save(saved)
    loaded = store.load(2, 12_000)
    for part in ("weights", "optimizers", "pools"):
        same_bits(getattr(saved, part), getattr(loaded, part))
    assert (loaded.branch, loaded.iteration, loaded.state) == (2, 12_000, state)


def test_what_is_known_of_a_state_later_is_noted_beside_it(store, make_checkpoint):
    saved = make_checkpoint(0, 10)
    store.save(saved)
    store.note(0, 10, {"score": 0.5})
    assert store.facts(0, 10) == {**saved.state, "score": 0.5}
    same_bits(saved.weights, store.load(0, 10).weights)
    assert names(store.path / "0-000000010") == ["optimizers.safetensors", "state.json", "weights.safetensors"]


def test_a_note_on_a_state_that_is_gone_is_an_error(store, make_checkpoint):
    store.save(make_checkpoint(0, 10))
    store.remove([(0, 10)])
    with pytest.raises(DamagedError, match="0-000000010 is incomplete"):
        store.note(0, 10, {"score": 0.5})


def test_a_note_that_was_never_finished_is_cleared_away(store, make_checkpoint):
    store.save(make_checkpoint(0, 10))
    left = store.path / "0-000000010" / ".tmp-1-state.json"
    left.write_text("{")
    store.clean()
    assert not left.exists()
    assert store.newest(0).iteration == 10


def held(monkeypatch, times):
    """Let the next ``times`` replacements of a state's JSON file fail, as on Windows while somebody reads it."""
    failed, plain = [], Path.replace

    def replace(path, target):
        if Path(target).name == "state.json" and len(failed) < times:
            failed.append(None)
            raise PermissionError(errno.EACCES, "Access is denied", str(target))
        return plain(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr("time.sleep", sleep := Mock())
    return sleep


def test_a_note_waits_for_whoever_reads_the_file_that_it_replaces(store, make_checkpoint, monkeypatch):
    store.save(make_checkpoint(0, 10))
    waits = held(monkeypatch, 3)
    store.note(0, 10, {"score": 0.5})
    assert waits.call_count == 3
    assert store.facts(0, 10)["score"] == 0.5


def test_a_note_is_left_out_where_its_file_stays_open(store, make_checkpoint, monkeypatch):
    saved = make_checkpoint(0, 10)
    store.save(saved)
    waits = held(monkeypatch, 1_000)
    store.note(0, 10, {"score": 0.5})
    assert waits.call_count < 100
    assert store.facts(0, 10) == saved.state
    assert names(store.path / "0-000000010") == ["optimizers.safetensors", "state.json", "weights.safetensors"]


def test_layout(store, make_checkpoint):
    size = store.save(make_checkpoint(0, 12_000))
    folder = store.path / "0-000012000"
    assert names(folder) == ["optimizers.safetensors", "state.json", "weights.safetensors"]
    assert names(store.path) == [folder.name]
    assert size == store.size(0, 12_000) == sum(file.stat().st_size for file in folder.iterdir())


def test_list_is_sorted_by_branch_and_iteration(store, make_checkpoint):
    assert store.list() == []
    for key in [(1, 5), (0, 1_000_000_000), (10, 1), (0, 7), (2, 1)]:
        store.save(make_checkpoint(*key))
    (store.path / "notes").mkdir()
    assert store.list() == [(0, 7), (0, 1_000_000_000), (1, 5), (2, 1), (10, 1)]


def test_newest_of_a_branch(store, make_checkpoint):
    for key in [(0, 100), (0, 200), (1, 150)]:
        store.save(make_checkpoint(*key))
    assert store.newest(0).iteration == 200
    assert store.newest(0, at_most=200).iteration == 200
    assert store.newest(0, at_most=199).iteration == 100
    assert store.newest(0, at_most=99) is None
    assert store.newest(7) is None


def test_nearest_along_a_lineage(store, make_checkpoint):
    for key in [(0, 100), (0, 200), (0, 300), (1, 250)]:
        store.save(make_checkpoint(*key))
    lineage = [Segment(0, 0, 200), Segment(1, 200, None)]
    found = {at: (kept.branch, kept.iteration) for at in (None, 250, 249, 199)
             if (kept := store.nearest(lineage, at))}
    assert found == {None: (1, 250), 250: (1, 250), 249: (0, 200), 199: (0, 100)}
    assert store.nearest(lineage, 99) is None


def truncate(path):
    path.write_bytes(path.read_bytes()[:-1])


def flip(path):
    data = bytearray(path.read_bytes())
    data[-2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("name", ["weights.safetensors", "optimizers.safetensors", "state.json"])
@pytest.mark.parametrize("harm", [truncate, flip, os.remove])
def test_a_damaged_one_is_passed_over_with_a_sentence(store, make_checkpoint, name, harm):
    store.save(make_checkpoint(0, 100))
    store.save(make_checkpoint(0, 200))
    harm(store.path / "0-000000200" / name)
    assert store.newest(0).iteration == 100
    assert store.newest(0).iteration == 100
    (warning,) = store.warnings
    assert warning.startswith(f"the stored state {store.path / '0-000000200'} is incomplete ({name} ")
    assert warning.endswith("it was passed over")


def test_altered_state_is_noticed(store, make_checkpoint):
    store.save(make_checkpoint(0, 100))
    path = store.path / "0-000000100" / "state.json"
    values = json.loads(path.read_text())
    path.write_text(json.dumps({**values, "iteration": 99}))
    with pytest.raises(DamagedError, match=r"state\.json was altered"):
        store.load(0, 100)
    path.write_text("[]")
    with pytest.raises(DamagedError, match="not a JSON object"):
        store.load(0, 100)


def test_newer_schema_is_an_error_not_a_guess(store, make_checkpoint):
    store.save(make_checkpoint(0, 100))
    path = store.path / "0-000000100" / "state.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "schema_version": 7}))
    with pytest.raises(UserError, match=r"schema 7, this one reads up to 1\); update ganviz"):
        store.newest(0)


def test_saving_again_replaces(store, make_checkpoint):
    store.save(make_checkpoint(0, 100, note="old"))
    store.save(make_checkpoint(0, 100, note="new"))
    assert store.load(0, 100).state["note"] == "new"
    assert names(store.path) == ["0-000000100"]


def test_what_a_killed_process_left_is_cleared(store, make_checkpoint):
    store.save(make_checkpoint(0, 100))
    shutil.copytree(store.path / "0-000000100", store.path / ".tmp-99-0-000000200")
    (store.path / ".tmp-99-state.json").write_text("{")
    assert store.list() == [(0, 100)]
    store.clean()
    assert names(store.path) == ["0-000000100"]


def test_killed_between_the_two_renames(store, make_checkpoint):
    store.save(make_checkpoint(0, 100))
    (store.path / "0-000000100").rename(store.path / ".old-0-000000100")
    store.clean()
    assert store.newest(0).iteration == 100


def test_killed_before_the_replaced_one_was_removed(store, make_checkpoint):
    store.save(make_checkpoint(0, 100, note="new"))
    shutil.copytree(store.path / "0-000000100", store.path / ".old-0-000000100")
    store.clean()
    assert names(store.path) == ["0-000000100"]


def test_cleaning_nothing(store):
    store.clean()
    assert not store.path.exists()


def test_full_disk_leaves_the_older_ones_and_nothing_else(store, make_checkpoint, full_disk):
    store.save(make_checkpoint(0, 100, note="old"))
    full_disk()
    for iteration in (100, 200):
        with pytest.raises(UserError, match=f"the disk of {store.path.parent} is full; free some space"):
            store.save(make_checkpoint(0, iteration))
    assert names(store.path) == ["0-000000100"]
    assert store.newest(0).state["note"] == "old"


def test_a_missing_run_folder(tmp_path, make_checkpoint):
    store = CheckpointStore(tmp_path / "gone" / "checkpoints")
    with pytest.raises(UserError) as error:
        store.save(make_checkpoint())
    assert str(error.value) == f"{tmp_path / 'gone'} is gone; put it back, or begin a new run"
    assert not (tmp_path / "gone").exists()


@pytest.mark.parametrize(("keep", "best", "left"), [
    (2, None, [(0, 3), (1, 5), (2, 6), (2, 7)]),
    (3, (0, 1), [(0, 1), (0, 3), (1, 5), (2, 5), (2, 6), (2, 7)]),
    (1, (0, 2), [(0, 2), (0, 3), (1, 5), (2, 7)]),
    (0, None, [(0, 3), (1, 5), (2, 7)]),
    (99, None, [(0, 1), (0, 2), (0, 3), (1, 4), (1, 5), (2, 5), (2, 6), (2, 7)])])
def test_pruning(store, make_checkpoint, keep, best, left):
    for key in [(0, 1), (0, 2), (0, 3), (1, 4), (1, 5), (2, 5), (2, 6), (2, 7)]:
        store.save(make_checkpoint(*key))
    store.prune(keep, best)
    assert store.list() == left
    assert len(names(store.path)) == len(left)


def test_states_of_the_whole_way_to_the_present_are_kept_far_from_each_other(store, make_checkpoint):
    way = [Segment(0, 0, 30), Segment(1, 30, None)]
    for key in [(0, 0), (0, 1), (0, 20), (0, 21), (0, 30), (0, 40), (1, 30), (1, 31), (1, 50), (1, 60)]:
        store.save(make_checkpoint(*key))
    store.prune(2, (0, 21), 3, way)
    assert store.list() == [(0, 0), (0, 20), (0, 21), (0, 40), (1, 31), (1, 50), (1, 60)], (
        "three on the way, the best one, the newest of the branch that was left, the newest two")
    store.prune(2, (0, 21), 1, way)
    assert store.list() == [(0, 0), (0, 21), (0, 40), (1, 50), (1, 60)], "the first one counts"


def test_a_disk_without_room_for_all_that_will_be_kept_is_told(store, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=5_000_000_000))
    assert store.shortage(686_000_000, 7) == ""
    assert store.shortage(686_000_000, 10) == (
        f"the disk of {store.path.parent} has 5,000 MB left and this run will keep up to 10 more checkpoints of 686 MB "
        "each; free some space, or begin a run with lower checkpoints or checkpoints_spread")


def test_pruning_counts_whole_ones_only(store, make_checkpoint):
    for iteration in (1, 2, 3):
        store.save(make_checkpoint(0, iteration))
    truncate(store.path / "0-000000003" / "weights.safetensors")
    store.prune(keep=1)
    assert store.list() == [(0, 2), (0, 3)]
    assert store.newest(0).iteration == 2


def test_no_pickle_is_read(store, make_checkpoint):
    store.save(make_checkpoint(0, 1))
    path = store.path / "0-000000001" / "weights.safetensors"
    np.save(store.path / "object.npy", np.array([{}], dtype=object), allow_pickle=True)
    path.write_bytes((store.path / "object.npy").read_bytes())
    with pytest.raises(DamagedError, match=r"weights\.safetensors is truncated or altered"):
        store.load(0, 1)
